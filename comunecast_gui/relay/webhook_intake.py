# SPDX-License-Identifier: EUPL-1.2
"""Takes what Meta posts, in front of Flask: a thousand posts a second leave no time for what the other addresses need.

The answer to a refusal is ``{"error": CODE}`` as everywhere in the relay. Nothing of a body reaches a log.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import sqlite3
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Response, json
from nacl.public import PublicKey, SealedBox
from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge
from werkzeug.wsgi import get_input_stream

from comunecast_gui.relay.environment import RelaySettings
from comunecast_gui.relay.event_store import EventStore
from comunecast_gui.relay.letter import written
from comunecast_gui.relay.rate_limit import AddressLimits

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_DIGITS = 18
_FORWARDED = frozenset({"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"})
"""What a proxy adds, and nobody else (RFC 7239 and what it replaced)."""
_TELL_EVERY = 60.0
logger = logging.getLogger(__name__)


class Intake:
    """The WSGI application that a relay shows: ``POST /webhook`` is answered here, the rest by ``rest``.

    Every request takes its turn with its address, and every refusal is counted and logged, whoever answers.
    """

    def __init__(
        self, rest: WSGIApplication, settings: RelaySettings, store: EventStore, limits: AddressLimits
    ) -> None:
        self._rest = rest
        self._store = store
        self._limits = limits
        self._most = settings.max_bytes
        self._proxies = settings.proxies
        self._told = -_TELL_EVERY
        self._secret = settings.app_secret.encode()
        self._box = SealedBox(PublicKey(settings.public_key))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        address = environ.get("REMOTE_ADDR", "")
        if not self._proxies and not _FORWARDED.isdisjoint(environ):
            return self._not_set(environ, start_response)
        if not self._limits.allows(address):
            answer = refusal("too_many_requests", 429)
            answer.headers["Retry-After"] = "1"
            return answer(environ, start_response)
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")

        def begin(status: str, *further: object) -> object:
            if "400" <= status[:3] < "429":
                self._limits.refused(address)
                logger.warning("Refused %s %r with %s", method, path[:80], status[:3])
            return start_response(status, *further)  # type: ignore[arg-type]

        if method == "POST" and path == "/webhook":
            if self._proxies and "HTTP_X_FORWARDED_FOR" not in environ:
                self._tell("The proxy in front does not say who called (X-Forwarded-For): all count as one address.")
            return self._receive(environ)(environ, begin)  # type: ignore[arg-type]
        return self._rest(environ, begin)  # type: ignore[arg-type]

    def _not_set(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Refuses a forwarded request: with all callers counted as one address, one caller could shut Meta out.

        Meta repeats a post until it gets a 200, and the person who sets the relay up sees the refusal at once.
        """
        self._tell("Refused what a proxy passed on: RELAY_PROXIES is not set. Set it to how many proxies stand in "
                   "front of the relay, usually 1, and restart it.")  # fmt: skip
        return refusal("relay_proxies_not_set", 503)(environ, start_response)

    def _tell(self, sentence: str) -> None:
        """Logs a sentence at most once a minute."""
        now = time.monotonic()
        if now - self._told > _TELL_EVERY:
            self._told = now
            logger.error(sentence)

    def _receive(self, environ: WSGIEnvironment) -> WSGIApplication:
        """Meta: "Webhooks", event notifications; the signature is over the bytes as they came."""
        try:
            body = self._body_of(environ)
        except HTTPException as error:
            return refusal_of(error)
        signed = "sha256=" + hmac.new(self._secret, body, hashlib.sha256).hexdigest()
        if not same(environ.get("HTTP_X_HUB_SIGNATURE_256", ""), signed):
            return refusal("wrong_signature", 401)
        if not body:
            return refusal("empty", 400)
        try:
            self._store.add(self._box.encrypt(written(body, signed)), datetime.now(UTC))
        except sqlite3.Error as error:
            return storage_failed(error)
        return _stored

    def _body_of(self, environ: WSGIEnvironment) -> bytes:
        """The body, which werkzeug would copy four times. Raises HTTPException if it is too large or cut short."""
        length = environ.get("CONTENT_LENGTH", "")
        if not (length.isascii() and length.isdecimal()):
            return get_input_stream(environ, max_content_length=self._most).read()
        if len(length) > _DIGITS or int(length) > self._most:
            raise RequestEntityTooLarge
        body: bytes = environ["wsgi.input"].read(int(length))
        if len(body) != int(length):
            raise ClientDisconnected
        return body


def _stored(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The one answer that says to Meta that a post is on the disk."""
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "0")])
    return [b""]


def refusal(code: str, status: int) -> Response:
    return Response(json.dumps({"error": code}) + "\n", status, mimetype="application/json")


def refusal_of(error: HTTPException) -> Response:
    return refusal(error.name.lower().replace(" ", "_"), error.code or 500)


def storage_failed(error: sqlite3.Error) -> Response:
    """Meta tries again for as long as it gets no 200."""
    logger.error("The database cannot be used: %s", type(error).__name__)
    return refusal("storage", 503)


def same(given: str, wanted: str) -> bool:
    """Compares in a time that tells nothing of ``wanted``."""
    return hmac.compare_digest(given.encode(), wanted.encode())
