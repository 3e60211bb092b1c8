# SPDX-License-Identifier: EUPL-1.2
"""Every kind of notice in every shape goes to both services: what ``check`` lets pass, both of them take.

All categories x (example, minimal, longest, odd characters) x (no file, a picture, three, a PDF) x both channels. A
notice that ``check`` refuses goes nowhere, so that one service never has what the other refused.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from comunecast_gui.channels.telegram.driver import NoPace, TelegramChannel
from comunecast_gui.channels.whatsapp.driver import WhatsAppChannel
from comunecast_gui.core.content import TelegramPost, TemplateMessage, size
from comunecast_gui.core.model import Attachment, Draft
from comunecast_gui.core.notice.categories import Catalogue, Category, Field, FieldType
from comunecast_gui.core.notice.checks.check import CheckContext, blocking
from comunecast_gui.core.notice.compose import Composed, compose
from comunecast_gui.core.ports import Accepted, Claim
from comunecast_gui.sandbox.config import SandboxConfig
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from comunecast_gui.services import template_approval, wiring
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system import paths, tls
from comunecast_gui.system.attachments import attach
from comunecast_gui.system.settings import office_file
from tests.core.moments import SENT, rome
from tests.e2e.conftest import OFFICE
from tests.system.test_pictures import PICTURES

CATALOGUE = Catalogue.load(Path(__file__).parents[2] / "resources" / "categories")
TELEGRAM, WHATSAPP = "telegram:principale", "whatsapp"
FREE = (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.LIST, FieldType.PLACE)
"""Fields in which anything may stand."""
LIGHT = ("a CMYK JPEG", "a grey PNG of 16 bits", "41 to 1", "a GIF", "a palette with a transparent colour", "a WebP")
"""Pictures of which one service at least would refuse the bytes as they are."""
ODD = (
    "L'acqua & il «gas» <b>x</b> *a* _b_ ~c~ `d` e\u0301 è perché 🚰👨‍👩‍👧‍👦",
    "due\nrighe\te un tab     cinque spazi\r\n\r\n\r\nfine",
    "{{1}} {{via}} {via} %s $5 #1 \\ / | &amp; &egrave; &lt;i&gt;",
    "\u200b\u202eabc\u202c\u2066אבג\u2069 \x00\x07\ud800 \U0001d400 ﷽",
    "<a href='https://x.it'>y</a></b> </i> <tg-spoiler> &#65; ]]> <!--",
    "https://www.comune.calcinaia.pi.it/a_b*c~d?e=1&f=<2>",
    "𝓐" * 40,
    ".",
    "*",
)


@dataclass
class Office:
    """One office, both drivers on one loop, and one stand-in of each service."""

    workspace: Workspace
    context: CheckContext
    sandbox: Sandbox
    telegram: TelegramChannel
    whatsapp: WhatsAppChannel
    runner: asyncio.Runner
    files: dict[str, tuple[Attachment, ...]]
    sent: int = 0
    shown: int = 0
    refusals: Counter[str] = field(default_factory=Counter)

    def compose(self, category: Category, fields: Mapping[str, Any], files: tuple[Attachment, ...] = ()) -> Composed:
        draft = Draft("", category.id, fields, (TELEGRAM, WHATSAPP), files)
        at: datetime = rome(SENT[category.id])
        workspace = self.workspace
        return compose(CATALOGUE, draft, workspace.office, at, workspace.channels, self.context, workspace.language)

    def goes_out(self, composed: Composed) -> bool:
        """Whether ``check`` lets it pass; then both services must take it, and show what the preview showed."""
        problems = blocking(composed.problems)
        if composed.notice is None:
            assert problems, "refused without a word"
            assert all(problem.message for problem in problems)
            self.refusals.update({problem.check for problem in problems})
            return False
        assert not problems
        post, message = composed.notice.contents[TELEGRAM], composed.notice.contents[WHATSAPP]
        assert isinstance(post, TelegramPost)
        assert isinstance(message, TemplateMessage)
        self.sent += 1
        self.runner.run(self._send(post, message, f"39333{self.sent:07}"))
        self._compare(post, message, f"39333{self.sent:07}")
        return True

    async def _send(self, post: TelegramPost, message: TemplateMessage, phone: str) -> None:
        out = await self._one(self.telegram, post, "")
        assert len(out.parts) >= max(1, len(post.attachments))
        await self._one(self.whatsapp, message, phone)

    async def _one(self, channel: Any, content: TelegramPost | TemplateMessage, phone: str) -> Accepted:
        again = channel is self.telegram and self.sent > 1  # each time it would ask for the same rights
        memory = {} if again else await channel.prepare(content, {})
        accepted: Accepted = await channel.send(Claim(self.sent, self.sent, channel.name, phone), content, memory)
        return accepted

    def _compare(self, post: TelegramPost, message: TemplateMessage, phone: str) -> None:
        posts = self.sandbox.control.posts()[self.shown :]
        self.shown += len(posts)
        assert [one.text for one in posts if one.text] == [post.plain.strip()]
        assert sum(one.kind in ("photo", "document") for one in posts) == len(post.attachments)
        (received,) = self.sandbox.control.phone(phone)
        assert message.text in received.text
        assert bool(received.media) == (message.header is not None)
        assert self.sandbox.control.complaints() == []


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    free = {"messages_per_second": 0, "telegram_per_second": 0, "telegram_per_minute": 0, "management_per_hour": 0}
    config = SandboxConfig(**free, messaging_limit="TIER_UNLIMITED")  # type: ignore[arg-type]
    folder = tmp_path_factory.mktemp("matrix")
    with run_sandbox(config) as sandbox, asyncio.Runner() as runner:
        settings = OFFICE.format(telegram=sandbox.telegram_base_url, graph=sandbox.graph_url, rate=70)
        (folder / "data").mkdir(mode=0o700)
        office_file.save(office_file.parse(settings), folder / "data")
        with wiring.open_workspace(folder / "data", secrets=TrainingSecrets()) as workspace:
            done = template_approval.submit(workspace, CATALOGUE, template_approval.sample_files())
            assert done.refused == ()
            template_approval.sync(workspace, CATALOGUE)
            opened = Office(
                workspace,
                replace(wiring.check_context(workspace, rome("2026-05-05T10:00")), recent=(), open_alerts=()),
                sandbox,
                *channels(workspace),
                runner,
                files(folder),
            )
            runner.get_loop().set_default_executor(ThreadPoolExecutor(1))
            runner.run(opened.telegram.open(NoPace(), {}))
            example = CATALOGUE.get("generico")  # the threads that it starts stay until the end
            opened.goes_out(opened.compose(example, example.example, opened.files["one"]))
            yield opened
            runner.run(opened.telegram.close())
            runner.run(opened.whatsapp.close())


def channels(workspace: Workspace) -> tuple[TelegramChannel, WhatsAppChannel]:
    telegram, whatsapp = workspace.settings.telegram, workspace.settings.whatsapp
    assert telegram
    assert whatsapp
    (channel,) = wiring.telegram_channels(telegram, TrainingSecrets().require("telegram_token"))
    assert isinstance(channel, TelegramChannel)
    token = TrainingSecrets().require("whatsapp_token").reveal()
    ids = (whatsapp.api_version, whatsapp.phone_number_id, whatsapp.business_account_id)
    return channel, WhatsAppChannel(WHATSAPP, token, whatsapp.graph_url, *ids, tls.context(), concurrency=1)


def files(folder: Path) -> dict[str, tuple[Attachment, ...]]:
    """What may travel along; the pictures are such that one service at least would refuse them as they are."""
    pictures = []
    for number, name in enumerate(LIGHT):
        path = folder / f"mappa {number}.jpg"
        path.write_bytes(PICTURES[name]())
        pictures.append(attach(path, f"La mappa delle vie, foglio {number}"))
    document = attach(paths.resource("samples", "avviso.pdf"), "Il testo dell'ordinanza")
    return {"none": (), "one": (pictures[0],), "three": tuple(pictures[1:4]), "pdf": (document,)}


def minimal(category: Category) -> dict[str, Any]:
    """The example with no more in it than the category asks for."""
    wanted = {one.id for one in category.fields if one.required}
    for group in category.at_least_one:
        wanted.add(next(id for id in group if id in category.example))
    kept = {id: value for id, value in category.example.items() if id in wanted}
    emptied = {one.id: "" for one in category.fields if one.default is not None and one.id not in wanted}
    return emptied | kept


def free_fields(category: Category) -> list[Field]:
    return [one for one in category.fields if one.type in FREE and not one.options]


def with_text(category: Category, one: Field, text: str) -> dict[str, Any]:
    """The example with ``text`` in a field."""
    return dict(category.example) | {one.id: [text] if one.type is FieldType.LIST else text}


def longest(office: Office, category: Category, one: Field, attached: tuple[Attachment, ...], letter: str) -> Composed:
    """The longest text in this field that ``check`` lets pass, found by halving."""

    def tried(length: int) -> Composed:
        words = (letter * 7 + " ") * (length // 8) + letter * (length % 8)
        return office.compose(category, with_text(category, one, words.strip() or letter), attached)

    low, high = 1, 6000
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if tried(middle).notice else (low, middle)
    refused = tried(high + 1)
    assert blocking(refused.problems), "one letter more is not refused"
    return tried(low)


by_category = pytest.mark.parametrize("category", list(CATALOGUE), ids=lambda category: category.id)
by_files = pytest.mark.parametrize("attached", ["none", "one", "three", "pdf"])


@by_category
@by_files
@pytest.mark.parametrize("shape", [lambda category: category.example, minimal], ids=["example", "minimal"])
def test_what_a_category_asks_for_goes_out_everywhere(
    office: Office, category: Category, attached: str, shape: Callable[[Category], Mapping[str, Any]]
) -> None:
    composed = office.compose(category, shape(category), office.files[attached])
    assert [(one.check, one.message) for one in blocking(composed.problems)] == []
    assert office.goes_out(composed)


@by_category
@by_files
def test_the_longest_text_that_passes_is_taken_by_both(office: Office, category: Category, attached: str) -> None:
    fields = free_fields(category)
    if not fields:
        pytest.skip("nothing in it is written freely")
    letter = "a" if attached in ("none", "three") else "è"
    composed = longest(office, category, fields[-1], office.files[attached], letter)
    assert office.goes_out(composed)
    message = composed.contents[WHATSAPP]
    assert isinstance(message, TemplateMessage)
    assert size(message.text) <= 1024


@by_category
@by_files
def test_odd_characters_are_refused_by_check_or_taken_by_both(
    office: Office, category: Category, attached: str
) -> None:
    fields, described = free_fields(category), office.files[attached]
    for place, odd in enumerate(ODD):
        if fields:
            one = fields[place % len(fields)]
            office.goes_out(office.compose(category, with_text(category, one, odd), described))
        if attached in ("one", "pdf"):
            file = replace(described[0], alt=odd)
            office.goes_out(office.compose(category, category.example, (file,)))
