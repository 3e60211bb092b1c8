# SPDX-License-Identifier: EUPL-1.2
"""Whatever a service answers to any of our calls ends in success or in one of the four errors.

Each call gets some answers over loopback; then the same, and as many more as ``COMUNECAST_ANSWERS`` says, without a
network (``python3 dev.py faults --answers 100000``).
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import math
import os
import random
import re
import ssl
import traceback
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, NoReturn

import pytest
from nacl.public import PrivateKey, SealedBox
from nacl.signing import SigningKey

from comunecast_gui.channels import update_feed
from comunecast_gui.channels.relay_client import RelayClient
from comunecast_gui.channels.sealed_letter import LetterOpener
from comunecast_gui.channels.telegram.bot_updates import MESSAGES_AND_PRESSES
from comunecast_gui.channels.telegram.driver import TelegramChannel
from comunecast_gui.channels.whatsapp.business_account import AccountApi, has_marketing_messages
from comunecast_gui.channels.whatsapp.driver import WhatsAppChannel
from comunecast_gui.channels.whatsapp.error_codes import RULES, Then
from comunecast_gui.channels.whatsapp.graph_client import GraphClient
from comunecast_gui.channels.whatsapp.templates import TemplateApi, TemplateSpec
from comunecast_gui.core.content import TelegramPost, TemplateMessage, TextMessage
from comunecast_gui.core.errors import (
    LONGEST_WAIT,
    ConfigError,
    InputError,
    Misconfigured,
    OutcomeUnknown,
    Permanent,
    SendError,
    Transient,
)
from comunecast_gui.core.inbound.letters import Page
from comunecast_gui.core.model import Attachment
from comunecast_gui.core.ports import Accepted, Claim
from comunecast_gui.system.update_announcement import Announcement, UntrustedError, opened, signed
from tests.channels.strange_answers import Mutator, Said, StrangeServer, plain
from tests.channels.strange_wire import StrangeWire

pytestmark = pytest.mark.filterwarnings("ignore")  # the library's own warnings about what it reads

OVER_LOOPBACK = 120
ANSWERS = max(OVER_LOOPBACK, int(os.environ.get("COMUNECAST_ANSWERS", "0")))
WHATSAPP_TOKEN = "EAAsecrettokenofatest1234567890abcdef"
TELEGRAM_TOKEN = "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qcK"
PHONE, CITIZEN = "393331234567", "Adalgisa"
NUMBER, ACCOUNT, CHAT = "106540352242922", "102290129340398", -1001234567890
WATER = TemplateMessage(
    "acqua_v1", "it", (("via", "Via Roma"),), "Manca l'acqua in Via Roma oggi.", quick_replies=("Disattiva",)
)
BODY = {"type": "BODY", "text": "Manca l'acqua in {{via}} oggi."}
BUTTONS = {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Disattiva"}]}
TEMPLATE = {
    "id": "1",
    "name": "acqua_v1",
    "language": "it",
    "status": "APPROVED",
    "category": "UTILITY",
    "quality_score": {"score": "GREEN"},
    "rejected_reason": "NONE",
    "components": [
        BODY,
        {"type": "FOOTER", "text": "Scrivi Disattiva"},
        BUTTONS,
    ],
}
WITH_PICTURE = {**TEMPLATE, "components": [{"type": "HEADER", "format": "IMAGE"}, BODY, BUTTONS]}
TWO_PAGES = {"data": [TEMPLATE, TEMPLATE], "paging": {"cursors": {"after": "x"}, "next": "y"}}
REFUSAL = {
    "error": {
        "message": "(#131026) Message undeliverable",
        "type": "OAuthException",
        "code": 131026,
        "error_data": {"messaging_product": "whatsapp", "details": f"To {PHONE} with {WHATSAPP_TOKEN}"},
        "error_user_msg": "x",
        "fbtrace_id": "A1",
    }
}
BUSY = {"error": {"message": "busy", "code": 130429}}
TAKEN = {
    "messaging_product": "whatsapp",
    "contacts": [{"input": PHONE, "wa_id": PHONE, "user_id": "IT.1349"}],
    "messages": [{"id": "wamid.HBgMMzkz=", "message_status": "accepted"}],
}
CHANNEL = {"id": CHAT, "type": "channel", "title": "Calcinaia", "username": "comunecalcinaia"}
FULL_CHANNEL = {
    **CHANNEL,
    "accent_color_id": 0,
    "max_reaction_count": 0,
    "accepted_gift_types": dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    ),
}
POSTED = {"message_id": 101, "date": 1661158800, "chat": CHANNEL, "text": "Acqua"}
ME = {"id": 77, "is_bot": True, "first_name": "Avvisi", "username": "avvisi_bot"}
ADMIN = {"user": ME, "status": "administrator", "can_post_messages": True}
FLOOD = {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 3}}
NO = {"ok": False, "error_code": 400, "description": f"Bad Request: {TELEGRAM_TOKEN}", "parameters": {}}
UPDATE = {"update_id": 5, "message": {**POSTED, "chat": {"id": 9, "type": "private", "first_name": CITIZEN}}}
PRESS = {
    "update_id": 6,
    "callback_query": {
        "id": "4",
        "from": {**ME, "is_bot": False},
        "message": POSTED,
        "chat_instance": "1",
        "data": "x",
    },
}
SECRETS = (WHATSAPP_TOKEN, TELEGRAM_TOKEN, PHONE, CITIZEN)


@dataclass
class Scene:
    """What a call needs; ``strange`` is asked for the answer to what ``mutated`` matches, the rest is answered well."""

    server: StrangeServer | StrangeWire
    trust: ssl.SSLContext
    picture: Attachment

    def whatsapp(self) -> WhatsAppChannel:
        return WhatsAppChannel(
            "whatsapp", WHATSAPP_TOKEN, self.server.url, "v25.0", NUMBER, ACCOUNT, self.trust, 1, read_timeout=5.0
        )

    def telegram(self) -> TelegramChannel:
        url = f"{self.server.url}/bot"
        return TelegramChannel("telegram:a", TELEGRAM_TOKEN, "@comunecalcinaia", url, self.trust, read_timeout=5.0)

    def graph(self) -> GraphClient:
        return GraphClient(self.server.url, "v25.0", WHATSAPP_TOKEN, self.trust, read_timeout=5.0)


Call = Callable[[], Awaitable[Any]]
Maker = Callable[[Scene], tuple[Call, Callable[[], Awaitable[None]]]]
"""Makes a call to repeat, and what closes its connections."""


@dataclass(frozen=True)
class Case:
    """A call, the request that is answered strangely, and good answers to begin with. ``sends``: twice is too often."""

    make: Maker
    mutated: str
    good: tuple[Any, ...]
    sends: bool = False
    service: str = "whatsapp"
    words: tuple[str, ...] = ()
    others: tuple[tuple[str, Any], ...] = ()
    """Good answers to the other requests: a pattern each."""


def _whatsapp(work: Callable[[WhatsAppChannel, Scene], Awaitable[Any]]) -> Maker:
    def make(scene: Scene) -> tuple[Call, Callable[[], Awaitable[None]]]:
        channel = scene.whatsapp()
        return (lambda: work(channel, scene)), channel.close

    return make


def _telegram(work: Callable[[TelegramChannel, Scene], Awaitable[Any]]) -> Maker:
    def make(scene: Scene) -> tuple[Call, Callable[[], Awaitable[None]]]:
        channel = scene.telegram()
        return (lambda: work(channel, scene)), channel.close

    return make


def _graph(work: Callable[[GraphClient, Scene], Any]) -> Maker:
    def make(scene: Scene) -> tuple[Call, Callable[[], Awaitable[None]]]:
        client = scene.graph()

        async def call() -> Any:
            return work(client, scene)

        async def close() -> None:
            client.close()

        return call, close

    return make


class _NoWait:
    async def wait(self) -> None:
        return None


def _claim(kind: str) -> Claim:
    return Claim(42, 7, kind, recipient=PHONE if kind == "whatsapp" else "")


def _submit(client: GraphClient, scene: Scene) -> Any:
    spec = TemplateSpec("acqua_v2", "it", "UTILITY", "Manca l'acqua in {{via}} oggi.", (("via", "Via Roma"),))
    return TemplateApi(client, ACCOUNT, app_id=lambda: "app").submit(spec, known=())


def _submit_with_sample(client: GraphClient, scene: Scene) -> Any:
    spec = TemplateSpec("foto_v1", "it", "UTILITY", "Ecco.", header_kind="IMAGE", header_sample=scene.picture.path)
    return TemplateApi(client, ACCOUNT, app_id=lambda: "app").submit(spec, known=())


PRIVATE = PrivateKey.generate()
EVENT = base64.b64encode(SealedBox(PRIVATE.public_key).encrypt(b'{"entry": []}')).decode()
EVENTS = {"events": [{"id": 1, "received_at": "2026-11-27T06:00:00+00:00", "sealed": EVENT}], "last": 1}
SIGNING = SigningKey.generate()
NEWS = json.loads(
    signed(Announcement("9.9", date(2026, 1, 1), "https://example.it/v", date(2999, 1, 1)), bytes(SIGNING))
)


def _relay(work: Callable[[RelayClient], Any]) -> Maker:
    def make(scene: Scene) -> tuple[Call, Callable[[], Awaitable[None]]]:
        key = base64.b64encode(bytes(PRIVATE)).decode()
        client = RelayClient(scene.server.url, ["bearer-key-of-a-test"], LetterOpener([key]), scene.trust)

        async def call() -> Any:
            return work(client)

        async def close() -> None:
            client.__exit__(None, None, None)

        return call, close

    return make


def _update(scene: Scene) -> tuple[Call, Callable[[], Awaitable[None]]]:
    async def call() -> Any:
        found = update_feed.fetch(scene.server.url + "/novita.json", scene.trust)
        if found is None:
            return None
        try:
            return opened(found, bytes(SIGNING.verify_key), date(2026, 11, 27))
        except UntrustedError:
            return None

    async def close() -> None:
        return None

    return call, close


MEMORY = {"chat": "@comunecalcinaia", "chat_id": str(CHAT)}
POST = TelegramPost("<b>Acqua</b>", "Acqua")
TG_OTHERS = (
    ("/getMe", {"ok": True, "result": ME}),
    ("/getChatMemberCount", {"ok": True, "result": 812}),
    ("/getChatMember", {"ok": True, "result": ADMIN}),
    ("/getChat", {"ok": True, "result": FULL_CHANNEL}),
)


def _ok(*results: Any) -> tuple[Any, ...]:
    return (*({"ok": True, "result": result} for result in results), FLOOD, NO)


def _tg(
    work: Callable[[TelegramChannel, Scene], Awaitable[Any]], mutated: str, *results: Any, sends: bool = True
) -> Case:
    words = (TELEGRAM_TOKEN, "Bad Request: chat not found", "Too Many Requests: retry after 5")
    return Case(_telegram(work), mutated, _ok(*results), sends, "telegram", words, TG_OTHERS)


async def _open(channel: TelegramChannel, scene: Scene) -> Any:
    return await channel.open(_NoWait(), {})


NEXT_PAGE = {"paging": {"cursors": {"after": "x"}, "next": "y"}}
HEALTH = {
    "can_send_message": "LIMITED",
    "entities": [{"errors": [{"error_description": "a", "possible_solution": "b"}]}],
}
POINT = {"volume": 3, "cost": 0.1, "pricing_category": "UTILITY", "pricing_type": "REGULAR"}


def _account(work: Callable[[AccountApi], Any], mutated: str, *good: Any) -> Case:
    return Case(_graph(lambda client, _: work(AccountApi(client, ACCOUNT, NUMBER))), mutated, (*good, REFUSAL))


CASES: dict[str, Case] = {
    "whatsapp template": Case(
        _whatsapp(lambda channel, _: channel.send(_claim("whatsapp"), WATER, {})),
        "/messages",
        (TAKEN, REFUSAL, BUSY),
        sends=True,
        words=(WHATSAPP_TOKEN, PHONE),
    ),
    "whatsapp answer": Case(
        _whatsapp(lambda channel, _: channel.send(_claim("whatsapp"), TextMessage("Ciao"), {})),
        "/messages",
        (TAKEN, REFUSAL),
        sends=True,
    ),
    "whatsapp prepare": Case(
        _whatsapp(lambda channel, _: channel.prepare(WATER, {})), "/message_templates", ({"data": [TEMPLATE]}, REFUSAL)
    ),
    "whatsapp upload": Case(
        _whatsapp(lambda channel, scene: channel.prepare(replace(WATER, header=scene.picture), {})),
        "/media",
        ({"id": "1479"}, REFUSAL),
        others=(("/message_templates", {"data": [WITH_PICTURE]}),),
    ),
    "templates list": Case(
        _graph(lambda client, _: TemplateApi(client, ACCOUNT).list_all()),
        "/message_templates",
        (
            {"data": [TEMPLATE, TEMPLATE], "paging": {"cursors": {"after": "x"}, "next": "y"}},
            {"data": [TEMPLATE]},
            REFUSAL,
        ),
    ),
    "templates submit": Case(
        _graph(_submit),
        "/message_templates",
        ({"id": "5", "status": "PENDING", "category": "UTILITY"}, {"error": {"code": 100, "message": "m"}}),
    ),
    "templates sample opened": Case(
        _graph(_submit_with_sample), "/uploads", ({"id": "upload:abc"},), others=(("/upload:", {"h": "4:abc"}),)
    ),
    "templates sample sent": Case(
        _graph(_submit_with_sample), "/upload:", ({"h": "4:abc"},), others=(("/app/uploads", {"id": "upload:abc"}),)
    ),
    "number": _account(
        lambda api: api.number(),
        NUMBER,
        {"display_phone_number": "+39", "throughput": {"level": "STANDARD"}, "health_status": HEALTH},
    ),
    "numbers": _account(lambda api: api.numbers(), "/phone_numbers", {"data": [{"id": NUMBER}], **NEXT_PAGE}),
    "token": _account(
        lambda api: api.token(),
        "/debug_token",
        {
            "data": {
                "app_id": "1",
                "is_valid": True,
                "expires_at": 0,
                "scopes": ["a"],
                "granular_scopes": [{"scope": "b"}],
            }
        },
    ),
    "subscription": _account(
        lambda api: api.subscription(),
        "/subscribed_apps",
        {"data": [{"whatsapp_business_api_data": {"id": "1", "name": "x"}, "override_callback_uri": "https://a.b"}]},
    ),
    "marketing": Case(
        _graph(lambda client, _: has_marketing_messages(client, ACCOUNT)),
        ACCOUNT,
        ({"id": ACCOUNT, "marketing_messages_onboarding_status": "ONBOARDED"}, REFUSAL),
    ),
    "subscribe": _account(lambda api: api.subscribe(), "/subscribed_apps", {"success": True}),
    "forget": _account(lambda api: api.forget("IT.1349"), "/contact_book", {"success": True, "deleted": True}),
    "charges": _account(
        lambda api: api.charges(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)),
        ACCOUNT,
        {"currency": "EUR", "pricing_analytics": {"data": [{"data_points": [POINT, POINT]}]}},
    ),
    "telegram me": _tg(_open, "/getMe", ME, sends=False),
    "telegram chat": _tg(_open, "/getChat ", FULL_CHANNEL, CHANNEL, sends=False),
    "telegram member": _tg(_open, "/getChatMember ", ADMIN, sends=False),
    "telegram check": _tg(lambda channel, _: channel.check(), "/getChatMemberCount", 812, sends=False),
    "telegram count": _tg(lambda channel, _: channel.member_count(), "/getChatMemberCount", 812, sends=False),
    "telegram text": _tg(lambda channel, _: channel.send(_claim("telegram:a"), POST, MEMORY), "/sendMessage", POSTED),
    "telegram photo": _tg(
        lambda channel, scene: channel.send(_claim("telegram:a"), replace(POST, attachments=(scene.picture,)), MEMORY),
        "/sendPhoto",
        POSTED,
    ),
    "telegram album": _tg(
        lambda channel, scene: channel.send(
            _claim("telegram:a"), replace(POST, attachments=(scene.picture,) * 2), MEMORY
        ),
        "/sendMediaGroup",
        [POSTED, {**POSTED, "message_id": 102}],
    ),
    "telegram edit": _tg(lambda channel, _: channel.edit("101", POST), "/editMessage", POSTED, True),
    "telegram delete": _tg(lambda channel, _: channel.delete("101"), "/deleteMessage", True),
    "telegram pin": _tg(lambda channel, _: channel.pin("101"), "/pinChatMessage", True),
    "telegram updates": _tg(
        lambda channel, _: channel.updates(4, kinds=MESSAGES_AND_PRESSES),
        "/getUpdates",
        [UPDATE, PRESS, PRESS],
        sends=False,
    ),
    "telegram question": _tg(lambda channel, _: channel.ask(9, "Approvi?", [("Sì", "x")]), "/sendMessage", POSTED),
    "telegram question over": _tg(lambda channel, _: channel.replace_question(9, 101, "Fatto"), "/editMessage", POSTED),
    "telegram press": _tg(lambda channel, _: channel.answer_press("4", "Fatto"), "/answerCallbackQuery", True),
    "telegram bot": _tg(lambda channel, _: channel.bot_name(), "/getMe", ME, sends=False),
    "telegram answer": _tg(lambda channel, _: channel.answer(9, "Ciao"), "/sendMessage", POSTED),
    "relay fetch": Case(_relay(lambda client: client.fetch(0)), "/events", (EVENTS, {"events": [], "last": 0})),
    "relay acknowledge": Case(_relay(lambda client: client.acknowledge(1)), "/ack", ({"deleted": 1},)),
    "update": Case(_update, "/novita.json", (NEWS,)),
}


@pytest.fixture
def scene(trust: ssl.SSLContext, picture: Attachment) -> Iterator[Scene]:
    server = StrangeServer()
    yield Scene(server, trust, picture)
    server.close()


@pytest.mark.timeout(120 + ANSWERS / 20)
@pytest.mark.parametrize("name", CASES)
def test_any_answer_ends_in_success_or_one_of_four_errors(
    name: str, scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    over_loopback = _ends(name, scene, OVER_LOOPBACK)
    wire = StrangeWire(scene.server.url, monkeypatch)
    without_network = _ends(name, replace(scene, server=wire), ANSWERS)
    assert without_network == over_loopback
    assert not [secret for secret in SECRETS if secret in caplog.text]


def _ends(name: str, scene: Scene, answers: int) -> list[str]:
    """How the first calls ended, in short; fails at the first of ``answers`` that ends as it must not."""
    case = CASES[name]
    mutate = Mutator(sum(name.encode()), case.good, case.words)
    said = plain(b"{}")

    def answer(line: str) -> Said:
        nonlocal said
        if case.mutated in line:
            said = mutate()
            return said
        other: Any = next((data for pattern, data in case.others if pattern in line), {})
        return plain(json.dumps(other).encode())

    scene.server.answer = answer
    ends = []

    async def all_of_them() -> None:
        call, close = case.make(scene)
        try:
            for number in range(answers):
                end, problem = await _end(call, case, lambda: said)
                assert not problem, f"{problem}\nafter answer {number}, {said.wire[:2000]!r}"
                if number < OVER_LOOPBACK:
                    ends.append(end)
        finally:
            await close()

    asyncio.run(all_of_them())
    return ends


async def _end(call: Call, case: Case, said: Callable[[], Said]) -> tuple[str, str]:
    """How a call ended, in short, and what is wrong with it; empty where nothing is."""
    try:
        found = await call()
    except (Transient, Permanent, OutcomeUnknown, Misconfigured) as error:
        problem = _wrong_error(error) or (_too_sure(error, case, said()) if case.sends else "")
        return f"{type(error).__name__} {error.code} {error.detail}", problem
    except (ConfigError, InputError) as error:
        return f"{error.code} {error.values}", _odd(error.values)
    return type(found).__name__, _odd(found)


def _odd(found: Any) -> str:
    """What is wrong with what a call returned."""
    if not _storable(found):
        return f"{found!r:.300} cannot be stored"
    if isinstance(found, Accepted):
        return "" if re.fullmatch(r"[!-~]{1,250}", found.remote_id) else f"{found.remote_id!r} is no id"
    return _odd_page(found) if isinstance(found, Page) else ""


def _wrong_error(error: SendError) -> str:
    if type(error) not in (Transient, Permanent, OutcomeUnknown, Misconfigured):
        return f"{type(error)} is none of the four"
    if not _storable((error.code, error.detail, error.parts)) or len(error.detail) > 300 or len(error.code) > 40:
        return f"{error!r:.300} cannot be stored"
    shown = "".join(traceback.format_exception(error, limit=0)) + repr(error)  # no frames: lines of source tell nothing
    if any(secret in shown for secret in SECRETS):
        return f"a secret leaves with {error!r}"
    if isinstance(error, Transient) and error.retry_after is not None:
        sane = math.isfinite(error.retry_after) and 0 <= error.retry_after <= LONGEST_WAIT
        datetime.now(UTC) + timedelta(seconds=error.retry_after)
        return "" if sane else f"{error.retry_after} is no wait"
    return ""


def _too_sure(error: SendError, case: Case, said: Said) -> str:
    """Says where an error is surer than the answer allows that nothing was processed."""
    if isinstance(error, OutcomeUnknown):
        return ""
    data = _plainly(said.body)
    if case.service == "whatsapp":
        told: Any = data.get("error")
        code: Any = told.get("code") if isinstance(told, dict) else None
        documented = type(code) is int and code in RULES
        if isinstance(error, Transient) and documented:
            return "" if RULES[code].then is Then.RETRY else f"{error!r} for a refusal"
        paused = isinstance(error, Misconfigured) and error.code == "whatsapp_132015"
        if documented or paused:
            return ""
    else:
        code = data.get("error_code", said.status)
        if data.get("ok") is False and type(code) is int and 400 <= code < 500:
            return ""
    if 300 <= said.status < 500 and said.status != 408:
        return "" if not isinstance(error, Transient) or said.status == 429 else f"{error!r} after {said.status}"
    return f"{error!r} says that nothing was processed"


def _plainly(body: bytes) -> dict[str, Any]:
    """The JSON object in ``body`` by the letter of RFC 8259; an empty one where there is none."""

    def refuse(name: str) -> NoReturn:
        raise ValueError(name)

    try:
        data = json.loads(body.decode("utf-8-sig"), parse_constant=refuse)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _odd_page(page: Page) -> str:
    ids = [letter.id for letter in page.letters]
    return "" if all(0 <= id <= 2**62 for id in [*ids, page.last]) else f"{ids} are no ids"


def _storable(value: Any) -> bool:
    """Whether a database takes every text in ``value``, and every number."""
    if isinstance(value, str):
        return "\0" not in value and not re.search("[\ud800-\udfff]", value) and len(value) < 10_000
    if isinstance(value, (int, float)):
        return abs(value) < 2**63
    if isinstance(value, dict):
        return all(_storable(item) for pair in value.items() for item in pair)
    if isinstance(value, (list, tuple, set, frozenset)):
        return all(map(_storable, value))
    return _storable(astuple(value)) if is_dataclass(value) and not isinstance(value, type) else True


def test_the_same_seed_makes_the_same_answers() -> None:
    first, second = (Mutator(7, (TAKEN, REFUSAL)) for _ in range(2))
    made = [first() for _ in range(300)]
    assert made == [second() for _ in range(300)]
    assert len({said.wire for said in made}) > 200
    assert random.Random(1).random() == random.Random(1).random()


def test_good_answers_are_accepted(scene: Scene) -> None:
    """The calls of the table really work where nothing is strange: else they would test nothing."""
    for name, case in CASES.items():
        good = json.dumps(case.good[0]).encode()
        others = [(case.mutated, good), *((pattern, json.dumps(data).encode()) for pattern, data in case.others)]
        if name == "templates list":  # the first of its answers leads to another page
            others = [(case.mutated, json.dumps({"data": [TEMPLATE]}).encode())]

        def answer(line: str, others: Sequence[tuple[str, bytes]] = others) -> Said:
            return plain(next((data for pattern, data in others if pattern in line), b"{}"))

        scene.server.answer = answer

        async def once(make: Maker = case.make) -> Any:
            call, close = make(scene)
            try:
                return await call()
            finally:
                await close()

        asyncio.run(once())
