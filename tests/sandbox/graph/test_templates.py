# SPDX-License-Identifier: EUPL-1.2
"""Template management: Meta's rules, its review, its lists, and what changes without a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from comunecast_gui.sandbox import Sandbox
from comunecast_gui.sandbox.config import SandboxConfig
from tests.sandbox.conftest import BODY, Graph, body_component, jpeg, png, template_body

APP = SandboxConfig().app_id
LEADING = "Leading or trailing parameters not allowed"
LIMIT = "Character Limit Exceeded"


def components(*extra: dict[str, Any], text: str = BODY, names: tuple[str, ...] = ("via", "quando")) -> dict[str, Any]:
    return {"components": [body_component(text, names), *extra]}


def buttons(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"type": "BUTTONS", "buttons": [{"type": kind, "text": text} for kind, text in pairs]}


@pytest.mark.parametrize(
    ("changes", "subcode", "title"),
    [
        (components(text="{{via}} senz'acqua per lavori alla rete fino a stasera", names=("via",)), 2388299, LEADING),
        (components(text="Il Comune avvisa che manca l'acqua in {{via}}", names=("via",)), 2388299, LEADING),
        (
            components(text="Avviso {{a}} e {{b}} fine", names=("a", "b")),
            2388293,
            "Parameters words ratio exceeds limit",
        ),
        (components(text="x " * 513, names=()), 2388040, LIMIT),
        (components({"type": "FOOTER", "text": "x" * 61}), 2388040, LIMIT),
        (components({"type": "FOOTER", "text": "{{via}}"}), 2388073, "Footer Format Incorrect"),
        (components({"type": "HEADER", "format": "TEXT", "text": "x" * 61}), 2388040, LIMIT),
        (components(buttons(("QUICK_REPLY", "x" * 26))), 2388040, LIMIT),
        (components(text=BODY.replace("{{via}}", "{{Via Roma}}")), 2388072, "Body Format Incorrect"),
        (components(text=BODY.replace("{{via}}", "{{via}")), 2388072, "Body Format Incorrect"),
        (components(text=BODY.replace("{{via}}", "{{via}} {{quando}}")), 2388072, "Body Format Incorrect"),
        (components({"type": "HEADER", "format": "TEXT", "text": "*Acqua*"}), 2388047, "Header Format Incorrect"),
        (components({"type": "HEADER", "format": "TEXT", "text": "💧 Acqua"}), 2388047, "Header Format Incorrect"),
        (components({"type": "FOOTER", "text": "Scrivi Disattiva 🙂"}), 2388073, "Footer Format Incorrect"),
    ],
)
def test_template_rules_refused_with_a_subcode(
    graph: Graph, sandbox: Sandbox, changes: dict[str, Any], subcode: int, title: str
) -> None:
    error = graph.create(**changes)["error"]
    assert (error["code"], error.get("error_subcode"), error["error_user_title"]) == (100, subcode, title)
    assert error["message"] == "Invalid parameter"
    assert sandbox.control.templates() == []
    assert [item.code for item in sandbox.control.complaints()] == [100]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "Acqua V1"}, "only lowercase letters, numbers and underscores"),
        ({"language": "italiano"}, "Param language is not a supported language code"),
        ({"category": "AVVISI"}, "Param category must be one of"),
        ({"parameter_format": "free"}, "Param parameter_format must be one of {NAMED, POSITIONAL}"),
        ({"message_send_ttl_seconds": 10}, "must be between 30 and 43200"),
        ({"note": "x"}, '(#100) Unexpected key "note".'),
        (components(names=("via",)), "The variables of the body need one sample each."),
        (components(text=BODY.replace(" in ", "\n\n\nin ")), "more than two consecutive newline characters"),
        (components(buttons(("QUICK_REPLY", "a"), ("PHONE_NUMBER", "b"), ("QUICK_REPLY", "c"))), "stand together"),
        (components(buttons(*[("QUICK_REPLY", str(n)) for n in range(11)])), "A template has 1 to 10 buttons."),
        ({"components": [{"type": "FOOTER", "text": "x"}]}, "A template has exactly one body"),
        (components({"type": "HEADER", "format": "IMAGE"}), "needs a sample file (header_handle)"),
        (
            components({"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["12345"]}}),
            "not a handle of the Resumable Upload API",
        ),
        (
            components({"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "x", "target_base": "y"}]}),
            '(#100) Unexpected key "target_base" on param "components[1][\'buttons\'][0]".',
        ),
    ],
)
def test_template_rules_refused_without_a_subcode(graph: Graph, changes: dict[str, Any], words: str) -> None:
    error = graph.create(**changes)["error"]
    assert error["code"] == 100
    assert words in f"{error['message']} {error.get('error_user_msg', '')}"


def test_a_template_name_and_language_exists_once(graph: Graph) -> None:
    graph.approve()
    error = graph.create()["error"]
    assert (error["error_subcode"], error["error_user_title"]) == (2388024, "Content in This Language Already Exists")


def test_the_same_words_under_another_name_are_rejected(graph: Graph, sandbox: Sandbox) -> None:
    graph.approve()
    twin = graph.create(name="acqua_v2")
    assert graph.get(twin["id"], fields="status,rejected_reason")["status"] == "REJECTED"
    assert "same body and footer" in sandbox.control.complaints()[0].message


@pytest.mark.parametrize("link", ["http://comune.it/acqua", "https://bit.ly/x1"])
def test_plain_and_shortened_links_are_rejected(graph: Graph, sandbox: Sandbox, link: str) -> None:
    made = graph.create(**components(text=f"{BODY} Leggi {link} per saperne di più."))
    assert graph.get(made["id"])["status"] == "REJECTED"
    assert link in sandbox.control.complaints()[0].message


def test_buttons_that_desktop_clients_do_not_show(graph: Graph, sandbox: Sandbox) -> None:
    graph.approve(**components(buttons(*[("QUICK_REPLY", str(n)) for n in range(4)])))
    assert "cannot be seen on WhatsApp for desktop" in sandbox.control.complaints()[0].message


def test_review_takes_its_time(with_config: Callable[..., Sandbox]) -> None:
    sandbox = with_config(review_seconds=3600)
    graph = Graph(sandbox)
    made = graph.create()
    assert graph.get(made["id"])["status"] == "PENDING"
    sandbox.control.advance(3600)
    assert graph.get(made["id"])["status"] == "APPROVED"
    events = [hook["entry"][0]["changes"][0] for hook in sandbox.control.webhooks()]
    assert [(e["field"], e["value"]["event"]) for e in events] == [("message_template_status_update", "APPROVED")]


def test_promotional_words_become_marketing_without_an_error(graph: Graph, sandbox: Sandbox) -> None:
    text = "Il Comune invita: la sagra di {{via}} comincia {{quando}} in piazza con musica dal vivo."
    made = graph.create(**components(text=text))
    assert made["category"] == "UTILITY"
    assert graph.get(made["id"], fields="category,status") == {
        "category": "MARKETING",
        "status": "APPROVED",
        "id": made["id"],
    }
    fields = [hook["entry"][0]["changes"][0]["field"] for hook in sandbox.control.webhooks()]
    assert fields == ["template_category_update", "message_template_status_update"]


def test_a_review_verdict_can_be_set_beforehand(graph: Graph, sandbox: Sandbox) -> None:
    sandbox.control.set_verdict("acqua_v1", "REJECTED")
    made = graph.create()
    assert graph.get(made["id"], fields="status,rejected_reason")["rejected_reason"] == "INVALID_FORMAT"


def test_lists_with_filters_fields_and_pages(graph: Graph) -> None:
    for n in range(5):
        graph.create(name=f"avviso_{n}", **components(text=BODY + f" Avviso numero {n}."))
    path = f"{graph.account}/message_templates"
    first = graph.get(path, fields="name,status", limit=2)
    assert [set(item) for item in first["data"]] == [{"name", "status", "id"}] * 2
    names = [item["name"] for item in first["data"]]
    page = first
    while "next" in page["paging"]:
        page = graph.session.get(page["paging"]["next"], timeout=5).json()
        names += [item["name"] for item in page["data"]]
    assert names == [f"avviso_{n}" for n in range(5)]
    after = graph.get(path, limit=2, after=first["paging"]["cursors"]["after"])
    assert [item["name"] for item in after["data"]] == ["avviso_2", "avviso_3"]
    assert [item["name"] for item in graph.get(path, name="avviso_3")["data"]] == ["avviso_3"]
    assert graph.get(path, status="PENDING")["data"] == []
    assert graph.get(path, fields="name,colour")["error"]["code"] == 100


def test_edits_of_an_approved_template_once_a_day(graph: Graph, sandbox: Sandbox) -> None:
    graph.approve()
    number = sandbox.control.templates()[0].template_id
    changed = components(text=BODY + " Grazie a tutti.")
    assert graph.post(number, changed)["success"] is True
    assert graph.get(number, fields="status,components")["components"][0]["text"].endswith("Grazie a tutti.")
    assert "once a day" in graph.post(number, changed)["error"]["error_user_msg"]
    sandbox.control.advance(86400)
    assert graph.post(number, changed)["success"] is True
    assert graph.post("164", changed)["error"]["error_subcode"] == 33


def test_a_deleted_name_is_locked_for_30_days(graph: Graph, sandbox: Sandbox) -> None:
    graph.approve()
    path = f"{graph.account}/message_templates"
    assert graph.response("DELETE", path, params={"name": "acqua_v1"}).json() == {"success": True}
    assert graph.create()["error"]["error_subcode"] == 2388023
    sandbox.control.advance(30 * 86400)
    graph.approve()
    missing = graph.response("DELETE", path, params={"name": "nessuno"}).json()
    assert missing["error"]["error_user_title"] == "Message Template Not Found"


def test_unpause_by_hand(graph: Graph, sandbox: Sandbox) -> None:
    graph.approve()
    sandbox.control.set_template("acqua_v1", status="PAUSED")
    number = sandbox.control.templates()[0].template_id
    assert graph.post(f"{number}/unpause", {}) == {"success": True}
    assert graph.get(number)["status"] == "APPROVED"


@pytest.mark.parametrize(
    ("name", "mime", "data", "code", "words"),
    [
        ("a.gif", "image/gif", b"GIF89a", 100, "Received file of type 'image/gif'."),
        ("a.png", "image/png", b"", 131053, "empty"),
        ("a.png", "image/png", b"%PDF-1.7", 131053, "application/pdf, not image/png"),
        ("a.pdf", "application/pdf", png(), 131053, "image/png, not application/pdf"),
        ("a.png", "image/png", png() + b"\0" * 5 * 1024 * 1024, 131053, "larger than 5 MB"),
        ("a.png", "image/png", png(colours=0), 131053, "8-bit, RGB or RGBA"),
        ("a.png", "image/png", png(bits=16), 131053, "8-bit, RGB or RGBA"),
        ("a.jpg", "image/jpeg", jpeg("CMYK"), 131053, "8-bit, RGB or RGBA"),
        ("a.jpg", "image/jpeg", jpeg("L"), 131053, "8-bit, RGB or RGBA"),
        ("a.jpg", "image/jpeg", jpeg()[:-300], 131053, "cannot be decoded"),
    ],
)
def test_refused_media(graph: Graph, name: str, mime: str, data: bytes, code: int, words: str) -> None:
    error = graph.upload(name, mime, data)["error"]
    assert error["code"] == code
    assert words in f"{error['message']} {error['error_data']['details']}"


def test_media_can_be_looked_up_and_deleted(graph: Graph) -> None:
    number = graph.upload("a.png", "image/png", png())["id"]
    assert graph.get(number)["mime_type"] == "image/png"
    assert graph.response("DELETE", number).json() == {"success": True}
    assert graph.get(number)["error"]["error_subcode"] == 33


def test_resumable_upload_in_two_parts(graph: Graph) -> None:
    data = png()
    started = graph.response(
        "POST", f"{APP}/uploads", params={"file_name": "a.png", "file_length": len(data), "file_type": "image/png"}
    ).json()
    assert started["id"].startswith("upload:")
    half = graph.response("POST", started["id"], data=data[:50], headers={"file_offset": "0"}).json()
    assert half["file_offset"] == 50
    assert graph.get(started["id"])["file_offset"] == 50
    wrong = graph.response("POST", started["id"], data=data[50:], headers={"file_offset": "0"}).json()
    assert wrong["error"]["code"] == 100
    assert graph.response("POST", started["id"], data=data[50:], headers={"file_offset": "50"}).json()["h"]
    assert "file_type" in graph.response("POST", f"{APP}/uploads", params={"file_length": 3}).json()["error"]["message"]


def test_a_good_template_raises_no_complaint(graph: Graph, sandbox: Sandbox) -> None:
    graph.approve(**template_body())
    assert sandbox.control.complaints() == []
