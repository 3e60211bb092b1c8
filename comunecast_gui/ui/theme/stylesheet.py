# SPDX-License-Identifier: EUPL-1.2
"""The one style sheet of the window, written from a set of colours and a text size."""

from __future__ import annotations

from collections.abc import Callable

from comunecast_gui.ui.theme.colours import Colours


def stylesheet(c: Colours, px: Callable[[float], int], image: Callable[[str], str], *, strong: bool = False) -> str:
    """The style sheet; ``px`` scales lengths with the text, ``image`` gives the path of a small picture.

    ``strong`` thickens lines for high contrast.
    """
    line = 2 if strong else 1
    ring = line + 1  # the edge of what has the focus
    banners = "".join(
        f"""
QFrame[banner="{tone}"] {{
  background: {soft}; border: {line if strong else 0}px solid {edge}; border-left: {6 if strong else 4}px solid {edge};
}}"""
        for tone, soft, edge in (
            ("info", c.accent_soft, c.accent),
            ("warning", c.warning_soft, c.warning),
            ("error", c.error_soft, c.error),
            ("success", c.success_soft, c.success),
        )
    )
    return f"""
* {{ outline: none; }}
QWidget {{ color: {c.text}; }}
QMainWindow, QDialog, QWidget#page {{ background: {c.page}; }}
QToolTip {{ background: {c.text}; color: {c.card}; border: none; padding: 4px 8px; }}

QLabel#title {{ font-size: {px(26)}px; font-weight: 700; }}
QLabel#subtitle, QLabel[role="muted"] {{ color: {c.muted}; }}
QLabel[role="section"] {{ font-size: {px(18)}px; font-weight: 600; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="small"] {{ font-size: {px(14)}px; color: {c.muted}; }}
QLabel[role="figure"] {{ font-size: {px(30)}px; font-weight: 700; }}
QLabel[role="error"] {{ color: {c.error}; }}
QLabel[role="warning"] {{ color: {c.warning}; }}
QLabel[role="success"] {{ color: {c.success}; }}
QLabel[role="hint"] {{ color: {c.muted}; }}

QFrame#card {{ background: {c.card}; border: {line}px solid {c.divider}; border-radius: 8px; }}
QFrame#lanes {{ background: {c.card}; border-top: {line}px solid {c.divider}; }}
QFrame#rule {{ background: {c.divider}; border: none; }}
QFrame[banner] {{ border-top-right-radius: 4px; border-bottom-right-radius: 4px; }}
{banners}

QFrame#training {{ border: 5px solid {c.training}; }}
QFrame#trainingBand {{ background: {c.training}; }}
QFrame#trainingBand QLabel {{ color: {c.on_training}; }}
QFrame#trainingBand QLabel#word {{ font-weight: 700; letter-spacing: 2px; }}

QListWidget#nav {{
  background: {c.nav}; color: {c.on_nav}; border: none; padding: {px(12)}px 0; font-size: {px(17)}px;
}}
QListWidget#nav::item {{ padding: {px(12)}px {px(18)}px; border-left: 4px solid transparent; color: {c.on_nav}; }}
QListWidget#nav[lying="yes"] {{ padding: {px(2)}px 0; }}
QListWidget#nav[lying="yes"]::item {{ padding: {px(5)}px {px(4)}px; }}
QListWidget#nav::item:hover {{ background: {c.nav_selected}; }}
QListWidget#nav::item:selected {{
  background: {c.nav_selected}; border-left: 4px solid {c.nav_mark}; color: {c.on_nav}; font-weight: 600;
}}
QListWidget#nav:focus {{ border: 2px solid {c.on_nav}; }}
QFrame#rail {{ background: {c.nav}; }}
QFrame#rail QLabel {{ color: {c.on_nav}; }}
QLabel#brand {{ font-size: {px(20)}px; font-weight: 700; }}

QPushButton {{
  background: {c.card}; color: {c.accent}; border: {line}px solid {c.accent}; border-radius: 4px;
  padding: {px(6)}px {px(14)}px; font-weight: 600; min-height: {px(24)}px; min-width: {px(48)}px;
}}
QPushButton:hover {{ background: {c.accent_soft}; }}
QPushButton:pressed {{ background: {c.raised}; }}
QPushButton:focus {{ border: {ring}px solid {c.focus}; padding: {px(6) - 1}px {px(14) - 1}px; }}
QPushButton:disabled {{ color: {c.muted}; border-color: {c.divider}; background: {c.raised}; }}
QPushButton[kind="primary"] {{ background: {c.accent}; color: {c.on_accent}; }}
QPushButton[kind="primary"]:hover {{ background: {c.accent_hover}; border-color: {c.accent_hover}; }}
QPushButton[kind="primary"]:focus {{
  background: {c.focused_fill}; color: {c.on_focused_fill}; border: {line + 2}px solid {c.focus};
  padding: {px(6) - 2}px {px(14) - 2}px;
}}
QPushButton[kind="primary"]:disabled {{ background: {c.raised}; color: {c.muted}; border-color: {c.divider}; }}
QPushButton[kind="danger"] {{ background: {c.card}; color: {c.error}; border-color: {c.error}; }}
QPushButton[kind="danger"]:hover {{ background: {c.error_soft}; }}
QPushButton[kind="danger"]:focus {{ border: {ring}px solid {c.focus}; padding: {px(6) - 1}px {px(14) - 1}px; }}
QPushButton[kind="danger"]:disabled {{ background: {c.raised}; color: {c.muted}; border-color: {c.divider}; }}
QPushButton[kind="quiet"], QPushButton[kind="link"] {{
  background: transparent; border: 2px solid transparent; padding: {px(3)}px {px(8)}px; min-width: 0;
}}
QPushButton[kind="quiet"]:hover {{ background: {c.accent_soft}; }}
QPushButton[kind="link"] {{ text-align: left; padding: {px(2)}px 4px; }}
QPushButton[kind="link"]:hover {{ text-decoration: underline; }}
QPushButton[kind="quiet"]:focus {{ border: 2px solid {c.focus}; padding: {px(3)}px {px(8)}px; }}
QPushButton[kind="link"]:focus {{ border: 2px solid {c.focus}; padding: {px(2)}px 4px; }}
QPushButton[kind="step"] {{ text-align: left; border-color: {c.border}; font-weight: 400; color: {c.text}; }}
QPushButton[kind="step"][current="yes"] {{
  background: {c.accent_soft}; border-color: {c.accent}; font-weight: 600;
}}
QPushButton[kind="step"]:focus {{ border: {ring}px solid {c.focus}; padding: {px(6) - 1}px {px(14) - 1}px; }}
QPushButton::menu-indicator {{
  image: url({image("arrow")}); width: {px(14)}px; height: {px(14)}px;
  subcontrol-origin: padding; subcontrol-position: center right; right: {px(6)}px;
}}
QPushButton[severity="error"] {{ color: {c.error}; }}
QPushButton[severity="warning"] {{ color: {c.warning}; }}
QPushButton[severity="hint"] {{ color: {c.muted}; }}

QLineEdit, QPlainTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {{
  background: {c.card}; color: {c.text}; border: {line}px solid {c.border}; border-radius: 4px;
  padding: {px(5)}px {px(8)}px; selection-background-color: {c.accent}; selection-color: {c.on_accent};
}}
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox {{ min-height: {px(24)}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {{
  border: {ring}px solid {c.accent}; padding: {px(5) - 1}px {px(8) - 1}px;
}}
QLineEdit, QPlainTextEdit {{ placeholder-text-color: {c.muted}; }}
QToolButton#inField {{ background: transparent; border: 2px solid transparent; border-radius: 4px; padding: 0; }}
QToolButton#inField:hover {{ background: {c.accent_soft}; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
QComboBox::drop-down {{
  subcontrol-origin: padding; subcontrol-position: center right; width: {px(26)}px; border: none;
}}
QComboBox::down-arrow {{
  image: url({image("arrow")}); width: {px(14)}px; height: {px(14)}px;
}}
QLineEdit[problem="error"], QPlainTextEdit[problem="error"], QAbstractSpinBox[problem="error"],
QComboBox[problem="error"] {{ border: 2px solid {c.error}; }}
QLineEdit[problem="error"]:focus, QPlainTextEdit[problem="error"]:focus, QAbstractSpinBox[problem="error"]:focus,
QComboBox[problem="error"]:focus {{
  border: {ring}px solid {c.accent}; border-left: 6px solid {c.error};
  padding: {px(5) - 1}px {px(8) - 1}px {px(5) - 1}px {px(8) - 5}px;
}}
QLineEdit:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {{
  background: {c.raised}; color: {c.muted}; border-color: {c.divider};
}}
QComboBox QAbstractItemView, QListView#completer {{
  background: {c.card}; color: {c.text}; border: 1px solid {c.border};
  selection-background-color: {c.accent}; selection-color: {c.on_accent};
}}

QCheckBox, QRadioButton {{ spacing: {px(8)}px; padding: {px(3)}px; min-height: {px(20)}px;
  border: 2px solid transparent; border-radius: 4px; }}
QCheckBox:focus, QRadioButton:focus {{ border: 2px solid {c.focus}; }}

QCheckBox::indicator, QRadioButton::indicator {{
  width: {px(16)}px; height: {px(16)}px; border: {line + 1}px solid {c.border}; background: {c.card};
}}
QCheckBox::indicator {{ border-radius: 3px; }}
QRadioButton::indicator {{ border-radius: {px(8) + line + 1}px; }}
QCheckBox::indicator:checked {{ background: {c.accent}; border-color: {c.accent}; image: url({image("check")}); }}
QRadioButton::indicator:checked {{ background: {c.accent}; border-color: {c.accent}; image: url({image("dot")}); }}
QCheckBox:disabled {{ color: {c.muted}; }}

QTabBar::tab {{
  background: transparent; color: {c.accent}; padding: {px(8)}px {px(16)}px; font-weight: 600;
  border: none; border-bottom: 3px solid {c.divider};
}}
QTabBar::tab:selected {{ color: {c.text}; border-bottom: 3px solid {c.accent}; }}
QTabBar::tab:selected:focus {{
  background: {c.accent_soft}; border: 2px solid {c.focus}; border-bottom: 3px solid {c.accent};
  padding: {px(8) - 2}px {px(16) - 2}px {px(8)}px {px(16) - 2}px;
}}

QTableView, QListWidget#plain, QListView#plain, QTextBrowser#plain {{
  background: {c.card}; alternate-background-color: {c.page}; border: {line}px solid {c.divider};
  border-radius: 8px; gridline-color: {c.divider};
  selection-background-color: {c.accent_soft}; selection-color: {c.text};
}}
QTableView, QListWidget#plain, QTextBrowser#plain {{ padding: {ring - line}px; }}
QTableView:focus, QListWidget#plain:focus, QTextBrowser#plain:focus {{
  border: {ring}px solid {c.focus}; padding: 0;
}}
QTableView::item, QListWidget#plain::item {{ padding: {px(4)}px {px(10)}px; }}
QListWidget#plain::item {{ padding: {px(7)}px {px(10)}px; }}
QTableView::item:selected, QListWidget#plain::item:selected {{ background: {c.accent_soft}; color: {c.text}; }}
QListWidget#plain::item:hover {{ background: {c.raised}; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{
  background: {c.card}; color: {c.muted}; border: none; border-bottom: {line}px solid {c.border};
  padding: {px(7)}px {px(13)}px; font-weight: 600;
}}
QHeaderView::section:first, QHeaderView::section:only-one {{ border-top-left-radius: 6px; }}
QHeaderView::section:last, QHeaderView::section:only-one {{ border-top-right-radius: 6px; }}

QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {c.card}; border-bottom: {line}px solid {c.divider}; }}
QCalendarWidget QToolButton {{
  background: transparent; color: {c.text}; border: 2px solid transparent; border-radius: 4px;
  padding: {px(4)}px {px(8)}px; font-weight: 600; min-width: {px(20)}px; min-height: {px(24)}px;
}}
QCalendarWidget QToolButton:hover {{ background: {c.accent_soft}; }}
QCalendarWidget QToolButton:focus {{ border-color: {c.focus}; }}
QCalendarWidget QToolButton::menu-indicator {{ image: none; width: 0; }}
QCalendarWidget QToolButton#qt_calendar_prevmonth {{ qproperty-icon: url({image("back")}); }}
QCalendarWidget QToolButton#qt_calendar_nextmonth {{ qproperty-icon: url({image("forward")}); }}
QCalendarWidget QTableView {{
  padding: 0;
  alternate-background-color: {c.card}; border: none; border-radius: 0;
  selection-background-color: {c.accent}; selection-color: {c.on_accent};
}}
QCalendarWidget QTableView::item {{ padding: 0; }}
QCalendarWidget QTableView::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}

QScrollArea {{ background: transparent; border: none; }}
QWidget#scrolled {{ background: transparent; }}
QSplitter::handle {{ background: {c.divider}; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {c.border}; border-radius: 4px; min-height: 32px; margin: 2px; }}
QScrollBar[held="yes"]:vertical {{ border: {ring}px solid {c.focus}; border-radius: 6px; }}
QScrollBar[held="yes"]::handle:vertical {{ background: {c.focus}; border-radius: 2px; margin: 1px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {c.border}; border-radius: 4px; min-width: 32px; margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QProgressBar {{ background: {c.raised}; border: none; border-radius: 3px; max-height: 6px; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}

QMenuBar {{ background: {c.card}; color: {c.text}; border-bottom: 1px solid {c.divider}; padding: 2px; }}
QMenuBar::item {{ padding: 4px 10px; background: transparent; }}
QMenuBar::item:selected {{ background: {c.accent_soft}; }}
QMenu {{ background: {c.card}; color: {c.text}; border: 1px solid {c.border}; padding: 4px; }}
QMenu::item {{ padding: {px(4)}px {px(24)}px; }}
QMenu::item:selected {{ background: {c.accent_soft}; }}
QMenu::separator {{ height: 1px; background: {c.divider}; margin: 4px; }}
"""
