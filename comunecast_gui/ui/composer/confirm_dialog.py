# SPDX-License-Identifier: EUPL-1.2
"""The confirmation before sending: the very messages, how many people, what it costs, which warnings to accept."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from comunecast_gui.core.approval.rules import Reason
from comunecast_gui.core.model import kind_of
from comunecast_gui.core.notice.checks.check import Problem, Severity
from comunecast_gui.store.approval.approval_requests import Needed
from comunecast_gui.ui.composer.send_summary import Summary, euro
from comunecast_gui.ui.theme.colours import ALERTS
from comunecast_gui.ui.theme.icons import alert_pixmap
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Banner, Look, beside, card, label, rule
from comunecast_gui.ui.widgets.phone_preview import PhonePreview
from comunecast_gui.ui.widgets.problem_list import severity_word
from comunecast_gui.ui.widgets.screen_room import room_for

_ALONE = 600
_BESIDE = 1160
"""Width in pixels at normal text size: of the figures alone, and with the messages beside them."""


def _said(look: Look, tone: str, problem: Problem) -> Banner:
    """The problem's own sentence, with the icon's meaning in words for screen readers."""
    banner = Banner(look, tone, problem.message)
    banner.setAccessibleName(f"{severity_word(problem.severity)}: {problem.message}")
    return banner


class ConfirmDialog(FittingDialog):
    """Asks once more; ``confirmed`` comes at most once, whatever is pressed how often."""

    confirmed = Signal()
    generic_wanted = Signal()
    """The generic template shall carry it on WhatsApp."""
    again_wanted = Signal()
    """The services shall be asked once more."""

    def __init__(self, look: Look, summary: Summary, parent: QWidget | None = None) -> None:
        super().__init__(look.theme.px(_ALONE), parent)
        self._summary = summary
        self.previews: list[PhonePreview] = []
        """The messages as people will read them."""
        self.setWindowTitle(self.tr("Send the notice"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = self.column
        column.setSpacing(14)
        heading = label(self.tr("Send this notice?"))
        heading.setObjectName("title")
        column.addWidget(heading)
        column.addWidget(label(summary.title, "strong"))
        if summary.changed:
            text = self.tr("While you were confirming something has changed: look at it again before it goes out.")
            column.addWidget(Banner(look, "warning", text))
        if summary.training:
            column.addWidget(Banner(look, "info", self.tr("Training: nothing leaves this computer.")))
        if summary.needed:
            column.addWidget(Banner(look, "info", self._needed_words(summary.needed)))
        told, read = QVBoxLayout(), self._messages(look)
        told.setSpacing(14)
        self._add_unready(told, look)
        self._ticks: list[QCheckBox] = []
        self._add_problems(told, look)  # what has to be ticked stands above what only has to be read
        told.addWidget(self._figures(look))
        told.addStretch(1)
        self._word = QLineEdit()
        wide = look.theme.px(_BESIDE)
        beside = room_for(self).width() >= wide and bool(summary.contents)
        both = QBoxLayout(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        both.setSpacing(24 if beside else 14)
        both.addLayout(told, 2)
        both.addLayout(read, 3)
        column.addLayout(both)
        column.addStretch(1)
        if beside:
            self.begin_with(wide, 0)
        # the word stays in sight beside the button that it opens, however much there is to read
        self.set_foot(self._buttons(look), *((self._typed_word(),) if summary.confirm_word else ()))
        self._update()
        # the first thing to do has the focus, not the first thing to read
        first = [*self._ticks, *((self._word,) if summary.confirm_word else ()), self._back]
        first[0].setFocus()

    @property
    def ready(self) -> bool:
        """Whether every warning was accepted and the word typed, so that the notice can be sent."""
        return self._send.isEnabled()

    def agree(self, word: str = "") -> None:
        """Ticks every warning and types the word, as a person would who agrees; nothing is sent yet."""
        for tick in self._ticks:
            tick.setChecked(True)
        self._word.setText(word)

    def accept(self) -> None:
        """Confirms if every warning was accepted; a second call does nothing."""
        if self._send.isEnabled():
            self._send.setEnabled(False)
            self.confirmed.emit()
            super().accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses the button that has the focus; elsewhere it goes on to what is still to be done."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focused = self.focusWidget()
        if isinstance(focused, QPushButton):
            focused.click()
            return
        open_ticks = [tick for tick in self._ticks if not tick.isChecked()]
        if open_ticks:
            open_ticks[0].setFocus()
        elif not self.ready:
            self._word.setFocus()
        else:
            self._send.setFocus()

    def _messages(self, look: Look) -> QVBoxLayout:
        """The very messages, once for each kind of channel."""
        column = QVBoxLayout()
        column.setSpacing(10)
        summary = self._summary
        if not summary.contents or summary.office is None or summary.at is None:
            return column
        column.addWidget(label(self.tr("What people will read"), "section"))
        beside = room_for(self).width() >= look.theme.px(_ALONE)
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        row.setSpacing(14)
        by_kind = {kind_of(name): content for name, content in reversed(list(summary.contents.items()))}
        for kind in sorted(by_kind, key=lambda kind: (not kind.personal, kind)):
            preview = PhonePreview(look, kind, summary.office)
            preview.show_content(by_kind[kind], summary.at)
            self.previews.append(preview)
            row.addWidget(preview, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addStretch(1)
        return column

    def _figures(self, look: Look) -> QWidget:
        frame, column = card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        summary = self._summary
        for line, channel in enumerate(summary.channels):
            grid.addWidget(look.icon_label(labels.ICONS[kind_of(channel)], "accent"), line, 0)
            grid.addWidget(label(labels.channel_title(channel, summary.titles), "strong", wrap=False), line, 1)
            grid.addWidget(label(self._reach(channel)), line, 2)
        grid.addWidget(rule(), grid.rowCount(), 0, 1, 3)
        for line, (name, value) in enumerate(self._facts(), grid.rowCount()):
            grid.addWidget(label(name, "muted", wrap=False), line, 0, 1, 2, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(self._fact(look, value), line, 2)
        grid.setColumnStretch(2, 1)
        column.addLayout(grid)
        return frame

    def _add_unready(self, column: QVBoxLayout, look: Look) -> None:
        """Why channels are not ready, and what becomes of the notice there."""
        summary = self._summary
        for channel, why in summary.unready.items():
            title = labels.channel_title(channel, summary.titles)
            text = self.tr("{channel} is not ready: {why}").format(channel=title, why=why)
            column.addWidget(Banner(look, "warning", text))
        if not summary.later or not summary.now:
            return
        now, later = self._titles(summary.now), self._titles(sorted(summary.later))
        text = self.tr("If you send now, it goes out on {now} only. For {later} it stays queued until you resume it.")
        if summary.needed:
            text = self.tr("Once approved it goes out on {now} only. For {later} it stays queued until you resume it.")
        column.addWidget(label(text.format(now=now, later=later), "strong"))

    def _titles(self, channels: Iterable[str]) -> str:
        return ", ".join(labels.channel_title(name, self._summary.titles) for name in channels)

    def _reach(self, channel: str) -> str:
        if channel in self._summary.later:
            return self.tr("later")
        people = self._summary.people.get(channel)
        if not kind_of(channel).personal:
            if people is None:
                return self.tr("one post, for everyone who follows the channel")
            return self.tr("one post, %Ln follower(s)", "", people)
        return self.tr("%Ln person(s)", "", people or 0)

    def _fact(self, look: Look, value: str) -> QHBoxLayout:
        """The words of a fact; before a level its drawn sign, which also stands where no emoji can be shown."""
        row = QHBoxLayout()
        row.setSpacing(8)
        if value.lower() in ALERTS:
            sign = label(wrap=False)
            sign.setPixmap(alert_pixmap(value.lower(), look.theme.px(20)))
            row.addWidget(sign)
        row.addWidget(label(value, "strong"), 1)
        return row

    def _facts(self) -> list[tuple[str, str]]:
        facts = []
        if self._summary.due:
            facts.append((self.tr("Goes out"), self._summary.due))
        zones = self._summary.zones
        if zones is not None:
            facts.append((self.tr("Zones"), ", ".join(zones) if zones else self.tr("The whole town")))
        if self._summary.topic:
            text = self.tr("{topic}: who does not want it is not counted").format(topic=self._summary.topic)
            facts.append((self.tr("Topic"), text))
        if self._summary.level:
            facts.append((self.tr("Level"), self._summary.level.upper()))
        if self._summary.when:
            facts.append(self._summary.when)
        found = self._summary.estimate
        if found:
            facts.append((self.tr("WhatsApp cost, at most"), euro(found.whatsapp_eur)))
            by_sms = self.tr("{price} ({parts} SMS each)").format(price=euro(found.sms_eur), parts=found.sms_parts)
            facts.append((self.tr("By SMS it would have been"), by_sms))
        seconds = max(
            (
                (self._summary.people.get(channel, 1) if kind_of(channel).personal else 1) / pace
                for channel, pace in self._summary.per_second.items()
                if channel in self._summary.now and pace > 0
            ),
            default=0.0,
        )
        facts.append((self.tr("Time needed"), labels.lasting(seconds)))
        return facts

    def _add_problems(self, column: QVBoxLayout, look: Look) -> None:
        problems = self._summary.problems
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        warnings = [problem for problem in problems if problem.severity is Severity.WARNING]
        hints = [problem for problem in problems if problem.severity is Severity.HINT]
        for problem in errors:
            column.addWidget(_said(look, "error", problem))
        if warnings:
            column.addWidget(label(self.tr("Tick each warning that you have seen:"), "strong"))
        for problem in warnings:
            banner = _said(look, "warning", problem)
            tick = QCheckBox(self.tr("Seen"))
            tick.setAccessibleName(self.tr("Seen: {text}").format(text=problem.message))
            tick.toggled.connect(self._update)
            self._ticks.append(tick)
            banner.add_button(tick)
            column.addWidget(banner)
        for problem in hints:
            column.addWidget(_said(look, "hint", problem))
        if not problems and not self._summary.unready:
            column.addWidget(Banner(look, "success", self.tr("The checks found nothing wrong.")))

    def _typed_word(self) -> QWidget:
        word = self._summary.confirm_word
        self._word.setAccessibleName(self.tr("The word {word}").format(word=word))
        self._word.textChanged.connect(self._update)
        return beside(self.tr("To send this alert, write the word {word}:").format(word=word), self._word)

    def _buttons(self, look: Look) -> FlowLayout:
        row = FlowLayout(gap=10, side=Qt.AlignmentFlag.AlignRight)
        back = look.button(self.tr("&Back to the text"))
        back.clicked.connect(self.reject)
        self._back = back
        self._send = look.button(self._send_words(), "primary", "it-arrow-right")
        self._send.clicked.connect(self.accept)
        row.addWidget(back)
        if self._summary.unready:
            row.addWidget(self._leading_away(look.button(self.tr("&Look again")), self.again_wanted))
        if self._summary.generic:
            generic = look.button(self.tr("Use the &generic template"))
            row.addWidget(self._leading_away(generic, self.generic_wanted))
        row.addWidget(self._send)
        self._send.setVisible(bool(self._summary.now))
        return row

    def _leading_away(self, button: QPushButton, wanted: SignalInstance) -> QPushButton:
        """A button that closes the dialog with another answer."""
        button.clicked.connect(wanted)
        button.clicked.connect(lambda: self.done(self.DialogCode.Accepted))
        return button

    def _needed_words(self, needed: Needed) -> str:
        reasons = ", ".join(self._reason_word(reason) for reason in needed.reasons)
        if not needed.approvers:
            text = self.tr(
                "A second person has to approve it ({reasons}), and nobody else may. It waits until somebody who "
                "manages sends it as an emergency."
            )
            return text.format(reasons=reasons)
        text = self.tr("It does not go out at once: a second person has to approve it ({reasons}): {names}.")
        return text.format(reasons=reasons, names=", ".join(needed.approvers))

    def _reason_word(self, reason: Reason) -> str:
        return {
            Reason.RED_ALERT: self.tr("red alert"),
            Reason.WHOLE_TOWN: self.tr("the whole town"),
            Reason.AUTHOR: self.tr("you may write, not send"),
        }[reason]

    def _send_words(self) -> str:
        if self._summary.needed:
            return self.tr("&Ask for approval")
        if self._summary.later:
            return self.tr("&Send now on {channels}").format(channels=self._titles(self._summary.now))
        if self._summary.due:
            return self.tr("&Send it {moment}").format(moment=self._summary.due)
        personal = [name for name in self._summary.channels if kind_of(name).personal]
        people = sum(self._summary.people.get(name, 0) for name in personal)
        if not personal:
            return self.tr("&Publish")
        send = self.tr("&Send to %Ln person(s)", "", people)
        posts = [name for name in self._summary.channels if not kind_of(name).personal]
        if not posts:
            return send
        followers = sum(self._summary.people.get(name) or 0 for name in posts)
        where = ", ".join(dict.fromkeys(labels.service(name) for name in posts))
        also = self.tr("and to %Ln on {service}", "", followers) if followers else self.tr("and on {service}")
        return f"{send} {also.format(service=where)}"

    def _update(self) -> None:
        errors = any(problem.severity is Severity.ERROR for problem in self._summary.problems)
        seen = all(tick.isChecked() for tick in self._ticks)
        word = self._summary.confirm_word
        typed = not word or self._word.text().strip().upper() == word.upper()
        self._send.setEnabled(not errors and seen and typed and bool(self._summary.now))
