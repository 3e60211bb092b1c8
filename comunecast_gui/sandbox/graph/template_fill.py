# SPDX-License-Identifier: EUPL-1.2
"""Fills an approved template with the parameters of a message, or refuses them with Meta's codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comunecast_gui.core.content import size
from comunecast_gui.sandbox.graph.error_bodies import GraphRefused
from comunecast_gui.sandbox.graph.media import find_media
from comunecast_gui.sandbox.graph.template_rules import BODY_CHARACTERS, LINE_CHARACTERS, variables
from comunecast_gui.sandbox.graph_state import Template
from comunecast_gui.sandbox.state import SandboxState

_FORBIDDEN = re.compile(r"[\n\r\t]| {5,}")
_PLACE = re.compile(r"\{\{([^{}]*)\}\}")
PARAM_TEXT = "Param text cannot have new-line/tab characters or more than 4 consecutive spaces"


@dataclass(frozen=True, slots=True)
class Filled:
    """The message as the citizen's phone shows it."""

    header: str
    text: str
    footer: str
    buttons: tuple[str, ...]
    media: str


def fill_template(state: SandboxState, template: Template, components: list[Mapping[str, Any]]) -> Filled:
    """Check the components of a message against its template and fill it.

    Raises:
        GraphRefused: 100, 131008, 132000, 132005, 132012 or 132018.
    """
    by_type: dict[str, Mapping[str, Any]] = {}
    pressed: list[Mapping[str, Any]] = []
    for component in components:
        kind = str(component.get("type", "")).lower()
        if kind == "button":
            pressed.append(component)
        elif kind in {"header", "body"} and kind not in by_type:
            by_type[kind] = component
        else:
            raise GraphRefused(100, f"Invalid or repeated component type: {kind}")
    header, media = _fill_header(state, template, by_type.get("header", {}))
    named = template.parameter_format == "NAMED"
    text = _fill(
        "body", str(template.component("BODY")["text"]), by_type.get("body", {}).get("parameters") or [], named
    )
    length = size(text)  # Meta does not say what it counts: the stand-in refuses in the stricter way
    if length > BODY_CHARACTERS:
        raise GraphRefused(132005, f"body: the filled text has {length} characters, at most {BODY_CHARACTERS}")
    buttons = template.component("BUTTONS").get("buttons") or []
    _check_buttons(buttons, pressed)
    footer = str(template.component("FOOTER").get("text", ""))
    return Filled(header, text, footer, tuple(str(button["text"]) for button in buttons), media)


def _fill_header(state: SandboxState, template: Template, given: Mapping[str, Any]) -> tuple[str, str]:
    part = template.component("HEADER")
    parameters = given.get("parameters") or []
    style = str(part.get("format", "")).upper()
    if style in {"", "TEXT"}:
        line = _fill("header", str(part.get("text", "")), parameters, template.parameter_format == "NAMED")
        if len(line) > LINE_CHARACTERS:
            raise GraphRefused(132005, f"header: the filled text has more than {LINE_CHARACTERS} characters")
        return line, ""
    received = str(parameters[0].get("type", "unknown")).upper() if parameters else "UNKNOWN"
    if received != style or len(parameters) != 1:
        raise GraphRefused(132012, f"header: Format mismatch, expected {style}, received {received}")
    name = style.lower()
    return "", check_media(state, parameters[0].get(name) or {}, name, template=True)


def check_media(state: SandboxState, given: Mapping[str, Any], kind: str, *, template: bool = False) -> str:
    """Check the picture or document of a message; return its kind and name as shown.

    Raises:
        GraphRefused: 131008 without id and link, 131009 for an id that is unknown or of another kind; a document in
            a template's header must be a PDF.
    """
    if given.get("link"):
        return f"{kind}: {given.get('filename') or given['link']}"
    if not given.get("id"):
        raise GraphRefused(131008, f"Parameter of type {kind} is missing id or link")
    media = find_media(state, str(given["id"]))
    if media is None:
        raise GraphRefused(131009, "Media ID is not valid or has expired")
    image = media.mime in {"image/jpeg", "image/png"}
    fits = image if kind == "image" else not image and not media.mime.startswith(("audio/", "video/"))
    if not fits or (template and kind == "document" and media.mime != "application/pdf"):
        raise GraphRefused(131009, f"Media of type {media.mime} cannot be sent as {kind}")
    return f"{kind}: {given.get('filename') or media.filename}"


def _fill(place: str, text: str, parameters: list[Mapping[str, Any]], named: bool) -> str:
    wanted = variables(text)
    if named and any(not parameter.get("parameter_name") for parameter in parameters):
        raise GraphRefused(100, "Parameter name is missing or empty", message="(#100) Invalid parameter")
    if not named and any(parameter.get("parameter_name") for parameter in parameters):
        raise GraphRefused(132012, f"{place}: the template has positional parameters, not named ones")
    if len(parameters) != len(wanted):
        raise GraphRefused(
            132000,
            f"{place}: number of localizable_params ({len(parameters)}) does not match the expected number of params "
            f"({len(wanted)})",
        )
    values: dict[str, str] = {}
    for name, parameter in zip(wanted, parameters, strict=True):
        key = str(parameter["parameter_name"]) if named else name
        values[key] = _value(parameter)
    if values.keys() != set(wanted):
        stray = sorted(values.keys() - set(wanted))
        raise GraphRefused(132012, f"{place}: parameter name {', '.join(stray) or 'repeated'} is not in the template")
    return _PLACE.sub(lambda match: values[match[1].strip()], text)


def _value(parameter: Mapping[str, Any]) -> str:
    if parameter.get("type") != "text":
        raise GraphRefused(132012, f"Format mismatch, expected TEXT, received {str(parameter.get('type')).upper()}")
    text = parameter.get("text")
    if not isinstance(text, str) or not text:
        raise GraphRefused(131008, "Parameter of type text is missing text value")
    if _FORBIDDEN.search(text):
        raise GraphRefused(132018, PARAM_TEXT)
    return text


def _check_buttons(buttons: list[Mapping[str, Any]], pressed: list[Mapping[str, Any]]) -> None:
    seen: set[int] = set()
    for component in pressed:
        raw = str(component.get("index", ""))
        index = int(raw) if raw.isdigit() else -1
        if not 0 <= index < len(buttons) or index in seen:
            raise GraphRefused(132018, f"buttons: the template has no button at index {raw}")
        seen.add(index)
        kind = str(buttons[index].get("type", "")).upper()
        if str(component.get("sub_type", "")).upper() != kind:
            raise GraphRefused(132018, f"buttons: Button at index {index} must be of type {kind.title()}")
        parameters = component.get("parameters") or []
        expected = "payload" if kind == "QUICK_REPLY" else "text"
        if len(parameters) != 1 or parameters[0].get("type") != expected or not parameters[0].get(expected):
            raise GraphRefused(131008, f"buttons: Button at index {index} requires a parameter of type {expected}")
    for index, button in enumerate(buttons):
        if button.get("type") == "URL" and "{{" in str(button.get("url", "")) and index not in seen:
            raise GraphRefused(131008, f"buttons: Button at index {index} of type Url requires a parameter")
