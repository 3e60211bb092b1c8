# SPDX-License-Identifier: EUPL-1.2
"""Reads an alert in the Common Alerting Protocol, 1.2 or 1.1, from bytes that anybody may have written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError

from comunecast_gui.core.bulletin.cap_alert import (
    NAMESPACE,
    CapAlert,
    CapArea,
    CapInfo,
    faults,
    info_faults,
)
from comunecast_gui.core.errors import InputError

MOST_BYTES = 1024 * 1024
_MOST_INFOS = 50
_NAMESPACES = (NAMESPACE, "urn:oasis:names:tc:emergency:cap:1.1")
"""1.1 has the same elements with the same meaning."""
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[-+]\d{2}:\d{2}")


def read(content: bytes, name: str = "") -> CapAlert:
    """The message; what it says in a language is left out where it is not complete, as long as another one is.

    Raises InputError: ``cap_too_large``, ``cap_unsafe`` (it names outside documents or defines words of its own),
    ``cap_other_document`` (XML, but no alert), ``cap_broken`` with the ``element`` that is missing or wrong.
    """
    if len(content) > MOST_BYTES:
        raise InputError("cap_too_large", file=name)
    root = _root(content, name)
    space = root.tag.partition("}")[0].removeprefix("{")
    if space not in _NAMESPACES or root.tag != f"{{{space}}}alert":
        raise InputError("cap_other_document", file=name)
    infos = [_info(one, space, name) for one in root.findall(f"{{{space}}}info")[:_MOST_INFOS]]
    whole = [one for one in infos if not any(info_faults(one))]
    alert = CapAlert(
        identifier=_text(root, space, "identifier"),
        sender=_text(root, space, "sender"),
        sent=_required_moment(root, space, "sent", name),
        status=_text(root, space, "status"),
        message=_text(root, space, "msgType"),
        scope=_text(root, space, "scope"),
        references=tuple(_text(root, space, "references").split()),
        infos=tuple(whole or infos),
    )
    for element in faults(alert):
        raise InputError("cap_broken", file=name, element=element)
    return alert


def _root(content: bytes, name: str) -> Element:
    from defusedxml import DefusedXmlException  # only where such a file is read
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise InputError("cap_unsafe", file=name) from None
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise InputError("cap_other_document", file=name) from error
    return root


def _info(info: Element, space: str, name: str) -> CapInfo:
    return CapInfo(
        category=tuple(_texts(info, space, "category")),
        event=_text(info, space, "event"),
        urgency=_text(info, space, "urgency"),
        severity=_text(info, space, "severity"),
        certainty=_text(info, space, "certainty"),
        language=_text(info, space, "language") or "en-US",
        responses=tuple(_texts(info, space, "responseType")),
        effective=_moment(info, space, "effective", name),
        onset=_moment(info, space, "onset", name),
        expires=_moment(info, space, "expires", name),
        sender_name=_text(info, space, "senderName"),
        headline=_text(info, space, "headline"),
        description=_text(info, space, "description"),
        instruction=_text(info, space, "instruction"),
        web=_text(info, space, "web"),
        contact=_text(info, space, "contact"),
        parameters=tuple(_pairs(info, space, "parameter")),
        areas=tuple(
            CapArea(_text(area, space, "areaDesc"), tuple(_pairs(area, space, "geocode")))
            for area in info.findall(f"{{{space}}}area")
        ),
    )


def _texts(parent: Element, space: str, name: str) -> Iterator[str]:
    for one in parent.findall(f"{{{space}}}{name}"):
        if text := (one.text or "").strip():
            yield text


def _text(parent: Element, space: str, name: str) -> str:
    return next(_texts(parent, space, name), "")


def _pairs(parent: Element, space: str, name: str) -> Iterator[tuple[str, str]]:
    for one in parent.findall(f"{{{space}}}{name}"):
        yield _text(one, space, "valueName"), _text(one, space, "value")


def _moment(parent: Element, space: str, name: str, file: str) -> datetime | None:
    """Raises InputError("cap_broken") for what is no moment of CAP: it has an offset in digits."""
    text = _text(parent, space, name)
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None:
        raise InputError("cap_broken", file=file, element=name)
    return found


def _required_moment(parent: Element, space: str, name: str, file: str) -> datetime:
    found = _moment(parent, space, name, file)
    if found is None:
        raise InputError("cap_broken", file=file, element=name)
    return found
