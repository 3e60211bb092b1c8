# SPDX-License-Identifier: EUPL-1.2
"""Approvals in a private chat with the bot: what was shown is what goes out, and nobody else's press counts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from comunecast_gui.core.approval.approval_request import ApprovalRequest, ApprovalState, Way
from comunecast_gui.core.approval.colleagues import Colleague
from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.errors import ConfigError, Permanent
from comunecast_gui.core.model import Draft
from comunecast_gui.core.notice.compose import compose
from comunecast_gui.core.report.health import Condition
from comunecast_gui.sandbox.config import SandboxConfig
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from comunecast_gui.services import health, queueing, wiring
from comunecast_gui.services.approval import bot_chats
from comunecast_gui.services.approval.bot_chats import data_of
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.approval.approval_requests import ApprovalRequests, Asked
from comunecast_gui.store.db.schema import delivery, setting
from comunecast_gui.store.db.schema_approval import colleague
from comunecast_gui.store.inbound import bot_reader
from comunecast_gui.system.settings import office_file
from tests.ui.conftest import FixedClock

OFFICE = """
[office]
name = "Comune di Calcinaia"
localities = ["Calcinaia", "Fornacette"]
[telegram]
base_url = "{url}"
[[telegram.channels]]
name = "principale"
chat = "@comunecalcinaia"
"""
BRUNO, CARLA, STRANGER = 700_001, 700_002, 700_099
ALERT = {"titolo": "Chiusura del ponte", "testo": "Il ponte > 3 m e < 5 m & la pista sono chiusi fino a domani."}


@dataclass
class Office:
    """Anna writes, Bruno and Carla approve by telephone; everything to the whole town needs two people."""

    workspace: Workspace
    sandbox: Sandbox
    clock: FixedClock
    people: dict[str, Colleague] = field(default_factory=dict)

    def ask(self, **fields: str) -> ApprovalRequest:
        workspace, now = self.workspace, self.clock.now()
        context = wiring.check_context(workspace, now)
        draft = Draft("draft", "generico", ALERT | fields)
        composed = compose(wiring.catalogue(), draft, workspace.office, now, workspace.channels, context, "it")
        done = queueing.queue(workspace, queueing.freeze(workspace, composed), self.people["Anna"])
        assert done.request is not None
        return done.request

    def look(self) -> bot_chats.Round:
        return bot_chats.look(self.workspace)

    def phone(self, person: int) -> list[str]:
        return [post.text for post in self.sandbox.control.posts(person)]

    def question(self, person: int) -> Any:
        return next(post for post in self.sandbox.control.posts(person)[::-1] if post.reply_markup)

    def press(self, person: int, words: str, by: int = 0) -> str:
        """Presses the button with these words; returns what the telephone shows then."""
        post = self.question(person)
        buttons = {one["text"]: one["callback_data"] for one in post.reply_markup["inline_keyboard"][0]}
        return self.send(by or person, post.message_id, buttons[words], chat=person)

    def send(self, user: int, message: int, data: str, *, chat: int = 0) -> str:
        query = self.sandbox.control.telegram_presses(user, message, data, chat_id=chat)
        self.look()
        return self.sandbox.control.press_answer(query).text

    def queued(self) -> int:
        with self.workspace.database.reading() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(delivery)).scalar_one()


@pytest.fixture
def office(data_dir: Path) -> Iterator[Office]:
    with run_sandbox(SandboxConfig(telegram_per_minute=0, telegram_per_second=0)) as sandbox:
        clock = FixedClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
        office_file.save(office_file.parse(OFFICE.replace("{url}", sandbox.telegram_base_url)), data_dir)
        with wiring.open_workspace(data_dir, clock=clock, secrets=TrainingSecrets()) as workspace:
            yield furnished(Office(workspace, sandbox, clock))


def furnished(office: Office) -> Office:
    """Colleagues without the work of hashing PINs, and their telephones made known as a person does it."""
    workspace, now = office.workspace, office.clock.now()
    with workspace.database.writing() as connection:
        rules = {"red_alerts": True, "whole_town": True, "emergency_minutes": 15}
        connection.execute(setting.insert().values(key="second_person", value=json.dumps(rules)))
        for name in ("Anna", "Bruno", "Carla"):
            row = {"name": name, "account": name, "pin": "", "since": now, "writes": True, "sends": True}
            connection.execute(colleague.insert().values(manages=name == "Anna", **row))
    office.people = {one.name: one for one in workspace.colleagues.here()}
    for name, person in (("Bruno", BRUNO), ("Carla", CARLA)):
        address = bot_chats.offer_chat(workspace, office.people[name].id, office.people["Anna"])
        assert re.fullmatch(r"https://t\.me/comunecast_training_bot\?start=[A-Za-z0-9_-]{1,64}", address)
        office.sandbox.control.telegram_writes(person, f"/start {address.partition('=')[2]}")
        office.look()
        assert office.phone(person)[-1].startswith(f"{name}, da ora")
    return office


def test_the_phone_shows_what_citizens_will_get_and_a_yes_queues_exactly_that(office: Office) -> None:
    request = office.ask()
    office.look()
    post = office.workspace.approvals.frozen(request.id).contents["telegram:principale"]
    assert isinstance(post, TelegramPost)
    shown = office.sandbox.control.posts(BRUNO)[-2]
    assert shown.text == post.plain
    assert "Anna chiede la tua approvazione" in office.question(BRUNO).text
    assert request.digest[:8] in office.question(BRUNO).text
    assert "Approvata" in office.press(BRUNO, "Approva")
    after = office.workspace.approvals.get(request.id)
    assert (after.state, after.decided_by) == (ApprovalState.APPROVED, office.people["Bruno"].id)
    assert office.workspace.notices.contents(after.notice or 0)["telegram:principale"] == post
    for person in (BRUNO, CARLA):
        assert "Approvata da Bruno" in office.phone(person)[-1]
        assert not office.sandbox.control.posts(person)[-1].reply_markup, "the buttons are gone"
    assert office.sandbox.control.complaints() == []


def test_a_round_that_breaks_off_after_a_yes_still_tells_what_is_queued(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = office.ask()
    office.look()
    post = office.question(BRUNO)
    yes = next(one for one in post.reply_markup["inline_keyboard"][0] if one["text"] == "Approva")
    office.sandbox.control.telegram_presses(BRUNO, post.message_id, yes["callback_data"], chat_id=BRUNO)

    def busy(self: ApprovalRequests, now: datetime) -> list[Asked]:
        raise ConfigError("database_busy")

    with monkeypatch.context() as patch:
        patch.setattr(ApprovalRequests, "to_tell", busy)
        found = office.look()
        assert found.released == (office.workspace.approvals.get(request.id).notice,)
        with pytest.raises(ConfigError, match="database_busy"):
            office.look()
    assert office.look().released == ()
    assert "Approvata da Bruno" in office.phone(CARLA)[-1]


def test_a_no_sends_nothing(office: Office) -> None:
    request = office.ask()
    office.look()
    assert "non parte nulla" in office.press(BRUNO, "Rifiuta")
    assert office.workspace.approvals.get(request.id).state is ApprovalState.REFUSED
    assert "Rifiutata da Bruno" in office.phone(CARLA)[-1]
    assert office.queued() == 0


def test_the_same_press_twice_and_two_people_at_once_queue_it_once(office: Office) -> None:
    office.ask()
    office.look()
    posts = {person: office.question(person) for person in (BRUNO, CARLA)}
    control = office.sandbox.control
    queries = [
        control.telegram_presses(person, posts[person].message_id, data(posts[person], "Approva"))
        for person in (BRUNO, BRUNO, CARLA)
    ]
    assert len(office.look().released) == 1
    answers = [control.press_answer(query).text for query in queries]
    assert "Approvata" in answers[0]
    assert all("già stata decisa" in answer for answer in answers[1:])
    assert office.queued() == 1


def data(post: Any, words: str) -> str:
    return next(str(one["callback_data"]) for one in post.reply_markup["inline_keyboard"][0] if one["text"] == words)


def test_a_stranger_s_press_decides_nothing(office: Office) -> None:
    request = office.ask()
    office.look()
    yes = data(office.question(BRUNO), "Approva")
    office.sandbox.control.telegram_writes(STRANGER, "/start")
    office.sandbox.control.posts(STRANGER)
    [mine] = [office.sandbox.state.telegram.chats[STRANGER]]
    message = office.question(BRUNO).message_id
    mine.posts[message] = office.sandbox.state.telegram.chats[BRUNO].posts[message]
    assert "Non risulti" in office.send(STRANGER, message, yes)
    # In Bruno's chat, but by somebody else: Telegram would never send that.
    assert "non vale" in office.send(STRANGER, message, yes, chat=BRUNO)
    assert office.workspace.approvals.get(request.id).waits
    assert office.queued() == 0


def test_a_former_approver_s_press_decides_nothing(office: Office) -> None:
    request = office.ask()
    office.look()
    workspace, anna = office.workspace, office.people["Anna"]
    workspace.colleagues.forget_chat(office.people["Carla"].id, office.clock.now(), anna)
    assert "Non risulti" in office.press(CARLA, "Approva")
    with workspace.database.writing() as connection:
        connection.execute(colleague.update().where(colleague.c.name == "Bruno").values(sends=False))
    assert "Non risulti" in office.press(BRUNO, "Approva")
    with workspace.database.writing() as connection:
        connection.execute(
            colleague.update().where(colleague.c.name == "Bruno").values(sends=True, left_at=office.clock.now())
        )
    assert "Non risulti" in office.press(BRUNO, "Approva")
    assert workspace.approvals.get(request.id).waits


def test_a_colleague_who_may_no_longer_send_is_not_asked(office: Office) -> None:
    request = office.ask()
    with office.workspace.database.writing() as connection:
        connection.execute(colleague.update().where(colleague.c.name == "Bruno").values(sends=False))
    office.look()
    assert len(office.phone(BRUNO)) == 1  # that the chat is known, and nothing of the notice
    assert str(request.digest[:8]) in office.phone(CARLA)[-1]


def test_whoever_became_an_approver_later_is_not_asked_and_cannot_decide(office: Office) -> None:
    request = office.ask()
    workspace = office.workspace
    with workspace.database.writing() as connection:
        late = {"name": "Elena", "account": "Elena", "pin": "", "since": office.clock.now(), "writes": True}
        values = {**late, "sends": True, "manages": False, "telegram_chat": STRANGER}
        connection.execute(colleague.insert().values(**values))
    office.sandbox.control.telegram_writes(STRANGER, "/start")
    office.look()
    assert office.phone(STRANGER) == []
    assert office.workspace.approvals.chat_of(request.id, STRANGER) is None


FORGED = (
    *("", "y", "y.1", "y.1.x", "y.99999.{digest}", "y.1.{other}", "y.{long}.{digest}", "x.1.{digest}"),
    *("y.1.{digest}\n", "ÿ" * 32, "y.-1.{digest}"),
)


def test_forged_buttons_decide_nothing(office: Office) -> None:
    request = office.ask()
    office.look()
    digest, other = (data_of("y", 1, one).rpartition(".")[2] for one in (request.digest, "0" * 64))
    for forged in FORGED:
        text = forged.format(digest=digest, other=other, long="9" * 13)
        office.sandbox.control.telegram_presses(BRUNO, office.question(BRUNO).message_id, text)
    office.look()
    assert office.workspace.approvals.get(request.id).waits
    assert office.queued() == 0


def test_a_question_about_a_version_that_was_changed_is_void(office: Office) -> None:
    first = office.ask()
    office.look()
    old = office.question(BRUNO)
    yes = data(old, "Approva")
    second = office.ask(testo="Il ponte > 3 m e < 5 m & la pista sono chiusi fino a sabato.")
    assert second.id != first.id
    office.look()
    now = next(post.text for post in office.sandbox.control.posts(BRUNO) if post.message_id == old.message_id)
    assert "Non vale più" in now
    assert "già stata decisa" in office.send(BRUNO, old.message_id, yes)
    assert office.workspace.approvals.get(second.id).waits


def test_a_press_after_its_time_or_after_the_notice_is_gone(office: Office) -> None:
    request = office.ask()
    office.look()
    yes, message = data(office.question(BRUNO), "Approva"), office.question(BRUNO).message_id
    office.clock.at += timedelta(hours=12)
    assert "scaduta" in office.send(BRUNO, message, yes)
    office.look()
    assert "già stata decisa" in office.send(BRUNO, message, yes)
    with office.workspace.database.writing() as connection:
        connection.execute(sa.text("DELETE FROM approver"))
        connection.execute(sa.text("DELETE FROM approval_request"))
    assert "Non risulti" in office.send(BRUNO, message, yes)
    assert office.queued() == 0
    assert request.ends_at <= office.clock.now()


def test_a_kill_after_the_press_and_before_it_was_confirmed_changes_nothing_twice(office: Office) -> None:
    """The same updates are read again: what was decided stays, and it is said."""
    office.ask()
    office.look()
    office.press(BRUNO, "Approva")
    workspace = office.workspace
    workspace.outbox.keep_channel_memory("telegram-private", {"after": "0"})
    assert office.look().released == ()
    assert office.queued() == 1


def test_a_phone_that_could_not_be_asked_is_asked_again(office: Office) -> None:
    control = office.sandbox.control
    control.add_fault(Fault(service="telegram", kind=FaultKind.ERROR, method="sendMessage", code=429, retry_after=1))
    office.ask()
    office.look()
    control.clear_faults()
    control.advance(2)
    office.look()
    assert not all(office.sandbox.control.posts(person)[-1].reply_markup for person in (BRUNO, CARLA)), "it waits"
    office.clock.at += timedelta(seconds=2)
    office.look()
    assert office.question(BRUNO)
    assert office.question(CARLA)


def test_nobody_is_asked_about_what_could_not_be_shown_whole(office: Office) -> None:
    """A preview that fails half-way leaves no buttons."""
    request = office.ask()
    control = office.sandbox.control
    refused = Fault(
        service="telegram", kind=FaultKind.ERROR, method="sendMessage", code=403, message="bot was blocked by the user"
    )
    control.add_fault(refused)
    control.add_fault(refused)
    office.look()
    assert all(not post.reply_markup for person in (BRUNO, CARLA) for post in control.posts(person))
    assert office.workspace.approvals.get(request.id).waits


def test_an_emergency_is_told_on_every_phone(office: Office) -> None:
    request = office.ask()
    office.clock.at += timedelta(minutes=20)
    anna = office.people["Anna"]
    office.workspace.approvals.override(request.id, request.digest, anna.id, office.clock.now(), Way.WINDOW)
    office.look()
    for person in (BRUNO, CARLA):
        assert "INVIATA IN EMERGENZA da Anna" in office.phone(person)[-1]
    office.look()
    assert sum("EMERGENZA" in text for text in office.phone(BRUNO)) == 1, "once"


def test_a_word_that_was_used_makes_no_second_chat_known(office: Office) -> None:
    address = bot_chats.offer_chat(office.workspace, office.people["Anna"].id, office.people["Anna"])
    word = address.partition("=")[2]
    for person in (STRANGER, STRANGER + 1):
        office.sandbox.control.telegram_writes(person, f"/start {word}")
        office.look()
    assert "Anna, da ora" in office.phone(STRANGER)[-1]
    assert office.phone(STRANGER + 1) == []
    everything = b"".join(path.read_bytes() for path in office.workspace.data_dir.rglob("*") if path.is_file())
    assert word.encode() not in everything


def test_another_program_reading_the_bot_ends_the_loop_once(office: Office) -> None:
    office.sandbox.control.set_telegram_webhook(True)
    with pytest.raises(Permanent) as ended:
        office.look()
    assert ended.value.code == "409"


def test_one_workstation_reads_at_a_time(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    database, now = office.workspace.database, office.clock.now()
    one, two = (type("Shared", (), {"shared": True, "owner": name, "writing": database.writing})() for name in "ab")
    assert bot_reader.claim(one, now, answers=False)
    assert not bot_reader.claim(two, now + timedelta(seconds=30), answers=False)
    assert bot_reader.claim(two, now + timedelta(seconds=30), answers=True), "who answers citizens comes first"
    assert not bot_reader.claim(one, now + timedelta(seconds=31), answers=True)
    assert bot_reader.claim(one, now + timedelta(seconds=91), answers=True), "a workstation that died is not waited for"


def test_health_says_who_can_be_the_second_person_from_home(office: Office) -> None:
    workspace, sentences = office.workspace, wiring.sentences()

    def told() -> Condition:
        found = health.examine_workspace(workspace, sentences, copied=False, folder=())
        return next(one for one in found if one.name == "second_person")

    assert not told().warning
    workspace.colleagues.forget_chat(office.people["Bruno"].id, office.clock.now(), office.people["Anna"])
    assert told().warning
    assert "Carla" in told().detail.partition("telefono")[2]
