# SPDX-License-Identifier: EUPL-1.2
"""Installs the translations of the window: Italian unless another language is asked for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

LANGUAGES = {
    "it": (QLocale.Language.Italian, QLocale.Country.Italy),
    "en": (QLocale.Language.English, QLocale.Country.UnitedKingdom),
}
"""The languages of the screens with their way to write numbers and dates; the first is the usual one."""


def install(app: QApplication, folder: Path, language: str = "it") -> list[QTranslator]:
    """Loads the program's and Qt's own translations; an unknown language means Italian."""
    if language not in LANGUAGES:
        language = next(iter(LANGUAGES))
    QLocale.setDefault(QLocale(*LANGUAGES[language]))
    translators = []
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, place in ((f"qtbase_{language}", qt), (f"comunecast_{language}", str(folder))):
        translator = QTranslator(app)
        if translator.load(name, place):
            app.installTranslator(translator)
            translators.append(translator)
    return translators
