# SPDX-License-Identifier: EUPL-1.2
"""The name that readers see: the officer's own, with the right extension, and harmless on every system."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comunecast_gui.core.prepared_file import JPEG, PDF, PNG, readable_name

NAMES = [
    ("Ordinanza n. 12 – viabilità.pdf", PDF, "Ordinanza n. 12 – viabilità.pdf"),
    ("Ordinanza n.12", PDF, "Ordinanza n.12.pdf"),
    ("ORDINANZA.PDF", PDF, "ORDINANZA.PDF"),
    ("viabilita\u0300.pdf", PDF, "viabilità.pdf"),
    ("foto.jpeg", JPEG, "foto.jpeg"),
    ("foto.png", JPEG, "foto.jpg"),
    ("foto.webp", PNG, "foto.png"),
    ("foto", PNG, "foto.png"),
    (".jpg", JPEG, "jpg.jpg"),
    ("a:b/c\\d?.pdf", PDF, "a-b-c-d-.pdf"),
    ("a\u202efdp.exe", PDF, "afdp.exe.pdf"),
    ("riga\nnuova\t.pdf", PDF, "riga nuova.pdf"),
    ("CON.pdf", PDF, "_CON.pdf"),
    ("aux.2026.pdf", PDF, "_aux.2026.pdf"),
    ("...", PDF, "allegato.pdf"),
    ("\u200b.pdf", PDF, "pdf.pdf"),
    ("x" * 300 + ".pdf", PDF, "x" * 80 + ".pdf"),
    ("lavori. .pdf", PDF, "lavori.pdf"),
]


@pytest.mark.parametrize(("chosen", "mime", "shown"), NAMES)
def test_the_name_stays_readable(chosen: str, mime: str, shown: str) -> None:
    assert readable_name(chosen, mime) == shown
    assert readable_name(shown, mime) == shown


@given(st.text(max_size=200), st.sampled_from([JPEG, PNG, PDF]))
def test_any_name_becomes_one_that_every_system_takes(chosen: str, mime: str) -> None:
    name = readable_name(chosen, mime)
    assert 4 < len(name) <= 90
    assert name == name.strip(" ")
    assert not set(name) & set('<>:"/\\|?*\n\r\t\0')
    assert readable_name(name, mime) == name
