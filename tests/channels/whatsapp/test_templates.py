# SPDX-License-Identifier: EUPL-1.2
"""Templates: what is submitted, that nothing is submitted twice, and how lists are read page by page."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from comunecast_gui.channels.whatsapp.graph_client import GraphClient
from comunecast_gui.channels.whatsapp.templates import TemplateApi, TemplateSpec
from comunecast_gui.core.errors import InputError, Misconfigured, Transient
from comunecast_gui.core.model import Attachment
from tests.channels.service_stub import Answer, Call, ServiceStub, as_json

TOKEN = "EAAsecrettokenofatest1234567890abcdef"
WATER = TemplateSpec(
    "interruzione_acqua_v1",
    "it",
    "UTILITY",
    "Il Comune avvisa: in {{via}} manca l'acqua {{quando}}. Scusateci.",
    (("via", "Via Roma"), ("quando", "martedì 9-13")),
    "Scrivi Disattiva per non ricevere più avvisi",
    ("Disattiva",),
)


@pytest.fixture
def client(stub: ServiceStub, trust: ssl.SSLContext) -> Iterator[GraphClient]:
    graph = GraphClient(stub.url, "v25.0", TOKEN, trust)
    yield graph
    graph.close()


def stored(spec: TemplateSpec, **changes: Any) -> dict[str, Any]:
    return {
        "id": "55",
        "name": spec.name,
        "language": spec.language,
        "status": "PENDING",
        "category": spec.category,
        "quality_score": {"score": "GREEN"},
        "rejected_reason": "NONE",
        "components": [
            {"type": "BODY", "text": spec.body},
            {"type": "FOOTER", "text": spec.footer},
            {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Disattiva"}]},
        ],
    } | changes


def test_a_new_template_is_submitted_as_documented(stub: ServiceStub, client: GraphClient) -> None:
    stub.answers = [as_json({"data": []}), as_json({"id": "55", "status": "PENDING", "category": "MARKETING"})]
    outcome = TemplateApi(client, "102").submit(WATER)
    assert outcome.created
    assert (outcome.template.id, outcome.template.status, outcome.template.category) == ("55", "PENDING", "MARKETING")
    search, create = stub.calls
    assert parse_qs(urlsplit(search.path).query)["name"] == [WATER.name]
    assert (create.method, create.path) == ("POST", "/v25.0/102/message_templates")
    assert create.json == {
        "name": "interruzione_acqua_v1",
        "language": "it",
        "category": "UTILITY",
        "parameter_format": "named",
        "components": [
            {
                "type": "BODY",
                "text": WATER.body,
                "example": {
                    "body_text_named_params": [
                        {"param_name": "via", "example": "Via Roma"},
                        {"param_name": "quando", "example": "martedì 9-13"},
                    ]
                },
            },
            {"type": "FOOTER", "text": "Scrivi Disattiva per non ricevere più avvisi"},
            {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Disattiva"}]},
        ],
    }


def test_how_long_a_message_lives_is_submitted_with_the_template(stub: ServiceStub, client: GraphClient) -> None:
    stub.default = lambda call: as_json({"id": "55", "status": "PENDING", "category": "UTILITY"})
    TemplateApi(client, "102").submit(replace(WATER, lifetime=43_200), known=())
    (create,) = stub.calls
    assert create.json["message_send_ttl_seconds"] == 43_200


def test_an_existing_template_is_left_alone_and_differences_are_named(stub: ServiceStub, client: GraphClient) -> None:
    longer = stored(WATER, name=WATER.name + "0")
    stub.default = lambda call: as_json({"data": [longer, stored(WATER, category="MARKETING")]})
    outcome = TemplateApi(client, "102").submit(replace(WATER, footer="Altro"))
    assert not outcome.created
    assert outcome.differences == ("footer", "category")
    assert (outcome.template.quality, outcome.template.name) == ("GREEN", WATER.name)
    assert [call.method for call in stub.calls] == ["GET"]
    stub.default = lambda call: as_json({"data": [stored(WATER)]})
    assert TemplateApi(client, "102").submit(WATER).differences == ()


def test_a_refusal_of_the_review_names_the_template_and_the_reason(stub: ServiceStub, client: GraphClient) -> None:
    error = {
        "message": "Invalid parameter",
        "code": 100,
        "error_subcode": 2388299,
        "error_user_msg": "Variables can't be at the start or end of the template.",
    }
    stub.answers = [as_json({"data": []}), as_json({"error": error}, 400)]
    with pytest.raises(InputError) as caught:
        TemplateApi(client, "102").submit(WATER)
    assert caught.value.code == "template_refused"
    assert caught.value.values == {"template": WATER.name, "reason": error["error_user_msg"]}
    stub.answers = [as_json({"error": {"message": "no", "code": 190}}, 401)]
    with pytest.raises(Misconfigured):
        TemplateApi(client, "102").submit(WATER)


def test_pages_are_followed_by_their_cursor(stub: ServiceStub, client: GraphClient) -> None:
    def page(call: Call) -> Answer:
        after = parse_qs(urlsplit(call.path).query).get("after", ["0"])[0]
        paging: dict[str, Any] = {"cursors": {"after": str(int(after) + 1)}}
        if int(after) < 2:
            paging["next"] = f"{stub.url}/elsewhere?access_token={TOKEN}"
        return as_json({"data": [stored(WATER, id=after)], "paging": paging})

    stub.default = page
    assert [item.id for item in TemplateApi(client, "102").list_all()] == ["0", "1", "2"]
    assert len(stub.calls) == 3
    assert all(TOKEN not in call.path for call in stub.calls)


def test_a_media_header_gets_its_sample_by_resumable_upload(
    stub: ServiceStub, client: GraphClient, picture: Attachment
) -> None:
    stub.answers = [
        as_json({"data": []}),
        as_json({"id": "upload:MTphd?sig=ARZ"}),
        as_json({"h": "2:c2FtcGxl"}),
        as_json({"id": "55", "status": "PENDING", "category": "UTILITY"}),
    ]
    TemplateApi(client, "102", lambda: "670").submit(replace(WATER, header_kind="IMAGE", header_sample=picture.path))
    _, session, sample, create = stub.calls
    query = parse_qs(urlsplit(session.path).query)
    assert urlsplit(session.path).path == "/v25.0/670/uploads"
    assert query == {
        "file_name": ["lavori.png"],
        "file_length": [str(picture.size)],
        "file_type": ["image/png"],
    }
    assert sample.path == "/v25.0/upload:MTphd?sig=ARZ"
    assert sample.body == picture.path.read_bytes()
    assert (sample.headers["Authorization"], sample.headers["file_offset"]) == (f"OAuth {TOKEN}", "0")
    assert create.json["components"][0] == {
        "type": "HEADER",
        "format": "IMAGE",
        "example": {"header_handle": ["2:c2FtcGxl"]},
    }


def test_a_sample_is_uploaded_once_however_many_templates_carry_it(
    stub: ServiceStub, client: GraphClient, picture: Attachment
) -> None:
    stub.answers = [as_json({"id": "upload:one"}), as_json({"h": "2:c2FtcGxl"})]
    stub.default = lambda call: as_json({"id": "55", "status": "PENDING", "category": "UTILITY"})
    templates = TemplateApi(client, "102", lambda: "670")
    for name in ("uno_v1", "due_v1", "tre_v1"):
        templates.submit(replace(WATER, name=name, header_kind="IMAGE", header_sample=picture.path), ())
    assert [urlsplit(call.path).path.rpartition("/")[2] for call in stub.calls] == [
        "uploads", "upload:one", "message_templates", "message_templates", "message_templates",
    ]  # fmt: skip
    handles = {call.json["components"][0]["example"]["header_handle"][0] for call in stub.calls[2:]}
    assert handles == {"2:c2FtcGxl"}


@pytest.mark.parametrize(
    "answers", [[{}], [{"id": 5}], [{"id": "upload:one"}, {"h": None}], [{"id": "upload:one"}, {}]]
)
def test_an_upload_that_answers_nonsense_is_tried_again_later(
    stub: ServiceStub, client: GraphClient, picture: Attachment, answers: list[dict[str, Any]]
) -> None:
    stub.answers = [as_json(answer) for answer in answers]
    with pytest.raises(Transient):
        TemplateApi(client, "102", lambda: "670").submit(
            replace(WATER, header_kind="IMAGE", header_sample=picture.path), ()
        )
    assert len(stub.calls) == len(answers)


def test_a_sample_that_is_not_there_is_refused_before_anything_is_sent(
    stub: ServiceStub, client: GraphClient, picture: Attachment
) -> None:
    stub.answers = [as_json({"data": []})]
    picture.path.unlink()
    with pytest.raises(InputError) as caught:
        TemplateApi(client, "102").submit(replace(WATER, header_kind="IMAGE", header_sample=picture.path))
    assert caught.value.code == "template_sample"
    assert [call.method for call in stub.calls] == ["GET"]
