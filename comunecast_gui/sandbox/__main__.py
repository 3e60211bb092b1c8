# SPDX-License-Identifier: EUPL-1.2
"""Runs the sandbox as a process: ``python -m comunecast_gui.sandbox --port-file FILE``."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from dataclasses import fields
from pathlib import Path
from types import FrameType
from typing import Any

from comunecast_gui.sandbox.config import SandboxConfig, TelegramChannel
from comunecast_gui.sandbox.server import Sandbox

_TUPLES = {"scopes", "promotional_words", "latency_ms"}


def read_config(path: Path) -> SandboxConfig:
    """Read a configuration from JSON with the keys of ``SandboxConfig``.

    Raises:
        TypeError: for an unknown key.
    """
    given: dict[str, Any] = json.loads(path.read_text("utf-8"))
    unknown = given.keys() - {item.name for item in fields(SandboxConfig)}
    if unknown:
        raise TypeError(f"unknown keys: {', '.join(sorted(unknown))}")
    given.update({key: tuple(given[key]) for key in _TUPLES & given.keys()})
    if "channels" in given:
        given["channels"] = tuple(TelegramChannel(**channel) for channel in given["channels"])
    if "not_on_whatsapp" in given:
        given["not_on_whatsapp"] = frozenset(given["not_on_whatsapp"])
    return SandboxConfig(**given)


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted or terminated; prints one JSON line with the addresses."""
    parser = argparse.ArgumentParser(prog="python -m comunecast_gui.sandbox")
    parser.add_argument("--config", type=Path, help="JSON file with the sandbox's settings")
    parser.add_argument("--port", type=int, help="port of 127.0.0.1 (default: a free one)")
    parser.add_argument("--port-file", type=Path, help="file to write the same JSON line to, once it serves")
    options = parser.parse_args(arguments)
    config = read_config(options.config) if options.config else SandboxConfig()
    if options.port is not None:
        config = SandboxConfig(**{**{f.name: getattr(config, f.name) for f in fields(config)}, "port": options.port})
    sandbox = Sandbox(config)
    sandbox.start()
    line = json.dumps(
        {
            "telegram_base_url": sandbox.telegram_base_url,
            "graph_url": sandbox.graph_url,
            "control_url": f"{sandbox.graph_url}/_sandbox",
        }
    )
    if options.port_file:
        partial = options.port_file.with_suffix(".partial")
        partial.write_text(line + "\n", "utf-8")
        partial.replace(options.port_file)
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, ask_to_stop)
    signal.signal(signal.SIGTERM, ask_to_stop)
    stop.wait()
    sandbox.stop()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
