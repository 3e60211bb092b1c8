# SPDX-License-Identifier: EUPL-1.2
"""Fetches from the relay what citizens wrote, and opens it: only this workstation has the key."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import logging
import ssl
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from comunecast_gui.channels.answer_reader import Json, read_object
from comunecast_gui.channels.http_session import Answer, CallError, HttpSession
from comunecast_gui.channels.whatsapp.account_webhooks import OwnAccount
from comunecast_gui.channels.whatsapp.webhook_reader import read_payload
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.inbound.events import News, Skipped
from comunecast_gui.core.inbound.pull import Letter, Page

PAGE = 200
BEYOND = 2**62
"""An id that no event has: fetching after it tries the address and the key, and brings nothing."""
_SECONDS = 60.0
"""For a call in all; a page of letters is a few hundred kB, and at most some MB."""
_MOST_BYTES = 64 * 1024 * 1024
_EARLIEST = datetime(2009, 1, 1, tzinfo=UTC)
"""There was no WhatsApp before."""
_CLOCKS_APART = timedelta(days=1)
_KEY_BYTES = 32
logger = logging.getLogger(__name__)


class RelayClient:
    """One relay; satisfies :class:`comunecast_gui.core.inbound.pull.LetterSource`. To be used from one thread.

    ``key`` is the bearer key, ``private_key`` base64 of 32 bytes, ``phone_number_id`` the office's number
    and ``own`` its account, where the same app serves others too.
    Every method raises ConfigError: ``relay_unreachable``, ``relay_key`` (the relay does not know ours),
    ``relay_answer`` (something else answers there), ``relay_private_key`` (what is held was sealed for another key).
    """

    def __init__(
        self,
        url: str,
        key: str,
        private_key: str,
        ssl_context: ssl.SSLContext,
        phone_number_id: str = "",
        own: OwnAccount = OwnAccount(),  # noqa: B008 - frozen
    ) -> None:
        self._url = url.rstrip("/")
        self._number = phone_number_id
        self._own = own
        self._box = SealedBox(_private_key(private_key))
        if not key.isascii() or not key.isprintable():
            raise ConfigError("relay_key", field="relay_key")
        self._session = HttpSession(self._url, key, ssl_context)

    def __repr__(self) -> str:
        return f"RelayClient({self._url!r})"

    def __enter__(self) -> RelayClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def fetch(self, after: int) -> Page:
        """See :meth:`comunecast_gui.core.inbound.pull.LetterSource.fetch`."""
        answer = self._call("GET", "/events", params={"after": after, "limit": PAGE})
        try:
            sealed = [_sealed(event) for event in answer["events"]]
            last = _id(answer["last"])
        except (KeyError, TypeError, ValueError, OverflowError):
            raise ConfigError("relay_answer", url=self._url) from None
        opened = [(name, self._opened(name, at, box)) for name, at, box in sealed]
        if opened and not any(news for _, news in opened):
            raise ConfigError("relay_private_key", field="relay_private_key")
        unread = (Skipped("sealed for another key"),)
        return Page(tuple(Letter(name, news or unread) for name, news in opened), last)

    def acknowledge(self, upto: int) -> None:
        """See :meth:`comunecast_gui.core.inbound.pull.LetterSource.acknowledge`."""
        self._call("POST", "/ack", json={"upto": upto})

    def takes_webhooks(self, body: bytes, app_secret: str = "") -> bool:
        """Posts to the address that Meta posts to: signed with ``app_secret``, else with a forged signature.

        True if a signed body was taken, or a forged one refused, as the relay does and no other page. Raises
        ConfigError("relay_unreachable").
        """
        signed = hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest() if app_secret else "0" * 64
        headers = {"X-Hub-Signature-256": f"sha256={signed}", "Content-Type": "application/json", "Authorization": None}
        answer = self._ask("POST", "/webhook", data=body, headers=headers)
        return answer.status == (200 if app_secret else 401)

    def _opened(self, name: int, at: datetime, sealed: bytes) -> tuple[News, ...]:
        """The news inside; none where it was sealed for another key (a payload always holds some)."""
        try:
            payload = self._box.decrypt(sealed)
        except (CryptoError, ValueError, TypeError):
            logger.warning("Event %d of the relay was sealed for another key", name)
            return ()
        return tuple(read_payload(payload, at, self._number, self._own))

    def _ask(self, method: str, path: str, **content: Any) -> Answer:
        try:
            return self._session.call(method, self._url + path, seconds=_SECONDS, most_bytes=_MOST_BYTES, **content)
        except CallError as error:
            raise ConfigError("relay_unreachable", url=self._url, reason=error.name) from None

    def _call(self, method: str, path: str, **content: Any) -> Json:
        answer = self._ask(method, path, **content)
        if answer.status in (401, 403):
            raise ConfigError("relay_key", field="relay_key")
        if answer.status in (429, 503):
            raise ConfigError("relay_unreachable", url=self._url, reason=str(answer.status))
        data = read_object(answer.content) if answer.status == 200 else None
        if data is None:
            raise ConfigError("relay_answer", url=self._url)
        return data


def _sealed(event: Any) -> tuple[int, datetime, bytes]:
    """One event as the relay hands it out. Raises KeyError, TypeError, ValueError for what is none."""
    return _id(event["id"]), _moment(event["received_at"]), base64.b64decode(event["sealed"], validate=True)


def _id(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= BEYOND:
        raise ValueError("no id")
    return value


def _private_key(text: str) -> PrivateKey:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        raise ConfigError("relay_private_key", field="relay_private_key")
    return PrivateKey(key)


def _moment(text: str) -> datetime:
    """When the relay received an event. Raises ValueError for a time at which it cannot have been."""
    moment = datetime.fromisoformat(text)
    moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    if moment < _EARLIEST:
        raise ValueError("too early")
    return min(moment, datetime.now(UTC) + _CLOCKS_APART)
