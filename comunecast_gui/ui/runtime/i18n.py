# SPDX-License-Identifier: EUPL-1.2
"""Installs the translations of the window: Italian unless another language is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the screens: its own ``name`` for itself, and the country whose numbers and dates it uses."""

    name: str
    language: QLocale.Language
    country: QLocale.Country

    @property
    def locale(self) -> QLocale:
        return QLocale(self.language, self.country)


LANGUAGES = {
    "it": Language("Italiano", QLocale.Language.Italian, QLocale.Country.Italy),
    "en": Language("English", QLocale.Language.English, QLocale.Country.UnitedKingdom),
}
"""The languages of the screens by their code; the first is the usual one."""
USUAL = next(iter(LANGUAGES))


_LEFT_IN_ENGLISH = (
    QT_TRANSLATE_NOOP("QFileDialog", "&Look in:"),
    QT_TRANSLATE_NOOP("QFileDialog", "Files of &type:"),
)
"""What Qt's own translation leaves out (Qt 6.8 to 6.11): ours has it in Qt's place."""


def install(app: QApplication, folder: Path, language: str = USUAL) -> None:
    """Loads the program's and Qt's own translations, in place of those before; an unknown language means Italian."""
    if language not in LANGUAGES:
        language = USUAL
    for former in app.findChildren(QTranslator, options=Qt.FindChildOption.FindDirectChildrenOnly):
        app.removeTranslator(former)
        former.deleteLater()
    QLocale.setDefault(LANGUAGES[language].locale)
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, place in ((f"qtbase_{language}", qt), (f"comunecast_{language}", str(folder))):
        translator = QTranslator(app)
        if translator.load(name, place):
            app.installTranslator(translator)
