# SPDX-License-Identifier: EUPL-1.2
"""Media and resumable uploads: which files Meta takes, of which size, and what their bytes must be."""

from __future__ import annotations

import hashlib
from typing import Any

from comunecast_gui.sandbox.graph.error_bodies import GraphRefused
from comunecast_gui.sandbox.graph_state import Media, UploadSession
from comunecast_gui.sandbox.image_info import decodes, read_image, sniff
from comunecast_gui.sandbox.state import SandboxState

MEGABYTE = 1024 * 1024
KEPT_SECONDS = 30 * 86400
_OFFICE = "application/vnd.openxmlformats-officedocument"
LIMITS = {
    "image/jpeg": 5 * MEGABYTE,
    "image/png": 5 * MEGABYTE,
    "application/pdf": 100 * MEGABYTE,
    "text/plain": 100 * MEGABYTE,
    "application/msword": 100 * MEGABYTE,
    "application/vnd.ms-excel": 100 * MEGABYTE,
    "application/vnd.ms-powerpoint": 100 * MEGABYTE,
    f"{_OFFICE}.wordprocessingml.document": 100 * MEGABYTE,
    f"{_OFFICE}.spreadsheetml.sheet": 100 * MEGABYTE,
    f"{_OFFICE}.presentationml.presentation": 100 * MEGABYTE,
    "video/mp4": 16 * MEGABYTE,
    "video/3gpp": 16 * MEGABYTE,
    "audio/aac": 16 * MEGABYTE,
    "audio/mp4": 16 * MEGABYTE,
    "audio/mpeg": 16 * MEGABYTE,
    "audio/amr": 16 * MEGABYTE,
    "audio/ogg": 16 * MEGABYTE,
}
"""MIME type -> largest size in bytes (Meta: Cloud API "Media")."""
SAMPLE_TYPES = {"application/pdf", "image/jpeg", "image/jpg", "image/png", "video/mp4"}


def upload_media(state: SandboxState, fields: dict[str, str], filename: str, mime: str, data: bytes) -> dict[str, Any]:
    """``POST /{phone}/media``.

    Raises:
        GraphRefused: 100 where a field is missing, 131053 where type, size or content is refused.
    """
    if fields.get("messaging_product") != "whatsapp":
        raise GraphRefused(100, message="(#100) The parameter messaging_product is required.")
    if not filename:
        raise GraphRefused(100, message="(#100) The parameter file is required.")
    mime = (mime or fields.get("type", "")).partition(";")[0].strip().lower()
    if mime not in LIMITS:
        known = ", ".join(LIMITS)
        raise GraphRefused(
            100,
            message=f"(#100) Param file must be a file with one of the following types: {known}. "
            f"Received file of type '{mime}'.",
        )
    if not data:
        raise GraphRefused(131053, "The file is empty.")
    if len(data) > LIMITS[mime]:
        raise GraphRefused(131053, f"The file is larger than {LIMITS[mime] // MEGABYTE} MB.")
    _check_content(mime, data)
    media = Media(
        media_id=str(1_479_000_000_000_000 + state.graph.next_number()),
        mime=mime,
        filename=filename,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        uploaded_at=state.clock.now(),
    )
    state.graph.media[media.media_id] = media
    return {"id": media.media_id}


def _check_content(mime: str, data: bytes) -> None:
    found = sniff(data)
    declared_known = mime in {"image/jpeg", "image/png", "application/pdf"}
    if (declared_known or found in {"image/jpeg", "image/png", "image/gif"}) and found != mime:
        raise GraphRefused(131053, f"The file is {found or 'of an unknown type'}, not {mime}.")
    if mime.startswith("image/"):
        image = read_image(data)
        if image is None or image.bits != 8 or not image.rgb:
            raise GraphRefused(131053, "Images must be 8-bit, RGB or RGBA.")
        if not decodes(data):
            raise GraphRefused(131053, "The image cannot be decoded.")


def find_media(state: SandboxState, media_id: str) -> Media | None:
    """The media with this id, or None where there is none or its 30 days are over."""
    media = state.graph.media.get(media_id)
    if media and state.clock.now() - media.uploaded_at < KEPT_SECONDS:
        return media
    return None


def media_json(media: Media, address: str) -> dict[str, Any]:
    """``GET /{media id}``."""
    return {
        "messaging_product": "whatsapp",
        "url": f"{address}/download/{media.media_id}",
        "mime_type": media.mime,
        "sha256": media.sha256,
        "file_size": media.size,
        "id": media.media_id,
    }


def start_upload(state: SandboxState, query: dict[str, str]) -> dict[str, Any]:
    """``POST /{app}/uploads``: a session for the sample of a template's header.

    Raises:
        GraphRefused: 100 where name, length or type is missing or refused.
    """
    for key in ("file_length", "file_type"):
        if not query.get(key):
            raise GraphRefused(100, message=f"(#100) The parameter {key} is required.")
    if query["file_type"] not in SAMPLE_TYPES or not query["file_length"].isdigit():
        raise GraphRefused(100, message="(#100) Invalid file type or length")
    name = f"upload:{hashlib.sha256(str(state.graph.next_number()).encode()).hexdigest()[:32]}"
    length = int(query["file_length"])
    state.graph.uploads[name] = UploadSession(name, query.get("file_name", ""), query["file_type"], length)
    return {"id": name}


def continue_upload(session: UploadSession, offset: int, data: bytes) -> dict[str, Any]:
    """``POST /upload:ID`` with the header ``file_offset``; answers the handle once all bytes have come.

    Raises:
        GraphRefused: 100 where the offset or the content is not what was announced.
    """
    if offset != session.received or offset + len(data) > session.length:
        raise GraphRefused(100, message=f"(#100) Invalid file_offset: {session.received} bytes received")
    mime = session.mime.replace("image/jpg", "image/jpeg")
    if offset == 0 and not mime.startswith("video/") and sniff(data) != mime:
        raise GraphRefused(100, message=f"(#100) The file is not {session.mime}")
    session.received += len(data)
    if session.received < session.length:
        return {"id": session.upload_id, "file_offset": session.received}
    session.handle = f"4::{hashlib.sha256(session.upload_id.encode()).hexdigest()[:40]}"
    return {"h": session.handle}
