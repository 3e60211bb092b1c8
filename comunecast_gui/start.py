# SPDX-License-Identifier: EUPL-1.2
"""Starts the window: draws it first, then opens the office behind it on a thread, and closes everything at the end."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from comunecast_gui import __version__
from comunecast_gui.cli import terminal
from comunecast_gui.core.errors import ConfigError, UserError
from comunecast_gui.core.work.long_work import LongWork
from comunecast_gui.system import logs, paths, private_folder
from comunecast_gui.system.one_window import only_window
from comunecast_gui.ui.runtime import failed_start, i18n
from comunecast_gui.ui.runtime.garbage import collected_here
from comunecast_gui.ui.runtime.opening import InWindow, Opening
from comunecast_gui.ui.runtime.quit_signals import quits_on_signals
from comunecast_gui.ui.shell.main_window import FIRST_PAGE, PAGES, main_window
from comunecast_gui.ui.shell.second_start import SecondStart
from comunecast_gui.ui.shell.window_preferences import Preferences
from comunecast_gui.ui.widgets.look import Look, look_of

if TYPE_CHECKING:  # loaded when they are needed: nothing heavy before the first frame
    from comunecast_gui.core.sentences import Sentences
    from comunecast_gui.core.trust.backup_contents import Ahead
    from comunecast_gui.core.work.long_work import Work
    from comunecast_gui.ui.runtime.next_start import Between, Next, Said
    from comunecast_gui.ui.runtime.window_services import WindowServices

logger = logging.getLogger(__name__)
_ITALY = ZoneInfo("Europe/Rome")
"""Where an office is whose settings cannot be read."""


def run(data_dir: Path | None, *, training: bool) -> int:
    """Opens the window and returns its exit status; where it is open already, that one comes to the front.

    Training has a data folder of its own, gone afterwards.

    Where the office cannot be opened, a dialog says why and asks what to do: a person may have no terminal.
    """
    app = application(data_dir=data_dir)
    page, said = FIRST_PAGE, None
    with collected_here(), look_of(app, paths.resource()) as look:
        while True:
            language = Preferences.of_this_person().language
            i18n.install(app, paths.resource("i18n"), language)
            try:
                outcome = _open(app, look, data_dir, language, page, said, training=training)
                if isinstance(outcome, int):
                    return outcome
                page, between = outcome
                said = _do_between(app, look, data_dir, language, between) if between is not None else None
            except UserError as error:
                from comunecast_gui.services import wiring
                from comunecast_gui.ui.runtime.next_start import Next

                failed_start.note(data_dir, wiring.sentences(language).of(error))
                ask = _set_up if error.code == "not_configured" else _ask_what_next
                choice = ask(app, look, data_dir, error, said, wiring.window_sentences(language))
                said = None
                if choice is Next.RESTORE:
                    said = _restore(app, look, data_dir, language)
                    page = PAGES[-1] if said is not None else page
                if choice is Next.CLOSE:
                    terminal.tell(wiring.sentences(language).of(error))
                    return error.exit_code
                if choice is Next.TRAIN:
                    data_dir, training = None, True


def _open(
    app: QApplication,
    look: Look,
    data_dir: Path | None,
    language: str,
    page: str,
    said: Said | None,
    *,
    training: bool,
) -> int | tuple[str, Between | None]:
    """The exit status; or the page at which the window opens again, and what is done before that, no office open.

    ``said``: how what was done before this window ended.
    """
    with ExitStack() as stack:
        if training and data_dir is None:
            data_dir = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="comunecast-training-")))
        data_dir = paths.data_dir(data_dir)
        exposure = private_folder.close(data_dir)
        asked_to_show = None
        if not training:
            asked_to_show = stack.enter_context(only_window(data_dir))
            if asked_to_show is None:
                return 0
        stack.callback(logs.stop, logs.start(data_dir))
        stack.enter_context(failed_start.crash_traces(data_dir))
        window = stack.enter_context(main_window(look, training=training))
        stack.enter_context(quits_on_signals(app))
        if asked_to_show:
            SecondStart(window, asked_to_show.taken)
        window.go_to(page)
        window.show()
        work = LongWork()
        window.watch_opening(work)
        opening = Opening(partial(_office, data_dir, language, look, training=training, work=work), window)
        stack.callback(opening.close)
        stack.callback(work.stop)  # whoever closes the window does not wait: the archive stays as it was
        stack.callback(window.hide)
        try:
            services = opening.run_until_open(app)
            if services is None:
                return 0
            from comunecast_gui import app as office  # loaded by now

            shown = stack.enter_context(office.filled(window, look, services))
        except Exception as error:
            if isinstance(error, UserError):
                raise
            logger.exception("The window cannot be opened")
            raise ConfigError("start_failed", reason=type(error).__name__) from error
        window.look_for_leftovers()
        if exposure and exposure.closed:
            shown.ops.trouble.emit(services.info.sentences.text(exposure.sentence, **exposure.values))
        window.arrive(page, said)
        code = app.exec()
        return (window.reopening_at, window.between) if window.reopening_at else code


def _do_between(app: QApplication, look: Look, data_dir: Path | None, language: str, between: Between) -> Said | None:
    """What is done while no office is open, in a small window of its own; returns how it ended.

    What it refuses leaves the office as it was: the window that opens again says so. Raises ConfigError("start_failed")
    for a fault that nobody foresaw.
    """
    from comunecast_gui.services import wiring
    from comunecast_gui.ui.runtime.slow_calls import SlowCalls
    from comunecast_gui.ui.setup.work_window import WorkWindow

    calls = SlowCalls(wiring.window_sentences(language))
    with quits_on_signals(app):
        window = WorkWindow(look, calls, between)
        QTimer.singleShot(0, window, window.begin)
        window.exec()  # no other loop runs now
        calls.close()
        error, said = window.error, window.said
        delete(window)
    if error is not None:
        raise error
    if said is not None and said.tone == "error":
        failed_start.note(data_dir, said.text)
    return said


def _office(
    data_dir: Path, language: str, look: Look, in_window: InWindow[Any], *, training: bool, work: Work
) -> AbstractContextManager[WindowServices]:
    """Called on the thread that opens: whatever an office needs is loaded there, while the window is there already."""
    from comunecast_gui import app as office

    return office.opened_office(data_dir, language, look, in_window, training=training, work=work)


def _restore(app: QApplication, look: Look, data_dir: Path | None, language: str) -> Said | None:
    """Asks for a backup and puts it back, where no office is open; None: the person thought better of it."""
    from comunecast_gui import app as office
    from comunecast_gui.services import wiring
    from comunecast_gui.ui.runtime.next_start import Between
    from comunecast_gui.ui.runtime.slow_calls import SlowCalls
    from comunecast_gui.ui.settings.restore_dialog import RestoreDialog

    sentences = wiring.window_sentences(language)
    copies = office.closed_backups(paths.data_dir(data_dir), sentences)
    if copies.look is None or copies.put_back is None:
        return None
    calls = SlowCalls(sentences)
    agreed: list[tuple[Path, str, Ahead]] = []
    with quits_on_signals(app):
        dialog = RestoreDialog(look, calls, copies.look, _ITALY, None)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)  # Qt would delete it at the end of its loop
        dialog.wanted.connect(lambda *seen: agreed.append(seen))
        dialog.wanted.connect(dialog.accept)
        dialog.exec()  # no other loop runs now
        name = dialog.under_way
        calls.close()
        delete(dialog)
    if not agreed:
        return None
    return _do_between(app, look, data_dir, language, Between(name, partial(copies.put_back, *agreed[0])))


def _ask_what_next(
    app: QApplication, look: Look, data_dir: Path | None, error: UserError, said: Said | None, sentences: Sentences
) -> Next:
    from comunecast_gui.ui.shell.welcome_dialog import WelcomeDialog  # only where something is wrong

    try:
        folder = paths.data_dir(data_dir)
    except UserError:
        folder = None
    with quits_on_signals(app):
        dialog = WelcomeDialog(look, sentences, error, folder, said)
        dialog.exec()  # no other loop runs yet
        choice = dialog.choice
        delete(dialog)
    return choice


def _set_up(
    app: QApplication, look: Look, data_dir: Path | None, error: UserError, said: Said | None, sentences: Sentences
) -> Next:
    """The first start: the guided set-up. The office is opened once there is one."""
    from comunecast_gui import setup_parts  # only at a first start
    from comunecast_gui.ui.runtime.slow_calls import SlowCalls
    from comunecast_gui.ui.setup.first_start import FirstStart

    folder = paths.data_dir(data_dir)
    calls = SlowCalls(sentences)
    with quits_on_signals(app):
        dialog = FirstStart(look, calls, sentences, setup_parts.parts(folder), folder)
        if said is not None:
            dialog.say_trouble(said.text)
        dialog.exec()  # no other loop runs yet
        choice = dialog.choice
        calls.close()
        delete(dialog)
    return choice


def application(*, headless: bool = False, data_dir: Path | None = None) -> QApplication:
    """The process's Qt application, made at the first call; ``headless`` draws without a screen.

    Without a way to a screen Qt ends the process here: it is said why, also in the log folder of ``data_dir``.
    """
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    qInstallMessageHandler(partial(_hear_qt_starting, data_dir, list[str]()))
    app = QApplication([*sys.argv[:1], *(("-platform", "offscreen") if headless else ())])
    qInstallMessageHandler(_log_qt)
    app.setApplicationName("ComuneCast")
    app.setApplicationDisplayName("ComuneCast")
    app.setDesktopFileName("comunecast")
    app.setApplicationVersion(__version__)
    app.setWindowIcon(QIcon(str(paths.resource("icons", "comunecast.svg"))))
    return app


def _hear_qt_starting(data_dir: Path | None, said: list[str], kind: QtMsgType, _context: object, text: str) -> None:
    """Keeps what Qt says until it ends the process, which it would do without a sentence for a person."""
    said.append(text.strip())
    if kind is QtMsgType.QtFatalMsg:
        error = failed_start.no_window(said)
        failed_start.tell(error, data_dir, Preferences.of_this_person().language, said)
        os._exit(error.exit_code)  # Qt would abort


_QT_LEVELS = {QtMsgType.QtWarningMsg: logging.INFO, QtMsgType.QtCriticalMsg: logging.ERROR}


def _log_qt(kind: QtMsgType, _context: object, text: str) -> None:
    """What Qt says goes to the log, not to a terminal where nobody looks; most of its warnings are about the screen."""
    logging.getLogger("qt").log(_QT_LEVELS.get(kind, logging.DEBUG), text)
