# SPDX-License-Identifier: EUPL-1.2
"""Every kind of channel has all that the program shows and asks of one: none is taken for another."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from comunecast_gui.core.content import TEXT_LIMITS
from comunecast_gui.core.model import ChannelKind, Office, kind_of
from comunecast_gui.core.notice.compose import resolve_channels
from comunecast_gui.services import wiring
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.phone_preview import PhonePreview


@pytest.mark.parametrize("kind", ChannelKind)
def test_a_kind_of_channel_is_complete(kind: ChannelKind, look: Look, qtbot: QtBot) -> None:
    assert kind.service
    assert isinstance(kind.personal, bool)
    assert TEXT_LIMITS[kind] > 0
    assert not look.icons.pixmap(labels.ICONS[kind], "#000000", 24).isNull()
    preview = PhonePreview(look, kind, Office("Comune di Prova"))
    qtbot.addWidget(preview)
    mark = preview.findChild(QLabel, "mark")
    assert mark is not None
    usual = mark.pixmap().deviceIndependentSize().height()
    look.theme.set_scale(200)
    assert mark.pixmap().deviceIndependentSize().height() == 2 * usual, "the sign grows with the words beside it"
    look.theme.set_scale(100)


def test_titles_are_distinct() -> None:
    for told in ({kind.service for kind in ChannelKind}, {labels.ICONS[kind] for kind in ChannelKind}):
        assert len(told) == len(ChannelKind)


def test_a_kind_stands_for_all_its_channels_and_each_has_its_own_title() -> None:
    several = [f"{kind}:{name}" for kind in ChannelKind for name in ("uno", "due")]
    category = wiring.catalogue().get("generico")
    for kind in ChannelKind:
        mine = [name for name in several if kind_of(name) is kind]
        assert list(resolve_channels(category, (str(kind),), several)) == mine
        assert labels.channel_title(str(kind), {}) == kind.service
        titles = [labels.channel_title(name, {}) for name in mine]
        assert titles == [f"{kind.service}, canale uno", f"{kind.service}, canale due"]
