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


def serve(settings: RelaySettings, host: str, port: int, threads: int) -> None:
    """Answers on ``host`` and ``port`` until the process is asked to end."""
    from comunecast_gui.relay.fair_server import Share, make_server

    # It would write a line for each post that waits for a thread, thousands a minute under load.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    store = EventStore(settings.database)
    share = Share(per_network=settings.connections, proxies=settings.proxies)
    server = make_server(make_app(settings, store), host, port, threads, settings.max_bytes, share)

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
