# SPDX-License-Identifier: EUPL-1.2
"""What stands beside the form: the two live previews and what is still to be mended."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from comunecast_gui.core.checks import Problem
from comunecast_gui.core.content import TemplateMessage
from comunecast_gui.core.dispatch import Composed
from comunecast_gui.core.model import ChannelKind, PriceCategory, kind_of
from comunecast_gui.ui.look import Look, label
from comunecast_gui.ui.parts import Parts
from comunecast_gui.ui.previews import PhonePreview
from comunecast_gui.ui.problems import ProblemLines

_BESIDE = 520
"""Width in pixels at normal text size from which the previews stand side by side."""


class Side(QWidget):
    """Previews per kind of channel, and the list of problems; ``chosen`` gives the field of one."""

    chosen = Signal(str)

    def __init__(self, look: Look, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self._title = label(self.tr("How people will see it"), "section")
        column.addWidget(self._title)
        kinds = {kind_of(name) for name in parts.channels} or set(ChannelKind)
        self.previews = {
            kind: PhonePreview(look, kind, parts.office)
            for kind in (ChannelKind.WHATSAPP, ChannelKind.TELEGRAM)
            if kind in kinds
        }
        self._phones = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._phones.setSpacing(14)
        for preview in self.previews.values():
            self._phones.addWidget(preview, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._phones)
        self._problems_title = label(self.tr("What to look at"), "section")
        column.addWidget(self._problems_title)
        self.problems = ProblemLines(look, links=True)
        self.problems.chosen.connect(self.chosen)
        column.addWidget(self.problems)
        look.on_theme(self, self._arrange)

    def show_composed(
        self,
        composed: Composed,
        problems: tuple[Problem, ...],
        at: datetime,
        channels: tuple[str, ...],
        approved: Collection[str],
    ) -> None:
        """Shows the contents of the chosen channels at ``at`` (local time) and these problems.

        ``approved`` are the names of the WhatsApp templates that may be sent.
        """
        for kind, preview in self.previews.items():
            content = next(
                (composed.contents[name] for name in channels if name in composed.contents and kind_of(name) is kind),
                None,
            )
            preview.show_content(content, at)
            if isinstance(content, TemplateMessage):
                preview.set_note(self._template_note(content.template, composed, approved))
        self.problems.show_problems(problems)
        self._problems_title.setVisible(bool(problems))

    def _template_note(self, name: str, composed: Composed, approved: Collection[str]) -> str:
        utility = composed.category.whatsapp.price_category is PriceCategory.UTILITY
        price = self.tr("service price") if utility else self.tr("promotional price")
        state = self.tr("approved by Meta") if name in approved else self.tr("not yet approved by Meta")
        return self.tr("Template {name}: {state}, {price}").format(name=name, state=state, price=price)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= self._look.theme.px(_BESIDE)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._phones.direction() != direction:
            self._phones.setDirection(direction)
