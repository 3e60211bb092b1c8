# SPDX-License-Identifier: EUPL-1.2
"""The questions before a written text would be lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.question import ask


def ask_to_begin_anew(
    look: Look, over: QWidget, title: str, begin: Callable[[], None], go_on: Callable[[], None]
) -> None:
    """Asks whether to ``begin`` a new notice, or to ``go_on`` with the one about ``title``."""
    text = QCoreApplication.translate(
        "Questions", "Do you want to go on with it, or to begin a new one? What is written would be lost."
    )
    question = ask(
        look,
        over,
        QCoreApplication.translate("Questions", "You are already writing “{title}”").format(title=title),
        text,
        QCoreApplication.translate("Questions", "&Begin a new one"),
        QCoreApplication.translate("Questions", "&Go on with it"),
        begin,
        kind="danger",
    )
    question.rejected.connect(go_on)


def ask_to_replace(look: Look, over: QWidget, replace: Callable[[], None]) -> None:
    """Asks whether the worked example may ``replace`` what is written."""
    ask(
        look,
        over,
        QCoreApplication.translate("Questions", "Replace what is written with the example?"),
        QCoreApplication.translate("Questions", "What you wrote in this form would be lost."),
        QCoreApplication.translate("Questions", "&Replace it"),
        QCoreApplication.translate("Questions", "&Keep what is written"),
        replace,
        kind="danger",
    )


def ask_to_throw_away(look: Look, over: QWidget, title: str, drop: Callable[[], None]) -> None:
    """Asks, once, whether the draft about ``title`` may be thrown away: ``drop`` does it."""
    ask(
        look,
        over,
        QCoreApplication.translate("Questions", "Throw away “{title}”?").format(title=title),
        QCoreApplication.translate("Questions", "It was not sent, and what is written in it cannot be brought back."),
        QCoreApplication.translate("Questions", "&Throw it away"),
        QCoreApplication.translate("Questions", "&Keep it"),
        drop,
        kind="danger",
    )
