# SPDX-License-Identifier: EUPL-1.2
"""The faults of the harness, one function each; most are random in when, how often and whom they hit."""

from __future__ import annotations

import contextlib
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.choices import Choice, ChoiceKind
from comunecast_gui.core.model import DeliveryState, Priority
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.store.consent import consent_requests
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.request import ConsentRequest, Proof
from comunecast_gui.store.db.database import FILE_NAME
from comunecast_gui.store.db.schema import delivery
from comunecast_gui.system import paths
from tests.harness.command import READ_TIMEOUT
from tests.harness.world import CONCURRENCY, TELEGRAM, WHATSAPP, World

Trouble = Callable[[World], None]
_OTHER_TOKEN = "EAATRAINING-another-token"
_LEFT_OUT = (DeliveryState.SKIPPED, DeliveryState.EXPIRED)

BEFORE: list[Trouble] = []
"""Troubles that are arranged before the command starts."""
DURING: list[Trouble] = []
"""Troubles that happen while it sends."""


OVERLAPPING: list[Trouble] = []
"""What people do meanwhile: other notices, another key. They come last, beside the seed's own troubles."""


def before(trouble: Trouble) -> Trouble:
    BEFORE.append(trouble)
    return trouble


def during(trouble: Trouble) -> Trouble:
    DURING.append(trouble)
    return trouble


def overlapping(trouble: Trouble) -> Trouble:
    OVERLAPPING.append(trouble)
    return trouble


def _fault(world: World, kind: FaultKind, *, doubtful: bool = False, **more: Any) -> None:
    times = more.setdefault("times", world.random.randrange(1, 9))
    more.setdefault("after", world.random.randrange(0, len(world.numbers) // 2))
    world.sandbox.control.add_fault(Fault(service="whatsapp", method="messages", kind=kind, **more))
    if doubtful:
        world.in_doubt += times


def _somebody(world: World, count: int) -> list[int]:
    """Deliveries of people near the end of the queue, whose turn is still to come."""
    rows = sorted(world.numbers)
    return world.random.sample(rows[len(rows) // 2 :], count)


def _still_free(world: World, rows: Iterable[int], *set_aside: DeliveryState) -> set[int]:
    """Those that nobody has in hand: queued or already set aside, and no claim holds their lock at this moment."""
    free = delivery.c.state.in_([DeliveryState.QUEUED, *set_aside])
    query = sa.select(delivery.c.id).where(delivery.c.id.in_(list(rows)), free).with_for_update(skip_locked=True)
    with world.database.writing() as connection:
        return set(connection.execute(query).scalars())


@before
def reset_before_it_is_processed(world: World) -> None:
    _fault(world, FaultKind.RESET, doubtful=True, processed=False)


@before
def reset_after_it_is_processed(world: World) -> None:
    _fault(world, FaultKind.RESET, doubtful=True, processed=True)


@before
def an_answer_after_our_time_out(world: World) -> None:
    _fault(world, FaultKind.DELAY, doubtful=True, seconds=READ_TIMEOUT * 2)


@before
def a_broken_front_end(world: World) -> None:
    processed = world.random.random() < 0.5
    _fault(world, FaultKind.SERVER_ERROR, doubtful=True, status=502, html=True, processed=processed)


@before
def a_captive_portal(world: World) -> None:
    _fault(world, FaultKind.JUNK, doubtful=True, processed=world.random.random() < 0.5)


@before
def a_storm_of_call_limits(world: World) -> None:
    code = world.random.choice([429, 80007, 4])
    _fault(world, FaultKind.ERROR, code=code, times=world.random.randrange(5, 60), retry_after=1)


@before
def a_storm_of_throughput_limits(world: World) -> None:
    _fault(world, FaultKind.ERROR, code=130429, times=world.random.randrange(5, 40))


@before
def single_people_hear_too_much(world: World) -> None:
    for row in _somebody(world, 4):
        times = world.random.randrange(1, 3)
        _fault(world, FaultKind.ERROR, code=131056, times=times, after=0, recipient=world.numbers[row])


@before
def telegram_wants_a_pause(world: World) -> None:
    fault = Fault(service="telegram", method="sendMessage", kind=FaultKind.ERROR, code=429, retry_after=1)
    world.sandbox.control.add_fault(fault)


@before
def telegram_hangs_up(world: World) -> None:
    processed = world.random.random() < 0.5
    fault = Fault(service="telegram", method="sendMessage", kind=FaultKind.RESET, processed=processed)
    world.sandbox.control.add_fault(fault)
    world.in_doubt += 1


@before
def people_who_left_whatsapp(world: World) -> None:
    for row in _somebody(world, 5):
        _fault(world, FaultKind.ERROR, code=131026, after=0, recipient=world.numbers[row])


@before
def messages_that_fail_later(world: World) -> None:
    _fault(world, FaultKind.STATUS, code=131026)


@during
def the_token_is_revoked(world: World) -> None:
    # At once, and not as one more fault: behind a storm of refusals it might come when nobody takes it back any more.
    world.sandbox.control.revoke_token("whatsapp")
    world.processes[0].wait(30)
    world.sandbox.control.revoke_token("whatsapp", revoked=False)


@during
def the_template_is_paused(world: World) -> None:
    world.sandbox.control.set_template("acqua_programmata_v1", status="PAUSED")
    world.processes[0].wait(30)
    world.sandbox.control.set_template("acqua_programmata_v1", status="APPROVED")


@during
def the_process_is_killed(world: World) -> None:
    time.sleep(world.random.uniform(0, 0.4))
    if world.processes[0].poll() is None:
        world.processes[0].kill()
        world.in_doubt += CONCURRENCY + 1


@during
def the_process_is_killed_twice(world: World) -> None:
    the_process_is_killed(world)
    world.processes[0].communicate()
    world.start("resume")
    time.sleep(world.random.uniform(0.8, 1.6))
    if world.processes[-1].poll() is None:
        world.processes[-1].kill()
        world.in_doubt += CONCURRENCY + 1


@during
def somebody_presses_control_c(world: World) -> None:
    world.processes[0].send_signal(signal.SIGINT if world.random.random() < 0.5 else signal.SIGTERM)


@during
def the_cable_is_cut(world: World) -> None:
    for _ in range(world.random.randrange(1, 4)):
        world.wire.cut()
        world.in_doubt += CONCURRENCY + 1
        time.sleep(world.random.uniform(0, 0.3))


@during
def the_network_is_gone_for_a_while(world: World) -> None:
    world.wire.unplug()
    world.in_doubt += CONCURRENCY + 1
    time.sleep(world.random.uniform(0.5, 3.0))
    world.wire.plug()


@during
def the_disk_is_full(world: World) -> None:
    """On a file: it cannot grow any more. On a server: it throws everybody out, again and again."""
    end = time.monotonic() + world.random.uniform(0.3, 2.5)
    if world.shared:
        # A connection that breaks in a commit leaves rows of which nobody was told that they are claimed.
        world.in_doubt += 3 * CONCURRENCY
        while time.monotonic() < end:
            _terminate_the_others(world)
            time.sleep(0.2)
        return
    if sys.platform != "linux":
        return
    import resource

    log = world.database.path
    assert log is not None
    size = log.with_name(FILE_NAME + "-wal").stat().st_size + world.random.randrange(0, 40_000)
    with contextlib.suppress(ProcessLookupError):
        resource.prlimit(world.processes[0].pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        time.sleep(max(0.0, end - time.monotonic()))
        free = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(world.processes[0].pid, resource.RLIMIT_FSIZE, free)


def _terminate_the_others(world: World) -> None:
    with world.database.writing() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND application_name <> 'observer'"
        )


@during
def another_program_keeps_the_database_locked(world: World) -> None:
    """Sometimes for longer than the command is ready to wait."""
    seconds = world.random.choice([0.3, 1.0, 2.5])
    if world.shared:
        with world.database.writing() as connection:
            connection.exec_driver_sql("LOCK TABLE delivery IN EXCLUSIVE MODE")
            time.sleep(seconds)
        return
    with contextlib.closing(sqlite3.connect(str(world.database.path), isolation_level=None, timeout=5)) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        other.execute("ROLLBACK")


@during
def the_clock_is_set_back_an_hour(world: World) -> None:
    for row in _somebody(world, 3):
        _fault(world, FaultKind.ERROR, code=131056, times=2, after=0, recipient=world.numbers[row])
    world.set_clock(-3600)


@during
def the_machine_sleeps_for_ten_minutes(world: World) -> None:
    process = world.processes[0]
    if process.poll() is None:
        process.send_signal(signal.SIGSTOP)
        world.set_clock(600)
        # What was under way is answered or cut off meanwhile; the answers are read, or found too late, on waking up.
        world.in_doubt += CONCURRENCY + 1
        time.sleep(world.random.choice([0.2, READ_TIMEOUT * 1.5]))
        process.send_signal(signal.SIGCONT)


@during
def a_second_copy_is_started(world: World) -> None:
    world.start("resume", workstation="two" if world.shared else "one")


@during
def consent_is_withdrawn(world: World) -> None:
    rows = _somebody(world, 6)
    for row in rows:
        world.subscribers.leave(Person(world.numbers[row]), datetime.now(UTC), source="whatsapp")
    world.spared |= _still_free(world, rows)


@during
def subscribers_are_erased(world: World) -> None:
    rows = _somebody(world, 6)
    with world.database.reading() as connection:
        query = sa.select(delivery.c.subscriber_id).where(delivery.c.id.in_(rows))
        people = list(connection.execute(query).scalars())
    for person in people:
        world.subscribers.remove(person, datetime.now(UTC), source="a voce", who="ufficio")
    world.spared |= _still_free(world, rows)


@during
def people_choose_otherwise(world: World) -> None:
    rows = _somebody(world, 6)
    with world.database.writing() as connection:
        for row in rows:
            person, water = Person(world.numbers[row]), Choice(ChoiceKind.TOPIC, "acqua")
            request = ConsentRequest(person, Proof(datetime.now(UTC), "whatsapp"))
            consent_requests.drop(connection, world.database, request, [water])
    world.spared |= _still_free(world, rows, DeliveryState.SKIPPED)


@during
def the_notice_is_cancelled(world: World) -> None:
    world.notices.cancel(1, datetime.now(UTC))
    world.spared |= _still_free(world, world.numbers, DeliveryState.CANCELLED)


@during
def the_notice_is_no_longer_true(world: World) -> None:
    until = world.notices.get(1).valid_until
    assert until is not None
    world.set_clock((until - datetime.now(UTC) + timedelta(minutes=1)).total_seconds())
    time.sleep(0.5)  # claims under way read the clock before
    world.spared |= _still_free(world, world.numbers)


@during
def receipts_come_in_while_it_sends(world: World) -> None:
    for _ in range(8):
        world.apply_receipts(twice=world.random.random() < 0.5)
        time.sleep(0.05)


@overlapping
def a_second_notice_is_queued(world: World) -> None:
    world.queue_another()


@overlapping
def a_third_notice_is_urgent(world: World) -> None:
    world.queue_another()
    time.sleep(world.random.uniform(0, 0.8))
    world.queue_another(Priority.URGENT)


@overlapping
def the_key_is_changed_while_it_sends(world: World) -> None:
    """The former one is worth nothing at once; whoever starts from now on has the new one."""
    world.sandbox.control.change_token("whatsapp", _OTHER_TOKEN)
    world.environment["COMUNECAST_WHATSAPP_TOKEN"] = _OTHER_TOKEN
    world.queue_another()
    world.processes[0].wait(60)


@overlapping
def a_picture_is_refused_by_one(world: World) -> None:
    """WhatsApp does not take the file of another notice: then Telegram must not publish it either."""
    world.here("templates", "submit", "acqua_programmata", "--media")
    world.here("templates", "sync")
    shutil.copy(paths.resource("samples", "avviso.png"), world.folder / "mappa.png")
    notice = (world.folder / "notice.toml").read_text(encoding="utf-8")
    picture = world.folder / "picture.toml"
    picture.write_text(f'{notice}[[attachments]]\npath = "mappa.png"\nalt = "La mappa delle vie"\n', encoding="utf-8")
    refusal = Fault(service="whatsapp", method="media", kind=FaultKind.ERROR, code=131053, times=None)
    world.sandbox.control.add_fault(refusal)
    world.here("send", str(picture), "--yes", "--enqueue-only")
    world.learn_numbers()
    world.processes[0].wait(60)
    world.run("resume", codes={0, 2, 3})
    id = max(row.id for row in world.notices.latest())
    if any(state != DeliveryState.QUEUED for state in world.states_of(id).values() if state not in _LEFT_OUT):
        world.failures.append("a notice began although one of its channels refused the picture")
    world.sandbox.control.clear_faults()


@overlapping
def a_notice_is_edited_while_it_is_asked_about(world: World) -> None:
    """Somebody goes on writing behind the question: what was shown is queued, and nothing else."""
    if sys.platform == "win32":  # which has no terminal for a test
        return
    file = world.folder / "asked.toml"
    file.write_text((world.folder / "notice.toml").read_text(encoding="utf-8"), encoding="utf-8")
    edited = file.read_text(encoding="utf-8").replace("via Marconi", "via Garibaldi").replace("Fornacette", "Calcinaia")

    def go_on_writing() -> None:
        file.write_text(f'channels = ["whatsapp"]\n{edited}', encoding="utf-8")

    before = world.notices.latest(1)[0].id
    shown = world.answer(["send", str(file), "--enqueue-only"], go_on_writing, "s")
    world.learn_numbers()
    queued = world.notices.latest(1)[0]
    if "è già passato" in shown:  # the notice was no longer true when it was asked about: it is rightly refused
        if queued.id != before:
            world.failures.append("something was queued whose day is over")
    elif queued.id == before:
        world.failures.append(f"nothing was queued after a yes: {shown}")
    elif "Garibaldi" in queued.text or set(queued.counts) != {WHATSAPP, TELEGRAM}:
        world.failures.append("something was queued that nobody was asked about")
