# SPDX-License-Identifier: EUPL-1.2
"""Posts that are out are corrected, deleted, marked and pinned, and an unknown outcome is told and settled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from comunecast_gui.channels.telegram.post_parts import can_become
from comunecast_gui.core.approval.approval_request import Way
from comunecast_gui.core.approval.colleagues import Role
from comunecast_gui.core.approval.rules import Rules
from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.delivery.pace import Pace
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import Attachment, DeliveryState, Draft, Verdict
from comunecast_gui.core.notice.compose import compose
from comunecast_gui.core.ports import Scope
from comunecast_gui.core.thread.post_change import Act, ChangeState, ChangeVerdict, PostChange
from comunecast_gui.sandbox.config import SandboxConfig
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from comunecast_gui.services import queueing, wiring
from comunecast_gui.services.thread import following, mistakes, posts
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.audit import Audit
from comunecast_gui.store.db.schema import delivery
from comunecast_gui.store.delivery.post_changes import PostChanges
from comunecast_gui.system import locks
from comunecast_gui.system.attachments import described, prepare_file
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

SQUARE: dict[str, Any] = {"titolo": "Mercato in piazza", "testo": "Domani alle 8 in piazza."}


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


def say(
    office: Workspace,
    category: str,
    fields: Mapping[str, Any],
    follows: int | None = None,
    files: tuple[Attachment, ...] = (),
) -> int:
    """Writes, queues and posts a notice, and makes the changes of posts that it brings about."""
    now = office.clock.now()
    draft = wiring.with_audience(office, Draft("", category, fields, (PLACE,), files, follows))
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
    assert wiring.sentences().of_post_change(delete.act, "", delete.state, delete.code).startswith("cancellazione, non")


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
    carla = office.colleagues.add("Carla", "carla", [Role.SENDS], "730146", clock.now(), anna)
    office.colleagues.set_rules(Rules(red_alerts=True), clock.now(), anna)
    other = RED | {"rischi": ["temporali forti"]}
    for by, code in ((None, "sign_in_needed"), (bruno, "correction_needs_two"), (anna, "correction_needs_two")):
        with pytest.raises(InputError, match=code):
            posts.correct(office, red, other, by=by)
    for by, code in ((None, "sign_in_needed"), (bruno, "colleague_may_not")):
        with pytest.raises(InputError, match=code):
            posts.ask(office, red, Act.DELETE, by=by)
    assert [mistakes.look(office, red, one).two_see for one in (None, anna, bruno)] == [False, False, True]
    assert mistakes.look(office, red, anna).two_see_red
    asked = mistakes.correct(office, red, other, by=bruno).request
    assert posts.catch_up(office) == ()
    assert shown(sandbox) == before
    assert asked is not None
    office.approvals.approve(asked, office.approvals.get(asked).digest, carla.id, clock.now(), Way.COMMAND)
    posts.catch_up(office)
    assert "CORRETTO" in str(shown(sandbox)), "whoever may write asks, who may send says yes, and the post reads right"
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


def picture(folder: Path, name: str, shade: int) -> Attachment:
    path = folder / name
    Image.new("RGB", (24, 16), (shade, 90, 40)).save(path)
    return described(path, prepare_file(path), f"La piazza, {name}")


def say_with(office: Workspace, *files: Attachment) -> int:
    return say(office, "generico", SQUARE, files=files)


def in_channel(sandbox: Sandbox) -> list[tuple[str, str]]:
    """Of each post what it is, and which file it shows."""
    return [(post.kind, str((post.file or {}).get("file_unique_id", ""))) for post in sandbox.control.posts()]


def test_another_picture_takes_the_place_of_the_wrong_one_and_stays_there(
    office: Workspace, sandbox: Sandbox, clock: FixedClock, tmp_path: Path
) -> None:
    old, new = picture(tmp_path, "vecchia.png", 10), picture(tmp_path, "nuova.png", 200)
    notice = say_with(office, old)
    [(_, shown_first)] = in_channel(sandbox)
    clock.at += timedelta(hours=1)
    posts.correct(office, notice, SQUARE, files=(new,))
    assert posts.catch_up(office) == (notice,)
    [(kind, shown_now)] = in_channel(sandbox)
    assert (kind, shown_now != shown_first) == ("photo", True)
    [post] = sandbox.control.posts()
    assert post.text.startswith("✏️ CORRETTO alle 11:00\n\n")
    posts.correct(office, notice, SQUARE | {"testo": "Domani alle 9 in piazza."})
    posts.catch_up(office)
    assert in_channel(sandbox) == [("photo", shown_now)], "a correction of the words keeps the right picture"
    assert "alle 9" in sandbox.control.posts()[0].text
    assert mistakes.look(office, notice).files[0].alt == "La piazza, nuova.png"
    with pytest.raises(InputError, match="correction_changes_nothing"):
        posts.correct(office, notice, SQUARE | {"testo": "Domani alle 9 in piazza."})
    assert mistakes.look(office, notice).files[0].path in office.notices.kept_files()
    assert {one.state for one in ended(office, notice)} == {ChangeState.DONE}
    assert not sandbox.control.complaints("telegram")


def test_a_picture_is_put_into_a_post_that_had_none_and_is_taken_away_by_nothing(
    office: Workspace, sandbox: Sandbox, tmp_path: Path
) -> None:
    """Bot API 10.1, editMessageMedia: "or to replace a text [...] with a media"; the post was deleted and sent anew."""
    notice = say(office, "generico", SQUARE)
    first = sandbox.control.posts()[0].message_id
    posts.correct(office, notice, SQUARE, files=(picture(tmp_path, "piazza.png", 10),))
    posts.catch_up(office)
    [post] = sandbox.control.posts()
    assert (post.message_id, post.kind) == (first, "photo")
    assert post.text.startswith("✏️ CORRETTO")
    with pytest.raises(InputError, match="correction_other_shape"):
        posts.correct(office, notice, SQUARE, files=())
    posts.correct(office, notice, SQUARE | {"testo": "Domani alle 9 in piazza."})
    posts.catch_up(office)
    [again] = sandbox.control.posts()
    assert (again.kind, again.file) == ("photo", post.file)
    assert "alle 9" in again.text
    assert {one.state for one in ended(office, notice)} == {ChangeState.DONE}
    assert not sandbox.control.complaints("telegram")


def test_another_description_of_the_picture_marks_no_post(office: Workspace, sandbox: Sandbox, tmp_path: Path) -> None:
    """Telegram shows none: the post said CORRETTO, and nobody could see what."""
    shown = picture(tmp_path, "piazza.png", 10)
    notice = say_with(office, shown)
    before = sandbox.control.posts()[0].text
    words = (replace(shown, alt="La piazza del mercato"),)
    with pytest.raises(InputError, match="correction_changes_nothing"):
        posts.correct(office, notice, SQUARE, files=words)
    done = mistakes.correct(office, notice, SQUARE, words)
    assert (done.posts, done.said["corretto"]) == (0, "il file allegato: La piazza del mercato")
    assert posts.catch_up(office) == ()
    assert [post.text for post in sandbox.control.posts()] == [before]


def test_a_mistake_is_mended_where_the_office_is_and_not_where_it_was(office: Workspace, sandbox: Sandbox) -> None:
    """The former computer said that it was stopped, and queued what is right to everybody, while the other one sent."""
    notice = say(office, "generico", SQUARE)
    before = sandbox.control.posts()[0].text
    later = SQUARE | {"testo": "Domani alle 9 in piazza."}
    locks.move_away(office.data_dir, office.clock.now())
    presses: tuple[Callable[[], object], ...] = (
        lambda: mistakes.correct(office, notice, later),
        lambda: mistakes.correct_for_all(office, notice, later),
        lambda: mistakes.withdraw(office, notice),
        lambda: posts.correct(office, notice, later),
        lambda: posts.ask(office, notice, Act.DELETE),
        lambda: queueing.cancel(office, notice),
        lambda: queueing.settle(office, Verdict.RESEND, (), (notice,)),
    )
    for press in presses:
        with pytest.raises(ConfigError, match="moved_away"):
            press()
    assert posts.changes(office).of([notice]) == {}
    assert [row.id for row in office.notices.latest()] == [notice]
    locks.stay(office.data_dir)
    assert mistakes.correct(office, notice, later).posts == 1
    posts.catch_up(office)
    assert sandbox.control.posts()[0].text != before


def test_of_an_album_only_the_wrong_picture_is_replaced(office: Workspace, sandbox: Sandbox, tmp_path: Path) -> None:
    album = [picture(tmp_path, f"{number}.png", 30 * number) for number in range(3)]
    notice = say_with(office, *album)
    before = in_channel(sandbox)
    posts.correct(office, notice, SQUARE, files=(album[0], picture(tmp_path, "giusta.png", 250), album[2]))
    posts.catch_up(office)
    after = in_channel(sandbox)
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False, True]
    assert sandbox.control.posts()[0].text.startswith("✏️ CORRETTO")
    assert not sandbox.control.complaints("telegram")


def test_what_telegram_cannot_make_of_a_post_is_refused_before_anything_changes(
    office: Workspace, sandbox: Sandbox, tmp_path: Path
) -> None:
    with_one, without = (
        say_with(office, picture(tmp_path, "a.png", 1)),
        say(office, "generico", SQUARE | {"titolo": "B"}),
    )
    two = picture(tmp_path, "b.png", 2), picture(tmp_path, "c.png", 3)
    before = [(post.kind, post.text) for post in sandbox.control.posts()]
    for notice, files in ((with_one, ()), (without, two)):
        with pytest.raises(InputError, match="correction_other_shape"):
            posts.correct(office, notice, SQUARE, files=files)
        with pytest.raises(InputError, match="correction_other_shape"):
            mistakes.correct(office, notice, SQUARE, files)
    [shown] = mistakes.look(office, with_one).files
    for before_it in ((), (shown,)):
        texts = (TelegramPost("x" * size, "x" * size, (shown,)) for size in (1000, 1024, 1025))
        assert [can_become(TelegramPost("x", "x", before_it), one) for one in texts] == [True, True, False]
    assert not can_become(TelegramPost("x" * 1025, "x" * 1025, (shown,)), TelegramPost("x", "x", (shown,)))
    assert posts.catch_up(office) == ()
    assert [(post.kind, post.text) for post in sandbox.control.posts()] == before


def test_a_picture_whose_replacing_was_cut_off_is_unknown_and_may_be_done_again(
    office: Workspace, sandbox: Sandbox, tmp_path: Path
) -> None:
    notice = say_with(office, picture(tmp_path, "a.png", 1))
    kept = PostChanges(office.database)
    [id] = posts.correct(office, notice, SQUARE, files=(picture(tmp_path, "b.png", 2),))
    assert kept.claim(office.clock.now()) is not None  # and the power went
    assert posts.catch_up(office) == ()
    assert kept.one(id).state is ChangeState.UNKNOWN
    before = in_channel(sandbox)
    kept.settle(id, ChangeVerdict.AGAIN, office.clock.now())
    posts.catch_up(office)
    assert kept.one(id).state is ChangeState.DONE
    assert in_channel(sandbox) != before


def test_a_post_whose_picture_has_to_go_is_deleted_and_posted_anew_once(
    office: Workspace, sandbox: Sandbox, clock: FixedClock, tmp_path: Path
) -> None:
    notice = say_with(office, picture(tmp_path, "a.png", 1))
    done = mistakes.correct_for_all(office, notice, SQUARE, ())
    assert mistakes.correct_for_all(office, notice, SQUARE, ()).queued == done.queued
    posts.catch_up(office)
    asyncio.run(wiring.build_engine(office, lambda _: None).run(Scope(frozenset(done.queued))))
    assert [kind for kind, _ in in_channel(sandbox)] == ["text"]
    old = say_with(office, picture(tmp_path, "b.png", 2))
    clock.at += timedelta(hours=49)
    with pytest.raises(InputError, match="post_too_old"):
        mistakes.correct_for_all(office, old, SQUARE, ())


def test_a_post_that_fails_while_the_right_one_goes_to_all_is_told_and_posted_anew_once(
    office: Workspace, sandbox: Sandbox
) -> None:
    """It was under way at the press, so it was to be edited; then it failed, and that channel had nothing at all."""
    notice = say(office, "generico", SQUARE)
    under_way = delivery.update().where(delivery.c.notice_id == notice)
    with office.database.writing() as connection:
        connection.execute(under_way.values(state=DeliveryState.SENDING, remote_id=None))
    done = mistakes.correct_for_all(office, notice, SQUARE | {"testo": "Domani alle 9 in piazza."})
    assert (done.posts, done.queued) == (1, ())
    with office.database.writing() as connection:
        connection.execute(under_way.values(state=DeliveryState.FAILED))
    posts.catch_up(office)
    [change] = PostChanges(office.database).of([notice])[notice]
    assert (change.state, change.code) == (ChangeState.FAILED, "never_posted")
    assert office.notices.retry_failed(notice, None, office.clock.now()) == 0, "the wrong one stays where it is"
    queued = mistakes.settle(office, change.id, ChangeVerdict.AGAIN)
    assert queued is not None
    asyncio.run(wiring.build_engine(office, lambda _: None).run(Scope(frozenset({queued.notice or 0}))))
    [right] = [post.text for post in sandbox.control.posts() if "alle 9" in post.text]
    assert "CORRETTO" not in right
    assert PostChanges(office.database).one(change.id).code == "posted_anew"
    with pytest.raises(InputError, match="post_change_settled"):
        mistakes.settle(office, change.id, ChangeVerdict.AGAIN)
