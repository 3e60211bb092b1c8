# SPDX-License-Identifier: EUPL-1.2
"""The step *WhatsApp*: what Meta wants and how far it is, the key, the number chosen from a list, its registration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from comunecast_gui.core.meta.setup_progress import Matter, Progress, Standing, before
from comunecast_gui.core.setup.step_report import StepReport
from comunecast_gui.core.setup.whatsapp_choice import NumberChoice, WhatsAppPresent
from comunecast_gui.ui.setup.status_rows import StatusRow, StatusRows
from comunecast_gui.ui.setup.step_page import StepFrame, StepPage
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.by_keyboard import in_reading_order
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import announce, buddy_label, card, label

_TONES = {
    Standing.LATER: "muted",
    Standing.OPEN: "error",
    Standing.WAITS: "warning",
    Standing.UNSAID: "warning",
    Standing.DONE: "success",
}
_PIN = 6


class WhatsAppWork(Protocol):
    """What this page needs; every call may take long."""

    def present(self) -> WhatsAppPresent: ...

    def use_key(self, token: str, server: str = "") -> tuple[NumberChoice, ...]: ...

    def numbers(self, account: str = "") -> tuple[NumberChoice, ...]: ...

    def choose(self, number: NumberChoice) -> None: ...

    def register(self, pin: str, *, fresh: bool = False) -> None: ...

    def progress(self) -> tuple[Progress, ...]: ...


class WhatsAppStep(StepPage):
    """Key, number and PIN appear one after the other; the list below says at any time what Meta still wants."""

    def __init__(self, work: WhatsAppWork, frame: StepFrame) -> None:
        super().__init__(
            frame,
            self.tr("The town's number on WhatsApp"),
            self.tr(
                "Meta wants a few things first, in the order of the list below; each has its page. Once you have the "
                "key, paste it here: everything else is found and checked by the program."
            ),
        )
        self._work = work
        self._present = WhatsAppPresent()
        self._found: tuple[Progress, ...] = ()
        self._asked_numbers = False
        self.column.addWidget(self._key_card())
        self.column.addWidget(self._number_card())
        self.column.addWidget(self._pin_card())
        self.place_banner()
        self.list = StatusRows(self.look, self.tr("What Meta wants, and how far it is"))
        self.column.addWidget(self.list)
        self.check = self.look.button(self.tr("Check with &Meta"), "", "it-refresh")
        self.check.clicked.connect(self._ask_meta)
        row = QWidget()
        flow = FlowLayout(row)
        flow.addWidget(self.check)
        self.column.addWidget(row)
        self._show_progress(before())
        self.ask(self._work.present, self._on_present)

    def show_report(self, report: StepReport) -> None:
        self.ask(self._work.present, self._on_present)

    def entries(self) -> Mapping[str, str]:
        account = self.account.text().strip()
        return {"account": account} if account else {}

    def take_entries(self, entries: Mapping[str, str]) -> None:
        self.account.setText(entries.get("account", ""))

    # -- building -----------------------------------------------------------------------------------------------------

    def _key_card(self) -> QFrame:
        frame, column = card()
        column.addWidget(label(self.tr("1. The key"), "section"))
        self._key_there = label(self.tr("The key is there."), "success")
        self._key_there.hide()
        column.addWidget(self._key_there)
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setMaxLength(4000)
        self._key_title = buddy_label(self.tr("&Key of the system user"), self.key)
        self._key_help = label(
            self.tr("It is kept where this computer keeps passwords, and is not shown again."), "small"
        )
        self.server = QLineEdit()
        self._server_title = buddy_label(self.tr("Address of the &service"), self.server)
        self._server_help = label(self.tr("Only for tests and proxies; leave it empty otherwise."), "small")
        for widget in (
            self._key_title, self.key, self._key_help, self._server_title, self.server, self._server_help,
        ):  # fmt: skip
            column.addWidget(widget)
        for widget in (self._server_title, self.server, self._server_help):
            widget.hide()
        row = QWidget()
        flow = FlowLayout(row)
        self.take_key = self.look.button(self.tr("Check the ke&y"), "primary", "it-key")
        self.take_key.clicked.connect(self._on_take_key)
        self.key.returnPressed.connect(self.take_key.click)
        self.other_server = self.look.button(self.tr("Another &address…"), "quiet")
        self.other_server.clicked.connect(self._on_other_server)
        self.other_key = self.look.button(self.tr("&Use another key…"), "quiet", "it-exchange-circle")
        self.other_key.clicked.connect(self._on_other_key)
        self.other_key.hide()
        for button in (self.take_key, self.other_server, self.other_key):
            flow.addWidget(button)
        column.addWidget(row)
        self._entering = (self._key_title, self.key, self._key_help, self.take_key, self.other_server)
        return frame

    def _number_card(self) -> QFrame:
        self._number, column = card()
        column.addWidget(label(self.tr("2. The number"), "section"))
        self._chosen = label("", "success")
        self._chosen.hide()
        column.addWidget(self._chosen)
        self._offered = QWidget()
        self._offered.setAccessibleName(self.tr("Numbers that the key may use"))
        self._offered_flow = FlowLayout(self._offered, gap=8)
        column.addWidget(self._offered)
        self.account = QLineEdit()
        self.account.setMaxLength(20)
        self._account_title = buddy_label(self.tr("Co&de of the WhatsApp account"), self.account)
        self._account_help = label(
            self.tr(
                "Meta did not say which accounts the key may use. The code stands in WhatsApp Manager, in the settings."
            ),
            "small",
        )
        self.take_account = self.look.button(self.tr("&Find its numbers"), "primary", "it-search")
        self.take_account.clicked.connect(self._on_take_account)
        self.account.returnPressed.connect(self.take_account.click)
        self._asking_account = (self._account_title, self.account, self._account_help, self.take_account)
        for widget in self._asking_account:
            widget.hide()
            column.addWidget(widget)
        row = QWidget()
        flow = FlowLayout(row)
        self.other_number = self.look.button(self.tr("Choose an&other number…"), "quiet", "it-exchange-circle")
        self.other_number.clicked.connect(self._on_other_number)
        flow.addWidget(self.other_number)
        column.addWidget(row)
        self._number.hide()
        return self._number

    def _pin_card(self) -> QFrame:
        self._pin, column = card()
        column.addWidget(label(self.tr("3. Registration"), "section"))
        column.addWidget(
            label(
                self.tr(
                    "The number has to be registered once, with a PIN of six digits. If it has one already, it is that "
                    "one; otherwise choose one and note it on paper, beside the recovery words."
                )
            )
        )
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(12)
        column.addWidget(buddy_label(self.tr("&PIN of the number"), self.pin))
        column.addWidget(self.pin)
        column.addWidget(label(self.tr("It goes to Meta alone and is kept nowhere."), "small"))
        row = QWidget()
        flow = FlowLayout(row)
        self.register = self.look.button(self.tr("&Register the number"), "primary", "it-check")
        self.register.clicked.connect(self._on_register)
        self.pin.returnPressed.connect(self.register.click)
        flow.addWidget(self.register)
        self.forgotten = self.look.button(self.tr("Nobody remembers it: se&t this one"), "quiet", "it-restore")
        self.forgotten.clicked.connect(self._on_forgotten)
        flow.addWidget(self.forgotten)
        column.addWidget(row)
        self._pin.hide()
        return self._pin

    # -- what is known ------------------------------------------------------------------------------------------------

    def _on_present(self, present: WhatsAppPresent) -> None:
        first = not self._present.has_key and not self._present.number_id
        self._present = present
        self._show_entering(not present.has_key)
        self._number.setVisible(present.has_key)
        self._chosen.setText(self.tr("Messages go out from {number}.").format(number=present.display))
        self._chosen.setVisible(bool(present.number_id))
        self.other_number.setVisible(bool(present.number_id))
        self.check.setEnabled(present.has_key and bool(present.number_id))
        if first and present.has_key and present.number_id and not self._found:
            self._ask_meta()
        elif present.has_key and not present.number_id and not self._asked_numbers:
            self._find_numbers()

    def _show_entering(self, on: bool) -> None:
        for widget in self._entering:
            widget.setVisible(on)
        if not on:
            for widget in (self._server_title, self.server, self._server_help):
                widget.hide()
        self._key_there.setVisible(not on)
        self.other_key.setVisible(not on)

    def _show_progress(self, found: Sequence[Progress]) -> None:
        self.list.show_rows([self._row(one) for one in found])
        registration = next((one for one in found if one.matter is Matter.REGISTRATION), None)
        self._pin.setVisible(registration is not None and registration.standing is Standing.OPEN)

    def _row(self, one: Progress) -> StatusRow:
        values = dict(one.values)
        if "quality" in values:
            values["quality"] = labels.quality(str(values["quality"]))
        text = self.sentences.text(f"meta_setup.{one.code}", **values)
        if one.error is not None:
            text = self.sentences.of(one.error, queued=False)
        usual = f"{one.matter}_usual"
        if one.standing is not Standing.DONE and one.matter in (Matter.VERIFICATION, Matter.NAME):
            text = f"{text} {self.sentences.text(f'meta_setup.{usual}')}"
        title = self.sentences.text(f"meta_setup.{one.matter}_title")
        # Whether there is a card Meta never says: its page is worth a look whatever it says of payments.
        page = one.page if one.standing is not Standing.DONE or one.matter is Matter.PAYMENT else ""
        tone = "warning" if one.standing is Standing.OPEN and not one.keeps_back else _TONES[one.standing]
        return StatusRow(title, _state(one.standing), text, tone, page)

    # -- events -------------------------------------------------------------------------------------------------------

    def _on_other_server(self) -> None:
        for widget in (self._server_title, self.server, self._server_help):
            widget.show()
        self.server.setFocus()

    def _on_other_key(self) -> None:
        self._show_entering(True)
        self.key.setFocus()

    def _on_take_key(self) -> None:
        call = partial(self._work.use_key, self.key.text(), self.server.text())
        self.ask(call, self._on_key, self.take_key, field=self.key)

    def _on_key(self, numbers: tuple[NumberChoice, ...]) -> None:
        self.key.clear()
        self._show_entering(False)
        self._number.show()
        self.be_silent()
        if self._present.number_id and any(one.id == self._present.number_id for one in numbers):
            self.kept.emit()
            self._ask_meta()
            return
        self._on_numbers(numbers)
        self.kept.emit()

    def _find_numbers(self) -> None:
        self._asked_numbers = True
        self.ask(self._work.numbers, self._on_numbers, self.other_number)

    def _on_other_number(self) -> None:
        self._find_numbers()

    def _on_take_account(self) -> None:
        call = partial(self._work.numbers, self.account.text().strip())
        self.ask(call, self._on_numbers, self.take_account, field=self.account)

    def _on_numbers(self, numbers: tuple[NumberChoice, ...]) -> None:
        self._asked_numbers = True
        if len(numbers) == 1 and not self._present.number_id:
            self._choose(numbers[0])
            return
        while (item := self._offered_flow.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for one in numbers:
            words = ", ".join(filter(None, (one.display or one.id, one.name)))
            button = self.look.button(words, "step", "it-telephone")
            button.clicked.connect(partial(self._on_picked, one))
            self._offered_flow.addWidget(button)
        self._offered.setVisible(bool(numbers))
        in_reading_order(self._offered)
        for widget in self._asking_account:
            widget.setVisible(not numbers)
        if numbers:
            announce(self, self.tr("%n number(s) found", "", len(numbers)))
        else:
            self.account.setFocus()

    def _on_picked(self, number: NumberChoice, *_: object) -> None:
        self._choose(number)

    def _choose(self, number: NumberChoice) -> None:
        self.ask(partial(self._work.choose, number), partial(self._on_chosen, number))

    def _on_chosen(self, number: NumberChoice, _: object) -> None:
        self._present = WhatsAppPresent(True, number.id, number.account, number.display)
        self._offered.hide()
        for widget in self._asking_account:
            widget.hide()
        self.be_silent()
        self.kept.emit()
        self._ask_meta()

    def _ask_meta(self) -> None:
        self.ask(self._work.progress, self._on_progress, self.check)

    def _on_progress(self, found: tuple[Progress, ...]) -> None:
        self._found = found
        self._show_progress(found)
        open_ = [one for one in found if one.keeps_back]
        if open_:
            self.say("warning", self.tr("%n thing(s) are still open before messages can go out.", "", len(open_)))
        else:
            self.say("success", self.tr("Nothing keeps messages back."))
        self.kept.emit()

    def _on_register(self) -> None:
        call = partial(self._work.register, self.pin.text())
        self.ask(call, self._on_registered, self.register, self.forgotten, field=self.pin)

    def _on_forgotten(self) -> None:
        call = partial(self._work.register, self.pin.text(), fresh=True)
        self.ask(call, self._on_registered, self.register, self.forgotten, field=self.pin)

    def _on_registered(self, _: object) -> None:
        self.pin.clear()
        announce(self, self.tr("The number is registered."))
        self._ask_meta()


def _state(standing: Standing) -> str:
    return {
        Standing.LATER: QCoreApplication.translate("Setup", "to do"),
        Standing.OPEN: QCoreApplication.translate("Setup", "open"),
        Standing.WAITS: QCoreApplication.translate("Setup", "Meta is looking"),
        Standing.UNSAID: QCoreApplication.translate("Setup", "not known"),
        Standing.DONE: QCoreApplication.translate("Setup", "done"),
    }[standing]
