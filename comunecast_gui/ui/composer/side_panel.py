# SPDX-License-Identifier: EUPL-1.2
"""The panel beside the form: the two live previews and the list of problems."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from comunecast_gui.core.content import TemplateMessage
from comunecast_gui.core.model import ChannelKind, PriceCategory, kind_of
from comunecast_gui.core.notice.checks.check import Problem
from comunecast_gui.core.notice.compose import Composed
from comunecast_gui.store.delivery.templates import TemplateRow
from comunecast_gui.ui.runtime.window_services import OfficeInfo
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.look import Look, label
from comunecast_gui.ui.widgets.phone_preview import PhonePreview
from comunecast_gui.ui.widgets.problem_list import ProblemLines

_BESIDE = 520
"""Width in pixels at normal text size from which the previews stand side by side."""


class Side(QWidget):
    """Previews per kind of channel, and the list of problems; ``chosen`` gives the field of one."""

    chosen = Signal(str)
    mended = Signal(object)
    """Somebody pressed the button of a problem's one right answer, a :class:`Mend`."""
    followed = Signal(int)
    """Somebody wants to write what follows this notice, which says the same already."""

    def __init__(self, look: Look, info: OfficeInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self._title = label(self.tr("How people will see it"), "section")
        column.addWidget(self._title)
        kinds = {kind_of(name) for name in info.channels} or set(ChannelKind)
        self.previews = {
            kind: PhonePreview(look, kind, info.office)
            for kind in sorted(kinds, key=lambda kind: (not kind.personal, kind))
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
        self.problems.mended.connect(self.mended)
        self.problems.followed.connect(self.followed)
        column.addWidget(self.problems)
        look.on_theme(self, self._arrange)

    def show_composed(
        self,
        composed: Composed,
        problems: tuple[Problem, ...],
        at: datetime,
        channels: tuple[str, ...],
        templates: Mapping[str, TemplateRow],
    ) -> None:
        """Shows the contents of the chosen channels at ``at`` (local time) and these problems.

        ``templates`` is what Meta last said of each WhatsApp template, by name.
        """
        for kind, preview in self.previews.items():
            content = next(
                (composed.contents[name] for name in channels if name in composed.contents and kind_of(name) is kind),
                None,
            )
            preview.show_content(content, at)
            if isinstance(content, TemplateMessage):
                preview.set_note(self._template_note(content.template, composed, templates.get(content.template)))
        self.problems.show_problems(problems)
        self._problems_title.setVisible(bool(problems))

    def _template_note(self, name: str, composed: Composed, known: TemplateRow | None) -> str:
        expected = composed.category.whatsapp.price_category
        price = labels.price_word(known.category if known and known.category else expected)
        note = self.tr("Template {name}: {state}, {price}").format(
            name=name, state=labels.template_word(known.status if known else ""), price=price
        )
        if known and expected is PriceCategory.UTILITY and known.category == PriceCategory.MARKETING:
            moved = self.tr("Meta moved it among the promotional ones, which cost more.")
            return f"{note}. {moved}"
        return note

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= self._look.theme.px(_BESIDE)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._phones.direction() != direction:
            self._phones.setDirection(direction)
