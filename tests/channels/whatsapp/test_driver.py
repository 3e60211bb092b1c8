# SPDX-License-Identifier: EUPL-1.2
"""The WhatsApp driver against real sockets: what leaves, what each fault means, and that nothing is repeated."""

from __future__ import annotations

import asyncio
import logging
import ssl
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from comunecast_gui.channels.telegram.driver import NoPace
from comunecast_gui.channels.whatsapp.driver import WhatsAppChannel
from comunecast_gui.core.content import TemplateMessage, TextMessage
from comunecast_gui.core.errors import (
    LONGEST_DETAIL,
    Misconfigured,
    OutcomeUnknown,
    Permanent,
    SendError,
    Transient,
    Waits,
)
from comunecast_gui.core.model import Attachment, MarketingRoute
from comunecast_gui.core.ports import Accepted, Claim
from tests.channels.service_stub import CAPTIVE_PORTAL, HTML_502, Answer, Call, Manner, ServiceStub, as_json

TOKEN = "EAAsecrettokenofatest1234567890abcdef"
NUMBER = "106540352242922"
ACCOUNT = "102290129340398"
PHONE = "393331234567"
CLAIM = Claim(42, 7, "whatsapp", recipient=PHONE)
WATER = TemplateMessage(
    "interruzione_acqua_v1",
    "it",
    (("via", "Via Roma"), ("quando", "martedì 9-13")),
    "In Via Roma manca l'acqua: martedì 9-13. Scusateci.",
    footer="Scrivi Disattiva per non ricevere più avvisi",
    quick_replies=("Disattiva",),
)
ACCEPTED = {
    "messaging_product": "whatsapp",
    "contacts": [{"input": PHONE, "wa_id": PHONE}],
    "messages": [{"id": "wamid.1", "message_status": "accepted"}],
}
HANG = Answer(manner=Manner.HANG)


def driver(url: str, trust: ssl.SSLContext, token: str = TOKEN, **options: Any) -> WhatsAppChannel:
    options = {"read_timeout": 0.4, "concurrency": 2, **options}
    return WhatsAppChannel("whatsapp", token, url, "v25.0", NUMBER, ACCOUNT, trust, **options)


def run(channel: WhatsAppChannel, work: Callable[[WhatsAppChannel], Awaitable[Any]]) -> Any:
    async def whole() -> Any:
        try:
            return await work(channel)
        finally:
            await channel.close()

    return asyncio.run(whole())


def send(channel: WhatsAppChannel, content: Any = WATER, claim: Claim = CLAIM, **memory: str) -> Accepted:
    accepted: Accepted = run(channel, lambda open_channel: open_channel.send(claim, content, memory))
    return accepted


def refusal(channel: WhatsAppChannel, claim: Claim = CLAIM) -> SendError:
    with pytest.raises(SendError) as caught:
        send(channel, claim=claim)
    text = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert TOKEN not in text
    assert PHONE not in text
    return caught.value


def graph_error(code: int, status: int = 400, **more: Any) -> Answer:
    error = {"message": f"(#{code}) said", "type": "OAuthException", "code": code, "fbtrace_id": "A1"} | more
    return as_json({"error": error}, status)


def test_the_template_message_is_the_documented_one_byte_for_byte(stub: ServiceStub, trust: ssl.SSLContext) -> None:
    stub.default = lambda call: as_json(ACCEPTED)
    accepted = send(driver(stub.url, trust))
    assert accepted == Accepted("wamid.1")
    (call,) = stub.calls
    assert (call.method, call.path) == ("POST", f"/v25.0/{NUMBER}/messages")
    assert call.headers["Authorization"] == f"Bearer {TOKEN}"
    assert call.headers["Content-Type"] == "application/json"
    expected = (
        '{"messaging_product":"whatsapp","recipient_type":"individual","to":"393331234567","type":"template",'
        '"biz_opaque_callback_data":"42","template":{"name":"interruzione_acqua_v1",'
        '"language":{"policy":"deterministic","code":"it"},"components":['
        '{"type":"body","parameters":[{"type":"text","parameter_name":"via","text":"Via Roma"},'
        '{"type":"text","parameter_name":"quando","text":"martedì 9-13"}]},'
        '{"type":"button","sub_type":"quick_reply","index":"0",'
        '"parameters":[{"type":"payload","payload":"DISATTIVA"}]}]}}'
    )
    assert call.body == expected.encode()


def test_a_person_known_by_scoped_id_only_is_addressed_as_recipient(stub: ServiceStub, trust: ssl.SSLContext) -> None:
    answer = {"messages": [{"id": "wamid.2"}], "contacts": [{"input": "IT.1349", "user_id": "IT.1349"}]}
    stub.default = lambda call: as_json(answer)
    accepted = send(driver(stub.url, trust), TextMessage("Ciao"), Claim(5, 1, "whatsapp", bsuid="IT.1349"))
    assert accepted == Accepted("wamid.2")
    assert stub.calls[0].json == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "recipient": "IT.1349",
        "type": "text",
        "biz_opaque_callback_data": "5",
        "text": {"preview_url": False, "body": "Ciao"},
    }


def test_header_pictures_and_documents_go_by_id(
    stub: ServiceStub, trust: ssl.SSLContext, picture: Attachment, document: Attachment
) -> None:
    stub.default = lambda call: as_json(ACCEPTED)
    send(driver(stub.url, trust), replace(WATER, header=picture), media_id="1479")
    send(driver(stub.url, trust), replace(WATER, header=document), media_id="1480")
    headers = [call.json["template"]["components"][0] for call in stub.calls]
    assert headers == [
        {"type": "header", "parameters": [{"type": "image", "image": {"id": "1479"}}]},
        {
            "type": "header",
            "parameters": [{"type": "document", "document": {"id": "1480", "filename": "ordinanza.pdf"}}],
        },
    ]


def test_the_answer_tells_holds_other_numbers_and_pauses(stub: ServiceStub, trust: ssl.SSLContext) -> None:
    held = {
        "messages": [{"id": "wamid.3", "message_status": "held_for_quality_assessment"}],
        "contacts": [{"input": PHONE, "wa_id": "39333000", "user_id": "IT.9"}],
    }
    stub.answers = [as_json(held), as_json({"messages": [{"id": "wamid.4", "message_status": "paused"}]})]
    assert send(driver(stub.url, trust)) == Accepted("wamid.3", held=True, recipient="39333000", bsuid="IT.9")
    error = refusal(driver(stub.url, trust))
    assert isinstance(error, Misconfigured)
    assert error.code == "whatsapp_132015"


UNKNOWN_AFTER_SENDING = [
    (Answer(manner=Manner.RESET_AFTER_BODY), "connection"),
    (Answer(manner=Manner.RESET_BEFORE_BODY), "connection"),
    (Answer(manner=Manner.CLOSE), "connection"),
    (replace(as_json(ACCEPTED), manner=Manner.HALF), "connection"),
    (HANG, "timeout"),
    (HTML_502, "server"),
    (Answer(503, b"", "text/plain"), "server"),
    (as_json({"oops": 1}, 500), "server"),
    (as_json({"error": {"message": "boom"}}, 503), "server"),
    (as_json({"error": {"code": 987654}}, 500), "server"),
    (as_json({"error": {"code": True, "message": "boom"}}, 500), "server"),
    (as_json({"error": "boom", **ACCEPTED}, 200), "junk"),
    (as_json({"error": {"code": 987654}, **ACCEPTED}, 200), "junk"),
    (as_json({**ACCEPTED, "messages": [{"id": "wamid.\ud83d"}]}), "junk"),
    (as_json({**ACCEPTED, "messages": [{"id": "wamid.\0"}]}), "junk"),
    (as_json({**ACCEPTED, "messages": [{"id": True}]}), "junk"),
    (as_json({**ACCEPTED, "messages": [{"id": "w" * 1000}]}), "junk"),
    (Answer(200, b"[" * 100_000), "junk"),
    (Answer(200, b'{"messages": [{"id": "wamid.1"}], "x": NaN}'), "junk"),
    (Answer(200, '{"messages": [{"id": "wamid.è"}]}'.encode("latin-1")), "junk"),
    (CAPTIVE_PORTAL, "junk"),
    (as_json({"success": True}), "junk"),
    (as_json(["list"]), "junk"),
    (as_json({"messages": []}), "junk"),
]


@pytest.mark.parametrize(("answer", "code"), UNKNOWN_AFTER_SENDING, ids=lambda value: str(value)[:60])
def test_a_message_that_may_have_arrived_is_unknown_and_never_repeated(
    stub: ServiceStub, trust: ssl.SSLContext, answer: Answer, code: str
) -> None:
    stub.answers = [answer]
    error = refusal(driver(stub.url, trust))
    assert isinstance(error, OutcomeUnknown)
    assert error.code == code
    assert len(stub.calls) == 1


def test_a_request_that_never_left_may_be_tried_again(stub: ServiceStub, trust: ssl.SSLContext, deaf_port: int) -> None:
    nobody = refusal(driver(f"http://127.0.0.1:{deaf_port}", trust))
    no_name = refusal(driver("http://graph.calcinaia.invalid", trust))
    no_tls = refusal(driver(f"https://127.0.0.1:{stub.port}", trust))
    assert [type(error) for error in (nobody, no_name, no_tls)] == [Transient] * 3
    assert [error.code for error in (nobody, no_tls)] == ["connect", "tls"]
    assert no_name.code in ("name_unknown", "offline")
    assert stub.calls == []


def test_a_certificate_that_our_trust_does_not_know_stops_the_call(
    trust: ssl.SSLContext, certificate: ssl.SSLContext, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = tmp_path / "server.pem"
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(pem))
    server = ServiceStub(certificate)
    try:
        server.default = lambda call: as_json(ACCEPTED)
        url = f"https://localhost:{server.port}"
        error = refusal(driver(url, trust))
        assert (type(error), error.code) == (Transient, "tls")
        assert server.calls == []
        own = ssl.create_default_context(cafile=str(pem))
        assert send(driver(url, own)).remote_id == "wamid.1"
    finally:
        server.close()


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (Answer(403, b"<html>Bloccato dal filtro</html>", "text/html"), Misconfigured, "whatsapp_blocked"),
        (Answer(302, b"", headers={"Location": "http://127.0.0.1:1/login"}), Misconfigured, "whatsapp_blocked"),
        (Answer(429, b"slow", "text/plain", {"Retry_After": "7"}), Transient, "429"),
        (graph_error(190, 401), Misconfigured, "whatsapp_190"),
        (graph_error(131026), Permanent, "131026"),
        (graph_error(999999), Permanent, "999999"),
    ],
)
def test_refusals_are_told_apart(
    stub: ServiceStub, trust: ssl.SSLContext, answer: Answer, kind: type[SendError], code: str
) -> None:
    stub.answers = [answer]
    error = refusal(driver(stub.url, trust))
    assert (type(error), error.code) == (kind, code)
    assert len(stub.calls) == 1
    if isinstance(error, Permanent):
        assert error.suspect == (code == "999999")
    if code == "429":
        assert isinstance(error, Transient)
        assert error.retry_after == 7


@pytest.mark.parametrize("wait", ["99999999999999999999", "-1", "NaN", "1e400", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_wait_that_cannot_be_meant_is_the_tables(stub: ServiceStub, trust: ssl.SSLContext, wait: str) -> None:
    limited = {"error": {"message": "slow", "code": 80007}}
    stub.answers = [as_json(limited, 400, Retry_After=wait)]
    error = refusal(driver(stub.url, trust))
    assert isinstance(error, Transient)
    assert error.retry_after == 300


def test_the_pair_rate_makes_this_recipient_wait_longer_each_time(stub: ServiceStub, trust: ssl.SSLContext) -> None:
    stub.default = lambda call: graph_error(131056, 403)
    errors = [refusal(driver(stub.url, trust), replace(CLAIM, attempt=attempt)) for attempt in (1, 2, 3)]
    assert [getattr(error, "retry_after", None) for error in errors] == [1.0, 4.0, 16.0]
    assert {getattr(error, "waits", None) for error in errors} == {Waits.DELIVERY}


@pytest.mark.parametrize("token", ["", "  ", "con\na capo", "con però"])
def test_a_token_that_cannot_be_one_is_a_setting_to_mend(stub: ServiceStub, trust: ssl.SSLContext, token: str) -> None:
    error = refusal(driver(stub.url, trust, token))
    assert (type(error), error.code) == (Misconfigured, "whatsapp_190")
    assert stub.calls == []


def test_neither_logs_nor_repr_show_the_token_or_the_number(
    stub: ServiceStub, trust: ssl.SSLContext, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    leak: dict[str, Any] = {"error_data": {"details": f"Token {TOKEN} of +39 333 123 4567 refused"}}
    stub.answers = [as_json(ACCEPTED), graph_error(131026, **leak), CAPTIVE_PORTAL]
    channel = driver(stub.url, trust)
    send(channel)
    error = refusal(channel)
    refusal(channel)
    assert error.detail == "Token … of … refused"
    shown = caplog.text + repr(channel) + repr(CLAIM) + repr(channel._client)
    assert TOKEN not in shown
    assert PHONE not in shown


def test_many_at_once_are_never_mixed_up(stub: ServiceStub, trust: ssl.SSLContext) -> None:
    def echo(call: Call) -> Answer:
        delivery = call.json["biz_opaque_callback_data"]
        return as_json({"messages": [{"id": f"wamid.{delivery}"}], "contacts": [{"wa_id": call.json["to"]}]})

    stub.default = echo
    claims = [Claim(number, 1, "whatsapp", recipient=f"39333{number:07}") for number in range(300)]

    async def all_of_them(channel: WhatsAppChannel) -> list[Accepted]:
        return await asyncio.gather(*(channel.send(claim, WATER, {}) for claim in claims))

    outcomes = run(driver(stub.url, trust, concurrency=16, read_timeout=20.0), all_of_them)
    assert outcomes == [Accepted(f"wamid.{claim.delivery}") for claim in claims]
    assert sorted(int(call.json["biz_opaque_callback_data"]) for call in stub.calls) == list(range(300))


def test_a_connection_is_used_again_unless_it_was_idle_too_long(
    stub: ServiceStub, trust: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub.default = lambda call: as_json(ACCEPTED)

    async def three(channel: WhatsAppChannel) -> None:
        await channel.send(CLAIM, WATER, {})
        await channel.send(CLAIM, WATER, {})
        monkeypatch.setattr("comunecast_gui.channels.whatsapp.graph_client.IDLE_LIMIT", -1.0)
        await channel.send(CLAIM, WATER, {})

    run(driver(stub.url, trust, concurrency=1), three)
    first, second, third = (call.peer for call in stub.calls)
    assert first == second != third


def test_the_environment_names_the_proxy_but_not_the_authorities(
    stub: ServiceStub, trust: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", stub.url)
    monkeypatch.setenv("http_proxy", stub.url)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/ca.pem")
    stub.default = lambda call: as_json(ACCEPTED)
    send(driver("http://graph.calcinaia.invalid", trust))
    assert stub.calls[0].path == f"http://graph.calcinaia.invalid/v25.0/{NUMBER}/messages"


@pytest.mark.parametrize("url", ["graph.facebook.com", "ftp://graph.facebook.com", "http://"])
def test_an_address_that_cannot_be_one_is_a_setting_to_mend(trust: ssl.SSLContext, url: str) -> None:
    error = refusal(driver(url, trust))
    assert (type(error), error.code) == (Misconfigured, "whatsapp_address")


def template(**changes: Any) -> dict[str, Any]:
    components = [
        {"type": "BODY", "text": "In {{via}} manca l'acqua: {{quando}}. Scusateci."},
        {"type": "FOOTER", "text": WATER.footer},
        {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Disattiva"}]},
    ]
    return {
        "id": "1",
        "name": WATER.template,
        "language": "it",
        "status": "APPROVED",
        "category": "UTILITY",
        "components": components,
    } | changes


def test_the_header_is_uploaded_once_and_again_after_29_days(
    stub: ServiceStub, trust: ssl.SSLContext, picture: Attachment
) -> None:
    header = {"type": "HEADER", "format": "IMAGE"}
    approved = template(components=[header, *template()["components"]])
    stub.default = lambda call: as_json({"id": "777"} if call.path.endswith("/media") else {"data": [approved]})
    content = replace(WATER, header=picture)
    channel = driver(stub.url, trust)
    kept = run(channel, lambda open_channel: open_channel.prepare(content, {}))
    assert kept["media_id"] == "777"
    assert kept["category"] == "UTILITY"
    again = run(channel, lambda open_channel: open_channel.prepare(content, kept))
    assert again == kept
    old = {**kept, "media_at": (datetime.now(UTC) - timedelta(days=30)).isoformat()}
    run(channel, lambda open_channel: open_channel.prepare(content, old))
    uploads = [call for call in stub.calls if call.path.endswith("/media")]
    assert len(uploads) == 2
    assert b'name="messaging_product"\r\n\r\nwhatsapp' in uploads[0].body
    assert b'filename="lavori.png"\r\nContent-Type: image/png' in uploads[0].body
    assert picture.path.read_bytes() in uploads[0].body


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ([], "template_missing"),
        ([template(language="en")], "template_missing"),
        ([template(name=WATER.template + "_bis")], "template_missing"),
        ([template(status="PAUSED")], "template_not_approved"),
        ([template(components=[{"type": "BODY", "text": "In {{via}} manca l'acqua."}])], "template_differs"),
        ([template(components=template()["components"][:2])], "template_differs"),
        (
            [template(components=[{"type": "HEADER", "format": "IMAGE"}, *template()["components"]])],
            "template_differs",
        ),
    ],
)
def test_a_template_that_cannot_be_sent_stops_before_the_first_recipient(
    stub: ServiceStub, trust: ssl.SSLContext, found: list[dict[str, Any]], code: str
) -> None:
    stub.default = lambda call: as_json({"data": found})
    with pytest.raises(Misconfigured) as caught:
        run(driver(stub.url, trust), lambda channel: channel.prepare(WATER, {}))
    assert caught.value.code == code


def test_a_template_s_endless_status_is_cut_short(stub: ServiceStub, trust: ssl.SSLContext) -> None:
    stub.default = lambda call: as_json({"data": [template(status="x" * 100_000)]})
    with pytest.raises(Misconfigured, match="template_not_approved") as caught:
        run(driver(stub.url, trust), lambda channel: channel.prepare(WATER, {}))
    assert len(caught.value.detail) <= LONGEST_DETAIL


@pytest.mark.parametrize("answer", [HTML_502, CAPTIVE_PORTAL, HANG, Answer(manner=Manner.RESET_AFTER_BODY)])
def test_a_question_without_an_answer_may_be_asked_again(
    stub: ServiceStub, trust: ssl.SSLContext, answer: Answer
) -> None:
    stub.answers = [answer]
    with pytest.raises(Transient):
        run(driver(stub.url, trust), lambda channel: channel.prepare(WATER, {}))
    assert len(stub.calls) == 1


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (graph_error(131053), Misconfigured, "whatsapp_131053"),
        (as_json({"success": True}), Transient, "junk"),
        (HTML_502, Transient, "server"),
    ],
)
def test_a_header_that_is_not_taken_stops_before_the_first_recipient(
    stub: ServiceStub, trust: ssl.SSLContext, picture: Attachment, answer: Answer, kind: type[SendError], code: str
) -> None:
    header = {"type": "HEADER", "format": "IMAGE"}
    stub.answers = [as_json({"data": [template(components=[header, *template()["components"]])]}), answer]
    with pytest.raises(SendError) as caught:
        run(driver(stub.url, trust), lambda channel: channel.prepare(replace(WATER, header=picture), {}))
    assert (type(caught.value), caught.value.code) == (kind, code)
    assert len(stub.calls) == 2


def test_an_attachment_that_is_gone_is_said(stub: ServiceStub, trust: ssl.SSLContext, picture: Attachment) -> None:
    header = {"type": "HEADER", "format": "IMAGE"}
    approved = template(components=[header, *template()["components"]])
    stub.default = lambda call: as_json({"data": [approved]})
    picture.path.unlink()
    with pytest.raises(Permanent) as caught:
        run(driver(stub.url, trust), lambda channel: channel.prepare(replace(WATER, header=picture), {}))
    assert caught.value.code == "attachment_unreadable"
    assert "No such file" in caught.value.detail


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (as_json({"status": "CONNECTED", "id": NUMBER}), ""),
        (as_json({"status": "FLAGGED", "id": NUMBER}), ""),
        (as_json({"id": NUMBER}), ""),
        (graph_error(987654), ""),
        (as_json({"status": "DISCONNECTED", "id": NUMBER}), "whatsapp_number_offline"),
        (as_json({"status": "BANNED", "id": NUMBER}), "whatsapp_number_offline"),
        (graph_error(190, 401), "whatsapp_190"),
        (graph_error(100, error_subcode=33), "whatsapp_100"),
    ],
)
def test_a_number_that_cannot_send_is_found_before_the_first_message(
    stub: ServiceStub, trust: ssl.SSLContext, answer: Answer, code: str
) -> None:
    stub.default = lambda call: answer

    async def opened(channel: WhatsAppChannel) -> str:
        try:
            await channel.open(NoPace(), {})
        except Misconfigured as error:
            return error.code
        return ""

    assert run(driver(stub.url, trust), opened) == code
    assert [call.path.rpartition("/")[2] for call in stub.calls] == [f"{NUMBER}?fields=status"]


ELIGIBLE = {"id": ACCOUNT, "marketing_messages_onboarding_status": "ELIGIBLE"}
ONBOARDED = {"id": ACCOUNT, "marketing_messages_onboarding_status": "ONBOARDED"}


@pytest.mark.parametrize(
    ("marketing", "category", "account", "edge"),
    [
        (MarketingRoute.AUTO, "MARKETING", as_json(ONBOARDED), "marketing_messages"),
        (MarketingRoute.AUTO, "MARKETING", as_json({"id": ACCOUNT}), "messages"),
        (MarketingRoute.AUTO, "MARKETING", as_json(ELIGIBLE), "messages"),
        (MarketingRoute.AUTO, "MARKETING", graph_error(100), "messages"),
        (MarketingRoute.AUTO, "MARKETING", HTML_502, "messages"),
        (MarketingRoute.AUTO, "UTILITY", as_json(ONBOARDED), "messages"),
        (MarketingRoute.MARKETING_MESSAGES, "MARKETING", graph_error(100), "marketing_messages"),
        (MarketingRoute.MARKETING_MESSAGES, "UTILITY", graph_error(100), "messages"),
        (MarketingRoute.MESSAGES, "MARKETING", as_json(ONBOARDED), "messages"),
    ],
)
def test_promotional_templates_take_their_own_way_where_the_account_has_it(
    stub: ServiceStub, trust: ssl.SSLContext, marketing: MarketingRoute, category: str, account: Answer, edge: str
) -> None:
    """Meta: "Route template messages by category": the latest category decides, and only MARKETING leaves otherwise."""

    def answer(call: Call) -> Answer:
        if "message_templates" in call.path:
            return as_json({"data": [template(category=category)]})
        return account if call.method == "GET" else as_json(ACCEPTED)

    stub.default = answer
    channel = driver(stub.url, trust, marketing=marketing)
    kept = run(channel, lambda opened: opened.prepare(WATER, {"route": "marketing_messages"}))
    assert (kept["category"], kept.get("route", "messages")) == (category, edge)
    assert send(channel, **kept).remote_id == "wamid.1"
    assert stub.calls[-1].path == f"/v25.0/{NUMBER}/{edge}"
    send(channel, TextMessage("Ciao"), **kept)
    assert stub.calls[-1].path == f"/v25.0/{NUMBER}/messages"
