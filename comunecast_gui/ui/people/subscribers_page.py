# SPDX-License-Identifier: EUPL-1.2
"""The page of WhatsApp subscribers: find, count, import, add, remove."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.store.consent.subscribers import StateCounts
from comunecast_gui.ui.people.add_dialog import AddDialog
from comunecast_gui.ui.people.import_dialog import ImportDialog
from comunecast_gui.ui.people.person_dialog import PersonDialog
from comunecast_gui.ui.people.subscriber_filters import SubscriberFilters
from comunecast_gui.ui.people.subscribers_model import SubscribersModel
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import Mail, OfficeInfo, PeopleServices
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.line_table import LinesTable
from comunecast_gui.ui.widgets.look import (
    Banner,
    EmptyState,
    Look,
    announce,
    clearable,
    label,
    page_header,
    scrolling,
    set_role,
)
from comunecast_gui.ui.widgets.question import ask

_DEBOUNCE = 250


class SubscribersPage(QWidget):
    """A table of subscribers with masked numbers."""

    def __init__(
        self, look: Look, ops: Ops, info: OfficeInfo, services: PeopleServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._ops = ops
        self._info = info
        self._services = services
        self._counts: Mapping[SubscriberState, int] = {}
        column = scrolling(self, self.tr("Subscribers"), (28, 24, 28, 20))
        column.setSpacing(12)
        column.addWidget(self._header())
        self.filters = SubscriberFilters(info.office.offer)
        self.filters.changed.connect(self.search_now)
        column.addLayout(self._tools())
        self._shown_number = Banner(look, "info")
        self._shown_of: int | None = None
        self._done = Banner(look, "success")
        for banner, name, hide in (
            (self._shown_number, self.tr("Hide the number"), self._hide_number),
            (self._done, self.tr("Hide this message"), self._done.hide),
        ):
            button = look.icon_button("it-close", name)
            button.clicked.connect(hide)
            banner.add_button(button)
            banner.hide()
            column.addWidget(banner)
        self._stack = QStackedWidget(self)
        self.table = LinesTable(self.tr("Subscribers"), look.theme.px(38))
        receives = (self.tr("Receives"),) if info.office.offer else ()
        headers = (self.tr("Number"), self.tr("State"), self.tr("Since"), self.tr("How"), *receives)
        self.model = SubscribersModel(ops, info, services, headers, look.sign)
        self.model.setParent(self)
        self.table.setModel(self.model)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self.table.activated.connect(self._on_person)
        self.model.loaded.connect(self._on_loaded)
        self.model.counted.connect(self._on_count)
        look.on_theme(self.table, self._measure)
        self._stack.addWidget(self.table)
        begin = look.button(self.tr("Import a list…"), "primary", "it-upload")
        begin.clicked.connect(lambda: self.open_import())
        self._nobody = EmptyState(
            look,
            "it-user",
            self.tr("Nobody has subscribed yet"),
            self.tr(
                "People subscribe by themselves by writing “Attiva” to the office's WhatsApp number. "
                "You can also import a list of people who gave their consent."
            ),
            begin,
        )
        self._stack.addWidget(self._nobody)
        self._none = EmptyState(
            look, "it-search", self.tr("Nobody found"), self.tr("Try fewer digits, or another state.")
        )
        self._stack.addWidget(self._none)
        column.addWidget(self._stack, 1)
        column.addLayout(self._actions())
        self._mail = label("", "small")
        self._mail.hide()
        column.addWidget(self._mail)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DEBOUNCE)
        self._timer.timeout.connect(self.search_now)
        ops.watch(self, lambda _: self.refresh(), ChangeKind.SUBSCRIBERS)
        self._on_selection()
        self.refresh()

    @property
    def shown_number(self) -> str:
        """The sentence with the number that was asked for; empty while none is shown."""
        return self._shown_number.text if self._shown_number.isVisibleTo(self) else ""

    @property
    def empty_title(self) -> str:
        """What the page says in place of the table; empty while there are rows."""
        shown = self._stack.currentWidget()
        return shown.title if isinstance(shown, EmptyState) else ""

    @property
    def done_text(self) -> str:
        """What was done last, as long as the page says it."""
        return self._done.text if self._done.isVisibleTo(self) else ""

    def refresh(self) -> None:
        """Reads the table and the counts again."""
        self._ops.query(self, self._services.subscribers.counts_by_state, self._on_counts)
        self._ops.query(self, self._services.subscribers.sources, self.filters.show_sources)
        self.search_now()

    def search_now(self) -> None:
        """Looks for what is in the search field now; counted from the full hour, so that a search stays the same."""
        self._timer.stop()
        hour = self._info.clock.now().replace(minute=0, second=0, microsecond=0)
        self.model.look_for(self.filters.wanted(self.search.text(), hour))

    def open_import(self, path: Path | None = None) -> None:
        """Opens the import of a list of numbers, with the file at ``path`` where there is one already."""
        dialog = ImportDialog(self._look, self._ops, self._services.importer, self)
        dialog.open()
        if path is not None:
            dialog.choose(path)

    def open_add(self) -> None:
        self._done.hide()
        dialog = AddDialog(self._look, self._ops, self._services.importer, self)
        dialog.added.connect(self._on_added)
        dialog.open()

    def open_export(self) -> None:
        """Asks how the list is to be written into a file, and where."""
        from comunecast_gui.ui.people.export_dialog import ExportDialog  # seldom: not at each start

        if self._services.export is None:
            return
        self._done.hide()
        today = self._info.clock.now().astimezone(timezone_of(self._info.office)).date()
        dialog = ExportDialog(self._look, self._ops, self._services.export, today, self)
        dialog.saved.connect(self._on_exported)
        dialog.open()

    def _header(self) -> QWidget:
        header, row = page_header(self.tr("Subscribers"), self.tr("People who receive the notices on WhatsApp"))
        add = self._look.button(self.tr("&Add one…"), "", "it-plus")
        add.clicked.connect(self.open_add)
        bring = self._look.button(self.tr("&Import…"), "primary", "it-upload")
        bring.clicked.connect(lambda: self.open_import())
        if self._services.export is not None:
            out = self._look.button(self.tr("E&xport…"), "quiet", "it-download")
            out.clicked.connect(self.open_export)
            row.addWidget(out)
        row.addWidget(add)
        row.addWidget(bring)
        return header

    def show_mail(self, mail: Mail) -> None:
        """Says when messages of citizens were brought in last, and how many answers are left this month."""
        at = self._info.clock.now().astimezone(timezone_of(self._info.office))
        text = self.tr("Messages last read at {time}. Automatic answers this month: {answered} of {free} free.")
        counts = {"answered": labels.number(mail.answered), "free": labels.number(mail.free)}
        self._mail.setText(text.format(time=labels.hour(at), **counts))
        set_role(self._mail, "role", "small" if mail.answered <= mail.free else "warning")
        self._mail.show()

    def show_mail_failure(self, sentence: str) -> None:
        """Says why nothing could be brought in."""
        self._mail.setText(sentence)
        set_role(self._mail, "role", "warning")
        self._mail.show()

    @property
    def mail_text(self) -> str:
        """What the page says of the messages of citizens."""
        return self._mail.text()

    def _tools(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search digits of the number, or how they subscribed"))
        self.search.setAccessibleName(self.tr("Search subscribers"))
        clearable(self._look, self.search)
        self.search.textChanged.connect(lambda: self._timer.start())
        self.count = label("", "muted", wrap=False)
        column.addWidget(self.search)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.filters, 1)
        row.addWidget(self.count, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        return column

    def _actions(self) -> QHBoxLayout:
        whole, row = QHBoxLayout(), FlowLayout()
        whole.addLayout(row)
        self.open_person = self._look.button(self.tr("Open the per&son…"), "", "it-user")
        self.open_person.clicked.connect(self._on_person)
        row.addWidget(self.open_person)
        self.show_number = self._look.button(self.tr("Show the &number"), "", "it-password-visible")
        self.show_number.clicked.connect(self._on_show)
        self.remove = self._look.button(self.tr("&Remove…"), "danger", "it-delete")
        self.remove.clicked.connect(self._on_remove)
        row.addWidget(self.show_number)
        row.addWidget(self.remove)
        note = label(self.tr("People who follow the Telegram channel are not listed here."), "small")
        note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        whole.addWidget(note, 1)
        return whole

    def _measure(self) -> None:
        px = self._look.theme.px
        self.table.set_row_height(px(38))
        widths = px(180), px(158), px(162), px(160)
        if self._info.office.offer:
            self.table.set_widths((*widths, px(220)), stretch=4, drop=3)
        else:
            self.table.set_widths(widths, stretch=3)

    def _on_counts(self, counts: Mapping[SubscriberState, int]) -> None:
        self._counts = counts
        self.filters.show_counts(counts)
        self._on_loaded()

    def _on_count(self, counts: StateCounts) -> None:
        """Who left is no person who gets something, and is counted apart."""
        gone = counts.get(SubscriberState.LEFT, 0)
        here = sum(counts.values()) - gone
        texts = [self.tr("%Ln person(s)", "", here)] if here or not gone else []
        if gone:
            texts.append(self.tr("%Ln left", "", gone))
        found = ", ".join(texts)
        if self.search.text().strip() and found != self.count.text():
            announce(self, found)  # the focus is in the field, and the table says nothing by itself
        self.count.setText(found)

    def _on_loaded(self) -> None:
        shown = next((line for line in self.model.lines if line.id == self._shown_of), None)
        if shown is None or shown.cells[1] == labels.subscriber_word(SubscriberState.LEFT):
            self._hide_number()
        if self.model.lines:
            self._stack.setCurrentWidget(self.table)
        else:
            everybody = sum(self._counts.values())
            self._stack.setCurrentWidget(self._none if everybody else self._nobody)
        self._on_selection()

    def _on_selection(self) -> None:
        line = self.table.current_line()
        self.open_person.setEnabled(line is not None)
        here = line is not None and line.cells[1] != labels.subscriber_word(SubscriberState.LEFT)
        self.show_number.setEnabled(here)
        self.remove.setEnabled(here)

    def _on_person(self) -> None:
        if line := self.table.current_line():
            PersonDialog(self._look, self._ops, self._info, self._services, line.id, self).open()

    def _on_show(self) -> None:
        line = self.table.current_line()
        if line is None:
            return
        self._hide_number()
        self._shown_of = line.id
        call = partial(self._services.subscribers.reveal, line.id, self._info.who, self._info.clock.now())
        self._ops.query(self, call, partial(self._on_number, line.id))

    def _on_number(self, id: int, number: str) -> None:
        if id != self._shown_of or not number:
            return  # the person is gone meanwhile, or another number was asked for
        text = self.tr("Number: {number}. That you looked at it is noted in the register.")
        text = text.format(number=labels.whole_number(number))
        self._shown_number.set_text(text)
        self._shown_number.show()
        announce(self, text)

    def _hide_number(self) -> None:
        """Takes the whole number off the screen, also one that is still being read."""
        self._shown_of = None
        self._shown_number.hide()
        self._shown_number.set_text("")

    def _on_added(self, number: str) -> None:
        text = self.tr("Added: {number}. The notices sent from now on go to this person too.").format(number=number)
        self._done.set_text(text)
        self._done.show()
        announce(self, text)

    def _on_exported(self, file: Path, count: int) -> None:
        text = self.tr("%Ln person(s) saved in {file}.", "", count).format(file=file.name)
        self._done.set_text(text)
        self._done.show()
        announce(self, text)

    def _on_remove(self) -> None:
        line = self.table.current_line()
        if line is None:
            return
        ask(
            self._look,
            self,
            self.tr("Remove this person?"),
            self.tr(
                "{number} will not receive notices any more. The number is erased at once and cannot be brought "
                "back: the person can subscribe again by writing “Attiva”."
            ).format(number=line.cells[0]),
            self.tr("&Remove"),
            self.tr("&No, leave them"),
            partial(self._do_remove, line.id),
            kind="danger",
        )

    def _do_remove(self, id: int) -> None:
        self._hide_number()
        source = self.tr("removed by the office on request")
        call = partial(self._services.erase, id, source)
        self._ops.change(self, call, self._on_removed, kind=ChangeKind.SUBSCRIBERS, ids=lambda _: (id,))

    def _on_removed(self, still_there: str) -> None:
        announce(self, self.tr("The person was removed, and the number erased."))
        self.refresh()
        if still_there:
            self._ops.trouble.emit(still_there)
