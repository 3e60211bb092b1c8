# SPDX-License-Identifier: EUPL-1.2
"""Every webhook of Meta's is understood or skipped by name; nothing raises, and no content reaches a name."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comunecast_gui.channels.whatsapp.webhook_reader import read_payload
from comunecast_gui.core.inbound.events import (
    News,
    NumberChanged,
    Preference,
    Sender,
    Skipped,
    Status,
    UserIdChanged,
    Wrote,
)

NUMBER, BSUID = "393331234567", "IT.13491208655302741918"
NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
SECONDS = str(int(NOW.timestamp()))


def read(value: dict[str, Any], field: str = "messages") -> list[News]:
    body = {"object": "whatsapp_business_account", "entry": [{"changes": [{"field": field, "value": value}]}]}
    return read_payload(json.dumps(body).encode(), NOW + timedelta(minutes=1))


def message(**parts: Any) -> dict[str, Any]:
    return {"from": NUMBER, "id": "wamid.A", "timestamp": SECONDS, "type": "text", "text": {"body": "Attiva"}, **parts}


def one(**parts: Any) -> News:
    [news] = read({"messages": [message(**parts)]})
    return news


def test_a_text_message_is_read() -> None:
    assert one() == Wrote("wamid.A", NOW, Sender(NUMBER), ("Attiva",))
    assert NUMBER not in repr(one())
    assert "Attiva" not in repr(one())


@pytest.mark.parametrize(
    ("parts", "texts"),
    [
        (
            {"type": "button", "text": {}, "button": {"payload": "DISATTIVA", "text": "Disattiva"}},
            ("Disattiva", "DISATTIVA"),
        ),
        ({"type": "button", "text": {}, "button": {"payload": "DISATTIVA"}}, ("DISATTIVA",)),
        (
            {"type": "interactive", "text": {}, "interactive": {"button_reply": {"id": "B1", "title": "Attiva"}}},
            ("Attiva", "B1"),
        ),
        (
            {"type": "interactive", "text": {}, "interactive": {"list_reply": {"id": "L1", "title": "Meteo"}}},
            ("Meteo", "L1"),
        ),
        ({"text": None}, ()),
        ({"text": {"body": 7}}, ()),
    ],
)
def test_the_ways_to_write(parts: dict[str, Any], texts: tuple[str, ...]) -> None:
    assert one(**parts) == Wrote("wamid.A", NOW, Sender(NUMBER), texts)


@pytest.mark.parametrize(
    "kind", ["image", "video", "audio", "document", "sticker", "location", "contacts", "unsupported"]
)
def test_media_is_noticed_and_not_looked_at(kind: str) -> None:
    content = [{"name": {}}] if kind == "contacts" else {"id": "1", "caption": "Disattiva"}
    found = one(type=kind, **{kind: content})
    assert isinstance(found, Wrote)
    assert not found.typed
    assert found.texts == (() if kind == "contacts" else ("Disattiva",))


@pytest.mark.parametrize(
    ("sender", "contacts", "expected"),
    [
        ({"from": NUMBER, "from_user_id": BSUID}, [], Sender(NUMBER, BSUID)),
        ({"from": NUMBER}, [{"wa_id": NUMBER, "user_id": BSUID}], Sender(NUMBER, BSUID)),
        ({"from": None, "from_user_id": BSUID}, [{"user_id": BSUID}], Sender("", BSUID)),
        ({"from": "", "from_user_id": BSUID}, [], Sender("", BSUID)),
        ({"from": BSUID}, [], Sender("", BSUID)),
        ({"from": ""}, [{"wa_id": NUMBER, "user_id": BSUID}], Sender(NUMBER, BSUID)),
        ({"from": "", "from_user_id": BSUID}, [{"user_id": "IT.2", "wa_id": "393330000000"}], Sender("", BSUID)),
        ({"from": NUMBER}, [{"wa_id": "393330000000", "user_id": "IT.2"}], Sender(NUMBER)),
        ({"from": f"+{NUMBER}"}, [], Sender(NUMBER)),
    ],
)
def test_the_sender_is_read_in_every_form(
    sender: dict[str, Any], contacts: list[dict[str, Any]], expected: Sender
) -> None:
    [found] = read({"messages": [message(**sender)], "contacts": contacts})
    assert isinstance(found, Wrote)
    assert found.sender == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (SECONDS, NOW),
        (int(SECONDS), NOW),
        (SECONDS + "000", NOW),
        (int(SECONDS) * 1000 + 250, NOW + timedelta(milliseconds=250)),
        (str(int(SECONDS) + 86400), NOW + timedelta(minutes=1)),
        ("", NOW + timedelta(minutes=1)),
        (None, NOW + timedelta(minutes=1)),
        ("ieri", NOW + timedelta(minutes=1)),
        ("inf", NOW + timedelta(minutes=1)),
        (True, NOW + timedelta(minutes=1)),
    ],
)
def test_the_time_of_an_event_is_read_and_bounded(written: Any, expected: datetime) -> None:
    found = one(timestamp=written)
    assert isinstance(found, Wrote)
    assert found.at == expected


def test_a_new_number_and_a_new_user_id() -> None:
    system = {"type": "user_changed_number", "wa_id": "393339999999", "user_id": "IT.NEW", "body": f"from {NUMBER}"}
    assert one(type="system", system=system) == NumberChanged("wamid.A", NOW, Sender(NUMBER), "393339999999", "IT.NEW")
    changed = {"type": "user_changed_user_id", "user_id": "IT.NEW"}
    assert one(type="system", system=changed, from_user_id=BSUID) == UserIdChanged(NOW, BSUID, "IT.NEW")
    assert one(type="system", system={"type": "customer_identity_changed"}) == Skipped(
        "system customer_identity_changed"
    )
    # Not a field of Meta's (changelog of 11 August 2026): a change comes as a system message alone.
    assert read({"user_id": {"previous": BSUID, "current": "IT.NEW"}}, "user_id_update") == [Skipped("user_id_update")]


def test_a_system_message_may_say_only_in_words_who_it_was() -> None:
    """Username adopters have no ``from``, and there is no field for the former user id (Meta, BSUID page)."""
    words = "User Anna changed from {} to {}"
    changed = {
        "type": "user_changed_user_id",
        "wa_id": NUMBER,
        "user_id": "IT.NEW",
        "body": words.format(BSUID, "IT.NEW"),
    }
    parts = {"id": "wamid.A", "timestamp": SECONDS, "type": "system"}
    assert read({"messages": [{**parts, "system": changed}]}) == [UserIdChanged(NOW, BSUID, "IT.NEW")]
    named = {"type": "user_changed_user_id", "user_id": "IT.NEW", "previous_user_id": BSUID}
    assert read({"messages": [{**parts, "system": named}]}) == [UserIdChanged(NOW, BSUID, "IT.NEW")]
    moved = {"type": "user_changed_number", "body": words.format(NUMBER, "393339999999")}
    assert read({"messages": [{**parts, "system": moved}]}) == [
        NumberChanged("wamid.A", NOW, Sender(NUMBER), "393339999999")
    ]
    nobody = {"type": "user_changed_number", "wa_id": "393339999999"}
    assert read({"messages": [{**parts, "system": nobody}]}) == [Skipped("system without sender")]


@pytest.mark.parametrize(("value", "marketing"), [("stop", False), ("resume", True)])
def test_marketing_messages_stopped_and_resumed(value: str, marketing: bool) -> None:
    preference = {"wa_id": NUMBER, "category": "marketing_messages", "value": value, "timestamp": int(SECONDS)}
    contacts = [{"wa_id": NUMBER, "user_id": BSUID}]
    found = read({"contacts": contacts, "user_preferences": [preference]}, "user_preferences")
    assert found == [Preference(NOW, Sender(NUMBER, BSUID), marketing)]
    nameless = {**preference, "wa_id": "", "user_id": BSUID}
    assert read({"user_preferences": [nameless]}, "user_preferences") == [Preference(NOW, Sender("", BSUID), marketing)]


def status(**parts: Any) -> News:
    values = {"id": "wamid.S", "status": "delivered", "timestamp": SECONDS, "recipient_id": NUMBER, **parts}
    [news] = read({"statuses": [values]})
    return news


def test_statuses() -> None:
    assert status() == Status("delivered", NOW, "wamid.S")
    assert status(biz_opaque_callback_data="17") == Status("delivered", NOW, "wamid.S", delivery=17)
    assert status(biz_opaque_callback_data="answer-17") == Status("delivered", NOW, "wamid.S", answer=17)
    mine = "0123456789abcdef"
    assert status(biz_opaque_callback_data=f"trial-{mine}") == Status("delivered", NOW, "wamid.S", trial=mine)
    for foreign in ("", "campagna 17", "-17", "17.0", "answer-", "²", "9" * 30, mine, "trial-", f"trial-{mine}%"):
        assert status(biz_opaque_callback_data=foreign) == Status("delivered", NOW, "wamid.S")
    error = {"code": 131026, "title": "Undeliverable", "error_data": {"details": f"to {NUMBER} not possible"}}
    assert status(status="failed", errors=[error]) == Status(
        "failed", NOW, "wamid.S", code="131026", detail="to … not possible"
    )
    assert status(status="played") == Skipped("status played")
    assert status(id=None) == Skipped("status delivered")


@pytest.mark.parametrize(
    ("value", "field", "kinds"),
    [
        ({"event": "X"}, "account_update", ["account_update"]),
        ({"event": "X"}, "testo di un cittadino", ["unknown"]),
        ({"messages": [message(type="hologram")]}, "messages", ["hologram"]),
        ({"messages": [message(type="reaction")]}, "messages", ["reaction"]),
        ({"messages": [message(type=["Attiva"])]}, "messages", ["unknown"]),
        ({"messages": [message(id="")]}, "messages", ["message without id"]),
        ({"messages": [message(**{"from": "mario"})]}, "messages", ["message without sender"]),
        ({"errors": [{"code": 1}]}, "messages", ["error"]),
        ({"messages": "Attiva"}, "messages", ["messages malformed"]),
        ({"statuses": ["Attiva", {}]}, "messages", ["status unknown", "statuses malformed"]),
        ({"user_preferences": [{"value": "stop"}]}, "user_preferences", ["user_preferences stop"]),
        ({}, "messages", ["empty"]),
    ],
)
def test_unknown_webhook_kinds_are_skipped_by_name(value: dict[str, Any], field: str, kinds: list[str]) -> None:
    assert [news.what for news in read(value, field) if isinstance(news, Skipped)] == kinds


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b'"x"', b"\xff", b"[" * 100_000, b'{"entry": 5}'])
def test_a_body_that_is_no_payload_is_skipped(body: bytes) -> None:
    assert all(isinstance(news, Skipped) for news in read_payload(body, NOW))


def test_webhooks_of_another_number_are_skipped() -> None:
    value = {"metadata": {"phone_number_id": "106540352242922"}, "messages": [message()]}
    body = json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()
    for ours in ("", "106540352242922"):
        assert isinstance(read_payload(body, NOW, ours)[0], Wrote)
    assert read_payload(body, NOW, "5550001") == [Skipped("another number")]


def test_a_batch_keeps_its_order() -> None:
    values = [message(id=f"wamid.{n}") for n in range(1000)]
    assert [news.message for news in read({"messages": values}) if isinstance(news, Wrote)] == [
        f"wamid.{n}" for n in range(1000)
    ]


KEYS = [
    "entry", "changes", "field", "value", "messages", "statuses", "contacts", "errors", "id", "from", "type",
    "text", "body", "timestamp", "system", "wa_id", "user_id", "status", "biz_opaque_callback_data", "button",
    "interactive", "user_id_update", "previous", "current",
]  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner | st.sampled_from(["messages", "text", "system", "delivered", NUMBER, BSUID, SECONDS]),
            max_size=6,
        )
    ),
    max_leaves=25,
)


@given(JSON)
def test_no_payload_shape_raises(data: Any) -> None:
    wrapped = {"entry": [{"changes": [{"field": "messages", "value": data}]}]}
    for body in (data, wrapped):
        assert read_payload(json.dumps(body).encode(), NOW)
