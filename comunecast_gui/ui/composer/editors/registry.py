# SPDX-License-Identifier: EUPL-1.2
"""Which input widget each kind of field has: the window's side of ``core/notice/field_kinds.py``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from comunecast_gui.core.model import Office
from comunecast_gui.core.notice.categories import Field, FieldType
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.ui.composer.editors.attachment_editor import ImageEditor, Prepare, prepare_now
from comunecast_gui.ui.composer.editors.base import Editor, LineEditor, LongEditor
from comunecast_gui.ui.composer.editors.choice_editors import AlertEditor, ChoiceEditor, ChoicesEditor, YesNoEditor
from comunecast_gui.ui.composer.editors.date_editors import DayEditor, HourEditor, MomentEditor, PeriodEditor
from comunecast_gui.ui.composer.editors.date_inputs import Today
from comunecast_gui.ui.composer.editors.reference_editor import Reference, ReferenceEditor
from comunecast_gui.ui.composer.editors.row_editors import DaysEditor, ListEditor, StreetsEditor
from comunecast_gui.ui.widgets.look import Look


@dataclass(frozen=True, slots=True)
class EditorContext:
    """What an input widget may need besides its field; ``now`` is the office's local time."""

    look: Look
    office: Office
    streets: tuple[str, ...]
    now: datetime
    prepare: Prepare = prepare_now
    """How a chosen file is made ready."""
    clock: Callable[[], datetime] | None = None
    """The office's local time while the form is open; without it time stands still at ``now``."""

    references: tuple[Reference, ...] = ()
    """The notices that were sent lately."""

    @property
    def today(self) -> Today:
        """What typed dates are read against."""
        return Today(self.clock or (lambda: self.now), timezone_of(self.office))


def _line(field: Field, _context: EditorContext) -> Editor:
    return LineEditor(field)


def _choice(field: Field, context: EditorContext) -> Editor:
    return ChoiceEditor(field, context.office) if field.options else LineEditor(field)


def _choices(field: Field, context: EditorContext) -> Editor:
    return ChoicesEditor(field, context.office) if field.options else LineEditor(field)


EDITORS: Mapping[FieldType, Callable[[Field, EditorContext], Editor]] = {
    FieldType.TEXT: _line,
    FieldType.LONG_TEXT: lambda field, _context: LongEditor(field),
    FieldType.PLACE: _line,
    FieldType.PHONE: _line,
    FieldType.LINK: _line,
    FieldType.IMAGE: lambda field, context: ImageEditor(field, context.look, context.prepare),
    FieldType.NOTICE_REF: lambda field, context: ReferenceEditor(field, context.references),
    FieldType.DATE: lambda field, context: DayEditor(field, context.look, context.today),
    FieldType.DATES: lambda field, context: DaysEditor(field, context.look, context.today),
    FieldType.TIME: lambda field, context: HourEditor(field, context.today),
    FieldType.DATETIME: lambda field, context: MomentEditor(field, context.look, context.today),
    FieldType.PERIOD: lambda field, context: PeriodEditor(field, context.look, context.today),
    FieldType.STREETS: lambda field, context: StreetsEditor(field, context.look, context.streets),
    FieldType.LIST: lambda field, context: ListEditor(field, context.look),
    FieldType.ZONE: _choices,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.ALERT_LEVEL: lambda field, context: AlertEditor(field, context.look, context.office),
    FieldType.NUMBER: _line,
    FieldType.AMOUNT: _line,
    FieldType.YES_NO: lambda field, _context: YesNoEditor(field),
}


def make_editor(field: Field, context: EditorContext) -> Editor:
    """The input widget for a field."""
    return EDITORS[field.type](field, context)
