# SPDX-License-Identifier: EUPL-1.2
"""The step *Ente*: the town, found by name, and how citizens reach the office."""

from __future__ import annotations

from collections.abc import Mapping

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import Office
from comunecast_gui.core.places import Municipalities
from comunecast_gui.core.setup import town_choice
from comunecast_gui.core.setup.office_entries import OfficeEntries, web_address
from comunecast_gui.core.setup.step_report import OpenPoint, StepReport
from comunecast_gui.core.setup.town_choice import TownChoice
from comunecast_gui.services.setup.setup_folder import SetupFolder
from comunecast_gui.system import paths
from comunecast_gui.system.settings import office_file

_SAMPLE = '[office]\nname = "x"\n'
_CODES = {
    "settings_missing": "setup_empty",
    "settings_bad_phone": "setup_bad_phone",
    "settings_bad_email": "setup_bad_email",
    "settings_bad_url": "setup_bad_url",
    "settings_bad_alert_zone": "setup_bad_zone",
}


class OfficeSetup:
    """Finds the town, checks what was typed, and keeps it in ``office.toml``."""

    def __init__(self, folder: SetupFolder) -> None:
        self._folder = folder

    def search(self, typed: str) -> tuple[TownChoice, ...]:
        """The towns that ``typed`` may mean. Raises ConfigError("resource_file")."""
        return town_choice.offers(_towns(), typed)

    def present(self) -> tuple[OfficeEntries, TownChoice | None]:
        """What is kept now; empty entries before anything is. Raises InputError (``settings_...``)."""
        found = self._folder.settings()
        if found is None:
            return OfficeEntries(), None
        office = found.office
        return _entries_of(office), town_choice.chosen(_towns(), office.name, office.alert_zone)

    def problems(self, entries: OfficeEntries) -> Mapping[str, InputError]:
        """What is wrong with each field, by its name; nothing is kept and nobody is asked."""
        refused = office_file.refusals(_SAMPLE, _changes(entries))
        return {
            field: InputError(_CODES.get(error.code, error.code), field=field, **error.values)
            for field, error in ((place.removeprefix("office."), error) for place, error in refused.items())
        }

    def keep(self, entries: OfficeEntries) -> None:
        """Keeps the office; whatever else the settings hold stays. Raises as :func:`.settings_change.change`."""
        self._folder.change(_changes(entries), first=True)

    def report(self) -> StepReport:
        """Missing without a name or a way to reach the office; the privacy page may follow later, before the launch.

        Raises InputError (``settings_...``).
        """
        found = self._folder.settings()
        if found is None:
            return StepReport.of((OpenPoint("setup_no_town"),))
        reachable = found.office.phone or found.office.email
        return StepReport.of(() if reachable else (OpenPoint("setup_no_contact"),))


def _towns() -> Municipalities:
    return Municipalities.load(paths.resource("towns"))


def _entries_of(office: Office) -> OfficeEntries:
    return OfficeEntries(
        office.name, ", ".join(office.localities), office.phone, office.email, office.privacy_url, office.alert_zone
    )


def _changes(entries: OfficeEntries) -> Mapping[str, str | tuple[str, ...]]:
    return {
        "office.name": entries.name.strip(),
        "office.localities": entries.places,
        "office.phone": entries.phone.strip(),
        "office.email": entries.email.strip(),
        "office.privacy_url": web_address(entries.privacy_url),
        "office.alert_zone": entries.alert_zone,
    }
