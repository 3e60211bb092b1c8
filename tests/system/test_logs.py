# SPDX-License-Identifier: EUPL-1.2
"""The log rotates, stays bounded, and never makes a command fail; what it hides: tests/security."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.system import logs


def test_chatty_libraries_are_kept_to_warnings(log: Path) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST https://example.test")
    logging.getLogger("comunecast_gui").info("ours")
    assert "HTTP Request" not in log.read_text(encoding="utf-8")
    assert "ours" in log.read_text(encoding="utf-8")


def test_the_log_rotates_and_stays_bounded(log: Path) -> None:
    line = "x" * 100_000
    for _ in range(80):
        logging.getLogger("comunecast_gui").info(line)
    files = list(log.parent.iterdir())
    assert len(files) == 6
    assert sum(file.stat().st_size for file in files) < 6_300_000


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_no_error_of_the_command(data_dir: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Not while something is told, and not at the end, where what was held back is written again."""
    (data_dir / "logs").mkdir()
    (data_dir / "logs" / "comunecast.log").symlink_to("/dev/full")
    handler = logs.start(data_dir)
    logging.getLogger("comunecast").error("The disk is full")
    logs.stop(handler)
    assert capfd.readouterr().err == ""


def test_a_folder_that_cannot_be_one_is_named(data_dir: Path) -> None:
    (data_dir / "logs").write_text("a file")
    with pytest.raises(ConfigError) as caught:
        logs.start(data_dir)
    assert caught.value.code == "log_unusable"
