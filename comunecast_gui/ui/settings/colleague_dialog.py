# SPDX-License-Identifier: EUPL-1.2
"""The form of one colleague: name, account of the computer, roles, and for a new one the PIN, typed twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from comunecast_gui.core.approval.colleagues import Colleague, Role
from comunecast_gui.core.errors import UserError
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.widgets.by_keyboard import let_rest, noting, tell_fault
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Banner, Look, announce, buddy_label, button_row, label
from comunecast_gui.ui.widgets.wrapping_check_box import WrappingCheckBox


def role_words(role: Role) -> str:
    """What a colleague with this role may do."""
    return {
        Role.WRITES: QCoreApplication.translate("Roles", "writes notices, and asks for approval"),
        Role.SENDS: QCoreApplication.translate("Roles", "sends, and approves what others wrote"),
        Role.MANAGES: QCoreApplication.translate("Roles", "manages people and rules, and sends alone in an emergency"),
    }[role]


@dataclass(frozen=True, slots=True)
class Filled:
    """What was typed. ``pin`` is empty where nobody asked for one."""

    name: str
    account: str
    roles: tuple[Role, ...]
    pin: str = ""


class ColleagueDialog(FittingDialog):
    """``keep`` carries out what was typed, off the UI thread; the dialog closes when that went well.

    ``before`` is the colleague to change; None asks for a new one. ``only_pin`` asks for nothing but a new PIN.
    """

    def __init__(
        self,
        look: Look,
        ops: Ops,
        keep: Callable[[Filled], object],
        parent: QWidget,
        *,
        before: Colleague | None = None,
        account: str = "",
        only_pin: bool = False,
        first: bool = False,
    ) -> None:
        super().__init__(look.theme.px(460), parent)
        self._ops = ops
        self._keep = keep
        title = self.tr("New PIN") if only_pin else self.tr("A person of the office")
        self.setWindowTitle(title)
        column = self.column
        column.addWidget(label(before.name if only_pin and before else title, "section"))
        if first:
            text = self.tr("Begin with yourself: the first person manages the others. From then on the PIN is asked.")
            column.addWidget(label(text, "muted"))
        self.name = QLineEdit(before.name if before else "")
        self.account = QLineEdit(before.account if before else account)
        self.roles = {role: WrappingCheckBox(role_words(role)) for role in Role}
        self.pin, self.again = QLineEdit(), QLineEdit()
        for edit in (self.pin, self.again):
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        if not only_pin:
            self._add_person(column, before, first=first)
        if before is None or only_pin:
            for words, edit in ((self.tr("&PIN (at least 6 signs)"), self.pin), (self.tr("PIN a&gain"), self.again)):
                column.addWidget(buddy_label(words, edit))
                column.addWidget(edit)
                edit.textChanged.connect(self._update)
        self._failure = Banner(look, "error")
        self._failure.hide()
        column.addStretch(1)
        back = look.button(self.tr("&Cancel"))
        back.clicked.connect(self.reject)
        self.save = look.button(self.tr("&Save"), "primary")
        self.save.clicked.connect(self._on_save)
        self.save.setDefault(True)
        self.set_foot(button_row(back, self.save), self._failure)
        self._update()

    @property
    def failure(self) -> str:
        """Why it was not kept; empty if nothing was wrong."""
        return self._failure.text if self._failure.isVisibleTo(self) else ""

    def _add_person(self, column: QVBoxLayout, before: Colleague | None, *, first: bool) -> None:
        for words, edit in (
            (self.tr("&Name"), self.name),
            (self.tr("&Account on the computer (the one it asks for when it starts)"), self.account),
        ):
            column.addWidget(buddy_label(words, edit))
            column.addWidget(edit)
            edit.textChanged.connect(self._update)
        self.account.setReadOnly(first)  # with another one nobody could sign in here
        column.addWidget(label(self.tr("This person"), "strong"))
        for role, box in self.roles.items():
            box.setChecked(role in before.roles if before else first or role is not Role.MANAGES)
            box.setEnabled(not (first and role is Role.MANAGES))
            column.addWidget(box)

    def _update(self) -> None:
        named = bool(self.name.text().strip() and self.account.text().strip())
        self.save.setEnabled(named and self.pin.text() == self.again.text())

    def _on_save(self) -> None:
        let_rest(self.save)
        roles = tuple(role for role, box in self.roles.items() if box.isChecked())
        filled = Filled(self.name.text(), self.account.text(), roles, self.pin.text())
        refused: list[UserError] = []
        call = noting(partial(self._keep, filled), refused)
        self._ops.query(self, call, lambda _: self.accept(), partial(self._on_failed, refused))

    def _on_failed(self, refused: Sequence[UserError], sentence: str) -> None:
        self._failure.set_text(sentence)
        self._failure.show()
        announce(self, sentence)
        self._update()
        fields = {"pin": self.pin, "name": self.name, "account": self.account}
        field = next((fields[part] for one in refused for part in fields if part in one.code.split("_")), None)
        if field is not None and field.isVisibleTo(self):
            tell_fault(field, sentence)
            field.setFocus()
