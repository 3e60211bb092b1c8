# SPDX-License-Identifier: EUPL-1.2
"""A group in a channel's place is refused before anything is queued for it, wherever somebody could find out."""

from __future__ import annotations

from functools import partial

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.sandbox.config import TelegramChannel
from comunecast_gui.services import telegram_chats, wiring
from comunecast_gui.ui.runtime.administration import Administration
from tests.e2e.conftest import MakeTown, Town

ANOTHER = -1009876543210
GROUPS = [
    TelegramChannel(chat_id=ANOTHER, username="ilcomune", type="supergroup"),
    TelegramChannel(chat_id=ANOTHER, username="ilcomune", type="supergroup", forum=True),
    TelegramChannel(chat_id=ANOTHER, username="ilcomune", type="group"),
]


def town_of(make_town: MakeTown, monkeypatch: pytest.MonkeyPatch, chat: TelegramChannel) -> Town:
    """An office that names ``chat``, read before its token was there, as the first of the two often is."""
    town = make_town(channels=(TelegramChannel(), chat))
    town.subscribe(3)
    office = (
        (town.folder / "office.toml").read_text("utf-8").replace("@comunecalcinaia", f"https://t.me/{chat.username}")
    )
    with monkeypatch.context() as without_token:
        without_token.delenv("COMUNECAST_TELEGRAM_TOKEN")
        town.run("configure", town.file("office.toml", office))
    return town


def errors(town: Town, code: int = 1) -> list[dict[str, str]]:
    """The errors that ``check`` finds in the notice."""
    found = town.run("check", str(town.folder / "notice.toml"), "--json", code=code).json["problems"]
    return [problem for problem in found if problem["severity"] == "error"]


@pytest.mark.parametrize("chat", GROUPS, ids=["supergroup", "forum", "group"])
def test_a_group_is_refused_by_every_command(
    make_town: MakeTown, monkeypatch: pytest.MonkeyPatch, chat: TelegramChannel
) -> None:
    town = town_of(make_town, monkeypatch, chat)
    notice = str(town.folder / "notice.toml")
    (problem,) = errors(town)
    assert (problem["check"], problem["field"]) == ("chat_not_channel", "channels")
    assert "@ilcomune" in problem["message"]
    for words in ((), ("--enqueue-only",)):
        refused = town.run("send", notice, "--yes", "--json", *words, code=2)
        assert refused.json["error"]["code"] == "chat_not_channel"
    assert town.run("status", "--json").json["notice"] is None
    assert town.messages == 0
    assert town.control.posts() == []
    assert town.checks(code=2)["telegram:principale"]["ok"] is False
    again = town.run("configure", str(town.folder / "office.toml"), "--json", code=1)
    assert (again.json["error"]["code"], again.json["error"]["field"]) == ("chat_not_channel", "telegram.channels.chat")


def test_without_telegram_the_notice_still_reaches_whatsapp(
    make_town: MakeTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = town_of(make_town, monkeypatch, GROUPS[0])
    town.run("send", str(town.folder / "notice.toml"), "--yes", "--channel", "whatsapp")
    assert town.messages == 3


@pytest.mark.parametrize(
    "chat",
    [TelegramChannel(can_post_messages=False), TelegramChannel(username="un_altro_nome")],
    ids=["rights", "name"],
)
def test_a_missing_right_in_the_channel_is_not_refused_beforehand(make_town: MakeTown, chat: TelegramChannel) -> None:
    town = make_town(channels=(chat,))
    assert errors(town, 0) == []


def test_a_channel_is_asked_about_once(town: Town) -> None:
    before = len(town.control.requests("telegram"))
    assert errors(town, 0) == []
    asked = len(town.control.requests("telegram"))
    assert asked > before
    assert errors(town, 0) == []
    assert len(town.control.requests("telegram")) == asked


def test_out_of_reach_nothing_is_refused(town: Town) -> None:
    office = (town.folder / "office.toml").read_text("utf-8")
    office = office.replace(town.sandbox.telegram_base_url, "http://127.0.0.1:9/bot")
    town.run("configure", town.file("office.toml", office))
    assert errors(town, 0) == []


def test_the_window_refuses_it_when_it_reads_the_settings(town: Town) -> None:
    with wiring.open_workspace(town.data_dir) as workspace:
        office = Administration(
            workspace.settings, town.data_dir, lambda: (), None, (), partial(telegram_chats.vet, workspace)
        )
        path = town.folder / "office.toml"
        assert office.read(path) == workspace.settings
        town.control.become_group()
        with pytest.raises(InputError) as refused:
            office.read(path)
    assert (refused.value.code, refused.value.field) == ("chat_not_channel", "telegram.channels.chat")
