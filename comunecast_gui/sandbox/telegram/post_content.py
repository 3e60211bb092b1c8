# SPDX-License-Identifier: EUPL-1.2
"""Checks of what a post is made of: the text with its markup, the photo, the document, the album."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from comunecast_gui.sandbox.image_info import decodes, read_image
from comunecast_gui.sandbox.telegram.calls import MethodCall, Refused, Upload
from comunecast_gui.sandbox.telegram.html import (
    MarkupRefused,
    ParsedText,
    automatic_entities,
    parse_html,
    trimmed,
    utf16_length,
)
from comunecast_gui.sandbox.telegram_state import TelegramState

RAW_TEXT_BYTES = 32768
PHOTO_BYTES = 10 * 1024 * 1024
SHOWN_ENTITIES = 100
ALBUM_ITEMS = 10
_ITEM = frozenset({
    "type", "media", "thumbnail", "caption", "parse_mode", "caption_entities", "show_caption_above_media",
    "has_spoiler", "disable_content_type_detection",
})  # fmt: skip
"""Keys of InputMediaPhoto and InputMediaDocument (Telegram: Bot API 10.1)."""


@dataclass(frozen=True, slots=True)
class AlbumItem:
    """One picture or document of an album with its caption."""

    kind: str
    file: dict[str, Any]
    shown: ParsedText


def display_text(call: MethodCall, key: str, limit: int) -> ParsedText:
    """The text or caption of a call as it will be shown; ``limit`` in code points after parsing.

    Raises:
        Refused: as ``sendMessage`` and ``sendPhoto`` do.
    """
    entities = "entities" if key == "text" else "caption_entities"
    return _display(call, call.values.get(key, ""), call.values.get("parse_mode", ""), call.objects(entities), limit)


def _display(call: MethodCall, raw: str, mode: str, given: Any, limit: int) -> ParsedText:
    if len(raw.encode("utf-8", "surrogatepass")) > RAW_TEXT_BYTES:
        raise Refused(400, "text is too long")
    if mode and mode.lower() not in {"html", "markdown", "markdownv2"}:
        raise Refused(400, "unsupported parse_mode")
    if mode.lower() == "html":
        try:
            parsed = parse_html(raw)
        except MarkupRefused as error:
            raise Refused(400, f"can't parse entities: {error}") from error
    else:
        if mode:
            call.notes.append(f"parse_mode {mode} is shown unparsed: the sandbox reads HTML only")
        parsed = ParsedText(raw, [entity for entity in given or [] if _inside(entity, raw)])
    shown = trimmed(parsed)
    if len(shown.text) > limit:
        raise Refused(400, "message is too long" if limit == 4096 else "message caption is too long")
    shown.entities.extend(automatic_entities(shown.text, shown.entities))
    shown.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    if len(shown.entities) > SHOWN_ENTITIES:
        call.notes.append(f"{len(shown.entities) - SHOWN_ENTITIES} entities beyond the hundredth are not shown")
        del shown.entities[SHOWN_ENTITIES:]
    call.notes.extend(shown.spoiled)
    return shown


def _inside(entity: dict[str, Any], text: str) -> bool:
    start, length = entity.get("offset"), entity.get("length")
    if not (isinstance(start, int) and isinstance(length, int) and entity.get("type")):
        raise Refused(400, "can't parse MessageEntity")
    return start >= 0 and length > 0 and start + length <= utf16_length(text)


def photo_of(state: TelegramState, call: MethodCall, source: str, field: str = "photo") -> dict[str, Any]:
    """The photo of a call as a ``PhotoSize``: 10 MB, width + height <= 10000, ratio <= 20 (Bot API sendPhoto)."""
    upload = _upload(call, source, field)
    if upload is None:
        return _known_file(state, source, "photo")
    if not upload.data:
        raise Refused(400, "file must be non-empty")
    if len(upload.data) > PHOTO_BYTES:
        raise Refused(
            400,
            f"file of size {len(upload.data)} bytes is too big for a photo; the maximum size is {PHOTO_BYTES} bytes",
        )
    image = read_image(upload.data)
    if image is None or image.bits != 8 or image.four_colours:
        raise Refused(400, "IMAGE_PROCESS_FAILED")
    low, high = sorted((image.width, image.height))
    if low == 0 or low + high > 10000 or high > 20 * low:
        raise Refused(400, "PHOTO_INVALID_DIMENSIONS")
    if not decodes(upload.data):
        raise Refused(400, "IMAGE_PROCESS_FAILED")
    return _keep(state, "photo", upload, {"width": image.width, "height": image.height})


def document_of(state: TelegramState, call: MethodCall, source: str, field: str = "document") -> dict[str, Any]:
    """The document of a call as a ``Document``."""
    upload = _upload(call, source, field)
    if upload is None:
        return _known_file(state, source, "document")
    if not upload.data:
        raise Refused(400, "file must be non-empty")
    return _keep(state, "document", upload, {"file_name": upload.filename, "mime_type": upload.mime})


def album(state: TelegramState, call: MethodCall) -> list[AlbumItem]:
    """The items of ``sendMediaGroup``: 2-10, documents only with documents, each naming its own file.

    Bot API sendMediaGroup and InputMediaPhoto: ``media`` is required in every item, and a file that comes along is
    found by ``attach://`` and the name of its part alone.
    """
    media = call.objects("media")
    if not media:
        raise Refused(400, "there are no messages to send")
    for entry in media:
        _check_item(call, entry)
    if len(media) > ALBUM_ITEMS:
        raise Refused(400, "too many messages to send as an album")
    if len(media) == 1:
        raise Refused(400, "an album must include 2-10 items")
    if len({entry["type"] for entry in media}) > 1:
        raise Refused(400, "document can't be mixed with other media types")
    return [_item(state, call, entry) for entry in media]


def replacement(state: TelegramState, call: MethodCall) -> AlbumItem:
    """The one item of ``editMessageMedia``.

    Raises:
        Refused: as :func:`album` does.
    """
    entry = call.structure("media")
    if not entry:
        raise Refused(400, "can't parse InputMedia: media not found")
    _check_item(call, entry)
    return _item(state, call, entry)


def _check_item(call: MethodCall, entry: dict[str, Any]) -> None:
    kind, source = entry.get("type", ""), entry.get("media", "")
    for key in ("type", "media", "caption", "parse_mode"):
        if not isinstance(entry.get(key, ""), str):
            raise Refused(400, f'can\'t parse InputMedia: field "{key}" must be of type String')
    if kind not in {"photo", "document"}:
        raise Refused(400, f'can\'t parse InputMedia: type "{kind}" is unsupported')
    named = source.removeprefix("attach://")
    if not source or (named != source and named not in call.files):
        raise Refused(400, "can't parse InputMedia: media not found")
    call.notes.extend(f"the unknown key {key} of an album's item is ignored" for key in sorted(entry.keys() - _ITEM))


def _item(state: TelegramState, call: MethodCall, entry: dict[str, Any]) -> AlbumItem:
    make = photo_of if entry["type"] == "photo" else document_of
    file = make(state, call, entry["media"], "media")
    shown = _display(call, entry.get("caption", ""), entry.get("parse_mode", ""), entry.get("caption_entities"), 1024)
    return AlbumItem(entry["type"], file, shown)


def _upload(call: MethodCall, source: str, field: str) -> Upload | None:
    if source.startswith("attach://"):
        upload = call.files.get(source.removeprefix("attach://"))
        if upload is None:
            raise Refused(400, f"there is no {field} in the request")
        return upload
    if not source:
        if field not in call.files:
            raise Refused(400, f"there is no {field} in the request")
        return call.files[field]
    return None


def _known_file(state: TelegramState, source: str, kind: str) -> dict[str, Any]:
    if "://" in source:
        if not source.lower().startswith(("http://", "https://")):
            raise Refused(400, "invalid file HTTP URL specified: Unsupported URL protocol")
        raise Refused(400, "failed to get HTTP URL content")
    known = state.files.get(source)
    if known is None or known["kind"] != kind:
        raise Refused(400, "wrong remote file identifier specified: Wrong string length")
    return {key: value for key, value in known.items() if key != "kind"}


def _keep(state: TelegramState, kind: str, upload: Upload, facts: dict[str, Any]) -> dict[str, Any]:
    digest = hashlib.sha256(upload.data).hexdigest()
    file = {
        "file_id": f"AgAC{digest[:40]}{kind}",
        "file_unique_id": f"AQAD{digest[:12]}",
        "file_size": len(upload.data),
    }
    file.update(facts)
    state.files[str(file["file_id"])] = {"kind": kind, **file}
    return file
