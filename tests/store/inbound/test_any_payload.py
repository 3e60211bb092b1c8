# SPDX-License-Identifier: EUPL-1.2
"""Any payload is applied or skipped: garbled ones neither stop the pull nor lose good messages."""

from __future__ import annotations

import copy
import itertools
import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comunecast_gui.channels.whatsapp.webhook_reader import read_payload
from comunecast_gui.core.inbound.events import Skipped
from comunecast_gui.core.inbound.intent import IntentReader
from comunecast_gui.core.inbound.pull import facts_of
from comunecast_gui.core.trust.chain import Register
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.registers import examine
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db.database import Database, open_database
from comunecast_gui.store.inbound.inbox import InboxPolicy, SqlInbox
from comunecast_gui.system import paths
from tests.databases import KINDS, fresh_url
from tests.store.samples import NOW

SECONDS = str(int(NOW.timestamp()))
CONTACTS = [{"profile": {"name": "Anna"}, "wa_id": "393331110001", "user_id": "IT.1"}]
BODY = {"from": "393331110001", "from_user_id": "IT.1", "id": "wamid.A", "timestamp": SECONDS}
STATUS = {"id": "wamid.S", "status": "sent", "timestamp": SECONDS, "recipient_id": "393331110001",
          "biz_opaque_callback_data": "1", "errors": [{"code": 131050, "error_data": {"details": "no"}}]}  # fmt: skip
PREFERENCE = {"wa_id": "393331110001", "category": "marketing_messages", "value": "stop", "timestamp": int(SECONDS)}
VALUES: list[tuple[str, dict[str, Any]]] = [
    ("messages", {"contacts": CONTACTS, "messages": [{**BODY, "type": "text", "text": {"body": "Attiva"}}]}),
    ("messages", {"contacts": CONTACTS, "messages": [{**BODY, "type": "text", "text": {"body": "Disattiva"}}]}),
    ("messages", {"messages": [{**BODY, "type": "button", "button": {"payload": "DISATTIVA", "text": "Disattiva"}}]}),
    ("messages", {"messages": [{**BODY, "type": "interactive", "interactive": {"button_reply": {"title": "Attiva"}}}]}),
    ("messages", {"messages": [{**BODY, "type": "image", "image": {"id": "1", "caption": "una buca"}}]}),
    ("messages", {"messages": [{**BODY, "type": "reaction", "reaction": {"emoji": "x", "message_id": "wamid.A"}}]}),
    ("messages", {"messages": [{**BODY, "type": "unsupported", "errors": [{"code": 131051}]}]}),
    ("messages", {"messages": [{**BODY, "type": "system", "system": {
        "type": "user_changed_number", "wa_id": "393331110002", "body": "User A changed from 393331110001 to …"}}]}),
    ("messages", {"messages": [{"id": "wamid.B", "timestamp": SECONDS, "type": "system", "system": {
        "type": "user_changed_user_id", "user_id": "IT.2", "body": "User A changed from IT.1 to IT.2"}}]}),
    ("messages", {"statuses": [STATUS]}),
    ("messages", {"statuses": [{**STATUS, "biz_opaque_callback_data": "answer-1", "status": "failed"}]}),
    ("user_preferences", {"contacts": CONTACTS, "user_preferences": [PREFERENCE]}),
    ("account_update", {"event": "VERIFIED_ACCOUNT"}),
]  # fmt: skip
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=6),
    st.sampled_from(["", "\0", "\ud800", "x" * 5000, "wamid.\0", "٣٩٣٣٣١١١٠٠٠١", "393331110001", "IT.1", "Attiva",
                     -62135596800, "-62135596800", "253402300799", 1e308, 10**18, "9" * 18, [], {},
                     [[]], "answer-99999999999999999", "sent", "failed", "read", "deleted", "stop", "system", "text"]),
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place inside a payload."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield (*path, key)
        yield from places(item, (*path, key))


@st.composite
def garbled(draw: st.DrawFn) -> tuple[str, Any]:
    """A change in which some places hold something else, or nothing."""
    field, value = draw(st.sampled_from(VALUES))
    value = copy.deepcopy(value)
    for _ in range(draw(st.integers(0, 3))):
        path = draw(st.sampled_from(list(places(value)) or [()]))
        if not path:
            return field, draw(ODD)
        inside: Any = value
        for key in path[:-1]:
            inside = inside[key]
        if draw(st.booleans()):
            inside[path[-1]] = draw(ODD)
        else:
            del inside[path[-1]]
    return field, value


@pytest.fixture(scope="module", params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("payloads")
    with fresh_url(request.param) as url:
        opened = open_database(folder, url)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def words() -> IntentReader:
    return IntentReader.load(paths.resource("intent", "it.toml"))


NUMBERS = itertools.count(393_335_000_000)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(garbled(), max_size=4), place=st.integers(0, 4))
def test_a_good_message_among_garbled_ones_is_applied(
    database: Database, words: IntentReader, changes: list[tuple[str, Any]], place: int
) -> None:
    number = str(next(NUMBERS))
    good = {"from": number, "id": f"wamid.{number}", "timestamp": SECONDS, "type": "text", "text": {"body": "Attiva"}}
    changes.insert(place, ("messages", {"messages": [good]}))
    body = {"entry": [{"changes": [{"field": field, "value": value}]} for field, value in changes]}
    news = read_payload(json.dumps(body).encode(), NOW + timedelta(minutes=1))
    assert len(news) >= len(changes)
    assert all(one.what.isascii() and len(one.what) < 60 for one in news if isinstance(one, Skipped))
    skipped: Counter[str] = Counter()
    facts = facts_of(news, words, skipped)
    assert len(facts) + skipped.total() == len(news)
    SqlInbox(database, InboxPolicy()).apply(facts, NOW + timedelta(minutes=1))
    found = Subscribers(database).find(Person(number))
    assert found is not None
    assert found.state == "active"


def test_the_ledger_is_whole_afterwards(database: Database) -> None:
    assert examine(database).first(Register.CONSENTS) is None
