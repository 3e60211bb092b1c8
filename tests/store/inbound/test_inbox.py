# SPDX-License-Identifier: EUPL-1.2
"""Citizens' messages, in any order and repetition, end in the same state and are answered once."""

from __future__ import annotations

import itertools
import random
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from comunecast_gui.core.inbound.answers import AnswerKind, AnswerState
from comunecast_gui.core.inbound.events import Fact, NumberChanged, Said, Sender, Status, UserIdChanged
from comunecast_gui.core.inbound.intent import OTHER, Intent, Reading
from comunecast_gui.core.inbound.pull import Applied, Tally
from comunecast_gui.core.model import DeliveryState, SubscriberState, Verdict
from comunecast_gui.core.ports import Result
from comunecast_gui.core.setup.trial_record import LogLine, TrialOutcome, trials_of
from comunecast_gui.core.subscriber_import import ImportRow
from comunecast_gui.core.trust.chain import Register
from comunecast_gui.store.consent.audit import Audit, AuditRow
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.registers import examine
from comunecast_gui.store.consent.subscriber_import import import_rows
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import receipt, subscriber, verdict
from comunecast_gui.store.db.schema_inbound import answer, inbound, name_move, name_wish, private_answer
from comunecast_gui.store.delivery.message_digest import message_digest
from comunecast_gui.store.delivery.notices import Notices
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.inbound.followers import Followers
from comunecast_gui.store.inbound.inbox import InboxPolicy, SqlInbox
from tests.store.samples import NOW, WHATSAPP, accepted, new_notice, people, row

ANNA, BRUNO = Sender("393331110001"), Sender("393331110002")
READINGS = {
    "attiva": Reading(Intent.JOIN, "attiva"),
    "disattiva": Reading(Intent.LEAVE, "disattiva"),
    "privacy": Reading(Intent.PRIVACY, "privacy"),
    "grazie": OTHER,
}
IDS = itertools.count()


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def said(sender: Sender, word: str, minutes: float, name: str = "") -> Said:
    return Said(name or f"wamid.{next(IDS)}", at(minutes), sender, READINGS[word])


@pytest.fixture
def inbox(database: Database) -> SqlInbox:
    return SqlInbox(database, InboxPolicy(privacy="2026-05"))


def kinds(applied: Applied) -> list[AnswerKind]:
    return [due.kind for due in applied.due]


def state_of(database: Database, sender: Sender) -> SubscriberState | None:
    found = Subscribers(database).find(Person(sender.wa_id, sender.bsuid))
    return found.state if found else None


def test_each_message_is_applied_once(database: Database, inbox: SqlInbox) -> None:
    joining = said(ANNA, "attiva", 0)
    first = inbox.apply([joining], at(1))
    assert (first.counts, kinds(first)) == ({Tally.MESSAGES: 1, Tally.JOINED: 1}, [AnswerKind.WELCOME])
    again = inbox.apply([joining, joining], at(2))
    assert again.counts == {Tally.REPEATED: 2}
    assert {due.id for due in again.due} == {first.due[0].id}  # still due: it goes out with the letter at hand
    assert inbox.claim(first.due[0], at(3))
    assert not inbox.claim(first.due[0], at(3))
    assert inbox.apply([joining], at(3)).due == ()
    [event] = Subscribers(database).history(Person(ANNA.wa_id))
    assert (event.words, event.privacy, event.at) == ("attiva", "2026-05", at(0))
    assert "wamid" not in event.source


def test_each_message_gets_its_answer(inbox: SqlInbox) -> None:
    words = [
        "attiva",
        "attiva",
        "attiva",
        "disattiva",
        "disattiva",
        "disattiva",
        "privacy",
        "privacy",
        "grazie",
        "grazie",
    ]
    found = [kinds(inbox.apply([said(ANNA, word, minute)], at(minute))) for minute, word in enumerate(words)]
    assert [kind for each in found for kind in each] == [
        AnswerKind.WELCOME, AnswerKind.ALREADY, AnswerKind.GOODBYE, AnswerKind.NOT_HERE, AnswerKind.PRIVACY,
        AnswerKind.OTHER,
    ]  # fmt: skip
    assert kinds(inbox.apply([said(ANNA, "grazie", 60 * 25)], at(60 * 25))) == [AnswerKind.OTHER]
    assert kinds(inbox.apply([said(ANNA, "attiva", 60 * 26)], at(60 * 26))) == [AnswerKind.WELCOME]


def test_answers_can_be_switched_off(database: Database) -> None:
    quiet = SqlInbox(database, InboxPolicy(answer_others=False))
    assert kinds(quiet.apply([said(ANNA, "grazie", 0), said(BRUNO, "attiva", 0)], at(1))) == [AnswerKind.WELCOME]
    silent = SqlInbox(database, InboxPolicy(answers=False))
    assert silent.apply([said(ANNA, "attiva", 0)], at(1)).due == ()
    assert state_of(database, ANNA) is SubscriberState.ACTIVE


@pytest.mark.parametrize("seed", range(12))
def test_any_order_and_repetition_ends_the_same(database: Database, inbox: SqlInbox, seed: int) -> None:
    draw = random.Random(seed)
    expected: dict[Sender, SubscriberState | None] = {}
    facts: list[Fact] = []
    for person in range(12):
        sender = Sender(f"39333222{person:04d}", draw.choice(["", f"IT.{person}"]))
        wishes = [draw.choice(["attiva", "disattiva", "grazie"]) for _ in range(draw.randrange(1, 6))]
        times = draw.sample(range(1000), len(wishes))
        facts += [said(sender, wish, minute) for wish, minute in zip(wishes, times, strict=True)]
        last = [wish for _, wish in sorted(zip(times, wishes, strict=True)) if wish != "grazie"]
        states = {"attiva": SubscriberState.ACTIVE, "disattiva": SubscriberState.LEFT}
        expected[sender] = states[last[-1]] if last else None
    for _ in range(3):
        draw.shuffle(facts)
        place = 0
        while place < len(facts):
            size = draw.randrange(1, 6)
            inbox.apply(facts[place : place + size], at(2000))
            place += size
    assert {sender: state_of(database, sender) for sender in expected} == expected
    assert examine(database).first(Register.CONSENTS) is None
    with database.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(inbound)).scalar() == len(facts)
        marks = list(connection.execute(sa.select(answer.c.mark)).scalars())
        assert len(marks) == len(set(marks))


def test_attiva_and_disattiva_at_the_same_moment_end_in_leaving(database: Database, inbox: SqlInbox) -> None:
    for sender, words in ((ANNA, ["attiva", "disattiva"]), (BRUNO, ["disattiva", "attiva"])):
        for word in words:
            inbox.apply([said(sender, word, 0)], at(1))
        assert state_of(database, sender) is SubscriberState.LEFT


def test_an_import_never_brings_back_a_person_who_left(database: Database, inbox: SqlInbox) -> None:
    inbox.apply([said(ANNA, "disattiva", 0)], at(1))
    report = import_rows(database, [ImportRow(2, "x", ANNA.wa_id)], source="lista", now=at(2))
    assert (report.added, report.left_before) == (0, 1)
    import_rows(database, [ImportRow(2, "x", BRUNO.wa_id)], source="lista", now=at(10))
    inbox.apply([said(BRUNO, "disattiva", 5)], at(11))  # written before the import, read after it
    assert state_of(database, BRUNO) is SubscriberState.LEFT


def test_an_imported_person_may_still_speak(database: Database, inbox: SqlInbox) -> None:
    import_rows(database, [ImportRow(2, "x", ANNA.wa_id)], source="lista", now=at(0))
    for minute in (1, 2):
        assert inbox.apply([said(ANNA, "attiva", minute)], at(3)).counts[Tally.JOINED] == 0
    events = Subscribers(database).history(Person(ANNA.wa_id))
    assert [(event.kind, event.words) for event in events] == [("imported", ""), ("joined", "attiva")]


def test_two_rows_that_a_message_shows_to_be_one_person_are_merged(database: Database, inbox: SqlInbox) -> None:
    inbox.apply([said(ANNA, "attiva", 0), said(Sender(bsuid="IT.1"), "disattiva", 1)], at(1))
    assert (state_of(database, ANNA), state_of(database, Sender(bsuid="IT.1"))) == (
        SubscriberState.ACTIVE,
        SubscriberState.LEFT,
    )
    both = Sender(ANNA.wa_id, "IT.1")
    found = inbox.apply([said(both, "attiva", 0.5)], at(4))  # older than the wish to leave, which is hers
    assert found.counts == {Tally.MESSAGES: 1}
    assert state_of(database, both) is SubscriberState.LEFT
    assert Audit(database).recent(1)[0].what == "subscribers_merged"
    inbox.apply([said(both, "attiva", 5)], at(6))
    assert inbox.apply([said(Sender(bsuid="IT.1"), "disattiva", 7)], at(8)).counts[Tally.LEFT] == 1
    assert state_of(database, ANNA) is SubscriberState.LEFT
    with database.reading() as connection:
        assert len(connection.execute(sa.select(subscriber)).all()) == 1


def test_merging_two_rows_keeps_the_deliveries_of_both(database: Database, inbox: SqlInbox, outbox: SqlOutbox) -> None:
    inbox.apply([said(ANNA, "attiva", 0), said(Sender(bsuid="IT.1"), "attiva", 1)], at(1))
    outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    inbox.apply([said(Sender(ANNA.wa_id, "IT.1"), "attiva", 2)], at(3))
    [claim] = outbox.exchange([], WHATSAPP, 5, now=at(4))
    assert (claim.recipient, claim.bsuid) == (ANNA.wa_id, "IT.1")
    assert [row(database, n).state for n in (1, 2)] == ["sending", "skipped"]


def test_a_person_is_followed_to_a_new_number(database: Database, inbox: SqlInbox) -> None:
    inbox.apply([said(Sender(ANNA.wa_id, "IT.1"), "attiva", 0)], at(1))
    move = NumberChanged("wamid.move", at(2), ANNA, BRUNO.wa_id, "IT.2")
    for _ in range(2):
        inbox.apply([move], at(3))
    with database.reading() as connection:
        [found] = connection.execute(sa.select(subscriber)).all()
    assert (found.wa_id, found.bsuid, found.state) == (BRUNO.wa_id, "IT.2", SubscriberState.ACTIVE)
    assert state_of(database, ANNA) is None
    inbox.apply([said(ANNA, "disattiva", 2.5)], at(3))  # by whoever has the old number now
    joined, moved = Subscribers(database).history(Person(BRUNO.wa_id))
    assert (joined.words, joined.at) == ("attiva", at(0))
    assert moved.source == "cambio di numero"
    inbox.apply([UserIdChanged(at(4), "IT.2", "IT.3")], at(5))
    assert state_of(database, Sender(bsuid="IT.3")) is SubscriberState.ACTIVE
    assert inbox.apply([said(Sender(bsuid="IT.3"), "disattiva", 6)], at(7)).counts[Tally.LEFT] == 1


@pytest.mark.parametrize("left_before", [False, True])
def test_a_user_id_that_came_with_the_answer_to_a_notice_is_known(
    database: Database, inbox: SqlInbox, outbox: SqlOutbox, left_before: bool
) -> None:
    by_id = Sender(bsuid="IT.9")
    if left_before:
        inbox.apply([said(by_id, "disattiva", 0)], at(1))
    inbox.apply([said(ANNA, "attiva", 2)], at(3))
    outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    [claim] = outbox.exchange([], WHATSAPP, 5, now=at(4))
    outbox.exchange([accepted(claim, at(4), bsuid="IT.9")], WHATSAPP, 0, now=at(4))
    assert inbox.apply([said(by_id, "disattiva", 5)], at(6)).counts[Tally.LEFT] == 1
    assert (state_of(database, ANNA), state_of(database, by_id)) == (SubscriberState.LEFT, SubscriberState.LEFT)


def test_a_message_written_before_a_number_change_and_read_after_it_counts(database: Database, inbox: SqlInbox) -> None:
    inbox.apply([said(ANNA, "attiva", 0)], at(1))
    inbox.apply([NumberChanged("wamid.move", at(10), ANNA, BRUNO.wa_id)], at(11))
    late = inbox.apply([said(ANNA, "disattiva", 5)], at(12))
    assert (late.counts[Tally.LEFT], kinds(late)) == (1, [AnswerKind.GOODBYE])
    assert state_of(database, BRUNO) is SubscriberState.LEFT
    with database.reading() as connection:
        assert [each.wa_id for each in connection.execute(sa.select(subscriber))] == [None]


def test_the_next_holder_of_a_number_speaks_for_nobody_else(database: Database, inbox: SqlInbox) -> None:
    inbox.apply([said(ANNA, "attiva", 0)], at(1))
    inbox.apply([NumberChanged("wamid.move", at(10), ANNA, BRUNO.wa_id)], at(11))
    assert kinds(inbox.apply([said(ANNA, "disattiva", 20)], at(21))) == [AnswerKind.NOT_HERE]
    assert (state_of(database, BRUNO), state_of(database, ANNA)) == (SubscriberState.ACTIVE, SubscriberState.LEFT)
    assert kinds(inbox.apply([said(ANNA, "attiva", 30)], at(31))) == [AnswerKind.WELCOME]
    assert (state_of(database, BRUNO), state_of(database, ANNA)) == (SubscriberState.ACTIVE, SubscriberState.ACTIVE)


def test_a_late_number_change_gives_each_person_their_own_requests(database: Database, inbox: SqlInbox) -> None:
    inbox.apply([said(ANNA, "attiva", 0)], at(1))
    inbox.apply([said(ANNA, "disattiva", 20)], at(21))  # by the next holder, as the move will show
    assert state_of(database, ANNA) is SubscriberState.LEFT
    inbox.apply([NumberChanged("wamid.move", at(10), ANNA, BRUNO.wa_id)], at(22))
    assert (state_of(database, BRUNO), state_of(database, ANNA)) == (SubscriberState.ACTIVE, SubscriberState.LEFT)
    assert examine(database).first(Register.CONSENTS) is None


def test_a_move_before_the_first_word_is_known(database: Database, inbox: SqlInbox) -> None:
    inbox.apply([NumberChanged("wamid.move", at(10), ANNA, BRUNO.wa_id, "IT.2")], at(11))
    assert state_of(database, BRUNO) is None
    assert kinds(inbox.apply([said(ANNA, "attiva", 5)], at(12))) == [AnswerKind.WELCOME]
    with database.reading() as connection:
        [found] = connection.execute(sa.select(subscriber)).all()
        assert (found.wa_id, found.bsuid) == (BRUNO.wa_id, "IT.2")
        sealed = str(connection.execute(sa.select(name_move.c.sealed)).scalar())
    assert BRUNO.wa_id not in sealed


def test_the_welcome_reaches_a_person_who_changed_number_meanwhile(database: Database) -> None:
    inbox = SqlInbox(database, InboxPolicy(choices=True))
    inbox.apply([NumberChanged("wamid.move", at(10), ANNA, BRUNO.wa_id)], at(11))
    [due] = inbox.apply([said(ANNA, "attiva", 5)], at(12)).due
    claimed = inbox.claim(due, at(13))
    assert claimed is not None
    assert claimed.kind is AnswerKind.WELCOME


def test_changing_to_a_subscribers_number_leaves_one_subscriber(database: Database, inbox: SqlInbox) -> None:
    inbox.apply([said(ANNA, "attiva", 0), said(BRUNO, "attiva", 1)], at(1))
    inbox.apply([NumberChanged("wamid.m", at(2), ANNA, BRUNO.wa_id)], at(3))
    assert (state_of(database, ANNA), state_of(database, BRUNO)) == (None, SubscriberState.ACTIVE)
    assert Audit(database).recent(1)[0].what == "subscribers_merged"


def test_a_person_who_left_under_the_new_number_stays_out(database: Database, inbox: SqlInbox) -> None:
    inbox.apply([said(ANNA, "attiva", 0), said(BRUNO, "disattiva", 1)], at(1))
    inbox.apply([NumberChanged("wamid.m", at(2), ANNA, BRUNO.wa_id)], at(3))
    assert (state_of(database, ANNA), state_of(database, BRUNO)) == (None, SubscriberState.LEFT)


def test_an_imported_person_can_change_number(database: Database, inbox: SqlInbox) -> None:
    import_rows(database, [ImportRow(2, "x", ANNA.wa_id)], source="lista", now=at(0))
    inbox.apply([said(ANNA, "disattiva", 20)], at(21))
    inbox.apply([NumberChanged("wamid.m", at(10), ANNA, BRUNO.wa_id)], at(22))
    assert (state_of(database, BRUNO), state_of(database, ANNA)) == (SubscriberState.ACTIVE, SubscriberState.LEFT)
    assert import_rows(database, [ImportRow(2, "x", ANNA.wa_id)], source="lista", now=at(30)).left_before == 1


def test_statuses_go_to_their_delivery_or_answer(database: Database, inbox: SqlInbox, outbox: SqlOutbox) -> None:
    people(database, 1)
    outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    [due] = inbox.apply([said(ANNA, "attiva", 0)], at(1)).due
    inbox.claim(due, at(1))
    inbox.apply([Status("read", at(2), "wamid.out", answer=due.id)], at(2))
    inbox.settle(due.id, AnswerState.ACCEPTED, at(3))
    assert row(database, 1).state == "queued"
    inbox.apply([Status("failed", at(3), "wamid.out", answer=due.id, code="131026")], at(3))
    with database.reading() as connection:
        assert connection.execute(sa.select(answer.c.state)).scalar() == AnswerState.DELIVERED
    found = inbox.apply([Status("delivered", at(4), "wamid.d", delivery=1), Status("sent", at(4), "wamid.d")], at(4))
    assert found.counts == {Tally.RECEIPTS: 2}
    assert row(database, 1).state == "delivered"


def test_an_answer_that_a_dead_process_was_sending_is_never_sent_again(database: Database, inbox: SqlInbox) -> None:
    joining = said(ANNA, "attiva", 0)
    [due] = inbox.apply([joining], at(1)).due
    inbox.claim(due, at(1))
    inbox.tidy(at(30) if database.shared else at(1))
    assert inbox.apply([joining], at(31)).due == ()
    assert not inbox.claim(due, at(31))
    assert inbox.answered_since(at(-60)) == 1  # it may have gone out, and then it counts


def test_message_ids_of_people_who_left_are_deleted(database: Database, inbox: SqlInbox, outbox: SqlOutbox) -> None:
    import_rows(
        database, [ImportRow(n, "x", each.wa_id) for n, each in enumerate((ANNA, BRUNO))], source="x", now=at(0)
    )
    outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    first, second = (message_digest(database.hash_key, f"wamid.{n}") for n in (1, 2))
    inbox.apply([Status("read", at(1), f"wamid.{n}", delivery=n) for n in (1, 2)], at(1))
    inbox.apply([said(ANNA, "disattiva", 2)], at(3))
    inbox.tidy(at(4))
    assert (row(database, 1).remote_id, row(database, 2).remote_id) == (first, second)
    inbox.tidy(at(60 * 24 * 36))
    assert (row(database, 1).remote_id, row(database, 2).remote_id) == (None, second)
    assert [row(database, n).state for n in (1, 2)] == ["read", "read"]
    with database.reading() as connection:
        assert list(connection.execute(sa.select(receipt.c.subject)).scalars()) == [second]


def test_verdicts_about_people_who_left_are_deleted_with_their_message_ids(
    database: Database, inbox: SqlInbox, outbox: SqlOutbox
) -> None:
    import_rows(
        database, [ImportRow(n, "x", each.wa_id) for n, each in enumerate((ANNA, BRUNO))], source="x", now=at(0)
    )
    outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    claims = outbox.exchange([], WHATSAPP, 2, now=at(1))
    outbox.exchange([Result(each.delivery, DeliveryState.UNKNOWN, at(1)) for each in claims], WHATSAPP, 0, now=at(1))
    Notices(database).settle_all(Verdict.ARRIVED, at(2), [each.delivery for each in claims])
    inbox.apply([said(ANNA, "disattiva", 3)], at(3))
    inbox.tidy(at(60 * 24 * 36))
    with database.reading() as connection:
        assert connection.execute(sa.select(verdict.c.delivery_id)).scalars().all() == [2]


def test_the_purge_deletes_who_was_answered_by_the_telegram_bot(database: Database, inbox: SqlInbox) -> None:
    assert Followers(database).claim_answer(7, at(0))
    inbox.tidy(at(60 * 24 + 1))
    with database.reading() as connection:
        assert connection.execute(sa.select(private_answer.c.person)).all() == []


def test_the_purge_deletes_data_past_its_retention_time(database: Database, inbox: SqlInbox) -> None:
    inbox.apply([said(ANNA, "grazie", 0), said(ANNA, "attiva", 1)], at(1))
    inbox.apply([NumberChanged("wamid.m", at(2), ANNA, BRUNO.wa_id)], at(2))
    inbox.tidy(at(60 * 24 * 3))
    with database.reading() as connection:
        assert connection.execute(sa.select(answer.c.person)).scalars().all() == [None, None]
    inbox.tidy(at(60 * 24 * 500))
    with database.reading() as connection:
        for table in (answer, inbound, name_wish, name_move):
            assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() == 0
    inbox.apply([said(BRUNO, "disattiva", 60 * 24 * 501)], at(60 * 24 * 502))
    assert state_of(database, BRUNO) is SubscriberState.LEFT


def test_what_whatsapp_tells_of_a_trial_stands_once_beside_it(database: Database, inbox: SqlInbox) -> None:
    """The history reads it there at any later start; a status of a trial that is not ours is none of the register's."""
    token, foreign = "0123456789abcdef", "fedcba9876543210"
    audit = Audit(database)
    audit.write(AuditRow(at(0), "anna", "trial_sent", f"whatsapp/{token} Prova"))
    told = [
        Status("sent", at(1), "wamid.t", trial=token),
        Status("failed", at(2), "wamid.t", code="131026", detail="Message\nundeliverable", trial=token),
        Status("read", at(2), "wamid.f", trial=foreign),
    ]
    for _ in range(2):
        assert inbox.apply(told, at(3)).counts == {Tally.RECEIPTS: 3}
    rows = audit.of(("trial_sent", "trial_receipt"))
    assert [one.subject for one in rows[1:]] == [
        f"whatsapp/{token} sent",
        f"whatsapp/{token} failed 131026 Message undeliverable",
    ]
    [trial] = trials_of(LogLine(one.at, one.who, one.what, one.subject) for one in rows)
    assert (trial.outcome, trial.code, trial.detail) == (TrialOutcome.FAILED, "131026", "Message undeliverable")
    with database.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(receipt)).scalar() == 0
    assert examine(database).intact


def test_a_status_without_our_word_finds_its_trial_by_the_message(database: Database, inbox: SqlInbox) -> None:
    token, digest = "0123456789abcdef", message_digest(database.hash_key, "wamid.t")
    audit = Audit(database)
    audit.write(AuditRow(at(0), "anna", "trial_sent", f"whatsapp/{token} Prova"))
    audit.write(AuditRow(at(0), "anna", "trial_ended", f"whatsapp/{token} taken {digest}"))
    inbox.apply([Status("delivered", at(1), "wamid.t"), Status("read", at(1), "wamid.other")], at(2))
    assert [one.subject for one in audit.of(["trial_receipt"])] == [f"whatsapp/{token} delivered"]
    with database.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(receipt)).scalar() == 1
