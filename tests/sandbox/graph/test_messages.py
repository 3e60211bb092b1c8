# SPDX-License-Identifier: EUPL-1.2
"""Each refusal of Meta's ``/messages`` with its code and words, and what reaches the citizen's phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from comunecast_gui.sandbox import Sandbox, SandboxConfig, run_sandbox
from tests.sandbox.conftest import Graph, body_component, named, png, press, template, template_body

NUMBER = "393331234567"
APP = SandboxConfig().app_id


def error(answer: Any) -> tuple[int, str, str]:
    found = answer["error"]
    return found["code"], found["message"], found.get("error_data", {}).get("details", "")


def test_a_template_is_shown_filled(graph: Graph, sandbox: Sandbox) -> None:
    graph.approve()
    answer = graph.send(to="+39 333 123-4567")
    assert answer["contacts"] == [{"input": "+39 333 123-4567", "wa_id": NUMBER}]
    assert answer["messages"][0]["message_status"] == "accepted"
    (message,) = sandbox.control.phone(NUMBER)
    assert message.displayed.splitlines() == [
        "Il Comune avvisa: in Via Roma mancherà l'acqua martedì 9-13 per lavori. Informazioni allo 0587 265442.",
        "Scrivi Disattiva per non ricevere più avvisi",
        "[ Disattiva ]",
    ]
    assert message.callback_data == "notice-17/42"
    assert sandbox.control.complaints() == []


def test_the_shape_of_an_error(graph: Graph) -> None:
    response = graph.response("POST", f"{graph.phone}/messages", json={**free_text(), "to": NUMBER})
    assert response.status_code == 400
    body = response.json()
    assert body["error"].pop("fbtrace_id")
    assert body == {
        "error": {
            "message": "(#131047) Re-engagement message",
            "type": "OAuthException",
            "code": 131047,
            "error_data": {
                "messaging_product": "whatsapp",
                "details": "Message failed to send because more than 24 hours have passed since the customer last "
                "replied to this number.",
            },
        }
    }


def free_text(body: str = "ciao") -> dict[str, Any]:
    return {"messaging_product": "whatsapp", "to": NUMBER, "type": "text", "text": {"body": body}}


def test_the_window_opens_with_the_citizens_word_and_closes_after_24_hours(graph: Graph, sandbox: Sandbox) -> None:
    def send(body: str = "ciao") -> Any:
        return graph.post(f"{graph.phone}/messages", free_text(body))

    assert error(send())[0] == 131047
    sandbox.control.citizen_writes(NUMBER, "Attiva")
    assert "message_status" not in send()["messages"][0]
    assert error(send("x" * 4097))[1] == "(#100) Param text['body'] must be at most 4096 characters long."
    assert error(send(" "))[1] == "(#100) The parameter text['body'] is required."
    sandbox.control.advance(24 * 3600)
    assert error(send())[0] == 131047
    assert [message.text for message in sandbox.control.phone(NUMBER)] == ["ciao"]


MISMATCH = "(#132012) Parameter format does not match format in the created template"
COUNT = "(#132000) Number of parameters does not match the expected number of params"
ISSUE = "(#132018) There's an issue with the parameters in your template"
FORBIDDEN = "Param text cannot have new-line/tab characters or more than 4 consecutive spaces"
MISSING = "(#131008) Required parameter is missing"


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        (
            [named(via="Via Roma")],
            (132000, COUNT, "body: number of localizable_params (1) does not match the expected number of params (2)"),
        ),
        (
            [],
            (132000, COUNT, "body: number of localizable_params (0) does not match the expected number of params (2)"),
        ),
        (
            [named(via="x", orario="y")],
            (132012, MISMATCH, "body: parameter name orario is not in the template"),
        ),
        (
            [{"type": "body", "parameters": [{"type": "text", "text": "x"}, {"type": "text", "text": "y"}]}],
            (100, "(#100) Invalid parameter", "Parameter name is missing or empty"),
        ),
        ([named(via="Via\nRoma", quando="x")], (132018, ISSUE, FORBIDDEN)),
        ([named(via="Via\tRoma", quando="x")], (132018, ISSUE, FORBIDDEN)),
        ([named(via="Via     Roma", quando="x")], (132018, ISSUE, FORBIDDEN)),
        ([named(via="", quando="x")], (131008, MISSING, "Parameter of type text is missing text value")),
        (
            [named(via="x" * 1000, quando="y")],
            (132005, "(#132005) Translated text too long", "body: the filled text has 1083 characters, at most 1024"),
        ),
        (
            [named(via="x", quando="y"), press(index="1")],
            (132018, ISSUE, "buttons: the template has no button at index 1"),
        ),
        (
            [named(via="x", quando="y"), press(sub_type="url")],
            (132018, ISSUE, "buttons: Button at index 0 must be of type Quick_Reply"),
        ),
        (
            [named(via="x", quando="y"), press(payload="")],
            (131008, MISSING, "buttons: Button at index 0 requires a parameter of type payload"),
        ),
    ],
)
def test_wrong_parameters(
    graph: Graph, sandbox: Sandbox, components: list[dict[str, Any]], expected: tuple[int, str, str]
) -> None:
    graph.approve()
    assert error(graph.send(template=template(*components))) == expected
    assert sandbox.control.phone(NUMBER) == []
    assert [item.code for item in sandbox.control.complaints()] == [expected[0]]


def test_four_spaces_are_fine(graph: Graph) -> None:
    graph.approve()
    assert "messages" in graph.send(template=template(named(via="Via    Roma", quando="x")))


def test_positional_templates(graph: Graph) -> None:
    text = "Il Comune avvisa: in {{1}} mancherà l'acqua {{2}} per lavori urgenti alla rete."
    body = {"type": "BODY", "text": text, "example": {"body_text": [["Via Roma", "martedì"]]}}
    graph.approve(parameter_format="positional", components=[body])
    plain = [{"type": "text", "text": "Via Roma"}, {"type": "text", "text": "oggi"}]
    assert "messages" in graph.send(template=template({"type": "body", "parameters": plain}))
    assert error(graph.send(template=template(named(via="x", quando="y"))))[0] == 132012


@pytest.mark.parametrize(
    ("name", "code"), [("acqua_v2", "it"), ("acqua_v1", "en")], ids=["another name", "another language"]
)
def test_the_template_must_exist_in_the_language(graph: Graph, name: str, code: str) -> None:
    graph.approve()
    wanted = template(named(via="x", quando="y"), name=name, code=code)
    response = graph.response("POST", f"{graph.phone}/messages", json={**base(), "template": wanted})
    assert response.status_code == 404
    title = "(#132001) Template name does not exist in the translation"
    assert error(response.json()) == (132001, title, f"template name ({name}) does not exist in {code}")


def base(to: str = NUMBER) -> dict[str, Any]:
    return {"messaging_product": "whatsapp", "to": to, "type": "template"}


def test_the_template_must_be_approved(with_config: Callable[..., Sandbox]) -> None:
    sandbox = with_config(review_seconds=60)
    graph = Graph(sandbox)
    graph.create()
    assert error(graph.send())[0] == 132001
    sandbox.control.advance(60)
    assert "messages" in graph.send()
    sandbox.control.set_template("acqua_v1", status="PAUSED")
    assert error(graph.send())[:2] == (132015, "(#132015) Template is paused")
    sandbox.control.set_template("acqua_v1", status="DISABLED")
    assert error(graph.send())[:2] == (132016, "(#132016) Template is disabled")


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        ({"to": "12x"}, 131009, "(#131009) Parameter value is not valid"),
        ({"to": "0587265442"}, 131009, "(#131009) Parameter value is not valid"),
        ({"to": "+39 333 6492690"}, 131021, "(#131021) Recipient cannot be sender"),
        ({"to": ""}, 100, "(#100) The parameter to is required."),
        ({"messaging_product": "sms"}, 100, "(#100) The parameter messaging_product is required."),
        ({"type": "fax"}, 131051, "(#131051) Unsupported message type"),
        ({"template": "acqua_v1"}, 100, "(#100) Param template must be a JSON object."),
        ({"template": {**template(), "components": {}}}, 100, "(#100) Param template['components'] must be an array."),
        ({"type": "image"}, 131008, "(#131008) Required parameter is missing"),
        ({"idempotency_key": "1"}, 100, '(#100) Unexpected key "idempotency_key".'),
        (
            {"template": {**template(), "namespace": "x"}},
            100,
            '(#100) Unexpected key "namespace" on param "template".',
        ),
        (
            {"biz_opaque_callback_data": "x" * 513},
            100,
            "(#100) Param biz_opaque_callback_data must be at most 512 characters long.",
        ),
    ],
)
def test_wrong_envelopes(graph: Graph, sandbox: Sandbox, changes: dict[str, Any], code: int, message: str) -> None:
    graph.approve()
    assert error(graph.send(**changes))[:2] == (code, message)
    assert [item.code for item in sandbox.control.complaints()] == [code]


def test_a_citizen_known_by_a_business_scoped_id_only(graph: Graph, sandbox: Sandbox) -> None:
    sandbox.control.citizen_writes("", "Attiva", bsuid="IT.1349ab")
    inbound = sandbox.control.webhooks()[0]["entry"][0]["changes"][0]["value"]
    assert inbound["contacts"][0] == {"profile": {"name": "Cittadino"}, "user_id": "IT.1349ab"}
    answer = graph.post(
        f"{graph.phone}/messages",
        {"messaging_product": "whatsapp", "recipient": "IT.1349ab", "type": "text", "text": {"body": "Benvenuto"}},
    )
    assert answer["contacts"] == [{"input": "IT.1349ab", "user_id": "IT.1349ab"}]


def test_header_media(graph: Graph, sandbox: Sandbox) -> None:
    session = graph.response(
        "POST", f"{APP}/uploads", params={"file_length": len(png()), "file_type": "image/png"}
    ).json()
    headers = {"Authorization": f"OAuth {sandbox.config.whatsapp_token}", "file_offset": "0"}
    handle = graph.response("POST", session["id"], data=png(), headers=headers).json()["h"]
    header = {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": [handle]}}
    graph.approve(components=[header, body_component()])
    body = named(via="x", quando="y")
    picture = graph.upload("foto.png", "image/png", png())["id"]
    document = graph.upload("o.pdf", "application/pdf", b"%PDF-1.7")["id"]

    def send(*components: dict[str, Any]) -> Any:
        return graph.send(template=template(*components, body))

    def head(kind: str, **content: str) -> dict[str, Any]:
        return {"type": "header", "parameters": [{"type": kind, kind: content}]}

    assert "messages" in send(head("image", id=picture))
    assert sandbox.control.phone(NUMBER)[0].media == "image: foto.png"
    assert error(send()) == (132012, MISMATCH, "header: Format mismatch, expected IMAGE, received UNKNOWN")
    received = error(send(head("document", id=document)))
    assert received == (132012, MISMATCH, "header: Format mismatch, expected IMAGE, received DOCUMENT")
    assert error(send(head("image", id=document)))[0] == 131009
    assert error(send(head("image", id="999")))[2] == "Media ID is not valid or has expired"
    sandbox.control.advance(30 * 86400)
    assert error(send(head("image", id=picture)))[2] == "Media ID is not valid or has expired"


def test_free_media_inside_the_window(graph: Graph, sandbox: Sandbox) -> None:
    sandbox.control.citizen_writes(NUMBER, "Attiva")
    document = graph.upload("o.pdf", "application/pdf", b"%PDF-1.7")["id"]
    envelope = {"messaging_product": "whatsapp", "to": NUMBER}
    content = {"id": document, "filename": "ordinanza.pdf", "caption": "n. 12"}
    sent = graph.post(f"{graph.phone}/messages", {**envelope, "type": "document", "document": content})
    assert "messages" in sent
    assert sandbox.control.phone(NUMBER)[0].displayed == "[document: ordinanza.pdf]\nn. 12"
    wrong = graph.post(f"{graph.phone}/messages", {**envelope, "type": "image", "image": {"id": document}})
    assert error(wrong)[0] == 131009
    key = graph.post(f"{graph.phone}/messages", {**envelope, "type": "image", "image": {"id": "1", "filename": "x"}})
    assert error(key)[1] == '(#100) Unexpected key "filename" on param "image".'


def test_token_and_permissions(graph: Graph, sandbox: Sandbox) -> None:
    url = f"{sandbox.graph_url}/v25.0/{graph.phone}/messages"
    wrong = requests.post(url, json=free_text(), headers={"Authorization": "Bearer wrong"}, timeout=5)
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (401, 190)
    assert wrong.json()["error"]["message"] == "Invalid OAuth access token - Cannot parse access token"
    sandbox.control.revoke_token("whatsapp")
    assert error(graph.send())[0] == 190
    assert graph.get("debug_token", input_token=sandbox.config.whatsapp_token)["error"]["code"] == 190
    with run_sandbox(SandboxConfig(scopes=("whatsapp_business_management",))) as limited:
        assert error(Graph(limited).send())[0] == 200
        data = Graph(limited).get("debug_token", input_token=limited.config.whatsapp_token)["data"]
        assert (data["expires_at"], data["scopes"]) == (0, ["whatsapp_business_management"])


def test_throughput(with_config: Callable[..., Sandbox]) -> None:
    sandbox = with_config(messages_per_second=3)
    graph = Graph(sandbox)
    graph.approve()
    sandbox.control.set_time(1_800_000_000)
    codes = [graph.send(to=f"3933300000{n:02d}").get("error", {}).get("code", 0) for n in range(5)]
    assert (codes[:3], codes[-1]) == ([0, 0, 0], 130429)
    sandbox.control.advance(1)
    assert "messages" in graph.send(to="393330000009")


def test_pair_rate(graph: Graph, sandbox: Sandbox) -> None:
    graph.approve()
    assert all("messages" in graph.send() for _ in range(45))
    refused = graph.response("POST", f"{graph.phone}/messages", json={**base(), "template": template_message_body()})
    assert refused.status_code == 403
    title = "(#131056) (Business Account, Consumer Account) pair rate limit hit"
    assert error(refused.json())[:2] == (131056, title)
    assert "messages" in graph.send(to="393330000001")
    sandbox.control.advance(6)
    assert "messages" in graph.send()


def template_message_body() -> dict[str, Any]:
    return template(named(via="x", quando="y"))


def test_management_calls(with_config: Callable[..., Sandbox]) -> None:
    graph = Graph(with_config(management_per_hour=3))
    assert graph.get(graph.phone, fields="quality_rating")["quality_rating"] == "GREEN"
    graph.create(**template_body())
    sample = {"file_length": len(png()), "file_type": "image/png"}
    assert graph.response("POST", f"{APP}/uploads", params=sample).json()["id"]
    assert error(graph.get(graph.phone))[0] == 80007


def test_samples_go_to_the_app_by_its_id_alone(graph: Graph) -> None:
    sample = {"file_length": len(png()), "file_type": "image/png"}
    refused = graph.response("POST", "app/uploads", params=sample).json()["error"]
    assert (refused["code"], refused["error_subcode"]) == (100, 33)


def test_the_phone_and_unknown_objects(graph: Graph) -> None:
    fields = "whatsapp_business_manager_messaging_limit,quality_rating,throughput,status,name_status,health_status"
    info = graph.get(graph.phone, fields=fields)
    assert info["whatsapp_business_manager_messaging_limit"] == "TIER_2K"
    assert error(graph.get(graph.phone, fields="colour"))[1] == "(#100) Tried accessing nonexisting field (colour)"
    assert graph.get("app")["id"] == "670843887433847"
    unknown = graph.get("999")["error"]
    assert (unknown["code"], unknown["error_subcode"]) == (100, 33)
    assert unknown["message"].startswith("Unsupported get request. Object with ID '999' does not exist")


def test_an_app_that_is_not_subscribed_hears_nothing(with_config: Callable[..., Sandbox]) -> None:
    sandbox = with_config(subscribed=False)
    graph = Graph(sandbox)
    account = sandbox.config.business_account_id
    sandbox.control.citizen_writes(NUMBER, "Attiva")
    assert graph.get(f"{account}/subscribed_apps") == {"data": []}
    assert sandbox.control.webhooks() == []
    assert graph.post(f"{account}/subscribed_apps", {}) == {"success": True}
    [app] = graph.get(f"{account}/subscribed_apps")["data"]
    assert app["whatsapp_business_api_data"]["id"] == APP
    sandbox.control.citizen_writes(NUMBER, "Attiva")
    assert len(sandbox.control.webhooks()) == 1  # what was written before is lost
    assert graph.response("DELETE", f"{account}/subscribed_apps").json() == {"success": True}
    assert graph.get(f"{account}/subscribed_apps") == {"data": []}
