# SPDX-License-Identifier: EUPL-1.2
"""The question before what is still queued goes out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from comunecast_gui.ui.widgets.labels import number
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.question import ask


def ask_to_send_queued(look: Look, over: QWidget, count: int, send: Callable[[], None]) -> None:
    """Asks whether ``count`` queued messages may go out now: ``send`` does it."""
    ask(
        look,
        over,
        QCoreApplication.translate("Questions", "Send the queued messages now ({count})?").format(count=number(count)),
        QCoreApplication.translate(
            "Questions",
            "Each person gets one message, a channel one post. Who already got the notice gets nothing. "
            "Read it first: what was right when it was written may be over by now.",
        ),
        QCoreApplication.translate("Questions", "&Send to {count}").format(count=number(count)),
        QCoreApplication.translate("Questions", "&Leave them queued"),
        send,
    )
