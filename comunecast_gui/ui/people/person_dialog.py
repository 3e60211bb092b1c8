# SPDX-License-Identifier: EUPL-1.2
"""The dossier of one subscriber, for a person who asks for their data: consents and deliveries."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from comunecast_gui.core.changes import Changed, ChangeKind
from comunecast_gui.core.masking import mask
from comunecast_gui.core.model import DeliveryState, SubscriberState
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.report.dossier import Dossier
from comunecast_gui.store.consent.subscribers import SubscriberRow
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import OfficeInfo, PeopleServices
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.line_table import Line, LinesModel, LinesTable
from comunecast_gui.ui.widgets.look import Banner, Look, announce, label

_LINES = 3
"""Of the words of a row, at the most."""


class PersonDialog(FittingDialog):
    """The dossier of one subscriber, with the number masked until it is asked for."""

    def __init__(
        self,
        look: Look,
        ops: Ops,
        info: OfficeInfo,
        services: PeopleServices,
        subscriber: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look.theme.px(480), parent)
        self._ops = ops
        self._info = info
        self._services = services
        self._id = subscriber
        self._dossier: Dossier | None = None
        self._row: SubscriberRow | None = None
        """The person in the table when the dossier was read."""
        self._heard = 0
        self._zone = timezone_of(info.office)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Person"))
        column = self.column
        column.setSpacing(10)
        self._number = label("")
        self._number.setObjectName("title")
        column.addWidget(self._number)
        self._state = label("", "muted")
        column.addWidget(self._state)
        self._receives = label("")
        self._receives.hide()
        column.addWidget(self._receives)
        self._said = Banner(look, "info")
        self._said.hide()
        px = look.theme.px
        self.events = self._table(
            column, self.tr("Consents"), (self.tr("When"), self.tr("What"), self.tr("How")), px(34)
        )
        self.deliveries = self._table(
            column, self.tr("Notices"), (self.tr("When"), self.tr("Notice"), self.tr("Outcome")), px(34)
        )
        self.events.set_widths((px(160), px(240), px(150)), stretch=2)
        self.deliveries.set_widths((px(160), px(250), px(160)), stretch=1)
        for table, wide in ((self.events, 2), (self.deliveries, 1)):
            table.set_wrapping({wide: _LINES})
        flow = FlowLayout(gap=10, side=Qt.AlignmentFlag.AlignRight)
        self.show_number = look.button(self.tr("Show the &number"), "", "it-password-visible")
        self.show_number.clicked.connect(self._on_show)
        self.save = look.button(self.tr("&Save for the person…"), "", "it-download")
        self.save.clicked.connect(self._on_save)
        close = look.button(self.tr("&Close"), "primary")
        close.clicked.connect(self.accept)
        for button in (self.show_number, self.save, close):
            flow.addWidget(button)
        self.set_foot(flow, self._said)
        self.begin_with(px(760), px(680))
        for button in (self.show_number, self.save):
            button.setEnabled(False)
        self._look_again()
        ops.watch(self, self._on_change, ChangeKind.SUBSCRIBERS)

    @property
    def said(self) -> str:
        """What the dialog says of what was asked for last."""
        return self._said.text if self._said.isVisibleTo(self) else ""

    @property
    def heading(self) -> str:
        """The number as it is shown."""
        return self._number.text()

    @property
    def receives(self) -> str:
        """What the person chose to receive, in words; empty where nothing can be chosen, and of who left."""
        return self._receives.text()

    def write(self, path: Path | str) -> None:
        """Saves all that is held about the person as PDF or JSON."""
        dossiers = self._services.dossiers
        if dossiers is None or self._dossier is None:
            return
        file = Path(path)
        done = self.tr("Saved: {file}").format(file=file.name)
        self._ops.query(self, partial(dossiers.save, self._dossier, file), lambda _: self._say(done), self._say)

    def _table(self, column: QVBoxLayout, name: str, headers: tuple[str, ...], row_height: int) -> LinesTable:
        column.addWidget(label(name, "section"))
        table = LinesTable(name, row_height)
        model = LinesModel(headers)
        model.setParent(self)
        table.setModel(model)
        column.addWidget(table, 1)
        return table

    def _on_change(self, change: Changed) -> None:
        """A whole number never outlives the person's wish: it is masked before anything is asked."""
        if change.ids and self._id not in change.ids:
            return
        self._heard += 1
        if self._id in change.ids:
            self._row = None  # the table does not show all that a person may have changed
        if self._dossier is not None:
            self._mask_number(self._dossier)
        self._look_again()

    def _look_again(self) -> None:
        """Reads the dossier only if the person changed: every reading is noted in the register."""
        if self._services.dossiers is not None:
            self._ops.query(self, self._in_the_table, self._on_row, self._say)

    def _in_the_table(self) -> SubscriberRow | None:
        rows = self._services.subscribers.page(after=self._id - 1, limit=1)
        return next((row for row in rows if row.id == self._id), None)

    def _on_row(self, row: SubscriberRow | None) -> None:
        if (dossiers := self._services.dossiers) and (row is None or row != self._row):
            self._row = row
            self._ops.query(self, partial(dossiers.person, self._id), self._on_dossier, self._say)

    def _on_dossier(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._mask_number(dossier)
        since = self.tr("{state} since {moment}, {source}")
        self._state.setText(
            since.format(
                state=labels.subscriber_word(dossier.state),
                moment=labels.moment(dossier.since, self._zone),
                source=dossier.source or "-",
            )
        )
        receiving = bool(self._info.office.offer) and dossier.state is SubscriberState.ACTIVE
        said = labels.wants_words(dossier.wants, self._info.office.offer)
        self._receives.setText(self.tr("Receives: {what}").format(what=said) if receiving else "")
        self._receives.setVisible(receiving)
        if dossier.marketing_stopped:
            moment = labels.moment(dossier.marketing_stopped, self._zone)
            stopped = self._info.sentences.text("marketing_stopped", moment=moment)
            self._state.setText(f"{self._state.text()}\n{stopped}")
        events = [
            (labels.moment(event.at, self._zone), labels.consent_word(event.kind), self._how(event.source, event.words))
            for event in dossier.events
        ]
        notices = [
            (labels.moment(one.queued_at, self._zone), one.title, labels.state_word(DeliveryState(one.state)))
            for one in dossier.deliveries
        ]
        for table, rows in ((self.events, events), (self.deliveries, notices)):
            model = table.model()
            assert isinstance(model, LinesModel)  # noqa: S101 - made above
            model.set_lines([Line(number, cells) for number, cells in enumerate(rows)])
        self.show_number.setEnabled(dossier.state is not SubscriberState.LEFT)
        self.save.setEnabled(True)

    def _mask_number(self, dossier: Dossier) -> None:
        self._number.setText(mask(dossier.phone.removeprefix("+")) or self.tr("Number erased"))

    def _how(self, source: str, word: str) -> str:
        return f"{labels.quoted(word)}, {source}" if word else source

    def _on_show(self) -> None:
        call = partial(self._services.subscribers.reveal, self._id, self._info.who, self._info.clock.now())
        self._ops.query(self, call, partial(self._on_number, self._heard), self._say)

    def _on_number(self, heard: int, number: str) -> None:
        if heard != self._heard:
            return  # the person may be gone meanwhile
        if not number:  # gone, and nobody told this window yet
            self._look_again()
            return
        self._number.setText(labels.whole_number(number))
        self._say(self.tr("That you looked at the number is noted in the register."))

    def _on_save(self) -> None:
        dialog = QFileDialog(self, self.tr("Save for the person"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Document (*.pdf)"), self.tr("Data (*.json)")])
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.write)
        dialog.open()

    def _say(self, sentence: str) -> None:
        self._said.set_text(sentence)
        self._said.show()
        announce(self, sentence)
