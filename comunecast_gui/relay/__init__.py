# SPDX-License-Identifier: EUPL-1.2
"""Receives what Meta pushes, because a workstation has no public address, and keeps it sealed until it is fetched.

The WSGI callable is :func:`app`; its settings come from the environment (:mod:`.settings`). Nothing here needs the
rest of the program.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from flask import Flask


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The WSGI callable, made ready at the first request so that a host may import it before it forks."""
    return _service().wsgi_app(environ, start_response)


@cache
def _service() -> Flask:
    from comunecast_gui.relay.environment import RelaySettings
    from comunecast_gui.relay.event_store import EventStore
    from comunecast_gui.relay.web import make_app

    settings = RelaySettings.from_environment()
    return make_app(settings, EventStore(settings.database))
