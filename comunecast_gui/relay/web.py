# SPDX-License-Identifier: EUPL-1.2
"""The relay's few addresses: Meta posts to one, the workstation fetches from another, and nobody reads in between.

Meta's posts are taken by :mod:`.intake`, the rest is here.
"""

from __future__ import annotations

import base64
import sqlite3
from datetime import UTC, datetime

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from comunecast_gui.relay.environment import RelaySettings
from comunecast_gui.relay.event_store import EventStore
from comunecast_gui.relay.keys import hash_of
from comunecast_gui.relay.rate_limit import AddressLimits
from comunecast_gui.relay.webhook_intake import Intake, refusal, refusal_of, same, storage_failed

MOST_EVENTS = 1000
_LARGEST = 2**63 - 1


def make_app(settings: RelaySettings, store: EventStore) -> Flask:  # noqa: C901 - one route after the other
    """The WSGI application over ``store``. It logs neither bodies nor query strings, which hold the verify token."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_bytes
    app.wsgi_app = Intake(app.wsgi_app, settings, store, AddressLimits(settings.rate))  # type: ignore[method-assign]
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies)  # type: ignore[method-assign]

    sealed_for = base64.b64encode(settings.public_key).decode()

    @app.get("/webhook")
    def shake_hands() -> Response:
        """Meta: "Webhooks", verification requests."""
        asked = request.args
        token = asked.get("hub.verify_token", "")
        if asked.get("hub.mode") != "subscribe" or not same(token, settings.verify_token):
            return refusal("wrong_verify_token", 403)
        return Response(asked.get("hub.challenge", ""), mimetype="text/plain")

    @app.get("/events")
    def hand_over() -> Response:
        if not is_workstation():
            return refusal("wrong_key", 401)
        after, limit = _number("after", 0), _number("limit", 100)
        if after is None or not limit:
            return refusal("wrong_number", 400)
        found = store.page(after, min(limit, MOST_EVENTS))
        events = [
            {"id": one.id, "received_at": one.received_at, "sealed": base64.b64encode(one.sealed).decode()}
            for one in found
        ]
        answer = jsonify({"events": events, "last": found[-1].id if found else after})
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["ComuneCast-Sealed-For"] = sealed_for
        answer.headers["ComuneCast-Signs"] = "1"
        return answer

    @app.post("/ack")
    def forget() -> Response:
        if not is_workstation():
            return refusal("wrong_key", 401)
        try:
            asked = request.get_json(force=True, silent=True)
        except RecursionError:  # "[[[[...": no form of a number either
            asked = None
        upto = asked.get("upto") if isinstance(asked, dict) else None
        if type(upto) is not int or not 0 <= upto <= _LARGEST:
            return refusal("wrong_number", 400)
        return jsonify({"upto": upto, "deleted": store.forget(upto)})

    @app.get("/health")
    def health() -> Response:
        """Whether the relay works, without a word about its content."""
        store.check(datetime.now(UTC))
        return jsonify({"ok": True})

    app.register_error_handler(sqlite3.Error, storage_failed)
    app.register_error_handler(HTTPException, refusal_of)

    def is_workstation() -> bool:
        kind, _, key = request.headers.get("Authorization", "").partition(" ")
        return kind.lower() == "bearer" and same(hash_of(key.strip()), settings.key_hash)

    return app


def _number(name: str, default: int) -> int | None:
    text = request.args.get(name, "")
    if not text:
        return default
    value = int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else None
    return value if value is not None and value <= _LARGEST else None
