# SPDX-License-Identifier: EUPL-1.2
"""The training town on a desk without a screen; where a desk cannot be had, its tests are skipped, but never in CI."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.accessibility.atspi import Reader


def _missing() -> list[str]:
    """What this computer lacks for a desk; Debian's names of it are in ``.ci/run``."""
    found = {name: shutil.which(name) is not None for name in ("Xvfb", "dbus-daemon", "openbox")}
    found["at-spi2-core"] = Path("/usr/libexec/at-spi2-registryd").exists()
    found["jeepney"] = importlib.util.find_spec("jeepney") is not None
    return [name for name, here in found.items() if not here]


def needs_desk() -> None:
    """Skips the test where there can be no desk."""
    if sys.platform != "linux":
        pytest.skip("AT-SPI is the accessibility bus of Linux")
    lacking = _missing()
    if lacking and not os.environ.get("CI"):
        pytest.skip(f"a desk with a screen and an accessibility bus needs {', '.join(lacking)} (see .ci/run)")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Reader]:
    """The training town's window, read through AT-SPI and nothing else; the tests of a module share it.

    It opens at the module's ``HOUR``, because what the program warns of depends on it.
    """
    needs_desk()
    from tests.accessibility.desk import desk  # its bus is not on every system

    folder = tmp_path_factory.mktemp("desk")
    hour = request.module.HOUR
    with desk(folder) as here, here.program("--demo", "--data-dir", str(folder / "data"), hour=hour):
        yield here.reader
