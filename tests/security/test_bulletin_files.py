# SPDX-License-Identifier: EUPL-1.2
"""Bulletins and alerts come from anybody: whatever a file holds, it is refused at once and opens nothing else."""

from __future__ import annotations

import json
import socket
import time
from typing import Any, NoReturn

import pytest

from comunecast_gui.core.bulletin.reading import MOST_BYTES, read
from comunecast_gui.core.errors import InputError
from comunecast_gui.system.bulletins import cap_reader
from tests.core.bulletin.test_reading import SAMPLES, place
from tests.system.bulletins.test_cap import SAMPLES as CAP

_QUICK = 5.0
"""Seconds on a loaded machine; each of these takes a fraction of one."""
HEADING = (SAMPLES / "ods_20250316_1433_zone_oggi_toscana.csv").read_bytes().split(b"\n", 1)[0]
BOMB = b'<!DOCTYPE a [<!ENTITY b "' + b"c" * 1000 + b'">' + b'<!ENTITY d "' + b"&b;" * 1000 + b'">]><a>&d;</a>'


def index(said: str) -> bytes:
    one = {"html_descrition": said}
    return json.dumps({"name": "Bollettino del 8 agosto 2026 ore 13:57", "today": one, "tomorrow": one}).encode()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"[" * MOST_BYTES, id="deep-list"),
        pytest.param(b'{"a":' * 500_000, id="deep-table"),
        pytest.param(b"[" + b"9" * 1_000_000 + b"]", id="long-number"),
        pytest.param(b"a" * 1_000_000, id="long-cell"),
        pytest.param(HEADING + b"\n" + b'"' + b"x" * 2_000_000, id="open-quote"),
        pytest.param(HEADING + b"\n" + b"," * 2_000_000, id="many-columns"),
        pytest.param(index("<b>" * 300_000), id="open-bold"),
        pytest.param(index("<b>CRITICITA' PER RISCHIO " * 100_000), id="half-headings"),
        pytest.param(
            index(
                "8 agosto 2026 <b>CRITICITA' PER RISCHIO IDRAULICO / ALLERTA ROSSA</b><b>Toscana</b>" + " , x" * 400_000
            ),
            id="names-of-nobody",
        ),
        pytest.param(index("8 agosto 2026 " * 100_000 + "/ ALLERTA" * 100_000), id="alerts-of-nobody"),
        pytest.param(json.dumps([{"Nome zona": "a" * 2_000_000}]).encode(), id="long-name"),
    ],
)
def test_a_file_that_is_made_to_hurt_is_refused_at_once(content: bytes) -> None:
    began = time.perf_counter()
    with pytest.raises(InputError, match="bulletin_"):
        read(content, place(), "20250314_1512_today.json")
    assert time.perf_counter() - began < _QUICK


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ((CAP / "google-xee.cap").read_bytes(), "cap_unsafe"),
        (BOMB, "cap_unsafe"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "cap_unsafe"),
        (b"<a>" * 300_000, "cap_other_document"),
        (b" " * (cap_reader.MOST_BYTES + 1), "cap_too_large"),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', "cap_other_document"),
        (b"<a " + b"".join(b'b%d="" ' % n for n in range(50_000)) + b"/>", "cap_other_document"),
    ],
)
def test_an_alert_opens_nothing_and_grows_into_nothing(
    content: bytes, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def outside(*_: Any) -> NoReturn:
        raise AssertionError("somebody outside was asked")

    monkeypatch.setattr(socket.socket, "connect", outside)
    began = time.perf_counter()
    with pytest.raises(InputError) as refused:
        cap_reader.read(content)
    assert refused.value.code == code
    assert time.perf_counter() - began < _QUICK
