# SPDX-License-Identifier: EUPL-1.2
"""The step *Prova*: the first notice to the office's own phone, then what is missing before the public launch."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from comunecast_gui.core.model import ChannelKind
from comunecast_gui.core.setup.launch import LaunchFacts
from comunecast_gui.core.setup.step_report import StepReport
from comunecast_gui.core.setup.trial_record import Trial, TrialOutcome
from comunecast_gui.ui.setup.copy_row import CopyRow
from comunecast_gui.ui.setup.poster import Poster, write_poster
from comunecast_gui.ui.setup.step_page import StepFrame, StepPage
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import buddy_label, card, label
from comunecast_gui.ui.widgets.qr_code import QrCode
from comunecast_gui.ui.widgets.still_fields import TextArea

_AGAIN_MS = 3000
_HEARINGS = 100
_CODE = 150
_TEXT = (
    "Se leggi questo messaggio, gli avvisi del Comune arrivano su questo telefono. È una prova: nessun altro la riceve."
)
"""For a citizen's eyes, and so in Italian in every language of the window."""
_WHATSAPP, _TELEGRAM = str(ChannelKind.WHATSAPP), str(ChannelKind.TELEGRAM)


class TrialWork(Protocol):
    """What this page needs; every call may take long."""

    def facts(self) -> LaunchFacts: ...

    def chat_address(self) -> str: ...

    def look_for_chat(self) -> bool: ...

    def send_on_telegram(self, text: str) -> None: ...

    def send_on_whatsapp(self, text: str, number: str) -> None: ...

    def told(self) -> Trial | None: ...

    def note_seen(self, channel: str) -> None: ...

    def note_poster(self) -> None: ...

    def note_alone(self, alone: bool) -> None: ...


def trial_title() -> str:
    """What a person calls this step."""
    return QCoreApplication.translate("Setup", "Trial")


class TrialStep(StepPage):
    """Neither the number nor the private chat is kept anywhere."""

    def __init__(self, work: TrialWork, frame: StepFrame) -> None:
        super().__init__(
            frame,
            self.tr("The first notice goes to you alone"),
            self.tr("It arrives on your own phone exactly as citizens will get it. Nobody else receives it."),
        )
        self._work = work
        self._facts = LaunchFacts("")
        self._address = ""
        self._chat_known = False
        self._looking = False
        self.text = TextArea(_TEXT)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.look.theme.px(84))
        self.column.addWidget(buddy_label(self.tr("Te&xt of the notice"), self.text))
        self.column.addWidget(self.text)
        self.column.addWidget(self._telegram_card())
        self.column.addWidget(self._whatsapp_card())
        self.place_banner()
        self.column.addWidget(self._launch_card())
        self._timer = self.timer(self._look, _AGAIN_MS)
        self._hearing = self.timer(self._hear, _AGAIN_MS)
        self._hearings_left = 0
        self._refresh()

    def show_report(self, report: StepReport) -> None:
        self._refresh()

    def leave(self) -> None:
        self._timer.stop()
        self._hearings_left = 0

    def next_of(self, buttons: Sequence[QPushButton]) -> QPushButton | None:
        """The first channel on which no notice was seen yet."""
        seen = {self.send_telegram: _TELEGRAM, self.send_whatsapp: _WHATSAPP}
        return next((one for one in buttons if one in seen and not self._facts.channels.get(seen[one])), None)

    # -- building -----------------------------------------------------------------------------------------------------

    def _telegram_card(self) -> QFrame:
        self._telegram, column = card()
        column.addWidget(label("Telegram", "section"))
        self._way = QWidget()
        row = QHBoxLayout(self._way)
        row.setContentsMargins(0, 0, 0, 0)
        self._code = QrCode(self.look.theme.px(_CODE), self.tr("Code of the chat with the bot, to be scanned"))
        row.addWidget(self._code, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.addWidget(label(self.tr("Scan the code with your phone, or open the address, and press “Start”.")))
        self._link = CopyRow(self.look, 0, self.tr("Private chat with the bot:"), "-")
        words.addWidget(self._link)
        self._waiting = label(self.tr("Waiting for you to press “Start”…"), "muted")
        words.addWidget(self._waiting)
        row.addLayout(words, 1)
        column.addWidget(self._way)
        self._way.hide()
        self.send_telegram, self.seen_telegram = self._buttons(column, _TELEGRAM)
        return self._telegram

    def _whatsapp_card(self) -> QFrame:
        self._whatsapp, column = card()
        column.addWidget(label("WhatsApp", "section"))
        self.number = QLineEdit()
        column.addWidget(buddy_label(self.tr("Number of your own &phone"), self.number))
        column.addWidget(label(self.tr("It is used for this trial only, and kept nowhere."), "small"))
        column.addWidget(self.number)
        self.send_whatsapp, self.seen_whatsapp = self._buttons(column, _WHATSAPP)
        self.number.returnPressed.connect(self.send_whatsapp.click)
        return self._whatsapp

    def _buttons(self, column: QVBoxLayout, channel: str) -> tuple[QPushButton, QPushButton]:
        box = QWidget()
        flow = FlowLayout(box)
        service = _service(channel)
        send = self.look.button(self.tr("Send it to me on {service}").format(service=service), "primary", "it-horn")
        send.clicked.connect(partial(self._on_send, channel))
        seen = self.look.button(self.tr("It arrived on {service}").format(service=service), "", "it-check")
        seen.clicked.connect(partial(self._on_seen, channel))
        seen.hide()
        flow.addWidget(send)
        flow.addWidget(seen)
        column.addWidget(box)
        return send, seen

    def _launch_card(self) -> QFrame:
        frame, column = card()
        column.addWidget(label(self.tr("Before you tell the citizens"), "section"))
        self._list = QVBoxLayout()
        column.addLayout(self._list)
        box = QWidget()
        flow = FlowLayout(box)
        self.save_poster = self.look.button(self.tr("Save the poster with the &QR codes…"), "", "it-download")
        self.save_poster.clicked.connect(self._on_save_poster)
        flow.addWidget(self.save_poster)
        column.addWidget(box)
        self.alone = QCheckBox(self.tr("I work alone: there is no second person"))
        self.alone.toggled.connect(self._on_alone)  # also where a screen reader ticked it
        column.addWidget(self.alone)
        return frame

    # -- what is known ------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self.ask(self._work.facts, self._on_facts)

    def _on_facts(self, facts: LaunchFacts) -> None:
        self._facts = facts
        self._telegram.setVisible(_TELEGRAM in facts.channels)
        self._whatsapp.setVisible(_WHATSAPP in facts.channels)
        with QSignalBlocker(self.alone):
            self.alone.setChecked(facts.alone)
        self.alone.setVisible(not facts.second_person)
        self._show_list()
        if _TELEGRAM in facts.channels and not self._chat_known:
            if self._address:
                self._look()
            else:
                self.ask(self._work.chat_address, self._on_address, failed=self._on_no_address)
        self._show_chat()

    def _show_chat(self) -> None:
        """The way to the chat stands there once its address is known: a code without one leads nowhere."""
        self._way.setVisible(bool(self._address) and not self._chat_known)
        self.send_telegram.setEnabled(self._chat_known)

    def _show_list(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        facts = self._facts
        lines = [
            *((self.tr("First notice seen on {service}").format(service=_service(name)), seen)
              for name, seen in facts.channels.items()),
            (self.tr("Privacy page (step Office)"), facts.privacy_page),
            (self.tr("Poster with the QR codes"), facts.poster),
            (self.tr("Second person (Settings, “The office's people…”)"), facts.second_person or facts.alone),
        ]  # fmt: skip
        for words, done in lines:
            row = QWidget()
            across = QHBoxLayout(row)
            across.setContentsMargins(0, 0, 0, 0)
            icon, tone = ("it-check-circle", "success") if done else ("it-pencil", "muted")
            across.addWidget(self.look.icon_label(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
            state = self.tr("done") if done else self.tr("to do")
            across.addWidget(label(f"{words}: {state}"), 1)
            self._list.addWidget(row)
            row.show()  # now, not in a later turn of the event loop

    # -- events -------------------------------------------------------------------------------------------------------

    def _on_address(self, address: str) -> None:
        self._address = address
        self._code.set_text(address)
        self._link.set_text(address)
        self.send_telegram.show()  # it is away while there is no bot
        self._show_chat()
        self._look()

    def _on_no_address(self, sentence: str) -> None:
        """Without a private chat the person still says whether a notice was seen, in the channel for one."""
        self._way.hide()
        self.send_telegram.hide()
        self.seen_telegram.setVisible(not self._facts.channels.get(_TELEGRAM, False))
        if sentence != self.said:
            self.say("warning", sentence, asked=False)

    def _look(self) -> None:
        """Looks for the private chat as long as this page is in front and none is known."""
        if self._looking or self._chat_known or not self.isVisible() or not self.isEnabled():
            return
        self._looking = True
        self.ask(self._work.look_for_chat, self._on_looked, failed=self._on_not_looked)

    def _on_looked(self, known: bool) -> None:
        self._looking = False
        self._chat_known = known
        if known:
            self.say("success", self.tr("Your chat with the bot is there. Now send the notice."), asked=False)
            self._show_chat()
        else:
            self._timer.start()

    def _on_not_looked(self, sentence: str) -> None:
        self._looking = False
        if sentence != self.said:
            self.say("warning", sentence, asked=False)
        self._timer.start()

    def _on_send(self, channel: str, *_: object) -> None:
        text = self.text.toPlainText()
        if channel == _WHATSAPP:
            call = partial(self._work.send_on_whatsapp, text, self.number.text())
            self.ask(call, partial(self._on_sent, channel), self.send_whatsapp, field=self.number)
        else:
            call = partial(self._work.send_on_telegram, text)
            self.ask(call, partial(self._on_sent, channel), self.send_telegram)

    def _on_sent(self, channel: str, _: object) -> None:
        service = _service(channel)
        words = self.tr("{service} took the notice. Look at your phone: is it there?")
        self.say("success", words.format(service=service))
        seen = self.seen_whatsapp if channel == _WHATSAPP else self.seen_telegram
        seen.show()
        seen.setFocus()
        if channel == _WHATSAPP:
            self._hearings_left = _HEARINGS
            self._hearing.start()

    def _hear(self) -> None:
        """Looks for what WhatsApp tells of the notice that it took, for a few minutes."""
        if self._hearings_left > 0:
            self._hearings_left -= 1
            self.ask(self._work.told, self._on_told, failed=lambda _: self._hearing.start())

    def _on_told(self, trial: Trial | None) -> None:
        if trial is None or self._hearings_left <= 0:
            return
        if trial.outcome is TrialOutcome.FAILED:
            why = self.sentences.of_trial(trial.code, trial.detail)
            self.seen_whatsapp.hide()
            self.say("error", self.tr("WhatsApp did not deliver the notice: {why}").format(why=why))
        elif trial.outcome in (TrialOutcome.DELIVERED, TrialOutcome.READ):
            if self.seen_whatsapp.isVisible():
                self.say("success", self.tr("WhatsApp delivered the notice to your phone."), asked=False)
        else:
            self._hearing.start()

    def _on_seen(self, channel: str, *_: object) -> None:
        seen = self.seen_whatsapp if channel == _WHATSAPP else self.seen_telegram
        seen.hide()
        self.ask(partial(self._work.note_seen, channel), self._on_noted)

    def _on_alone(self, alone: bool) -> None:
        self.ask(partial(self._work.note_alone, alone), self._on_noted)

    def _on_noted(self, _: object) -> None:
        self.be_silent()
        self.kept.emit()

    def _on_save_poster(self) -> None:
        dialog = QFileDialog(self, self.tr("Poster for citizens"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile("locandina.pdf")
        dialog.fileSelected.connect(self.keep_poster)
        dialog.open()

    def keep_poster(self, path: Path | str) -> None:
        """Writes the poster for citizens into a file."""
        poster = Poster(self._facts.office, self._facts.number, self._facts.chat)
        if write_poster(poster, Path(path)):
            self.ask(self._work.note_poster, self._on_noted)
        else:
            self.say("error", self.tr("The file cannot be written there. Choose another folder."))


def _service(channel: str) -> str:
    return ChannelKind(channel).service
