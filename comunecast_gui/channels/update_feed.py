# SPDX-License-Identifier: EUPL-1.2
"""Fetches what the program's makers announced; whether to believe it is decided elsewhere."""

from __future__ import annotations

import ssl

import requests
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError

from comunecast_gui.channels.http_session import new_session

MOST_BYTES = 64 * 1024
_TIMEOUT = (3.05, 4.0)
"""Seconds; a window that is being closed waits for the answer."""


def fetch(url: str, ssl_context: ssl.SSLContext) -> bytes | None:
    """The document at ``url``; None if nobody answers, the answer is no document, or it is larger than an
    announcement can be. It says nothing about this office: no version, no name, no cookie."""
    session = new_session("", ssl_context)
    del session.headers["Authorization"]
    session.headers["User-Agent"] = "ComuneCast"
    proxies = get_environ_proxies(url)
    try:
        with session, session.get(url, timeout=_TIMEOUT, stream=True, allow_redirects=False, proxies=proxies) as answer:
            if answer.status_code != 200:
                return None
            content = b""
            for part in answer.iter_content(MOST_BYTES):
                content += part
                if len(content) > MOST_BYTES:
                    return None
            return content
    except (requests.RequestException, HTTPError, OSError):
        return None
