# SPDX-License-Identifier: EUPL-1.2
"""What goes out: signed, escaped, on one line where Meta wants it, and only what was written."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comunecast_gui.core.codec import content_from_data, content_to_data
from comunecast_gui.core.content import TelegramPost, TemplateMessage, readable
from comunecast_gui.core.model import Attachment, ChannelKind, Draft, Office
from comunecast_gui.core.notice import render
from comunecast_gui.core.notice.categories import Catalogue, Category, FieldType
from comunecast_gui.core.notice.italian import in_place, on_one_line
from tests.core.moments import SENT, rome

OFFICE = Office("Comune di Calcinaia", ("Calcinaia", "Fornacette"))
NASTY = st.text(alphabet="aà <>&*_~`\"'{}[]\n\t\r.;-\u202e💧1/:http", max_size=60)


def telegram(category: Category, fields: object = None, at: str = "") -> TelegramPost:
    draft = Draft("u", category.id, fields if fields is not None else category.example)  # type: ignore[arg-type]
    content = render.render(render.read(category, draft, OFFICE, rome(at or SENT[category.id])), ChannelKind.TELEGRAM)
    assert isinstance(content, TelegramPost)
    return content


def whatsapp(category: Category, fields: object = None, at: str = "") -> TemplateMessage:
    draft = Draft("u", category.id, fields if fields is not None else category.example)  # type: ignore[arg-type]
    content = render.render(render.read(category, draft, OFFICE, rome(at or SENT[category.id])), ChannelKind.WHATSAPP)
    assert isinstance(content, TemplateMessage)
    return content


def test_a_telegram_post_is_bold_signed_and_previews_its_link(catalogue: Catalogue) -> None:
    post = telegram(catalogue.get("meteo_allerta"))
    assert post.html.startswith("🔴 <b>Comune di Calcinaia: allerta rossa</b> per rischio idraulico\n\n<b>Quando:</b> ")
    assert post.html.endswith("\n\nComune di Calcinaia, 14 marzo 2025")
    assert post.plain.endswith("\n\nComune di Calcinaia, 14 marzo 2025")
    assert "<" not in post.plain
    assert post.preview_url == "https://www.regione.toscana.it/allertameteo"


def test_attachments_travel_on_telegram(catalogue: Catalogue) -> None:
    picture = Attachment(Path("mappa.png"), "La mappa", "image/png", 10)
    category = catalogue.get("evento")
    draft = Draft("u", category.id, category.example, attachments=(picture,))
    content = render.render(render.read(category, draft, OFFICE, rome(SENT["evento"])), ChannelKind.TELEGRAM)
    assert isinstance(content, TelegramPost)
    assert content.attachments == (picture,)


def test_a_whatsapp_message_is_its_template_filled(catalogue: Catalogue) -> None:
    category = catalogue.get("acqua_programmata")
    message = whatsapp(category)
    said = dict(message.parameters)
    assert message.template == "acqua_programmata_v1"
    assert message.language == "it"
    assert said["dove"] == "a Fornacette"
    assert said["quando"] == "mercoledì 24 agosto dalle 8:30 alle 16:30"
    assert said["data_invio"] == "19 agosto 2022"
    body = render.body_of(category.whatsapp, OFFICE)
    for name, value in said.items():
        body = body.replace("{{" + name + "}}", value)
    assert message.text == body
    assert message.text.endswith("\n\nMessaggio del 19 agosto 2022, Comune di Calcinaia")


def test_lists_and_paragraphs_stand_on_one_line(catalogue: Catalogue) -> None:
    said = dict(whatsapp(catalogue.get("meteo_allerta")).parameters)
    assert said["consigli"] == (
        "Stai lontano da argini, ponti e sottopassi. Non scendere in cantine e garage. "
        "Rimanda gli spostamenti non necessari."
    )
    assert said["livello"] == "rossa 🔴"
    assert on_one_line("- uno\n- due.\n\ntre") == "uno; due. tre"


def test_a_mark_at_the_end_takes_no_full_stop(catalogue: Catalogue) -> None:
    fields = {**catalogue.get("evento").example, "luogo": "in piazza!", "maltempo": "si balla lo stesso…"}
    text = telegram(catalogue.get("evento"), fields).plain
    assert "Dove: in piazza!\n" in text
    assert "In caso di pioggia: si balla lo stesso…\n" in text


def test_on_whatsapp_a_sentence_ends_once(catalogue: Catalogue) -> None:
    event = {**catalogue.get("evento").example, "descrizione": "Vieni anche tu!"}
    assert "si tratta:* Vieni anche tu!\n" in whatsapp(catalogue.get("evento"), event).text
    flood = {**catalogue.get("fiume_piena").example, "consigli": ["Sali ai piani alti.", "Chiama il 112"]}
    assert "fare:* Sali ai piani alti. Chiama il 112.\n" in whatsapp(catalogue.get("fiume_piena"), flood).text


def test_an_omitted_block_leaves_no_empty_line(catalogue: Catalogue) -> None:
    event = catalogue.get("evento")
    fields = {**event.example, "ingresso": "", "maltempo": "si rinvia"}
    assert "\n\nIn caso di pioggia: si rinvia.\n\nComune" in telegram(event, fields).plain
    assert "Comune\n\nComune di Calcinaia, 10 giugno" in telegram(event, {**fields, "maltempo": ""}).plain


def test_the_day_of_sending_is_the_towns_own(catalogue: Catalogue) -> None:
    midnight = datetime(2025, 3, 14, 23, 30, tzinfo=UTC)
    assert render.signature(OFFICE, midnight) == "Comune di Calcinaia, 15 marzo 2025"


def test_another_year_is_written(catalogue: Catalogue) -> None:
    post = telegram(catalogue.get("acqua_programmata"), at="2021-12-31T10:00")
    assert "Mercoledì 24 agosto 2022 dalle 8:30 alle 16:30" in post.plain


def test_a_value_cannot_become_markup(catalogue: Catalogue) -> None:
    category = catalogue.get("generico")
    fields = {"titolo": "a<b>&*x*", "testo": "_sì_ ```x``` ~no~ </b>"}
    assert "<b>a&lt;b&gt;&amp;*x*</b>" in telegram(category, fields, "2026-05-05T10:00").html
    said = dict(whatsapp(category, fields, "2026-05-05T10:00").parameters)
    assert said["titolo"] == "a<b>&\u2217x\u2217"
    assert not re.search(r"[*_~`]", said["testo"])


def test_places_take_their_preposition() -> None:
    assert in_place(("Fornacette",)) == "a Fornacette"
    assert in_place(("Calcinaia", "Fornacette")) == "a Calcinaia e Fornacette"
    assert in_place(("tutto il territorio comunale",)) == "in tutto il territorio comunale"
    assert in_place(("Calcinaia", "zona industriale Moretti")) == "a Calcinaia e nella zona industriale Moretti"


def test_the_office_s_name_cannot_break_the_template(catalogue: Catalogue) -> None:
    town = replace(OFFICE, name="Comune di <X> & Y")
    category = catalogue.get("meteo_allerta")
    content = render.render(
        render.read(category, Draft("u", category.id, category.example), town, rome(SENT["meteo_allerta"])),
        ChannelKind.TELEGRAM,
    )
    assert isinstance(content, TelegramPost)
    assert "Comune di &lt;X&gt; &amp; Y" in content.html


TEXTS = {FieldType.TEXT, FieldType.LONG_TEXT, FieldType.PLACE, FieldType.PHONE, FieldType.LINK, FieldType.NOTICE_REF}


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_whatever_is_written_both_services_take_it(catalogue: Catalogue, data: st.DataObject) -> None:
    category = data.draw(st.sampled_from(catalogue.categories))
    fields = dict(category.example)
    for one in category.fields:
        if one.type in TEXTS and data.draw(st.booleans()):
            fields[one.id] = data.draw(NASTY)
        elif one.type is FieldType.LIST:
            fields[one.id] = data.draw(st.lists(NASTY, max_size=4))
        elif one.type is FieldType.STREETS:
            street = st.fixed_dictionaries({"via": NASTY, "tratto": NASTY, "civici": NASTY})
            fields[one.id] = data.draw(st.lists(street, max_size=3))
    html = telegram(category, fields).html
    assert not re.search(r"[<>&]", re.sub(r"</?b>|&(?:amp|lt|gt);", "", html))
    assert re.fullmatch(r"(?:[^<]|<b>[^<]+</b>)*", html)
    message = whatsapp(category, fields)
    assert [name for name, _ in message.parameters] == [one.name for one in category.whatsapp.variables]
    for _, value in message.parameters:
        assert value
        assert not re.search(r"[\n\t\r]| {5}", value)
    assert content_from_data(content_to_data(message)) == message


@pytest.mark.parametrize("broken", [{}, {"zona": 3, "periodo": "mai", "vie": [{}]}])
def test_an_unfinished_notice_still_has_a_preview(catalogue: Catalogue, broken: dict[str, object]) -> None:
    category = catalogue.get("acqua_programmata")
    assert telegram(category, broken).html.endswith("Comune di Calcinaia, 19 agosto 2022")
    assert "{{" not in whatsapp(category, broken).text


def test_a_preview_shows_where_something_is_missing(catalogue: Catalogue, office: Office) -> None:
    at = rome(SENT["meteo_allerta"])

    def seen(id: str, kind: ChannelKind, fields: dict[str, object]) -> str:
        content = render.render(
            render.read(catalogue.get(id), Draft("u", id, fields), office, at), kind, gap=render.GAP
        )
        return readable(content)

    assert seen("acqua_programmata", ChannelKind.WHATSAPP, {}).startswith("💧 *Manca l'acqua …*\n\n*Quando:* … In")
    assert "Vie interessate: …\n" in seen("acqua_programmata", ChannelKind.TELEGRAM, {})
    assert seen("meteo_allerta", ChannelKind.TELEGRAM, {}).startswith("⚪ Comune di Calcinaia: allerta … per …\n")
    assert seen("meteo_allerta", ChannelKind.WHATSAPP, {}).startswith("*Comune di Calcinaia: allerta … ⚪* per …\n")


@pytest.mark.parametrize("kind", list(ChannelKind))
def test_a_preview_of_a_finished_notice_is_what_goes_out(
    catalogue: Catalogue, office: Office, kind: ChannelKind
) -> None:
    for category in catalogue:
        wanted = {one.id for one in category.fields if one.required}.union(*category.at_least_one)
        fields = {id: value for id, value in category.example.items() if id in wanted}
        draft, at = Draft("u", category.id, fields), rome(SENT[category.id])
        written = render.read(category, draft, office, at)
        assert render.render(written, kind, gap=render.GAP) == render.render(written, kind)
