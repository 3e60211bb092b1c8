# SPDX-License-Identifier: EUPL-1.2
"""The page about the texts of notices: the list of subjects, one of them opened, what is kept and sent to Meta."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from comunecast_gui.core.notice.overlays import category_editing
from comunecast_gui.core.notice.overlays.edit_conflict import differences
from comunecast_gui.core.notice.overlays.template_standing import standing
from comunecast_gui.store.delivery.templates import TemplateRow
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import AfterKeeping, OfficeInfo, TemplateServices, TemplatesSent
from comunecast_gui.ui.templates.category_editor import CategoryEditor
from comunecast_gui.ui.templates.category_list import CategoryList
from comunecast_gui.ui.templates.conflict_dialog import ConflictDialog
from comunecast_gui.ui.templates.new_entry_dialogs import NewCategoryDialog
from comunecast_gui.ui.templates.place_words import place_words
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Banner, Look, announce, page_header, scrolling
from comunecast_gui.ui.widgets.question import ask
from comunecast_gui.ui.widgets.work_bar import WorkBar

_BETWEEN_LOOKS_MS = 5_000
"""Between two looks at what other workstations changed: one small question to the server."""


class TemplatesPage(QWidget):
    """Shows all subjects, and edits one; what the office has otherwise is its own, and no update changes it."""

    categories_changed = Signal()
    """What the office may write about has changed."""
    changed_elsewhere = Signal(str)
    """Another workstation changed these subjects."""

    def __init__(
        self, look: Look, ops: Ops, info: OfficeInfo, services: TemplateServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._ops, self._info, self._services = look, ops, info, services
        self._known: Mapping[str, TemplateRow] = {}
        self._new: dict[str, Any] | None = None
        self._banner: Banner | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._said = QVBoxLayout()
        self._said.setContentsMargins(28, 12, 28, 0)
        self._stack = QStackedWidget(self)
        outer.addLayout(self._said)
        self.bar = WorkBar(look, ops, self.tr("Sending the texts to Meta…"))
        self._said.addWidget(self.bar)
        outer.addWidget(self._stack, 1)
        self._stack.addWidget(self._list_page())
        self.editor = CategoryEditor(look, info, services.prices, self._stack)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_BETWEEN_LOOKS_MS)
        self._again.timeout.connect(self._share)
        if services.share is not None:
            self._again.start()
        self.editor.back.connect(self.show_list)
        self.editor.keep_wanted.connect(self.keep)
        self.editor.revert_wanted.connect(self.revert)
        self.editor.delete_wanted.connect(self.delete)
        self.editor.submit_wanted.connect(lambda: self.submit([self.editor.id]))
        self._stack.addWidget(self.editor)

    @property
    def unsaved(self) -> bool:
        """Whether an edit was not kept."""
        return self.editor.unsaved

    @property
    def said(self) -> str:
        """What the page says of the last thing that was asked for."""
        return self._banner.text if self._banner else ""

    def refresh(self) -> None:
        """Reads again what Meta said last, as it is kept here."""
        self._ops.query(self, self._services.known, self._on_known, self._on_failed)
        if rest := self._services.rest:
            self._ops.query(self, rest, self._on_rest, self._on_failed)

    def open_category(self, id: str) -> None:
        """Opens a subject; what was written of another and not kept is asked about first."""
        self._leaving(partial(self._read, id))

    def show_list(self) -> None:
        """Goes back to the list."""
        self._leaving(self._back)

    def sync(self) -> None:
        """Asks Meta how the templates stand."""
        if call := self._services.sync:
            self._say("info", self.tr("Asking Meta how the templates stand…"))
            self._ops.query(self, call, self._on_synced, self._on_failed)

    def submit(self, ids: Sequence[str]) -> None:
        """Sends to Meta the texts that it does not have, of these subjects or of all that are offered."""
        if (call := self._services.submit) and not self.bar.busy:
            self._be_silent()
            self.bar.run(partial(call, tuple(ids)), self._on_submitted, self._on_failed, off=[self.send])

    def keep(self) -> None:
        """Keeps what is written, after a warning where Meta has to approve the new text first."""
        self.editor.refresh()
        if self.editor.errors or self.editor.category is None:
            self.editor.focus_problem()
            return
        fresh = standing(self.editor.category, self._known)
        if not (fresh.former and fresh.goes_out and fresh.to_submit):
            self._keep()
            return
        ask(
            self._look,
            self,
            self.tr("Change a text that Meta approved?"),
            self.tr(
                "The new WhatsApp text needs Meta's approval, which can take a day. Until then the approved text "
                "goes out on WhatsApp, and the new one on Telegram; notices that are queued stay as they are."
            ),
            self.tr("&Keep the new text"),
            self.tr("&Back to the text"),
            self._keep,
        )

    def revert(self) -> None:
        """Asks, and goes back to the text of the program."""
        ask(
            self._look,
            self,
            self.tr("Go back to the original text?"),
            self.tr("What the office changed of this subject is thrown away: texts, fields and follow-ups."),
            self.tr("&Original text"),
            self.tr("&Leave it as it is"),
            self._revert,
            kind="danger",
        )

    def delete(self) -> None:
        """Asks, and deletes a subject of the office's own; one that comes with the program can only be hidden."""
        id, name = self.editor.id, str(self.editor.entries.get("name", ""))
        ask(
            self._look,
            self,
            self.tr("Delete this subject?"),
            self.tr(
                "“{name}” can no longer be chosen. Notices that were sent with it stay readable, and can still be "
                "corrected and followed; drafts, and what waits for its hour, stay as they are."
            ).format(name=name),
            self.tr("&Delete the subject"),
            self.tr("&Leave it as it is"),
            partial(self._delete, id, name),
            kind="danger",
        )

    def restore(self, id: str) -> None:
        """Asks, and brings back a subject that the office deleted."""
        name = self._info.catalogue.name_of(id)
        ask(
            self._look,
            self,
            self.tr("Restore this subject?"),
            self.tr(
                "“{name}” was deleted. Restored, it can be chosen again, with the texts and fields that it had. If its "
                "WhatsApp text was deleted at Meta too, it has to be sent there once more."
            ).format(name=name),
            self.tr("&Restore"),
            self.tr("&Leave it deleted"),
            lambda: self._ops.query(
                self, partial(self._services.restore, id), lambda _: self._on_restored(name), self._on_failed
            ),
        )

    def begin_new(self) -> None:
        """Asks for the name of a new subject, and opens it."""
        dialog = NewCategoryDialog(self._look, self._info.catalogue.offered, self)
        dialog.accepted.connect(lambda: self._begin(dialog.name.text().strip(), dialog.like.currentData()))
        dialog.open()

    def ask_to_leave(self, go_on: Callable[[], object]) -> None:
        """Goes on at once, or after a person agreed to lose what was not kept."""
        self._leaving(go_on)

    def drop(self) -> None:
        """Goes back to the list without what was not kept."""
        self.editor.forget()
        self._stack.setCurrentIndex(0)

    # -- building -----------------------------------------------------------------------------------------------

    def _list_page(self) -> QWidget:
        page = QWidget(self._stack)
        column = scrolling(page, self.tr("Templates"), (28, 12, 28, 20))
        column.setSpacing(14)
        header, _ = page_header(
            self.tr("Templates"),
            self.tr(
                "The texts of the notices, subject by subject. What you change here is the office's own, and updates "
                "of the program leave it alone."
            ),
        )
        column.addWidget(header)
        box = QWidget()
        flow = FlowLayout(box, gap=10)
        self.fresh = self._look.button(self.tr("&New subject…"), "primary", "it-plus-circle")
        self.fresh.clicked.connect(self.begin_new)
        flow.addWidget(self.fresh)
        if self._services.submit is not None:
            self.send = self._look.button(self.tr("&Send to Meta what is missing…"), "", "it-upload")
            self.send.clicked.connect(self._on_submit_all)
            flow.addWidget(self.send)
        if self._services.sync is not None:
            again = self._look.button(self.tr("&Ask Meta again"), "", "it-refresh")
            again.clicked.connect(self.sync)
            flow.addWidget(again)
        column.addWidget(box)
        self.rest = Banner(self._look, "info")
        self.rest.hide()
        column.addWidget(self.rest)
        self.faults = Banner(self._look, "warning")
        aside = self._look.button(self.tr("&Put the wrong files aside"))
        aside.clicked.connect(self._put_aside)
        self.faults.add_button(aside)
        self.faults.hide()
        column.addWidget(self.faults)
        self.list = CategoryList(self._look, self._info.language, self._services.prices)
        self.list.opened.connect(self.open_category)
        self.list.restore_wanted.connect(self.restore)
        column.addWidget(self.list, 1)
        return page

    def _be_silent(self) -> None:
        if self._banner is not None:
            self._said.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None

    def _say(self, tone: str, text: str) -> None:
        self._be_silent()
        self._banner = Banner(self._look, tone, text)
        self._said.addWidget(self._banner)
        announce(self, text)

    # -- events -------------------------------------------------------------------------------------------------

    def _leaving(self, go_on: Callable[[], object]) -> None:
        if not self.editor.unsaved:
            go_on()
            return
        ask(
            self._look,
            self,
            self.tr("Leave without keeping it?"),
            self.tr("What you changed of this subject was not saved, and would be lost."),
            self.tr("&Leave it"),
            self.tr("&Back to the text"),
            lambda: self._lose(go_on),
            kind="danger",
        )

    def _lose(self, go_on: Callable[[], object]) -> None:
        self._close()
        go_on()

    def _back(self) -> None:
        """The subject that was open stays chosen in the list, and the keyboard goes on from there."""
        self._close()
        self.list.table.setFocus()

    def _close(self) -> None:
        self.drop()
        self.refresh()

    def _read(self, id: str) -> None:
        call = partial(self._services.entries, id)
        self._ops.query(self, call, partial(self._on_entries, id), self._on_failed)

    def _on_entries(self, id: str, entries: Mapping[str, Any]) -> None:
        self.editor.open(entries, self._services.shipped(id), self._known)
        self._stack.setCurrentWidget(self.editor)
        self.editor.focus_first()

    def _begin(self, name: str, like: str) -> None:
        self._leaving(lambda: self._ops.query(
            self, partial(self._services.entries, like), partial(self._on_copied, name), self._on_failed
        ))  # fmt: skip

    def _on_copied(self, name: str, entries: Mapping[str, Any]) -> None:
        _, fresh = category_editing.copied(entries, name, {one.id for one in self._info.catalogue})
        self.editor.open(fresh, None, self._known, kept=False)
        self._stack.setCurrentWidget(self.editor)
        self.editor.focus_first()

    def _keep(self) -> None:
        self._save(self.editor.id, self.editor.entries, self.editor.before)

    def _save(self, id: str, written: Mapping[str, Any], before: Mapping[str, Any]) -> None:
        call = partial(self._services.save, id, written, before)
        self._ops.query(self, call, partial(self._on_kept, id, written), self._on_failed)

    def _on_kept(self, id: str, written: Mapping[str, Any], found: AfterKeeping) -> None:
        if found.by_other:
            self._compare(id, written, found)
            return
        if self.editor.id == id:
            self.editor.note_kept(written, found.entries)
        self._say("success", self.tr("Kept. It holds from the next notice on."))
        self.categories_changed.emit()
        self.refresh()

    def _compare(self, id: str, written: Mapping[str, Any], found: AfterKeeping) -> None:
        """Two edited one subject at once: the second one sees both, and decides."""
        named = partial(place_words, entries=written, catalogue=self._info.catalogue)
        told = differences(found.entries, written)
        dialog = ConflictDialog(self._look, found.who, told, named, self)
        dialog.mine.clicked.connect(lambda: self._save(id, written, found.entries))
        dialog.theirs.clicked.connect(lambda: self._take_theirs(id))
        dialog.open()

    def _take_theirs(self, id: str) -> None:
        self._say("info", self.tr("Your version was left out: this is the one of the other workstation."))
        self.categories_changed.emit()
        self._read_again(id)

    def _read_again(self, id: str) -> None:
        """Shows what a subject says now, where a person has not gone on to another one meanwhile."""
        if self.editor.id == id:
            self._read(id)

    def _share(self) -> None:
        if call := self._services.share:
            self._ops.query(self, call, self._on_shared, lambda _: self._again.start())

    def _on_shared(self, found: tuple[Sequence[str], Sequence[str]]) -> None:
        changed, aside = found
        if aside:
            text = self.tr("Two workstations changed the same file. The other one holds; yours is kept as {files}.")
            self._say("warning", text.format(files=", ".join(aside)))
        if changed:
            self.categories_changed.emit()
            self.changed_elsewhere.emit(", ".join(changed))
            self.refresh()
        self._again.start()

    def _revert(self) -> None:
        id = self.editor.id
        call = partial(self._services.revert, id, self.editor.before)
        self._ops.query(self, call, lambda _: self._on_reverted(id), self._on_failed)

    def _on_reverted(self, id: str) -> None:
        self._say("success", self.tr("The original text is back."))
        self.categories_changed.emit()
        self._read_again(id)

    def _delete(self, id: str, name: str) -> None:
        call = partial(self._services.retire, id, self.editor.before)
        self._ops.query(self, call, lambda _: self._on_deleted(id, name), self._on_failed)

    def _on_deleted(self, id: str, name: str) -> None:
        self._say(
            "success", self.tr("“{name}” was deleted. What was sent with it is in the history.").format(name=name)
        )
        self.categories_changed.emit()
        if self.editor.id == id:
            self._back()
        if call := self._services.left_at_meta:
            self._ops.query(self, partial(call, id), partial(self._offer_removal, id), self._on_failed)

    def _on_restored(self, name: str) -> None:
        self._say("success", self.tr("“{name}” is back, and can be chosen again.").format(name=name))
        self.categories_changed.emit()
        self.refresh()

    def _offer_removal(self, id: str, names: Sequence[str]) -> None:
        """What Meta has of it is deleted there only where a person says so."""
        if not names or not (call := self._services.remove_at_meta):
            return
        ask(
            self._look,
            self,
            self.tr("Delete its text at Meta too?"),
            self.tr(
                "Meta still has %n text(s) of this subject. They cost nothing there. Once deleted, the same text "
                "cannot be submitted again for 30 days, and on WhatsApp nothing can follow with it what was sent.",
                "",
                len(names),
            ),
            self.tr("&Delete at Meta"),
            self.tr("&Leave it at Meta"),
            lambda: self._ops.query(self, partial(call, id), self._on_removed, self._on_failed),
        )

    def _on_removed(self, count: int) -> None:
        self._say("success", self.tr("%n text(s) deleted at Meta.", "", count))
        self.refresh()

    def _on_submit_all(self) -> None:
        missing = [one for one in self._info.catalogue.offered if standing(one, self._known).to_submit]
        if not missing:
            self._say("info", self.tr("Meta has all the texts already."))
            return
        text = self.tr("Meta does not have the texts of these subjects: {names}. The review can take a day.")
        ask(
            self._look,
            self,
            self.tr("Send %n text(s) to Meta?", "", len(missing)),
            text.format(names=", ".join(one.name for one in missing)),
            self.tr("&Send them"),
            self.tr("&Not now"),
            lambda: self.submit([one.id for one in missing]),
        )

    def _on_submitted(self, done: TemplatesSent) -> None:
        said = [self.tr("%n text(s) sent to Meta.", "", done.created), *done.told]
        self._say("warning" if done.told else "success", "\n".join(said))
        self.refresh()

    def _on_synced(self, told: Sequence[str]) -> None:
        said = [self.tr("This is how the templates stand at Meta now."), *told]
        self._say("warning" if told else "success", "\n".join(said))
        self.refresh()

    def _put_aside(self) -> None:
        self._ops.query(self, self._services.put_aside, self._on_put_aside, self._on_failed)

    def _on_put_aside(self, count: int) -> None:
        text = self.tr(
            "%n file(s) put aside: the original texts hold. They are still in the folder, ending in “.wrong”.",
            "",
            count,
        )
        self._say("success", text)
        self.categories_changed.emit()
        self.refresh()

    def _on_known(self, known: Mapping[str, TemplateRow]) -> None:
        self._known = known
        self.list.show_categories(self._info.catalogue, known)
        self.editor.set_known(known)
        told = self._services.faults()
        self.faults.set_text("\n".join(told))
        self.faults.setVisible(bool(told))

    def _on_rest(self, text: str) -> None:
        """What Meta's hourly limit left: it goes on by itself, and nobody needs to press meanwhile."""
        self.rest.set_text(text)
        self.rest.setVisible(bool(text))

    def _on_failed(self, sentence: str) -> None:
        self._say("error", sentence)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.refresh()
