# SPDX-License-Identifier: EUPL-1.2
"""Starts the window: builds the office, catches unexpected errors, and closes everything at the end."""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QProcess, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from comunecast_gui import __version__
from comunecast_gui.channels.whatsapp.error_codes import NEVER_AGAIN
from comunecast_gui.core.approval.approval_request import ApprovalRequest, Way
from comunecast_gui.core.approval.colleagues import Colleague, Role
from comunecast_gui.core.errors import Misconfigured, Permanent, UserError
from comunecast_gui.core.inbound.answers import FREE_A_MONTH
from comunecast_gui.core.model import ChannelKind, kind_of
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.services import (
    backups,
    charges,
    erasure,
    followers,
    health,
    inbox,
    meta_account,
    meta_news,
    papers,
    preflight,
    queueing,
    statistics,
    telegram_chats,
    update_check,
    wiring,
)
from comunecast_gui.services.approval import approvals, bot_chats
from comunecast_gui.services.recovery import key_proof
from comunecast_gui.services.trust import office_key, register_head, relay_keys
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.db.change_log import ChangeLog
from comunecast_gui.store.delivery.templates import TemplateRow
from comunecast_gui.store.inbound.followers import Followers
from comunecast_gui.system import attachments, logs, paths, private_folder
from comunecast_gui.system.locks import sending_lock
from comunecast_gui.system.one_window import only_window
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.system.user_account import user_name
from comunecast_gui.ui.runtime import i18n
from comunecast_gui.ui.runtime.administration import Administration
from comunecast_gui.ui.runtime.bridge import LoopThread
from comunecast_gui.ui.runtime.dossier import DossierService
from comunecast_gui.ui.runtime.drafts import DraftFolder
from comunecast_gui.ui.runtime.garbage import collected_here
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.quit_signals import quits_on_signals
from comunecast_gui.ui.runtime.subscriber_import import SubscriberImporter
from comunecast_gui.ui.runtime.window_services import (
    BackgroundServices,
    BotRound,
    Choice,
    ColleagueServices,
    ComposingServices,
    EngineServices,
    HistoryServices,
    Mail,
    OfficeInfo,
    PeopleServices,
    SecondPersonServices,
    SendingServices,
    SettingsServices,
    ShellServices,
    StatisticsServices,
    WindowServices,
)
from comunecast_gui.ui.shell.crash_dialog import CrashWatch
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.shell.second_start import SecondStart
from comunecast_gui.ui.shell.sign_in_dialog import SignInDialog
from comunecast_gui.ui.shell.welcome_dialog import Next, WelcomeDialog
from comunecast_gui.ui.shell.window_preferences import Preferences
from comunecast_gui.ui.theme.icons import Icons
from comunecast_gui.ui.theme.theme import Theme
from comunecast_gui.ui.widgets.look import Look

TRAINING_SUBSCRIBERS = 250
_REOPEN = -1
"""In place of an exit status: the settings are new, and the window opens again with them."""
_POLL = 4
"""Seconds that Telegram waits for a message to the bot; a window that closes waits for the end of that."""
logger = logging.getLogger(__name__)


def run(data_dir: Path | None, *, training: bool) -> int:
    """Opens the window and returns its exit status; where it is open already, that one comes to the front.

    Training has a data folder of its own, gone afterwards.

    Where the office cannot be opened, a dialog says why and asks what to do: a person may have no terminal.
    """
    app = application()
    while True:
        language = Preferences.of_this_person().language
        i18n.install(app, paths.resource("i18n"), language)
        try:
            code = _open(app, data_dir, language, training=training)
            if code != _REOPEN:
                return code
        except _NobodySignedInError:
            return 0
        except UserError as error:
            choice = _ask_what_next(app, data_dir, error, wiring.window_sentences(language))
            if choice is Next.CLOSE:
                print(wiring.sentences(language).of(error), file=sys.stderr)
                return error.exit_code
            if choice is Next.TRAIN:
                data_dir, training = None, True


def _open(app: QApplication, data_dir: Path | None, language: str, *, training: bool) -> int:
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
        try:
            if training:
                from comunecast_gui.services.training import (
                    training_ground,  # its services are not for an office's start
                )

                workspace, _ = stack.enter_context(training_ground(data_dir, TRAINING_SUBSCRIBERS))
            else:
                workspace = stack.enter_context(wiring.open_workspace(data_dir))
        except UserError:
            logger.exception("The office cannot be opened")
            raise
        workspace = replace(workspace, screen_language=language)
        wiring.recover_interrupted(workspace)
        if not training:
            queueing.forget_unsent_files(workspace)
            stack.enter_context(backups.copied_daily(workspace))
        by = None if training else _signed_in(app, workspace)
        with open_window(app, workspace, training=training, by=by) as shown, quits_on_signals(app):
            shown.window.show()
            shown.window.look_for_leftovers()
            if exposure and exposure.closed:
                shown.ops.trouble.emit(shown.window.services.info.sentences.text(exposure.sentence, **exposure.values))
            if asked_to_show:
                SecondStart(shown.window, asked_to_show.taken)
            code = app.exec()
            return _REOPEN if shown.window.reopening else code


def _ask_what_next(app: QApplication, data_dir: Path | None, error: UserError, sentences: Sentences) -> Next:
    try:
        folder = paths.data_dir(data_dir)
    except UserError:
        folder = None
    with _look(app) as look, quits_on_signals(app):
        dialog = WelcomeDialog(look, sentences, error, folder)
        dialog.exec()  # no other loop runs yet
        choice = dialog.choice
        delete(dialog)
    return choice


def application(*, headless: bool = False) -> QApplication:
    """The process's Qt application, made at the first call; ``headless`` draws without a screen."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    qInstallMessageHandler(_log_qt)
    app = QApplication([*sys.argv[:1], *(("-platform", "offscreen") if headless else ())])
    app.setApplicationName("ComuneCast")
    app.setApplicationDisplayName("ComuneCast")
    app.setDesktopFileName("comunecast")
    app.setApplicationVersion(__version__)
    app.setWindowIcon(QIcon(str(paths.resource("icons", "comunecast.svg"))))
    i18n.install(app, paths.resource("i18n"))
    return app


_QT_LEVELS = {QtMsgType.QtWarningMsg: logging.INFO, QtMsgType.QtCriticalMsg: logging.ERROR}


def _log_qt(kind: QtMsgType, _context: object, text: str) -> None:
    """What Qt says goes to the log, not to a terminal where nobody looks; most of its warnings are about the screen."""
    logging.getLogger("qt").log(_QT_LEVELS.get(kind, logging.DEBUG), text)


class _NobodySignedInError(Exception):
    """The person closed the question who they are."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The window and what is behind it."""

    window: MainWindow
    look: Look
    ops: Ops


@contextmanager
def _look(app: QApplication) -> Iterator[Look]:
    """The look of one window or dialog; its theme goes at the end, or would go on dressing what comes after it."""
    look = Look(Theme(app, paths.resource()), Icons(paths.resource("icons")))
    try:
        yield look
    finally:
        delete(look.theme)


@contextmanager
def open_window(
    app: QApplication, workspace: Workspace, *, training: bool, by: Colleague | None = None
) -> Iterator[Shown]:
    """The window of one office, not yet shown; at the end sends under way are awaited and recorded."""
    with _look(app) as look:
        services = services_of(workspace, training=training, by=by)
        ops = Ops(services.engine, services.info.sentences, LoopThread())
        window = MainWindow(look, ops, services)
        watch = CrashWatch(look, logs.redact, window)
        watch.install()
        ops.fault.connect(watch.show)
        try:
            with collected_here():
                yield Shown(window, look, ops)
        finally:
            watch.remove()
            window.hide()
            ops.close()
            delete(window)  # not left to the collector, which may find it late or in another thread


def services_of(workspace: Workspace, *, training: bool, by: Colleague | None = None) -> WindowServices:
    """The services that the window works with."""
    sentences, who = wiring.window_sentences(workspace.screen_language), user_name()
    # The services of training live in this process, and it alone knows their tokens.
    apart = not training and wiring.needs_own_process(workspace.settings)
    configured, audience = workspace.settings, partial(_audience, workspace)
    sees_key = not training and (by is None or by.may(Role.MANAGES))
    secrets = None if training else Secrets.of(workspace.data_dir, workspace.settings)
    drafts = None if training else DraftFolder(workspace.data_dir / "drafts", workspace.data_dir / "draft.json")
    return WindowServices(
        info=_info(workspace, sentences, who, training=training),
        composing=ComposingServices(
            context=lambda: wiring.check_context(workspace, workspace.clock.now()),
            audience=audience,
            notice=workspace.notices.get,
            templates=lambda: {
                row.name: row for row in workspace.templates.all() if row.language == workspace.language
            },
            drafts=drafts,
        ),
        sending=SendingServices(
            freeze=partial(queueing.freeze, workspace),
            revised=partial(queueing.revised, workspace),
            queue=partial(queueing.queue, workspace, by=by),
            audience=audience,
            needed=lambda notice: workspace.approvals.needed(notice, by.id if by else None),
            rates=wiring.rates(),
            per_second={name: 1 / pace.gap for name, pace in wiring.paces(configured).items()},
            preflight=partial(preflight.look_all_round, workspace, sentences),
        ),
        engine=EngineServices(
            make_engine=partial(wiring.build_engine_process if apart else wiring.build_engine, workspace),
            sending_lock=nullcontext if apart else partial(sending_lock, workspace.data_dir),
            set_aside=lambda notice, channels: workspace.outbox.set_aside(notice, channels, workspace.clock.now()),
            news=ChangeLog(workspace.database).news if workspace.database.shared else None,
        ),
        history=HistoryServices(
            workspace.notices,
            workspace.subscribers.reveal,
            lambda attachment: attachments.with_kept_bytes(attachment, workspace.data_dir),
            NEVER_AGAIN,
        ),
        people=PeopleServices(
            subscribers=workspace.subscribers,
            importer=SubscriberImporter(
                workspace.database, workspace.clock, sentences, who, wiring.own_numbers(workspace.settings)
            ),
            dossiers=DossierService(workspace.database, workspace.clock, workspace.office, sentences, who),
            erase=partial(_erase, workspace, sentences, who),
            prove_registers=partial(register_head.prove, workspace, who, sentences),
        ),
        settings=SettingsServices(
            Administration(
                configured,
                workspace.data_dir,
                partial(health.examine_workspace, workspace, sentences, copied=not training),
                secrets,
                _keys(workspace),
                partial(telegram_chats.vet, workspace),
                partial(_subscribe, workspace, sentences) if workspace.settings.whatsapp else None,
                None if training else partial(_write_papers, workspace),
                safekeeping=None if training else partial(backups.safekeeping, workspace),
                key_paper=partial(_key_paper, workspace, who) if sees_key else None,
                enter_key=None if training else partial(_enter_key, workspace),
                prove_words=None if training else partial(key_proof.prove, workspace, who=who),
            ),
            secrets,
            _keys(workspace),
        ),
        statistics=StatisticsServices(partial(statistics.figures, workspace)),
        shell=ShellServices(
            notices=workspace.notices,
            waiting=partial(_waiting, workspace),
            secrets=secrets,
            meta_news=partial(meta_news.unseen, workspace, sentences) if configured.whatsapp else None,
            close_meta_news=partial(meta_news.close, workspace),
            newer=None if training or not update_check.asked_at(configured) else partial(update_check.news, workspace),
            open_training=None if training else _open_training,
        ),
        background=BackgroundServices(
            mail=partial(_mail, workspace, sentences) if configured.relay else None,
            look_at_bot=partial(_look_at_bot, workspace) if _uses_bot(workspace, by) else None,
            count_followers=partial(followers.count_daily, workspace),
            reconcile_charges=partial(charges.reconcile_daily, workspace) if configured.whatsapp else None,
            tidy=partial(wiring.tidy_a_little, workspace),
        ),
        second_person=_second_person(workspace, by),
        colleagues=None if training else _colleagues(workspace, by, who),
    )


def _info(workspace: Workspace, sentences: Sentences, who: str, *, training: bool) -> OfficeInfo:
    return OfficeInfo(
        office=workspace.office,
        sentences=sentences,
        clock=workspace.clock,
        catalogue=wiring.catalogue(),
        channels=workspace.channels,
        resources=paths.resource(),
        version=__version__,
        channel_titles=_channel_titles(workspace),
        language=workspace.language,
        screen_language=workspace.screen_language,
        who=who,
        training=training,
    )


def _audience(workspace: Workspace, zones: Sequence[str], topic: str) -> Mapping[str, int]:
    """People per channel, where the number is known, for a notice for these zones (none: all) on this topic."""
    reached = workspace.subscribers.reached_by(zones, topic)
    people = {name: reached for name in workspace.channels if kind_of(name).personal}
    return people | dict(_followers(workspace))


def _templates(workspace: Workspace) -> Mapping[str, TemplateRow]:
    """The last known state of each template in the office's language, by name."""
    return {row.name: row for row in workspace.templates.all() if row.language == workspace.language}


def _waiting(workspace: Workspace) -> dict[int, int]:
    """The notices with queued rows and how many each."""
    found: dict[int, int] = {}
    for channel in workspace.channels:
        for notice, count in workspace.outbox.waiting(channel).items():
            found[notice] = found.get(notice, 0) + count
    return found


def _open_training() -> bool:
    """Starts the training beside this window; a frozen program is its own interpreter."""
    program = [] if getattr(sys, "frozen", False) else ["-m", "comunecast_gui"]
    return QProcess.startDetached(sys.executable, [*program, "--demo"])[0]


def _subscribe(workspace: Workspace, sentences: Sentences) -> str:
    """Raises ConfigError and SendError as :func:`comunecast_gui.services.meta_account.subscribe` does."""
    fine, still_open = meta_account.proven(workspace, meta_account.subscribe(workspace), sentences)
    return " ".join([*fine, *still_open])


def _write_papers(workspace: Workspace, folder: Path) -> None:
    """Raises InputError("papers_taken" | "papers_unwritable")."""
    today = workspace.clock.now().astimezone(ZoneInfo(workspace.office.timezone)).date()
    papers.write(workspace.settings, folder, today)


def _erase(workspace: Workspace, sentences: Sentences, who: str, subscriber: int, source: str) -> str:
    """Raises InputError("unknown_subscriber" | "subscriber_left_already"), ConfigError (``database_*``)."""
    done = erasure.erase(workspace, subscriber, source=source, who=who)
    return sentences.text("subscriber.contact_book_kept", code=done.error.code) if done.error else ""


def _mail(workspace: Workspace, sentences: Sentences) -> Mail:
    """Raises ConfigError as :func:`comunecast_gui.services.inbox.pull` does."""
    report = inbox.pull(workspace)
    relay_keys.tidy(workspace)
    closed = tuple(inbox.closed_letters(workspace, sentences))
    return Mail(report, inbox.answered_this_month(workspace), FREE_A_MONTH, closed)


def _second_person(workspace: Workspace, by: Colleague | None) -> SecondPersonServices | None:
    if by is None:
        return None
    return SecondPersonServices(by, partial(approvals.overview, workspace), partial(_decide, workspace, by))


def _decide(workspace: Workspace, by: Colleague, request: ApprovalRequest, choice: Choice, pin: str) -> ApprovalRequest:
    """Raises InputError for a wrong PIN, and for a decision that may not be taken."""
    approvals.sign_in(workspace, by.id, pin)
    if choice is Choice.REFUSE:
        return approvals.refuse(workspace, request, by, Way.WINDOW)
    decide = approvals.override if choice is Choice.OVERRIDE else approvals.approve
    return decide(workspace, request, by, Way.WINDOW)


def _colleagues(workspace: Workspace, by: Colleague | None, account: str) -> ColleagueServices:
    offer = partial(bot_chats.offer_chat, workspace) if workspace.settings.telegram else None
    return ColleagueServices(workspace.colleagues, by, account, offer)


def _signed_in(app: QApplication, workspace: Workspace) -> Colleague | None:
    """The colleague the window opens for; None in an office without colleagues, where nobody is asked.

    Raises InputError("colleague_not_here"), and _NobodySignedInError where the person closed the question.
    """
    people = approvals.candidates(workspace)
    if not people:
        return None
    sentences = wiring.window_sentences(workspace.screen_language)
    with _look(app) as look, quits_on_signals(app):
        Preferences.of_this_person().restore_theme(look.theme)
        sign_in = partial(approvals.sign_in, workspace)
        dialog = SignInDialog(look, sentences, workspace.office.name, people, sign_in)
        dialog.exec()  # no other loop runs yet
        found = dialog.signed_in
        delete(dialog)
    if found is None:
        raise _NobodySignedInError
    return found


def _uses_bot(workspace: Workspace, by: Colleague | None) -> bool:
    """Whether somebody may have to read what people do with the bot while this window is open."""
    return workspace.settings.telegram is not None and (workspace.settings.telegram.answer_private or by is not None)


def _look_at_bot(workspace: Workspace) -> BotRound:
    """Raises what passes by itself: ConfigError("secret_missing" | ``database_*``), SendError Transient."""
    if not bot_chats.is_wanted(workspace):
        return BotRound()
    try:
        return BotRound(released=bot_chats.look(workspace, wait=_POLL).released)
    except (Misconfigured, Permanent) as error:  # 409 is one of them: somebody else reads for this bot
        return BotRound(ended_by=error)


def _key_paper(workspace: Workspace, who: str) -> tuple[tuple[str, ...], str]:
    """Raises ConfigError (``office_key_*``, ``keyring_locked``)."""
    key = office_key.show(workspace, who)
    return office_key.words(key), key.reveal()


def _enter_key(workspace: Workspace, text: str) -> None:
    """Raises InputError (``recovery_words_*``) and ConfigError ("office_key_other" | "no_keyring")."""
    url = wiring.database_url(workspace.settings, workspace.secrets)
    office_key.enter(workspace.data_dir, url, office_key.read(text), Secrets(workspace.data_dir))


def _keys(workspace: Workspace) -> tuple[SecretName, ...]:
    """The secrets that this office needs."""
    relay = (SecretName.RELAY_KEY, SecretName.RELAY_PRIVATE_KEY) if workspace.settings.relay else ()
    database = (SecretName.DATABASE_PASSWORD,) if wiring.uses_kept_password(workspace) else ()
    return (*wiring.secret_names(workspace.channels), *relay, *database)


def _channel_titles(workspace: Workspace) -> Mapping[str, str]:
    """The Telegram channels by the names that their followers know, as far as Telegram has told them."""
    telegram = [name for name in workspace.channels if kind_of(name) is ChannelKind.TELEGRAM]
    titles = {name: workspace.outbox.channel_memory(name).get("title", "") for name in telegram}
    return {name: f"Telegram, {title}" for name, title in titles.items() if title}


def _followers(workspace: Workspace) -> Mapping[str, int]:
    """How many people follow each Telegram channel, as it was counted last."""
    counts = {name: Followers(workspace.database).series(name) for name in workspace.channels}
    return {name: series[-1][1] for name, series in counts.items() if series}
