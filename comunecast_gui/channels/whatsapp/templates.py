# SPDX-License-Identifier: EUPL-1.2
"""The office's message templates at Meta: submits them and follows their review.

Source: Meta, "Template management", "Components", "Template categorization".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from comunecast_gui.channels.answer_reader import Json, id_at, object_at, objects_at, text_at, whole
from comunecast_gui.channels.whatsapp.graph_client import GraphClient
from comunecast_gui.core.content import TemplateMessage
from comunecast_gui.core.errors import ConfigError, InputError, Misconfigured, Transient

_FIELDS = "id,name,status,category,language,parameter_format,components,quality_score,rejected_reason"
_LISTED = f"{_FIELDS},message_send_ttl_seconds"
"""Where templates are compared, also for how long Meta tries to deliver (Graph API: "WhatsApp Message Template")."""
_MOST_PAGES = 100
"""Of a hundred templates each; an account holds at most 6,000 (Meta: "Message template limits")."""
_BODY = 4096
_HANDLE = 4096
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_MIME = {".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class TemplateSpec:
    """A template as the office wants it. ``body`` holds ``{{name}}``; ``variables`` are names with an example each.

    ``header_kind`` is empty, IMAGE or DOCUMENT; then ``header_sample`` is a file that shows Meta what will come.
    ``lifetime`` in seconds is how long Meta tries to deliver a message; 0: as long as it always does.
    """

    name: str
    language: str
    category: str
    body: str
    variables: tuple[tuple[str, str], ...] = ()
    footer: str = ""
    quick_replies: tuple[str, ...] = ()
    header_kind: str = ""
    header_sample: Path | None = None
    lifetime: int = 0

    def is_of(self, template: TemplateStatus) -> bool:
        """Whether this is what ``template`` was made from: a name exists once in each language."""
        return (template.name, template.language) == (self.name, self.language)


@dataclass(frozen=True, slots=True)
class TemplateStatus:
    """A template as Meta has it. ``status`` is APPROVED, PENDING, REJECTED, PAUSED...; only APPROVED can be sent."""

    name: str
    language: str
    status: str
    category: str
    body: str = ""
    footer: str = ""
    id: str = ""
    rejected_reason: str = ""
    quality: str = ""
    quick_replies: tuple[str, ...] = ()
    header_kind: str = ""
    lifetime: int | None = None
    """Seconds that Meta tries to deliver a message; 0: its own 30 days; None: it was not asked."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """The outcome of a submission. ``differences`` name what an existing template has otherwise; it was left alone."""

    template: TemplateStatus
    created: bool
    differences: tuple[str, ...] = ()


class TemplateApi:
    """Templates of one WhatsApp Business account. Its methods block and raise SendError.

    ``app_id`` names the app that takes the samples of headers; it is asked when the first one is uploaded, and each
    sample is uploaded once: management calls are counted (Meta: "Rate limits").
    """

    def __init__(self, client: GraphClient, business_account_id: str, app_id: Callable[[], str] | None = None) -> None:
        self._client = client
        self._path = f"{business_account_id}/message_templates"
        self._ask_app = app_id
        self._app_id = ""
        self._handles: dict[Path, str] = {}

    def list_all(self) -> tuple[TemplateStatus, ...]:
        """All templates of the account, in all languages."""
        return tuple(self._pages(_LISTED))

    def find(self, name: str) -> tuple[TemplateStatus, ...]:
        """The languages of the template with exactly this name (Meta's filter also finds longer names)."""
        return tuple(item for item in self._pages(_FIELDS, name=name) if item.name == name)

    def submit(self, spec: TemplateSpec, known: Iterable[TemplateStatus] | None = None) -> Submitted:
        """Creates the template unless one with its name and language exists, which is left alone.

        ``known`` are the account's templates where they were just read: management calls are counted (Meta: "Rate
        limits").

        Raises InputError("template_refused") with Meta's reason; SendError for the rest.
        """
        found = self.find(spec.name) if known is None else known
        existing = next(filter(spec.is_of, found), None)
        if existing:
            return Submitted(existing, False, _differences(existing, spec))
        body: Json = {
            "name": spec.name,
            "language": spec.language,
            "category": spec.category,
            "parameter_format": "named",
            "components": self._components(spec),
        }
        if spec.lifetime:
            body["message_send_ttl_seconds"] = spec.lifetime
        try:
            answer = self._client.post(self._path, body)
        except Misconfigured as error:
            if error.code != "whatsapp_100":
                raise
            raise InputError("template_refused", template=spec.name, reason=error.detail) from None
        created = TemplateStatus(
            spec.name,
            spec.language,
            text_at(answer, "status") or "PENDING",
            text_at(answer, "category") or spec.category,
            spec.body,
            spec.footer,
            id_at(answer, "id"),
            quick_replies=spec.quick_replies,
            header_kind=spec.header_kind,
            lifetime=spec.lifetime,
        )
        return Submitted(created, True)

    def delete(self, name: str) -> None:
        """Deletes the template in all its languages (Meta: ``DELETE /{WABA}/message_templates?name=``)."""
        self._client.delete(self._path, name=name)

    def _components(self, spec: TemplateSpec) -> list[Json]:
        components: list[Json] = []
        if spec.header_kind and spec.header_sample:
            handle = self._sample(spec.header_sample)
            components.append({"type": "HEADER", "format": spec.header_kind, "example": {"header_handle": [handle]}})
        body: Json = {"type": "BODY", "text": spec.body}
        if spec.variables:
            examples = [{"param_name": name, "example": example} for name, example in spec.variables]
            body["example"] = {"body_text_named_params": examples}
        components.append(body)
        if spec.footer:
            components.append({"type": "FOOTER", "text": spec.footer})
        if spec.quick_replies:
            buttons = [{"type": "QUICK_REPLY", "text": label} for label in spec.quick_replies]
            components.append({"type": "BUTTONS", "buttons": buttons})
        return components

    def _sample(self, file: Path) -> str:
        """The handle of an uploaded sample (Graph API: Resumable Upload API, ``POST /{app}/uploads``).

        Raises InputError("template_sample"), what ``app_id`` raises, SendError.
        """
        if file in self._handles:
            return self._handles[file]
        mime = _MIME.get(file.suffix.lower())
        try:
            data = file.read_bytes()
        except OSError:
            mime = None
        if mime is None:
            raise InputError("template_sample", file=file.name)
        session = self._client.open_upload(
            f"{self._app()}/uploads", file_name=file.name, file_length=str(len(data)), file_type=mime
        )
        upload, handle = session.get("id"), None
        if isinstance(upload, str) and 0 < len(upload) <= _HANDLE:
            handle = self._client.send_bytes(upload, data).get("h")
        if not isinstance(handle, str) or not 0 < len(handle) <= _HANDLE:
            raise Transient("junk")
        self._handles[file] = handle
        return handle

    def _app(self) -> str:
        if not self._app_id:
            if self._ask_app is None:
                raise ConfigError("app_id_unknown", field="whatsapp.app_id")
            self._app_id = self._ask_app()
        return self._app_id

    def _pages(self, fields: str, **filters: str) -> Iterator[TemplateStatus]:
        """Follows the cursors; never the ready-made ``next`` address, which holds the token."""
        after: dict[str, str] = {}
        for _ in range(_MOST_PAGES):
            answer = self._client.get(self._path, fields=fields, limit="100", **filters, **after)
            for item in objects_at(answer, "data"):
                template = _status(item)
                yield _with_lifetime(template, item) if fields == _LISTED else template
            paging = object_at(answer, "paging")
            cursor = text_at(object_at(paging, "cursors"), "after", _HANDLE)
            if not paging.get("next") or not cursor or {"after": cursor} == after:
                return
            after = {"after": cursor}


def differences_from(template: TemplateStatus, content: TemplateMessage) -> tuple[str, ...]:
    """How an existing template differs in body, quick_replies or header, so that sending it would fail or mislead."""
    values = dict(content.parameters)
    names = set(_VARIABLE.findall(template.body))
    filled = _VARIABLE.sub(lambda match: values.get(match[1], match[0]), template.body)
    header = ("IMAGE" if content.header.is_image else "DOCUMENT") if content.header else ""
    checks = {
        "body": not template.body or (names == set(values) and _words(filled) == _words(content.text)),
        "quick_replies": template.quick_replies == content.quick_replies,
        "header": template.header_kind in ("", "TEXT") if not header else template.header_kind == header,
    }
    return tuple(part for part, same in checks.items() if not same)


def _differences(existing: TemplateStatus, spec: TemplateSpec) -> tuple[str, ...]:
    checks = {
        "body": _words(existing.body) == _words(spec.body),
        "footer": existing.footer == spec.footer,
        "quick_replies": existing.quick_replies == spec.quick_replies,
        "header": existing.header_kind == spec.header_kind,
        "category": existing.category == spec.category,
    }
    return tuple(part for part, same in checks.items() if not same)


def _with_lifetime(template: TemplateStatus, item: Json) -> TemplateStatus:
    """Meta leaves out a field that is not set; -1 stands for 30 days (Meta: "Configure message time-to-live")."""
    return replace(template, lifetime=max(0, whole(item.get("message_send_ttl_seconds")) or 0))


def _words(text: str) -> list[str]:
    return text.split()


def _status(item: Json) -> TemplateStatus:
    components = {text_at(part, "type").upper(): part for part in objects_at(item, "components")}
    buttons = objects_at(components.get("BUTTONS", {}), "buttons")
    return TemplateStatus(
        text_at(item, "name"),
        text_at(item, "language"),
        text_at(item, "status"),
        text_at(item, "category"),
        text_at(components.get("BODY", {}), "text", _BODY),
        text_at(components.get("FOOTER", {}), "text"),
        id_at(item, "id"),
        text_at(item, "rejected_reason"),
        text_at(object_at(item, "quality_score"), "score") or text_at(item, "quality_score"),
        tuple(text_at(button, "text") for button in buttons if button.get("type") == "QUICK_REPLY"),
        text_at(components.get("HEADER", {}), "format"),
    )
