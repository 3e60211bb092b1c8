# SPDX-License-Identifier: EUPL-1.2
"""One dialog for a mistake in a notice: stops what is queued, corrects or deletes the post, begins a correction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from comunecast_gui.core.approval.rules import RED
from comunecast_gui.core.model import Attachment
from comunecast_gui.core.periods import local
from comunecast_gui.core.thread.corrections import Mended, Mistaken
from comunecast_gui.core.thread.post_change import can_take_the_place
from comunecast_gui.ui.composer.editors.attachment_editor import Outcome, outcome_of
from comunecast_gui.ui.composer.form import ATTACHMENTS, ComposerForm
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import OfficeInfo, ThreadServices
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.by_keyboard import let_rest
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Banner, Look, announce, buddy_label, button_row, label
from comunecast_gui.ui.widgets.still_fields import ChoiceField


class MistakeDialog(FittingDialog):
    """The person changes the wrong field, or withdraws the whole; nothing is done before the one button is pressed."""

    mended = Signal(object)
    """The :class:`Mended` that was done."""

    def __init__(
        self,
        look: Look,
        ops: Ops,
        info: OfficeInfo,
        services: ThreadServices,
        mistaken: Mistaken,
        parent: QWidget,
        *,
        paused: bool = False,
    ) -> None:
        """``paused``: nothing is sent as long as the dialog is open."""
        super().__init__(look.theme.px(520), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._ops = ops
        self._info = info
        self._services = services
        self._mistaken = mistaken
        self._paused = paused
        self.setWindowTitle(self.tr("I made a mistake"))
        column = self.column
        column.setSpacing(10)
        heading = label(self.tr("What is wrong in “{title}”?").format(title=mistaken.title), "section")
        column.addWidget(heading)
        for text in self.facts:
            column.addWidget(label(text))
        self.right = QRadioButton(self.tr("&Correct it"))
        self.gone = QRadioButton(self.tr("&Withdraw the whole notice"))
        self._group = QButtonGroup(self)
        choice = QWidget()
        flow = FlowLayout(choice, gap=16)
        for way in (self.right, self.gone):
            self._group.addButton(way)
            flow.addWidget(way)
        column.addWidget(choice)
        self._what = label("", "muted")
        column.addWidget(self._what)
        self.which = ChoiceField(self)
        self._which = (buddy_label(self.tr("&File to change"), self.which), self.which)
        self._offer_files()
        category = next((one for one in info.catalogue if one.id == mistaken.category), None)
        self.form = ComposerForm(look, info.office, self._prepare, lambda: local(info.clock.now(), info.office))
        if category is not None:
            self.form.set_category(category, (), local(info.clock.now(), info.office))
            self.form.fill(mistaken.fields)
            self.form.put_above(ATTACHMENTS, self._which)
            self._show_file()
        self._before = self.form.values()
        self.right.setEnabled(category is not None)
        column.addWidget(self.form)
        column.addStretch(1)
        self._failure = Banner(look, "error")
        self._failure.hide()
        self.back = look.button(self.tr("&Leave it as it is"))
        self.back.clicked.connect(self.reject)
        self.do = look.button("", "danger")
        self.do.clicked.connect(self._on_do)
        self.all = look.button(self.tr("Send the right one to &all"), "danger")
        self.all.clicked.connect(self._on_all)
        for button in (self.back, self.do, self.all):
            button.setAutoDefault(False)
        self.set_foot(button_row(self.back, self.do, self.all), self._failure)
        self._group.buttonToggled.connect(self._show_choice)
        self.form.changed.connect(self._show_choice)
        chosen = self.right if category is not None else self.gone
        chosen.setChecked(True)
        self.begin_with(look.theme.px(680), look.theme.px(720))
        chosen.setFocus()  # the first field would scroll what happens now out of sight, where the text is large

    @property
    def facts(self) -> tuple[str, ...]:
        """What is still queued, what is out, and what nobody can call back."""
        found, texts = self._mistaken, []
        if found.queued:
            stopped = self.tr("%Ln message(s) still queued will be stopped.", "", found.queued)
            texts.append(stopped)
        if self._paused:
            texts.append(self.tr("Nothing goes out while this is open."))
        if found.missed:
            shares = self.tr("People on WhatsApp: {have} have it, {missed} do not, {unknown} are not known.")
            counts = {"have": found.have_it - found.unknown, "missed": found.missed, "unknown": found.unknown}
            texts.append(shares.format(**{name: labels.number(count) for name, count in counts.items()}))
        if found.have_it:
            texts.append(
                self.tr(
                    "On WhatsApp %Ln person(s) have it already, or may have it. Nobody can call a WhatsApp message "
                    "back: they get a correction.",
                    "",
                    found.have_it,
                )
            )
        else:
            texts.append(self.tr("On WhatsApp nobody has it."))
        return tuple(texts)

    @property
    def failure(self) -> str:
        """Why nothing was done; empty if nothing was wrong."""
        return self._failure.text if self._failure.isVisibleTo(self) else ""

    @property
    def files(self) -> tuple[Attachment, ...] | None:
        """The files that the posts shall show; None: those that they show now, which nobody can change here."""
        if not self._has_file_row:
            return None
        there, place = self._mistaken.files, self.which.currentData() or 0
        return (*there[:place], *self._changed_file(there[place:][:1]), *there[place + 1 :])

    def _changed_file(self, before: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
        """What stands in the place of the file that is shown: itself in other words, another one, or none."""
        chosen = self.form.chosen_file()
        if chosen is None:
            return ()
        kept = next((one for one in before if str(one.path) == chosen[0]), None)
        return (replace(kept, alt=chosen[1].strip()),) if kept is not None else self.form.attachments()

    def _offer_files(self) -> None:
        """Of several files one can be changed in a correction: the person says which; the others stay."""
        self.which.addItem(self.tr("None: the files stay as they are"), None)
        for place, one in enumerate(self._mistaken.files):
            words = self.tr("{number}: {words}").format(number=place + 1, words=one.alt or one.path.name)
            self.which.addItem(words, place)
        self.which.currentIndexChanged.connect(self._show_file)

    def _show_file(self) -> None:
        """Shows the file that can be changed, as the post shows it."""
        self.form.row(ATTACHMENTS).setVisible(self._has_file_row)
        if self._has_file_row:
            place = self.which.currentData() or 0
            shown = self._mistaken.files[place:][:1]
            self.form.show_file(next(((str(one.path), one.alt) for one in shown), None))

    @property
    def _of_several(self) -> bool:
        return bool(self._mistaken.posts) and len(self._mistaken.files) > 1

    @property
    def _has_file_row(self) -> bool:
        """Whether a file is shown to be changed: the only one, a first one, or that of several which was chosen."""
        return bool(self._mistaken.posts) and (not self._of_several or self.which.currentData() is not None)

    @property
    def _two_see(self) -> bool:
        """Whether a second person has to see what is right, as the fields say it now."""
        red = self._mistaken.two_see_red and self.form.values().get("livello") == RED
        return self._mistaken.two_see or red

    @property
    def _is_anew(self) -> bool:
        """Whether the post has to be deleted and another one posted: Telegram cannot put these files into it."""
        if not self.right.isChecked() or not self._has_file_row:
            return False
        there, chosen = self._mistaken.files, self.form.chosen_file()
        if chosen is None or not there:
            return bool(there)
        return not self.form.file_troubles() and not can_take_the_place(there, self.files or there)

    @property
    def _is_first_file(self) -> bool:
        """Whether a post that has none gets a file: where it stands if the text fits below it, else in a post anew."""
        chosen = self.right.isChecked() and self._has_file_row and self.form.chosen_file() is not None
        return chosen and not self._mistaken.files

    @property
    def _is_only_described(self) -> bool:
        """Whether nothing changes but the words for a file, which no post shows (Bot API: InputMediaPhoto)."""
        there, files = self._mistaken.files, self.files
        if not self.right.isChecked() or files is None or self.form.values() != self._before:
            return False
        same = [one.digest for one in there] == [one.digest for one in files]
        return same and [one.alt.strip() for one in there] != [one.alt.strip() for one in files]

    def _prepare(self, editor: QObject, path: Path, done: Callable[[Outcome], None]) -> None:
        self._ops.query(editor, partial(outcome_of, path), done)

    def _show_choice(self) -> None:
        right, found = self.right.isChecked(), self._mistaken
        anew, young = self._is_anew, bool(found.deletable)
        at_once = (anew and young) or self._is_first_file
        self.form.setVisible(right)
        for widget in self._which:
            widget.setVisible(self._of_several and self.right.isEnabled())
        two = right and self._two_see
        self.all.setVisible(right and found.missed > 0 and not anew and not at_once and not two)
        names = ", ".join(labels.channel_title(name, self._info.channel_titles) for name in found.posts)
        texts = [self._of_posts(right=right, anew=anew).format(channels=names)]
        if two:
            waits = self.tr(
                "A second person sees it first. What is queued stops at once; the right post, a correction for whoever "
                "has it and the right notice for the others wait for that person as one request, in the history."
            )
            texts = [waits]
        elif self.all.isVisibleTo(self):
            shared = self.tr(
                "“{button}” stops the rest and sends the right one at once: to whoever has it, or may have it, as a "
                "correction; to whoever does not, as a notice. Each person gets one of the two."
            )
            texts.append(shared.format(button=self.all.text().replace("&", "")))
        elif at_once and found.have_it:
            texts.append(self.tr("Whoever has it on WhatsApp, or may have it, gets the correction at once."))
        elif found.have_it and not anew:
            texts.append(self.tr("The correction for WhatsApp opens ready to send."))
        if right and found.queued and not two and not self.all.isVisibleTo(self):
            texts.append(
                self.tr("Whoever the stopped messages were for gets the right notice with “Repeat”, on its page.")
            )
        if (told := " ".join(texts)) != self._what.text():
            self._what.setText(told)
        words = self.tr("Correct it &now") if right else self.tr("Withdraw it &now")
        self.do.setText(self.tr("Delete it and post it a&new") if anew else words)
        nothing = self._is_only_described and not (found.have_it or found.queued)
        self.do.setEnabled((young or not anew) and not nothing and not self.waiting)

    def _of_posts(self, *, right: bool, anew: bool) -> str:
        """What becomes of the posts, with a place for the channels."""
        young = bool(self._mistaken.deletable)
        if not self._mistaken.posts:
            return self.tr("There is no Telegram post to change.")
        if anew and young:
            return self.tr(
                "Telegram puts a file in the place of another one of its kind, but takes none away. "
                "So the post ({channels}) is deleted, and the right one is posted anew."
            )
        if anew:
            return self.tr(
                "Telegram puts a file in the place of another one of its kind, but takes none away; "
                "and the post ({channels}) is more than 48 hours old, so no program can delete it to post it anew. "
                "Leave the file as it was, or delete the post from an administrator's phone."
            )
        if self._is_first_file:
            return self.tr(
                "Telegram puts the file into the post where it stands ({channels}), which says CORRETTO with the hour. "
                "Only where the text has more than 1,024 characters the post is deleted and the right one posted "
                "anew: that works for 48 hours."
            )
        if right:
            unseen = self.tr(
                "No post shows how a file is described: that on {channels} stays as it is, without a mark."
            )
            seen = self.tr("The post is corrected at once, and is marked CORRETTO with the time ({channels}).")
            return unseen if self._is_only_described else seen
        if young:
            return self.tr("The post is deleted ({channels}).")
        return self.tr(
            "The post ({channels}) is more than 48 hours old: Telegram lets no program delete it any more. "
            "Correct it instead, or delete it from an administrator's phone."
        )

    def _on_do(self) -> None:
        id = self._mistaken.notice
        if not self.right.isChecked():
            self._begin(partial(self._services.withdraw, id))
        elif not self._refuse_file():
            everybody = self._is_anew or self._is_first_file
            call = self._services.correct_for_all if everybody else self._services.correct
            self._begin(partial(call, id, self.form.values(), self.files))

    def _on_all(self) -> None:
        if not self._refuse_file():
            call = self._services.correct_for_all
            self._begin(partial(call, self._mistaken.notice, self.form.values(), self.files))

    def _refuse_file(self) -> bool:
        """Says why the chosen file cannot be sent, if it cannot."""
        trouble = next(iter(self.form.file_troubles().values()), None) if self._has_file_row else None
        if trouble is not None:
            self._on_failed(self._info.sentences.of(trouble))
        return trouble is not None

    def _begin(self, call: Callable[[], Mended]) -> None:
        self.waiting = True
        let_rest(self.do, self.all, self.back)
        self._failure.hide()
        self._ops.change(self, call, self._on_mended, self._on_failed, ids=lambda done: (done.notice, *done.queued))

    def _on_mended(self, done: Mended) -> None:
        self.waiting = False
        self.mended.emit(done)
        self.accept()

    def _on_failed(self, sentence: str) -> None:
        self.waiting = False
        for button in (self.all, self.back):
            button.setEnabled(True)
        self._show_choice()
        self._failure.set_text(sentence)
        self._failure.show()
        announce(self, sentence)
