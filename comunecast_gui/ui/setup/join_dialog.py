# SPDX-License-Identifier: EUPL-1.2
"""The dialog with which a computer joins an archive on a server: one address, one name, and a look before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from comunecast_gui.core.errors import UserError
from comunecast_gui.core.report.health import Condition
from comunecast_gui.ui.runtime.relocation import SharedArchive
from comunecast_gui.ui.runtime.slow_calls import Asks
from comunecast_gui.ui.widgets.by_keyboard import let_rest, noting, tell_fault
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.health_list import HealthList
from comunecast_gui.ui.widgets.look import Banner, Look, announce, bring_into_view, buddy_label, button_row, label
from comunecast_gui.ui.widgets.still_fields import TextArea


class JoinDialog(FittingDialog):
    """Nothing is kept before the server was looked at and every part of it will do.

    ``here`` is the name of the office that is open on this computer; empty at the first start, which asks for it.
    """

    joined = Signal()
    """Address, password and key are kept: the office is to be opened again."""

    def __init__(self, look: Look, asks: Asks, archive: SharedArchive, parent: QWidget | None, here: str = "") -> None:
        super().__init__(look.theme.px(600), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._asks = asks
        self._archive = archive
        self._fits = False
        """Whether what was looked at last will do."""
        self.setWindowTitle(self.tr("An archive on a server"))
        column = self.column
        column.addWidget(label(self.tr("An archive on a server"), "section"))
        text = self.tr(
            "Several workstations of one office share people, notices and queue on a PostgreSQL server. Whoever runs "
            "the server gives you its address, a name and a password."
        )
        column.addWidget(label(text, "muted"))
        if here:
            text = self.tr("What is in the archive of this computer does not move there, and is not used any more.")
            column.addWidget(Banner(look, "warning", text))
        self.office, self.address, self.user, self.password = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.address.setPlaceholderText(self.tr("server.comune.it/comunecast"))
        self.user.setText("comunecast")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        rows = [
            (self.tr("&Address"), self.address),
            (self.tr("&Name"), self.user),
            (self.tr("&Password"), self.password),
        ]
        if not here:
            rows.insert(0, (self.tr("&Office, for example Comune di Calcinaia"), self.office))
        for title, line in rows:
            column.addWidget(buddy_label(title, line))
            column.addWidget(line)
            line.setAccessibleName(title.replace("&", ""))
            line.textChanged.connect(self._on_typed)
        self.words = TextArea()
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(look.theme.px(90))
        if archive.needs_words():
            title = self.tr("The 24 &words on the office's paper")
            self.words.setAccessibleName(title.replace("&", ""))
            column.addWidget(buddy_label(title, self.words))
            column.addWidget(self.words)
        self.conditions = HealthList(look, {})
        self.conditions.hide()
        column.addWidget(self.conditions)
        self._failure = Banner(look, "error")
        self._failure.hide()
        column.addStretch(1)
        self._back = look.button(self.tr("&Cancel"))
        self._back.clicked.connect(self.reject)
        self.check = look.button(self.tr("Check the &server"), "", "it-plug")
        self.check.clicked.connect(self._on_check)
        self.join = look.button(self.tr("&Join it"), "primary")
        self.join.clicked.connect(self._on_join)
        self.set_foot(button_row(self._back, self.check, self.join), self._failure)
        self._on_typed()

    @property
    def failure(self) -> str:
        """Why it did not work; empty if nothing was wrong."""
        return self._failure.text if self._failure.isVisibleTo(self) else ""

    def done(self, result: int) -> None:
        """Closes the dialog; password and words go."""
        self.words.clear()
        self.password.clear()
        super().done(result)

    def _entrance(self) -> tuple[str, str, str]:
        return self.address.text().strip(), self.user.text().strip(), self.password.text()

    def _on_typed(self) -> None:
        """What was looked at before is no longer what stands here."""
        self.conditions.hide()
        self.join.setEnabled(False)
        self.check.setEnabled(bool(self.address.text().strip() and self.user.text().strip()))

    def _on_check(self) -> None:
        let_rest(self.check)
        self._failure.hide()
        asked = self._entrance()
        call = partial(self._archive.examine, *asked)
        refused: list[UserError] = []
        found, failed = partial(self._on_found, asked), partial(self._on_failed, refused)
        self._asks.query(self, noting(call, refused), found, failed)

    def _on_found(self, asked: tuple[str, str, str], found: Sequence[Condition]) -> None:
        self.check.setEnabled(True)
        if asked != self._entrance():  # typed on meanwhile
            return
        self.conditions.show_conditions(found)
        self.conditions.show()
        QTimer.singleShot(0, self.conditions, lambda: bring_into_view(self.conditions))  # once it has its place
        self._fits = all(one.ok for one in found)
        self.join.setEnabled(self._fits)
        good = self.tr("This archive can be worked with.")
        announce(self, good if self.join.isEnabled() else " ".join(one.detail for one in found if not one.ok))
        if self.join.isEnabled():
            self.join.setFocus()

    def _on_join(self) -> None:
        self.waiting = True
        let_rest(self.join, self._back)
        call = partial(self._archive.join, *self._entrance(), self.words.toPlainText().strip(), self.office.text())
        refused: list[UserError] = []
        self._asks.query(self, noting(call, refused), lambda _: self._on_joined(), partial(self._on_failed, refused))

    def _on_joined(self) -> None:
        self.waiting = False
        self.accept()
        self.joined.emit()

    def _on_failed(self, refused: Sequence[UserError], sentence: str) -> None:
        self.waiting = False
        self._back.setEnabled(True)
        self._failure.set_text(sentence)
        self._failure.show()
        announce(self, sentence)
        self.check.setEnabled(True)
        self.join.setEnabled(self._fits and self.conditions.isVisibleTo(self))
        fields = {"archive_address": self.address, "database_signin_refused": self.password}
        for one in refused:
            field = self.words if one.code.startswith("recovery_words") else fields.get(one.code)
            if field is not None:
                tell_fault(field, sentence)
                field.setFocus()
