# SPDX-License-Identifier: EUPL-1.2
"""Posts that are out are corrected, deleted, marked and pinned, and an unknown outcome is told and settled."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from comunecast_gui.core.approval.colleagues import Role
from comunecast_gui.core.approval.rules import Rules
from comunecast_gui.core.delivery.pace import Pace
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import DeliveryState, Draft
from comunecast_gui.core.notice.compose import compose
from comunecast_gui.core.ports import Scope
from comunecast_gui.core.thread.post_change import Act, ChangeState, ChangeVerdict, PostChange
from comunecast_gui.sandbox.config import SandboxConfig
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from comunecast_gui.services import queueing, wiring
from comunecast_gui.services.thread import following, posts
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.audit import Audit
from comunecast_gui.store.db.schema import delivery
from comunecast_gui.store.delivery.post_changes import PostChanges
from comunecast_gui.system.settings import office_file
from tests.ui.conftest import MORNING, TOWN, FixedClock

PLACE = "telegram:principale"
RED: dict[str, Any] = {
    "livello": "rossa",
    "rischi": ["rischio idraulico"],
    "zona_allerta": "Valdarno inferiore",
    "periodo": {"inizio": "2026-11-24T12:00", "fine": "2026-11-24T18:00"},
    "consigli": ["Stai lontano da argini, ponti e sottopassi."],
    "link": "https://www.regione.toscana.it/allertameteo",
}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with run_sandbox(SandboxConfig(telegram_per_second=100, telegram_burst=100)) as running:
        yield running


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING.at)


@pytest.fixture
def office(data_dir: Path, sandbox: Sandbox, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A town with a Telegram channel, and calls as close to each other as the stand-in takes them."""
    monkeypatch.setattr(posts, "_Spaced", Unspaced)
    monkeypatch.setattr(wiring, "TELEGRAM_PACE", Pace(gap=0.01, most=1000, window=1.0))
    town = TOWN.partition("[whatsapp]")[0].replace("http://127.0.0.1:9/bot", sandbox.telegram_base_url)
    office_file.save(office_file.parse(town), data_dir)
    with wiring.open_workspace(data_dir, clock=clock, secrets=TrainingSecrets()) as opened:
        yield opened


class Unspaced:
    async def wait(self) -> None:
        return None


def say(office: Workspace, category: str, fields: Mapping[str, Any], follows: int | None = None) -> int:
    """Writes, queues and posts a notice, and makes the changes of posts that it brings about."""
    now = office.clock.now()
    draft = wiring.with_audience(office, Draft("", category, fields, (PLACE,), follows=follows))
    context = wiring.check_context(office, now)
    composed = compose(office.catalogue, draft, office.office, now, office.channels, context)
    assert composed.notice is not None, composed.problems
    notice = queueing.queue(office, queueing.freeze(office, composed)).notice or 0
    asyncio.run(wiring.build_engine(office, lambda _: None).run(Scope(frozenset({notice}))))
    assert office.outbox.counts(notice)[PLACE]["accepted"] == 1
    posts.catch_up(office)
    return notice


def follow(office: Workspace, notice: int, category: str, **fields: Any) -> int:
    begun = following.begin(office, notice, category)
    return say(office, category, {**begun.fields, **fields}, begun.possible.parent)


def ended(office: Workspace, notice: int) -> list[PostChange]:
    return PostChanges(office.database).of([notice]).get(notice, [])


def shown(sandbox: Sandbox) -> list[tuple[str, bool]]:
    """The first line of each post in the channel, and whether it is pinned."""
    found = [post for post in sandbox.control.posts() if post.kind != "pinned"]
    return [(post.text.split("\n", 1)[0], post.pinned) for post in found]


def test_an_episode_reads_as_one_story(office: Workspace, sandbox: Sandbox, clock: FixedClock) -> None:
    red = say(office, "meteo_allerta", RED)
    assert [pinned for _, pinned in shown(sandbox)] == [True]
    clock.at += timedelta(hours=2)
    update = follow(office, red, "meteo_aggiornamento", livello="arancione", tipo="scende")
    clock.at += timedelta(hours=7)
    follow(office, red, "meteo_cessata")
    first, second, third = [post for post in sandbox.control.posts() if post.kind != "pinned"]
    assert [post.reply_to for post in (first, second, third)] == [0, first.message_id, second.message_id]
    assert [line for line, _ in shown(sandbox)][:2] == ["🔄 AGGIORNATO alle 12:00", "✅ TERMINATO alle 19:00"]
    assert not any(pinned for _, pinned in shown(sandbox)), "called off: nothing stays on top"
    assert "Comune di Calcinaia" in first.text
    acts = [(one.act, one.state) for id in (red, update) for one in ended(office, id)]
    assert {state for _, state in acts} == {ChangeState.DONE}
    assert [act for act, _ in acts] == [Act.PIN, Act.EDIT, Act.UNPIN, Act.PIN, Act.EDIT, Act.UNPIN]
    assert not sandbox.control.complaints("telegram")


def test_a_wrong_hour_is_corrected_in_place_and_the_thread_goes_on_with_the_right_one(
    office: Workspace, sandbox: Sandbox, clock: FixedClock
) -> None:
    red = say(office, "meteo_allerta", RED)
    clock.at += timedelta(minutes=1)
    right = RED | {"periodo": {"inizio": "2026-11-24T12:00", "fine": "2026-11-24T20:00"}}
    assert posts.correct(office, red, right)
    assert posts.catch_up(office) == (red,)
    [post] = [post for post in sandbox.control.posts() if post.kind != "pinned"]
    assert post.text.startswith("✏️ CORRETTO alle 10:01\n\n")
    assert "20:00" in post.text
    assert "18:00" not in post.text
    assert post.pinned, "a corrected alert stays on top"
    valid = office.notices.get(red).valid_until
    assert valid is not None
    assert valid.hour == 19  # in UTC
    assert following.begin(office, red, "meteo_aggiornamento").fields["periodo"]["fine"].endswith("20:00")
    follow(office, red, "rettifica", errato="alle 18:00", corretto="alle 20:00")
    marks = [one for one in ended(office, red) if one.act is Act.EDIT]
    assert len(marks) == 1, "what reads right already is not marked a second time"


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"livello": "rossa"}, "correction_blocked"), ({}, "correction_blocked"), (RED, "correction_changes_nothing")],
)
def test_a_correction_that_cannot_go_out_changes_nothing(
    office: Workspace, sandbox: Sandbox, fields: dict[str, Any], code: str
) -> None:
    red = say(office, "meteo_allerta", RED)
    before = shown(sandbox)
    with pytest.raises(InputError, match=code):
        posts.correct(office, red, fields)
    assert posts.catch_up(office) == ()
    assert shown(sandbox) == before


def test_a_post_is_deleted_within_48_hours_and_later_it_is_said_why_not(
    office: Workspace, sandbox: Sandbox, clock: FixedClock
) -> None:
    fields = {"titolo": "Farmacia di turno", "testo": "Da sabato è di turno la farmacia di Fornacette."}
    young, old = say(office, "generico", fields), say(office, "generico", fields | {"titolo": "Mercato spostato"})
    posts.ask(office, young, Act.DELETE)
    posts.catch_up(office)
    assert [one.state for one in ended(office, young)] == [ChangeState.DONE]
    assert [line for line, _ in shown(sandbox)] == ["ℹ️ Mercato spostato"]
    posts.correct(office, old, fields | {"titolo": "Mercato di nuovo in piazza"})
    clock.at += timedelta(hours=48)
    sandbox.control.advance(48 * 3600)
    posts.ask(office, old, Act.DELETE)
    posts.catch_up(office)
    edit, delete = ended(office, old)
    assert edit.state is ChangeState.DONE, "an edit has no time limit"
    assert (delete.state, delete.code) == (ChangeState.FAILED, "too_old")
    assert wiring.sentences().of_post_change(delete.act, "", delete.state, delete.code).startswith("cancellazione: non")


def test_pinning_without_the_right_is_told_and_stops_nothing(office: Workspace, sandbox: Sandbox) -> None:
    sandbox.control.set_rights(can_edit_messages=False)
    red = say(office, "meteo_allerta", RED)
    [pin] = ended(office, red)
    assert (pin.state, pin.code) == (ChangeState.FAILED, "telegram_rights")
    assert [one.id for one in PostChanges(office.database).unsettled()] == [pin.id]
    sandbox.control.set_rights(can_edit_messages=True)
    PostChanges(office.database).settle(pin.id, ChangeVerdict.AGAIN, office.clock.now())
    posts.catch_up(office)
    assert [pinned for _, pinned in shown(sandbox)] == [True]
    with pytest.raises(InputError, match="post_change_settled"):
        PostChanges(office.database).settle(pin.id, ChangeVerdict.DONE, office.clock.now())


def test_an_edit_of_unknown_outcome_waits_for_a_person_and_is_not_made_twice_by_itself(
    office: Workspace, sandbox: Sandbox
) -> None:
    red = say(office, "meteo_allerta", RED)
    sandbox.control.add_fault(Fault(service="telegram", kind=FaultKind.RESET, method="editMessageText", processed=True))
    posts.correct(office, red, RED | {"rischi": ["temporali forti"]})
    posts.catch_up(office)
    calls = len(sandbox.control.requests("telegram", "editMessageText"))
    assert posts.catch_up(office) == ()
    assert len(sandbox.control.requests("telegram", "editMessageText")) == calls == 1
    edit = ended(office, red)[-1]
    assert edit.state is ChangeState.UNKNOWN
    PostChanges(office.database).settle(edit.id, ChangeVerdict.AGAIN, office.clock.now())
    posts.catch_up(office)
    assert ended(office, red)[-1].state is ChangeState.DONE, "not modified: it reads so already"


def test_a_change_that_a_dead_process_was_making_is_unknown(office: Workspace, sandbox: Sandbox) -> None:
    red = say(office, "meteo_allerta", RED)
    kept = PostChanges(office.database)
    [id] = posts.ask(office, red, Act.DELETE)
    assert kept.claim(office.clock.now()) is not None  # and the power went
    assert posts.catch_up(office) == ()
    assert (kept.one(id).state, kept.one(id).code) == (ChangeState.UNKNOWN, "interrupted")
    assert len(shown(sandbox)) == 1


def test_deleting_while_sending_waits_for_the_end_of_the_call(office: Workspace, sandbox: Sandbox) -> None:
    red = say(office, "meteo_allerta", RED)
    claimed = {"state": DeliveryState.SENDING}

    with office.database.writing() as connection:
        connection.execute(delivery.update().values(**claimed))
    [id] = posts.ask(office, red, Act.DELETE)
    assert posts.catch_up(office) == ()
    kept = PostChanges(office.database)
    assert kept.one(id).state is ChangeState.WAITING
    with office.database.writing() as connection:
        connection.execute(delivery.update().values(state=DeliveryState.ACCEPTED))
    assert posts.catch_up(office) == (red,)
    assert kept.one(id).state is ChangeState.DONE
    assert shown(sandbox) == []


def test_what_two_people_have_to_see_nobody_rewrites_alone(
    office: Workspace, sandbox: Sandbox, clock: FixedClock
) -> None:
    red = say(office, "meteo_allerta", RED)
    before = shown(sandbox)
    anna = office.colleagues.add("Anna", "anna", tuple(Role), "472913", clock.now(), None)
    bruno = office.colleagues.add("Bruno", "bruno", [Role.WRITES], "559201", clock.now(), anna)
    office.colleagues.add("Carla", "carla", [Role.SENDS], "730146", clock.now(), anna)
    office.colleagues.set_rules(Rules(red_alerts=True), clock.now(), anna)
    other = RED | {"rischi": ["temporali forti"]}
    for by, code in ((None, "sign_in_needed"), (bruno, "correction_needs_two"), (anna, "correction_needs_two")):
        with pytest.raises(InputError, match=code):
            posts.correct(office, red, other, by=by)
    for by, code in ((None, "sign_in_needed"), (bruno, "colleague_may_not")):
        with pytest.raises(InputError, match=code):
            posts.ask(office, red, Act.DELETE, by=by)
    assert posts.catch_up(office) == ()
    assert shown(sandbox) == before
    posts.ask(office, red, Act.DELETE, by=anna)
    posts.catch_up(office)
    assert shown(sandbox) == []
    [noted] = [row for row in Audit(office.database).recent() if row.what == "post_delete"]
    assert (noted.who, noted.subject) == ("Anna", f"{red} {PLACE}")


def test_a_notice_without_a_post_has_nothing_to_change(office: Workspace) -> None:
    red = say(office, "meteo_allerta", RED)
    with pytest.raises(InputError, match="no_post"):
        posts.ask(office, red, Act.PIN, ("telegram:altro",))
    with pytest.raises(InputError, match="unknown_notice"):
        posts.ask(office, 99, Act.PIN)
    with pytest.raises(InputError, match="cannot_follow"):
        following.begin(office, red, "generico")
