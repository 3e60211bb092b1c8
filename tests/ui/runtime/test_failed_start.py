# SPDX-License-Identifier: EUPL-1.2
"""A window that cannot open says why, on the terminal and in a file, with the exit status of a wrong configuration."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.ui.runtime import failed_start, qt_libraries
from comunecast_gui.ui.runtime.i18n import LANGUAGES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="how Qt ends without a screen on Linux")

HIDDEN = """
import sys
from comunecast_gui.ui.runtime import qt_libraries
qt_libraries.ON_X11["libnowhere.so.9"] = "libnowhere9"
from comunecast_gui.__main__ import main
sys.exit(main())
"""
"""The program on a computer that lacks a library."""
NO_QT = """
import sys
class Lacking:
    def find_spec(self, name, *_):
        if name == "PySide6.QtGui":
            raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
sys.meta_path.insert(0, Lacking())
from comunecast_gui.__main__ import main
sys.exit(main())
"""
"""The program on a computer where Qt cannot even be loaded (the words are those of the dynamic linker)."""


def started(data_dir: Path, *program: str, **environment: str) -> tuple[subprocess.CompletedProcess[str], str]:
    """What became of a start without a screen, and what its file says."""
    given = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    del given["QT_QPA_PLATFORM"]
    done = subprocess.run(
        [sys.executable, *(program or ("-m", "comunecast_gui")), "--data-dir", str(data_dir)],
        env=given | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    file = data_dir / "logs" / failed_start.FILE
    assert done.returncode == ConfigError.exit_code, done.stderr
    assert str(file) in done.stderr
    assert file.stat().st_mode & 0o077 == 0
    return done, file.read_text("utf-8")


@pytest.mark.parametrize("platform", [{}, {"QT_QPA_PLATFORM": "xcb"}], ids=["unset", "xcb"])
def test_a_start_without_a_screen_says_so(data_dir: Path, platform: dict[str, str]) -> None:
    done, kept = started(data_dir, **platform)
    assert done.stderr.startswith("Qui non c'è uno schermo"), done.stderr
    assert "Qui non c'è uno schermo" in kept
    assert "could not connect to display" in kept  # what Qt said, for whoever looks after the computer


def test_a_platform_that_qt_does_not_have_is_told_with_what_qt_said(data_dir: Path) -> None:
    done, kept = started(data_dir, QT_QPA_PLATFORM="nowhere")
    assert "non riesce a usare lo schermo" in done.stderr
    assert "nowhere" in done.stderr
    assert "nowhere" in kept


def test_a_missing_library_is_named_with_what_installs_it(data_dir: Path) -> None:
    done, kept = started(data_dir, "-c", HIDDEN)
    for said in (done.stderr, kept):
        assert "libnowhere.so.9" in said
        assert "sudo apt-get install libnowhere9" in said


def test_qt_that_cannot_be_loaded_is_told_in_the_same_way(data_dir: Path) -> None:
    done, kept = started(data_dir, "-c", NO_QT)
    assert "libEGL.so.1" in done.stderr
    assert "Traceback" not in done.stderr
    assert "libEGL.so.1" in kept


def test_an_import_error_of_our_own_is_no_missing_library() -> None:
    assert failed_start.not_loaded(ImportError("cannot import name 'x'")) is None


def test_every_library_of_this_computer_is_there_or_named() -> None:
    assert qt_libraries.missing({"libc.so.6": "libc6", "libnowhere.so.9": "libnowhere9"}) == {
        "libnowhere.so.9": "libnowhere9"
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_that_cannot_be_written_still_gets_the_sentence(
    tmp_path: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = tmp_path / "file"
    nowhere.touch()
    failed_start.tell(ConfigError("no_screen"), nowhere, language)
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert str(nowhere) not in said


CRASH = """
import os, signal, sys
from pathlib import Path
from comunecast_gui.system import logs
from comunecast_gui.ui.runtime import failed_start
folder = Path(sys.argv[1])
handler = logs.start(folder)
with failed_start.crash_traces(folder):
    if len(sys.argv) > 2:
        os.kill(os.getpid(), signal.SIGSEGV)
logs.stop(handler)
"""


def test_a_run_that_ends_in_order_leaves_no_trace_of_what_it_survived(data_dir: Path) -> None:
    noted = "next((folder / 'logs').glob('crash-*')).write_text('Windows fatal exception: code 0x8001010d')"
    program = CRASH.replace("os.kill(os.getpid(), signal.SIGSEGV)", noted)
    assert program != CRASH
    (data_dir / "logs").mkdir()
    subprocess.run([sys.executable, "-c", program, data_dir, "survive"], timeout=60, check=True)
    [traces] = (data_dir / "logs").glob("crash-*")
    assert traces.read_text() == ""


def test_a_crash_leaves_its_place_in_a_file_and_the_next_start_takes_it_into_the_log(data_dir: Path) -> None:
    (data_dir / "logs").mkdir()
    died = subprocess.run([sys.executable, "-c", CRASH, data_dir, "die"], timeout=60, check=False, capture_output=True)
    assert died.returncode < 0
    [traces] = (data_dir / "logs").glob("crash-*")
    assert "Segmentation fault" in traces.read_text()
    subprocess.run([sys.executable, "-c", CRASH, data_dir], timeout=60, check=True)
    assert traces.read_text() == ""
    assert "Segmentation fault" in (data_dir / "logs" / "comunecast.log").read_text("utf-8")
