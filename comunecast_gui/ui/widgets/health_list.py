# SPDX-License-Identifier: EUPL-1.2
"""The list of the office's parts with a sign each: works, look at it, does not work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from comunecast_gui.core.report.health import Condition
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.look import Look, label, rule


class HealthList(QFrame):
    """A card; the gravest first, and of each in words what the sign says."""

    def __init__(self, look: Look, titles: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._look = look
        self._titles = titles
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 16, 20, 16)
        self._inner = QWidget()
        self._column.addWidget(self._inner)
        self.lines: tuple[str, ...] = ()

    def show_conditions(self, found: Sequence[Condition]) -> None:
        """Shows these in place of what was there."""
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        told = []
        for number, one in enumerate(sorted(found, key=lambda one: (one.ok, not one.warning))):
            if number:
                column.addWidget(rule())
            title, state = part_title(one.name, self._titles), _state(one)
            told.append(f"{title}: {state}. {one.detail}")
            column.addWidget(self._row(one, title, state))
        self.lines = tuple(told)
        self._column.removeWidget(self._inner)
        self._inner.hide()
        self._inner.deleteLater()
        self._inner = fresh
        self._column.addWidget(fresh)

    def _row(self, one: Condition, title: str, state: str) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        icon, tone = ("it-error", "error") if not one.ok else ("it-check-circle", "success")
        if one.ok and one.warning:
            icon, tone = "it-warning-circle", "warning"
        across.addWidget(self._look.icon_label(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(label(title, "strong"), 1)
        head.addWidget(label(state, tone, wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        said.addLayout(head)
        said.addWidget(label(one.detail, "muted"))
        across.addLayout(said, 1)
        return row


def part_title(name: str, titles: Mapping[str, str]) -> str:
    """What a person calls this part."""
    known = {
        "program": QCoreApplication.translate("Conditions", "Program"),
        "resources": QCoreApplication.translate("Conditions", "Texts and categories"),
        "own_categories": QCoreApplication.translate("Conditions", "Own subjects"),
        "settings": QCoreApplication.translate("Conditions", "Settings"),
        "data_folder": QCoreApplication.translate("Conditions", "Data folder"),
        "database": QCoreApplication.translate("Conditions", "Archive"),
        "office_key": QCoreApplication.translate("Conditions", "Office key"),
        "second_person": QCoreApplication.translate("Conditions", "Second person"),
        "ledger": QCoreApplication.translate("Conditions", "Proof of the registers"),
        "recovery_words": QCoreApplication.translate("Conditions", "Recovery words"),
        "backup": QCoreApplication.translate("Conditions", "Backup"),
        "disk_space": QCoreApplication.translate("Conditions", "Room on the disk"),
        "clock": QCoreApplication.translate("Conditions", "Clock of this computer"),
        "internet": QCoreApplication.translate("Conditions", "Internet"),
        "disk": QCoreApplication.translate("Conditions", "Disk of this computer"),
        "database_connection": QCoreApplication.translate("Conditions", "Archive, connection to the server"),
        "database_version": QCoreApplication.translate("Conditions", "Archive, version of the server"),
        "moved_away": QCoreApplication.translate("Conditions", "This computer"),
        "database_roles": QCoreApplication.translate("Conditions", "Archive, permissions on the server"),
        "database_password": QCoreApplication.translate("Conditions", "Archive, password of the server"),
        "relay": QCoreApplication.translate("Conditions", "Receiving service"),
        "updates": QCoreApplication.translate("Conditions", "Newer versions of the program"),
        "telegram": "Telegram",
    }
    parts = {
        "relay_letters": QCoreApplication.translate("Conditions", "Receiving service, messages"),
        "relay_keys": QCoreApplication.translate("Conditions", "Receiving service, change of keys"),
        "relay_signatures": QCoreApplication.translate("Conditions", "Receiving service, signatures"),
        "whatsapp_token": QCoreApplication.translate("Conditions", "WhatsApp, access key"),
        "whatsapp_number": QCoreApplication.translate("Conditions", "WhatsApp, number"),
        "whatsapp_templates": QCoreApplication.translate("Conditions", "WhatsApp, templates"),
        "whatsapp_webhooks": QCoreApplication.translate("Conditions", "WhatsApp, what citizens write"),
        "whatsapp_limit": QCoreApplication.translate("Conditions", "WhatsApp, Meta's limit"),
        "whatsapp_payment": QCoreApplication.translate("Conditions", "WhatsApp, payment"),
        "whatsapp_account": QCoreApplication.translate("Conditions", "WhatsApp, account"),
    }
    for part, title in parts.items():
        if name.startswith(part):
            return title
    return known.get(name) or labels.channel_title(name, titles)


def _state(one: Condition) -> str:
    if not one.ok:
        return QCoreApplication.translate("Conditions", "does not work")
    if one.warning:
        return QCoreApplication.translate("Conditions", "look at it")
    return QCoreApplication.translate("Conditions", "works")
