# SPDX-License-Identifier: EUPL-1.2
"""One sender per data folder, whatever happens to the one before."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.system.locks import sending_lock

HOLDER = """
import sys
from pathlib import Path
from comunecast_gui.system.locks import sending_lock
with sending_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def start_holder(data_dir: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(data_dir)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_another_process_is_kept_out_and_a_dead_one_is_not(data_dir: Path) -> None:
    with start_holder(data_dir) as holder:
        with pytest.raises(ConfigError) as caught, sending_lock(data_dir):
            pass
        assert caught.value.code == "already_sending"
        holder.kill()
        holder.wait()
        with sending_lock(data_dir, wait=5):
            pass


def test_waiting_for_the_other_to_end(data_dir: Path) -> None:
    with start_holder(data_dir) as holder:
        assert holder.stdin is not None
        timer = threading.Timer(0.2, holder.stdin.close)
        timer.start()
        began = time.monotonic()
        with sending_lock(data_dir, wait=10):
            assert 0.1 < time.monotonic() - began < 10
        timer.join()


def test_within_one_process_and_again_afterwards(data_dir: Path) -> None:
    with sending_lock(data_dir), pytest.raises(ConfigError), sending_lock(data_dir):
        pass
    with pytest.raises(RuntimeError), sending_lock(data_dir):
        raise RuntimeError
    with sending_lock(data_dir):
        pass
