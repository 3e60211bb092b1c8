# SPDX-License-Identifier: EUPL-1.2
"""Refuses keys that Meta does not know, at any depth, because Meta refuses them too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comunecast_gui.sandbox.graph.error_bodies import GraphRefused

Shape = Mapping[str, Any]
"""Key -> None for any value, the shape of the object under it, or a list with the shape of each object of a list."""

_MEDIA: Shape = dict.fromkeys(("id", "link", "caption", "filename"))
_PARAMETER: Shape = {
    "type": None,
    "parameter_name": None,
    "text": None,
    "payload": None,
    "image": _MEDIA,
    "document": _MEDIA,
    "currency": None,
    "date_time": None,
}
MESSAGE: Shape = {
    "messaging_product": None,
    "recipient_type": None,
    "to": None,
    "recipient": None,
    "type": None,
    "biz_opaque_callback_data": None,
    "context": {"message_id": None},
    "status": None,
    "message_id": None,
    "typing_indicator": {"type": None},
    "text": {"body": None, "preview_url": None},
    "image": {"id": None, "link": None, "caption": None},
    "document": _MEDIA,
    "contacts": [
        {
            "name": dict.fromkeys(("formatted_name", "first_name", "last_name", "middle_name", "suffix", "prefix")),
            "org": dict.fromkeys(("company", "department", "title")),
            "phones": [dict.fromkeys(("phone", "type", "wa_id"))],
            "emails": [dict.fromkeys(("email", "type"))],
            "urls": [dict.fromkeys(("url", "type"))],
            "addresses": [dict.fromkeys(("street", "city", "state", "zip", "country", "country_code", "type"))],
            "birthday": None,
        }
    ],
    "template": {
        "name": None,
        "language": {"code": None, "policy": None},
        "components": [{"type": None, "sub_type": None, "index": None, "parameters": [_PARAMETER]}],
    },
}
TEMPLATE: Shape = {
    "name": None,
    "language": None,
    "category": None,
    "parameter_format": None,
    "message_send_ttl_seconds": None,
    "allow_category_change": None,
    "components": [
        {
            "type": None,
            "format": None,
            "text": None,
            "example": {
                "header_text": None,
                "header_text_named_params": [{"param_name": None, "example": None}],
                "header_handle": None,
                "body_text": None,
                "body_text_named_params": [{"param_name": None, "example": None}],
            },
            "buttons": [{"type": None, "text": None, "url": None, "phone_number": None, "example": None}],
        }
    ],
}


def refuse_unknown_keys(body: Mapping[str, Any], shape: Shape, path: str = "") -> None:
    """Check the keys of a request body.

    Raises:
        GraphRefused: 100 with the first unknown key and the parameter that holds it, or the first value of a wrong
            kind.
    """
    for key, value in body.items():
        if key not in shape:
            place = f' on param "{path}"' if path else ""
            raise GraphRefused(100, message=f'(#100) Unexpected key "{key}"{place}.')
        inner = shape[key]
        below = f"{path}['{key}']" if path else key
        if isinstance(inner, list):
            if not isinstance(value, list):
                raise GraphRefused(100, message=f"(#100) Param {below} must be an array.")
            for index, item in enumerate(value):
                _refuse_unknown_below(item, inner[0], f"{below}[{index}]")
        elif inner is not None:
            _refuse_unknown_below(value, inner, below)


def _refuse_unknown_below(value: Any, shape: Shape, path: str) -> None:
    if not isinstance(value, Mapping):
        raise GraphRefused(100, message=f"(#100) Param {path} must be a JSON object.")
    refuse_unknown_keys(value, shape, path)
