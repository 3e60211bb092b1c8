# SPDX-License-Identifier: EUPL-1.2
"""The newest news of Meta's holds, templates follow it, and a person can close it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from comunecast_gui.core.meta.news import MetaMatter, MetaNews
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.delivery.templates import TemplateRow, Templates
from comunecast_gui.store.inbound.inbox import InboxPolicy, SqlInbox
from comunecast_gui.store.inbound.meta_news import MetaNewsLog
from tests.store.samples import NOW

LATER = NOW + timedelta(hours=1)
PAUSED = MetaNews(MetaMatter.TEMPLATE_STATUS, LATER, "PAUSED", "acqua_v1", "it")
DEARER = MetaNews(MetaMatter.TEMPLATE_CATEGORY, LATER, "CHANGED", "acqua_v1", "it", "MARKETING", "UTILITY")
LIMIT = MetaNews(MetaMatter.LIMIT, LATER, "LIMIT", value="TIER_250", before="TIER_2K")
KIND = "RESTRICTED_BIZ_INITIATED_MESSAGING"


def template(database: Database, status: str = "APPROVED", at: timedelta = timedelta()) -> Templates:
    templates = Templates(database)
    templates.save([TemplateRow("acqua_v1", "it", status, "UTILITY", "", NOW + at, "GREEN")])
    return templates


def told(database: Database, *news: MetaNews) -> int:
    """How many of these were new."""
    return SqlInbox(database, InboxPolicy()).apply(news, LATER).counts["news"]  # type: ignore[index]


def unseen(database: Database) -> Sequence[MetaNews]:
    return [one.news for one in MetaNewsLog(database).unseen(LATER)]


def test_a_template_follows_what_is_told_of_it(database: Database) -> None:
    templates = template(database)
    red = MetaNews(MetaMatter.TEMPLATE_QUALITY, LATER, "RED", "acqua_v1", "it", "RED", "GREEN")
    assert told(database, PAUSED, DEARER, red) == 3
    row = templates.get("acqua_v1", "it")
    assert row is not None
    assert (row.status, row.category, row.quality) == ("PAUSED", "MARKETING", "RED")
    assert set(unseen(database)) == {PAUSED, DEARER, red}
    assert told(database, PAUSED, DEARER, red) == 0  # Meta repeats itself
    back = replace(PAUSED, event="REINSTATED", at=LATER + timedelta(hours=3))
    assert told(database, back) == 1
    row = templates.get("acqua_v1", "it")
    assert row is not None
    assert row.status == "APPROVED"
    assert PAUSED not in unseen(database)


def test_templates_of_others_and_announced_changes_alter_none_of_ours(database: Database) -> None:
    templates = template(database)
    announced = replace(DEARER, event="ANNOUNCED", until=LATER + timedelta(days=1))
    assert told(database, replace(PAUSED, subject="altrui_v1"), announced) == 1
    row = templates.get("acqua_v1", "it")
    assert row is not None
    assert (row.status, row.category) == ("APPROVED", "UTILITY")
    assert unseen(database) == [announced]


def test_news_contradicted_by_metas_list_is_not_shown(database: Database) -> None:
    template(database, at=timedelta(hours=2))  # looked at after the pause had ended
    assert told(database, PAUSED) == 0
    assert unseen(database) == []
    template(database, "PAUSED", at=timedelta(hours=2))
    assert told(database, replace(PAUSED, at=LATER + timedelta(minutes=1))) == 1  # and this one the look confirms
    assert len(unseen(database)) == 1
    template(database, at=timedelta(hours=4))
    assert unseen(database) == []  # read from Meta's list: it is approved again


def test_older_news_that_come_late_change_nothing(database: Database) -> None:
    templates = template(database)
    newer = replace(PAUSED, event="REINSTATED", at=LATER + timedelta(hours=1))
    assert told(database, newer, PAUSED) == 2  # one letter is put into order
    row = templates.get("acqua_v1", "it")
    assert row is not None
    assert row.status == "APPROVED"
    assert told(database, replace(PAUSED, event="DISABLED", at=LATER + timedelta(minutes=5))) == 0
    row = templates.get("acqua_v1", "it")
    assert row is not None
    assert row.status == "APPROVED"
    assert unseen(database) == []


def test_a_limit_is_told_when_it_changes_and_compared_with_the_last(database: Database) -> None:
    assert told(database, LIMIT) == 1
    assert unseen(database) == [LIMIT]
    again = replace(LIMIT, at=LATER + timedelta(hours=1), value="250", before="")
    assert told(database, again) == 0  # the same in other words
    higher = replace(again, at=LATER + timedelta(hours=2), value="10000")
    assert told(database, higher) == 1
    assert unseen(database) == [replace(higher, before="TIER_250")]


def test_closed_news_stays_closed_but_a_restriction_holds_to_its_end(database: Database) -> None:
    until = LATER + timedelta(days=2)
    restricted = MetaNews(MetaMatter.RESTRICTION, LATER, "ACCOUNT_RESTRICTION", KIND, until=until)
    openly = MetaNews(MetaMatter.ACCOUNT, LATER, "DISABLED_UPDATE", value="DISABLE")
    assert told(database, restricted, openly, LIMIT) == 3
    log = MetaNewsLog(database)
    log.close([one.id for one in log.unseen(LATER)], LATER)
    assert unseen(database) == []
    assert [one.news for one in log.current(LATER)] == [restricted]
    assert log.current(until) == []
