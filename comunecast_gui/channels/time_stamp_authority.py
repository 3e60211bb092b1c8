# SPDX-License-Identifier: EUPL-1.2
"""Asks a time stamping authority to sign that it saw a digest now (RFC 3161, section 3.4: over HTTP)."""

from __future__ import annotations

import ssl

from comunecast_gui.channels.http_call import CallError
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.trust.time_stamp import StampRequest

_MOST_BYTES = 256 * 1024
_SECONDS = 20.0


def stamp(url: str, data: bytes, context: ssl.SSLContext) -> bytes:
    """The authority's answer about ``data``, of which only the SHA-256 leaves this computer.

    Raises InputError("stamp_unreachable" | "stamp_refused").
    """
    from comunecast_gui.channels.http_session import HttpSession  # large, and not needed to start

    request = StampRequest.of(data)
    session = HttpSession(url, "", context)
    headers = {"Content-Type": "application/timestamp-query", "User-Agent": "ComuneCast"}
    try:
        answer = session.call(
            "POST", url, seconds=_SECONDS, most_bytes=_MOST_BYTES, headers=headers, data=request.encoded()
        )
    except CallError as error:
        raise InputError("stamp_unreachable", field="authority", reason=error.reason) from None
    finally:
        session.close()
    if answer.status != 200 or not request.is_answered_by(answer.content):
        raise InputError("stamp_refused", field="authority", status=answer.status)
    return answer.content
