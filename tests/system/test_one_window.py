# SPDX-License-Identifier: EUPL-1.2
"""One window per office: a second start is answered by the first, and a window that died is in nobody's way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.system.one_window import only_window

WINDOW = """
import sys, time
from pathlib import Path
from comunecast_gui.system.one_window import only_window
with only_window(Path(sys.argv[1])) as requests:
    print("open", flush=True)
    while sys.argv[2] == "answers" and not requests.taken():
        time.sleep(0.02)
    if sys.argv[2] == "answers":
        print("shown", flush=True)
    sys.stdin.read()
"""


def start(data_dir: Path, how: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(data_dir), how], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def test_a_second_start_asks_the_first_to_show_itself(data_dir: Path) -> None:
    with start(data_dir, "answers") as first:
        with only_window(data_dir) as requests:
            assert requests is None
        assert first.stdout is not None
        assert first.stdout.readline() == "shown\n"
        assert first.stdin is not None
        first.stdin.close()


def test_a_window_that_died_is_in_nobody_s_way(data_dir: Path) -> None:
    with start(data_dir, "hangs") as first:
        first.kill()
    with only_window(data_dir, patience=0) as requests:
        assert requests is not None
        assert not requests.taken()


def test_a_window_that_dies_while_it_is_asked_leaves_its_place(data_dir: Path) -> None:
    with start(data_dir, "hangs") as first:
        (data_dir / "show-window").touch()  # of an earlier start, which gave up
        first.kill()
    with only_window(data_dir) as requests:
        assert requests is not None
        assert not requests.taken()


def test_a_window_that_does_not_answer_is_said(data_dir: Path) -> None:
    with start(data_dir, "hangs") as first:
        with pytest.raises(ConfigError) as caught, only_window(data_dir, patience=0.3):
            pass
        assert caught.value.code == "window_not_answering"
        assert not (data_dir / "show-window").exists()
        first.kill()


def test_each_request_is_taken_once(data_dir: Path) -> None:
    with only_window(data_dir) as requests:
        assert requests is not None
        requests.path.touch()
        assert [requests.taken(), requests.taken()] == [True, False]
