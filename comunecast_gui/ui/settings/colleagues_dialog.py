# SPDX-License-Identifier: EUPL-1.2
"""The dialog of the colleagues, their roles, and the rules for a second person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from comunecast_gui.core.approval.colleagues import Colleague, Role
from comunecast_gui.core.approval.rules import EMERGENCY_MINUTES, Rules
from comunecast_gui.core.ports import Clock
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import ColleagueServices
from comunecast_gui.ui.settings.colleague_dialog import ColleagueDialog, Filled, role_words
from comunecast_gui.ui.widgets.by_keyboard import focus_kept
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Banner, Look, announce, card, label, rule, tab_stops
from comunecast_gui.ui.widgets.question import ask
from comunecast_gui.ui.widgets.still_fields import NumberField
from comunecast_gui.ui.widgets.wrapping_check_box import WrappingCheckBox

_MOST_MINUTES = 720


class ColleaguesDialog(FittingDialog):
    """Only a colleague who manages changes anything; everybody sees who works here."""

    first_added = Signal()
    """There are colleagues from now on: the window has to ask who it is."""

    def __init__(self, look: Look, ops: Ops, clock: Clock, services: ColleagueServices, parent: QWidget) -> None:
        super().__init__(look.theme.px(560), parent)
        self._look = look
        self._ops = ops
        self._clock = clock
        self._services = services
        self._me = services.me
        self.editor: ColleagueDialog | None = None
        """The form that is open, or was last."""
        self.setWindowTitle(self.tr("The office's people"))
        column = self.column
        column.setSpacing(10)
        heading = label(self.tr("The office's people"))
        heading.setObjectName("title")
        column.addWidget(heading)
        self._about = label("", "muted")
        column.addWidget(self._about)
        self._people = QWidget()
        self._rows = QVBoxLayout(self._people)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(10)
        self._shown: list[QWidget] = []
        column.addWidget(self._people)
        column.addWidget(self._rules_box())
        column.addStretch(1)
        self._said = Banner(look, "error")
        self._said.hide()
        row = FlowLayout(gap=10, side=Qt.AlignmentFlag.AlignRight)
        self.add = look.button(self.tr("&Add a person…"), "primary")
        self.add.clicked.connect(self._on_add)
        close = look.button(self.tr("&Close"))
        close.clicked.connect(self.accept)
        row.addWidget(close)
        row.addWidget(self.add)
        self.set_foot(row, self._said)
        self.begin_with(look.theme.px(700), look.theme.px(680))
        self.refresh()

    @property
    def said(self) -> str:
        """What the dialog says of the last thing that was asked for."""
        return self._said.text if self._said.isVisibleTo(self) else ""

    def refresh(self) -> None:
        """Reads people and rules again."""
        people = self._services.people
        self._ops.query(self, lambda: (people.here(), people.rules()), self._on_read, self._say)

    # -- building -----------------------------------------------------------------------------------------------

    def _rules_box(self) -> QWidget:
        frame, column = card()
        column.addWidget(label(self.tr("A second person has to approve"), "strong"))
        self.red = WrappingCheckBox(self.tr("&red alerts"))
        self.town = WrappingCheckBox(self.tr("notices to the &whole town"))
        self.emergency = WrappingCheckBox(
            self.tr("If nobody answers, a person who manages may send alone after (minutes)")
        )
        self.minutes = NumberField()
        self.minutes.setRange(0, _MOST_MINUTES)
        self.minutes.setAccessibleName(self.tr("Minutes"))
        self.emergency.toggled.connect(self.minutes.setEnabled)
        column.addWidget(self.red)
        column.addWidget(self.town)
        column.addWidget(rule())
        line = QHBoxLayout()
        line.addWidget(self.emergency, 1)
        line.addWidget(self.minutes)
        column.addLayout(line)
        self.keep_rules = self._look.button(self.tr("&Save these rules"))
        self.keep_rules.clicked.connect(self._on_rules)
        column.addWidget(self.keep_rules, 0, Qt.AlignmentFlag.AlignLeft)
        self._rules = frame
        return frame

    def _row(self, one: Colleague) -> QWidget:
        frame, column = card()
        title = self.tr("{name} (account {account})").format(name=one.name, account=one.account)
        column.addWidget(label(title, "strong"))
        roles = "; ".join(role_words(role) for role in Role if role in one.roles)
        phone = self.tr("The bot asks on Telegram.") if one.on_telegram else ""
        column.addWidget(label(f"{roles[:1].upper()}{roles[1:]}. {phone}".strip(), "muted"))
        buttons = FlowLayout(gap=8)
        for words, call in self._deeds(one):
            button = self._look.button(words)
            button.setAccessibleName(f"{words.rstrip('…')}: {one.name}")
            button.clicked.connect(call)
            buttons.addWidget(button)
        column.addLayout(buttons)
        return frame

    def _deeds(self, one: Colleague) -> list[tuple[str, Callable[[], object]]]:
        """What the person who signed in may do about this one."""
        manages = self._me is not None and self._me.may(Role.MANAGES)
        mine = self._me is not None and self._me.id == one.id
        deeds: list[tuple[str, Callable[[], object]]] = []
        if manages:
            deeds.append((self.tr("Change…"), partial(self._on_change, one)))
        if manages or mine:
            deeds.append((self.tr("New PIN…"), partial(self._on_pin, one)))
            if self._services.offer_chat:
                deeds.append((self.tr("Telephone…"), partial(self._on_phone, one)))
            if one.on_telegram:
                deeds.append((self.tr("Forget the telephone"), partial(self._on_forget, one)))
        if manages:
            deeds.append((self.tr("Remove…"), partial(self._on_remove, one)))
        return deeds

    def _show_people(self, people: Sequence[Colleague]) -> None:
        for shown in self._shown:
            self._rows.removeWidget(shown)
            shown.hide()
            shown.deleteLater()
        self._shown = [self._row(one) for one in people]
        for row in self._shown:
            self._rows.addWidget(row)

    # -- events -------------------------------------------------------------------------------------------------

    def _on_read(self, found: tuple[Sequence[Colleague], Rules]) -> None:
        people, rules = found
        first = not self._shown
        with focus_kept(self._people):
            self._show_people(people)
        if first and self._shown and (stops := tab_stops(self._shown[0])):
            stops[0].setFocus()  # what was there before them stands below them
        self._me = next((one for one in people if self._me and one.id == self._me.id), self._me)
        manages = not people or (self._me is not None and self._me.may(Role.MANAGES))
        self.add.setEnabled(manages)
        self._rules.setEnabled(manages and len(people) > 1)
        self.red.setChecked(rules.red_alerts)
        self.town.setChecked(rules.whole_town)
        self.emergency.setChecked(rules.emergency_minutes is not None)
        self.minutes.setValue(EMERGENCY_MINUTES if rules.emergency_minutes is None else rules.emergency_minutes)
        self._about.setText(
            self.tr("Each works under their own name, and signs in with a PIN.")
            if people
            else self.tr(
                "Nobody has a role here: whoever uses this computer may do everything, and nobody is asked for a PIN. "
                "Add people only if there are two or more of you."
            )
        )

    def _on_add(self) -> None:
        first = self._me is None
        account = self._services.account if first else ""
        self._open(partial(self._keep_new, first), account=account, first=first)

    def _keep_new(self, first: bool, filled: Filled) -> None:
        by, now = self._me, self._clock.now()
        added = self._services.people.add(filled.name, filled.account, filled.roles, filled.pin, now, by)
        if first:
            self._me = added

    def _on_change(self, one: Colleague) -> None:
        def keep(filled: Filled) -> object:
            now = self._clock.now()
            return self._services.people.change(one.id, filled.name, filled.account, filled.roles, now, self._me)

        self._open(keep, before=one)

    def _on_pin(self, one: Colleague) -> None:
        if by := self._me:
            self._open(partial(self._keep_pin, one.id, by), before=one, only_pin=True)

    def _keep_pin(self, id: int, by: Colleague, filled: Filled) -> None:
        self._services.people.set_pin(id, filled.pin, self._clock.now(), by)

    def _open(
        self,
        keep: Callable[[Filled], object],
        *,
        before: Colleague | None = None,
        account: str = "",
        only_pin: bool = False,
        first: bool = False,
    ) -> None:
        self.editor = ColleagueDialog(
            self._look, self._ops, keep, self, before=before, account=account, only_pin=only_pin, first=first
        )
        self.editor.accepted.connect(self.refresh)
        if first:
            self.editor.accepted.connect(self.first_added)
        self.editor.open()

    def _on_remove(self, one: Colleague) -> None:
        text = self.tr("{name} can sign in no more, and what waits for approval in their name is taken back.")
        call = partial(self._services.people.remove, one.id, self._clock.now(), self._me)
        ask(
            self._look,
            self,
            self.tr("Remove {name}?").format(name=one.name),
            text.format(name=one.name),
            self.tr("&Remove"),
            self.tr("&Keep"),
            lambda: self._ops.query(self, call, lambda _: self.refresh(), self._on_failed),
            kind="danger",
        )

    def _on_phone(self, one: Colleague) -> None:
        if self._me and (offer := self._services.offer_chat):
            self._ops.query(self, partial(offer, one.id, self._me), partial(self._on_address, one), self._on_failed)

    def _on_address(self, one: Colleague, address: str) -> None:
        text = self.tr(
            "Within a quarter of an hour, {name} opens this address on their own telephone and presses Start. "
            "Give it to nobody else: whoever opens it is asked for approvals.\n\n{address}"
        )
        question = ask(
            self._look,
            self,
            self.tr("The telephone of {name}").format(name=one.name),
            text.format(name=one.name, address=address),
            self.tr("&Done"),
            self.tr("&Close"),
            self.refresh,
        )
        question.rejected.connect(self.refresh)

    def _on_forget(self, one: Colleague) -> None:
        if self._me:
            call = partial(self._services.people.forget_chat, one.id, self._clock.now(), self._me)
            self._ops.query(self, call, lambda _: self.refresh(), self._on_failed)

    def _on_rules(self) -> None:
        minutes = self.minutes.value() if self.emergency.isChecked() else None
        rules = Rules(self.red.isChecked(), self.town.isChecked(), minutes)
        call = partial(self._services.people.set_rules, rules, self._clock.now(), self._me)
        self._ops.query(self, call, lambda _: self._on_kept(), self._on_failed)

    def _on_kept(self) -> None:
        self._said.hide()
        announce(self, self.tr("The rules are saved."))
        self.refresh()

    def _on_failed(self, sentence: str) -> None:
        self._say(sentence)
        self.refresh()

    def _say(self, sentence: str) -> None:
        self._said.set_text(sentence)
        self._said.show()
        announce(self, sentence)
