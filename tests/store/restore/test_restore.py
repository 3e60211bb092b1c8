# SPDX-License-Identifier: EUPL-1.2
"""After a restore nobody who left comes back, and nothing that went out is sent again."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from comunecast_gui.core.approval.colleagues import Role
from comunecast_gui.core.choices import WANTS_EVERYTHING, Choice, ChoiceKind
from comunecast_gui.core.consent import ConsentKind
from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import Attachment, DeliveryState, SubscriberState
from comunecast_gui.core.ports import Result
from comunecast_gui.core.subscriber_import import ImportRow
from comunecast_gui.core.trust.chain import Register
from comunecast_gui.core.trust.office_key import GivenKey, OfficeKey
from comunecast_gui.store.colleagues.colleague_rows import Colleagues
from comunecast_gui.store.consent import consent_requests, number_changes
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.registers import examine
from comunecast_gui.store.consent.request import ConsentRequest, Proof
from comunecast_gui.store.consent.subscriber_import import import_rows
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db.database import FILE_NAME, Database, open_database
from comunecast_gui.store.db.schema import delivery, notice_content
from comunecast_gui.store.delivery.message_digest import message_digest
from comunecast_gui.store.delivery.notices import Notices
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.restore.people_since_backup import PeopleSince, carry_people
from comunecast_gui.store.restore.prepare_copy import carry_ids, holds_nobody, move_files, quieten
from comunecast_gui.store.restore.sent_since_backup import carry_outcomes, doubt_all
from tests.store.samples import NOW, TELEGRAM, WHATSAPP, accepted, new_notice, people, row

ANNA, BRUNO, CARLA, DINO = (Person(f"39333111000{n}") for n in range(1, 5))


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def folder(tmp_path: Path, name: str) -> Path:
    made = tmp_path / name
    made.mkdir()
    return made


def test_a_person_who_left_after_the_backup_stays_out(tmp_path: Path) -> None:
    now, before = folder(tmp_path, "now"), folder(tmp_path, "before")
    current = open_database(now)
    subscribers = Subscribers(current)
    subscribers.join(ANNA, at(0), source="whatsapp")
    subscribers.join(BRUNO, at(0), source="whatsapp")
    import_rows(current, [ImportRow(2, "x", CARLA.wa_id)], source="lista", now=at(0))
    current.backup(tmp_path / "copy.db")
    subscribers.leave(ANNA, at(1), source="whatsapp")
    subscribers.leave(CARLA, at(1), source="whatsapp")
    subscribers.leave(DINO, at(1), source="whatsapp")
    shutil.copy(tmp_path / "copy.db", before / FILE_NAME)

    restored = open_database(before)
    assert carry_people(current, restored, at(2)).departures == 2
    assert carry_people(current, restored, at(2)) == PeopleSince()
    back = Subscribers(restored)
    states = {person: found.state if (found := back.find(person)) else None for person in (ANNA, BRUNO, CARLA, DINO)}
    assert states == {
        ANNA: SubscriberState.LEFT,
        BRUNO: SubscriberState.ACTIVE,
        CARLA: SubscriberState.LEFT,
        DINO: SubscriberState.LEFT,
    }
    assert examine(restored).first(Register.CONSENTS) is None
    report = import_rows(restored, [ImportRow(2, "x", DINO.wa_id)], source="lista", now=at(3))
    assert (report.added, report.left_before) == (0, 1)
    assert back.join(ANNA, at(5), source="whatsapp")  # her own later word still brings her back
    assert carry_people(current, restored, at(6)) == PeopleSince()
    current.close()
    restored.close()


def copied(current: Database, tmp_path: Path) -> Database:
    """The office as it is now, opened from a backup."""
    before = folder(tmp_path, "before")
    current.backup(before / FILE_NAME)
    return open_database(before)


def test_a_person_who_changed_number_and_then_left_stays_out(tmp_path: Path) -> None:
    current = open_database(folder(tmp_path, "now"))
    subscribers = Subscribers(current)
    for each in (ANNA, BRUNO):
        subscribers.join(each, at(0), source="whatsapp")
    restored = copied(current, tmp_path)
    for minute, (old, new) in enumerate(((ANNA, CARLA), (CARLA, DINO)), start=1):
        with current.writing() as connection:
            number_changes.change_names(connection, current, old, new, at(minute))
    subscribers.leave(DINO, at(3), source="whatsapp")
    assert carry_people(current, restored, at(4)).departures == 1
    back = Subscribers(restored)
    states = [found.state if (found := back.find(each)) else None for each in (ANNA, BRUNO, DINO)]
    assert states == [None, SubscriberState.ACTIVE, SubscriberState.LEFT]  # her first number is nobody's
    assert [event.kind for event in back.history(DINO)] == [ConsentKind.JOINED, ConsentKind.JOINED, ConsentKind.LEFT]
    current.close()
    restored.close()


def test_a_message_read_after_a_restore_finds_a_person_who_changed_number(tmp_path: Path) -> None:
    current = open_database(folder(tmp_path, "now"))
    Subscribers(current).join(ANNA, at(0), source="whatsapp")
    restored = copied(current, tmp_path)
    with current.writing() as connection:
        number_changes.change_names(connection, current, ANNA, CARLA, at(5))
    assert carry_people(current, restored, at(6)) == PeopleSince()
    back = Subscribers(restored)
    assert back.leave(ANNA, at(9), source="whatsapp")  # by the next holder of that number
    assert back.leave(ANNA, at(4), source="whatsapp")  # by her, before she moved
    found = back.find(CARLA)
    assert found is not None
    assert found.state is SubscriberState.LEFT
    current.close()
    restored.close()


def test_open_deliveries_of_a_backup_get_their_outcome(tmp_path: Path) -> None:
    current = open_database(folder(tmp_path, "now"))
    people(current, 4)
    outbox = SqlOutbox(current)
    outbox.enqueue(new_notice(channels=(WHATSAPP,)))  # deliveries 1 to 4
    folded = outbox.enqueue(new_notice(channels=(TELEGRAM,)))  # 5
    outbox.exchange([], WHATSAPP, 1, now=at(0))
    restored = copied(current, tmp_path)

    later = outbox.enqueue(new_notice(channels=(TELEGRAM,), at=at(4)))
    claims = outbox.exchange([], WHATSAPP, 2, now=at(1))
    failed = Result(claims[1].delivery, DeliveryState.FAILED, at(2), code="131026")
    outbox.exchange([accepted(claims[0], at(2)), failed], WHATSAPP, 0, now=at(2))
    [post] = outbox.exchange([], TELEGRAM, 1, now=at(1))
    outbox.exchange([accepted(post, at(2))], TELEGRAM, 0, now=at(2))
    with current.writing() as connection:  # as after years
        connection.exec_driver_sql("DELETE FROM attempt WHERE delivery_id = 5")
        connection.exec_driver_sql("DELETE FROM delivery WHERE id = 5")
    outbox.recover(at(3))

    assert SqlOutbox(restored).recover(at(3)) == 1
    carry_ids(current, restored)
    assert carry_outcomes(current, restored, at(3)) == 4
    assert [row(restored, n).state for n in range(1, 6)] == ["unknown", "accepted", "failed", "queued", "cancelled"]
    known = message_digest(current.hash_key, f"wamid.{claims[0].delivery}.1")
    assert (row(restored, 2).remote_id, row(restored, 3).code) == (known, "131026")
    assert quieten(restored, at(3)) == (1, 1)
    assert SqlOutbox(restored).enqueue(new_notice(channels=(TELEGRAM,))) == later + 1 > folded
    with pytest.raises(sa.exc.NoResultFound):
        row(restored, 6)  # the id of a later notice's delivery, whose receipt may still come
    assert row(restored, 7).state == "queued"
    current.close()
    restored.close()


def test_a_delivery_under_way_at_the_backup_and_refused_for_a_while_since_waits_for_its_next_try(
    tmp_path: Path,
) -> None:
    current = open_database(folder(tmp_path, "now"))
    people(current, 1)
    outbox = SqlOutbox(current)
    outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    [claim] = outbox.exchange([], WHATSAPP, 1, now=at(0))
    restored = copied(current, tmp_path)
    later = Result(claim.delivery, DeliveryState.QUEUED, at(1), code="131056", not_before=at(5))
    outbox.exchange([later], WHATSAPP, 0, now=at(1))

    assert SqlOutbox(restored).recover(at(3)) == 1
    assert row(restored, 1).state == "unknown"
    assert carry_outcomes(current, restored, at(3)) == 1
    found = row(restored, 1)
    assert (found.state, found.code, found.not_before) == ("queued", "131056", at(5))
    current.close()
    restored.close()


def test_deliveries_that_may_have_gone_out_since_the_backup_wait_for_a_person(tmp_path: Path) -> None:
    current = open_database(folder(tmp_path, "now"))
    people(current, 3)
    outbox = SqlOutbox(current)
    today = outbox.enqueue(new_notice(channels=(WHATSAPP, TELEGRAM)))
    with current.writing() as connection:  # the third waits for tomorrow
        connection.execute(delivery.update().where(delivery.c.id == 3).values(not_before=at(24 * 60)))
    restored = copied(current, tmp_path)
    doubt_all(restored, at(3))
    assert [row(restored, n).state for n in range(1, 5)] == ["unknown", "unknown", "queued", "unknown"]
    assert {row(restored, n).code for n in (1, 2, 4)} == {"restored"}
    [waiting] = Notices(restored).unknown_notices()
    assert (waiting.notice, waiting.count, waiting.channels) == (today, 3, (TELEGRAM, WHATSAPP))
    assert Notices(restored).unknown(one_by_one=True) == []
    assert SqlOutbox(restored).exchange([], WHATSAPP, 9, now=at(4)) == []
    current.close()
    restored.close()


def test_deliveries_of_a_notice_missing_from_the_present_office_are_unknown(tmp_path: Path) -> None:
    current = open_database(folder(tmp_path, "now"))
    people(current, 1)
    known = SqlOutbox(current).enqueue(new_notice(channels=(TELEGRAM,)))
    restored = copied(current, tmp_path)
    elsewhere = SqlOutbox(restored).enqueue(new_notice(channels=(TELEGRAM,)))
    assert carry_outcomes(current, restored, at(3)) == 0
    assert [each.state for each in Notices(restored).deliveries(known)] == [DeliveryState.QUEUED]
    assert [(each.state, each.code) for each in Notices(restored).deliveries(elsewhere)] == [
        (DeliveryState.UNKNOWN, "restored")
    ]
    current.close()
    restored.close()


@pytest.mark.parametrize("old", ["C:\\Users\\anna\\ComuneCast\\", "/home/anna/.local/share/ComuneCast/"])
def test_notices_find_their_files_in_the_new_folder(tmp_path: Path, old: str) -> None:
    database = open_database(tmp_path)
    outbox = SqlOutbox(database)
    kept = old + "attachments/0123456789abcdef/mappa.png".replace("/", old[-1])
    post = TelegramPost("Acqua", "Acqua", (Attachment(Path(kept), "Mappa", "image/png", 9),))
    number = outbox.enqueue(new_notice(channels=(TELEGRAM,), contents={TELEGRAM: post}))
    for _ in range(2):
        move_files(database, tmp_path / "new", "copy.backup")
        content, _memory = outbox.content(number, TELEGRAM)
        assert isinstance(content, TelegramPost)
        there = tmp_path / "new" / "attachments" / "0123456789abcdef" / "mappa.png"
        assert [each.path for each in content.attachments] == [there]
        assert (content.html, content.attachments[0].alt) == (post.html, "Mappa")
    database.close()


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "/home/anna/.ssh/id_rsa", "attachments/0123456789abcdef/..", "attachments/0123456789abcdef/C:x",
     "/x/attachments/0123456789abcdef/../../x", "C:\\Windows\\win.ini", ""],
)  # fmt: skip
def test_a_notice_brings_no_file_of_this_computer(tmp_path: Path, path: str) -> None:
    database = open_database(tmp_path)
    post = TelegramPost("Acqua", "Acqua", (Attachment(Path("x"), "Mappa", "image/png", 9),))
    number = SqlOutbox(database).enqueue(new_notice(channels=(TELEGRAM,), contents={TELEGRAM: post}))
    with database.writing() as connection:
        row = connection.execute(sa.select(notice_content.c.content)).scalar_one()
        row["attachments"][0]["path"] = path
        connection.execute(notice_content.update().where(notice_content.c.notice_id == number).values(content=row))
    with pytest.raises(InputError, match="backup_strange"):
        move_files(database, tmp_path / "new", "copy.backup")
    database.close()


def test_an_office_that_holds_nobody(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    assert holds_nobody(database)
    anna = Colleagues(database).add("Anna", "anna", tuple(Role), "472913", at(0), None)
    assert not holds_nobody(database)
    Colleagues(database).remove(anna.id, at(1), anna)
    assert holds_nobody(database)
    Subscribers(database).leave(ANNA, at(0), source="whatsapp")
    assert not holds_nobody(database)
    database.close()


def test_two_offices_are_not_mixed(tmp_path: Path) -> None:
    one = open_database(folder(tmp_path, "one"), keys=GivenKey(OfficeKey.fresh()))
    other = open_database(folder(tmp_path, "other"), keys=GivenKey(OfficeKey.fresh()))
    with pytest.raises(ValueError, match="two offices"):
        carry_people(one, other, at(0))
    one.close()
    other.close()


def test_choices_made_after_the_backup_still_count(tmp_path: Path) -> None:
    now, before = folder(tmp_path, "now"), folder(tmp_path, "before")
    current = open_database(now)
    subscribers = Subscribers(current)
    for person in (ANNA, BRUNO, CARLA):
        subscribers.join(person, at(0), source="whatsapp")
    _choose(current, CARLA, "meteo", 1)
    notice = SqlOutbox(current).enqueue(new_notice(channels=(WHATSAPP,), topic="rifiuti"))
    current.backup(tmp_path / "copy.db")
    _choose(current, ANNA, "meteo", 2)
    with current.writing() as connection:
        number_changes.change_names(connection, current, ANNA, DINO, at(3))
    subscribers.join(CARLA, at(4), source="whatsapp")  # everything again
    shutil.copy(tmp_path / "copy.db", before / FILE_NAME)

    restored = open_database(before)
    assert carry_people(current, restored, at(5)).choices == 2
    assert carry_people(current, restored, at(5)).choices == 0
    wanted = {person: found.wants for person in (DINO, BRUNO, CARLA) if (found := Subscribers(restored).find(person))}
    assert not wanted[DINO].takes([], "rifiuti")
    assert wanted[BRUNO] == wanted[CARLA] == WANTS_EVERYTHING
    states = {row.state for row in Notices(restored).deliveries(notice, [DeliveryState.SKIPPED])}
    assert states == {DeliveryState.SKIPPED}
    assert examine(restored).first(Register.CONSENTS) is None
    current.close()
    restored.close()


def _choose(database: Database, person: Person, topic: str, minutes: int) -> None:
    with database.writing() as connection:
        request = ConsentRequest(person, Proof(at(minutes), "whatsapp"))
        consent_requests.choose(connection, database, request, [Choice(ChoiceKind.TOPIC, topic)])
