# SPDX-License-Identifier: EUPL-1.2
"""The same levers over HTTP under ``/_sandbox/``, for a sandbox that runs as a process of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields
from typing import Any

from aiohttp import web

from comunecast_gui.sandbox.control import Control
from comunecast_gui.sandbox.faults import Fault, FaultKind

_FAULT_KEYS = {item.name for item in fields(Fault)}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ControlService:
    """GET shows, POST changes; bodies are JSON objects. Only for callers on this machine."""

    def __init__(self, control: Control) -> None:
        self.control = control

    def routes(self) -> list[web.RouteDef]:
        """The paths served."""
        return [
            web.get("/_sandbox/state", self._local(self.get_state)),
            web.get("/_sandbox/phones/{number}", self._local(self.get_phone)),
            web.get("/_sandbox/posts", self._local(self.get_posts)),
            web.get("/_sandbox/statuses", self._local(self.get_statuses)),
            web.get("/_sandbox/webhooks", self._local(self.get_webhooks)),
            web.get("/_sandbox/complaints", self._local(self.get_complaints)),
            web.get("/_sandbox/requests", self._local(self.get_requests)),
            web.post("/_sandbox/{action}", self._local(self.post_action)),
        ]

    def _local(self, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            if request.remote not in {"127.0.0.1", "::1"}:
                raise web.HTTPForbidden
            return await handler(request)

        return guarded

    async def get_state(self, _request: web.Request) -> web.StreamResponse:
        """Counts."""
        return web.json_response(self.control.summary())

    async def get_phone(self, request: web.Request) -> web.StreamResponse:
        """What one phone shows."""
        messages = self.control.phone(request.match_info["number"])
        return web.json_response([{**asdict(item), "displayed": item.displayed} for item in messages])

    async def get_posts(self, request: web.Request) -> web.StreamResponse:
        """What one channel shows (``?chat=``)."""
        try:
            posts = self.control.posts(request.query.get("chat"))
        except KeyError:
            raise web.HTTPNotFound from None
        return web.json_response([asdict(post) for post in posts])

    async def get_statuses(self, request: web.Request) -> web.StreamResponse:
        """Statuses (``?number=``)."""
        return web.json_response([asdict(item) for item in self.control.statuses(request.query.get("number", ""))])

    async def get_webhooks(self, _request: web.Request) -> web.StreamResponse:
        """Webhook bodies."""
        return web.json_response(self.control.webhooks())

    async def get_complaints(self, request: web.Request) -> web.StreamResponse:
        """Complaints (``?service=``)."""
        return web.json_response([asdict(item) for item in self.control.complaints(request.query.get("service", ""))])

    async def get_requests(self, request: web.Request) -> web.StreamResponse:
        """Requests (``?service=&method=``)."""
        found = self.control.requests(request.query.get("service", ""), request.query.get("method", ""))
        return web.json_response([asdict(item) for item in found])

    async def post_action(self, request: web.Request) -> web.StreamResponse:
        """Do one thing; 404 for an unknown one, 400 for wrong keys."""
        try:
            body = await request.json() if request.can_read_body else {}
            answer = self._act(request.match_info["action"], body)
        except LookupError as error:
            return web.json_response({"error": f"unknown: {error}"}, status=404)
        except (TypeError, ValueError) as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response({"ok": True, "result": answer})

    def _act(self, action: str, body: dict[str, Any]) -> Any:
        control = self.control
        actions: dict[str, Callable[..., Any]] = {
            "faults": self._fault,
            "clear_faults": control.clear_faults,
            "citizen": control.citizen_writes,
            "stop_marketing": control.citizen_stops_marketing,
            "change_number": control.citizen_changes_number,
            "webhook": control.push_webhook,
            "telegram_person": control.telegram_writes,
            "telegram_press": control.telegram_presses,
            "verdict": control.set_verdict,
            "template": control.set_template,
            "held": control.settle_held,
            "token": control.revoke_token,
            "number": control.set_number,
            "subscribe": control.subscribe,
            "rights": control.set_rights,
            "not_on_whatsapp": control.set_not_on_whatsapp,
            "clock": control.advance,
            "reset": control.reset,
        }
        return actions[action](**body)

    def _fault(self, **given: Any) -> None:
        unknown = given.keys() - _FAULT_KEYS
        if unknown:
            raise ValueError(f"unknown keys: {', '.join(sorted(unknown))}")
        self.control.add_fault(Fault(**{**given, "kind": FaultKind(given.get("kind", ""))}))
