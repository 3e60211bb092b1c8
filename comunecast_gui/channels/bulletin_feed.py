# SPDX-License-Identifier: EUPL-1.2
"""Fetches a bulletin of the civil protection from an address; who reads it is elsewhere."""

from __future__ import annotations

import ssl

from comunecast_gui.channels.http_call import CallError
from comunecast_gui.core.errors import InputError

_SECONDS = 15.0
"""For the whole of one call."""


def fetch(url: str, ssl_context: ssl.SSLContext, most_bytes: int) -> bytes:
    """The document at ``url``. It tells the address nothing about this office: no name, no cookie.

    Raises InputError("bulletin_unreachable") where nobody answers in time, "bulletin_too_large" for more than
    ``most_bytes``, "bulletin_address" for every other answer than the document, "bulletin_no_address" for no address.
    """
    from comunecast_gui.channels.http_session import HttpSession  # large, and not needed to start

    try:
        session = HttpSession(url, "", ssl_context)
    except ValueError:  # of urllib.parse, for brackets that are no IPv6 address
        raise InputError("bulletin_no_address", url=url, file=url) from None
    try:
        answer = session.call("GET", url, seconds=_SECONDS, most_bytes=most_bytes, headers={"User-Agent": "ComuneCast"})
    except CallError as error:
        code = {"junk": "bulletin_too_large", "address": "bulletin_no_address"}.get(
            error.reason, "bulletin_unreachable"
        )
        raise InputError(code, url=url, file=url, status=error.reason) from None
    finally:
        session.close()
    if answer.status != 200:
        raise InputError("bulletin_address", url=url, status=answer.status)
    return answer.content
