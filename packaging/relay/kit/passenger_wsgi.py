# SPDX-License-Identifier: EUPL-1.2
"""The relay for a web space that runs Python: the panel is told this file and ``application``.

While something is missing it answers 503 and names it, so that the office's set-up can say it to a person; it never
tells a value. Written so that a Python that is too old can still say so.
"""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

HERE = Path(__file__).resolve().parent
OLDEST = (3, 11)


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
    """The WSGI callable."""
    lacking = missing()
    if not lacking:
        from comunecast_gui.relay import app

        return app(environ, start_response)
    body = (json.dumps({"error": "relay_not_ready", "missing": lacking}) + "\n").encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("503 Service Unavailable", headers)
    return [body]


def missing() -> str:
    """What keeps the relay from running: a version of Python, a library, or the name of a setting; empty if nothing."""
    if sys.version_info < OLDEST:
        return "Python {}.{}".format(*OLDEST)
    if str(HERE) not in sys.path:
        sys.path.insert(0, str(HERE))
    folder = HERE / "dati"
    folder.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("RELAY_DATABASE", str(folder / "relay.db"))
    try:
        import flask  # noqa: F401 - whether it is there
        import nacl.public  # noqa: F401 - the same

        from comunecast_gui.relay.environment import RelaySettings, SettingsError
    except ImportError as error:
        return "requirements.txt ({})".format(error.name or "?")
    try:
        RelaySettings.from_environment()
    except SettingsError as error:
        return str(error)
    return ""
