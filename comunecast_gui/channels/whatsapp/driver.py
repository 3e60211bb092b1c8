# SPDX-License-Identifier: EUPL-1.2
"""The WhatsApp driver: sends messages through Meta's Cloud API, many at once, none twice."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeVar

from comunecast_gui.channels.answer_reader import id_at
from comunecast_gui.channels.attachment_bytes import read_attachment
from comunecast_gui.channels.whatsapp.business_account import has_marketing_messages, number_status
from comunecast_gui.channels.whatsapp.graph_client import READ_TIMEOUT, GraphClient
from comunecast_gui.channels.whatsapp.message_body import message_body, read_answer
from comunecast_gui.channels.whatsapp.templates import TemplateApi, differences_from
from comunecast_gui.core.content import Content, TelegramPost, TemplateMessage
from comunecast_gui.core.errors import Misconfigured, OutcomeUnknown, Permanent, SendError, Stops, Transient
from comunecast_gui.core.meta.whatsapp_health import can_send
from comunecast_gui.core.model import Attachment, MarketingRoute, PriceCategory
from comunecast_gui.core.ports import Accepted, Claim, Pacer

T = TypeVar("T")

MEDIA_LIFE = timedelta(days=29)
"""Meta keeps an uploaded file for 30 days (Cloud API: Media); a day is left for the campaign itself."""


class WhatsAppChannel:
    """Driver of the office's WhatsApp number; satisfies :class:`comunecast_gui.core.ports.Channel`.

    Calls block in ``concurrency`` threads of its own; 16 connections carry about 80 messages a second. ``marketing``
    is the way that messages of that category take.
    """

    def __init__(
        self,
        name: str,
        token: str,
        graph_url: str,
        api_version: str,
        phone_number_id: str,
        business_account_id: str,
        ssl_context: ssl.SSLContext,
        concurrency: int = 16,
        *,
        read_timeout: float = READ_TIMEOUT,
        marketing: MarketingRoute = MarketingRoute.MESSAGES,
    ) -> None:
        self.name = name
        self.concurrency = concurrency
        self._number = phone_number_id
        self._account = business_account_id
        self._marketing = marketing
        self._client = GraphClient(graph_url, api_version, token, ssl_context, read_timeout=read_timeout)
        self._templates = TemplateApi(self._client, business_account_id)
        self._threads: ThreadPoolExecutor | None = None

    def __repr__(self) -> str:
        return f"WhatsAppChannel(name={self.name!r}, number={self._number!r})"

    async def open(self, pacer: Pacer, memory: Mapping[str, str]) -> Mapping[str, str]:
        """Asks Meta whether the number can send; ``memory`` comes back as it is.

        Raises Misconfigured with whatsapp_number_offline, or for a wrong token or number; Transient when Meta is out
        of reach. What else Meta answers about the number keeps nothing back.
        """
        try:
            status = await self._in_thread(partial(number_status, self._client, self._number))
        except (Permanent, OutcomeUnknown):
            return memory
        if not can_send(status):
            raise Misconfigured("whatsapp_number_offline", status)
        return memory

    async def prepare(self, content: Content, memory: Mapping[str, str]) -> Mapping[str, str]:
        """Compares the approved template with what would be sent, and uploads the header's file once.

        Keeps ``media_id``, ``media_at`` (ISO time of the upload), ``category`` (Meta's of this moment, which decides
        the price and the way) and ``route`` where it is not the usual one. Raises Misconfigured with template_missing,
        template_not_approved or template_differs.
        """
        if not isinstance(content, TemplateMessage):
            return memory
        category = await self._in_thread(partial(self._check_template, content))
        route = await self._in_thread(partial(self._route_of, category))
        kept = {**memory, "category": category}
        kept.pop("route", None)
        if route is not MarketingRoute.MESSAGES:
            kept["route"] = str(route)
        if content.header and not _is_fresh(kept.get("media_at", "")):
            kept["media_id"] = await self._in_thread(partial(self._upload, content.header))
            kept["media_at"] = datetime.now(UTC).isoformat()
        return kept

    async def send(self, claim: Claim, content: Content, memory: Mapping[str, str]) -> Accepted:
        """Makes the one call of this delivery. Raises SendError."""
        if isinstance(content, TelegramPost):
            raise Permanent("wrong_content", type(content).__name__)
        body = message_body(claim, content, memory.get("media_id", ""))
        by_marketing = isinstance(content, TemplateMessage) and memory.get("route") == MarketingRoute.MARKETING_MESSAGES
        route = MarketingRoute.MARKETING_MESSAGES if by_marketing else MarketingRoute.MESSAGES
        post = partial(self._client.post, f"{self._number}/{route}", body, attempt=claim.attempt)
        return read_answer(claim, await self._in_thread(post))

    def cancel(self) -> None:
        """Ends the calls under way at once; what may have been sent is an unknown outcome."""
        self._client.cancel()

    async def close(self) -> None:
        """Waits for calls under way, then closes the connections; a later call opens new ones."""
        threads, self._threads = self._threads, None
        if threads:
            await asyncio.get_running_loop().run_in_executor(None, threads.shutdown)
        self._client.close()

    async def _in_thread(self, call: Callable[[], T]) -> T:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self.concurrency, thread_name_prefix="whatsapp")
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    def _check_template(self, content: TemplateMessage) -> str:
        """Meta's price category of the template. Raises Misconfigured."""
        versions = self._templates.find(content.template)
        found = next((item for item in versions if item.language == content.language), None)
        if found is None:
            raise Misconfigured("template_missing", content.template, stops=Stops.NOTICE)
        if found.status != "APPROVED":
            raise Misconfigured("template_not_approved", f"{found.name}: {found.status}", stops=Stops.NOTICE)
        if different := differences_from(found, content):
            raise Misconfigured("template_differs", f"{found.name}: {', '.join(different)}", stops=Stops.NOTICE)
        return found.category

    def _route_of(self, category: str) -> MarketingRoute:
        """The way for a template of this price category; the first where Meta does not say that there is a second."""
        if category != PriceCategory.MARKETING:
            return MarketingRoute.MESSAGES
        if self._marketing is not MarketingRoute.AUTO:
            return self._marketing
        try:
            has_it = has_marketing_messages(self._client, self._account)
        except SendError:
            has_it = False
        return MarketingRoute.MARKETING_MESSAGES if has_it else MarketingRoute.MESSAGES

    def _upload(self, file: Attachment) -> str:
        """The id of the uploaded file. Raises SendError."""
        data = read_attachment(file)
        fields = {"messaging_product": "whatsapp", "type": file.mime}
        answer = self._client.upload(f"{self._number}/media", fields, file.path.name, data, file.mime)
        media_id = id_at(answer, "id")
        if not media_id:
            raise Transient("junk")
        return media_id


def _is_fresh(uploaded_at: str) -> bool:
    return bool(uploaded_at) and datetime.now(UTC) - datetime.fromisoformat(uploaded_at) < MEDIA_LIFE
