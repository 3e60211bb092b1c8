# SPDX-License-Identifier: EUPL-1.2
"""The settings page: shows the settings in force, examines the office, reads a new settings file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.report.health import Condition
from comunecast_gui.system.secrets import KeyState
from comunecast_gui.system.settings import office_file
from comunecast_gui.system.settings.values import Settings
from comunecast_gui.ui.runtime.administration import Administration
from comunecast_gui.ui.runtime.i18n import LANGUAGES
from comunecast_gui.ui.runtime.next_start import Said
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import OfficeInfo
from comunecast_gui.ui.settings.backup_card import BackupCard
from comunecast_gui.ui.settings.entries import Section, sections
from comunecast_gui.ui.settings.secrets_dialog import key_title
from comunecast_gui.ui.settings.settings_rows import differences, rows, told
from comunecast_gui.ui.widgets.by_keyboard import in_reading_order
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.health_list import HealthList
from comunecast_gui.ui.widgets.look import (
    Banner,
    Look,
    announce,
    breakable,
    card,
    label,
    page_header,
    scrolling,
    with_breakable,
)
from comunecast_gui.ui.widgets.outside import open_folder
from comunecast_gui.ui.widgets.question import ask
from comunecast_gui.ui.widgets.still_fields import ChoiceField
from comunecast_gui.ui.widgets.summary_list import SummaryList
from comunecast_gui.ui.widgets.work_bar import WorkBar

_UNHEARD = "whatsapp_webhooks_missing"
"""The condition of an office whose app is not subscribed: Meta delivers it nothing."""
_MOST = 12
"""So many differences are told one by one."""


class SettingsPage(QWidget):
    """Shows the settings by group; what changes them is a file or the keyring, and both are reached from here."""

    colleagues_wanted = Signal()
    """The officer wants to see who works in the office."""
    keys_wanted = Signal()
    """The officer wants to write the keys of the services."""
    restore_wanted = Signal()
    """The officer wants to put a backup back."""
    words_wanted = Signal()
    """The officer wants to try the recovery words."""
    paper_wanted = Signal()
    """The officer wants the office key on paper, or to enter it from there."""
    reload_wanted = Signal()
    """New settings are kept: the office is to be opened with them, and this page shown again."""
    reopen_wanted = Signal()
    """The officer wants the window to begin anew."""

    in_use = Signal()
    """This computer sends (again)."""
    arrival_wanted = Signal()
    """The officer has the file of another computer."""
    setup_wanted = Signal()
    """The officer wants the guided set-up."""

    language_chosen = Signal(str)
    """The officer chose the language of the screens, by its code, for the next start."""

    def __init__(
        self,
        look: Look,
        ops: Ops,
        info: OfficeInfo,
        administration: Administration,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._ops = ops
        self._administration = administration
        self._info = info
        self._waiting = False
        """Whether settings are kept that are in force when sending has ended."""
        ops.running_changed.connect(self._on_running)
        column = scrolling(self, self.tr("Settings"), (28, 24, 28, 20), for_reading=True)
        column.setSpacing(14)
        header, _ = page_header(
            self.tr("Settings"),
            self.tr("How this office is set up."),
        )
        column.addWidget(header)
        column.addWidget(self._buttons())
        self.languages = self._language_box(info)
        if not info.training:  # nothing is kept there
            column.addLayout(self._language_row())
        self._moved = Banner(look, "warning")
        again = look.button(self.tr("&Use this computer…"))
        again.clicked.connect(self.ask_to_use)
        self._moved.add_button(again)
        self._moved.hide()
        column.addWidget(self._moved)
        self._said = QVBoxLayout()
        column.addLayout(self._said)
        self._banner: Banner | None = None
        self.bar = WorkBar(look, ops, self.tr("Looking at every part; this can take half a minute."))
        column.addWidget(self.bar)
        self.conditions = HealthList(look, info.channel_titles)
        self.conditions.hide()
        column.addWidget(self.conditions)
        self.sections: dict[str, SummaryList] = {}
        self.edit_buttons: dict[str, QPushButton] = {}
        for section in sections():
            column.addWidget(self._section(section))
        self.show_settings(administration.settings)
        self.keys = SummaryList(self.tr("Keys of the services"))
        self.keys.setVisible(bool(administration.keys))
        column.addWidget(self.keys)
        self.backups = BackupCard(look, ops, administration, self._today)
        self.backups.setVisible(administration.safekeeping is not None)
        self.backups.words_wanted.connect(self.words_wanted)
        self.backups.restore_wanted.connect(self.restore_wanted)
        column.addWidget(self.backups)
        column.addWidget(self._computer())
        column.addStretch(1)

    @property
    def said(self) -> str:
        """What the page says of the last thing that was asked for."""
        return self._banner.text if self._banner else ""

    def refresh(self) -> None:
        """Looks again which keys are there."""
        self._ops.query(self, self._administration.key_states, self._on_keys, self._on_failed)
        if relocation := self._administration.relocation:
            self._ops.query(self, relocation.why_silent, self._on_silent, self._on_failed)
        self.backups.refresh()

    def read(self, path: Path | str) -> None:
        """Reads a settings file, off the UI thread, and asks before it takes the place of the present one."""
        call = partial(self._administration.read, Path(path))
        self._ops.query(self, call, self._on_read, self._on_failed)

    def show_settings(self, settings: Settings) -> None:
        """Shows these in every section."""
        for section in sections():
            self.sections[section.title].show_rows(rows(section, settings))

    def edit(self, title: str) -> None:
        """Opens the dialog of a section, with what the file says now and the notices that wait."""
        if self._administration.change is None:
            return

        def read() -> tuple[Settings, Mapping[str, int]]:
            return self._administration.kept(), self._administration.queued()

        self._ops.query(self, read, partial(self._open_section, title), self._on_failed)

    def tell_in_force(self, said: Said | None = None) -> None:
        """Says that the new settings are in force: the window has just opened with them.

        ``said``: how what was done before that ended, where it says so itself.
        """
        if said is not None:
            self._say(said.tone, with_breakable(said.text))
        else:
            self._say("success", self.tr("The new settings are saved, and in force."))

    def move_away(self) -> None:
        """Opens the dialog that writes the file for another computer."""
        from comunecast_gui.ui.settings.moving_dialog import MovingDialog  # seldom: not at each start

        if relocation := self._administration.relocation:
            dialog = MovingDialog(self._look, self._ops, relocation, self._today(), self)
            dialog.written.connect(self.refresh)
            dialog.open()

    def examine(self) -> None:
        """Looks at every part, off the UI thread."""
        self._be_silent()
        examine, off = self._administration.examine, [self.check]
        self.bar.run(lambda _: examine(), self._on_conditions, self._on_failed, only_looks=True, off=off)

    def subscribe(self) -> None:
        """Lets the office hear what citizens write, off the UI thread, and says what of that is proven."""
        if call := self._administration.subscribe:
            self._ops.query(self, call, self._on_subscribed, self._on_failed)

    def write_papers(self, folder: Path | str) -> None:
        """Writes the data protection papers into a folder, off the UI thread."""
        if call := self._administration.write_papers:
            path = Path(folder)
            self._ops.query(self, partial(call, path), partial(self._on_papers, path), self._on_failed)

    def _today(self) -> date:
        return self._info.clock.now().astimezone(timezone_of(self._info.office)).date()

    # -- building -----------------------------------------------------------------------------------------------

    def _buttons(self) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, gap=10)
        self.check = self._look.button(self.tr("&Check the connections"), "primary", "it-plug")
        self.check.clicked.connect(self.examine)
        flow.addWidget(self.check)
        if self._administration.secrets is not None:
            setup = self._look.button(self.tr("&Guided set-up…"), "", "it-list")
            setup.clicked.connect(self.setup_wanted)
            flow.addWidget(setup)
            people = self._look.button(self.tr("The office's &people…"), "", "it-user")
            people.clicked.connect(self.colleagues_wanted)
            flow.addWidget(people)
            keys = self._look.button(self.tr("Enter the &keys…"), "", "it-key")
            keys.clicked.connect(self.keys_wanted)
            flow.addWidget(keys)
        return box

    def _computer(self) -> QFrame:
        """What is seldom wanted, and has to do with this computer."""
        frame, column = card()
        column.addWidget(label(self.tr("This computer"), "section"))
        folder = self.tr("Settings, archive and log are in {folder}")
        column.addWidget(label(folder.format(folder=breakable(self._administration.data_dir)), "small"))
        box = QWidget()
        flow = FlowLayout(box, gap=10)
        column.addWidget(box)
        if self._administration.relocation is not None:
            away = self._look.button(self.tr("&Move to another computer…"), "", "it-lock")
            away.clicked.connect(self.move_away)
            flow.addWidget(away)
            bring = self._look.button(self.tr("From another computer…"), "", "it-download")
            bring.clicked.connect(self.arrival_wanted)
            flow.addWidget(bring)
        if self._administration.secrets is not None:
            choose = self._look.button(self.tr("&Read office.toml…"), "", "it-files")
            choose.clicked.connect(self._on_choose)
            flow.addWidget(choose)
        if self._administration.write_papers is not None:
            papers = self._look.button(self.tr("Data &protection papers…"), "", "it-note")
            papers.clicked.connect(self._on_choose_folder)
            flow.addWidget(papers)
        if self._administration.key_paper is not None:
            paper = self._look.button(self.tr("&Office key…"), "", "it-print")
            paper.clicked.connect(self.paper_wanted)
            flow.addWidget(paper)
        folders = (
            (self.tr("Open the folder of the &data"), self._administration.data_dir),
            (self.tr("Open the folder of the &log"), self._administration.data_dir / "logs"),
        )
        for words, path in folders:
            flow.addWidget(self._opening(words, path))
        return frame

    def _language_box(self, info: OfficeInfo) -> ChoiceField:
        box = ChoiceField()
        for code, language in LANGUAGES.items():
            box.addItem(language.name, code)
        box.setCurrentIndex(box.findData(info.screen_language))
        box.setAccessibleName(self.tr("Language of the window"))
        box.activated.connect(self._on_language)
        return box

    def _language_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        words = label(self.tr("Lan&guage of the window"), "strong", wrap=False)
        words.setBuddy(self.languages)
        row.addWidget(words)
        row.addWidget(self.languages)
        row.addWidget(label(self.tr("Notices are in Italian all the same."), "small"), 1)
        return row

    def _opening(self, words: str, folder: Path) -> QPushButton:
        button = self._look.button(words, "", "it-external-link")
        button.clicked.connect(lambda: open_folder(folder))
        return button

    def _be_silent(self) -> None:
        if self._banner is not None:
            self._said.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None

    def _say(self, tone: str, text: str) -> Banner:
        self._be_silent()
        self._banner = Banner(self._look, tone, text)
        self._said.addWidget(self._banner)
        announce(self, text)
        return self._banner

    def _offer(self, banner: Banner, button: QPushButton) -> None:
        """Puts a button beside what the page says; the Tab key comes to it there, above the sections."""
        banner.add_button(button)
        in_reading_order(self._moved, [button])

    def _section(self, section: Section) -> SummaryList:
        shown = SummaryList(section.title)
        self.sections[section.title] = shown
        if self._administration.change is not None:
            button = self._look.button(self.tr("Change…"), "quiet", "it-pencil")
            button.setAccessibleName(self.tr("Change: {section}").format(section=section.title))
            button.clicked.connect(partial(self.edit, section.title))
            shown.add_button(button)
            self.edit_buttons[section.title] = button
        return shown

    def _open_section(self, title: str, found: tuple[Settings, Mapping[str, int]]) -> None:
        from comunecast_gui.ui.settings.section_dialog import Editing, SectionDialog  # seldom: not at each start

        change = self._administration.change
        section = next(one for one in sections() if one.title == title)
        if change is None:
            return
        settings, queued = found
        editing = Editing(settings, partial(office_file.refusals, settings.source), change, queued)
        dialog = SectionDialog(self._look, self._ops, self._info, section, editing, self)
        dialog.kept.connect(self._on_kept)
        dialog.open()

    # -- events -------------------------------------------------------------------------------------------------

    def _on_keys(self, states: Sequence[KeyState]) -> None:
        self.keys.show_rows([(key_title(state.name), self._key_words(state)) for state in states])

    def _key_words(self, state: KeyState) -> str:
        if state.elsewhere:
            return self.tr("missing: the one that is kept is for {host}").format(host=state.elsewhere)
        if not state.present:
            return self.tr("missing")
        return self.tr("there, for {host}").format(host=state.host) if state.host else self.tr("there")

    def _on_silent(self, why: str) -> None:
        self._moved.set_text(why)
        self._moved.setVisible(bool(why))

    def ask_to_use(self) -> None:
        """Asks, and lets this computer send (again)."""
        ask(
            self._look,
            self,
            self.tr("Use this computer?"),
            self.tr(
                "Only if the office never arrived on the other computer, or is not used there any more: two computers "
                "with the same office write everything to everybody twice. What was queued here may have gone out "
                "there, and waits among the unknown outcomes for your decision."
            ),
            self.tr("&Use this computer"),
            self.tr("&Leave it as it is"),
            self._come_back,
            kind="danger",
        )

    def _come_back(self) -> None:
        if relocation := self._administration.relocation:
            self._ops.query(self, relocation.back, lambda _: self._on_back(), self._on_failed)

    def _on_back(self) -> None:
        self.in_use.emit()
        self.refresh()

    def _on_failed(self, sentence: str) -> None:
        self._say("error", sentence)

    def _on_conditions(self, found: Sequence[Condition]) -> None:
        self.conditions.show_conditions(found)
        self.conditions.show()
        broken = sum(not one.ok for one in found)
        doubtful = sum(one.ok and one.warning for one in found)
        if broken:
            said = self._say("error", self.tr("%n part(s) do not work.", "", broken))
            if self._administration.subscribe and any(one.name == _UNHEARD for one in found):
                subscribe = self._look.button(self.tr("&Receive what citizens write"))
                subscribe.clicked.connect(self.subscribe)
                self._offer(said, subscribe)
        elif doubtful:
            self._say("warning", self.tr("Everything works; %n part(s) to look at.", "", doubtful))
        else:
            self._say("success", self.tr("Everything works."))

    def _on_subscribed(self, told: str) -> None:
        self._say("info", told)

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Settings of the office"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter(self.tr("Settings (*.toml)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.read)
        dialog.open()

    def _on_choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder for the data protection papers"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.write_papers)
        dialog.open()

    def _on_papers(self, folder: Path, _: object) -> None:
        text = self.tr(
            "Four papers are in {folder}, as pages to open in a browser or a word processor: information for citizens, "
            "record of processing, impact assessment, appointment of a processor. Complete the marked parts and have "
            "the data protection officer read them."
        )
        kept = self._say("success", text.format(folder=folder))
        self._offer(kept, self._opening(self.tr("&Open this folder"), folder))

    def _on_read(self, fresh: Settings) -> None:
        present = self._administration.settings
        if fresh == present and fresh.source == present.source:
            self._say("info", self.tr("The file says what is in force already: nothing was changed."))
            return
        found = differences(present, fresh)
        text = told(found, _MOST) or self.tr("Only notes in the file, or what this page does not show.")
        ask(
            self._look,
            self,
            self.tr("Take these settings?"),
            text,
            self.tr("&Take them"),
            self.tr("&Leave it as it is"),
            partial(self._keep, fresh),
        )

    def _keep(self, fresh: Settings) -> None:
        call = partial(self._administration.keep, fresh)
        self._ops.query(self, call, lambda _: self._on_kept(fresh), self._on_failed)

    def _on_kept(self, fresh: Settings) -> None:
        self.show_settings(fresh)
        if not self._ops.running:
            self._say("success", self.tr("The settings are saved."))
            self.reload_wanted.emit()
            return
        self._waiting = True
        text = self.tr(
            "The settings are saved. What is being sent goes on with the former ones; these are in force then."
        )
        self._say("info", text)

    def _on_running(self, running: bool) -> None:
        if running or not self._waiting:
            return
        self._waiting = False
        said = self._say("success", self.tr("Sending has ended: the new settings can be used now."))
        now = self._look.button(self.tr("&Use them now"))
        now.clicked.connect(self.reload_wanted)
        self._offer(said, now)

    def _on_language(self, index: int) -> None:
        self.language_chosen.emit(self.languages.itemData(index))
        text = self.tr("The window speaks {language} from the next start.")
        self._say_next_time(text.format(language=self.languages.itemText(index)))

    def _say_next_time(self, text: str) -> None:
        kept = self._say("success", text)
        again = self._look.button(self.tr("Start again &now"))
        again.clicked.connect(self.reopen_wanted)
        self._offer(kept, again)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.refresh()
