# SPDX-License-Identifier: EUPL-1.2
"""Keeping the computer awake: the little program lives as long as it is held, and fails softly."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from comunecast_gui.system.awake.keep_awake import NoHold, ProgramHold, WindowsHold, hold_of_this_system

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its way is a call, not a program")


def until(found: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while not found() and time.monotonic() < end:
        time.sleep(0.01)
    return found()


def test_the_program_runs_while_it_is_held() -> None:
    hold = ProgramHold(("cat",))
    assert hold.take()
    seen = [hold.held]
    hold.release()
    seen.append(hold.held)
    hold.release()  # twice does no harm
    assert seen == [True, False]


def test_the_program_ends_with_this_process_however_it_ends() -> None:
    code = (
        "import os\n"
        "from comunecast_gui.system.awake.keep_awake import ProgramHold\n"
        "hold = ProgramHold(('sh', '-c', 'echo $$ >&3; exec cat'))\n"
        "os.dup2(1, 3); os.set_inheritable(3, True)\n"
        "import subprocess\n"
        "real = subprocess.Popen\n"
        "subprocess.Popen = lambda *a, **k: real(*a, **k, pass_fds=(3,))\n"
        "hold.take()\n"
        "os.read(0, 1)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    run = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert run.stdin
    assert run.stdout
    pid = int(run.stdout.readline())
    assert alive(pid)
    run.communicate(b"x")
    assert until(lambda: not alive(pid))


def alive(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


def test_a_program_that_is_not_there_and_one_that_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    assert not ProgramHold(("/nowhere/at-all",)).take()
    assert "may fall asleep" in caplog.text
    refused = ProgramHold(("false",))
    assert refused.take()
    assert until(lambda: not refused.held)
    refused.release()
    assert "ended with 1" in caplog.text


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks logind")
def test_on_linux_logind_is_asked_by_its_own_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    hold = hold_of_this_system("ComuneCast sta inviando")
    assert isinstance(hold, ProgramHold)
    assert hold._command == (
        "/usr/bin/systemd-inhibit", "--why=ComuneCast sta inviando", "--who=ComuneCast", "--what=sleep:idle",
        "--mode=block", "/usr/bin/cat",
    )  # fmt: skip


def test_other_systems(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    monkeypatch.setattr(sys, "platform", "darwin")
    hold = hold_of_this_system("x")
    assert isinstance(hold, ProgramHold)
    assert hold._command[:3] == ("/usr/bin/caffeinate", "-i", "-w")
    monkeypatch.setattr(sys, "platform", "win32")
    assert isinstance(hold_of_this_system("x"), WindowsHold)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    nothing = hold_of_this_system("x")
    assert isinstance(nothing, NoHold)
    assert not nothing.take()
    nothing.release()
    assert "no way" in caplog.text
