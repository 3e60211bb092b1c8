# SPDX-License-Identifier: EUPL-1.2
"""Runs the relay by itself: ``python -m comunecast_gui.relay serve --host 127.0.0.1 --port 8090``."""

from __future__ import annotations

import argparse
import json
import logging
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict
from types import FrameType
from typing import Any

from comunecast_gui.relay.environment import RelaySettings, SettingsError
from comunecast_gui.relay.event_store import EventStore
from comunecast_gui.relay.keys import make_keys
from comunecast_gui.relay.web import make_app

WRONG_SETTINGS = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until it is ended; 2 where a setting is wrong."""
    parser = argparse.ArgumentParser(prog="python -m comunecast_gui.relay", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    serving = verbs.add_parser("serve", help="answer Meta and the workstation")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=8090, help="0: a free one, which is printed")
    serving.add_argument("--threads", type=int, default=32)
    verbs.add_parser("keys", help="make the pairs and print them as JSON")
    options = parser.parse_args(arguments)
    if options.verb == "keys":
        sys.stdout.write(json.dumps(asdict(make_keys())) + "\n")
        return 0
    try:
        settings = RelaySettings.from_environment()
    except SettingsError as error:
        sys.stderr.write(f"The relay cannot start: {error}\n")
        return WRONG_SETTINGS
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    serve(settings, options.host, options.port, options.threads)
    return 0


def waitress_options(max_bytes: int) -> dict[str, Any]:
    """How waitress receives posts of up to ``max_bytes``."""
    return {
        "backlog": 2048,
        # Each connection may hold a body of max_bytes in memory before anybody knows who signed it.
        "connection_limit": 256,
        "max_request_body_size": max_bytes + 1,
        # A body that waitress moved to a temporary file would lie on the disk unsealed.
        "inbuf_overflow": max_bytes + 2,
        # The default of 8 KiB reads a post of 1,000 updates in thirty turns of the loop instead of one or two.
        "recv_bytes": 512 * 1024,
        "ident": None,
        "clear_untrusted_proxy_headers": False,
    }


def serve(settings: RelaySettings, host: str, port: int, threads: int) -> None:
    """Answers on ``host`` and ``port`` until the process is asked to end."""
    from waitress import create_server

    # It would write a line for each post that waits for a thread, thousands a minute under load.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    store = EventStore(settings.database)
    options = waitress_options(settings.max_bytes)
    server = create_server(make_app(settings, store), host=host, port=port, threads=threads, **options)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    sys.stdout.write(json.dumps({"url": f"http://{host}:{server.effective_port}"}) + "\n")
    sys.stdout.flush()
    try:
        server.run()
    finally:
        server.close()
        store.close()


if __name__ == "__main__":
    sys.exit(main())
