# SPDX-License-Identifier: EUPL-1.2
"""Two pairs of eyes in the window: asking, the second person's look and PIN, an emergency, and signing in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from comunecast_gui import start
from comunecast_gui.app import services_of
from comunecast_gui.core.approval.approval_request import ApprovalState, Way
from comunecast_gui.core.approval.colleagues import Colleague, Role
from comunecast_gui.core.approval.rules import Rules
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.trust.office_key import OfficeKey
from comunecast_gui.services import wiring
from comunecast_gui.services.approval import approvals
from comunecast_gui.services.trust import office_key
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.colleagues.colleague_rows import Colleagues
from comunecast_gui.store.consent.audit import Audit
from comunecast_gui.system import paths
from comunecast_gui.system.settings import office_file
from comunecast_gui.system.user_account import user_name
from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.runtime.drafts import DraftFolder
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import Choice, WindowServices
from comunecast_gui.ui.settings.colleague_dialog import ColleagueDialog
from comunecast_gui.ui.settings.colleagues_dialog import ColleaguesDialog
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.shell.sign_in_dialog import SignInDialog
from comunecast_gui.ui.shell.window_preferences import Preferences
from comunecast_gui.ui.theme.colours import DARK
from comunecast_gui.ui.theme.theme import Scheme, Theme
from comunecast_gui.ui.widgets.look import Look
from tests.ui.conftest import TOWN, FixedClock, add_people, changed, open_window

PINS = {"Anna": "sette gatti", "Bruno": "otto barche"}


@pytest.fixture
def clock(workspace: Workspace) -> FixedClock:
    return FixedClock(workspace.clock.now())


@pytest.fixture
def office(workspace: Workspace, clock: FixedClock) -> Workspace:
    add_people(workspace, 3)
    with_colleagues(workspace)
    return replace(workspace, clock=clock)


def with_colleagues(workspace: Workspace) -> None:
    """Anna sends and manages, Bruno sends; whatever goes to the whole town needs both."""
    people, now = workspace.colleagues, workspace.clock.now()
    anna = people.add("Anna", user_name(), list(Role), PINS["Anna"], now, None)
    people.add("Bruno", user_name(), [Role.WRITES, Role.SENDS], PINS["Bruno"], now, anna)
    people.set_rules(Rules(whole_town=True), now, anna)


Seat = Callable[[str], MainWindow]


@pytest.fixture
def seat(office: Workspace, look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot) -> Seat:
    """The window as one of them has it after signing in."""

    def sit(name: str) -> MainWindow:
        by = next(one for one in office.colleagues.here() if one.name == name)
        window = open_window(look, make_ops(services_of(office, training=True, by=by)), qtbot)
        window.approvals.look()
        return window

    return sit


def ask(window: MainWindow, qtbot: QtBot) -> ConfirmDialog:
    window.composer.choose("generico")
    window.composer.fill_example()
    window.composer.ask()
    qtbot.waitUntil(lambda: bool(window.findChildren(ConfirmDialog)))
    dialog = window.findChildren(ConfirmDialog)[0]
    dialog.agree()
    return dialog


def test_the_confirmation_says_that_a_second_person_is_needed_and_the_page_that_it_waits(
    seat: Seat, office: Workspace, qtbot: QtBot
) -> None:
    window = seat("Anna")
    dialog = ask(window, qtbot)
    said = " ".join(child.text() for child in dialog.findChildren(type(dialog._send)))
    assert "Chiedi l'approvazione" in said.replace("&", "")
    dialog.accept()
    qtbot.waitUntil(lambda: "Aspetta una seconda persona" in window.composer.sent.state.title)
    assert "Non è ancora partito nulla" in window.composer.sent.state.text
    qtbot.waitUntil(lambda: len(window.history.waiting.texts) == 1)
    assert "Bruno" in window.history.waiting.texts[0]
    assert office.notices.latest() == []
    assert window.composer.unsent, "what is written is still there, to be changed"


def test_the_second_person_looks_types_the_pin_and_the_notice_is_queued(
    seat: Seat, office: Workspace, qtbot: QtBot
) -> None:
    author = seat("Anna")
    ask(author, qtbot).accept()
    qtbot.waitUntil(lambda: len(author.history.waiting.texts) == 1)
    second = seat("Bruno")
    qtbot.waitUntil(lambda: len(second.history.waiting.texts) == 1)
    qtbot.waitUntil(lambda: any("approvazione" in text for text in second.banners.texts()))
    [shown] = approvals.overview(office)
    second.history.waiting.open(shown)
    dialog = second.history.waiting.dialog
    assert dialog is not None
    assert set(dialog.buttons) == {Choice.REFUSE, Choice.APPROVE}
    assert not dialog.buttons[Choice.APPROVE].isEnabled()
    dialog.pin.setText("sbagliato")
    dialog.buttons[Choice.APPROVE].click()
    qtbot.waitUntil(lambda: "PIN non è giusto" in dialog.failure)
    assert office.notices.latest() == []
    dialog.pin.setText(PINS["Bruno"])
    dialog.buttons[Choice.APPROVE].click()
    qtbot.waitUntil(lambda: len(office.notices.latest()) == 1, timeout=15_000)
    author.approvals.look()
    qtbot.waitUntil(lambda: author.composer.queued_id == office.notices.latest()[0].id, timeout=15_000)
    assert not author.composer.unsent


def approve(office: Workspace) -> None:
    """Bruno says yes at another workstation."""
    [shown] = [one for one in approvals.overview(office) if one.request.waits]
    bruno = next(one for one in office.colleagues.here() if one.name == "Bruno")
    approvals.approve(office, shown.request, bruno, Way.WINDOW)


def test_another_notice_that_is_written_meanwhile_is_not_lost_when_the_waiting_one_is_approved(
    seat: Seat, office: Workspace, qtbot: QtBot
) -> None:
    author = seat("Anna")
    ask(author, qtbot).accept()
    qtbot.waitUntil(lambda: len(author.history.waiting.texts) == 1)
    composer = author.composer
    composer.restart()
    composer.choose("acqua_guasto")
    composer.fill_example()
    approve(office)
    author.approvals.look()
    qtbot.waitUntil(lambda: composer.queued_id is not None, timeout=15_000)
    assert composer.unsent
    focus = author.focusWidget()
    assert focus is not None
    assert not composer.sent.isAncestorOf(focus), "whoever writes goes on writing"
    composed = composer.refresh()
    assert composed is not None
    assert composed.notice is not None, "and it can be sent"


def test_a_change_that_comes_too_late_is_kept_as_another_notice(seat: Seat, office: Workspace, qtbot: QtBot) -> None:
    author = seat("Anna")
    ask(author, qtbot).accept()
    qtbot.waitUntil(lambda: len(author.history.waiting.texts) == 1)
    composer = author.composer
    composer.sent.change.click()
    composer.form.editors["testo"].set_value("La farmacia di Fornacette resta aperta fino alle 20.")
    before = composer.draft()
    approve(office)
    author.approvals.look()
    qtbot.waitUntil(lambda: composer.queued_id is not None, timeout=15_000)
    assert composer.sent.isVisible(), "it is said that the notice went out as it was"
    kept = composer.draft()
    assert before is not None
    assert kept is not None
    assert kept.uuid != before.uuid
    assert kept.fields == before.fields


def test_a_change_is_kept_also_where_its_author_has_left_the_text(seat: Seat, office: Workspace, qtbot: QtBot) -> None:
    author = seat("Anna")
    ask(author, qtbot).accept()
    qtbot.waitUntil(lambda: len(author.history.waiting.texts) == 1)
    composer = author.composer
    composer.sent.change.click()
    composer.form.editors["testo"].set_value("La farmacia di Fornacette resta aperta fino alle 20.")
    before = composer.draft()
    composer.restart()
    approve(office)
    author.approvals.look()
    qtbot.waitUntil(lambda: composer.queued_id is not None, timeout=15_000)
    kept = composer.draft()
    assert before is not None
    assert kept is not None
    assert kept.uuid != before.uuid
    assert kept.fields == before.fields


@pytest.fixture
def drafts(tmp_path: Path) -> DraftFolder:
    return DraftFolder(tmp_path / "drafts")


@pytest.fixture
def author(
    office: Workspace, drafts: DraftFolder, look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> MainWindow:
    """Anna's window where drafts are kept."""
    anna = next(one for one in office.colleagues.here() if one.name == "Anna")
    services = changed(services_of(office, training=True, by=anna), drafts=drafts)
    window = open_window(look, make_ops(services), qtbot)
    window.approvals.look()
    return window


def ask_about(window: MainWindow, category: str, fields: Mapping[str, str], qtbot: QtBot) -> None:
    """Asks for the approval of a category's example with other words in these fields."""
    composer, waiting = window.composer, len(window.history.waiting.texts)
    composer.choose(category)
    composer.fill_example()
    for id, text in fields.items():
        composer.form.editors[id].set_value(text)
    composer.ask()
    qtbot.waitUntil(lambda: composer._flow._dialog is not None)
    dialog = composer._flow._dialog
    assert dialog is not None
    dialog.agree()
    dialog.accept()
    qtbot.waitUntil(lambda: len(window.history.waiting.texts) == waiting + 1)


SEVEN, EIGHT = (f"La farmacia di Fornacette resta aperta fino alle {hour}." for hour in (19, 20))


@pytest.mark.parametrize("edits", [True, False])
def test_of_two_that_wait_the_first_one_stays_a_draft_only_where_it_was_changed(
    author: MainWindow, drafts: DraftFolder, office: Workspace, qtbot: QtBot, *, edits: bool
) -> None:
    composer = author.composer
    ask_about(author, "generico", {"testo": SEVEN}, qtbot)
    [first] = approvals.overview(office)
    if edits:
        composer.sent.change.click()
        composer.form.editors["testo"].set_value(EIGHT)
    written = composer.draft()
    assert written is not None
    composer.start_over()
    ask_about(author, "acqua_guasto", {}, qtbot)
    bruno = next(one for one in office.colleagues.here() if one.name == "Bruno")
    approvals.approve(office, first.request, bruno, Way.WINDOW)
    author.approvals.look()
    qtbot.waitUntil(lambda: composer.queued_id is not None, timeout=15_000)
    kept = [one for one in drafts.all() if one.category == "generico"]
    assert [one.fields for one in kept] == ([written.fields] if edits else [])
    assert written.uuid not in {one.uuid for one in kept}, "what was sent cannot be sent again under its name"
    assert "Aspetta" in composer.sent.state.title, "the second one still waits"


def test_another_one_of_the_same_subject_does_not_take_the_place_of_the_one_that_waits(
    author: MainWindow, drafts: DraftFolder, qtbot: QtBot
) -> None:
    composer = author.composer
    ask_about(author, "generico", {"testo": SEVEN}, qtbot)
    waiting = composer.draft()
    assert waiting is not None
    composer.sent.again.emit()
    composer.choose("generico")
    assert composer.form.touched_values() == {}
    composer.form.editors["testo"].set_value(EIGHT)
    other = composer.draft()
    assert other is not None
    assert other.uuid != waiting.uuid
    assert [(one.uuid, one.fields) for one in drafts.all()] == [(waiting.uuid, waiting.fields)]


def test_an_emergency_is_for_who_manages_and_not_before_its_time(
    seat: Seat, office: Workspace, clock: FixedClock, qtbot: QtBot
) -> None:
    window = seat("Anna")
    ask(window, qtbot).accept()
    qtbot.waitUntil(lambda: len(window.history.waiting.texts) == 1)
    [shown] = approvals.overview(office)
    window.history.waiting.open(shown)
    dialog = window.history.waiting.dialog
    assert dialog is not None
    assert set(dialog.buttons) == {Choice.REFUSE, Choice.OVERRIDE}
    dialog.pin.setText(PINS["Anna"])
    assert not dialog.buttons[Choice.OVERRIDE].isEnabled()
    dialog.reject()
    clock.at += timedelta(minutes=15)
    window.history.waiting.open(shown)
    dialog = window.history.waiting.dialog
    assert dialog is not None
    dialog.pin.setText(PINS["Anna"])
    dialog.buttons[Choice.OVERRIDE].click()
    qtbot.waitUntil(lambda: len(office.notices.latest()) == 1, timeout=15_000)
    [after] = approvals.overview(office)
    assert after.request.state is ApprovalState.OVERRIDDEN
    window.approvals.look()
    qtbot.waitUntil(lambda: "in emergenza" in window.history.waiting.texts[0])
    assert any("in emergenza" in text for text in window.banners.texts()), "everybody is told, on every page"


def test_signing_in_takes_the_right_pin(office: Workspace, look: Look, sentences: Sentences, qtbot: QtBot) -> None:
    people = approvals.candidates(office)
    dialog = SignInDialog(look, sentences, office.office.name, people, partial(approvals.sign_in, office))
    qtbot.addWidget(dialog)
    dialog.people.setCurrentText("Bruno")
    dialog.pin.setText(PINS["Anna"])
    dialog.enter.click()
    assert "PIN non è giusto" in dialog.failure
    assert dialog.signed_in is None
    assert dialog.pin.text() == ""
    dialog.pin.setText(PINS["Bruno"])
    dialog.enter.click()
    assert dialog.signed_in is not None
    assert dialog.signed_in.name == "Bruno"


@pytest.fixture
def sentences() -> Sentences:
    return Sentences.load(paths.resource("sentences"), "it")


def colleagues(window: MainWindow, qtbot: QtBot) -> ColleaguesDialog:
    window.show_colleagues()
    [dialog] = window.findChildren(ColleaguesDialog)
    qtbot.waitUntil(lambda: bool(dialog._about.text()))
    return dialog


def fill(editor: ColleagueDialog | None, name: str, pin: str) -> None:
    assert editor is not None
    editor.name.setText(name)
    if not editor.account.text():
        editor.account.setText("bruno")
    editor.pin.setText(pin)
    editor.again.setText(pin)
    editor.save.click()


def test_the_first_person_begins_with_themselves(
    workspace: Workspace, look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> None:
    window = open_window(look, make_ops(services_of(workspace, training=False)), qtbot)
    dialog = colleagues(window, qtbot)
    assert not dialog.keep_rules.isEnabled()
    dialog.add.click()
    fill(dialog.editor, "Anna", "123456")
    qtbot.waitUntil(lambda: dialog.editor is not None and "si indovina" in dialog.editor.failure)
    with qtbot.waitSignal(dialog.first_added, timeout=15_000):
        fill(dialog.editor, "Anna", PINS["Anna"])
    dialog.add.click()
    fill(dialog.editor, "Bruno", PINS["Bruno"])
    qtbot.waitUntil(lambda: len(workspace.colleagues.here()) == 2, timeout=15_000)
    qtbot.waitUntil(lambda: dialog.keep_rules.isEnabled(), timeout=15_000)
    dialog.red.setChecked(True)
    dialog.keep_rules.click()
    qtbot.waitUntil(lambda: workspace.colleagues.rules().red_alerts)


def test_people_who_cannot_be_read_are_asked_for_once(
    workspace: Workspace,
    look: Look,
    make_ops: Callable[[WindowServices], Ops],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    window = open_window(look, make_ops(services_of(workspace, training=False)), qtbot)
    dialog, asked, gone = colleagues(window, qtbot), list[int](), Event()

    def unreachable(_: Colleagues) -> list[Colleague]:
        asked.append(1)
        raise ConfigError("database_locked")

    monkeypatch.setattr(Colleagues, "here", unreachable)
    dialog.refresh()
    qtbot.waitUntil(lambda: dialog.said != "")
    window.ops.query(dialog, lambda: None, lambda _: gone.set())  # after whatever would be asked in answer
    qtbot.waitUntil(gone.is_set)
    assert len(asked) == 1


def test_an_office_without_colleagues_is_asked_nothing(workspace: Workspace, window: MainWindow, qtbot: QtBot) -> None:
    assert approvals.candidates(workspace) == []
    assert window.services.second_person is None
    assert not window.history.waiting.isVisibleTo(window.history)
    add_people(workspace, 1)
    dialog = ask(window, qtbot)
    buttons = [child.text() for child in dialog.findChildren(type(dialog._send))]
    assert not any("approvazione" in text for text in buttons)
    QApplication.processEvents()


def test_a_colleague_under_another_system_account_cannot_sign_in(office: Workspace) -> None:
    anna = next(one for one in office.colleagues.here() if one.name == "Anna")
    stranger = office.colleagues.add("Carla", "carla", [Role.SENDS], "nove orti", office.clock.now(), anna)
    assert isinstance(stranger, Colleague)
    with pytest.raises(Exception, match="colleague_not_here"):
        approvals.sign_in(office, stranger.id, "nove orti")


def test_the_recovery_words_let_somebody_manage_again(office: Workspace) -> None:
    bruno = next(one for one in office.colleagues.here() if one.name == "Bruno")
    mine, other = " ".join(office_key.words(office.office_key)), " ".join(office_key.words(OfficeKey.fresh()))
    with pytest.raises(InputError, match="recovery_other"):
        approvals.recover(office, bruno.id, other, "dieci corvi")
    assert not office.colleagues.get(bruno.id).may(Role.MANAGES)
    approvals.recover(office, bruno.id, mine, "dieci corvi")
    assert approvals.sign_in(office, bruno.id, "dieci corvi").may(Role.MANAGES)
    assert Audit(office.database).recent(1)[0].what == "manager_recovered"


def test_a_changed_text_takes_the_place_of_what_waits_and_a_no_is_told(
    seat: Seat, office: Workspace, qtbot: QtBot
) -> None:
    window = seat("Anna")
    ask(window, qtbot).accept()
    qtbot.waitUntil(lambda: "Aspetta" in window.composer.sent.state.title)
    window.composer.sent.change.click()
    values = {"titolo": "Farmacia di turno", "testo": "Da domenica è di turno la farmacia di Calcinaia."}
    window.composer.form.fill(values)
    window.composer.refresh()
    window.composer.ask()
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in window.findChildren(ConfirmDialog)))
    dialog = next(dialog for dialog in window.findChildren(ConfirmDialog) if dialog.isVisible())
    dialog.agree()
    dialog.accept()
    qtbot.waitUntil(lambda: len(approvals.overview(office)) == 2)
    second, first = (one.request for one in approvals.overview(office))
    assert (first.state, second.state) == (ApprovalState.CHANGED, ApprovalState.WAITING)
    bruno = next(one for one in office.colleagues.here() if one.name == "Bruno")
    approvals.refuse(office, second, bruno, Way.WINDOW)
    window.approvals.look()
    qtbot.waitUntil(lambda: "Non approvata" in window.composer.sent.state.title)
    assert "rifiutata Bruno" in window.composer.sent.state.text
    assert office.notices.latest() == []
    assert window.composer.unsent


@pytest.mark.parametrize("stays", [True, False])
def test_the_window_opens_for_the_colleague_who_signed_in_or_not_at_all(
    look: Look, qapp: QApplication, data_dir: Path, stays: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the colours that the person chose; nothing of the office is shown before, and the look is gone with it."""
    office_file.save(office_file.parse(TOWN), data_dir)
    with wiring.open_workspace(data_dir) as workspace:
        with_colleagues(workspace)
    chosen = QSettings(str(data_dir / "window.ini"), QSettings.Format.IniFormat)
    chosen.setValue("scheme", Scheme.DARK.value)
    monkeypatch.setattr(Preferences, "of_this_person", lambda: Preferences(chosen))
    before, met, opened = qapp.findChildren(Theme), list[str](), list[Colleague]()

    def answer() -> None:
        windows = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        for dialog in (one for one in windows if isinstance(one, SignInDialog)):
            met.append(qapp.palette().window().color().name())
            met.extend(one.windowTitle() for one in windows if isinstance(one, MainWindow))
            if not stays:
                dialog.reject()
                return
            dialog.people.setCurrentText("Bruno")
            dialog.pin.setText(PINS["Bruno"])
            dialog.enter.click()

    def shown(window: MainWindow) -> None:
        assert window.services.second_person
        opened.append(window.services.second_person.me)
        QTimer.singleShot(0, window.close)

    monkeypatch.setattr(MainWindow, "look_for_leftovers", shown)
    timer = QTimer()
    timer.timeout.connect(answer)
    timer.start(20)
    try:
        assert start.run(data_dir, training=False) == 0
    finally:
        timer.stop()
    assert met == [DARK.page, "ComuneCast"]
    assert [one.name for one in opened] == (["Bruno"] if stays else [])
    assert qapp.findChildren(Theme) == before
    for scheme in (Scheme.DARK, Scheme.LIGHT):  # dresses the windows of the other tests again
        look.theme.set_scheme(scheme)
