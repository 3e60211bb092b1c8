# SPDX-License-Identifier: EUPL-1.2
"""Fetches the update announcement of the program's makers; its signature is checked elsewhere."""

from __future__ import annotations

import ssl

from comunecast_gui.channels.http_call import CallError

MOST_BYTES = 64 * 1024
_SECONDS = 4.0
"""For the whole call; a window that is being closed waits for the answer."""


def fetch(url: str, ssl_context: ssl.SSLContext) -> bytes | None:
    """The document at ``url``; None if nobody answers, the answer is no document, or it is larger than an
    announcement can be. It says nothing about this office: no version, no name, no cookie."""
    from comunecast_gui.channels.http_session import HttpSession  # large, and not needed to start

    session = HttpSession(url, "", ssl_context)
    try:
        answer = session.call("GET", url, seconds=_SECONDS, most_bytes=MOST_BYTES, headers={"User-Agent": "ComuneCast"})
    except CallError:
        return None
    finally:
        session.close()
    return answer.content if answer.status == 200 else None
