# SPDX-License-Identifier: EUPL-1.2
"""Applies colours, font, text size and style sheet to the whole program."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from comunecast_gui.ui.theme.colours import DARK, DARK_STRONG, LIGHT, LIGHT_STRONG, Colours
from comunecast_gui.ui.theme.stylesheet import stylesheet

FAMILY = "Titillium Web"
EMOJI = "NotoColorEmoji-subset.ttf"
"""The signs that notices carry; written by packaging/emoji_font.py."""
SCALES = (100, 115, 130, 150, 175, 200)
"""Sizes of the text in per cent of the normal one."""

_WITH_FONTS_OF_THEIR_OWN = (
    *("QMenu", "QMenuBar", "QMessageBox", "QLabel", "QTipLabel", "QStatusBar", "QPushButton", "QCheckBox"),
    *("QRadioButton", "QToolButton", "QAbstractItemView", "QListView", "QHeaderView", "QComboMenuItem"),
    *("QComboLineEdit", "QSmallFont", "QMiniFont"),
)
"""Widgets that Windows and macOS give another font than the rest; the text size that a person chose is for all."""


class Scheme(StrEnum):
    """Which colours a person asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """The colours and the text size in force; ``changed`` tells who draws by itself."""

    changed = Signal()

    def __init__(self, app: QApplication, resources: Path, scheme: Scheme = Scheme.SYSTEM, scale: int = 100) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = scheme
        self._scale = scale
        self._told_strong: bool | None = None
        self._strong = False
        self._images = resources / "themes"
        self._fonts = resources / "fonts"
        for file in sorted(self._fonts.glob("TitilliumWeb-*.ttf")):
            QFontDatabase.addApplicationFont(str(file))
        app.setStyle("Fusion")
        self._hints = app.styleHints()
        self._hints.colorSchemeChanged.connect(self._apply)
        self._apply()

    def provide_emoji(self) -> None:
        """The signs of the messages, in colour, on a Linux that has none: without them the preview shows a blank.

        Windows and macOS bring a font of emoji. Asked after the first frame, because it looks through all fonts.
        """
        if sys.platform != "linux" or any("emoji" in family.casefold() for family in QFontDatabase.families()):
            return
        number = QFontDatabase.addApplicationFont(str(self._fonts / EMOJI))
        if hasattr(QFontDatabase, "addApplicationEmojiFontFamily"):  # since Qt 6.9; before, Qt looks among all fonts
            for family in QFontDatabase.applicationFontFamilies(number):
                QFontDatabase.addApplicationEmojiFontFamily(family)

    @property
    def scheme(self) -> Scheme:
        return self._scheme

    @property
    def scale(self) -> int:
        """Text size in per cent."""
        return self._scale

    @property
    def dark(self) -> bool:
        if self._scheme is Scheme.SYSTEM:
            return self._hints.colorScheme() == Qt.ColorScheme.Dark
        return self._scheme is Scheme.DARK

    @property
    def colours(self) -> Colours:
        if self._strong:
            return DARK_STRONG if self.dark else LIGHT_STRONG
        return DARK if self.dark else LIGHT

    @property
    def strong(self) -> bool:
        """Whether colours and lines are those of high contrast."""
        return self._strong

    def px(self, size: float) -> int:
        """``size`` logical pixels at 100 % in the present text size."""
        return round(size * self._scale / 100)

    def set_scheme(self, scheme: Scheme) -> None:
        if scheme is not self._scheme:  # dressing every widget anew takes a while
            self._scheme = scheme
            self._apply()

    def set_scale(self, scale: int) -> None:
        scale = min(max(scale, SCALES[0]), SCALES[-1])
        if scale != self._scale:
            self._scale = scale
            self._apply()

    def _apply(self) -> None:
        self._strong = self._wants_strong()
        colours = self.colours
        family = FAMILY if FAMILY in QFontDatabase.families() else QFont().defaultFamily()
        font = QFont(family)
        font.setPixelSize(self.px(16))
        self._app.setFont(font)
        self._app.setPalette(_palette(colours))
        self._app.setStyleSheet(stylesheet(colours, self.px, self._image, strong=self._strong))
        for kind in _WITH_FONTS_OF_THEIR_OWN:
            if QApplication.font(kind) != font:  # type: ignore[call-overload]
                self._app.setFont(font, kind)  # type: ignore[arg-type] # the stubs want bytes
        self.changed.emit()

    def _image(self, name: str) -> str:
        """A small picture of the theme, as style sheets want its path."""
        return (self._images / f"{name}-{'dark' if self.dark else 'light'}.svg").as_posix()

    def set_strong(self, strong: bool | None) -> None:
        """Colours and lines for high contrast, whatever the system says; None: as the system says."""
        if strong is not self._told_strong:
            self._told_strong = strong
            self._apply()

    def _wants_strong(self) -> bool:
        if self._told_strong is not None:
            return self._told_strong
        accessibility = getattr(self._hints, "accessibility", None)
        if accessibility is None:
            return False
        return bool(accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast)


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, colours.page),
        (role.WindowText, colours.text),
        (role.Base, colours.card),
        (role.AlternateBase, colours.raised),
        (role.Text, colours.text),
        (role.Button, colours.card),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.error),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.ToolTipBase, colours.text),
        (role.ToolTipText, colours.card),
        (role.PlaceholderText, colours.muted),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.Mid, colours.border),
        (role.Light, colours.raised),
        (role.Dark, colours.border),
        (role.Shadow, colours.border),
    ):
        palette.setColor(which, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, which, QColor(colours.muted))
    return palette
