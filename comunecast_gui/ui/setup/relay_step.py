# SPDX-License-Identifier: EUPL-1.2
"""The step *Chi scrive Attiva*: where the relay runs, what is pasted there, each check, and a phone that writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QFrame, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from comunecast_gui.core.setup.relay_choice import Listening, RelayPoint, RelayPresent, RelayWay, RoundTrip
from comunecast_gui.core.setup.step_report import StepReport
from comunecast_gui.ui.setup.copy_row import CopyRow
from comunecast_gui.ui.setup.status_rows import StatusRow, StatusRows
from comunecast_gui.ui.setup.step_page import StepFrame, StepPage
from comunecast_gui.ui.widgets.by_keyboard import in_reading_order
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import announce, buddy_label, card, choice_note, label

FIELDS = (
    "messages",
    "user_preferences",
    "message_template_status_update",
    "template_category_update",
    "message_template_quality_update",
    "phone_number_quality_update",
    "account_update",
    "account_alerts",
    "business_capability_update",
)
"""What the app has to hear (Meta: "Webhooks"); the program reads all of them."""
_APPS = "https://developers.facebook.com/apps/"
_EXAMPLE = "https://avvisi.comune.example.it"
_KIT = "comunecast-relay.zip"
_AGAIN_MS = 3000


def relay_title() -> str:
    """What a person calls this step."""
    return QCoreApplication.translate("Setup", "Who writes Attiva")


class RelayWork(Protocol):
    """What this page needs; every call may take long."""

    def present(self) -> RelayPresent: ...

    def choose(self, way: RelayWay) -> None: ...

    def use_address(self, typed: str) -> str: ...

    def values(self) -> Mapping[str, str]: ...

    def keep_app_secret(self, secret: str) -> None: ...

    def write_kit(self, target: Path) -> None: ...

    def check(self) -> tuple[RelayPoint, ...]: ...

    def begin(self) -> Listening: ...

    def listen(self, before: Listening) -> RoundTrip: ...


class RelayStep(StepPage):
    """Choose a way; then address, values, check and test appear one below the other."""

    def __init__(self, work: RelayWork, frame: StepFrame) -> None:
        super().__init__(
            frame,
            self.tr("Hearing from people who write Attiva"),
            self.tr(
                "Meta hands what citizens write to a public address. A small service of the town receives it there, "
                "locks it with a key that only this computer has, and keeps it until the program fetches it."
            ),
        )
        self._work = work
        self._present = RelayPresent()
        self._before: Listening | None = None
        self._listening = False
        self.column.addWidget(self._ways_card())
        self.column.addWidget(self._address_card())
        self.column.addWidget(self._values_card())
        self.column.addWidget(self._check_card())
        self.column.addWidget(self._live_card())
        self.place_banner()
        self._timer = self.timer(self._listen, _AGAIN_MS)
        self._refresh()

    def show_report(self, report: StepReport) -> None:
        self._refresh()

    def leave(self) -> None:
        self._stop_listening()

    def entries(self) -> Mapping[str, str]:
        typed = self.address.text().strip()
        return {"address": typed} if typed and typed != self._present.url else {}

    def take_entries(self, entries: Mapping[str, str]) -> None:
        if typed := entries.get("address"):
            self.address.setText(typed)

    # -- building -----------------------------------------------------------------------------------------------------

    def _ways_card(self) -> QFrame:
        frame, column = card()
        column.addWidget(label(self.tr("1. Where does it run?"), "section"))
        self.ways: dict[RelayWay, QRadioButton] = {}
        group = QButtonGroup(self)
        for way, words, help_ in (
            (
                RelayWay.WEB_SPACE,
                self.tr("On a &web space that runs Python"),
                self.tr("Many towns have one already. One file to upload, four values to paste."),
            ),
            (
                RelayWay.SERVER,
                self.tr("On a &server or in a container of the town"),
                self.tr("For towns with an IT office: one command on Debian, or a container."),
            ),
            (
                RelayWay.NOT_NOW,
                self.tr("&Not now"),
                self.tr("People are added by hand or from a file; whoever writes Attiva gets no answer."),
            ),
        ):
            button = QRadioButton(words)
            button.setAccessibleDescription(help_)
            button.toggled.connect(partial(self._on_way, way))  # also where a screen reader chose it
            group.addButton(button)
            self.ways[way] = button
            column.addWidget(button)
            column.addWidget(choice_note(self.look, help_))
        return frame

    def _address_card(self) -> QFrame:
        self._address, column = card()
        column.addWidget(label(self.tr("2. Its address"), "section"))
        self.address = QLineEdit()
        self.address.setMaxLength(300)
        self.address.setPlaceholderText(_EXAMPLE)
        column.addWidget(buddy_label(self.tr("&Address where the service will answer"), self.address))
        column.addWidget(self.address)
        row = QWidget()
        flow = FlowLayout(row)
        self.keep = self.look.button(self.tr("&Save the address"), "primary", "it-check")
        self.keep.clicked.connect(self._on_keep)
        self.address.returnPressed.connect(self.keep.click)
        flow.addWidget(self.keep)
        column.addWidget(row)
        self._address.hide()
        return self._address

    def _values_card(self) -> QFrame:
        self._values, column = card()
        column.addWidget(label(self.tr("3. Upload and paste"), "section"))
        self._how = label("")
        column.addWidget(self._how)
        row = QWidget()
        flow = FlowLayout(row)
        self.save_kit = self.look.button(self.tr("Save the &file to upload…"), "primary", "it-download")
        self.save_kit.clicked.connect(self._on_save_kit)
        flow.addWidget(self.save_kit)
        column.addWidget(row)
        self._rows = QWidget()
        self._rows_column = QVBoxLayout(self._rows)
        self._rows_column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._rows)
        column.addWidget(
            CopyRow(
                self.look,
                4,
                self.tr(
                    "RELAY_APP_SECRET is the app secret: at Meta, in the basic settings of the app. Paste it there…"
                ),
                "RELAY_APP_SECRET",
                _APPS,
            )
        )
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setMaxLength(200)
        self._secret_there = label(self.tr("The app secret is there."), "success")
        column.addWidget(buddy_label(self.tr("… and a&lso here"), self.secret))
        column.addWidget(self.secret)
        column.addWidget(
            label(
                self.tr("With it this computer proves the way and checks that Meta signed. It is not shown again."),
                "small",
            )
        )
        column.addWidget(self._secret_there)
        secret_row = QWidget()
        secret_flow = FlowLayout(secret_row)
        self.keep_secret = self.look.button(self.tr("Save the app s&ecret"), "", "it-key")
        self.keep_secret.clicked.connect(self._on_secret)
        self.secret.returnPressed.connect(self.keep_secret.click)
        secret_flow.addWidget(self.keep_secret)
        column.addWidget(secret_row)
        self._webhook = CopyRow(
            self.look,
            5,
            self.tr("At Meta, in the app under WhatsApp, Configuration: write this address, and the word of number 1."),
            "-",
            _APPS,
        )
        column.addWidget(self._webhook)
        column.addWidget(
            CopyRow(
                self.look,
                6,
                self.tr(
                    "On the same page, under the webhook's fields, switch these on; “messages” is the one that counts:"
                ),
                ", ".join(FIELDS),
            )
        )
        self._values.hide()
        return self._values

    def _check_card(self) -> QFrame:
        self._checking, column = card()
        column.addWidget(label(self.tr("4. Check"), "section"))
        self.points = StatusRows(self.look, self.tr("The way from Meta to here"))
        self.points.hide()
        column.addWidget(self.points)
        row = QWidget()
        flow = FlowLayout(row)
        self.check = self.look.button(self.tr("&Check"), "primary", "it-refresh")
        self.check.clicked.connect(self._on_check)
        flow.addWidget(self.check)
        column.addWidget(row)
        self._checking.hide()
        return self._checking

    def _live_card(self) -> QFrame:
        self._live, column = card()
        column.addWidget(label(self.tr("5. With a real phone"), "section"))
        self.heard = label("")
        column.addWidget(self.heard)
        row = QWidget()
        flow = FlowLayout(row)
        self.listen = self.look.button(self.tr("&Begin the test"), "primary", "it-hearing")
        self.listen.clicked.connect(self._on_listen)
        flow.addWidget(self.listen)
        column.addWidget(row)
        self._live.hide()
        return self._live

    # -- what is known ------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self.ask(self._work.present, self._on_present)

    def _on_present(self, present: RelayPresent) -> None:
        before, self._present = self._present, present
        if present.way is not None:
            self._show_way(present.way)
        wanted = present.way in (RelayWay.WEB_SPACE, RelayWay.SERVER)
        if self.address.text().strip() in ("", before.url):  # what somebody wrote meanwhile stays
            self.address.setText(present.url)
        self._address.setVisible(wanted)
        set_up = wanted and bool(present.url)
        for frame in (self._values, self._checking, self._live):
            frame.setVisible(set_up)
        self._how.setText(
            self.tr(
                "In the panel of the web space make a Python application at this address, unpack the file in its "
                "folder, have requirements.txt installed, and paste the four values among its variables."
            )
            if present.way is RelayWay.WEB_SPACE
            else self.tr(
                "Unpack the file on the server and give one command there: sudo sh installa.sh. It asks for the four "
                "values. LEGGIMI.txt says how it is done with a container."
            )
        )
        self._secret_there.setVisible(present.has_secret)
        elsewhere = (present.url, present.number) != (before.url, before.number)
        if not self._listening and (elsewhere or not self.heard.text()):  # what was heard there stays to be read
            self._invite()
        if set_up and (present.url != before.url or not self._rows_column.count()):
            self._webhook.set_text(f"{present.url}/webhook")
            self.ask(self._work.values, self._show_values)

    def _show_values(self, values: Mapping[str, str]) -> None:
        while (item := self._rows_column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for number, (name, value) in enumerate(values.items(), 1):
            words = self.tr("{name}: copy it and paste it there.").format(name=name)
            self._rows_column.addWidget(CopyRow(self.look, number, words, value))
        in_reading_order(self._rows)

    def _show_points(self, found: Sequence[RelayPoint]) -> None:
        rows = []
        for one in found:
            state = self.tr("works") if one.fine else self.tr("to mend")
            text = self.sentences.text(f"relay_setup.{one.code}", **one.values)
            rows.append(StatusRow(text if one.fine else self.tr("Here it stops"), state, "" if one.fine else text,
                                  "success" if one.fine else "error"))  # fmt: skip
        self.points.show_rows(rows)
        self.points.setVisible(bool(rows))

    # -- events -------------------------------------------------------------------------------------------------------

    def _show_way(self, way: RelayWay) -> None:
        with QSignalBlocker(self.ways[way]):
            self.ways[way].setChecked(True)

    def _on_way(self, way: RelayWay, chosen: bool) -> None:
        if not chosen:
            return
        self._stop_listening()
        self.ask(partial(self._work.choose, way), self._on_changed)

    def _on_changed(self, _: object) -> None:
        self.kept.emit()
        self._refresh()

    def _on_keep(self) -> None:
        call = partial(self._work.use_address, self.address.text())
        self.ask(call, self._on_address, self.keep, field=self.address)

    def _on_address(self, url: str) -> None:
        self.address.setText(url)
        self.say("success", self.tr("The address is saved, and the keys are made. Now upload and paste."))
        self._on_changed(None)

    def _on_secret(self) -> None:
        call = partial(self._work.keep_app_secret, self.secret.text())
        self.ask(call, self._on_kept_secret, self.keep_secret, field=self.secret)

    def _on_kept_secret(self, _: object) -> None:
        self.secret.clear()
        announce(self, self._secret_there.text())
        self._on_changed(None)

    def _on_save_kit(self) -> None:
        dialog = QFileDialog(self, self.tr("The file to upload"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Zip (*.zip)"))
        dialog.setDefaultSuffix("zip")
        dialog.selectFile(_KIT)
        dialog.fileSelected.connect(self.write_kit)
        dialog.open()

    def write_kit(self, file: str) -> None:
        """Writes the zip there, and says so."""
        self.ask(partial(self._work.write_kit, Path(file)), partial(self._on_kit, file), self.save_kit)

    def _on_kit(self, file: str, _: object) -> None:
        self.say("success", self.tr("Saved: {file}. Upload it and unpack it there.").format(file=file))

    def _on_check(self) -> None:
        self.ask(self._work.check, self._on_points, self.check)

    def _on_points(self, found: tuple[RelayPoint, ...]) -> None:
        self._show_points(found)
        open_ = next((one for one in found if not one.fine), None)
        if open_ is None:
            self.say("success", self.tr("The way works. Now the test with a real phone."))
        else:
            self.be_silent()  # the list says it, where the button is
            announce(self, self.sentences.text(f"relay_setup.{open_.code}", **open_.values))
        self.kept.emit()

    def _on_listen(self) -> None:
        if self._listening:
            self._stop_listening()
            self._invite()
            return
        self.ask(self._work.begin, self._on_begun, self.listen)

    def _on_begun(self, before: Listening) -> None:
        self._before, self._listening = before, True
        self.listen.setText(self.tr("&Stop the test"))
        number = self._present.number or self.tr("the town's number")
        self._tell(self.tr("Listening… Now write Attiva to {number} with a phone.").format(number=number))
        self._listen()

    def _invite(self) -> None:
        number = self._present.number or self.tr("the town's number")
        self.heard.setText(self.tr("Take a phone, and after pressing write Attiva to {number}.").format(number=number))

    def _stop_listening(self) -> None:
        self._timer.stop()
        self._listening = False
        self.listen.setText(self.tr("&Begin the test"))

    def _listen(self) -> None:
        if self._listening and self._before is not None:
            self.ask(partial(self._work.listen, self._before), self._on_heard, failed=self._on_not_heard)

    def _on_heard(self, trip: RoundTrip) -> None:
        if not self._listening:
            return
        if not trip.whole:
            self._timer.start()
            return
        self._stop_listening()
        who = self.tr("{number} wrote Attiva, is in the list now and has got the answer.").format(number=trip.newest)
        words = who if trip.newest else self.tr("Somebody wrote, and has got the answer.")
        self._tell(words)
        self.say("success", words)
        self.kept.emit()

    def _on_not_heard(self, sentence: str) -> None:
        if not self._listening:
            return
        if sentence != self.said:
            self.say("warning", sentence)
        self._timer.start()

    def _tell(self, words: str) -> None:
        self.heard.setText(words)
        announce(self, words)
