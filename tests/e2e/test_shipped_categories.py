# SPDX-License-Identifier: EUPL-1.2
"""Every kind of notice that is shipped passes Meta's review as declared, and its worked example goes out everywhere."""

from __future__ import annotations

import asyncio
from pathlib import Path

from comunecast_gui.channels.telegram.driver import NoPace, TelegramChannel
from comunecast_gui.channels.whatsapp.driver import WhatsAppChannel
from comunecast_gui.core.content import Content, TelegramPost, TemplateMessage
from comunecast_gui.core.model import ChannelKind, Draft, Office
from comunecast_gui.core.notice import render
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.notice.checks import check
from comunecast_gui.core.ports import Claim
from comunecast_gui.system import tls
from tests.core.moments import SENT, rome
from tests.core.notice.checked import problems_of
from tests.e2e.conftest import MakeTown, Town

RESOURCES = Path(__file__).parents[2] / "resources"
CATALOGUE = Catalogue.load(RESOURCES / "categories")
OFFICE = Office("Comune di Calcinaia", ("Calcinaia", "Fornacette"), phone="0587 265442", alert_zone="Tosc-A4")
PHONE = "393331234567"


def test_meta_approves_each_template_at_the_price_it_declares(make_town: MakeTown) -> None:
    town = make_town()
    town.run("templates", "submit", "--media")
    listed = town.run("templates", "sync", "--json").json["templates"]
    assert {one["status"] for one in listed} == {"APPROVED"}
    declared = {category.id: str(category.whatsapp.price_category) for category in CATALOGUE}
    assert {(one["category"], one["price_category"]) for one in listed} == set(declared.items())
    assert len(listed) == 3 * len(declared)  # bare, with a picture, with a document
    assert town.control.complaints() == []


def test_each_worked_example_goes_out_on_both_channels(make_town: MakeTown) -> None:
    town = make_town()
    town.run("templates", "submit")
    context = check.CheckContext.load(RESOURCES, office=OFFICE)
    posts, messages = [], []
    for category in CATALOGUE:
        draft, at = Draft(category.id, category.id, category.example), rome(SENT[category.id])
        assert check.blocking(problems_of(category, draft, OFFICE, at, context)) == ()
        posts.append(render.render(render.read(category, draft, OFFICE, at), ChannelKind.TELEGRAM))
        messages.append(render.render(render.read(category, draft, OFFICE, at), ChannelKind.WHATSAPP))
    asyncio.run(_send(telegram(town), posts))
    asyncio.run(_send(whatsapp(town), messages))
    posted = [post.text for post in town.control.posts()]
    assert posted == [post.plain for post in posts if isinstance(post, TelegramPost)]
    received = [message.text for message in town.control.phone(PHONE)]
    sent = [message.text for message in messages if isinstance(message, TemplateMessage)]
    assert len(received) == len(sent) == len(CATALOGUE)
    assert all(text in got for text, got in zip(sent, received, strict=True))
    assert town.control.complaints() == []


def telegram(town: Town) -> TelegramChannel:
    config = town.sandbox.config
    address = town.sandbox.telegram_base_url
    return TelegramChannel("telegram", config.telegram_token, "@comunecalcinaia", address, tls.context())


def whatsapp(town: Town) -> WhatsAppChannel:
    config = town.sandbox.config
    ids = (config.phone_number_id, config.business_account_id)
    return WhatsAppChannel("whatsapp", config.whatsapp_token, town.sandbox.graph_url, "v25.0", *ids, tls.context())


async def _send(channel: TelegramChannel | WhatsAppChannel, contents: list[Content]) -> None:
    try:
        memory = await channel.open(NoPace(), {})
        for number, content in enumerate(contents, 1):
            prepared = await channel.prepare(content, memory)
            await channel.send(Claim(number, number, channel.name, recipient=PHONE), content, prepared)
    finally:
        await channel.close()


def test_only_what_soon_is_no_longer_true_is_submitted_with_a_lifetime(town: Town) -> None:
    town.run("templates", "submit", "acqua_guasto", "fiume_piena", "meteo_allerta", "evento", "--json")
    lives = {template.name: template.ttl_seconds for template in town.control.templates()}
    assert lives["acqua_guasto_v1"] == lives["fiume_piena_v1"] == 12 * 3600
    assert lives["acqua_programmata_v1"] is lives["meteo_allerta_v1"] is lives["evento_v1"] is None


def test_templates_that_meta_has_keep_their_lifetime_and_it_is_said(town: Town) -> None:
    town.run("templates", "submit", "acqua_guasto", "meteo_allerta")
    found = {template.name: template for template in town.control.templates()}
    found["acqua_guasto_v1"].ttl_seconds = None  # as earlier versions of the program submitted them
    found["meteo_allerta_v1"].ttl_seconds = 43_200
    for words in (("templates", "submit", "acqua_guasto", "meteo_allerta"), ("templates", "sync")):
        told = town.run(*words)
        assert "(acqua_guasto_v1)" in told.err
        assert "prova a consegnare per 30 giorni, invece di 12 ore" in told.err
        assert "(meteo_allerta_v1)" in told.err
        assert "prova a consegnare per 12 ore, invece di 30 giorni" in told.err
    read = {one["name"]: one for one in town.run("templates", "sync", "--json").json["templates"]}
    assert read["acqua_guasto_v1"]["lifetime_seconds"] is None
    assert read["meteo_allerta_v1"]["lifetime_seconds"] == 43_200
