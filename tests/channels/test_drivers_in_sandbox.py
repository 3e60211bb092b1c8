# SPDX-License-Identifier: EUPL-1.2
"""Both drivers against the strict stand-ins: what arrives is what was meant, and nothing is complained about."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from comunecast_gui.channels.telegram.channel_check import ChannelCheck
from comunecast_gui.channels.telegram.driver import NoPace, TelegramChannel
from comunecast_gui.channels.whatsapp.business_account import AccountApi
from comunecast_gui.channels.whatsapp.driver import WhatsAppChannel
from comunecast_gui.channels.whatsapp.graph_client import GraphClient
from comunecast_gui.channels.whatsapp.templates import TemplateApi, TemplateSpec
from comunecast_gui.core.content import TelegramPost, TemplateMessage, TextMessage
from comunecast_gui.core.errors import InputError, Misconfigured, Permanent
from comunecast_gui.core.model import Attachment
from comunecast_gui.core.ports import Claim
from comunecast_gui.sandbox import Sandbox, SandboxConfig, run_sandbox

PHONE = "393331234567"
CLAIM = Claim(42, 7, "whatsapp", recipient=PHONE)
SPEC = TemplateSpec(
    "interruzione_acqua_v1",
    "it",
    "UTILITY",
    "Il Comune di Calcinaia avvisa: in {{via}} manca l'acqua {{quando}}. Ci scusiamo per il disagio.",
    (("via", "Via Roma"), ("quando", "martedì dalle 9 alle 13")),
    "Scrivi Disattiva per non ricevere più avvisi",
    ("Disattiva",),
)
WATER = TemplateMessage(
    SPEC.name,
    "it",
    (("via", "Via Garemi"), ("quando", "giovedì dalle 8:30 alle 16:30")),
    "Il Comune di Calcinaia avvisa: in Via Garemi manca l'acqua giovedì dalle 8:30 alle 16:30. "
    "Ci scusiamo per il disagio.",
    SPEC.footer,
    SPEC.quick_replies,
)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with run_sandbox(SandboxConfig(telegram_per_second=0, telegram_per_minute=0)) as running:
        yield running


@pytest.fixture
def workspace(sandbox: Sandbox, trust: ssl.SSLContext) -> Iterator[TemplateApi]:
    client = GraphClient(sandbox.graph_url, "v25.0", sandbox.config.whatsapp_token, trust)
    yield TemplateApi(client, sandbox.config.business_account_id, lambda: sandbox.config.app_id)
    client.close()


def whatsapp(sandbox: Sandbox, trust: ssl.SSLContext) -> WhatsAppChannel:
    config = sandbox.config
    return WhatsAppChannel(
        "whatsapp",
        config.whatsapp_token,
        sandbox.graph_url,
        "v25.0",
        config.phone_number_id,
        config.business_account_id,
        trust,
    )


def telegram(sandbox: Sandbox, trust: ssl.SSLContext) -> TelegramChannel:
    return TelegramChannel(
        "telegram:principale", sandbox.config.telegram_token, "@comunecalcinaia", sandbox.telegram_base_url, trust
    )


def run(channel: Any, work: Callable[[Any], Awaitable[Any]]) -> Any:
    async def whole() -> Any:
        try:
            await channel.open(NoPace(), {})
            return await work(channel)
        finally:
            await channel.close()

    return asyncio.run(whole())


def run_closed(channel: TelegramChannel) -> ChannelCheck:
    """The check of a channel that cannot be opened."""

    async def whole() -> ChannelCheck:
        try:
            return await channel.check()
        finally:
            await channel.close()

    return asyncio.run(whole())


def approve(workspace: TemplateApi, spec: TemplateSpec = SPEC) -> None:
    assert workspace.submit(spec).created
    assert [item.status for item in workspace.find(spec.name)] == ["APPROVED"]


def test_a_template_reaches_the_phone_as_previewed(
    sandbox: Sandbox, workspace: TemplateApi, trust: ssl.SSLContext
) -> None:
    approve(workspace)

    async def work(channel: WhatsAppChannel) -> Any:
        memory = await channel.prepare(WATER, {})
        assert memory == {"category": "UTILITY"}
        return await channel.send(CLAIM, WATER, memory)

    accepted = run(whatsapp(sandbox, trust), work)
    assert accepted.remote_id.startswith("wamid.")
    (message,) = sandbox.control.phone(PHONE)
    assert WATER.text in message.text
    assert {status.value["biz_opaque_callback_data"] for status in sandbox.control.statuses(PHONE)} == {"42"}
    assert sandbox.control.complaints() == []


def test_a_picture_in_the_header_is_uploaded_once_for_all(
    sandbox: Sandbox, workspace: TemplateApi, trust: ssl.SSLContext, picture: Attachment
) -> None:
    approve(workspace, replace(SPEC, header_kind="IMAGE", header_sample=picture.path))
    content = replace(WATER, header=picture)

    async def work(channel: WhatsAppChannel) -> None:
        memory = await channel.prepare(content, {})
        for number in range(3):
            await channel.send(Claim(number, 7, "whatsapp", recipient=f"39333000000{number}"), content, memory)

    run(whatsapp(sandbox, trust), work)
    assert len(sandbox.control.phones()) == 3
    assert len(sandbox.control.requests("whatsapp", "media")) == 1
    assert sandbox.control.complaints() == []


def test_a_free_text_needs_the_citizens_word_first(sandbox: Sandbox, trust: ssl.SSLContext) -> None:
    text = TextMessage("Benvenuto tra gli iscritti.")
    with pytest.raises(Permanent) as caught:
        run(whatsapp(sandbox, trust), lambda channel: channel.send(CLAIM, text, {}))
    assert caught.value.code == "131047"
    sandbox.control.citizen_writes(PHONE, "Attiva")
    assert run(whatsapp(sandbox, trust), lambda channel: channel.send(CLAIM, text, {})).remote_id
    assert sandbox.control.phone(PHONE)[-1].text == text.text


def test_a_template_disabled_half_way_stops_the_lane(
    sandbox: Sandbox, workspace: TemplateApi, trust: ssl.SSLContext
) -> None:
    approve(workspace)
    sandbox.control.set_template(SPEC.name, status="PAUSED")
    with pytest.raises(Misconfigured) as caught:
        run(whatsapp(sandbox, trust), lambda channel: channel.send(CLAIM, WATER, {}))
    assert caught.value.code == "whatsapp_132015"
    with pytest.raises(Misconfigured) as caught:
        run(whatsapp(sandbox, trust), lambda channel: channel.prepare(WATER, {}))
    assert caught.value.code == "template_not_approved"
    sandbox.control.revoke_token("whatsapp")
    with pytest.raises(Misconfigured) as caught:
        run(whatsapp(sandbox, trust), lambda channel: channel.send(CLAIM, WATER, {}))
    assert caught.value.code == "whatsapp_190"


def test_the_desk_submits_once_and_says_why_not(workspace: TemplateApi, sandbox: Sandbox) -> None:
    approve(workspace)
    again = workspace.submit(SPEC)
    assert (again.created, again.differences) == (False, ())
    assert [item.name for item in workspace.list_all()] == [SPEC.name]
    with pytest.raises(InputError) as caught:
        workspace.submit(replace(SPEC, name="finale_v1", body="Il Comune avvisa che manca l'acqua in {{via}}"))
    assert caught.value.code == "template_refused"
    assert caught.value.values["reason"]


def test_the_number_tells_its_limits(sandbox: Sandbox, trust: ssl.SSLContext) -> None:
    client = GraphClient(sandbox.graph_url, "v25.0", sandbox.config.whatsapp_token, trust)
    info = AccountApi(client, sandbox.config.business_account_id, sandbox.config.phone_number_id).number()
    client.close()
    assert (info.display, info.verified_name) == (sandbox.config.display_phone, sandbox.config.verified_name)
    assert info.limit.startswith("TIER_")
    assert sandbox.control.complaints() == []


def test_posts_of_every_shape_appear_in_the_channel(
    sandbox: Sandbox, trust: ssl.SSLContext, picture: Attachment, document: Attachment
) -> None:
    short = TelegramPost("<b>Acqua</b> in via Roma &amp; dintorni", "Acqua in via Roma & dintorni")
    long = TelegramPost("<b>Acqua</b> " + "a" * 1100, "Acqua " + "a" * 1100)
    posts = [
        short,
        replace(short, attachments=(picture,)),
        replace(short, attachments=(picture, picture)),
        replace(short, attachments=(picture,) * 3),
        replace(long, attachments=(picture,) * 10),
        replace(long, attachments=(picture, document)),
    ]

    async def work(channel: TelegramChannel) -> list[Any]:
        return [await channel.send(Claim(1, 1, channel.name), post, {}) for post in posts]

    outcomes = run(telegram(sandbox, trust), work)
    assert [len(outcome.parts) for outcome in outcomes] == [1, 1, 2, 3, 11, 3]
    shown = {str(post.message_id): post for post in sandbox.control.posts()}
    assert len(shown) == 21
    for outcome, post in zip(outcomes, posts, strict=True):
        assert shown[outcome.remote_id].text == post.plain
        assert outcome.link == f"https://t.me/comunecalcinaia/{outcome.remote_id}"
    assert sandbox.control.complaints() == []


def test_a_post_is_corrected_pinned_and_taken_back(
    sandbox: Sandbox, trust: ssl.SSLContext, picture: Attachment
) -> None:
    post = TelegramPost("Acqua <b>domani</b>", "Acqua domani")
    corrected = TelegramPost("Acqua <b>oggi</b>", "Acqua oggi")

    async def work(channel: TelegramChannel) -> None:
        text = await channel.send(Claim(1, 1, channel.name), post, {})
        photo = await channel.send(Claim(2, 1, channel.name), replace(post, attachments=(picture,)), {})
        for outcome in (text, photo):
            await channel.edit(outcome.remote_id, corrected)
            await channel.edit(outcome.remote_id, corrected)
        await channel.pin(text.remote_id)
        await channel.delete(photo.remote_id)
        await channel.delete(photo.remote_id)
        check = await channel.check()
        assert (check.title, check.members, check.problems) == ("Comune di Calcinaia", 1240, ())

    run(telegram(sandbox, trust), work)
    (left,) = [post for post in sandbox.control.posts() if post.text]
    assert left.text == "Acqua oggi"


def test_a_bot_without_rights_is_told_before_the_first_post(sandbox: Sandbox, trust: ssl.SSLContext) -> None:
    sandbox.control.set_rights(can_post_messages=False)
    with pytest.raises(Misconfigured) as caught:
        run(telegram(sandbox, trust), lambda channel: channel.member_count())
    assert caught.value.code == "telegram_rights"
    sandbox.control.revoke_token("telegram")
    assert run_closed(telegram(sandbox, trust)).problems == ("telegram_token",)
