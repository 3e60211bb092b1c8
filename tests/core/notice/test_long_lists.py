# SPDX-License-Identifier: EUPL-1.2
"""A list that does not fit is told in part, with where it stands whole; and no values make a text that is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comunecast_gui.core.content import TEXT_LIMITS, TelegramPost, TemplateMessage, size
from comunecast_gui.core.model import ChannelKind, Draft, Office
from comunecast_gui.core.notice.categories import Catalogue, FieldType
from comunecast_gui.core.notice.checks.check import CheckContext
from comunecast_gui.core.notice.compose import Composed, compose
from tests.core.moments import SENT, rome

BOTH = ("whatsapp", "telegram:principale")
CHANNEL = "https://t.me/comunecalcinaia"
PAGE = "https://comune.calcinaia.pi.it/novita/acqua"
STREETS = [f"via del Comune numero {number}" for number in range(60)]


class Write:
    """Composes a worked example with other values, sent on a public channel or not."""

    def __init__(self, catalogue: Catalogue, office: Office, context: CheckContext) -> None:
        self.catalogue, self.office = catalogue, office
        self.context = replace(context, streets=None, channels=BOTH)

    def __call__(self, id: str, fields: dict[str, Any], *, public: bool = True, on: tuple[str, ...] = BOTH) -> Composed:
        context = replace(self.context, addresses={"telegram:principale": CHANNEL} if public else {})
        draft = Draft("u", id, {**self.catalogue.get(id).example, **fields}, channels=on)
        return compose(self.catalogue, draft, self.office, rome(SENT[id]), BOTH, context)


@pytest.fixture(scope="module")
def write(catalogue: Catalogue, office: Office, context: CheckContext) -> Write:
    return Write(catalogue, office, context)


def whatsapp(composed: Composed) -> TemplateMessage:
    content = composed.contents["whatsapp"]
    assert isinstance(content, TemplateMessage)
    return content


def telegram(composed: Composed) -> TelegramPost:
    content = composed.contents["telegram:principale"]
    assert isinstance(content, TelegramPost)
    return content


def checks(composed: Composed) -> set[str]:
    return {one.check for one in composed.problems if "elenco" in one.check or "limite" in one.check}


def test_whatsapp_tells_the_first_streets_and_where_all_stand(write: Write) -> None:
    composed = write("acqua_programmata", {"vie": STREETS})

    text = whatsapp(composed).text
    told = re.search(r"(\d+) \(elenco completo: (\S+)\)", text)
    assert composed.notice is not None
    assert told is not None
    assert told[2] == CHANNEL
    assert text.count("via del Comune") == 60 - int(told[1]) > 10
    assert size(text) <= TEXT_LIMITS[ChannelKind.WHATSAPP]
    assert size(text) > TEXT_LIMITS[ChannelKind.WHATSAPP] - 60, "as many as there is room for"
    assert telegram(composed).plain.count("via del Comune") == 60, "the channel has the whole list"
    assert checks(composed) == {"elenco_accorciato"}


def test_the_notice_s_own_page_goes_first(write: Write) -> None:
    composed = write("acqua_programmata", {"vie": STREETS, "link": PAGE})

    assert f"(elenco completo: {PAGE})" in whatsapp(composed).text


@pytest.mark.parametrize(("public", "on"), [(False, BOTH), (True, ("whatsapp",))])
def test_without_an_address_it_says_what_is_missing(write: Write, public: bool, on: tuple[str, ...]) -> None:
    composed = write("acqua_programmata", {"vie": STREETS}, public=public, on=on)

    problem = next(one for one in composed.problems if one.check == "elenco_senza_pagina")
    assert composed.notice is None
    assert problem.field == "link"
    assert "elenco completo" in problem.message


def test_one_street_more_than_fits(write: Write) -> None:
    most = max(count for count in range(1, 40) if checks(write("acqua_programmata", {"vie": STREETS[:count]})) == set())

    assert "elenco completo" not in whatsapp(write("acqua_programmata", {"vie": STREETS[:most]})).text
    assert " (elenco completo: " in whatsapp(write("acqua_programmata", {"vie": STREETS[: most + 1]})).text


def test_a_telegram_post_is_shortened_only_where_there_is_a_page(write: Write) -> None:
    streets = [f"{street}, tratto da via della Libertà al ponte" for street in STREETS]
    composed = write("acqua_programmata", {"vie": streets * 2, "link": PAGE})

    assert composed.notice is not None
    assert size(telegram(composed).plain) <= TEXT_LIMITS[ChannelKind.TELEGRAM]
    assert f"(elenco completo: {PAGE})" in telegram(composed).plain
    assert checks(write("acqua_programmata", {"vie": streets * 2})) >= {"elenco_senza_pagina"}


def test_one_ban_that_is_a_list_itself_is_cut_between_words(write: Write) -> None:
    composed = write("viabilita", {"divieti": [f"divieto di transito: {', '.join(STREETS)}"], "link": ""})

    assert composed.notice is not None
    assert f"… (elenco completo: {CHANNEL})" in whatsapp(composed).text


def test_the_carried_text_of_another_category_is_cut_too(write: Write) -> None:
    draft = Draft("u", "acqua_programmata", {**write.catalogue.get("acqua_programmata").example, "vie": STREETS})
    context = replace(write.context, addresses={"telegram:principale": CHANNEL})
    at = rome(SENT["acqua_programmata"])
    composed = compose(write.catalogue, replace(draft, carrier="generico"), write.office, at, BOTH, context)

    assert size(whatsapp(composed).text) <= TEXT_LIMITS[ChannelKind.WHATSAPP]
    assert f"(elenco completo: {CHANNEL})" in whatsapp(composed).text


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)
NAMES = st.sampled_from(["via Roma", "piazza 💧", "via *A*", "largo\tdei\nTigli", "corso 'XX' ", "<b>", "", "&amp;"])
ENTRY = st.one_of(NAMES, WORDS, st.builds(lambda via, tratto: {"via": via, "tratto": tratto}, NAMES, WORDS))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    category=st.sampled_from(["acqua_programmata", "viabilita", "energia_programmata", "generico"]),
    entries=st.lists(ENTRY, max_size=12),
    times=st.integers(1, 30),
    words=WORDS,
    link=st.sampled_from(["", PAGE]),
    public=st.booleans(),
)
def test_no_values_make_a_text_that_a_service_refuses(
    write: Write, category: str, entries: list[Any], times: int, words: str, link: str, public: bool
) -> None:
    """Meta: error 132018, at most 1,024 characters; Bot API: 4,096, and HTML that it can parse."""
    fields: dict[str, Any] = {"link": link}
    for one in write.catalogue.get(category).fields:
        if one.type is FieldType.STREETS:
            fields[one.id] = entries * times
        elif one.type is FieldType.LIST:
            fields[one.id] = [one if isinstance(one, str) else one["via"] for one in entries] * times
        elif one.type in (FieldType.TEXT, FieldType.LONG_TEXT) and one.id in ("motivo", "testo", "titolo", "esclusi"):
            fields[one.id] = words
    composed = write(category, fields, public=public)

    if composed.notice is None:
        return
    message, post = composed.notice.contents["whatsapp"], composed.notice.contents["telegram:principale"]
    assert isinstance(message, TemplateMessage)
    assert isinstance(post, TelegramPost)
    assert size(message.text) <= 1024
    assert all(value and value == value.strip() for _, value in message.parameters)
    assert not any(re.search(r"[\n\t\r]| {5}", value) for _, value in message.parameters)
    assert 0 < size(post.plain) <= 4096
    assert re.sub(r"</?b>|&(?:amp|lt|gt);", "", post.html).count("<") == 0
