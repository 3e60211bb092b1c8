# SPDX-License-Identifier: EUPL-1.2
"""Edits one category: its name, the text of each channel beside what people see of it, its fields and follow-ups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from comunecast_gui.core.model import ChannelKind, PriceCategory
from comunecast_gui.core.notice.categories import VARIABLE, Category, Origin
from comunecast_gui.core.notice.checks.check import Problem, Severity
from comunecast_gui.core.notice.overlays import category_editing
from comunecast_gui.core.notice.overlays.category_checks import examine, may_be_nothing
from comunecast_gui.core.notice.overlays.merging import Entries
from comunecast_gui.core.notice.overlays.template_standing import Known, standing
from comunecast_gui.core.periods import local
from comunecast_gui.ui.runtime.window_services import OfficeInfo
from comunecast_gui.ui.templates.entry import Entry, Insertion, TextEntry, line_entry
from comunecast_gui.ui.templates.entry_rows import FieldRow, FollowUpRow
from comunecast_gui.ui.templates.new_entry_dialogs import NewFieldDialog, NewFollowUpDialog
from comunecast_gui.ui.templates.standing_words import details, whole_words
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.by_keyboard import in_reading_order
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import (
    Banner,
    Look,
    announce,
    card,
    focus_at_top,
    label,
    scrolling,
    set_role,
    tab_stops,
)
from comunecast_gui.ui.widgets.phone_preview import PhonePreview
from comunecast_gui.ui.widgets.still_fields import ChoiceField
from comunecast_gui.ui.widgets.wrapping_check_box import WrappingCheckBox

_SOON = 200
"""Milliseconds without a key after which what was written is looked at."""
_TWO_COLUMNS = 880
"""Width in pixels at normal text size from which a text and its preview stand side by side."""


class CategoryEditor(QWidget):
    """Shows a category and takes changes; nothing is kept before ``keep_wanted``."""

    back = Signal()
    keep_wanted = Signal()
    revert_wanted = Signal()
    delete_wanted = Signal()
    submit_wanted = Signal()

    def __init__(
        self, look: Look, info: OfficeInfo, prices: Mapping[PriceCategory, Decimal], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._info, self._prices = look, info, prices
        self._entries: dict[str, Any] = {}
        self._kept: Entries = {}
        self.before: Entries = {}
        """What the office had when this edit began; nothing for a subject that it did not have."""
        self._base: Entries | None = None
        self._known: Mapping[str, Known] = {}
        self.category: Category | None = None
        """What is written now, as far as it makes a category."""
        self.problems: tuple[Problem, ...] = ()
        self.places: dict[str, Entry] = {}
        """The entries on the page, by the name under which a problem calls them."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SOON)
        self._timer.timeout.connect(self.refresh)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        page = QWidget()
        outer.addWidget(page, 1)
        column = scrolling(page, self.tr("The subject and its texts"), (28, 12, 28, 24))
        column.setSpacing(14)
        column.addWidget(self._head())
        self.state = Banner(look, "info")
        self.submit = look.button(self.tr("Send it to &Meta"), "", "it-upload")
        self.submit.clicked.connect(self.submit_wanted)
        self.state.add_button(self.submit)
        column.addWidget(self.state)
        self._column = column
        self._inner = QWidget()
        column.addWidget(self._inner)
        column.addStretch(1)
        outer.addWidget(self._foot())
        self._pairs: list[QBoxLayout] = []
        self.previews: dict[ChannelKind, PhonePreview] = {}

    # -- what is shown ------------------------------------------------------------------------------------------

    def open(self, entries: Entries, base: Entries | None, known: Mapping[str, Known], *, kept: bool = True) -> None:
        """Shows a category; ``base`` is what the program says of it, ``known`` what Meta said last.

        ``kept``: whether the office has it already, and not only begins it.
        """
        self._entries, self._kept, self._base, self._known = dict(entries), dict(entries) if kept else {}, base, known
        self.before = self._kept
        self.category = None
        self._build()
        self.refresh()

    def focus_first(self) -> None:
        """The first entry gets the focus, once everything has its place."""
        focus_at_top(self, self.places["name"].field)

    def note_kept(self, written: Entries, now: Entries) -> None:
        """What was ``written`` is kept, and read ``now`` it says this."""
        self._kept, self.before = written, now
        self.refresh()

    def forget(self) -> None:
        """Nothing is open any more."""
        self._timer.stop()
        self._entries, self._kept, self.category = {}, {}, None
        self.problems, self.places, self._pairs, self.previews = (), {}, [], {}
        self._put(QWidget())

    def set_known(self, known: Mapping[str, Known]) -> None:
        """Meta said something else."""
        self._known = known
        self.refresh()

    @property
    def entries(self) -> dict[str, Any]:
        """What is written now."""
        return self._entries

    @property
    def id(self) -> str:
        return str(self._entries.get("id", ""))

    @property
    def unsaved(self) -> bool:
        """Whether something is written that is not kept."""
        return self._entries != self._kept

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What forbids to keep it."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)

    def refresh(self) -> None:
        """Looks at what is written, now: problems, previews, and how it stands with Meta."""
        self._timer.stop()
        if not self._entries:
            return
        others = [one for one in self._info.catalogue.current if one.id != self.id]
        found = examine(self._entries, self._info.office, others, self._base)
        say = self._info.sentences.text
        self.problems = tuple(
            Problem(one.code, one.at, one.severity, say(f"category_problem.{one.code}", **one.values)) for one in found
        )
        for at, place in self.places.items():
            place.show_problems([one for one in self.problems if one.field == at])
        self._show_previews()
        self._show_state()

    def focus_problem(self) -> None:
        """Leads to the first thing that has to be mended."""
        for one in self.errors:
            if place := self.places.get(one.field):
                place.focus()
                announce(self, one.message)
                return

    def _show_previews(self) -> None:
        category = category_editing.category_of(self._entries, self._base)
        if category is None:
            return  # what was seen last stays, and the problems say why
        self.category = category
        now = self._info.clock.now()
        for kind, content in category_editing.shown(category, self._info.office, now).items():
            self.previews[kind].show_content(content, local(now, self._info.office))

    def _show_state(self) -> None:
        errors = len(self.errors)
        warnings = len(self.problems) - errors
        said = [self.tr("%n to correct", "", errors)] if errors else []
        said += [self.tr("%n warning(s)", "", warnings)] if warnings else []
        said += [self.tr("not saved yet")] if self.unsaved else []
        self._said.setText(" · ".join(said) or self.tr("Nothing was changed"))
        set_role(
            self._said, "severity", "error" if errors else "warning" if warnings else "" if self.unsaved else "hint"
        )
        if self.keep.hasFocus() and not self.unsaved:
            self._said.setFocus()  # beside it; Qt would lead out of the page
        self.keep.setEnabled(self.unsaved)
        self._original.setVisible(self._base is not None and self._is_adapted())
        self.delete.setVisible(self._base is None and bool(self._kept))
        if self.category is None:
            return
        one = standing(self.category, self._known)
        self.state.set_text(f"{whole_words(one)}\n{details(one, self._prices, self._info.language)}")
        self.submit.setVisible(one.to_submit and not self.unsaved)

    def _is_adapted(self) -> bool:
        return self.unsaved or any(one.id == self.id and one.origin is Origin.ADAPTED for one in self._info.catalogue)

    # -- building -----------------------------------------------------------------------------------------------

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        leave = self._look.icon_button("it-arrow-left", self.tr("Back to all subjects"))
        leave.clicked.connect(self.back)
        row.addWidget(leave)
        self._title = label("")
        self._title.setObjectName("title")
        row.addWidget(self._title, 1)
        self._original = self._look.button(self.tr("Or&iginal text…"), "quiet", "it-restore")
        self._original.clicked.connect(self.revert_wanted)
        row.addWidget(self._original)
        self.delete = self._look.button(self.tr("&Delete…"), "quiet", "it-delete")
        self.delete.clicked.connect(self.delete_wanted)
        row.addWidget(self.delete)
        return head

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setObjectName("lanes")
        row = QHBoxLayout(foot)
        row.setContentsMargins(28, 12, 28, 12)
        self._said = self._look.button("", "quiet")
        self._said.clicked.connect(self.focus_problem)
        flow = FlowLayout(gap=12, side=Qt.AlignmentFlag.AlignRight)
        flow.addWidget(self._said)
        self.keep = self._look.button(self.tr("&Save"), "primary", "it-check")
        self.keep.clicked.connect(self.keep_wanted)
        flow.addWidget(self.keep)
        row.addLayout(flow, 1)
        return foot

    def _build(self) -> None:
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self.places, self._pairs = {}, []
        self._title.setText(str(self._entries.get("name", "")))
        for part in (self._naming(), self._telegram(), self._whatsapp(), self._fields(), self._follow_ups()):
            column.addWidget(part)
        self._put(fresh)
        self._offer()
        self._arrange()

    def _put(self, fresh: QWidget) -> None:
        """In the place of what was there."""
        self._column.replaceWidget(self._inner, fresh)
        self._inner.hide()
        self._inner.deleteLater()
        self._inner = fresh
        in_reading_order(self.state, [*tab_stops(self.state), *tab_stops(fresh)])

    def _naming(self) -> QWidget:
        frame, column = card()
        self.places["name"] = line_entry(
            self._look, self.tr("&Name in the list of subjects"), str(self._entries.get("name", "")), self._to("name")
        )
        column.addWidget(self.places["name"])
        self.offered = WrappingCheckBox(self.tr("&Offer it when a notice is written"))
        self.offered.setChecked(not self._entries.get("hidden", False))
        self.offered.toggled.connect(lambda on: self._set("hidden", not on))
        column.addWidget(self.offered)
        return frame

    def _telegram(self) -> QWidget:
        self.text = TextEntry(
            self._look,
            self.tr("Text on &Telegram"),
            str(self._entries.get("template", "")),
            self._to("template"),
            self.tr("**bold**; a part between [[ and ]] vanishes when its field is empty."),
        )
        self.places["template"] = self.text
        return self._pair(ChannelKind.TELEGRAM, [self.text])

    def _whatsapp(self) -> QWidget:
        layout = self._entries["whatsapp"]
        self.body = TextEntry(
            self._look,
            self.tr("Text on &WhatsApp"),
            str(layout.get("body", "")).strip("\n"),
            self._to("whatsapp.body"),
            self.tr("*bold*; the words between double braces change from notice to notice, the others Meta approves."),
        )
        footer = line_entry(
            self._look, self.tr("&Line at the end"), str(layout.get("footer", "")), self._to("whatsapp.footer")
        )
        price = ChoiceField()
        for one in PriceCategory:
            price.addItem(labels.price_word(one), str(one))
        price.setCurrentIndex(price.findData(layout.get("price_category")))
        price.activated.connect(lambda: self._set("whatsapp.price_category", price.currentData()))
        kind = Entry(self._look, self.tr("What it is declared as; Meta decides"), price)
        self.places |= {"body": self.body, "footer": footer, "price_category": kind}
        parts: list[QWidget] = [self.body, footer, kind]
        for one in layout.get("variables", ()):
            if one.get("fallback") or may_be_nothing(self._entries, one):
                parts.append(self._variable(one))
        return self._pair(ChannelKind.WHATSAPP, parts)

    def _variable(self, one: Mapping[str, Any]) -> Entry:
        name = one["name"]
        made = line_entry(
            self._look,
            self.tr("In place of {name}, when nothing was written").format(name=f"{{{{{name}}}}}"),
            str(one.get("fallback", "")),
            self._to(f"variable:{name}.fallback"),
        )
        self.places[f"variable:{name}"] = made
        return made

    def _pair(self, kind: ChannelKind, parts: Sequence[QWidget]) -> QWidget:
        """A text, and beside it what people see of it."""
        frame, outer = card()
        outer.addWidget(label(kind.service, "section"))
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(20)
        left = QVBoxLayout()
        left.setSpacing(12)
        for part in parts:
            left.addWidget(part)
        left.addStretch(1)
        row.addLayout(left, 11)
        self.previews[kind] = PhonePreview(self._look, kind, self._info.office)
        row.addWidget(self.previews[kind], 9, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(row)
        self._pairs.append(row)
        return frame

    def _fields(self) -> QWidget:
        frame, column = card()
        column.addWidget(label(self.tr("What is asked when it is written"), "section"))
        self._field_rows = QVBoxLayout()
        column.addLayout(self._field_rows)
        for one in self._entries["fields"]:
            row = FieldRow(self._look, one)
            row.changed.connect(partial(self._set_of, "field", one["id"]))
            row.moved.connect(partial(self._move_field, one["id"]))
            self.places[f"field:{one['id']}"] = row
            self._field_rows.addWidget(row)
        self._order_field_rows()
        add = self._look.button(self.tr("A&dd a field…"), "", "it-plus-circle")
        add.clicked.connect(self._on_add_field)
        column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_field = add
        return frame

    def _follow_ups(self) -> QWidget:
        frame, column = card()
        column.addWidget(label(self.tr("What is proposed afterwards"), "section"))
        for one in self._entries.get("follow_ups", ()):
            row = FollowUpRow(self._look, self._info.catalogue.name_of(one["category"]), one)
            row.changed.connect(partial(self._set_of, "follow_up", one["category"]))
            self.places[f"follow_up:{one['category']}"] = row
            column.addWidget(row)
        add = self._look.button(self.tr("Add a follow-&up…"), "", "it-plus-circle")
        add.clicked.connect(self._on_add_follow_up)
        column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        return frame

    def _offer(self) -> None:
        shown = [one for one in self._entries["fields"] if not one.get("hidden")]
        named = [(str(one.get("label") or one["id"]), one["id"]) for one in shown]
        day, town = self.tr("Day of sending"), self.tr("Name of the office")
        self.text.offer([(words, f"{{{id}}}") for words, id in named] + [(day, "{data_invio}"), (town, "{ente}")])
        described = [one["name"] for one in self._entries["whatsapp"].get("variables", ())]
        whatsapp: list[Insertion] = [(day if name == "data_invio" else name, f"{{{{{name}}}}}") for name in described]
        whatsapp += [(words, f"{{{{{id}}}}}") for words, id in named if id not in described]
        whatsapp += [] if "data_invio" in described else [(day, "{{data_invio}}")]
        self.body.offer([*whatsapp, (town, "{ente}")])

    # -- events -------------------------------------------------------------------------------------------------

    def _to(self, at: str) -> Callable[[Any], None]:
        return partial(self._set, at)

    def _set(self, at: str, value: Any) -> None:
        self._entries = category_editing.with_value(self._entries, at, value)
        if at == "whatsapp.body":
            self._describe_new_variables(value)
        if at == "name":
            self._title.setText(value)
        self._timer.start()

    def _set_of(self, kind: str, key: str, name: str, value: Any) -> None:
        self._set(f"{kind}:{key}.{name}", value)
        if kind == "field" and name in ("hidden", "label"):
            self._offer()

    def _describe_new_variables(self, body: str) -> None:
        """A variable that was just inserted says its field, and what stands there when it is empty can be written."""
        described = {one["name"] for one in self._entries["whatsapp"].get("variables", ())}
        fields = {one["id"] for one in self._entries["fields"]}
        for name in VARIABLE.findall(body):
            if name in fields and name not in described:
                self._entries = category_editing.with_value(self._entries, f"variable:{name}.source", f"{{{name}}}")
                described.add(name)

    def _order_field_rows(self) -> None:
        """The keyboard goes from row to row as they stand, and the first and the last can go no further."""
        rows = [self.places[f"field:{one['id']}"] for one in self._entries["fields"]]
        found = [row for row in rows if isinstance(row, FieldRow)]
        for place, row in enumerate(found):
            row.set_ends(first=place == 0, last=place == len(found) - 1)
        stops = [stop for row in found for stop in row.stops]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _move_field(self, id: str, step: int) -> None:
        self._entries = category_editing.with_field_moved(self._entries, id, step)
        order = [one["id"] for one in self._entries["fields"]]
        self._field_rows.insertWidget(order.index(id), self.places[f"field:{id}"])
        self._order_field_rows()
        self._offer()
        self._timer.start()
        told = self.tr("It is asked as number {place} of {count}.")
        announce(self, told.format(place=order.index(id) + 1, count=len(order)))

    def _on_add_field(self) -> None:
        dialog = NewFieldDialog(self._look, self)
        dialog.accepted.connect(lambda: self._add_field(dialog))
        dialog.open()

    def _add_field(self, dialog: NewFieldDialog) -> None:
        self._entries = category_editing.with_field(
            self._entries,
            dialog.name.text().strip(),
            dialog.kind.currentData(),
            dialog.example.text().strip(),
            required=dialog.required.isChecked(),
        )
        self._rebuild(f"field:{self._entries['fields'][-1]['id']}")

    def _on_add_follow_up(self) -> None:
        taken = {one["category"] for one in self._entries.get("follow_ups", ()) if not one.get("hidden")}
        offered = [one for one in self._info.catalogue.offered if one.id not in taken and one.id != self.id]
        dialog = NewFollowUpDialog(self._look, offered, self)
        dialog.accepted.connect(lambda: self._add_follow_up(dialog))
        dialog.open()

    def _add_follow_up(self, dialog: NewFollowUpDialog) -> None:
        category = dialog.category.currentData()
        self._entries = category_editing.with_follow_up(self._entries, category, dialog.when.text().strip())
        self._rebuild(f"follow_up:{category}")

    def _rebuild(self, at: str) -> None:
        self._build()
        self.refresh()
        self.places[at].focus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= self._look.theme.px(_TWO_COLUMNS)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        for row in self._pairs:
            row.setDirection(across if beside else down)
