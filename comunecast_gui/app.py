# SPDX-License-Identifier: EUPL-1.2
"""Opens an office for the window, and puts together the services that its pages work with."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete

from comunecast_gui import __version__, setup_parts
from comunecast_gui.channels.whatsapp.error_codes import NEVER_AGAIN
from comunecast_gui.core.approval.approval_request import ApprovalRequest, Way
from comunecast_gui.core.approval.colleagues import Colleague, Role
from comunecast_gui.core.bulletin.zone_outlook import ZoneOutlook
from comunecast_gui.core.errors import InputError, Misconfigured, Permanent, UserError
from comunecast_gui.core.inbound.answers import FREE_A_MONTH
from comunecast_gui.core.model import After, ChannelKind, kind_of
from comunecast_gui.core.notice.overlays.overlay_reader import FOLDER as OVERLAYS
from comunecast_gui.core.periods import local
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.setup.template_review import ReviewState, TemplateReview
from comunecast_gui.core.trust.backup_contents import Ahead
from comunecast_gui.core.trust.office_key import GivenKey
from comunecast_gui.core.work.long_work import UNWATCHED, Work
from comunecast_gui.services import (
    backups,
    charges,
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
    template_approval,
    update_check,
    wiring,
)
from comunecast_gui.services.approval import approvals, bot_chats
from comunecast_gui.services.bulletins import bulletin_desk, cap_export
from comunecast_gui.services.categories import (
    going_on,
    overlay_faults,
    own_categories,
    template_removal,
    text_submission,
)
from comunecast_gui.services.people import erasure, list_export
from comunecast_gui.services.recovery import key_proof, put_back, restore_words
from comunecast_gui.services.schedule import at_its_hour, calendars, decisions, recurring
from comunecast_gui.services.setup import trial_log
from comunecast_gui.services.thread import following, mistakes, posts
from comunecast_gui.services.today import insisting, open_work, prospects, still_open
from comunecast_gui.services.trust import office_key, register_head, relay_keys
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.services.workstation import moving, settings_change, shared_files
from comunecast_gui.store.db.change_log import ChangeLog
from comunecast_gui.store.delivery.hand_publications import HandPublications
from comunecast_gui.store.delivery.templates import TemplateRow
from comunecast_gui.store.inbound.followers import Followers
from comunecast_gui.store.restore import draft_files
from comunecast_gui.system import attachments, locks, logs, paths, settings_keeping
from comunecast_gui.system.awake.keep_awake import NoHold, hold_of_this_system
from comunecast_gui.system.clock import SystemClock
from comunecast_gui.system.locks import sending_lock
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.system.user_account import user_name
from comunecast_gui.ui.desktop.sending_presence import SendingPresence
from comunecast_gui.ui.runtime import i18n
from comunecast_gui.ui.runtime.administration import Administration
from comunecast_gui.ui.runtime.backup_services import BackupServices
from comunecast_gui.ui.runtime.bridge import LoopThread
from comunecast_gui.ui.runtime.dossier import DossierService
from comunecast_gui.ui.runtime.drafts import DraftFolder
from comunecast_gui.ui.runtime.garbage import collected_here
from comunecast_gui.ui.runtime.next_start import Said
from comunecast_gui.ui.runtime.opening import InWindow, NobodySignedInError
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.relocation import Relocation
from comunecast_gui.ui.runtime.subscriber_import import SubscriberImporter
from comunecast_gui.ui.runtime.window_services import (
    AfterKeeping,
    BackgroundServices,
    BotRound,
    BulletinServices,
    Choice,
    ColleagueServices,
    ComposingServices,
    EngineServices,
    ExportsList,
    HistoryServices,
    HomeServices,
    Mail,
    OfficeInfo,
    PeopleServices,
    ScheduleRound,
    ScheduleServices,
    SecondPersonServices,
    SendingServices,
    SettingsServices,
    ShellServices,
    StatisticsServices,
    TemplateServices,
    TemplatesSent,
    ThreadServices,
    WindowServices,
)
from comunecast_gui.ui.shell.crash_dialog import CrashWatch
from comunecast_gui.ui.shell.main_window import MainWindow, main_window
from comunecast_gui.ui.shell.sign_in_dialog import SignInDialog
from comunecast_gui.ui.widgets.look import Look, look_of

TRAINING_SUBSCRIBERS = 250
_WEEKS = 6
"""How far ahead a calendar is read: what is proposed later would be forgotten by then."""
UNDO = timedelta(seconds=20)
"""How long a notice can be taken back after it was sent; a red alert and an emergency leave at once."""
_LATELY = timedelta(days=365)
"""The notices of a year say which subjects an office uses."""
_POLL = 4
"""Seconds that Telegram waits for a message to the bot; a window that closes waits for the end of that."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """The window and what is behind it."""

    window: MainWindow
    look: Look
    ops: Ops


@contextmanager
def opened_office(
    data_dir: Path, language: str, look: Look, in_window: InWindow[Any], *, training: bool, work: Work = UNWATCHED
) -> Iterator[WindowServices]:
    """The office of a data folder, or a training ground in it, behind the window; ``in_window`` asks who is there.

    ``work`` tells how far an archive is that is brought up to date.

    Raises what an office that cannot be opened raises, InputError("colleague_not_here"), NobodySignedInError.
    """
    with ExitStack() as stack:
        try:
            opened, begin_course = stack.enter_context(_workspace(data_dir, work, training=training))
        except UserError:
            logger.exception("The office cannot be opened")
            raise
        workspace = replace(opened, screen_language=language)
        wiring.recover_interrupted(workspace)
        shared_files.look(workspace)
        if training:
            services = services_of(workspace, training=True, undo=UNDO)
            yield replace(services, shell=replace(services.shell, begin_course=begin_course))
            return
        queueing.forget_unsent_files(workspace)
        stack.enter_context(backups.copied_daily(workspace))
        yield services_of(workspace, training=False, by=_signed_in(look, workspace, in_window), undo=UNDO)


@contextmanager
def _workspace(data_dir: Path, work: Work, *, training: bool) -> Iterator[tuple[Workspace, Callable[[], None] | None]]:
    """The workspace; in training also what begins the course."""
    if not training:
        with wiring.open_workspace(data_dir, work=work) as workspace:
            yield workspace, None
        return
    from comunecast_gui.services.training import begin_course, training_ground  # not for an office's start

    with training_ground(data_dir, TRAINING_SUBSCRIBERS) as (workspace, sandbox):
        yield workspace, partial(begin_course, sandbox)


@contextmanager
def filled(window: MainWindow, look: Look, services: WindowServices) -> Iterator[Shown]:
    """The window with the pages of an open office; at the end sends under way are awaited and recorded."""
    ops = Ops(services.engine, services.info.sentences, LoopThread())
    watch = CrashWatch(look, logs.redact, window)
    watch.install()
    ops.fault.connect(watch.show)
    presence = SendingPresence(ops, services.shell.hold, window, training=services.info.training)
    try:
        window.fill(ops, services)
        window.lanes.ended.connect(presence.tell)
        window.endings.remind.connect(presence.remind)
        window.schedule.remind.connect(presence.remind)
        yield Shown(window, look, ops)
    finally:
        watch.remove()
        presence.release()
        window.hide()
        ops.close()


@contextmanager
def open_window(
    app: QApplication, workspace: Workspace, *, training: bool, by: Colleague | None = None
) -> Iterator[Shown]:
    """The window of an office that is open already, in its language of the screens, not yet shown."""
    i18n.install(app, paths.resource("i18n"), workspace.screen_language)
    services = services_of(workspace, training=training, by=by)
    with (
        look_of(app, paths.resource()) as look,
        main_window(look, training=training) as window,
        collected_here(),
        filled(window, look, services) as shown,
    ):
        yield shown


def services_of(
    workspace: Workspace, *, training: bool, by: Colleague | None = None, undo: timedelta = timedelta(0)
) -> WindowServices:
    """The services that the window works with; a notice waits for ``undo`` before it leaves."""
    sentences, who = wiring.window_sentences(workspace.screen_language), user_name()
    # The services of training live in this process, and it alone knows their tokens.
    apart = not training and wiring.needs_own_process(workspace.settings)
    configured, audience = workspace.settings, partial(_audience, workspace)
    sees_key = not training and (by is None or by.may(Role.MANAGES))
    secrets = None if training else Secrets.of(workspace.data_dir, workspace.settings)
    drafts = (
        None if training else DraftFolder(workspace.data_dir / draft_files.FOLDER, workspace.data_dir / "draft.json")
    )
    later = ScheduleServices(
        look=partial(_look_at_schedule, workspace),
        false_now=partial(decisions.false_now, workspace),
        send_now=lambda notice, whatever: decisions.send_now(workspace, notice, whatever=whatever),
        over_days=partial(decisions.over_days, workspace),
        send_over_days=partial(decisions.send_over_days, workspace),
        move=partial(decisions.move, workspace),
        take_back=partial(decisions.take_back, workspace),
    )
    return WindowServices(
        info=_info(workspace, sentences, who, training=training),
        home=HomeServices(
            work=partial(open_work.gather, workspace),
            standing=partial(open_work.standing, workspace),
            outlook=partial(prospects.ask, workspace, sentences),
            drafts=drafts,
            forget_calendar=partial(calendars.forget, workspace),
            declare_over=lambda notice: still_open.declare_over(workspace, notice, by.name if by else who),
            bulletin=BulletinServices(
                known=partial(bulletin_desk.outlook, workspace),
                read=partial(_read_bulletin, workspace),
                # The training asks nobody outside of it.
                fetch=partial(_fetch_bulletin, workspace, training=training)
                if training or configured.bulletin.addresses
                else None,
                hourly=configured.bulletin.hourly and not training,
            ),
        ),
        composing=ComposingServices(
            context=lambda: wiring.check_context(workspace, workspace.clock.now()),
            audience=audience,
            notice=workspace.notices.get,
            fields=workspace.notices.fields,
            follow_up=partial(following.begin, workspace),
            references=partial(following.references, workspace),
            files=workspace.notices.files,
            calendar=None if training else lambda path: calendars.read(workspace, path, _WEEKS),
            is_calendar=recurring.is_calendar,
            remember_calendar=lambda path, replaces: calendars.remember(workspace, path, _WEEKS, replaces),
            used=lambda: workspace.notices.used_categories(workspace.clock.now() - _LATELY),
            templates=partial(_templates, workspace),
            drafts=drafts,
        ),
        sending=SendingServices(
            freeze=partial(queueing.freeze, workspace),
            revised=partial(queueing.revised, workspace),
            queue=partial(queueing.queue, workspace, by=by, undo=undo),
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
        schedule=later,
        history=HistoryServices(
            workspace.notices,
            workspace.subscribers.reveal,
            lambda attachment: attachments.with_kept_bytes(attachment, workspace.data_dir),
            partial(following.possible, workspace),
            later,
            _thread(workspace, by),
            partial(queueing.cancel, workspace),
            partial(queueing.settle, workspace),
            NEVER_AGAIN,
            partial(cap_export.export, workspace),
            HandPublications(workspace.database),
            partial(trial_log.known, workspace),
        ),
        people=PeopleServices(
            subscribers=workspace.subscribers,
            importer=SubscriberImporter(
                workspace.database, workspace.clock, sentences, who, wiring.own_numbers(workspace.settings)
            ),
            dossiers=DossierService(workspace.database, workspace.clock, workspace.office, sentences, who),
            erase=partial(_erase, workspace, sentences, who),
            prove_registers=partial(register_head.prove, workspace, who, sentences),
            export=ExportsList(partial(_export, workspace, who, sentences), whole=by is None or by.may(Role.MANAGES)),
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
                change=None if training else partial(settings_change.change_open, workspace),
                queued=partial(settings_change.queued, workspace),
                relocation=_relocation(workspace, who, sentences) if sees_key else None,
                copies=BackupServices() if training else _copies(workspace, who, sentences, manages=sees_key),
            ),
            secrets,
            _keys(workspace),
            None if training else partial(setup_parts.parts, workspace.data_dir),
        ),
        templates=TemplateServices(
            entries=partial(own_categories.entries, workspace),
            shipped=own_categories.shipped_entries,
            save=partial(_save_category, workspace),
            share=partial(_share, workspace) if workspace.database.shared else None,
            revert=partial(own_categories.revert, workspace),
            retire=partial(own_categories.retire, workspace),
            restore=partial(own_categories.restore, workspace),
            known=partial(_templates, workspace),
            faults=lambda: overlay_faults.told(workspace.catalogue.faults, sentences),
            put_aside=partial(own_categories.put_aside, workspace),
            prices=wiring.rates().on(local(workspace.clock.now(), workspace.office).date()).eur,
            sync=partial(_sync, workspace, sentences) if configured.whatsapp else None,
            left_at_meta=partial(template_removal.at_meta, workspace) if configured.whatsapp else None,
            remove_at_meta=partial(template_removal.remove, workspace) if configured.whatsapp else None,
            submit=partial(_submit, workspace, sentences) if configured.whatsapp else None,
            rest=partial(_rest, workspace, sentences) if configured.whatsapp else None,
        ),
        statistics=StatisticsServices(partial(statistics.figures, workspace)),
        shell=ShellServices(
            notices=workspace.notices,
            waiting=partial(open_work.waiting, workspace),
            cancel=partial(queueing.cancel, workspace),
            secrets=secrets,
            meta_news=partial(meta_news.unseen, workspace, sentences) if configured.whatsapp else None,
            close_meta_news=partial(meta_news.close, workspace),
            newer=None if training or not update_check.asked_at(configured) else partial(update_check.news, workspace),
            open_training=None if training else _open_training,
            faulty_categories=lambda: overlay_faults.told(workspace.catalogue.faults, sentences),
            hold=NoHold() if training else hold_of_this_system(sentences.text("system.sending")),
        ),
        background=BackgroundServices(
            mail=partial(_mail, workspace, sentences) if configured.relay else None,
            look_at_bot=partial(_look_at_bot, workspace) if _uses_bot(workspace, by) else None,
            count_followers=partial(followers.count_daily, workspace),
            reconcile_charges=partial(charges.reconcile_daily, workspace) if configured.whatsapp else None,
            endings=partial(insisting.look, workspace),
            change_posts=partial(posts.catch_up, workspace) if configured.telegram else None,
            go_on_submitting=partial(_go_on_submitting, workspace) if configured.whatsapp else None,
            tidy=partial(wiring.tidy_a_little, workspace),
        ),
        second_person=_second_person(workspace, by),
        colleagues=None if training else _colleagues(workspace, by, who),
    )


def _look_at_schedule(workspace: Workspace) -> ScheduleRound:
    """Raises ConfigError (``database_*``)."""
    released = at_its_hour.look(workspace)
    waiting = tuple(workspace.schedules.all())
    return ScheduleRound(released, waiting, workspace.schedules.next_due(workspace.clock.now()))


def _relocation(workspace: Workspace, who: str, sentences: Sentences) -> Relocation:
    def away(file: Path, with_keys: bool, work: Work) -> tuple[str, ...]:
        return moving.move_away(workspace, file, who, with_keys=with_keys, work=work)

    def add(file: Path, with_keys: bool, work: Work) -> tuple[str, ...]:
        return moving.add_workstation(workspace, file, who, with_keys=with_keys, work=work)

    def arrive(file: Path, words: str, work: Work) -> object:
        return moving.arrive(workspace.data_dir, file, words, workspace.clock.now(), who, work)

    def why_silent() -> str:
        found = locks.why_silent(workspace.data_dir)
        return sentences.of(found) if found else ""

    return Relocation(
        away,
        add if workspace.database.shared else None,
        arrive,
        why_silent,
        partial(moving.come_back, workspace),
        setup_parts.shared_archive_of(workspace.data_dir),
    )


def _thread(workspace: Workspace, by: Colleague | None) -> ThreadServices:
    kept = posts.changes(workspace)
    return ThreadServices(
        look=partial(mistakes.look, workspace, by=by),
        correct=partial(mistakes.correct, workspace, by=by),
        correct_for_all=partial(mistakes.correct_for_all, workspace, by=by),
        withdraw=partial(mistakes.withdraw, workspace, by=by),
        ask=partial(posts.ask, workspace, by=by),
        changes=lambda notice: kept.of([notice]).get(notice, ()),
        settle=partial(mistakes.settle, workspace, by=by),
    )


def _info(workspace: Workspace, sentences: Sentences, who: str, *, training: bool) -> OfficeInfo:
    return OfficeInfo(
        office=workspace.office,
        sentences=sentences,
        clock=workspace.clock,
        categories=lambda: workspace.catalogue,
        channels=workspace.channels,
        resources=paths.resource(),
        version=__version__,
        channel_titles=_channel_titles(workspace),
        language=workspace.language,
        screen_language=workspace.screen_language,
        who=who,
        training=training,
    )


def _audience(workspace: Workspace, zones: Sequence[str], topic: str, after: After | None = None) -> Mapping[str, int]:
    """People per channel, where the number is known, for a notice for these zones (none: all) on this topic."""
    reached = workspace.subscribers.reached_by(zones, topic, after)
    people = {name: reached for name in workspace.channels if kind_of(name).personal}
    return people | dict(_followers(workspace))


def _sync(workspace: Workspace, sentences: Sentences) -> tuple[str, ...]:
    """Raises ConfigError("no_whatsapp" | "secret_missing"), SendError."""
    catalogue = workspace.catalogue
    told = []
    for one in template_approval.sync(workspace, catalogue):
        name = catalogue.name_of(one.category)
        review = TemplateReview(one.category, name, one.name, one.status, reason=one.rejected_reason)
        if review.state is ReviewState.REFUSED:
            told.append(f"{review.title}: {sentences.text(f'template_review.{review.advice}', reason=review.reason)}")
    return tuple(told)


def _submit(workspace: Workspace, sentences: Sentences, ids: Sequence[str], work: Work) -> TemplatesSent:
    """Raises ConfigError("no_whatsapp" | "secret_missing"), SendError."""
    done = text_submission.submit(workspace, ids, work)
    told = [sentences.of(one.error) for one in done.refused]
    rest = _rest(workspace, sentences)
    told += [rest or sentences.of(done.stopped_by)] if done.stopped_by else []
    return TemplatesSent(len(done.created), tuple(told))


def _rest(workspace: Workspace, sentences: Sentences) -> str:
    """Raises ConfigError (``database_*``)."""
    rest = going_on.waiting(workspace)
    if rest is None or not rest.held:
        return ""
    time = f"{going_on.minute_of(workspace, rest):%H:%M}"
    return sentences.text("template_review.goes_on", count=rest.left, time=time)


def _go_on_submitting(workspace: Workspace) -> bool:
    """Raises ConfigError("no_whatsapp" | "secret_missing"), SendError."""
    return going_on.go_on(workspace) is not None


def _save_category(workspace: Workspace, id: str, edited: Mapping[str, Any], before: Mapping[str, Any]) -> AfterKeeping:
    """Raises InputError and ConfigError as :func:`.own_categories.save`."""
    try:
        own_categories.save(workspace, id, edited, before)
    except InputError as error:
        if error.code != "changed_elsewhere":
            raise
        return AfterKeeping(own_categories.present(workspace, id), True, str(error.values.get("who", "")))
    return AfterKeeping(own_categories.present(workspace, id))


def _share(workspace: Workspace) -> tuple[Sequence[str], Sequence[str]]:
    found, catalogue = shared_files.look(workspace), workspace.catalogue
    changed = [path.stem for path in map(PurePosixPath, found.changed) if path.parent.name == OVERLAYS]
    return [catalogue.name_of(id) for id in changed], found.aside


def _templates(workspace: Workspace) -> Mapping[str, TemplateRow]:
    """The last known state of each template in the office's language, by name."""
    return {row.name: row for row in workspace.templates.all() if row.language == workspace.language}


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


def _copies(workspace: Workspace, who: str, sentences: Sentences, *, manages: bool) -> BackupServices:
    if workspace.database.shared:
        return BackupServices(note=partial(backups.note_server_copy, workspace, who))
    return BackupServices(
        make=partial(_make_backup, workspace, who),
        look=partial(_look_into_backup, workspace),
        put_back=partial(_put_back, workspace.data_dir, who, sentences) if manages else None,
    )


def closed_backups(data_dir: Path, sentences: Sentences) -> BackupServices:
    """Backups of an office that is not there, or cannot be opened: one can be put back."""

    def look(file: Path, words: str, work: Work) -> Ahead:
        return put_back.look_closed(data_dir, file, office_key.read(words), Secrets(data_dir), work)

    def restore(file: Path, words: str, seen: Ahead, work: Work) -> Said:
        """Raises also ConfigError("no_keyring"): an office whose key is kept nowhere could not be opened."""
        secrets, key = Secrets(data_dir), office_key.read(words)
        if secrets.find_office_key() is None:
            secrets.keep(SecretName.OFFICE_KEY, key.reveal())
        return _put_back(data_dir, user_name(), sentences, file, words, seen, work)

    return BackupServices(look=look, put_back=restore)


def _make_backup(workspace: Workspace, who: str, target: Path, work: Work) -> int:
    """Raises as :func:`comunecast_gui.services.backups.make`."""
    backups.make(workspace, target, who, work=work)
    return target.stat().st_size


def _look_into_backup(workspace: Workspace, file: Path, words: str, work: Work) -> Ahead:
    """Raises InputError (``recovery_words_*``), and as :func:`comunecast_gui.services.recovery.put_back.look`."""
    return put_back.look(workspace, file, office_key.read(words), work)


def _put_back(data_dir: Path, who: str, sentences: Sentences, file: Path, words: str, seen: Ahead, work: Work) -> Said:
    """Raises as :func:`comunecast_gui.services.recovery.put_back.restore`, and InputError("backup_changed")."""
    settings_keeping.bind_keys(data_dir)
    keys, now = GivenKey(office_key.read(words)), SystemClock().now()
    done = put_back.restore(data_dir, file, now, who, keys, put_back.as_seen(seen), work=work)
    notes = restore_words.notes(done, sentences)
    return Said("warning" if notes else "success", " ".join([*restore_words.lines(done, sentences), *notes]))


def _export(workspace: Workspace, who: str, sentences: Sentences, path: Path, whole: bool, work: Work) -> int:
    """Raises as :func:`comunecast_gui.services.people.list_export.export`."""
    return list_export.export(workspace, path, who, sentences, whole=whole, work=work)


def _mail(workspace: Workspace, sentences: Sentences, work: Work) -> Mail:
    """Raises ConfigError as :func:`comunecast_gui.services.inbox.pull` does."""
    report = inbox.pull(workspace, work)
    relay_keys.tidy(workspace)
    closed = tuple(inbox.closed_letters(workspace, sentences))
    return Mail(report, inbox.answered_this_month(workspace), FREE_A_MONTH, closed)


def _read_bulletin(workspace: Workspace, path: Path, work: Work) -> ZoneOutlook:
    """Raises InputError (``bulletin_*``, "work_stopped") and ConfigError("bulletin_no_zone")."""
    found = bulletin_desk.read_file(workspace, path)
    work.last_step()
    bulletin_desk.keep(workspace, found)
    return bulletin_desk.outlook(workspace)


def _fetch_bulletin(workspace: Workspace, work: Work, *, training: bool) -> ZoneOutlook:
    """Raises InputError (``bulletin_*``, "work_stopped") and ConfigError("bulletin_no_zone")."""
    if training:
        from comunecast_gui.services.training import sample_bulletin  # not for an office's start

        bulletin_desk.keep(workspace, sample_bulletin(workspace))
    else:
        bulletin_desk.fetch_all(workspace, work)
    return bulletin_desk.outlook(workspace)


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


def _signed_in(look: Look, workspace: Workspace, in_window: InWindow[Any]) -> Colleague | None:
    """The colleague the window opens for; None in an office without colleagues, where nobody is asked.

    Raises InputError("colleague_not_here"), and NobodySignedInError where the person closed the question.
    """
    people = approvals.candidates(workspace)
    if not people:
        return None
    found: Colleague = in_window(partial(_ask_who, look, workspace, people))
    return found


def _ask_who(look: Look, workspace: Workspace, people: Sequence[Colleague], window: QWidget) -> Colleague:
    sentences = wiring.window_sentences(workspace.screen_language)
    sign_in = partial(approvals.sign_in, workspace)
    dialog = SignInDialog(look, sentences, workspace.office.name, people, sign_in, window)
    dialog.exec()
    found = dialog.signed_in
    delete(dialog)
    if found is None:
        raise NobodySignedInError
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
