# SPDX-License-Identifier: EUPL-1.2
"""The log of a process, as tests write to it and read it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from comunecast_gui.system import logs


@pytest.fixture
def log(data_dir: Path) -> Iterator[Path]:
    root = logging.getLogger()
    level = root.level
    levels = {name: logging.getLogger(name).level for name in ("httpx", "httpcore", "telegram", "urllib3")}
    handler = logs.start(data_dir)
    yield data_dir / "logs" / "comunecast.log"
    logs.stop(handler)
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
