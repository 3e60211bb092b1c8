# SPDX-License-Identifier: EUPL-1.2
"""The HTTP face of Meta's Graph API: which path is which object, the token, the permissions, the call rate."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import web

from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.sandbox.graph import template_store as catalogue
from comunecast_gui.sandbox.graph.account import (
    account_ids,
    account_json,
    app_json,
    assigned_accounts,
    debug_token,
    delete_contact,
    numbers_json,
    phone_json,
    register,
    set_pin,
    subscribed_apps,
)
from comunecast_gui.sandbox.graph.error_bodies import GraphRefused, missing_object
from comunecast_gui.sandbox.graph.media import continue_upload, find_media, media_json, start_upload, upload_media
from comunecast_gui.sandbox.graph.messages import digits, send
from comunecast_gui.sandbox.replies import Call, Reply, respond
from comunecast_gui.sandbox.state import SandboxState

_VERSION = re.compile(r"v\d{1,2}\.\d")
_MESSAGING = frozenset({"messages", "marketing_messages", "media"})
_NEEDS = dict.fromkeys(_MESSAGING, "whatsapp_business_messaging")
_COUNTED = frozenset(
    {
        "message_templates",
        "phone",
        "phone_numbers",
        "account",
        "accounts",
        "app",
        "uploads",
        "subscribed_apps",
        "register",
    }
)
"""What counts against the calls of an hour: all management, but not messages and media (Meta: "Rate limits")."""
_FREE = frozenset({"app", "uploads", "debug_token"})


@dataclass(slots=True)
class GraphRequest:
    """A request after it was read: verb, path without version, query, JSON body, form fields and one file."""

    verb: str
    path: list[str]
    query: dict[str, str]
    token: str = field(repr=False)
    address: str = ""
    body: dict[str, Any] | None = None
    form: dict[str, str] = field(default_factory=dict)
    filename: str = ""
    mime: str = ""
    data: bytes = field(default=b"", repr=False)
    offset: int = 0
    broken: str = ""


class GraphService:
    """Answers the Graph API's requests from one state."""

    name = "whatsapp"

    def __init__(self, state: SandboxState) -> None:
        self.state = state

    def routes(self) -> list[web.RouteDef]:
        """The paths served: everything that no other service takes."""
        return [web.route("*", "/{path:.*}", self.handle)]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One request."""
        asked = await read_request(request)
        call = Call(self.name, self._method(asked), _recipient(asked))
        messaging = call.method in _MESSAGING

        def process(fault: Fault | None) -> Reply:
            try:
                return Reply(200, self._answer(asked, call, fault))
            except GraphRefused as error:
                return error.reply(self.state.graph.next_number(), messaging=messaging)

        return await respond(self.state, self, request, call, process)

    def _method(self, asked: GraphRequest) -> str:
        config = self.state.config
        head, tail = [*asked.path, "", ""][:2]
        if head == config.phone_number_id:
            return tail or "phone"
        if head in account_ids(self.state):
            return tail or "account"
        if head == config.system_user:
            return "accounts" if tail == "assigned_whatsapp_business_accounts" else head
        if head in {"app", config.app_id}:
            return tail or "app"
        if head.startswith("upload:"):
            return "uploads"
        if head in self.state.graph.templates:
            return "message_templates"
        return "media" if head in self.state.graph.media else head

    def _answer(self, asked: GraphRequest, call: Call, fault: Fault | None) -> Any:
        if asked.broken:
            raise GraphRefused(2500, message=asked.broken)
        self._check_token(asked, call)
        if call.method in _COUNTED:
            self._count()
        handlers: Mapping[str, Callable[[GraphRequest, Fault | None], Any]] = {
            "messages": self._messages,
            "marketing_messages": self._marketing_messages,
            "media": self._media,
            "message_templates": self._templates,
            "phone": self._phone,
            "phone_numbers": self._phone_numbers,
            "account": self._account,
            "app": self._app,
            "uploads": self._uploads,
            "debug_token": self._debug_token,
            "subscribed_apps": self._subscribed_apps,
            "contact_book": self._contact_book,
            "register": self._register,
            "accounts": self._accounts,
        }
        handler = handlers.get(call.method)
        if handler is None:
            raise missing_object(asked.path[0] if asked.path else "", asked.verb)
        return handler(asked, fault)

    def _check_token(self, asked: GraphRequest, call: Call) -> None:
        graph = self.state.graph
        if asked.token != graph.token and asked.token not in graph.former_tokens:
            raise GraphRefused(190)
        if graph.revoked or asked.token != graph.token:
            message = "Error validating access token: The session has been invalidated."
            raise GraphRefused(190, message=message, subcode=467, complaint=False)
        needed = _NEEDS.get(call.method, "whatsapp_business_management")
        if call.method not in _FREE and needed not in graph.scopes:
            message = "(#200) You do not have the necessary permissions required to send messages on behalf of this "
            raise GraphRefused(200, message=f"{message}WhatsApp Business Account", complaint=False)

    def _count(self) -> None:
        calls, now = self.state.graph.management, self.state.clock.now()
        while calls and calls[0] <= now - 3600:
            calls.popleft()
        if 0 < self.state.config.management_per_hour <= len(calls):
            raise GraphRefused(80007, "The WhatsApp Business Account has reached its rate limit.")
        calls.append(now)

    def _messages(self, asked: GraphRequest, fault: Fault | None) -> Any:
        if asked.verb != "POST":
            raise missing_object(asked.path[0], asked.verb)
        return send(self.state, asked.body or {}, fault)

    def _marketing_messages(self, asked: GraphRequest, fault: Fault | None) -> Any:
        if asked.verb != "POST" or not self.state.config.marketing_messages:
            raise missing_object(asked.path[0], asked.verb)
        return send(self.state, asked.body or {}, fault, marketing=True)

    def _media(self, asked: GraphRequest, _fault: Fault | None) -> Any:
        if asked.path[-1] == "media" and asked.verb == "POST":
            return upload_media(self.state, asked.form, asked.filename, asked.mime, asked.data)
        media = find_media(self.state, asked.path[0])
        if media is None:
            raise missing_object(asked.path[0], asked.verb)
        if asked.verb == "DELETE":
            del self.state.graph.media[media.media_id]
            return {"success": True}
        return media_json(media, asked.address)

    def _templates(self, asked: GraphRequest, _fault: Fault | None) -> Any:
        state, body = self.state, asked.body or asked.form
        if asked.path[0] == state.config.business_account_id:
            if asked.verb == "GET":
                return catalogue.list_templates(state, asked.query, f"{asked.address}/{'/'.join(asked.path)}")
            if asked.verb == "DELETE":
                return catalogue.delete_templates(state, asked.query)
            return catalogue.create_template(state, body)
        template = catalogue.template_by_id(state, asked.path[0], asked.verb)
        if asked.path[1:] == ["unpause"]:
            return catalogue.unpause_template(state, template)
        if asked.verb == "POST":
            return catalogue.edit_template(state, template, body)
        return catalogue.get_template(state, template, asked.query)

    def _phone(self, asked: GraphRequest, _fault: Fault | None) -> Any:
        if asked.verb == "POST":
            return set_pin(self.state, asked.body or asked.form)
        return phone_json(self.state, asked.query.get("fields", ""))

    def _phone_numbers(self, asked: GraphRequest, _fault: Fault | None) -> Any:
        if asked.path[0] not in account_ids(self.state) or asked.verb != "GET":
            raise missing_object(asked.path[0], asked.verb)
        return {"data": numbers_json(self.state, asked.path[0], asked.query.get("fields", ""))}

    def _register(self, asked: GraphRequest, _fault: Fault | None) -> Any:
        if asked.path[0] != self.state.config.phone_number_id or asked.verb != "POST":
            raise missing_object(asked.path[0], asked.verb)
        return register(self.state, asked.body or asked.form)

    def _accounts(self, asked: GraphRequest, _fault: Fault | None) -> Any:
        if asked.verb != "GET":
            raise missing_object(asked.path[0], asked.verb)
        return assigned_accounts(self.state)

    def _account(self, asked: GraphRequest, _fault: Fault | None) -> Any:
        if asked.path[0] != self.state.config.business_account_id:  # of the others only their numbers are known
            return {"id": asked.path[0], "name": ""}
        return account_json(self.state, asked.query.get("fields", ""))

    def _subscribed_apps(self, asked: GraphRequest, _fault: Fault | None) -> Any:
        if asked.path[0] != self.state.config.business_account_id or asked.verb not in {"GET", "POST", "DELETE"}:
            raise missing_object(asked.path[0], asked.verb)
        return subscribed_apps(self.state, asked.verb)

    def _contact_book(self, asked: GraphRequest, _fault: Fault | None) -> Any:
        if asked.path[0] != self.state.config.phone_number_id or asked.verb != "DELETE":
            raise missing_object(asked.path[0], asked.verb)
        return delete_contact(self.state, asked.query)

    def _app(self, _asked: GraphRequest, _fault: Fault | None) -> Any:
        return app_json(self.state)

    def _uploads(self, asked: GraphRequest, _fault: Fault | None) -> Any:
        if asked.path[-1] == "uploads":
            if asked.path[0] != self.state.config.app_id:  # Meta's guide knows only POST /{APP_ID}/uploads
                raise missing_object(asked.path[0], asked.verb)
            return start_upload(self.state, {**asked.query, **asked.form})
        session = self.state.graph.uploads.get(asked.path[0])
        if session is None:
            raise missing_object(asked.path[0], asked.verb)
        if asked.verb == "GET":
            return {"id": session.upload_id, "file_offset": session.received}
        return continue_upload(session, asked.offset, asked.data)

    def _debug_token(self, asked: GraphRequest, _fault: Fault | None) -> Any:
        return debug_token(self.state, asked.query.get("input_token", ""))

    def fault_reply(self, call: Call, fault: Fault) -> Reply:
        """The error that a fault asks for."""
        code = fault.code or (2 if fault.kind is FaultKind.SERVER_ERROR else 131000)
        status = fault.status if fault.kind is FaultKind.SERVER_ERROR else 0
        error = GraphRefused(code, message=fault.message, status=status, complaint=False)
        reply = error.reply(self.state.graph.next_number(), messaging=call.method in _MESSAGING)
        return replace(reply, headers={"Retry-After": str(fault.retry_after)}) if fault.retry_after else reply

    def change(self, fault: Fault) -> None:
        """Pause a template, or revoke the token."""
        if fault.kind is FaultKind.REVOKE_TOKEN:
            self.state.graph.revoked = True
        for template in list(self.state.graph.templates.values()):
            if fault.kind is FaultKind.TEMPLATE_STATUS and fault.template in {"", template.name}:
                catalogue.change_status(self.state, template, fault.template_status)


def _recipient(asked: GraphRequest) -> str:
    body = asked.body or {}
    return digits(str(body["to"])) if body.get("to") else str(body.get("recipient", ""))


async def read_request(request: web.Request) -> GraphRequest:
    """Read a request of any shape that the Graph API takes: JSON, form, multipart or raw bytes."""
    parts = [part for part in request.match_info["path"].split("/") if part]
    version = parts.pop(0) if parts and re.fullmatch(r"v\d+(\.\d+)?", parts[0]) else ""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    query = dict(request.query)
    offset = request.headers.get("file_offset", "0")
    asked = GraphRequest(
        verb=request.method,
        path=parts,
        query=query,
        token=token.strip() if scheme in {"Bearer", "OAuth"} else query.get("access_token", ""),
        address=f"{request.scheme}://{request.host}" + (f"/{version}" if version else ""),
        offset=int(offset) if offset.isdigit() else 0,
    )
    if version and not _VERSION.fullmatch(version):
        asked.broken = f"Unknown path components: /{version}"
    if not request.can_read_body:
        return asked
    if parts and parts[0].startswith("upload:"):
        asked.data = await request.read()
    elif request.content_type in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        for key, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                asked.filename, asked.mime, asked.data = value.filename, value.content_type, value.file.read()
            else:
                asked.form[key] = str(value)
    else:
        _read_json(asked, await request.read())
    return asked


def _read_json(asked: GraphRequest, raw: bytes) -> None:
    try:
        body = json.loads(raw or b"{}")
    except ValueError:
        body = None
    if isinstance(body, dict):
        asked.body = body
    else:
        asked.broken = "(#100) The request body is not a JSON object"
