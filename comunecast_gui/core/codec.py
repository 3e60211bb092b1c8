# SPDX-License-Identifier: EUPL-1.2
"""Converts frozen dataclasses to JSON types and back, for the database and between processes.

It uses cattrs (docs/adr/0019); no other module of the core imports a library.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from comunecast_gui.core.content import ContactMessage, Content, TelegramPost, TemplateMessage, TextMessage
from comunecast_gui.core.model import Attachment

if TYPE_CHECKING:
    from cattrs.preconf.json import JsonConverter

T = TypeVar("T")
_KINDS = {
    TelegramPost: "telegram_post",
    TemplateMessage: "template_message",
    TextMessage: "text_message",
    ContactMessage: "contact_message",
}
"""The names under which contents are stored; never changed, or what is queued could not be read any more."""


@cache
def _converter() -> JsonConverter:
    """The converter, made when it is first asked for: importing cattrs takes 30 ms, and no window needs it to open."""
    from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
    from cattrs.preconf.json import make_converter
    from cattrs.strategies import configure_tagged_union

    converter = make_converter(forbid_extra_keys=True, detailed_validation=False)
    # The bytes lie beside the database; what is stored says where.
    converter.register_unstructure_hook(
        Attachment, make_dict_unstructure_fn(Attachment, converter, file=override(omit=True))
    )
    converter.register_structure_hook(
        Attachment,
        make_dict_structure_fn(Attachment, converter, _cattrs_forbid_extra_keys=True, file=override(omit=True)),
    )
    configure_tagged_union(Content, converter, tag_name="kind", tag_generator=_KINDS.__getitem__)
    return converter


def to_data(value: object) -> Any:
    """A dataclass in JSON's types: moments in ISO 8601, sets as lists, enumerations as their values."""
    return _converter().unstructure(value)


def from_data(data: Any, kind: type[T]) -> T:
    """The reverse of :func:`to_data`. Raises KeyError, TypeError or ValueError for data of another shape."""
    converter = _converter()
    from cattrs.errors import ForbiddenExtraKeysError, StructureHandlerNotFoundError

    try:
        return converter.structure(data, kind)
    except (ForbiddenExtraKeysError, StructureHandlerNotFoundError) as error:  # neither is one of those named above
        raise ValueError(type(error).__name__) from None


def content_to_data(content: Content) -> dict[str, Any]:
    """The content for a channel as JSON types, with the name of its kind, for the outbox."""
    data: dict[str, Any] = _converter().unstructure(content, unstructure_as=Content)
    return data


def content_from_data(data: dict[str, Any]) -> Content:
    """The reverse of :func:`content_to_data`.

    Raises KeyError for a kind that this version does not know, TypeError or ValueError for data of another shape.
    """
    content: Content = from_data(data, Content)  # type: ignore[arg-type] # a union is no type to mypy
    return content
