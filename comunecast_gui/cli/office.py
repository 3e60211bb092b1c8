# SPDX-License-Identifier: EUPL-1.2
"""The commands about the office itself: configure, templates, healthcheck, papers, migrate, backup, restore."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from comunecast_gui.cli import terminal
from comunecast_gui.cli.progress.work_line import shown
from comunecast_gui.cli.reply import NOT_ALL_SENT, OK, WRONG_CONFIGURATION, WRONG_INPUT, Reply
from comunecast_gui.core.errors import InputError, OutcomeUnknown, SendError, Transient, UserError
from comunecast_gui.core.notice.categories import Category
from comunecast_gui.core.report.health import Condition
from comunecast_gui.core.report.outlook import ChannelOutlook, Prospect, judge
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.trust.backup_contents import Ahead
from comunecast_gui.services import (
    backups,
    charges,
    database_server,
    health,
    papers,
    template_approval,
    wiring,
)
from comunecast_gui.services.categories import going_on
from comunecast_gui.services.recovery import put_back, restore_words
from comunecast_gui.services.template_approval import TemplateState
from comunecast_gui.services.trust import office_key
from comunecast_gui.services.trust.office_key import OfficeKeyState
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.services.workstation import settings_change
from comunecast_gui.store.db.database import migrate_server, open_database
from comunecast_gui.system import settings_keeping
from comunecast_gui.system.clock import SystemClock
from comunecast_gui.system.locks import why_silent
from comunecast_gui.system.secrets import Secrets
from comunecast_gui.system.settings import database_address, office_file
from comunecast_gui.system.user_account import user_name


def configure(data_dir: Path, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast configure``: checks the file whole, then keeps it; nothing changes where something is wrong."""
    configured = office_file.parse(arguments.file)
    moved = settings_change.take(data_dir, configured)
    secrets = Secrets.of(data_dir, configured)
    names = wiring.channel_names(configured)
    notes = [sentences.text("cli.password_moved", file=arguments.file)] if moved else []
    notes += [
        sentences.text("cli.secret_wanted", variable=name.variable)
        for name in wiring.secret_names(names)
        if secrets.get(name) is None and not secrets.elsewhere(name)
    ]
    notes += [
        sentences.text("cli.secret_moved", name=name, host=host, address=address)
        for name, address in secrets.hosts.items()
        if (host := secrets.elsewhere(name))
    ]
    key = office_key.prepare(data_dir, wiring.database_url(configured, secrets), secrets)
    if key is not OfficeKeyState.PRESENT:
        notes.append(sentences.text(f"cli.configured_key_{key}"))
    data = {"office": configured.office.name, "channels": list(names), "office_key": str(key)}
    return Reply(data, [f"{configured.office.name}: {', '.join(names) or sentences.text('cli.no_channels')}"], notes)


def submit(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast templates submit``: asks Meta to approve the templates of some categories, or of all.

    With ``--media`` also the variants that carry a picture or a PDF. Ends with 3 where Meta took only a part, or where
    the rest goes on by itself, with 1 where it refused all, and with 2 where somebody has to mend something first.
    What is left joins the round of all workstations, as in the window.
    """
    wanted = [one.id for one in _categories(workspace, arguments.categories)]
    with shown(sentences, arguments) as work:
        done = going_on.submit(workspace, wanted, files=arguments.media, work=work, asks_meta=True)
    passing = isinstance(done.stopped_by, (Transient, OutcomeUnknown))
    # What a person has to mend first does not go on by itself, nor does anything where the office moved away from.
    rest = going_on.waiting(workspace) if passing and not why_silent(workspace.data_dir) else None
    reply = _states(done.states, sentences)
    data = {
        **reply.data,
        "created": list(done.created),
        "refused": [{"name": one.name, "message": sentences.of(one.error)} for one in done.refused],
        "not_submitted": list(done.left),
        "goes_on_at": f"{rest.at:%Y-%m-%dT%H:%M:%SZ}" if rest else None,
    }
    notes = [*reply.notes, *(sentences.of(one.error) for one in done.refused)]
    code = (NOT_ALL_SENT if done.states else WRONG_INPUT) if done.refused else OK
    if done.stopped_by is not None:
        busy = rest is not None and rest.busy
        reason = sentences.text("cli.templates_busy") if busy else _why(done.stopped_by, sentences)
        total = len(done.states) + len(done.refused) + len(done.left)
        told = {"reason": reason, "created": len(done.created), "there": len(done.states), "total": total}
        notes.append(sentences.text("cli.templates_left", count=len(done.left), names=list(done.left), **told))
        if rest is not None and not busy:
            time = f"{going_on.minute_of(workspace, rest):%H:%M}"
            notes.append(sentences.text("cli.templates_go_on", time=time))
        data["error"] = {"code": done.stopped_by.code, "field": "", "message": reason}
        limited = rest is not None and rest.held
        code = NOT_ALL_SENT if passing and (done.states or limited) else WRONG_CONFIGURATION
    return Reply(data, reply.lines, notes, code)


def _why(error: UserError | SendError, sentences: Sentences) -> str:
    """Why Meta was not asked further; nothing waits here, as messages in a queue do."""
    if isinstance(error, Transient):
        limited = error.code in template_approval.LIMIT_CODES
        return sentences.text("cli.meta_limit" if limited else "cli.meta_out_of_reach", detail=error.code)
    if isinstance(error, OutcomeUnknown):
        return sentences.text("cli.meta_silent", detail=error.code)
    return sentences.of(error)


def sync(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast templates sync``: reads from Meta which templates may be sent, and at what price."""
    return _states(template_approval.sync(workspace, workspace.catalogue), sentences)


def show_charges(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast charges``: asks Meta what it charged in a month, and compares it with what the receipts told."""
    month = charges.reconcile(workspace, arguments.month)
    cost = None if month.cost is None else str(month.cost)
    data = {
        "month": f"{month.first:%Y-%m}",
        "currency": month.currency,
        "cost": cost,
        "counted": dict(month.counted),
        "free": month.free,
        "meta": [
            {
                "category": one.category,
                "type": one.kind,
                "volume": one.volume,
                "cost": None if one.cost is None else str(one.cost),
            }
            for one in month.meta
        ],
        "unexplained": month.unexplained,
    }
    told = {"month": data["month"], "paid": month.paid, "free": month.free, "meta": month.meta_paid}
    lines = [sentences.text("cli.charges", **told)]
    if cost is not None:
        lines.append(sentences.text("cli.charges_cost", cost=cost.replace(".", ","), currency=month.currency or "-"))
    notes = [sentences.text("cli.charges_differ", count=month.unexplained)] if month.unexplained else []
    return Reply(data, lines, notes)


def healthcheck(data_dir: Path, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast healthcheck``: every part of the program and of the office, each with its state."""
    findings = health.examine(data_dir, sentences)
    outlook = judge(_channels(data_dir), findings, sentences)
    data = {"checks": [asdict(one) for one in findings], "outlook": [_told(one) for one in outlook]}
    lines = [f"{_sign(one)} {one.name}: {one.detail}" for one in findings]
    lines += [f"{_OUTLOOK_SIGNS[one.prospect]} {one.channel}: {one.sentence}" for one in outlook]
    return Reply(data, lines, exit_code=OK if all(one.ok for one in findings) else WRONG_CONFIGURATION)


def _channels(data_dir: Path) -> tuple[str, ...]:
    try:
        return wiring.channel_names(office_file.load(data_dir))
    except UserError:  # said of the settings already
        return ()


def _told(outlook: ChannelOutlook) -> dict[str, object]:
    """A channel's outlook for the JSON; its reasons by the names of their checks."""
    reasons = [one.name for one in outlook.reasons]
    return {
        "channel": outlook.channel,
        "prospect": str(outlook.prospect),
        "sentence": outlook.sentence,
        "reasons": reasons,
        "mend": str(outlook.mend),
    }


_OUTLOOK_SIGNS = {Prospect.GOES: "ok ", Prospect.DOUBTFUL: "!  ", Prospect.STOPPED: "NO "}


def _sign(condition: Condition) -> str:
    if not condition.ok:
        return "NO "
    return "!  " if condition.warning else "ok "


def write_papers(data_dir: Path, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast papers``: the data protection papers, filled from the settings; never over those that are there."""
    settings = office_file.load(data_dir)
    today = datetime.now(ZoneInfo(settings.office.timezone)).date()
    written = papers.write(settings, arguments.folder, today)
    names = [file.name for file in written if file.suffix == ".html"]
    texts = [file.name for file in written if file.suffix == ".md"]
    data = {"folder": str(arguments.folder), "papers": texts, "pages": names}
    return Reply(data, [sentences.text("cli.papers_written", folder=arguments.folder, names=names)])


def migrate(data_dir: Path, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast migrate``: brings the database up to date, on a server as well.

    ``--as ROLE`` signs in on the server with that role, which becomes the tables' owner or makes one, and leaves the
    office's own with the rights of a workstation. ``--sql`` changes nothing, and prints what an administrator types
    where the program may not do that.
    """
    configured = office_file.load(data_dir)
    secrets = Secrets.of(data_dir, configured)
    if not database_address.is_server(configured.database.url):
        if configured.database.url:  # a file given by its address is not migrated by opening it
            migrate_server(configured.database.url)
        open_database(data_dir, configured.database.url, secrets).close()
        return Reply({"migrated": True}, [sentences.text("cli.migrated")])
    if arguments.sql:
        told = database_server.script(configured, secrets, sentences)
        return Reply({"sql": told}, told.splitlines())
    moved = settings_keeping.keep(data_dir, configured)
    configured = office_file.load(data_dir)
    roles = database_server.migrate(
        configured, secrets, arguments.as_role, _administrator_password(arguments, sentences)
    )
    open_database(data_dir, wiring.database_url(configured, secrets), secrets).close()
    notes = [sentences.text("cli.password_moved", file=data_dir / office_file.FILE_NAME)] if moved else []
    notes += [] if roles.separate else [sentences.text("health.database_roles_one", role=roles.worker)]
    data = {"migrated": True, "owner": roles.owner, "worker": roles.worker}
    return Reply(data, [sentences.text("cli.migrated")], notes)


def _administrator_password(arguments: Namespace, sentences: Sentences) -> str:
    """For the one command that needs it; kept nowhere. Empty where nobody can be asked: libpq may know it."""
    if not arguments.as_role:
        return ""
    given = os.environ.get(database_server.ADMINISTRATOR_PASSWORD, "")
    if given or not terminal.can_ask():
        return given
    return terminal.ask_secret(sentences.text("cli.database_password_prompt", role=arguments.as_role))


def backup(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast backup``: database, settings and attachments in one file, read back before it counts.

    ``--noted`` makes no file: it notes that the administrator of the database server has just made a copy there.
    """
    if arguments.noted:
        backups.note_server_copy(workspace, user_name())
        return Reply({"noted": True}, [sentences.text("cli.backup_noted")])
    with shown(sentences, arguments) as work:
        backups.make(workspace, arguments.file, user_name(), plain=arguments.plain, work=work)
    size = arguments.file.stat().st_size
    code = "cli.backup_made_plain" if arguments.plain else "cli.backup_made"
    line = sentences.text(code, file=arguments.file, size=f"{max(size / 1e6, 0.1):.1f}".replace(".", ","))
    return Reply({"backup": str(arguments.file), "bytes": size, "sealed": not arguments.plain}, [line])


def restore(data_dir: Path, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast restore``: shows what a backup changes, asks, and puts it back; sends nothing.

    Where nobody can be asked, only a sealed backup that changes no address is put back, unless ``--plain`` and
    ``--yes`` say otherwise.
    """
    settings_keeping.bind_keys(data_dir)
    agree = partial(_agree, arguments=arguments, sentences=sentences)
    now = SystemClock().now()
    with shown(sentences, arguments) as work:

        def asked(ahead: Ahead) -> None:
            with work.aside():
                agree(ahead)

        done = put_back.restore(data_dir, arguments.file, now, user_name(), Secrets(data_dir), asked, work=work)
    data = {
        "restored": str(arguments.file),
        "sealed": done.sealed,
        "made_at": done.made_at.isoformat(),
        "compared": done.compared,
        "departures": done.departures,
        "arrivals": done.arrivals,
        "queued": done.queued,
        "unknown": done.unknown,
        "aside": str(done.aside) if done.aside else None,
    }
    return Reply(data, restore_words.lines(done, sentences), restore_words.notes(done, sentences))


def _agree(ahead: Ahead, arguments: Namespace, sentences: Sentences) -> None:
    """Raises InputError("backup_unsealed" | "backup_moves" | "backup_declined")."""
    told = [_told_ahead(ahead, sentences), *restore_words.moved(ahead, sentences)]
    if not ahead.sealed:
        told.append(sentences.text("cli.restore_unsealed"))
    agreed = arguments.yes and (ahead.sealed or arguments.plain)
    if agreed or not terminal.can_ask():
        if not (ahead.sealed or arguments.plain):
            raise InputError("backup_unsealed", field="file", file=ahead.file)
        if ahead.moved and not arguments.yes:
            raise InputError(
                "backup_moves", field="file", file=ahead.file, changes=restore_words.moved(ahead, sentences)
            )
        return
    for line in told:
        terminal.tell(line)
    if terminal.ask(sentences.text("cli.ask_restore")).casefold() not in sentences.text("cli.yes_words").split():
        raise InputError("backup_declined", field="file", file=ahead.file)


def _told_ahead(ahead: Ahead, sentences: Sentences) -> str:
    nothing = sentences.text("cli.restore_nothing")
    return sentences.text(
        "cli.restore_ahead",
        made_at=f"{ahead.made_at.astimezone():%d/%m/%Y %H:%M}",
        people=ahead.people,
        people_now=nothing if ahead.people_now is None else ahead.people_now,
        channels=", ".join(ahead.channels) or nothing,
        channels_now=", ".join(ahead.channels_now or ()) or nothing,
        addresses=", ".join(one.after for one in ahead.addresses) or nothing,
    )


def _categories(workspace: Workspace, wanted: Sequence[str]) -> list[Category]:
    catalogue = workspace.catalogue
    return [catalogue.get(name) for name in wanted] or list(template_approval.by_need(catalogue.offered))


def _states(states: Sequence[TemplateState], sentences: Sentences) -> Reply:
    data = {
        "templates": [
            {
                "category": one.category,
                "name": one.name,
                "language": one.language,
                "status": one.status,
                "price_category": one.price_category,
                "lifetime_seconds": one.lifetime or None,
            }
            for one in states
        ]
    }
    lines = [f"{one.name} ({one.language}): {one.status}, {one.price_category}" for one in states]
    notes = [sentences.text("cli.template_is_dearer", template=one.name) for one in states if one.dearer]
    notes += [
        sentences.text("cli.template_differs", template=one.name, parts=", ".join(one.changed))
        for one in states
        if one.changed
    ]
    notes += _lifetimes(states, sentences)
    notes += [
        sentences.text("cli.template_rejected", template=one.name, reason=one.rejected_reason)
        for one in states
        if one.status == "REJECTED"
    ]
    return Reply(data, lines or [sentences.text("cli.no_templates")], notes)


def _lifetimes(states: Sequence[TemplateState], sentences: Sentences) -> list[str]:
    """What Meta has already keeps the time to live with which it was submitted: one line for each difference."""
    found: dict[tuple[int, int], list[str]] = {}
    for one in states:
        if one.lives_otherwise:
            found.setdefault((one.lifetime or 0, one.wanted_lifetime), []).append(one.name)
    told = {seconds: _lasting(seconds, sentences) for key in found for seconds in key}
    return [
        sentences.text("cli.template_lifetime", names=names, has=told[has], ours=told[ours])
        for (has, ours), names in found.items()
    ]


def _lasting(seconds: int, sentences: Sentences) -> str:
    if not seconds:
        return sentences.text("cli.thirty_days")
    return sentences.text("cli.some_hours", hours=f"{seconds / 3600:g}")
