# SPDX-License-Identifier: EUPL-1.2
"""Puts the guided set-up together: its steps, each from the services that do it and the page that shows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from comunecast_gui.core.report.health import Condition
from comunecast_gui.core.work.long_work import Work
from comunecast_gui.services import wiring
from comunecast_gui.services.setup.first_notice import FirstNotice
from comunecast_gui.services.setup.office_setup import OfficeSetup
from comunecast_gui.services.setup.relay_setup import RelaySetup
from comunecast_gui.services.setup.setup_folder import SetupFolder
from comunecast_gui.services.setup.street_setup import StreetSetup
from comunecast_gui.services.setup.telegram_setup import TelegramSetup
from comunecast_gui.services.setup.templates_setup import TemplatesSetup
from comunecast_gui.services.setup.whatsapp_setup import WhatsAppSetup
from comunecast_gui.services.workstation import moving, shared_archive
from comunecast_gui.services.workstation.shared_archive import Entrance
from comunecast_gui.system.clock import SystemClock
from comunecast_gui.system.secrets import Secrets
from comunecast_gui.system.user_account import user_name
from comunecast_gui.ui.runtime.relocation import SharedArchive
from comunecast_gui.ui.runtime.setup_step import SetupParts, Step
from comunecast_gui.ui.setup.office_step import OfficeStep, office_title
from comunecast_gui.ui.setup.relay_step import RelayStep, relay_title
from comunecast_gui.ui.setup.telegram_step import TelegramStep
from comunecast_gui.ui.setup.templates_step import TemplatesStep, templates_title
from comunecast_gui.ui.setup.trial_step import TrialStep, trial_title
from comunecast_gui.ui.setup.whatsapp_step import WhatsAppStep
from comunecast_gui.ui.shell.window_preferences import Preferences


def _office(folder: SetupFolder) -> Step:
    work = OfficeSetup(folder)
    return Step("office", office_title(), work.report, partial(OfficeStep, work, StreetSetup(folder)))


def _telegram(folder: SetupFolder) -> Step:
    work = TelegramSetup(folder)
    return Step("telegram", "Telegram", work.report, partial(TelegramStep, work), needs=("office",))


def _trial(folder: SetupFolder) -> Step:
    work = FirstNotice(folder, TelegramSetup(folder))
    return Step("trial", trial_title(), work.report, partial(TrialStep, work), needs=("office",))


def shared_archive_of(data_dir: Path) -> SharedArchive:
    """Joining an archive on a server, for a window in the language of the screens that is chosen now."""
    sentences, clock = wiring.window_sentences(Preferences.of_this_person().language), SystemClock()

    def examine(address: str, user: str, password: str) -> tuple[Condition, ...]:
        return shared_archive.examine(Entrance(address, user, password), sentences, clock.now())

    def join(address: str, user: str, password: str, words: str, office: str) -> None:
        entrance = Entrance(address, user, password, words, office)
        shared_archive.join(data_dir, entrance, sentences, clock.now())

    return SharedArchive(examine, join, lambda: Secrets(data_dir).find_office_key() is None)


def _arrive(data_dir: Path, file: Path, words: str, work: Work) -> moving.Arrived:
    return moving.arrive(data_dir, file, words, SystemClock().now(), user_name(), work)


def _whatsapp(folder: SetupFolder) -> Step:
    work = WhatsAppSetup(folder)
    return Step("whatsapp", "WhatsApp", work.report, partial(WhatsAppStep, work), needs=("office",))


def _templates(folder: SetupFolder) -> Step:
    work = TemplatesSetup(folder)
    return Step("templates", templates_title(), work.report, partial(TemplatesStep, work), needs=("office", "whatsapp"))


def _relay(folder: SetupFolder) -> Step:
    work = RelaySetup(folder)
    return Step("relay", relay_title(), work.report, partial(RelayStep, work), needs=("office",))


STEPS: tuple[Callable[[SetupFolder], Step], ...] = (_office, _telegram, _whatsapp, _templates, _relay, _trial)
"""In the order in which a person meets them; how one is added: :mod:`comunecast_gui.ui.runtime.setup_step`."""


def parts(data_dir: Path) -> SetupParts:
    """The steps for a data folder, in the language of the screens that is installed now."""
    folder = SetupFolder(data_dir)
    return SetupParts(
        tuple(make(folder) for make in STEPS), folder, partial(_arrive, data_dir), shared_archive_of(data_dir)
    )
