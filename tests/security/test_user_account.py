# SPDX-License-Identifier: EUPL-1.2
"""The audit log names the account of the operating system, whatever the environment pretends."""

from __future__ import annotations

import getpass
import os
import subprocess
import sys

import pytest

from comunecast_gui.system.user_account import user_name


def test_the_environment_cannot_say_who_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    known = user_name()
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "sindaco")
    assert getpass.getuser() == "sindaco"
    assert user_name() == known


IS_ROOT = hasattr(os, "getuid") and os.getuid() == 0


@pytest.mark.skipif(not IS_ROOT, reason="only root may take another account")
def test_an_account_without_a_name() -> None:
    code = (
        "from comunecast_gui.system.user_account import user_name; import pwd, os; os.setuid(54321); print(user_name())"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ended.stdout.strip() == "uid 54321", ended.stderr
