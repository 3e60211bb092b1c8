# SPDX-License-Identifier: EUPL-1.2
"""Records which functions of the program run first, to compare them with docs/ARCHITECTURE.md."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "comunecast_gui"
_STEP = re.compile(r"^\d+\. `([\w/]+\.py)` `(\w+)`", re.MULTILINE)

Step = tuple[str, str]
"""A file below the package, and a function in it."""


def told(title: str) -> list[Step]:
    """The steps of the way that ARCHITECTURE.md tells under ``title``."""
    text = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    return [
        (file, function) for file, function in _STEP.findall(text.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0])
    ]


class Watched:
    """The functions of the program in the order of their first call, in whichever thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[Step, int] = {}
        self._files: dict[str, str] = {}

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> None:
        if event != "call":
            return
        code = frame.f_code
        file = self._files.get(code.co_filename)
        if file is None:
            path = Path(code.co_filename)
            file = path.relative_to(PACKAGE).as_posix() if PACKAGE in path.parents else ""
            self._files[code.co_filename] = file
        if file and (file, code.co_name) not in self._seen:
            with self._lock:
                self._seen.setdefault((file, code.co_name), len(self._seen))

    def order_of(self, steps: list[Step]) -> list[Step]:
        """Those of ``steps`` that were called, in the order of their first call."""
        return sorted((step for step in steps if step in self._seen), key=self._seen.__getitem__)


@contextmanager
def watching() -> Iterator[Watched]:
    """Watches this thread, and every thread that begins meanwhile."""
    watched = Watched()
    before = sys.getprofile()
    threading.setprofile(watched)
    sys.setprofile(watched)
    try:
        yield watched
    finally:
        sys.setprofile(before)
        threading.setprofile(None)
