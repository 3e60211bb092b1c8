# SPDX-License-Identifier: EUPL-1.2
"""The commands ``bulletin`` (what one says, and the notice that it asks for) and ``cap`` (an alert for others)."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from comunecast_gui.cli.progress_teller import said_while_waiting
from comunecast_gui.cli.reply import OK, Reply
from comunecast_gui.core.bulletin.forecast import Bulletin
from comunecast_gui.core.bulletin.proposal import Step
from comunecast_gui.core.bulletin.zone_outlook import ZoneOutlook
from comunecast_gui.core.periods import day, full_date, local, moment, timezone_of
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.services.bulletins import bulletin_desk, cap_export
from comunecast_gui.services.wiring import Workspace

_ADDRESSES = ("https://", "http://")


def show(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast bulletin``: reads one bulletin and keeps it; sends nothing."""
    at = arguments.at
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=timezone_of(workspace.office))
    found = _read(workspace, arguments.source, sentences)
    bulletin_desk.keep(workspace, found)
    outlook = bulletin_desk.outlook_of(workspace, (found,), at)
    data: dict[str, Any] = {
        "zone": outlook.zone,
        "level": found.worst.level,
        "risks": list(found.worst.risks),
        "day": found.worst.day.isoformat(),
        "issued": found.issued.astimezone(timezone_of(workspace.office)).isoformat(timespec="minutes"),
        "days": [{"day": one.day.isoformat(), "level": one.level, "risks": list(one.risks)} for one in found.days],
        "proposes": _proposes(outlook),
    }
    return Reply(data, _lines(workspace, found, outlook, sentences), _notes(workspace, found, sentences), OK)


def export_cap(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast cap``: writes an alert that was sent in the Common Alerting Protocol."""
    alert = cap_export.export(workspace, arguments.notice, arguments.file)
    data = {
        "file": str(arguments.file),
        "identifier": alert.identifier,
        "type": alert.message,
        "references": list(alert.references),
    }
    return Reply(data, [sentences.text("cli.cap_written", notice=arguments.notice, file=arguments.file)])


def _read(workspace: Workspace, source: str, sentences: Sentences) -> Bulletin:
    if source.lower().startswith(_ADDRESSES):
        with said_while_waiting(sentences.text("cli.fetching_bulletin")):
            return bulletin_desk.fetch(workspace, source)
    return bulletin_desk.read_file(workspace, Path(source))


def _proposes(outlook: ZoneOutlook) -> dict[str, Any] | None:
    if outlook.proposal is None or outlook.prefilled is None:
        return None
    return {
        "step": str(outlook.proposal.step),
        "category": outlook.prefilled.category,
        "follows": outlook.prefilled.follows,
        "fields": dict(outlook.prefilled.fields),
        "asks": list(outlook.prefilled.asks),
        "news": outlook.proposal.news,
    }


def _lines(workspace: Workspace, found: Bulletin, outlook: ZoneOutlook, sentences: Sentences) -> list[str]:
    year = workspace.clock.now().year
    lines = [
        sentences.text("cli.bulletin_day", zone=outlook.zone, day=day(one.day, year), level=one.level, risks=one.risks)
        for one in found.days
    ]
    proposal, prefilled = outlook.proposal, outlook.prefilled
    if proposal is None or prefilled is None:
        return [*lines, sentences.text("cli.bulletin_nothing")]
    values = {
        "category": workspace.catalogue.name_of(prefilled.category),
        "level": proposal.level,
        "notice": prefilled.follows,
        "end": moment(proposal.end, year),
    }
    if not proposal.news:
        return [*lines, sentences.text("cli.bulletin_told", **values)]
    key = "cli.bulletin_over" if proposal.step is Step.OVER else "cli.bulletin_proposes"
    follows = [sentences.text("cli.bulletin_follows", **values)] if prefilled.follows else []
    return [*lines, sentences.text(key, **values), *follows]


def _notes(workspace: Workspace, found: Bulletin, sentences: Sentences) -> list[str]:
    today = local(workspace.clock.now(), workspace.office).date()
    if found.days[-1].day >= today:
        return []
    return [sentences.text("cli.bulletin_past", date=full_date(local(found.issued, workspace.office).date()))]
