# SPDX-License-Identifier: EUPL-1.2
"""The last look before sending: how many people, what it costs, how long it takes, what to mind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from comunecast_gui.core.categories import FieldType
from comunecast_gui.core.checks import Problem, Severity
from comunecast_gui.core.costs import Estimate, estimate
from comunecast_gui.core.dispatch import Composed
from comunecast_gui.core.limits import Allowance
from comunecast_gui.core.model import ChannelKind, PriceCategory, kind_of
from comunecast_gui.ui import words
from comunecast_gui.ui.look import Banner, Look, card, label, rule
from comunecast_gui.ui.parts import Parts, Preflight


@dataclass(frozen=True, slots=True)
class Summary:
    """What the dialog says. ``people`` lacks the channels whose number is not known; ``per_second`` as allowed."""

    title: str
    channels: tuple[str, ...]
    titles: Mapping[str, str]
    people: Mapping[str, int]
    per_second: Mapping[str, float]
    problems: tuple[Problem, ...]
    estimate: Estimate | None = None
    confirm_word: str = ""
    training: bool = False


def summarize(composed: Composed, parts: Parts, people: Mapping[str, int], day: date, found: Preflight) -> Summary:
    """What the confirmation says of a notice that nothing blocks; ``day`` decides the price list."""
    notice, category = composed.notice, composed.category
    if notice is None:
        raise ValueError("something blocks this notice")
    reached = [people.get(name, 0) for name in composed.contents if kind_of(name) is ChannelKind.WHATSAPP]
    cost, surprises, expected = None, [], category.whatsapp.price_category
    if reached:
        cost = estimate(parts.rates, found.price or expected, notice.text, sum(reached), day)
        if cost.price_category is PriceCategory.MARKETING and expected is PriceCategory.UTILITY:
            cheap = estimate(parts.rates, expected, notice.text, sum(reached), day)
            surprises.append(_dearer(cost, cheap))
        if found.allowance:
            surprises.append(_over_the_limit(found.allowance, sum(reached)))
    levels = [str(notice.fields.get(one.id, "")) for one in category.fields if one.type is FieldType.ALERT_LEVEL]
    word = next((category.confirm_word[level] for level in levels if level in category.confirm_word), "")
    return Summary(
        title=notice.title,
        channels=tuple(composed.contents),
        titles=parts.channel_titles,
        people=people,
        per_second=parts.per_second,
        problems=(*surprises, *composed.problems),
        estimate=cost,
        confirm_word=word,
        training=parts.training,
    )


def _dearer(dear: Estimate, cheap: Estimate) -> Problem:
    text = QCoreApplication.translate(
        "ConfirmDialog",
        "Meta has put this template among the promotional messages: sending costs at most {dear} instead of {cheap}.",
    )
    message = text.format(dear=euro(dear.whatsapp_eur), cheap=euro(cheap.whatsapp_eur))
    return Problem("template_dearer", "", Severity.WARNING, message)


def _over_the_limit(allowance: Allowance, people: int) -> Problem:
    text = QCoreApplication.translate(
        "ConfirmDialog",
        "Meta lets the office reach {left} more people in these 24 hours: the notice goes out over {days} days.",
    )
    message = text.format(left=words.number(allowance.left), days=allowance.days(people))
    return Problem("over_the_limit", "", Severity.WARNING, message)


def euro(amount: Decimal) -> str:
    """``12,90 €``; smaller amounts with as many digits as they need."""
    digits = 2 if amount >= Decimal("0.1") or amount == 0 else 4
    return f"{QLocale().toString(float(amount), 'f', digits)} €"


class ConfirmDialog(QDialog):
    """Asks once more; ``confirmed`` comes at most once, whatever is pressed how often."""

    confirmed = Signal()

    def __init__(self, look: Look, summary: Summary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._summary = summary
        self.setWindowTitle(self.tr("Send the notice"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 22, 24, 20)
        outer.setSpacing(14)
        heading = label(self.tr("Send “{title}”?").format(title=summary.title))
        heading.setObjectName("title")
        outer.addWidget(heading)
        if summary.training:
            outer.addWidget(Banner(look, "info", self.tr("Training: nothing leaves this computer.")))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._figures(look))
        self._ticks: list[QCheckBox] = []
        self._add_problems(column, look)
        self._word = QLineEdit()
        if summary.confirm_word:
            column.addWidget(self._typed_word())
        column.addStretch(1)
        area.setWidget(inner)
        outer.addWidget(area, 1)
        outer.addLayout(self._buttons(look))
        self.resize(600, min(760, inner.sizeHint().height() + 220))
        self._update()

    @property
    def ready(self) -> bool:
        """Whether everything was seen and typed, so that the notice can go out."""
        return self._send.isEnabled()

    def agree(self, word: str = "") -> None:
        """Ticks every warning and types the word, as a person would who agrees; nothing is sent yet."""
        for tick in self._ticks:
            tick.setChecked(True)
        self._word.setText(word)

    def accept(self) -> None:
        """Confirms if everything was seen; a second call does nothing."""
        if self._send.isEnabled():
            self._send.setEnabled(False)
            self.confirmed.emit()
            super().accept()

    def _figures(self, look: Look) -> QWidget:
        frame, column = card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        summary = self._summary
        for line, channel in enumerate(summary.channels):
            kind = kind_of(channel)
            icon = "it-whatsapp" if kind is ChannelKind.WHATSAPP else "it-telegram"
            grid.addWidget(look.icon_label(icon, "accent"), line, 0)
            grid.addWidget(label(words.channel_title(channel, summary.titles), "strong", wrap=False), line, 1)
            grid.addWidget(label(self._reach(channel)), line, 2)
        grid.setColumnStretch(2, 1)
        column.addLayout(grid)
        column.addWidget(rule())
        facts = QGridLayout()
        facts.setHorizontalSpacing(16)
        facts.setVerticalSpacing(6)
        for line, (name, value) in enumerate(self._facts()):
            facts.addWidget(label(name, "muted", wrap=False), line, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(label(value, "strong"), line, 1)
        facts.setColumnStretch(1, 1)
        column.addLayout(facts)
        return frame

    def _reach(self, channel: str) -> str:
        people = self._summary.people.get(channel)
        if kind_of(channel) is ChannelKind.TELEGRAM:
            if people is None:
                return self.tr("one post, for everyone who follows the channel")
            return self.tr("one post, %Ln follower(s)", "", people)
        return self.tr("%Ln person(s)", "", people or 0)

    def _facts(self) -> list[tuple[str, str]]:
        facts = []
        found = self._summary.estimate
        if found:
            facts.append((self.tr("WhatsApp cost, at most"), euro(found.whatsapp_eur)))
            by_sms = self.tr("{price} ({parts} SMS each)").format(price=euro(found.sms_eur), parts=found.sms_parts)
            facts.append((self.tr("By SMS it would have been"), by_sms))
        seconds = max(
            (
                (self._summary.people.get(channel, 1) if kind_of(channel) is ChannelKind.WHATSAPP else 1) / pace
                for channel, pace in self._summary.per_second.items()
                if channel in self._summary.channels and pace > 0
            ),
            default=0.0,
        )
        facts.append((self.tr("Time needed"), words.lasting(seconds)))
        return facts

    def _add_problems(self, column: QVBoxLayout, look: Look) -> None:
        problems = self._summary.problems
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        warnings = [problem for problem in problems if problem.severity is Severity.WARNING]
        hints = [problem for problem in problems if problem.severity is Severity.HINT]
        for problem in errors:
            column.addWidget(Banner(look, "error", self.tr("Error: {text}").format(text=problem.message)))
        if warnings:
            column.addWidget(label(self.tr("Tick each warning that you have seen:"), "strong"))
        for problem in warnings:
            banner = Banner(look, "warning", self.tr("Warning: {text}").format(text=problem.message))
            tick = QCheckBox(self.tr("Seen"))
            tick.setAccessibleName(self.tr("Seen: {text}").format(text=problem.message))
            tick.toggled.connect(self._update)
            self._ticks.append(tick)
            banner.add_button(tick)
            column.addWidget(banner)
        for problem in hints:
            column.addWidget(Banner(look, "hint", self.tr("Hint: {text}").format(text=problem.message)))
        if not problems:
            column.addWidget(Banner(look, "success", self.tr("The checks found nothing wrong.")))

    def _typed_word(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        word = self._summary.confirm_word
        words_label = label(self.tr("To send this alert, write the word {word}:").format(word=word), "strong")
        words_label.setBuddy(self._word)
        self._word.setAccessibleName(self.tr("The word {word}").format(word=word))
        self._word.textChanged.connect(self._update)
        column.addWidget(words_label)
        column.addWidget(self._word)
        return box

    def _buttons(self, look: Look) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        back = look.button(self.tr("&Back to the text"))
        back.clicked.connect(self.reject)
        self._send = look.button(self._send_words(), "primary", "it-arrow-right")
        self._send.clicked.connect(self.accept)
        for button in (back, self._send):
            button.setAutoDefault(True)  # Enter presses what has the focus, and never sends from elsewhere
        row.addWidget(back)
        row.addWidget(self._send)
        return row

    def _send_words(self) -> str:
        whatsapp = [name for name in self._summary.channels if kind_of(name) is ChannelKind.WHATSAPP]
        people = sum(self._summary.people.get(name, 0) for name in whatsapp)
        if whatsapp:
            return self.tr("&Send to %Ln person(s)", "", people)
        return self.tr("&Publish")

    def _update(self) -> None:
        errors = any(problem.severity is Severity.ERROR for problem in self._summary.problems)
        seen = all(tick.isChecked() for tick in self._ticks)
        word = self._summary.confirm_word
        typed = not word or self._word.text().strip().upper() == word.upper()
        self._send.setEnabled(not errors and seen and typed)
