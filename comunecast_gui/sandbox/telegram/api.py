# SPDX-License-Identifier: EUPL-1.2
"""The HTTP face of Telegram: ``/bot<TOKEN>/METHOD`` by GET or POST, its error bodies, and long polling."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from aiohttp import web

from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.sandbox.replies import Call, Reply, respond
from comunecast_gui.sandbox.state import SandboxState
from comunecast_gui.sandbox.telegram.calls import MethodCall, Refused, read_call
from comunecast_gui.sandbox.telegram.methods import METHODS

UPLOAD_BYTES = 50 * 1024 * 1024
POLL_SECONDS = 50
UPDATE_SECONDS = 24 * 3600
_WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"


class TelegramService:
    """Answers the Bot API's requests from one state."""

    name = "telegram"

    def __init__(self, state: SandboxState) -> None:
        self.state = state

    def routes(self) -> list[web.RouteDef]:
        """The paths served."""
        return [web.route("*", r"/bot{token:[^/]+}/{method:[^/]*}", self.handle)]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One request."""
        state = self.state
        if (request.content_length or 0) > UPLOAD_BYTES:
            return refusal(Refused(413, "Request Entity Too Large")).response()
        call = Call(self.name, request.match_info["method"], "")
        try:
            method = await read_call(request, request.match_info["method"])
            call = Call(self.name, method.name, self._recipient(method))
            if method.name == "getUpdates":
                await self._await_updates(method, request.match_info["token"])
        except Refused as error:
            reply = refusal(error)
            return await respond(state, self, request, call, lambda _fault: reply)
        return await respond(
            state, self, request, call, lambda _fault: self._process(request.match_info["token"], method, call)
        )

    def _recipient(self, method: MethodCall) -> str:
        name = str(method.values.get("chat_id", ""))
        with self.state.lock:
            chat = self.state.telegram.find(name) if name else None
        return str(chat.chat_id) if chat else name

    def _process(self, token: str, method: MethodCall, call: Call) -> Reply:
        try:
            return Reply(200, {"ok": True, "result": self._result(token, method)})
        except Refused as error:
            return refusal(error)
        finally:
            call.complaints.extend(method.notes)

    def _result(self, token: str, method: MethodCall) -> Any:
        telegram = self.state.telegram
        if token != telegram.token or telegram.revoked:
            raise Refused(401, complaint=not telegram.revoked and token not in telegram.former_tokens)
        if method.name == "getUpdates":
            return self._updates(method)
        handler = METHODS.get(method.name.lower())
        if handler is None:
            raise Refused(404, "method not found")
        return handler(self.state, method)

    def fault_reply(self, call: Call, fault: Fault) -> Reply:
        """The error that a fault asks for; after a 429 the chat stays closed for the wait."""
        if fault.kind is FaultKind.SERVER_ERROR:
            return refusal(Refused(fault.status, fault.message or "Internal Server Error: restart", complaint=False))
        if fault.code == 429:
            wait = fault.retry_after or 1
            chat = self.state.telegram.find(call.recipient)
            if chat:
                chat.blocked_until = self.state.clock.now() + wait
            return refusal(Refused.flood(wait, complaint=False))
        return refusal(Refused(fault.code or 400, fault.message, complaint=False))

    def change(self, fault: Fault) -> None:
        """Revoke the token."""
        if fault.kind is FaultKind.REVOKE_TOKEN:
            self.state.telegram.revoked = True

    async def _await_updates(self, method: MethodCall, token: str) -> None:
        telegram = self.state.telegram
        if token != telegram.token or telegram.revoked or telegram.webhook_active:
            return
        with self.state.lock:
            telegram.poll += 1
            mine = telegram.poll
            self._confirm(method)
        end = time.monotonic() + min(method.integer("timeout"), POLL_SECONDS)
        while time.monotonic() < end and not telegram.updates and telegram.poll == mine:
            await asyncio.sleep(0.02)
        if telegram.poll != mine:
            method.notes.append(_OTHER_POLL)

    def _confirm(self, method: MethodCall) -> None:
        offset = method.integer("offset")
        updates = self.state.telegram.updates
        if method.values.get("allowed_updates"):
            self.state.telegram.allowed_updates = tuple(method.names("allowed_updates"))
        oldest = self.state.clock.now() - UPDATE_SECONDS
        dates = self.state.telegram.dates
        updates[:] = [update for update in updates if dates[update["update_id"]] >= oldest]
        if offset > 0:
            updates[:] = [update for update in updates if update["update_id"] >= offset]
        elif offset < 0:
            del updates[:offset]

    def _updates(self, method: MethodCall) -> list[dict[str, Any]]:
        if self.state.telegram.webhook_active:
            raise Refused(409, _WEBHOOK_ACTIVE)
        if _OTHER_POLL in method.notes:
            method.notes.remove(_OTHER_POLL)
            raise Refused(409, _OTHER_POLL)
        limit = method.integer("limit") or 100
        return self.state.telegram.updates[: min(max(limit, 1), 100)]


def refusal(error: Refused) -> Reply:
    """The body of an error (Telegram: Bot API "Making requests")."""
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    headers = {}
    if error.retry_after:
        body["parameters"] = {"retry_after": error.retry_after}
        headers["Retry-After"] = str(error.retry_after)
    return Reply(error.code, body, error.code, headers, error.description if error.complaint else "")
