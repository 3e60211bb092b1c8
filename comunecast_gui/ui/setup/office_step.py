# SPDX-License-Identifier: EUPL-1.2
"""The step *Ente*: the town, picked among all of Italy's, and how citizens reach the office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QSignalBlocker, QTimer
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.setup import street_list
from comunecast_gui.core.setup.office_entries import OfficeEntries
from comunecast_gui.core.setup.street_list import StreetEntry, StreetsFound
from comunecast_gui.core.setup.town_choice import TownChoice
from comunecast_gui.ui.setup.step_page import StepFrame, StepPage
from comunecast_gui.ui.setup.street_field import StreetField
from comunecast_gui.ui.widgets.by_keyboard import in_reading_order, tell_fault
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import announce, bring_into_view, buddy_label, button_row, clearable, label
from comunecast_gui.ui.widgets.still_fields import ChoiceField
from comunecast_gui.ui.widgets.summary_list import SummaryList

_MOST_NEIGHBOURS = 12
_AROUND = 60
"""Pixels above and below a field: its title and its help."""
_TOWN = "istat"
_STREETS = "streets"


class OfficeWork(Protocol):
    """What this page needs; ``search`` and ``problems`` answer at once, the others may take long."""

    def search(self, typed: str) -> tuple[TownChoice, ...]: ...

    def present(self) -> tuple[OfficeEntries, TownChoice | None]: ...

    def problems(self, entries: OfficeEntries) -> Mapping[str, InputError]: ...

    def keep(self, entries: OfficeEntries) -> None: ...


class StreetWork(Protocol):
    """The town's streets; ``example`` answers at once, the others may take long."""

    def known(self, office: str) -> tuple[StreetEntry, ...]: ...

    def example(self) -> tuple[StreetEntry, ...]: ...

    def read(self, path: Path) -> StreetsFound: ...

    def keep(self, office: str, streets: tuple[StreetEntry, ...]) -> None: ...


def office_title() -> str:
    """What a person calls this step."""
    return QCoreApplication.translate("Setup", "Office")


class OfficeStep(StepPage):
    """Search, pick, complete, keep; everything can be changed again later."""

    def __init__(self, work: OfficeWork, streets: StreetWork, frame: StepFrame) -> None:
        super().__init__(
            frame,
            self.tr("Which town is it?"),
            self.tr("Type the first letters and pick your town: province, region and alert zone come by themselves."),
        )
        self._work = work
        self._streets = streets
        self._town: TownChoice | None = None
        self._kept: OfficeEntries | None = None
        self._known: tuple[StreetEntry, ...] = ()
        self._fields: dict[str, QLineEdit] = {}
        self._faults: dict[str, QLabel] = {}
        self._help: dict[str, str] = {}
        self.search = QLineEdit()
        clearable(self.look, self.search)
        self.column.addWidget(buddy_label(self.tr("&Town"), self.search))
        self.search.setPlaceholderText(self.tr("for example: Calci"))
        self.column.addWidget(self.search)
        self._found = QWidget()
        self._found_flow = FlowLayout(self._found, gap=8)
        self.column.addWidget(self._found)
        self._none = label("", "muted")
        self._none.hide()
        self.column.addWidget(self._none)
        self._form = self._build_form()
        self.column.addWidget(self._form)
        self.place_banner()
        self._form.hide()
        self.search.textChanged.connect(self._on_typed)  # a screen reader's writing is no "editing" to Qt
        self.search.returnPressed.connect(self._on_enter)
        self.ask(self._work.present, self._on_present)

    def entries(self) -> Mapping[str, str]:
        """What was typed, as long as it differs from what is kept."""
        typed, streets = self._typed(), self.streets.streets
        if not self._town or (typed == self._kept and streets == self._known):
            return {}
        listed = {} if streets == self._known else {_STREETS: street_list.as_text(streets)}
        return {_TOWN: self._town.title, **asdict(typed), **listed}

    def take_entries(self, entries: Mapping[str, str]) -> None:
        if not (title := entries.get(_TOWN)):
            return
        town = next((one for one in self._work.search(title.partition(" (")[0]) if one.title == title), None)
        if town is not None:
            known = {one.name for one in fields(OfficeEntries)}
            self._show(town, OfficeEntries(**{name: text for name, text in entries.items() if name in known}))
            self.streets.show_streets(street_list.from_text(entries.get(_STREETS, "")))

    def pick(self, town: TownChoice) -> None:
        """Takes a town, and fills in what follows from it; what was typed in the other fields stays."""
        typed = self._typed()
        if self._town is None or town.istat != self._town.istat:
            zone = next(iter(town.zones), "")
            typed = OfficeEntries(town.office, town.name, typed.phone, typed.email, typed.privacy_url, zone)
        self._show(town, typed)
        announce(self, self.tr("{town} chosen").format(town=town.title))
        phone = self._fields["phone"]
        phone.setFocus()
        QTimer.singleShot(0, phone, partial(bring_into_view, phone, _AROUND))  # where it stands once the form is laid

    # -- building -----------------------------------------------------------------------------------------------------

    def _build_form(self) -> QWidget:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.facts = SummaryList(self.tr("What is known of it"))
        column.addWidget(self.facts)
        self.zones = ChoiceField()
        self._zone_title = buddy_label(self.tr("Alert &zone of the town"), self.zones)
        column.addWidget(self._zone_title)
        column.addWidget(self.zones)
        told = (
            ("name", self.tr("&Name of the office"), self.tr("It stands in every notice.")),
            ("localities", self.tr("&Localities"), self.tr("Separated by commas, the town itself too.")),
            ("phone", self.tr("&Phone of the office"), self.tr("For citizens who have a question.")),
            ("email", self.tr("&E-mail of the office"), self.tr("The one to which citizens write.")),
            (
                "privacy_url",
                self.tr("P&rivacy page"),
                self.tr("On the town's site. It may follow later: before the public launch it has to be there."),
            ),
        )
        for name, title, help_ in told:
            edit = QLineEdit()
            self._fields[name], self._help[name] = edit, help_
            column.addWidget(buddy_label(title, edit))
            if help_:
                column.addWidget(label(help_, "small"))
                edit.setAccessibleDescription(help_)
            column.addWidget(edit)
            fault = label("", "error")
            fault.hide()
            self._faults[name] = fault
            column.addWidget(fault)
            edit.editingFinished.connect(partial(self._on_left, name))
        self.streets = StreetField(self.look, self._streets.example)
        self.streets.chosen.connect(self.read_streets)
        column.addWidget(self.streets)
        self.keep = self.look.button(self.tr("&Save and go on"), "primary", "it-check")
        self.keep.clicked.connect(self._on_keep)
        column.addLayout(button_row(self.keep))
        return form

    def _show(self, town: TownChoice, entries: OfficeEntries) -> None:
        self._town = town
        with QSignalBlocker(self.search):
            self.search.setText(town.title)
        self._offer(())
        none = self.tr("none is known")
        near = list(town.neighbours[:_MOST_NEIGHBOURS])
        rest = len(town.neighbours) - len(near)
        told = ", ".join(near) + (self.tr(" and %n more", "", rest) if rest > 0 else "")
        self.facts.show_rows(
            [
                (self.tr("Town and region"), ", ".join(filter(None, (town.title, town.region)))),
                (self.tr("Istat's code"), town.istat),
                (self.tr("Alert zone"), ", ".join(map(_zone, town.zones.items())) or none),
                (self.tr("Towns in the same zone"), told or none),
            ]
        )
        self.zones.clear()
        for code, name in town.zones.items():
            self.zones.addItem(_zone((code, name)), code)
        self.zones.setCurrentIndex(max(0, self.zones.findData(entries.alert_zone)))
        for widget in (self.zones, self._zone_title):
            widget.setVisible(len(town.zones) > 1)
        for name, edit in self._fields.items():
            edit.setText(getattr(entries, name))
            self._faults[name].hide()
        self._form.show()
        self.ask(partial(self._streets.known, entries.name), self._on_streets)

    def read_streets(self, path: Path) -> None:
        """Adds the streets of a file to the list; nothing is kept yet."""
        self.ask(partial(self._streets.read, path), self._on_file, self.streets.from_file)

    def _offer(self, towns: tuple[TownChoice, ...]) -> None:
        while (item := self._found_flow.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for town in towns:
            button = self.look.button(f"{town.title}, {town.region}", "step", "it-map-marker")
            button.clicked.connect(partial(self._on_picked, town))
            self._found_flow.addWidget(button)
        self._found.setVisible(bool(towns))
        in_reading_order(self._found)

    def _typed(self) -> OfficeEntries:
        values = {name: edit.text().strip() for name, edit in self._fields.items()}
        return OfficeEntries(**values, alert_zone=self.zones.currentData() or "")

    # -- events -------------------------------------------------------------------------------------------------------

    def _on_present(self, found: tuple[OfficeEntries, TownChoice | None]) -> None:
        entries, town = found
        if self._town is None and entries.name:
            zones = {entries.alert_zone: ""} if entries.alert_zone else {}
            self._show(town or TownChoice(entries.name, entries.name, "", "", zones, ()), entries)
            self._kept = self._typed()

    def _on_streets(self, known: tuple[StreetEntry, ...]) -> None:
        if self.streets.streets == self._known:  # what somebody typed meanwhile stays
            self._known = street_list.tidy(known)
            self.streets.show_streets(self._known)

    def _on_file(self, found: StreetsFound) -> None:
        self.streets.take(found)
        self.say("success", self.tr("%n street(s) read; look them over, then keep.", "", len(found.streets)))
        edit, town = self._fields["localities"], self._town
        if found.places and town and edit.text().strip() in ("", town.name):
            edit.setText(", ".join(dict.fromkeys((town.name, *found.places))))

    def _on_typed(self, text: str) -> None:
        same = self._town is not None and text.strip() == self._town.title
        self._form.setVisible(same)  # what is known is of the town that is named, never of another
        towns = () if same else self._work.search(text)
        self._offer(towns)
        self._none.setVisible(bool(text.strip()) and not towns and not same)
        self._none.setText(self.tr("No town of Italy begins with “{text}”.").format(text=text.strip()))
        if towns:
            announce(self, self.tr("%n town(s) found", "", len(towns)))

    def _on_enter(self) -> None:
        if towns := self._work.search(self.search.text()):
            self.pick(towns[0])

    def _on_picked(self, town: TownChoice, *_: object) -> None:
        self.pick(town)

    def _on_left(self, name: str) -> None:
        """A field was left: what is wrong with it is said at once, beside it."""
        self._show_faults({one: error for one, error in self._wrong().items() if one == name}, (name,))

    def _wrong(self) -> Mapping[str, InputError]:
        return self._work.problems(self._typed())

    def _show_faults(self, wrong: Mapping[str, InputError], names: tuple[str, ...]) -> None:
        for name in names:
            fault = self._faults[name]
            sentence = self.sentences.of(wrong[name]) if name in wrong else ""
            if sentence and sentence != fault.text():
                announce(self, sentence)
            fault.setText(sentence)
            fault.setVisible(bool(sentence))
            tell_fault(self._fields[name], sentence)

    def _on_keep(self) -> None:
        wrong = self._wrong()
        self._show_faults(wrong, tuple(self._faults))
        if wrong:
            first = next((name for name in self._faults if name in wrong), "name")
            self._fields[first].setFocus()
            return
        typed, streets = self._typed(), self.streets.streets

        def keep() -> None:
            self._work.keep(typed)
            self._streets.keep(typed.name, streets)

        self.ask(keep, partial(self._on_kept, typed, streets), self.keep)

    def _on_kept(self, typed: OfficeEntries, streets: tuple[StreetEntry, ...], _: object) -> None:
        self._kept, self._known = typed, streets
        self.be_silent()
        self.kept.emit()
        self.go_on.emit()


def _zone(zone: tuple[str, str]) -> str:
    code, name = zone
    return f"{code} ({name})" if name else code
