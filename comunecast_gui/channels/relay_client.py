# SPDX-License-Identifier: EUPL-1.2
"""Fetches from the relay what citizens wrote, and looks into it: only this workstation has the keys."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import TracebackType
from typing import TYPE_CHECKING, Any

from comunecast_gui.channels.answer_reader import Json, read_object, text_at
from comunecast_gui.channels.http_call import Answer, CallError
from comunecast_gui.channels.sealed_letter import LetterOpener
from comunecast_gui.channels.whatsapp.account_webhooks import OwnAccount
from comunecast_gui.channels.whatsapp.webhook_reader import read_payload
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.inbound.letters import Closed, Letter, Page, SealedLetter

if TYPE_CHECKING:
    from comunecast_gui.channels.http_session import HttpSession

PAGE = 200
BEYOND = 2**62
"""An id that no event has: fetching after it tries the address and the key, and brings nothing."""
SEALED_FOR, SIGNS = "ComuneCast-Sealed-For", "ComuneCast-Signs"
"""What a relay says of itself with a page: the public key that it seals for, and that it hands signatures on."""
_SECONDS = 60.0
"""For a call in all; a page of letters is a few hundred kB, and at most some MB."""
_LOOK_SECONDS = 20.0
"""For one that brings no letters: whoever is about to send a notice waits for it, and for Meta no longer."""
_MISSING = 200
"""Characters of what a relay says it lacks."""
_MOST_BYTES = 64 * 1024 * 1024
_EARLIEST = datetime(2009, 1, 1, tzinfo=UTC)
"""There was no WhatsApp before."""
_CLOCKS_APART = timedelta(days=1)
_KEY_SIGNS = 44
"""32 bytes in base64."""


class RelayClient:
    """One relay; satisfies :class:`comunecast_gui.core.inbound.letters.LetterSource`. To be used from one thread.

    ``keys`` are bearer keys: the one that the relay is thought to know, and one that it knew or will know, which is
    tried where it refuses the first. ``phone_number_id`` is the office's number and ``own`` its account, where the same
    app serves others too.
    Every method raises ConfigError: ``relay_unreachable``, ``relay_key`` (the relay knows none of ours),
    ``relay_answer`` (something else answers there).
    """

    def __init__(
        self,
        url: str,
        keys: Sequence[str],
        opener: LetterOpener,
        ssl_context: ssl.SSLContext,
        phone_number_id: str = "",
        own: OwnAccount = OwnAccount(),  # noqa: B008 - frozen
    ) -> None:
        from comunecast_gui.channels.http_session import HttpSession  # large, and not needed to start

        self._url = url.rstrip("/")
        self._number = phone_number_id
        self._own = own
        self._opener = opener
        self.public_key = opener.public_key
        self.means = opener.means
        if not all(key.isascii() and key.isprintable() for key in keys):
            raise ConfigError("relay_key", field="relay_key")
        self._sessions = [HttpSession(self._url, key, ssl_context) for key in keys]

    def __repr__(self) -> str:
        return f"RelayClient({self._url!r})"

    def __enter__(self) -> RelayClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for session in self._sessions:
            session.close()

    def fetch(self, after: int) -> Page:
        """See :meth:`comunecast_gui.core.inbound.letters.LetterSource.fetch`."""
        seconds = _LOOK_SECONDS if after == BEYOND else _SECONDS
        answer, data = self._call("GET", "/events", seconds, params={"after": after, "limit": PAGE})
        try:
            letters = tuple(_letter(event) for event in data["events"])
            ids = [one.id for one in letters]
            last = ids[-1] if ids else _id(data["last"])
            in_order = all(later > before for before, later in pairwise([after, *ids]))
        except (KeyError, TypeError, ValueError, OverflowError):
            raise ConfigError("relay_answer", url=self._url) from None
        if not in_order:
            raise ConfigError("relay_answer", url=self._url)
        sealed_for = answer.headers.get(SEALED_FOR, "")[:_KEY_SIGNS]
        return Page(letters, last, sealed_for, answer.headers.get(SIGNS) == "1")

    def waiting_since(self, after: int) -> datetime | None:
        """When the oldest letter behind ``after`` came to the relay; None where none waits. It is not opened."""
        _, data = self._call("GET", "/events", _LOOK_SECONDS, params={"after": after, "limit": 1})
        try:
            letters = [_letter(event) for event in data["events"]]
        except (KeyError, TypeError, ValueError, OverflowError):
            raise ConfigError("relay_answer", url=self._url) from None
        return letters[0].received_at if letters else None

    def acknowledge(self, upto: int) -> None:
        """See :meth:`comunecast_gui.core.inbound.letters.LetterSource.acknowledge`."""
        self._call("POST", "/ack", _SECONDS, json={"upto": upto})

    def open(self, letter: SealedLetter, *, unsigned: bool) -> Letter:
        """See :meth:`comunecast_gui.core.inbound.letters.LetterSource.open`."""
        opened = self._opener.open(letter.sealed)
        if opened is None:
            return Letter(letter, closed=Closed.KEY, unsigned=unsigned)
        signed = bool(opened.signature)
        closed = None
        if self._opener.verifies and signed and not self._opener.is_of_meta(opened):
            closed = Closed.SIGNATURE
        elif self._opener.verifies and not signed and not unsigned:
            closed = Closed.UNSIGNED
        news = () if closed else tuple(read_payload(opened.body, letter.received_at, self._number, self._own))
        return Letter(letter, news, closed, signed, opened.former, unsigned)

    def obstacle(self) -> tuple[str, str]:
        """What keeps the relay from working, as it says itself, and what it misses; two empty texts where nothing does.

        ``relay_proxies_not_set`` and ``relay_not_ready`` (``missing`` names a library or a setting, never a value) are
        words of ours; another page says nothing of the kind. Raises ConfigError("relay_unreachable" | "relay_answer").
        """
        answer = self._ask(self._sessions[0], "GET", "/health", _LOOK_SECONDS, headers={"Authorization": None})
        data = read_object(answer.content) or {}
        if answer.status == 200 and data.get("ok") is True:
            return "", ""
        code = text_at(data, "error", 64)
        if answer.status == 503 and code in ("relay_proxies_not_set", "relay_not_ready", "storage"):
            return code, text_at(data, "missing", _MISSING)
        if answer.status in (502, 503, 504):  # the host answers, and the program behind it does not run
            raise ConfigError("relay_unreachable", url=self._url, reason=str(answer.status))
        raise ConfigError("relay_answer", url=self._url)

    def shakes_hands(self, verify_token: str) -> bool:
        """Whether the relay knows this word, as Meta asks when somebody enters the address there.

        Source: Meta, "Webhooks", verification requests. Raises ConfigError("relay_unreachable").
        """
        challenge = secrets.token_hex(8)
        asked = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": verify_token}
        answer = self._ask(
            self._sessions[0], "GET", "/webhook", _LOOK_SECONDS, params=asked, headers={"Authorization": None}
        )
        return answer.status == 200 and answer.content == challenge.encode()

    def takes_webhooks(self, body: bytes, app_secret: str = "") -> bool:
        """Posts to the address that Meta posts to: signed with ``app_secret``, else with a forged signature.

        True if a signed body was taken, or a forged one refused, as the relay does and no other page. Raises
        ConfigError("relay_unreachable").
        """
        signed = hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest() if app_secret else "0" * 64
        headers = {"X-Hub-Signature-256": f"sha256={signed}", "Content-Type": "application/json", "Authorization": None}
        answer = self._ask(self._sessions[0], "POST", "/webhook", _SECONDS, data=body, headers=headers)
        return answer.status == (200 if app_secret else 401)

    def _ask(self, session: HttpSession, method: str, path: str, seconds: float, **content: Any) -> Answer:
        try:
            return session.call(method, self._url + path, seconds=seconds, most_bytes=_MOST_BYTES, **content)
        except CallError as error:
            raise ConfigError("relay_unreachable", url=self._url, reason=error.name) from None

    def _call(self, method: str, path: str, seconds: float, **content: Any) -> tuple[Answer, Json]:
        answer = self._ask(self._sessions[0], method, path, seconds, **content)
        while answer.status in (401, 403):
            if len(self._sessions) == 1:
                raise ConfigError("relay_key", field="relay_key")
            self._sessions.pop(0).close()
            answer = self._ask(self._sessions[0], method, path, seconds, **content)
        if answer.status in (429, 503):
            raise ConfigError("relay_unreachable", url=self._url, reason=str(answer.status))
        data = read_object(answer.content) if answer.status == 200 else None
        if data is None:
            raise ConfigError("relay_answer", url=self._url)
        return answer, data


def _letter(event: Any) -> SealedLetter:
    """One event as the relay hands it out. Raises KeyError, TypeError, ValueError for what is none."""
    sealed = base64.b64decode(event["sealed"], validate=True)
    return SealedLetter(_id(event["id"]), _moment(event["received_at"]), sealed, hashlib.sha256(sealed).hexdigest())


def _id(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= BEYOND:
        raise ValueError("no id")
    return value


def _moment(text: str) -> datetime:
    """When the relay received an event. Raises ValueError for a time at which it cannot have been."""
    moment = datetime.fromisoformat(text)
    moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    if moment < _EARLIEST:
        raise ValueError("too early")
    return min(moment, datetime.now(UTC) + _CLOCKS_APART)
