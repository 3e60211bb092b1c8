# SPDX-License-Identifier: EUPL-1.2
"""Every page in each of its states, and every dialog, opened over an office that has sent a notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QDialog, QPushButton, QStackedWidget

from comunecast_gui import setup_parts
from comunecast_gui.core import periods
from comunecast_gui.core.approval.approval_request import ApprovalRequest
from comunecast_gui.core.approval.colleagues import Colleague, Role
from comunecast_gui.core.approval.overview import Shown
from comunecast_gui.core.approval.rules import Reason
from comunecast_gui.core.bulletin.forecast import Forecast
from comunecast_gui.core.bulletin.proposal import propose
from comunecast_gui.core.bulletin.zone_outlook import ZoneOutlook
from comunecast_gui.core.changes import LanePhase, LaneProgress
from comunecast_gui.core.errors import ConfigError, InputError, Misconfigured
from comunecast_gui.core.model import Attachment, kind_of
from comunecast_gui.core.notice.checks.context import Rules
from comunecast_gui.core.notice.compose import Composed
from comunecast_gui.core.notice.fields import Finding
from comunecast_gui.core.notice.follow_up import CORRECTION
from comunecast_gui.core.notice.overlays.edit_conflict import differences
from comunecast_gui.core.notice.preflight import Preflight
from comunecast_gui.core.periods import local
from comunecast_gui.core.ports import Mending, NewNotice
from comunecast_gui.core.report.health import Condition
from comunecast_gui.core.schedule.calendar_file import CalendarDay
from comunecast_gui.core.schedule.due import LIMIT_IS_LOWER, Scheduled
from comunecast_gui.core.setup.trial_record import Trial, TrialOutcome
from comunecast_gui.core.thread.corrections import Mistaken
from comunecast_gui.core.thread.post_change import Act, ChangeState, Mark, PostChange
from comunecast_gui.core.trust.backup_contents import Address, Ahead
from comunecast_gui.core.trust.safekeeping import Safekeeping
from comunecast_gui.core.work.long_work import Reached, Work
from comunecast_gui.services import wiring
from comunecast_gui.services.bulletins import next_notice
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.services.workstation import settings_change
from comunecast_gui.store.approval.approval_requests import Needed
from comunecast_gui.store.delivery.hand_publications import HandPublication
from comunecast_gui.system import paths
from comunecast_gui.system.secrets import KeyState, SecretName, Secrets
from comunecast_gui.system.settings import office_file
from comunecast_gui.system.settings.edits import Changes
from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.composer.hour_dialog import HourDialog
from comunecast_gui.ui.composer.pasting.paste_dialog import PasteDialog
from comunecast_gui.ui.composer.send_summary import Summary, summarize
from comunecast_gui.ui.composer.training_example import example_of
from comunecast_gui.ui.help.manual_window import ManualWindow
from comunecast_gui.ui.history.approval_dialog import ApprovalDialog
from comunecast_gui.ui.history.channel_dialog import ChannelDialog
from comunecast_gui.ui.history.mistake_dialog import MistakeDialog
from comunecast_gui.ui.home.bulletin_dialog import BulletinDialog
from comunecast_gui.ui.later.calendar_dialog import CalendarDialog
from comunecast_gui.ui.people.add_dialog import AddDialog
from comunecast_gui.ui.people.export_dialog import ExportDialog
from comunecast_gui.ui.people.import_dialog import ImportDialog
from comunecast_gui.ui.people.person_dialog import PersonDialog
from comunecast_gui.ui.runtime.backup_services import BackupServices
from comunecast_gui.ui.runtime.next_start import Between, Said
from comunecast_gui.ui.runtime.relocation import Relocation, SharedArchive
from comunecast_gui.ui.runtime.window_services import (
    BulletinServices,
    ColleagueServices,
    ExportsList,
    SecondPersonServices,
)
from comunecast_gui.ui.settings.backup_card import BackupCard
from comunecast_gui.ui.settings.colleague_dialog import ColleagueDialog
from comunecast_gui.ui.settings.colleagues_dialog import ColleaguesDialog
from comunecast_gui.ui.settings.entries import sections
from comunecast_gui.ui.settings.moving_dialog import MovingDialog
from comunecast_gui.ui.settings.office_key_dialog import OfficeKeyDialog
from comunecast_gui.ui.settings.office_key_paper import KeyPaper
from comunecast_gui.ui.settings.recovery_words_dialog import RecoveryWordsDialog
from comunecast_gui.ui.settings.restore_dialog import RestoreDialog
from comunecast_gui.ui.settings.secrets_dialog import SecretsDialog
from comunecast_gui.ui.settings.section_dialog import Editing, SectionDialog
from comunecast_gui.ui.settings.topic_subjects import SubjectsDialog
from comunecast_gui.ui.setup.arrive_dialog import ArriveDialog
from comunecast_gui.ui.setup.first_start import FirstStart
from comunecast_gui.ui.setup.join_dialog import JoinDialog
from comunecast_gui.ui.setup.office_step import OfficeStep
from comunecast_gui.ui.setup.setup_dialog import SetupDialog
from comunecast_gui.ui.setup.work_window import WorkWindow
from comunecast_gui.ui.shell.about_dialog import AboutDialog
from comunecast_gui.ui.shell.crash_dialog import CrashDialog
from comunecast_gui.ui.shell.frame import OpeningPage
from comunecast_gui.ui.shell.main_window import PAGES, MainWindow
from comunecast_gui.ui.shell.sign_in_dialog import SignInDialog
from comunecast_gui.ui.shell.texts_dialog import TextsDialog
from comunecast_gui.ui.shell.welcome_dialog import WelcomeDialog
from comunecast_gui.ui.templates.conflict_dialog import ConflictDialog
from comunecast_gui.ui.templates.new_entry_dialogs import NewCategoryDialog, NewFieldDialog, NewFollowUpDialog
from comunecast_gui.ui.templates.place_words import place_words
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Banner, Look
from comunecast_gui.ui.widgets.question import Question

_ALERT = "meteo_allerta"
_ORDINARY = "acqua_programmata"
_LONG = "Interruzione dell'acqua in via Vittorio Emanuele II e nelle strade vicine fino alle 16:30 di mercoledì"
_NAMES = ("Anna Lorenzini", "Bruno Della Santa")
_WORDS = "abaco abete acqua agenda airone alba albero ancora anello argine ascolto aurora"
_TRACE = 'Traceback (most recent call last):\n  File "history_page.py", line 182, in _show\nValueError: no such row'
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
_PLACE = "telegram:principale"
_DONE = ChangeState.DONE, "", ""
_NO_RIGHT = ChangeState.FAILED, "telegram_rights", ""
Ready = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Stage:
    """The window, the office behind it, a folder for files that dialogs read, and a notice in the history."""

    window: MainWindow
    look: Look
    workspace: Workspace
    folder: Path
    notice: int


def always() -> bool:
    return True


# -- pages ------------------------------------------------------------------------------------------------------------


def _go(stage: Stage, name: str) -> MainWindow:
    stage.window.go_to(name)
    return stage.window


def _page(name: str, stage: Stage) -> Ready:
    _go(stage, name)
    return always


def _home(stage: Stage) -> Ready:
    """The day's work, and what the services said."""
    home = _go(stage, "home").home
    home.ask()
    return lambda: bool(home.outlook.texts)


def _topics(stage: Stage) -> Ready:
    window = _go(stage, "composer")
    window.composer.discard()
    window.composer.restart()
    return always


def _no_topic(stage: Stage) -> Ready:
    _topics(stage)
    stage.window.composer.chooser.search.setText("xyz")
    return always


def _writing(category: str, stage: Stage) -> Ready:
    """A notice whose form is filled with its worked example."""
    _topics(stage)
    composer = stage.window.composer
    composer.choose(category)
    info = stage.window.services.info
    composer.form.fill(example_of(info.catalogue.get(category), info.office, local(_now(stage), info.office)))
    composer.form.focus_first()
    return lambda: composer.refresh() is not None


def _mistakes(stage: Stage) -> Ready:
    """A notice that lacks everything, asked to be sent."""
    _topics(stage)
    composer = stage.window.composer
    composer.choose(_ORDINARY)
    QTimer.singleShot(0, composer, composer.ask)  # once the form has begun at its top
    return lambda: composer.refresh() is not None


def _zone_outlook(stage: Stage) -> ZoneOutlook:
    """What the office's zone would read of a red day, with the alert that follows."""
    now = local(_now(stage), stage.window.services.info.office)
    risks = ("rischio idraulico",)
    days = tuple(
        Forecast(now.date() + timedelta(days=ahead), level, risks, _now(stage))
        for ahead, level in enumerate(("arancione", "rossa"))
    )
    proposal = propose(days, None, now)
    if proposal is None:
        raise ValueError("a red day asks for an alert")
    place = wiring.bulletin_place(replace(stage.window.services.info.office, alert_zone="Tosc-A4"))
    prefilled = next_notice.prefilled(stage.workspace, place, proposal)
    return ZoneOutlook(place.code, "Valdarno Inf.", days, proposal, prefilled)


def _from_bulletin(stage: Stage) -> Ready:
    """An alert begun by a bulletin, where each field says where its value comes from."""
    _topics(stage)
    composer = stage.window.composer
    composer.begin_from_bulletin(_zone_outlook(stage))
    composer.side.chosen.emit("periodo")
    return lambda: composer.refresh() is not None


def _preview(stage: Stage) -> Ready:
    ready = _writing(_ORDINARY, stage)
    composer = stage.window.composer
    QTimer.singleShot(0, composer, composer.go_to_problems)
    return ready


def _mail(stage: Stage) -> str:
    """A mail of the water company about works in twelve days."""
    day = periods.day((local(_now(stage), stage.window.services.info.office) + timedelta(days=12)).date(), 0)
    return (
        f"Acque SpA comunica che, per la sostituzione di un tratto di condotta, {day} dalle 8:30 alle 16:30 mancherà "
        "l'acqua a Fornacette, in via Genova dal 2 al 40, via Giusti e piazza Kolbe.\n"
        "Per segnalare un guasto: numero verde 800 983 389."
    )


def _told(stage: Stage) -> Ready:
    """A notice filled in from the mail of the water company."""
    window = _go(stage, "composer")
    window.composer.discard()
    window.composer.restart()
    dialog = window.composer.pasting.begin()
    dialog.begin_with_text(_mail(stage))
    dialog.take.click()
    return lambda: window.composer.refresh() is not None


def _sent(stage: Stage) -> Ready:
    _topics(stage)
    composer = stage.window.composer
    for stack in composer.findChildren(QStackedWidget, options=_DIRECT):
        stack.setCurrentWidget(composer.sent)
    composer.sent.follow(stage.notice, _LONG)
    return always


def _people(stage: Stage) -> Ready:
    window = _go(stage, "subscribers")
    return lambda: window.subscribers.table.model().rowCount() > 0


def _history(stage: Stage) -> Ready:
    window = _go(stage, "history")
    window.history.show_list()
    return lambda: not window.history.empty


def _notice(stage: Stage) -> Ready:
    page = stage.window.history.notice
    stage.window.show_notice(stage.notice)
    return lambda: bool(page.previews) and page.deliveries.table.model().rowCount() > 0


def _later(stage: Stage, *, held: bool = False) -> Ready:
    """A notice that waits for its hour, or was ``held`` at it since it has too many people for one day."""
    stage.window.undo.show_waiting(())
    notices, now = stage.workspace.notices, _now(stage)
    row = notices.get(stage.notice)
    later = NewNotice("later", row.category, row.priority, _LONG, row.text, now, notices.contents(row.id))
    later = replace(later, draft_uuid="held") if held else later
    due = now - timedelta(minutes=1) if held else now + timedelta(days=1)
    id = stage.workspace.outbox.enqueue(replace(later, due=due))
    if held:
        stage.workspace.schedules.hold(id, LIMIT_IS_LOWER, "2000/5312", now)
    page = stage.window.history.notice
    stage.window.show_notice(id)
    return lambda: bool(page.previews) and page.now.isVisible() and page.over_days.isVisible() is held


def _home_later(stage: Stage) -> Ready:
    """The day's work with a notice that waits for its hour."""
    _later(stage)
    home = _go(stage, "home").home
    home.refresh()
    return lambda: len(home.work.texts) > 1


def _follow_up(stage: Stage) -> Ready:
    """A correction of a notice, that says what it corrects."""
    _topics(stage)
    composer = stage.window.composer
    before = composer.followed
    composer.follow_up(stage.notice, CORRECTION)
    return lambda: composer.followed not in ("", before)


def _changed_posts(stage: Stage) -> Ready:
    """A notice whose post was corrected, and could not be pinned."""
    ready = _notice(stage)
    changes = [
        PostChange(1, stage.notice, _PLACE, Act.EDIT, Mark.CORRECTED, None, _now(stage), None, *_DONE, _now(stage)),
        PostChange(2, stage.notice, _PLACE, Act.PIN, Mark.NONE, None, _now(stage), None, *_NO_RIGHT, _now(stage)),
    ]
    page = stage.window.history.notice

    def shown() -> bool:
        if not ready():
            return False
        page.post_changes.show_changes(changes)
        return True

    return shown


def _unknown(stage: Stage) -> Ready:
    stage.window.show_unknown()
    return always


def _sending(stage: Stage) -> Ready:
    """A send under way below the page of today."""
    ready = _home(stage)
    stage.window.lanes.show_progress(LaneProgress("whatsapp", LanePhase.SENDING, 4200, 8412, 70.0))
    stage.window.lanes.show_progress(LaneProgress("telegram:principale", LanePhase.FINISHED, 1, 0, 0.0))
    stage.window.ops.running_changed.emit(True)
    return ready


def _trials(stage: Stage) -> Ready:
    """A trial that was seen, one that was read, and one that WhatsApp took and could not deliver."""
    window, now = _go(stage, "history"), _now(stage)
    words = "Se leggi questo messaggio, gli avvisi del Comune arrivano su questo telefono."
    seen = Trial(now, "anna.rossi", "telegram", words, TrialOutcome.SEEN)
    read = Trial(now, "anna.rossi", "whatsapp", words, TrialOutcome.READ)
    failed = Trial(now, "anna.rossi", "whatsapp", _LONG, TrialOutcome.FAILED, "131026")
    window.history.tried.show()  # until the page has read that there are none in the archive
    window.history.show_list()  # reads that

    def ready() -> bool:
        if window.history.tried.isHidden():
            window.history.trials.show_trials([seen, read, failed])
            window.history.open_trials()
        return window.history.trials.isVisible()

    return ready


def _template(stage: Stage) -> Ready:
    """A subject whose texts can be edited."""
    window = _go(stage, "templates")
    window.templates.drop()
    window.templates.open_category(_ORDINARY)
    return lambda: bool(window.templates.editor.places)


def _template_mistakes(stage: Stage) -> Ready:
    """The same with a mistake in each text."""
    opened, editor = _template(stage), stage.window.templates.editor

    def written() -> bool:
        if not opened():
            return False
        if not editor.unsaved:
            editor.text.area.setPlainText("Manca l'acqua {zona@loc}[[ per {motivo}")
            editor.body.area.setPlainText("{{dove}} manca l'acqua {{quando}}")
            editor.refresh()
        return bool(editor.errors)

    return written


def _messages(stage: Stage) -> Ready:
    """The gravest messages above the page, unfolded, and a send under way below."""
    window = _go(stage, "subscribers")
    banners = window.banners
    banners.show_gave_up(LaneProgress("telegram:principale", LanePhase.MISCONFIGURED, code="telegram_token"))
    banners.show_missing_keys([KeyState(SecretName.TELEGRAM_TOKEN, False, "https://api.telegram.org")])
    banners.show_trouble(window.services.info.sentences.of(InputError("table_too_large", file="2022.csv", limit=20)))
    for button in banners.findChildren(QPushButton):
        if not isinstance(button.parentWidget(), Banner):  # the one that unfolds them
            button.click()
    window.ops.running_changed.emit(True)
    window.lanes.show_progress(LaneProgress("whatsapp", LanePhase.SENDING, 10, 90, 70.0))
    window.lanes.show_progress(LaneProgress("telegram:principale", LanePhase.PAUSED, 0, 1, 0.0))
    return always


def _undo(stage: Stage) -> Ready:
    """A notice that was sent just now, and can still be taken back."""
    after(stage)
    ready = _sent(stage)
    leaves = _now(stage) + timedelta(seconds=20)
    stage.window.undo.show_waiting([Scheduled(stage.notice, _ORDINARY, _LONG, leaves, undo=True)])
    return ready


def after(stage: Stage) -> None:
    """Takes the messages and the progress off again, as a person would."""
    stage.window.ops.running_changed.emit(False)
    stage.window.lanes.fold()
    stage.window.undo.show_waiting(())
    close = QCoreApplication.translate("Banners", "Close this message")
    for button in stage.window.banners.findChildren(QPushButton):
        if button.accessibleName().startswith(close):
            button.click()
    stage.window.composer.discard()
    stage.window.templates.drop()


WINDOWS: Mapping[str, Callable[[Stage], Ready]] = {
    **{name: partial(_page, name) for name in PAGES},
    "home": _home,
    "composer-topics": _topics,
    "composer-no-topic": _no_topic,
    "composer-writing": partial(_writing, _ORDINARY),
    "composer-alert": partial(_writing, _ALERT),
    "composer-bulletin": _from_bulletin,
    "composer-mistakes": _mistakes,
    "composer-preview": _preview,
    "composer-told": _told,
    "composer-sent": _sent,
    "subscribers": _people,
    "history": _history,
    "history-notice": _notice,
    "history-posts": _changed_posts,
    "composer-follow-up": _follow_up,
    "history-unknown": _unknown,
    "history-trials": _trials,
    "templates-editor": _template,
    "templates-mistakes": _template_mistakes,
    "composer-undo": _undo,
    "history-later": _later,
    "history-held": partial(_later, held=True),
    "home-later": _home_later,
    # The last ones: what is being sent stands below every page from then on.
    "sending": _sending,
    "messages": _messages,
}
"""The window's pages, by name; each returns whether what it shows has been read."""


# -- dialogs ----------------------------------------------------------------------------------------------------------


def _composed(stage: Stage, category: str) -> Composed:
    composer = stage.window.composer
    if (composed := composer.refresh()) is None or composed.category.id != category:
        raise ValueError("the page with this notice has to be open")
    return composed


def _summary(stage: Stage) -> Summary:
    services, info = stage.window.services, stage.window.services.info
    _writing(_ALERT, stage)
    composed = _composed(stage, _ALERT)
    people = services.composing.audience((), "", None)
    made = summarize(composed, info, services.sending, people, _now(stage).date(), Preflight())
    rules = Rules.load(paths.resource("checks.toml"), info.screen_language)
    found = (
        Finding("doppione", "", {"date": f"{_now(stage) - timedelta(days=1):%d/%m/%Y}"}),
        Finding("canale_spento", "", {"channel": "Telegram sport"}),
    )
    warnings = tuple(map(rules.problem, found))
    return replace(made, problems=(*warnings, *made.problems), confirm_word="ROSSA", training=True)


def _confirm(stage: Stage) -> QDialog:
    return ConfirmDialog(stage.look, _summary(stage), stage.window)


def _confirm_unready(stage: Stage) -> QDialog:
    made = _summary(stage)
    why = stage.window.services.info.sentences.of(Misconfigured("whatsapp_token"), queued=False)
    needed = Needed((Reason.RED_ALERT, Reason.WHOLE_TOWN), _NAMES)
    made = replace(
        made, unready={"whatsapp": why}, later=frozenset({"whatsapp"}), generic=True, changed=True, needed=needed
    )
    return ConfirmDialog(stage.look, made, stage.window)


def _mistake(stage: Stage, *, takes_picture_away: bool = False, several: bool = False, two: bool = False) -> QDialog:
    """An alert that most people have already, and whose post is young; its picture is the one that came with it."""
    window, catalogue = stage.window, stage.window.services.info.catalogue
    info = window.services.info
    fields = example_of(catalogue.get(_ALERT), info.office, local(_now(stage), info.office))
    posts = tuple(name for name in info.channels if not kind_of(name).personal)
    mistaken = Mistaken(stage.notice, _ALERT, _LONG, fields, 3100, 5312, posts, posts, unknown=12, missed=3099)
    if takes_picture_away:
        file = Attachment(stage.folder / "mappa.png", "La mappa delle strade chiuse", "image/png", 900)
        mistaken = replace(mistaken, queued=0, missed=0, files=(file,))
    if several:
        names = (
            ("mappa.png", "La mappa delle strade chiuse"),
            ("sede.png", "Il punto di raccolta in piazza Indipendenza"),
        )
        files = tuple(Attachment(stage.folder / name, alt, "image/png", 900) for name, alt in names)
        mistaken = replace(mistaken, files=files)
    if two:
        mistaken = replace(mistaken, two_see=True)
    dialog = MistakeDialog(stage.look, window.ops, info, window.services.history.thread, mistaken, window)
    if several:
        dialog.which.setCurrentIndex(2)
    return dialog


def _bulletin(stage: Stage) -> QDialog:
    found = _zone_outlook(stage)

    def read(_: Path, _work: Work) -> ZoneOutlook:
        raise InputError("bulletin_zone_unsure", file="20250314_1512.json", zone=found.zone)

    services = BulletinServices(known=lambda: found, read=read, fetch=lambda _: found)
    info = stage.window.services.info
    dialog = BulletinDialog(stage.look, stage.window.ops, info.office, services, stage.window)
    dialog.show_outlook(found)
    dialog.read_file(stage.folder / "20250314_1512.json")
    return dialog


def _paste(stage: Stage) -> QDialog:
    window, catalogue = stage.window, stage.window.services.info.catalogue
    dialog = PasteDialog(stage.look, window.ops, catalogue, window.composer.pasting.read, window)
    dialog.begin_with_text(_mail(stage))
    return dialog


def _channel(stage: Stage) -> QDialog:
    contents = stage.workspace.notices.contents(stage.notice)
    done = HandPublication(_now(stage), "Anna")
    return ChannelDialog(stage.look, stage.window.services.info.office, contents, done, stage.window)


def _add(stage: Stage) -> QDialog:
    dialog = AddDialog(stage.look, stage.window.ops, stage.window.services.people.importer, stage.window)
    dialog.number.setText("0587 265442 e anche 333 12345")
    dialog.source.setText("modulo firmato allo sportello")
    dialog.save.click()
    return dialog


def _import(stage: Stage) -> QDialog:
    file = stage.folder / "iscritti raccolti allo sportello nel 2022.csv"
    rows = ["nome;telefono", "A;333 1234567", "B;0587 265442", "C;33312", "D;+44 7911 123456", "E;3331234567.0", "F;x"]
    file.write_text("\n".join(rows), "utf-8")
    dialog = ImportDialog(stage.look, stage.window.ops, stage.window.services.people.importer, stage.window)
    dialog.choose(file)
    dialog.source.setText("moduli raccolti nel 2022")
    return dialog


def _export(stage: Stage) -> QDialog:
    export = ExportsList(lambda *_: 0, whole=True)
    return ExportDialog(stage.look, stage.window.ops, export, _now(stage).date(), stage.window)


def _person(stage: Stage) -> QDialog:
    services = stage.window.services
    return PersonDialog(stage.look, stage.window.ops, services.info, services.people, 1, stage.window)


def _keys(stage: Stage) -> QDialog:
    hosts = {SecretName.WHATSAPP_TOKEN: "https://graph.facebook.com"}
    names = (
        *(SecretName.TELEGRAM_TOKEN, SecretName.WHATSAPP_TOKEN, SecretName.RELAY_KEY),
        *(SecretName.RELAY_PRIVATE_KEY, SecretName.DATABASE_PASSWORD),
    )
    sentences = stage.window.services.info.sentences
    return SecretsDialog(stage.look, sentences, Secrets(stage.folder, hosts), names, stage.window)


_SETTINGS_TEXT = """
[office]
name = "Comune di Calcinaia"
[telegram]
[[telegram.channels]]
name = "principale"
chat = "@comunecalcinaia"
[[telegram.channels]]
name = "sport"
chat = "@sportcalcinaia"
[whatsapp]
phone_number_id = "106540352242922"
business_account_id = "102290129340398"
display_phone = "+39 333 1234567"
[choices]
zones = ["Fornacette"]
[choices.topics]
meteo = ["meteo_allerta", "fiume_piena"]
"""


def _section(name: str, mistake: Changes, stage: Stage) -> QDialog:
    """The settings of one section, with a mistake in an entry that a person has just made."""
    settings = office_file.parse(_SETTINGS_TEXT)
    refusals = partial(office_file.refusals, settings.source)
    editing = Editing(settings, lambda _: refusals(mistake), lambda _: settings, {"sport": 2})
    section = next(one for one in sections() if one.entries[0].key.startswith(name))
    dialog = SectionDialog(stage.look, stage.window.ops, stage.window.services.info, section, editing, stage.window)
    dialog.judge()
    return dialog


def _subjects(stage: Stage) -> QDialog:
    catalogue = stage.window.services.info.catalogue
    return SubjectsDialog(stage.look, "meteo", catalogue, ("meteo_allerta",), ("acqua_guasto",), stage.window)


def _server() -> SharedArchive:
    return SharedArchive(lambda *_: (), lambda *_: None, lambda: True)


def _join(stage: Stage) -> QDialog:
    dialog = JoinDialog(stage.look, stage.window.ops, _server(), stage.window)
    dialog.address.setText("avvisi.comune.calcinaia.pi.it/comunecast")
    text = stage.window.services.info.sentences.text
    found = (
        Condition("database", True, text("archive_there")),
        Condition("database_connection", True, text("health.database_connection_safe")),
        Condition("database_version", True, text("archive_version", version=15)),
        Condition("database_roles", True, text("health.database_roles_one", role="comunecast"), warning=True),
        Condition("clock", False, text("archive_clock_apart", minutes=10)),
    )
    dialog.conditions.show_conditions(found)
    dialog.conditions.show()
    return dialog


def _subject_conflict(stage: Stage) -> QDialog:
    info = stage.window.services.info
    mine = {"name": "Eventi e sagre", "template": "📅 **{titolo}**\n\nVi aspettiamo: {periodo}, {luogo}."}
    theirs = {"name": "Eventi del paese", "template": "📅 **{titolo}**\n\n{periodo}, {luogo}. Ingresso libero."}
    found = differences(theirs, mine)
    named = partial(place_words, entries=mine, catalogue=info.catalogue)
    return ConflictDialog(stage.look, "Bruno", found, named, stage.window)


def _relocation() -> Relocation:
    words = tuple(_WORDS.split()[:8])
    return Relocation(
        lambda _file, _keys, _work: words,
        lambda _file, _keys, _work: words,
        lambda _file, _words, _work: None,
        lambda: "",
        lambda: None,
        _server(),
    )


def _moving(stage: Stage) -> QDialog:
    today = _now(stage).date()
    return MovingDialog(stage.look, stage.window.ops, replace(_relocation(), add=None), today, stage.window)


def _moving_words(stage: Stage) -> QDialog:
    dialog = MovingDialog(stage.look, stage.window.ops, _relocation(), _now(stage).date(), stage.window)
    dialog.show_words(stage.folder / "comunecast-2026-11-27.trasloco", tuple(_WORDS.split()[:8]))
    return dialog


def _arrive(stage: Stage) -> QDialog:
    dialog = ArriveDialog(stage.look, stage.window.ops, stage.window, stage.window.services.info.office.name)
    dialog.file.setText(str(stage.folder / "comunecast-2026-11-27.trasloco"))
    dialog.words.setPlainText(_WORDS)
    dialog.say(stage.window.services.info.sentences.text("move_code", file="comunecast-2026-11-27.trasloco"))
    return dialog


def _arriving(stage: Stage) -> QDialog:
    window = WorkWindow(stage.look, stage.window.ops, Between("Porto qui l'ente…", lambda _: None))
    window.bar.show_reached(Reached("examining", 120_000, 480_000, share=0.35), 20)
    return window


def _ahead(stage: Stage) -> Ahead:
    """A backup that nobody vouches for, and that writes to other addresses."""
    moved = (
        Address(
            "telegram.base_url", "https://api.telegram.org/bot", "https://proxy.comune.calcinaia.pi.it/telegram/bot"
        ),
        Address("telegram.channels.principale", "", "@comunecalcinaia"),
    )
    channels = ("whatsapp", "telegram:principale")
    return Ahead("2026-11-20.backup", _now(stage), False, 12_480, 12_512, channels, channels[:1], moved, moved)


def _restore_ahead(stage: Stage) -> QDialog:
    zone = ZoneInfo("Europe/Rome")
    dialog = RestoreDialog(stage.look, stage.window.ops, lambda *_: _ahead(stage), zone, stage.window)
    dialog.show_ahead(_ahead(stage))
    return dialog


def _backups(stage: Stage) -> QDialog:
    """The part of the settings page that the training does not have, with a backup that was just made."""
    made = Safekeeping(_now(stage), _now(stage), None, "comunecast-2026-11-20.backup")
    administration = replace(
        stage.window.services.settings.administration,
        safekeeping=lambda: made,
        copies=BackupServices(lambda *_: 12_000_000, lambda *_: _ahead(stage), lambda *_: Said("success", "")),
        prove_words=lambda *_, **__: None,
    )
    dialog = FittingDialog(stage.look.theme.px(760), stage.window)
    shown = BackupCard(stage.look, stage.window.ops, administration, lambda: _now(stage).date())
    dialog.column.addWidget(shown)
    shown.make(stage.folder / "comunecast-2026-11-20.backup")
    shown.bar.show_reached(Reached("copying", 120_000, 480_000, share=0.35), 20)
    return dialog


def _restore(stage: Stage) -> QDialog:
    def refuse(_file: Path, _words: str, _work: Work) -> Ahead:
        raise InputError("backup_damaged", file="comunecast-2026-11-20.backup")

    dialog = RestoreDialog(stage.look, stage.window.ops, refuse, ZoneInfo("Europe/Rome"), stage.window)
    dialog.file.setText(str(stage.folder / "comunecast-2026-11-20.backup"))
    dialog.words.setPlainText(_WORDS)
    dialog.look_button.click()
    return dialog


def _opening(stage: Stage) -> QDialog:
    """What stands in the window while an archive is brought up to date."""
    dialog = FittingDialog(stage.look.theme.px(640), stage.window)
    page = OpeningPage()
    page.show_reached(Reached("migrating", 2, 9, share=0.4))
    dialog.column.addWidget(page)
    return dialog


def _recovery(stage: Stage) -> QDialog:
    def prove(_: str, /, *, work: Work) -> None:
        raise InputError("recovery_words_count", count=12, wanted=24)

    dialog = RecoveryWordsDialog(stage.look, stage.window.ops, prove, ZoneInfo("Europe/Rome"), stage.window)
    dialog.words.setPlainText(_WORDS)
    dialog.try_them.click()
    return dialog


def _welcome(error: ConfigError, stage: Stage) -> QDialog:
    return WelcomeDialog(stage.look, stage.window.services.info.sentences, error, stage.folder)


def _setup(step: str, stage: Stage) -> QDialog:
    """The set-up of the office in the window, at one of its steps."""
    ops, sentences = stage.window.ops, stage.window.services.info.sentences
    parts = setup_parts.parts(stage.workspace.data_dir)
    dialog = SetupDialog(stage.look, ops, sentences, parts, stage.window)
    dialog.show_step(step)
    return dialog


def _setup_bot(stage: Stage) -> QDialog:
    """The set-up of an office that has no bot yet, with the pictures of how one is made."""
    ops, sentences = stage.window.ops, stage.window.services.info.sentences
    folder = stage.folder / "without-bot"
    folder.mkdir(exist_ok=True)
    settings_change.change(folder, {"office.name": "Comune di Calcinaia"})
    dialog = SetupDialog(stage.look, ops, sentences, setup_parts.parts(folder), stage.window)
    dialog.show_step("telegram")
    return dialog


def _first_start(stage: Stage) -> QDialog:
    """The set-up of an office that does not exist yet, with a town that is being looked for."""
    ops, sentences = stage.window.ops, stage.window.services.info.sentences
    folder = stage.folder / "new"
    folder.mkdir(exist_ok=True)
    dialog = FirstStart(stage.look, ops, sentences, setup_parts.parts(folder), folder)
    page = dialog.page("office")
    if isinstance(page, OfficeStep):
        page.search.setText("Calci")
    return dialog


def _licences(stage: Stage) -> QDialog:
    files = [stage.folder / f"{name}.txt" for name in ("EUPL-1.2", "LGPL-3.0-only")]
    for file in files:
        file.write_text("EUROPEAN UNION PUBLIC LICENCE v. 1.2\nEUPL © the European Union 2007, 2016\n" * 30, "utf-8")
    said = partial(QCoreApplication.translate, "AboutDialog")
    intro = said("ComuneCast is yours to use, study, change and pass on. It stands on these:")
    return TextsDialog(stage.look, said("Licences"), intro, files, stage.window)


def _people_here(stage: Stage) -> tuple[Colleague, ...]:
    """Two colleagues, whom the office may already have."""
    kept, now = stage.workspace.colleagues, _now(stage)
    if not kept.here():
        first = kept.add(_NAMES[0], "CALCINAIA\\anna.lorenzini", frozenset(Role), "730194", now, None)
        kept.add(_NAMES[1], "CALCINAIA\\bruno.dellasanta", frozenset({Role.WRITES}), "482651", now, first)
    return tuple(kept.here())


def _sign_in(stage: Stage) -> QDialog:
    def refuse(_id: int, _pin: str) -> Colleague:
        raise InputError("pin_wrong", left=4)

    info, people = stage.window.services.info, _people_here(stage)
    return SignInDialog(stage.look, info.sentences, info.office.name, people, refuse)


def _colleague(stage: Stage) -> QDialog:
    return ColleagueDialog(stage.look, stage.window.ops, bool, stage.window, before=_people_here(stage)[0])


def _colleagues(stage: Stage) -> QDialog:
    me = _people_here(stage)[0]
    services = ColleagueServices(stage.workspace.colleagues, me, me.account, lambda _id, _by: "https://t.me/x?start=1")
    return ColleaguesDialog(stage.look, stage.window.ops, stage.window.services.info.clock, services, stage.window)


def _approval(stage: Stage, *, mends: bool = False) -> QDialog:
    _writing(_ALERT, stage)
    composed = _composed(stage, _ALERT)
    if (notice := composed.notice) is None:
        raise ValueError("the example is not ready to send")
    now = _now(stage)
    request = ApprovalRequest(
        *(1, "3f9a0c21" * 8, notice.title, 2, (Reason.RED_ALERT, Reason.WHOLE_TOWN), frozenset({1}), now),
        *(now + timedelta(hours=1), now + timedelta(minutes=10)),
    )
    me = _people_here(stage)[0]
    services = SecondPersonServices(me, tuple, lambda asked, _choice, _pin: asked)
    if mends:
        notice = replace(notice, mends=Mending(replace(notice, contents={"whatsapp": notice.contents["whatsapp"]})))
    shown = Shown(request, _NAMES[1], "", (_NAMES[0],), notice)
    return ApprovalDialog(stage.look, stage.window.ops, stage.window.services.info, services, shown, stage.window)


def _office_key(stage: Stage) -> QDialog:
    words = tuple(f"{_WORDS} {_WORDS}".split())
    office, today = stage.window.services.info.office.name, _now(stage).date()
    paper = KeyPaper(office, today, words, "x" * 43)
    return OfficeKeyDialog(stage.look, stage.window.ops, lambda: paper, lambda _: None, stage.window)


def _manual(stage: Stage) -> QDialog:
    return ManualWindow(stage.look, paths.manual(stage.window.services.info.screen_language), stage.window)


def _question(stage: Stage) -> QDialog:
    said = partial(QCoreApplication.translate, "Questions")
    return Question(
        stage.look,
        said("You are already writing “{title}”").format(title=_LONG),
        said("Do you want to go on with it, or to begin a new one? What is written would be lost."),
        said("&Begin a new one"),
        said("&Go on with it"),
        lambda: None,
        stage.window,
        "danger",
    )


def _hour(stage: Stage) -> QDialog:
    """Of an hour that comes twice."""
    dialog = HourDialog(stage.look, stage.window.services.info, stage.window)
    dialog.line.setText("31/10/2027 2:30")
    return dialog


def _calendar(stage: Stage) -> QDialog:
    today = _now(stage).date()
    days = [CalendarDay(today + timedelta(days=number), f"Raccolta {_LONG}") for number in (2, 5)]
    office = stage.window.services.info.office
    return CalendarDialog(stage.look, days, local(_now(stage), office), office.quiet, stage.window)


DIALOGS: Mapping[str, Callable[[Stage], QDialog]] = {
    "mistake": _mistake,
    "mistake-picture": partial(_mistake, takes_picture_away=True),
    "mistake-several": partial(_mistake, several=True),
    "mistake-two": partial(_mistake, two=True),
    "confirm": _confirm,
    "confirm-unready": _confirm_unready,
    "hour": _hour,
    "calendar": _calendar,
    "add": _add,
    "bulletin": _bulletin,
    "paste": _paste,
    "channel": _channel,
    "import": _import,
    "export": _export,
    "person": _person,
    "keys": _keys,
    "settings-providers": partial(
        _section, "providers", {"providers.water": "Acque SpA", "providers.power_phone": "?"}
    ),
    "settings-quiet-hours": partial(_section, "quiet_hours", {"quiet_hours.end": "11:00"}),
    "settings-telegram": partial(_section, "telegram", {"telegram.base_url": "https://proxy.comune.it"}),
    "settings-whatsapp": partial(_section, "whatsapp", {"whatsapp.phone_number_id": "333"}),
    "settings-choices": partial(_section, "choices", {"choices.zones": ["Disattiva"]}),
    "settings-subjects": _subjects,
    "moving": _moving,
    "moving-words": _moving_words,
    "arrive": _arrive,
    "arriving": _arriving,
    "join": _join,
    "backups": _backups,
    "restore": _restore,
    "restore-ahead": _restore_ahead,
    "opening": _opening,
    "recovery-words": _recovery,
    "setup-office": partial(_setup, "office"),
    "setup-telegram": partial(_setup, "telegram"),
    "setup-bot": _setup_bot,
    "setup-trial": partial(_setup, "trial"),
    "setup-whatsapp": partial(_setup, "whatsapp"),
    "setup-templates": partial(_setup, "templates"),
    "setup-relay": partial(_setup, "relay"),
    "setup-first": _first_start,
    "welcome-trouble": partial(_welcome, ConfigError("database_locked")),
    "welcome-lost": partial(_welcome, ConfigError("database_corrupt", path="comunecast.db")),
    "about": lambda stage: AboutDialog(stage.look, stage.window.services.info, stage.window),
    "licences": _licences,
    "crash": lambda stage: CrashDialog(stage.look, _TRACE, stage.window),
    "sign-in": _sign_in,
    "colleague": _colleague,
    "colleagues": _colleagues,
    "approval": _approval,
    "approval-mending": partial(_approval, mends=True),
    "manual": _manual,
    "office-key": _office_key,
    "new-subject": lambda stage: NewCategoryDialog(
        stage.look, stage.window.services.info.catalogue.offered, stage.window
    ),
    "subject-conflict": _subject_conflict,
    "new-field": lambda stage: NewFieldDialog(stage.look, stage.window),
    "new-follow-up": lambda stage: NewFollowUpDialog(
        stage.look, stage.window.services.info.catalogue.offered, stage.window
    ),
    "question": _question,
}
"""The dialogs, by name, not yet shown."""


def _now(stage: Stage) -> datetime:
    return stage.window.services.info.clock.now()
