# SPDX-License-Identifier: EUPL-1.2
"""At its hour a notice meets the services as they are then: a lower limit holds it, a dead key loses nothing of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from comunecast_gui.core.changes import LaneProgress
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.messaging_limit import OverDays
from comunecast_gui.core.model import Draft
from comunecast_gui.core.notice.compose import compose
from comunecast_gui.core.ports import Scope
from comunecast_gui.sandbox.config import SandboxConfig
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from comunecast_gui.services import queueing, template_approval, wiring
from comunecast_gui.services.schedule import at_its_hour, decisions
from comunecast_gui.services.thread import mistakes
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.db.schema import delivery
from comunecast_gui.system.secrets import Secret, SecretName
from comunecast_gui.system.settings import office_file
from tests.ui.conftest import MORNING, TOWN, FixedClock, add_people

TEXT = {"titolo": "Farmacia di turno", "testo": "Da sabato è di turno la farmacia di Fornacette."}
DUE = MORNING.at + timedelta(hours=2)
PLACES = ("whatsapp", "telegram:principale")
NAMES = {"whatsapp": SecretName.WHATSAPP_TOKEN, "telegram": SecretName.TELEGRAM_TOKEN}


@dataclass(frozen=True, slots=True)
class Keys(TrainingSecrets):
    """The keys of the stand-ins, of which a person can put in another."""

    entered: dict[SecretName, str] = field(default_factory=dict)

    def get(self, name: SecretName | str) -> Secret | None:
        other = self.entered.get(SecretName(name))
        return Secret(other) if other else TrainingSecrets.get(self, name)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING.at)


@pytest.fixture
def keys() -> Keys:
    return Keys()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with run_sandbox(SandboxConfig()) as running:
        yield running


@pytest.fixture
def office(data_dir: Path, sandbox: Sandbox, clock: FixedClock, keys: Keys) -> Iterator[Workspace]:
    town = TOWN.replace("http://127.0.0.1:9/bot", sandbox.telegram_base_url)
    office_file.save(office_file.parse(town.replace("http://127.0.0.1:9", sandbox.graph_url)), data_dir)
    with wiring.open_workspace(data_dir, clock=clock, secrets=keys) as opened:
        template_approval.submit(opened, [wiring.catalogue().get("generico")])
        template_approval.sync(opened, [wiring.catalogue().get("generico")])
        yield opened


def for_later(office: Workspace, fields: Mapping[str, str] = TEXT) -> int:
    now = office.clock.now()
    draft, context = Draft("", "generico", fields, due=DUE), wiring.check_context(office, now)
    composed = compose(office.catalogue, draft, office.office, now, office.channels, context)
    assert composed.notice, composed.problems
    return queueing.queue(office, queueing.freeze(office, composed)).notice or 0


def sent(office: Workspace, notice: int) -> dict[str, LaneProgress]:
    """Sends what was released, with the keys of now; how each channel ended."""
    ended: dict[str, LaneProgress] = {}

    def hear(event: object) -> None:
        if isinstance(event, LaneProgress):
            ended[event.channel] = event

    asyncio.run(wiring.build_engine(office, hear).run(Scope(frozenset({notice}))))
    return ended


def counts(office: Workspace, notice: int, state: str) -> list[int]:
    return [office.outbox.counts(notice)[place][state] for place in PLACES]


def test_a_limit_that_is_lower_at_its_hour_holds_it_and_calls_a_person(
    office: Workspace, sandbox: Sandbox, clock: FixedClock
) -> None:
    add_people(office, 251)
    notice = for_later(office)
    sandbox.control.set_number(messaging_limit="TIER_250")
    clock.at = DUE
    assert at_its_hour.look(office) == ()
    [one] = office.schedules.all()
    assert (one.held_because(clock.at), one.held_detail) == ("its_limit_is_lower", "250/251")
    said = wiring.sentences().of_held(one.held_code, one.held_detail)
    assert "meno persone di quante la aspettano (250 su 251)" in said
    assert decisions.over_days(office, notice) == OverDays(people=251, today=250, days=2)
    sandbox.control.set_number(messaging_limit="TIER_2K")
    assert decisions.false_now(office, notice) is None
    assert decisions.send_now(office, notice)


def test_what_is_held_by_the_limit_is_spread_over_days_from_there(
    office: Workspace, sandbox: Sandbox, clock: FixedClock
) -> None:
    """With who subscribed since; and what else became false is no matter of days."""
    add_people(office, 251)
    notice = for_later(office)
    other = for_later(office, {"titolo": "Biblioteca chiusa", "testo": "La biblioteca riapre lunedì 30 novembre."})
    sandbox.control.set_number(messaging_limit="TIER_250")
    clock.at = DUE
    assert at_its_hour.look(office) == ()
    add_people(office, 256)
    assert decisions.send_over_days(office, notice)
    whatsapp = delivery.c.notice_id == notice, delivery.c.channel == "whatsapp"
    with office.database.reading() as connection:
        moments = connection.execute(sa.select(delivery.c.not_before).where(*whatsapp).order_by(delivery.c.id))
        days = [None if one is None else (one - clock.at).days for one in moments.scalars()]
    assert days == [None] * 250 + [1] * 6
    assert [one.notice for one in office.schedules.all()] == [other]
    clock.at = DUE + timedelta(days=1)
    with pytest.raises(InputError, match="schedule_"):
        decisions.send_over_days(office, other)


def test_notices_that_are_due_together_share_what_is_left_of_the_day(
    office: Workspace, sandbox: Sandbox, clock: FixedClock
) -> None:
    sandbox.control.set_number(messaging_limit="TIER_250")
    add_people(office, 130)
    first = for_later(office)
    second = for_later(office, {"titolo": "Biblioteca chiusa", "testo": "La biblioteca riapre lunedì 30 novembre."})
    clock.at, asked = DUE, len(sandbox.control.requests())
    assert at_its_hour.look(office) == (first,)
    [one] = office.schedules.all()
    assert (one.notice, one.held_code, one.held_detail) == (second, "its_limit_is_lower", "120/130")
    assert len(sandbox.control.requests()) == asked + 1, "Meta is asked once for both"


def test_what_is_right_for_everybody_is_spread_over_the_days_that_meta_wants(
    office: Workspace, sandbox: Sandbox
) -> None:
    add_people(office, 255)
    sandbox.control.set_number(messaging_limit="TIER_250")
    wrong = for_later(office)
    office.notices.cancel(wrong, office.clock.now())
    [right] = mistakes.correct_for_all(office, wrong, TEXT | {"titolo": "Farmacia di notte"}).queued
    now = office.clock.now()
    claimed = office.outbox.exchange((), "whatsapp", 300, now=now, scope=Scope(frozenset({right})))
    waiting = office.outbox.next_due("whatsapp", now=now)
    assert (len(claimed), waiting is not None and waiting > now + timedelta(hours=23)) == (250, True)


@pytest.mark.parametrize("service", NAMES)
def test_a_key_that_died_after_the_last_look_keeps_all_of_it_until_there_is_a_new_one(
    office: Workspace, sandbox: Sandbox, clock: FixedClock, keys: Keys, service: str
) -> None:
    add_people(office, 3)
    notice = for_later(office)
    clock.at = DUE
    assert at_its_hour.look(office) == (notice,)
    new = {"whatsapp": "EAAnuovachiave", "telegram": "7654321:AAnuovachiave-per-il-bot-del-comune"}[service]
    sandbox.control.change_token(service, new)
    ended = sent(office, notice)
    assert counts(office, notice, "queued") == [3, 1], "neither channel went without the other"
    place = next(one for one in PLACES if one.startswith(service))
    told = wiring.sentences().of_lane(ended[place])
    assert "chiave di accesso" in told
    assert "nauthorized" not in told
    assert sandbox.control.posts() == []
    keys.entered[NAMES[service]] = new
    sent(office, notice)
    assert counts(office, notice, "accepted") == [3, 1]
    assert [len(messages) for messages in sandbox.control.phones().values() if messages] == [1, 1, 1]
    assert len(sandbox.control.posts()) == 1


def test_a_key_that_is_missing_at_its_hour_is_told_by_the_channel_and_nothing_is_lost(
    office: Workspace, sandbox: Sandbox, clock: FixedClock
) -> None:
    add_people(office, 2)
    notice = for_later(office)
    sandbox.control.revoke_token("whatsapp")
    clock.at = DUE
    assert at_its_hour.look(office) == (notice,), "Meta does not say a limit, and the channel says why"
    assert sent(office, notice)["whatsapp"].code == "whatsapp_190"
    assert counts(office, notice, "queued") == [2, 1]
