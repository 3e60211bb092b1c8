# SPDX-License-Identifier: EUPL-1.2
"""The training environment: a sample town whose channels are stand-ins on this computer, so nothing is really sent."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from comunecast_gui.core.bulletin.forecast import HYDRAULIC, Bulletin, Forecast
from comunecast_gui.core.inbound.events import Said, Sender
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.ports import Clock
from comunecast_gui.core.subscriber_import import ImportRow
from comunecast_gui.core.trust.office_key import OfficeKey
from comunecast_gui.sandbox.config import TRAINING_TELEGRAM_TOKEN, TRAINING_WHATSAPP_TOKEN, SandboxConfig
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from comunecast_gui.services import inbox, template_approval, wiring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.subscriber_import import import_rows
from comunecast_gui.store.inbound.followers import Followers
from comunecast_gui.store.inbound.inbox import InboxPolicy, SqlInbox
from comunecast_gui.system.secrets import Secret, SecretName
from comunecast_gui.system.settings import office_file

_DAILY_LIMIT = "TIER_100K"
"""The sample town is one that Meta has known for long; an exercise does not wait for tomorrow."""
_LATENCY_MS = (40, 120)
_FIRST_NUMBER = 393_330_000_000
"""Numbers of the sample subscribers count up from here; they exist nowhere but in the stand-in."""

_OFFICE_KEY = OfficeKey(b"ComuneCast: key of the training.")

_CHANNEL = "telegram:principale"
_WEEKS = 12
"""Since when the sample town has sent notices."""

_TOWN = """\
[office]
name = "Comune di Calcinaia"
localities = ["Calcinaia", "Fornacette", "Sardina", "zona industriale Moretti"]
phone = "0587 265442"
email = "ufficio.stampa@comune.calcinaia.pi.it"
privacy_url = "https://www.comune.calcinaia.pi.it/privacy"
timezone = "Europe/Rome"
alert_zone = "Tosc-A4"

[telegram]
base_url = "{telegram}"
[[telegram.channels]]
name = "principale"
chat = "@comunecalcinaia"

[whatsapp]
graph_url = "{graph}"
phone_number_id = "106540352242922"
business_account_id = "102290129340398"
display_phone = "+39 333 6492690"
rate_per_second = {rate}
language = "it"

[choices]
zones = ["Calcinaia", "Fornacette", "Oltrarno", "Sardina"]
[choices.topics]
rifiuti = ["rifiuti_servizio", "rifiuti_variazione"]
eventi = ["evento", "evento_modifica"]
scuola = ["scuole", "trasporto_scolastico"]
"""
_SAID = ("Attiva Fornacette", "Disattiva eventi", "Attiva Sardina e Oltrarno", "Attiva rifiuti", "Attiva Calcinaia")
"""What some people of the sample town wrote, one after the other."""
_WROTE = slice(0, 200, 5)
"""Who of them wrote."""

_NO_WHATSAPP, _TOO_FAST = 131026, 130429
"""Meta, "Error codes": a number that WhatsApp does not reach, and too many messages at a time."""
_COURSE = (
    Fault(service="whatsapp", method="messages", kind=FaultKind.ERROR, code=_TOO_FAST, after=5, retry_after=15),
    Fault(service="whatsapp", method="messages", kind=FaultKind.ERROR, code=_NO_WHATSAPP, after=10, times=3),
    Fault(service="whatsapp", method="messages", kind=FaultKind.RESET, after=20, times=2, processed=True),
)
"""What goes wrong on purpose with the next notice: a wait, three numbers that fail, two outcomes that nobody knows."""


_SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class TrainingSecrets:
    """The tokens of the stand-ins, which open nothing else."""

    def get(self, name: SecretName | str) -> Secret | None:
        tokens = {
            SecretName.TELEGRAM_TOKEN: TRAINING_TELEGRAM_TOKEN,
            SecretName.WHATSAPP_TOKEN: TRAINING_WHATSAPP_TOKEN,
            SecretName.OFFICE_KEY: _OFFICE_KEY.reveal(),
        }
        token = tokens.get(SecretName(name))
        return Secret(token) if token else None

    def elsewhere(self, name: SecretName | str) -> str:
        return ""

    def require(self, name: SecretName | str) -> Secret:
        secret = self.get(name)
        if secret is None:
            raise KeyError(name)
        return secret

    def find_office_key(self) -> OfficeKey | None:
        return _OFFICE_KEY

    def make_office_key(self) -> OfficeKey:
        return _OFFICE_KEY


@contextmanager
def training_ground(
    data_dir: Path, subscribers: int, clock: Clock | None = None
) -> Iterator[tuple[Workspace, Sandbox]]:
    """The sample town's workspace and the stand-ins behind it; ``data_dir`` must not be that of a real office.

    The town has at least ``subscribers`` people, templates that are approved, and a channel that it may post in.
    The allowed rate is the services' own (80 messages a second); the town keeps a little below it, as the default
    settings do.
    """
    with run_sandbox(SandboxConfig(latency_ms=_LATENCY_MS, messaging_limit=_DAILY_LIMIT)) as sandbox:
        town = _TOWN.format(telegram=sandbox.telegram_base_url, graph=sandbox.graph_url, rate=76)
        office_file.save(office_file.parse(town), data_dir)
        with wiring.open_workspace(data_dir, clock=clock, secrets=TrainingSecrets()) as workspace:
            template_approval.submit(workspace, workspace.catalogue)
            template_approval.sync(workspace, workspace.catalogue)
            _populate(workspace, subscribers)
            yield workspace, sandbox


def sample_bulletin(workspace: Workspace) -> Bulletin:
    """What the training "fetches": an orange alert for tomorrow. It asks nobody outside.

    Raises ConfigError("bulletin_no_zone").
    """
    now = workspace.clock.now()
    tomorrow = now.astimezone(timezone_of(workspace.office)).date() + timedelta(days=1)
    zone = wiring.bulletin_place(workspace.office).code
    return Bulletin(zone, (Forecast.of(tomorrow, {HYDRAULIC: "arancione"}, now),), _SAMPLE)


def begin_course(sandbox: Sandbox) -> None:
    """From now on the next notice meets what the course of the manual is about; what was armed before is over."""
    sandbox.control.clear_faults()
    for fault in _COURSE:
        sandbox.control.add_fault(fault)


def _populate(workspace: Workspace, subscribers: int) -> None:
    """Adds people over time, some with choices, so that every page has something to show."""
    now = workspace.clock.now()
    numbers = [str(_FIRST_NUMBER + n) for n in range(subscribers)]
    for week in range(_WEEKS):
        came = numbers[week::_WEEKS]
        rows = (ImportRow(row, number, number) for row, number in enumerate(came, start=2))
        import_rows(workspace.database, rows, source="esercitazione", now=now - timedelta(weeks=_WEEKS - 1 - week))
    words = inbox.words(workspace)
    wrote = zip(numbers[_WROTE], itertools.cycle(_SAID))
    said = [Said(f"esercitazione {number}", now, Sender(number), words.read(text)) for number, text in wrote]
    SqlInbox(workspace.database, InboxPolicy(answers=False)).apply(said, now)
    followers, zone = Followers(workspace.database), timezone_of(workspace.office)
    for day in range(1, 7 * _WEEKS):
        earlier = (now - timedelta(days=day)).astimezone(zone).date()
        followers.record(_CHANNEL, earlier, SandboxConfig().channels[0].members - 3 * day - day * day % 5)
