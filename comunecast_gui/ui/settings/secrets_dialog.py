# SPDX-License-Identifier: EUPL-1.2
"""The dialog to enter tokens and keys, which go to the system's keyring and are never shown again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from comunecast_gui.core.errors import UserError
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.ui.widgets.by_keyboard import tell_fault
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Banner, Look, announce, button_row, label


def key_title(name: SecretName) -> str:
    """What a person calls this secret."""
    return {
        SecretName.TELEGRAM_TOKEN: QCoreApplication.translate("Credentials", "Telegram: the key of the bot"),
        SecretName.WHATSAPP_TOKEN: QCoreApplication.translate("Credentials", "WhatsApp: the access key from Meta"),
        SecretName.RELAY_KEY: QCoreApplication.translate("Credentials", "Receiving service: the key that reads"),
        SecretName.RELAY_PRIVATE_KEY: QCoreApplication.translate(
            "Credentials", "Receiving service: the key that opens"
        ),
        SecretName.DATABASE_PASSWORD: QCoreApplication.translate("Credentials", "Archive: the password of the server"),
        SecretName.OFFICE_KEY: QCoreApplication.translate("Credentials", "Office key"),
        SecretName.RELAY_FORMER_KEY: QCoreApplication.translate(
            "Credentials", "Receiving service: the former key that reads"
        ),
        SecretName.RELAY_FORMER_PRIVATE_KEY: QCoreApplication.translate(
            "Credentials", "Receiving service: the former key that opens"
        ),
        SecretName.WHATSAPP_APP_SECRET: QCoreApplication.translate("Credentials", "WhatsApp: the app secret from Meta"),
    }[name]


_PRINTED = {
    SecretName.RELAY_KEY: "bearer_key",
    SecretName.RELAY_PRIVATE_KEY: "private_key",
    SecretName.RELAY_FORMER_KEY: "bearer_key",
    SecretName.RELAY_FORMER_PRIVATE_KEY: "private_key",
}
"""What the command that makes these keys calls them, for whoever copies them from there."""


class SecretsDialog(FittingDialog):
    """One field for each of ``names``; a field that is left empty changes nothing."""

    def __init__(
        self, look: Look, sentences: Sentences, secrets: Secrets, names: Sequence[SecretName], parent: QWidget | None
    ) -> None:
        super().__init__(look.theme.px(500), parent)
        self._sentences = sentences
        self._secrets = secrets
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keys of the services"))
        column = self.column
        column.addWidget(label(self.tr("Keys of the services"), "section"))
        column.addWidget(
            label(
                self.tr(
                    "Without them nothing can be sent. They are kept where this computer keeps passwords, "
                    "and are not shown again."
                ),
                "muted",
            )
        )
        self.fields: dict[SecretName, QLineEdit] = {}
        for name in names:
            edit = QLineEdit()
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.setAccessibleName(key_title(name))
            title = label(key_title(name), "strong")
            title.setBuddy(edit)
            column.addWidget(title)
            column.addWidget(edit)
            about = self._about(name, secrets)
            edit.setAccessibleDescription(about)
            if about:
                column.addWidget(label(about, "small"))
            self.fields[name] = edit
        self._failure = Banner(look, "error")
        self._failure.hide()
        column.addStretch(1)
        later = look.button(self.tr("&Later"))
        later.clicked.connect(self.reject)
        self.keep = look.button(self.tr("&Save them"), "primary", "it-key")
        self.keep.clicked.connect(self._on_keep)
        self.keep.setDefault(True)
        self.set_foot(button_row(later, self.keep), self._failure)

    @property
    def failure(self) -> str:
        """Why a key was not kept; empty if nothing was wrong."""
        return self._failure.text if self._failure.isVisibleTo(self) else ""

    def _about(self, name: SecretName, secrets: Secrets) -> str:
        """What stands under the field of a key: where it goes, or what whoever made it calls it."""
        host, printed = secrets.hosts.get(name), _PRINTED.get(name)
        told = [self.tr("It is sent to {host} only.").format(host=host)] if host else []
        told += [self.tr("Whoever set the service up calls it {name}.").format(name=printed)] if printed else []
        return " ".join(told)

    def _on_keep(self) -> None:
        for name, edit in self.fields.items():
            if not edit.text().strip():
                continue
            try:
                self._secrets.set(name, edit.text())
            except UserError as error:
                self._failure.set_text(self._sentences.of(error))
                self._failure.show()
                announce(self, self._failure.text)
                tell_fault(edit, self._failure.text)
                edit.setFocus()
                return
            edit.clear()
        self.accept()
