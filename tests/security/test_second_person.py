# SPDX-License-Identifier: EUPL-1.2
"""Nothing that needs a second person goes out without one: generated offices try, on a real database."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from comunecast_gui.core.approval.approval_request import ApprovalState, Way
from comunecast_gui.core.approval.colleagues import Colleague, Role
from comunecast_gui.core.approval.rules import EMERGENCY_MINUTES, Rules
from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import Attachment
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.store.approval.approval_requests import ApprovalRequests, Submitted
from comunecast_gui.store.colleagues.colleague_rows import Colleagues
from comunecast_gui.store.consent.audit import Audit
from comunecast_gui.store.consent.registers import examine
from comunecast_gui.store.db.database import Database, open_database
from comunecast_gui.store.db.schema import delivery, notice, notice_content, setting
from comunecast_gui.store.db.schema_approval import approval_request, approver, colleague
from comunecast_gui.store.db.schema_posts import post_change
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.restore import prepare_copy
from tests import databases
from tests.store.samples import NOW, TELEGRAM, new_notice

MIDNIGHT = NOW + timedelta(hours=15, minutes=30)
RED: dict[str, Any] = {"alert_level": "rossa", "channels": (TELEGRAM,)}
ENDS = {"approval_withdrawn", "approval_changed"}
TEXTS = (
    "Allerta rossa per rischio idraulico fino a sera, resta a casa.",
    "Domani il mercato del sabato si sposta in piazza Indipendenza.",
)


@pytest.fixture(scope="module", params=databases.KINDS)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with databases.fresh_url(request.param) as url:
        opened = open_database(tmp_path_factory.mktemp("office"), url)
        yield opened
        opened.close()


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


class Office:
    """Three who send, of whom one manages, and one who only writes; a red alert needs two of them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.requests, self.people = ApprovalRequests(database), Colleagues(database)
        with database.writing() as connection:
            for table in (delivery, notice_content, approver, approval_request, post_change, notice, colleague):
                connection.execute(table.delete())
            connection.execute(setting.delete().where(setting.c.key == "second_person"))
            rules = {"red_alerts": True, "whole_town": False, "emergency_minutes": 15}
            connection.execute(setting.insert().values(key="second_person", value=json.dumps(rules)))
            self.anna, self.bruno, self.carla, self.dario = (
                connection.execute(
                    colleague.insert()
                    .values(name=name, account=name, pin="", since=NOW, writes=True, sends=sends, manages=manages)
                    .returning(colleague.c.id)
                ).scalar_one()
                for name, sends, manages in (
                    ("Anna", True, True),
                    ("Bruno", True, False),
                    ("Carla", True, False),
                    ("Dario", False, False),
                )
            )

    def submit(self, new: NewNotice, by: int | None) -> Submitted:
        return self.requests.submit(new, by, MIDNIGHT)

    def ask(self, by: int | None = None, **changes: Any) -> int:
        done = self.submit(new_notice(**(RED | changes)), by or self.anna)
        assert done.request is not None
        return done.request.id

    def rows(self) -> list[sa.Row[Any]]:
        with self.database.reading() as connection:
            return list(connection.execute(sa.select(notice.c.id, notice.c.digest, notice.c.draft_uuid)))

    def all_requests(self) -> list[sa.Row[Any]]:
        with self.database.reading() as connection:
            return list(connection.execute(sa.select(approval_request)))

    def get(self, id: int) -> Colleague:
        return self.people.all()[id]


def ends_noted(office: Office) -> list[tuple[str, str, str]]:
    """What the audit log says of the ends of this office's requests."""
    rows = [row for row in Audit(office.database).recent() if row.what in ENDS]
    present = {f"{row.id} {row.digest}" for row in office.all_requests()}
    return [(row.what, row.who, row.subject) for row in rows if row.subject in present]


def refusal(call: Any, *arguments: Any) -> str:
    with pytest.raises(InputError) as refused:
        call(*arguments)
    return refused.value.code


def test_the_queue_itself_refuses_what_was_not_approved(office: Office) -> None:
    outbox = SqlOutbox(office.database)
    assert refusal(outbox.enqueue, new_notice(**RED)) == "sign_in_needed"
    assert refusal(outbox.enqueue, new_notice(**RED), office.anna) == "approval_needed"
    assert refusal(outbox.enqueue, new_notice(), office.dario) == "approval_needed"
    assert refusal(outbox.enqueue, new_notice(), 999) == "colleague_unknown"
    assert office.rows() == []


def test_an_office_without_colleagues_notices_nothing(office: Office) -> None:
    with office.database.writing() as connection:
        connection.execute(colleague.delete())
    assert office.submit(new_notice(**RED), None).notice
    assert office.all_requests() == []


def test_an_approved_notice_is_queued_as_it_was_shown(office: Office) -> None:
    asked = new_notice(**RED, zones=("Fornacette",), fields={"livello": "rossa", "città": "é"})
    done = office.submit(asked, office.anna)
    assert done.request
    assert office.requests.frozen(done.request.id).digest == asked.digest
    after = office.requests.approve(done.request.id, asked.digest, office.bruno, NOW, Way.TELEGRAM)
    [row] = office.rows()
    assert (row.id, row.digest) == (after.notice, asked.digest)
    log = [(entry.what, entry.who, asked.digest in entry.subject) for entry in Audit(office.database).recent(2)]
    assert log == [("approval_given", "Bruno (Telegram)", True), ("approval_asked", "Anna (Anna)", True)]
    [kept] = office.all_requests()
    assert kept.frozen is None, "nothing of it is kept twice"


def test_the_same_press_again_asks_nothing_new(office: Office) -> None:
    asked = new_notice(**RED)
    first, second = office.submit(asked, office.anna), office.submit(asked, office.anna)
    assert first.request
    assert second.request
    assert first.request.id == second.request.id
    office.requests.approve(first.request.id, asked.digest, office.bruno, NOW, Way.WINDOW)
    assert office.submit(asked, office.anna).notice == office.rows()[0].id


def test_one_changed_letter_ends_the_request(office: Office) -> None:
    asked = new_notice(**RED)
    first = office.submit(asked, office.anna).request
    changed = replace(asked, text=asked.text.replace("sospesa", "sospeso"))
    second = office.submit(changed, office.anna).request
    assert first
    assert second
    for digest in (asked.digest, changed.digest):
        code = refusal(office.requests.approve, first.id, digest, office.bruno, NOW, Way.TELEGRAM)
        assert code == "approval_over"
    code = refusal(office.requests.approve, second.id, asked.digest, office.bruno, NOW, Way.TELEGRAM)
    assert code == "approval_changed"
    assert office.rows() == []
    assert office.requests.get(first.id).state is ApprovalState.CHANGED


@pytest.mark.parametrize("spoil", ["text", "zones", "channel", "shape", "nothing"])
def test_tampering_with_a_waiting_notice_in_the_database_sends_nothing(office: Office, spoil: str) -> None:
    asked = new_notice(**RED)
    request = office.submit(asked, office.anna).request
    assert request
    [row] = office.all_requests()
    frozen: Any = dict(row.frozen)
    match spoil:
        case "text":
            frozen["contents"][TELEGRAM]["html"] = "Chiama subito il numero 899"
        case "zones":
            frozen["zones"] = ["Fornacette"]
        case "channel":
            frozen["contents"]["telegram:altro"] = frozen["contents"][TELEGRAM]
        case "shape":
            frozen = {"text": 1}
        case _:
            frozen = None
    with office.database.writing() as connection:
        connection.execute(approval_request.update().values(frozen=frozen))
    with pytest.raises(InputError):
        office.requests.approve(request.id, asked.digest, office.bruno, NOW, Way.WINDOW)
    assert office.rows() == []
    assert office.requests.get(request.id).state is ApprovalState.CHANGED


def test_two_approvers_at_once(office: Office) -> None:
    asked = new_notice(**RED)
    request = office.submit(asked, office.anna).request
    assert request
    both = threading.Barrier(2)
    found: list[object] = []

    def approve(by: int) -> None:
        both.wait()
        try:
            found.append(office.requests.approve(request.id, asked.digest, by, NOW, Way.TELEGRAM).notice)
        except InputError as error:
            found.append(error.code)

    threads = [threading.Thread(target=approve, args=(by,)) for by in (office.bruno, office.carla)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [row] = office.rows()
    assert sorted(map(str, found)) == sorted([str(row.id), "approval_over"])


def test_an_approval_while_the_author_leaves_is_all_or_nothing(office: Office) -> None:
    manager = office.get(office.anna)
    for n in range(8):
        with office.database.writing() as connection:
            connection.execute(colleague.update().where(colleague.c.id == office.carla).values(left_at=None))
        asked = new_notice(**RED, text=f"{TEXTS[n % 2]} {n}")
        request = office.submit(asked, office.carla).request
        assert request
        both = threading.Barrier(2)

        def approve(request: int = request.id, digest: str = asked.digest, both: threading.Barrier = both) -> None:
            both.wait()
            with suppress(InputError):
                office.requests.approve(request, digest, office.bruno, NOW, Way.TELEGRAM)

        def leave(both: threading.Barrier = both) -> None:
            both.wait()
            office.people.remove(office.carla, NOW, manager)

        threads = [threading.Thread(target=approve), threading.Thread(target=leave)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        after = office.requests.get(request.id)
        queued = {row.id for row in office.rows() if row.draft_uuid == asked.draft_uuid}
        assert (after.state, queued) in [
            (ApprovalState.APPROVED, {after.notice}),
            (ApprovalState.WITHDRAWN, set()),
        ]


def test_a_kill_at_any_statement_leaves_all_or_nothing(office: Office) -> None:
    """Decision, rows of the queue and audit log are one transaction: it is cut at each of its statements."""
    asked = new_notice(**RED)
    request = office.submit(asked, office.anna).request
    assert request
    audit = len(Audit(office.database).recent())
    for after in range(100):
        left = [after]

        def cut(*_: Any, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt

        sa.event.listen(office.database.engine, "before_cursor_execute", cut)
        try:
            done = office.requests.approve(request.id, asked.digest, office.bruno, NOW, Way.WINDOW)
        except KeyboardInterrupt:
            assert office_is_untouched(office, cut, audit)
        else:
            sa.event.remove(office.database.engine, "before_cursor_execute", cut)
            assert after > 5
            assert [row.id for row in office.rows()] == [done.notice]
            return
    pytest.fail("it never ended")


def office_is_untouched(office: Office, cut: Any, audit: int) -> bool:
    sa.event.remove(office.database.engine, "before_cursor_execute", cut)
    [row] = office.all_requests()
    return (row.state, row.notice_id, office.rows(), len(Audit(office.database).recent())) == (
        ApprovalState.WAITING,
        None,
        [],
        audit,
    )


def test_an_approved_notice_that_cannot_be_queued_ends_with_its_reason(office: Office) -> None:
    asked = new_notice(alert_level="rossa", channels=("whatsapp",))
    request = office.submit(asked, office.anna).request
    assert request
    with pytest.raises(InputError, match="no_recipients"):
        office.requests.approve(request.id, asked.digest, office.bruno, NOW, Way.WINDOW)
    over = office.requests.get(request.id)
    assert (over.state, over.why) == (ApprovalState.CHANGED, "no_recipients")


def test_a_colleague_who_left_decides_nothing_and_their_requests_are_withdrawn(office: Office) -> None:
    mine, theirs = office.ask(office.anna, text=TEXTS[0]), office.ask(office.bruno, text=TEXTS[1])
    office.people.remove(office.bruno, NOW, office.get(office.anna))
    digest = office.requests.get(mine).digest
    assert refusal(office.requests.approve, mine, digest, office.bruno, NOW, Way.TELEGRAM) == "colleague_unknown"
    assert office.requests.get(theirs).state is ApprovalState.WITHDRAWN
    assert ends_noted(office) == [
        ("approval_withdrawn", "Anna (Anna)", f"{theirs} {office.requests.get(theirs).digest}")
    ]
    assert office.requests.chat_of(mine, 4711) is None


def test_rules_that_cannot_be_read_are_the_strictest(office: Office) -> None:
    for value in ("", "{}", '{"red_alerts": 0, "whole_town": 0, "emergency_minutes": null}', "[" * 200):
        with office.database.writing() as connection:
            connection.execute(setting.update().where(setting.c.key == "second_person").values(value=value))
        assert office.people.rules() == Rules(red_alerts=True, whole_town=True, emergency_minutes=EMERGENCY_MINUTES)
    asked = new_notice(channels=(TELEGRAM,))  # to the whole town
    request = office.submit(asked, office.anna).request
    assert request
    at_once = office.requests.override, request.id, asked.digest, office.anna, NOW + timedelta(minutes=1), Way.WINDOW
    assert refusal(*at_once) == "emergency_too_soon"


MOVES = st.one_of(
    st.tuples(st.just("submit"), st.integers(0, 3), st.integers(0, 5)),
    st.tuples(st.sampled_from(["approve", "override"]), st.integers(0, 3), st.integers(0, 11)),
    st.tuples(st.sampled_from(["refuse", "withdraw"]), st.integers(0, 3), st.integers(0, 3)),
    st.tuples(st.just("wait"), st.integers(1, 400), st.just(0)),
    st.tuples(st.just("lapse"), st.just(0), st.just(0)),
    st.tuples(st.just("remove"), st.integers(0, 3), st.just(0)),
    st.tuples(st.just("roles"), st.integers(0, 3), st.integers(1, 7)),
    st.tuples(st.just("rules"), st.integers(0, 3), st.just(0)),
)


def _submit(office: Office, alone: set[str], who: int, value: int, now: datetime) -> None:
    """Notes in ``alone`` what its author might send without a second person, and did."""
    people, rules = office.people.all(), office.people.rules()
    red, draft = value % 3 == 0, f"d{value}"
    level = "rossa" if red else ""
    new = new_notice(text=TEXTS[value % 2], alert_level=level, channels=(TELEGRAM,), at=now, draft_uuid=draft)
    there = {row.draft_uuid for row in office.rows()}
    with suppress(InputError):
        if office.submit(new, who).notice and draft not in there:
            assert people[who].may(Role.SENDS)
            assert not (red and rules.red_alerts)
            alone.add(draft)


def _digest(office: Office, request: int) -> str:
    return office.requests.get(request).digest


_MOVES: dict[str, Callable[[Office, int, int, int, datetime, int, int], Any]] = {
    "approve": lambda o, t, x, who, now, *_: o.requests.approve(t, _digest(o, x), who, now, Way.TELEGRAM),
    "override": lambda o, t, x, who, now, *_: o.requests.override(t, _digest(o, x), who, now, Way.WINDOW),
    "refuse": lambda o, t, _x, who, now, *_: o.requests.refuse(t, who, now, Way.WINDOW),
    "withdraw": lambda o, t, _x, who, now, *_: o.requests.withdraw(t, who, now, Way.WINDOW),
    "lapse": lambda o, _t, _x, _who, now, *_: o.requests.lapse(now),
    "remove": lambda o, _t, _x, who, now, *_: o.people.remove(who, now, o.get(o.anna)),
    "roles": lambda o, _t, _x, who, now, _n, value: o.people.change(
        who, o.get(who).name, "x", [role for bit, role in enumerate(Role) if value >> bit & 1], now, o.get(o.anna)
    ),
    "rules": lambda o, _t, _x, _who, now, n, _v: o.people.set_rules(
        Rules(n % 2 == 0, n > 2, None if n == 1 else 30), now, o.get(o.anna)
    ),
}


@settings(max_examples=40, deadline=None)
@given(moves=st.lists(MOVES, max_size=25))
def test_no_office_gets_anything_out_alone(database: Database, moves: list[tuple[str, int, int]]) -> None:
    office, now = Office(database), NOW
    ids = (office.anna, office.bruno, office.carla, office.dario)
    alone: set[str] = set()
    seen: dict[int, tuple[str, frozenset[int], datetime]] = {}
    for what, number, value in moves:
        who = ids[number % 4]
        before = {row.id: row.state for row in office.all_requests()}
        people = office.people.all()
        if what == "wait":
            now += timedelta(minutes=number)
        elif what == "submit":
            _submit(office, alone, who, value, now)
        else:
            requests = sorted(before)
            target, other = (requests[n % len(requests)] if requests else 0 for n in (value, value // 2))
            with suppress(InputError):
                _MOVES[what](office, target, other, who, now, number, value)
        _check(office, before, seen, people, who, now)
        asked = {row.draft_uuid for row in office.all_requests() if row.notice_id is not None}
        assert {row.draft_uuid for row in office.rows()} == alone | asked
        _remember(office, seen)


def _check(
    office: Office,
    before: dict[int, str],
    seen: dict[int, tuple[str, frozenset[int], datetime]],
    people: dict[int, Colleague],
    who: int,
    now: datetime,
) -> None:
    """Each request that is over is over for good; each that let something out had every right to, and once."""
    queued = {row.id: row for row in office.rows()}
    released = [row for row in office.all_requests() if row.notice_id is not None]
    assert len({row.notice_id for row in released}) == len(released)
    for row in office.all_requests():
        if before.get(row.id, "waiting") != "waiting":
            assert row.state == before[row.id]
        if row.state not in ("approved", "overridden"):
            assert row.notice_id is None
            continue
        assert queued[row.notice_id].digest == row.digest
        if before.get(row.id) == "waiting":
            digest, named, ends = seen[row.id]
            assert (row.digest, row.decided_by) == (digest, who)
            assert now < ends
            if row.state == "approved":
                assert who != row.author_id
                assert who in named
                assert people[who].may(Role.SENDS)
            else:
                assert people[who].may(Role.MANAGES)


def _remember(office: Office, seen: dict[int, tuple[str, frozenset[int], datetime]]) -> None:
    for one in office.requests.waiting():
        seen.setdefault(one.id, (one.digest, one.approvers, one.ends_at))


def test_a_database_opened_anew_goes_on_where_it_was(tmp_path: Path) -> None:
    opened = open_database(tmp_path)
    asked = new_notice(**RED)
    office = Office(opened)
    request = office.submit(asked, office.anna).request
    assert request
    opened.close()
    opened = open_database(tmp_path)
    try:
        after = ApprovalRequests(opened).approve(request.id, asked.digest, office.bruno, NOW, Way.WINDOW)
        assert after.notice
    finally:
        opened.close()


def test_a_request_in_a_backup_no_longer_waits_after_a_restore(office: Office) -> None:
    asked = new_notice(**RED)
    request = office.submit(asked, office.anna).request
    assert request
    prepare_copy.quieten(office.database, NOW)
    assert refusal(office.requests.approve, request.id, asked.digest, office.bruno, NOW, Way.WINDOW) == "approval_over"
    assert office.requests.get(request.id).why == "restored"
    assert office.rows() == []
    assert ends_noted(office) == [("approval_changed", "ComuneCast", f"{request.id} {asked.digest}")]
    assert examine(office.database).intact


def test_looking_at_what_waits_asks_the_database_as_often_for_one_as_for_many(office: Office) -> None:
    def asked(call: Callable[[], object]) -> int:
        found: list[object] = []
        listener = lambda *statement: found.append(statement)  # noqa: E731
        sa.event.listen(office.database.engine, "before_cursor_execute", listener)
        call()
        sa.event.remove(office.database.engine, "before_cursor_execute", listener)
        return len(found)

    picture = Attachment(Path("/data/attachments/lavori.png"), "Lavori", "image/png", 9)
    for n, text in enumerate(("Il ponte chiude.", "Le scuole chiudono.", "Via i vasi dai davanzali.", "Non uscite.")):
        post = TelegramPost(text, text, (replace(picture, path=picture.path.with_name(f"{n}.png")),))
        office.ask(text=text, contents={TELEGRAM: post})
        if n == 0:
            one = asked(office.requests.kept_files), asked(office.requests.waiting_notices)
    assert (asked(office.requests.kept_files), asked(office.requests.waiting_notices)) == one
    assert {path.name for path in office.requests.kept_files()} == {f"{n}.png" for n in range(4)}
    assert len(office.requests.waiting_notices()) == 4
