# SPDX-License-Identifier: EUPL-1.2
"""What is said at the end of a send: how many people, where, and what went wrong."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from comunecast_gui.system import paths
from comunecast_gui.ui.runtime import i18n
from comunecast_gui.ui.widgets.labels import result_sentence

TITLES = {"telegram:principale": "Telegram, canale principale"}


@pytest.fixture(autouse=True)
def italian(qapp: QApplication) -> None:
    i18n.install(qapp, paths.resource("i18n"))


def test_counts_of_all_channels_and_what_is_left() -> None:
    people = {"failed": 2, "queued": 1, "accepted": 40, "delivered": 1200}
    found = {"whatsapp": people, "telegram:principale": {"failed": 1}}
    sentence = result_sentence(found, TITLES)
    assert sentence.replace(".", "") == "Inviato a 1240 persone su WhatsApp; 3 non riusciti, 1 in coda"


def test_one_person_and_one_post() -> None:
    found = {"whatsapp": {"accepted": 1}, "telegram:principale": {"accepted": 1}}
    assert result_sentence(found, TITLES) == (
        "Inviato a 1 persona su WhatsApp; pubblicato su Telegram, canale principale"
    )
    assert result_sentence({"telegram:principale": {"failed": 1}}, TITLES) == "1 non riuscito"
