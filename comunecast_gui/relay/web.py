# SPDX-License-Identifier: EUPL-1.2
"""The relay's few addresses: Meta posts to one, the workstation fetches from another, and nobody reads in between."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import sqlite3
from datetime import UTC, datetime

from flask import Flask, Response, jsonify, request
from nacl.public import PublicKey, SealedBox
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from comunecast_gui.relay.keys import hash_of
from comunecast_gui.relay.limits import AddressLimits
from comunecast_gui.relay.settings import RelaySettings
from comunecast_gui.relay.store import EventStore

MOST_EVENTS = 1000
_LARGEST = 2**63 - 1
logger = logging.getLogger(__name__)


def make_app(settings: RelaySettings, store: EventStore) -> Flask:
    """The WSGI application over ``store``. It logs neither bodies nor query strings, which hold the verify token."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_bytes
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies)  # type: ignore[method-assign]
    box = SealedBox(PublicKey(settings.public_key))
    limits = AddressLimits(settings.rate)
    secret = settings.app_secret.encode()

    @app.before_request
    def limit() -> Response | None:
        if limits.allows(request.remote_addr or ""):
            return None
        answer = _refusal("too_many_requests", 429)
        answer.headers["Retry-After"] = "1"
        return answer

    @app.get("/webhook")
    def shake_hands() -> Response:
        """Meta: "Webhooks", verification requests."""
        asked = request.args
        token = asked.get("hub.verify_token", "")
        if asked.get("hub.mode") != "subscribe" or not _same(token, settings.verify_token):
            return _refusal("wrong_verify_token", 403)
        return Response(asked.get("hub.challenge", ""), mimetype="text/plain")

    @app.post("/webhook")
    def receive() -> Response:
        """Meta: "Webhooks", event notifications; the signature is over the bytes as they came."""
        body = request.get_data(cache=False)
        signed = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
        if not _same(request.headers.get("X-Hub-Signature-256", ""), signed):
            return _refusal("wrong_signature", 401)
        if not body:
            return _refusal("empty", 400)
        store.add(box.encrypt(body), datetime.now(UTC))
        return Response("", mimetype="text/plain")

    @app.get("/events")
    def hand_over() -> Response:
        if not is_workstation():
            return _refusal("wrong_key", 401)
        after, limit = _number("after", 0), _number("limit", 100)
        if after is None or not limit:
            return _refusal("wrong_number", 400)
        found = store.page(after, min(limit, MOST_EVENTS))
        events = [
            {"id": one.id, "received_at": one.received_at, "sealed": base64.b64encode(one.sealed).decode()}
            for one in found
        ]
        answer = jsonify({"events": events, "last": found[-1].id if found else after})
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @app.post("/ack")
    def forget() -> Response:
        if not is_workstation():
            return _refusal("wrong_key", 401)
        asked = request.get_json(force=True, silent=True)
        upto = asked.get("upto") if isinstance(asked, dict) else None
        if type(upto) is not int or not 0 <= upto <= _LARGEST:
            return _refusal("wrong_number", 400)
        return jsonify({"upto": upto, "deleted": store.forget(upto)})

    @app.get("/health")
    def health() -> Response:
        """Whether it works, and nothing about what it holds."""
        store.check()
        return jsonify({"ok": True})

    @app.errorhandler(sqlite3.Error)
    def storage_failed(error: sqlite3.Error) -> Response:
        # Meta tries again for as long as it gets no 200.
        logger.error("The database cannot be used: %s", type(error).__name__)
        return _refusal("storage", 503)

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        return _refusal(error.name.lower().replace(" ", "_"), error.code or 500)

    @app.after_request
    def count_refusals(answer: Response) -> Response:
        if 400 <= answer.status_code < 429:
            limits.refused(request.remote_addr or "")
            logger.warning("Refused %s %s with %d", request.method, request.path[:80], answer.status_code)
        return answer

    def is_workstation() -> bool:
        kind, _, key = request.headers.get("Authorization", "").partition(" ")
        return kind.lower() == "bearer" and _same(hash_of(key.strip()), settings.key_hash)

    return app


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


def _refusal(code: str, status: int) -> Response:
    answer = jsonify({"error": code})
    answer.status_code = status
    return answer


def _number(name: str, default: int) -> int | None:
    text = request.args.get(name, "")
    if not text:
        return default
    value = int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else None
    return value if value is not None and value <= _LARGEST else None
