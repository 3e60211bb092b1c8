# SPDX-License-Identifier: EUPL-1.2
"""A person's window preferences: language, colours, text size, position."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow

from comunecast_gui.ui.runtime.i18n import LANGUAGES, USUAL
from comunecast_gui.ui.theme.theme import Scheme, Theme


class Preferences:
    """What this person chose on this computer; a broken or missing value means the usual one."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @classmethod
    def of_this_person(cls) -> Preferences:
        """The preferences where the system keeps those of its user."""
        return cls(QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "ComuneCast", "ComuneCast"))

    @property
    def language(self) -> str:
        """The code of the language of the screens."""
        chosen = str(self._settings.value("language", USUAL))
        return chosen if chosen in LANGUAGES else USUAL

    def keep_language(self, language: str) -> None:
        self._settings.setValue("language", language)
        self._settings.sync()

    def restore_theme(self, theme: Theme) -> None:
        """Colours and text size as they were chosen: before there are widgets, which would all be dressed twice."""
        scheme = str(self._settings.value("scheme", Scheme.SYSTEM))
        theme.set_scheme(Scheme(scheme) if scheme in list(Scheme) else Scheme.SYSTEM)
        scale = str(self._settings.value("scale", "100"))
        theme.set_scale(int(scale) if scale.isdecimal() else 100)

    def restore_window(self, window: QMainWindow) -> None:
        """Size and place of the window as it was left."""
        geometry = self._settings.value("geometry")
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)

    def keep_theme(self, theme: Theme) -> None:
        self._settings.setValue("scheme", theme.scheme.value)
        self._settings.setValue("scale", theme.scale)

    def keep_window(self, window: QMainWindow) -> None:
        self._settings.setValue("geometry", window.saveGeometry())
        self._settings.sync()
