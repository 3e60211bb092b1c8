# SPDX-License-Identifier: EUPL-1.2
"""Fetches from the relay what citizens wrote, and opens it: only this workstation has the key."""

from __future__ import annotations

import base64
import binascii
import logging
import ssl
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import requests
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError

from comunecast_gui.channels.http_session import new_session
from comunecast_gui.channels.whatsapp.webhook_reader import read_payload
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.inbound.events import News, Skipped
from comunecast_gui.core.inbound.pull import Letter, Page

PAGE = 200
BEYOND = 2**62
"""An id that no event has: fetching after it tries the address and the key, and brings nothing."""
_TIMEOUT = (3.05, 30.0)
_KEY_BYTES = 32
logger = logging.getLogger(__name__)


class RelayClient:
    """One relay; satisfies :class:`comunecast_gui.core.inbound.pull.LetterSource`. To be used from one thread.

    ``key`` is the bearer key, ``private_key`` base64 of 32 bytes, ``phone_number_id`` the office's number.
    Every method raises ConfigError: ``relay_unreachable``, ``relay_key`` (the relay does not know ours),
    ``relay_answer`` (something else answers there), ``relay_private_key`` (what is held was sealed for another key).
    """

    def __init__(
        self, url: str, key: str, private_key: str, ssl_context: ssl.SSLContext, phone_number_id: str = ""
    ) -> None:
        self._url = url.rstrip("/")
        self._number = phone_number_id
        self._box = SealedBox(_private_key(private_key))
        if not key.isascii() or not key.isprintable():
            raise ConfigError("relay_key", field="relay_key")
        self._session = new_session(key, ssl_context)
        self._proxies = get_environ_proxies(self._url)

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
            sealed = [(int(e["id"]), _moment(e["received_at"]), _bytes(e["sealed"])) for e in answer["events"]]
            last = int(answer["last"])
        except (KeyError, TypeError, ValueError):
            raise ConfigError("relay_answer", url=self._url) from None
        opened = [(name, self._opened(name, at, box)) for name, at, box in sealed]
        if opened and not any(news for _, news in opened):
            raise ConfigError("relay_private_key", field="relay_private_key")
        unread = (Skipped("sealed for another key"),)
        return Page(tuple(Letter(name, news or unread) for name, news in opened), last)

    def acknowledge(self, upto: int) -> None:
        """See :meth:`comunecast_gui.core.inbound.pull.LetterSource.acknowledge`."""
        self._call("POST", "/ack", json={"upto": upto})

    def _opened(self, name: int, at: datetime, sealed: bytes) -> tuple[News, ...]:
        """The news inside; none where it was sealed for another key (a payload always holds some)."""
        try:
            payload = self._box.decrypt(sealed)
        except (CryptoError, ValueError, TypeError):
            logger.warning("Event %d of the relay was sealed for another key", name)
            return ()
        return tuple(read_payload(payload, at, self._number))

    def _call(self, method: str, path: str, **content: Any) -> dict[str, Any]:
        try:
            response = self._session.request(
                method,
                self._url + path,
                timeout=_TIMEOUT,
                allow_redirects=False,
                proxies=self._proxies,
                **content,
            )
        except (requests.RequestException, HTTPError, OSError) as error:
            # The exception's own text is not used: it can hold addresses and more.
            raise ConfigError("relay_unreachable", url=self._url, reason=type(error).__name__) from None
        if response.status_code in (401, 403):
            raise ConfigError("relay_key", field="relay_key")
        if response.status_code in (429, 503):
            raise ConfigError("relay_unreachable", url=self._url, reason=str(response.status_code))
        try:
            answer = response.json() if response.status_code == 200 else None
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise ConfigError("relay_answer", url=self._url)
        return answer


def _private_key(text: str) -> PrivateKey:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        raise ConfigError("relay_private_key", field="relay_private_key")
    return PrivateKey(key)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
