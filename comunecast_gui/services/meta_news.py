# SPDX-License-Identifier: EUPL-1.2
"""Meta's news about templates, number and account, shown to a person until it is closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from comunecast_gui.core.meta import news
from comunecast_gui.core.meta.news import ToldNews, weigh
from comunecast_gui.core.model import Office
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.inbound.meta_news import MetaNewsLog


def unseen(workspace: Workspace, sentences: Sentences) -> Sequence[ToldNews]:
    """News that holds and that nobody has closed yet, the most serious first. Raises ConfigError (``database_*``)."""
    found = []
    for one in MetaNewsLog(workspace.database).unseen(workspace.clock.now()):
        verdict = weigh(one.news)
        text = sentences.text(f"meta.{verdict.code}", **spoken(verdict.values, workspace.office, sentences))
        found.append(ToldNews(one.id, verdict.weight, text))
    return found


def close(workspace: Workspace, ids: Iterable[int]) -> None:
    """A person has seen these. Raises ConfigError (``database_*``)."""
    MetaNewsLog(workspace.database).close(ids, workspace.clock.now())


def spoken(values: Mapping[str, object], office: Office, sentences: Sentences) -> dict[str, object]:
    """The values of news in words: days, and Meta's limits as numbers of people."""
    zone, found = timezone_of(office), dict(values)
    for name, value in values.items():
        if isinstance(value, datetime):
            found[name] = f"{value.astimezone(zone):%d/%m/%Y}"
        elif isinstance(value, int):
            found[name] = sentences.number(value)
    if limit := values.get("limit"):
        allowed = news.people(str(limit))
        found["limit"] = "∞" if allowed is None or allowed >= news.UNLIMITED else sentences.number(allowed)
    return found
