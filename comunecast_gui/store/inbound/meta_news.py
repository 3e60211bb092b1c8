# SPDX-License-Identifier: EUPL-1.2
"""Stores Meta's news about templates, number and account; the newest of each matter holds until a person closes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.meta.news import MetaMatter, MetaNews, Weight, in_force, people, template_status, weigh
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import wa_template
from comunecast_gui.store.db.schema_meta import meta_news

_SECOND = timedelta(seconds=1)
"""Meta tells the time of a webhook in whole seconds."""


@dataclass(frozen=True, slots=True)
class KeptNews:
    """A piece of news and its id; ``seen``: a person closed it."""

    id: int
    news: MetaNews
    seen: bool


def record(connection: sa.Connection, news: MetaNews, now: datetime) -> bool:
    """Keeps a piece of news and brings the template that it is about up to date; whether it was new.

    News of templates that the office does not have, and what was told before, change nothing. News that Meta's list
    contradicts later is kept as history and shown to nobody.
    """
    kept = meta_news.c
    matter = kept.matter == news.matter, kept.subject == news.subject, kept.language == news.language
    same = (*matter, kept.event == news.event, kept.value == news.value, kept.at == news.at)
    if connection.execute(sa.select(kept.id).where(*same)).first() is not None:
        return False
    overtaken = False
    if news.matter.of_template:
        row = _template_of(connection, news)
        if row is None:
            return False
        changes = _changes(news)
        if news.at + _SECOND <= row.seen_at:
            overtaken = any(getattr(row, key) != value for key, value in changes.items())
        elif changes:
            this = wa_template.c.name == row.name, wa_template.c.language == row.language
            connection.execute(wa_template.update().where(*this).values(seen_at=max(news.at, row.seen_at), **changes))
    before = news.before
    newest = sa.select(kept.at, kept.value).where(*matter).order_by(kept.at.desc(), kept.id.desc())
    last = connection.execute(newest).first()
    if last is not None and news.at < last.at:
        overtaken = True
    elif last is not None and news.matter is MetaMatter.LIMIT:
        if people(last.value) == people(news.value):
            return False
        before = last.value
    connection.execute(
        meta_news.insert().values(
            matter=news.matter,
            at=news.at,
            event=news.event,
            subject=news.subject,
            language=news.language,
            value=news.value,
            before=before,
            until=news.until,
            detail=news.detail,
            seen_at=now if overtaken else None,
        )
    )
    return not overtaken


def _template_of(connection: sa.Connection, news: MetaNews) -> sa.Row[Any] | None:
    where = [wa_template.c.name == news.subject]
    if news.language:
        where.append(wa_template.c.language == news.language)
    return connection.execute(sa.select(wa_template).where(*where)).first()


def _changes(news: MetaNews) -> dict[str, str]:
    """The change that the news makes to its template."""
    match news.matter:
        case MetaMatter.TEMPLATE_STATUS:
            status = template_status(news.event)
            return {"status": status[:32]} if status else {}
        case MetaMatter.TEMPLATE_CATEGORY:
            return {"category": news.value[:32]} if news.until is None else {}
        case MetaMatter.TEMPLATE_QUALITY:
            return {"quality": news.value[:16]}
        case _:
            return {}


class MetaNewsLog:
    """The news of an office. Every method raises ConfigError (``database_*``)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def current(self, now: datetime) -> Sequence[KeptNews]:
        """The newest news of each matter that still holds, the latest first.

        Closed news is left out, unless it ends by itself on a day still to come.
        """
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(meta_news).order_by(meta_news.c.at.desc(), meta_news.c.id.desc()))
            newest: dict[tuple[str, str, str], sa.Row[Any]] = {}
            for row in rows:
                newest.setdefault((row.matter, row.subject, row.language), row)
            templates = {row.name: row for row in connection.execute(sa.select(wa_template))}
        found = [_kept(row) for row in newest.values()]
        return [
            one
            for one in found
            if in_force(one.news, now)
            and _still_so(one.news, templates.get(one.news.subject))
            and (not one.seen or (one.news.until is not None and one.news.until > now))
        ]

    def unseen(self, now: datetime) -> Sequence[KeptNews]:
        """News that holds and that nobody has closed yet, the most serious first."""
        order = [Weight.GRAVE, Weight.WARNING, Weight.GOOD]
        found = [one for one in self.current(now) if not one.seen and weigh(one.news).weight in order]
        return sorted(found, key=lambda one: order.index(weigh(one.news).weight))

    def close(self, ids: Iterable[int], now: datetime) -> None:
        """A person has seen these."""
        with self._database.writing() as connection:
            these = meta_news.c.id.in_(list(ids)), meta_news.c.seen_at.is_(None)
            connection.execute(meta_news.update().where(*these).values(seen_at=now))


def _still_so(news: MetaNews, row: sa.Row[Any] | None) -> bool:
    """Whether the template is still as the news left it; Meta's list may say otherwise by now."""
    if not news.matter.of_template:
        return True
    return row is not None and all(getattr(row, key) == value for key, value in _changes(news).items())


def _kept(row: sa.Row[Any]) -> KeptNews:
    news = MetaNews(
        MetaMatter(row.matter), row.at, row.event, row.subject, row.language, row.value, row.before, row.until,
        row.detail,
    )  # fmt: skip
    return KeptNews(row.id, news, row.seen_at is not None)
