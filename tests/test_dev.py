# SPDX-License-Identifier: EUPL-1.2
"""The set-up file speaks in sentences when a machine lacks something, and never destroys what is not its own."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """dev.py as a module, with its environment in an empty folder."""
    monkeypatch.setenv("COMUNECAST_VENV", str(tmp_path / "venv"))
    spec = importlib.util.spec_from_file_location("dev_under_test", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def call(*arguments: str, venv: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COMUNECAST_VENV": str(venv)}
    command = [sys.executable, str(ROOT / "dev.py"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def test_help_and_an_unknown_command_list_the_commands(tmp_path: Path) -> None:
    assert call("--help", venv=tmp_path).returncode == 0
    done = call("rnu", venv=tmp_path)
    assert done.returncode == 2
    assert "run [ARGS]" in done.stderr
    assert "test [ARGS]" in done.stderr


def test_a_folder_that_is_no_environment_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("precious", encoding="utf-8")
    done = call("setup", venv=tmp_path)
    assert done.returncode == 1
    assert "left as it is" in done.stderr
    assert (tmp_path / "letters.txt").read_text(encoding="utf-8") == "precious"


def test_a_stamped_environment_is_used_at_once(dev: ModuleType) -> None:
    dev.BIN.mkdir(parents=True)
    dev.PYTHON.touch()
    dev.STAMP.write_text(dev.wanted_stamp(), encoding="ascii")
    dev.setup()
    assert dev.PYTHON.stat().st_size == 0


def test_a_test_that_kills_its_process_is_named_once_and_ends_the_run(dev: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    fine = "".join(f"def test_fine_{number}(): pass\n" for number in range(3))
    (tmp_path / "test_others.py").write_text(fine, encoding="utf-8")
    (tmp_path / "test_deadly.py").write_text(f"import os\n{fine}def test_dies(): os._exit(1)\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "xdist", *dev.EVERY_CORE, "-n", "2"]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "COLUMNS": "200"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED ")]
    assert len(failed) == 1
    assert "crashed while running 'test_deadly.py::test_dies'" in failed[0]
    assert "\n1 failed, " in done.stdout


def test_the_program_is_compiled_once_for_all_tests_that_start_it(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the shell says: a run starts it several hundred times."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in dev.for_tests()
    assert dev.for_tests()["PATH"] == os.environ["PATH"]


@pytest.mark.skipif(sys.platform != "linux", reason="system packages of Linux")
def test_missing_libraries_are_named_by_their_package(dev: ModuleType) -> None:
    dev.require_libraries({"libc.so.6": "libc6"})
    with pytest.raises(dev.Stop, match=r"apt-get install libnowhere9$"):
        dev.require_libraries({"libc.so.6": "libc6", "libnowhere.so.9": "libnowhere9"})


def test_a_wrong_python_is_named(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(dev, "NEWEST", (3, 10))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(dev.Stop, match="this is 3"):
        dev.require_python()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_a_screen_is_known_by_its_variables(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not dev.has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert dev.has_display()


STEADY_ALONE = """
from pathlib import Path
def test_leans_on_the_first_time():
    mark = Path(__file__).with_name("seen")
    seen = mark.exists()
    mark.touch()
    assert seen
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tests", "status", "said"),
    [
        (STEADY_ALONE, 0, "PASSED ONLY ALONE"),
        ("def test_wrong():\n    assert False\n", 1, "once more alone"),
        ("".join(f"def test_{n}():\n    assert False\n" for n in range(4)), 1, ""),
        ("def test_right():\n    pass\n", 0, ""),
    ],
)
def test_what_fails_among_the_others_is_named_and_judged_alone(
    dev: ModuleType,
    tests: str,
    status: int,
    said: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "test_some.py").write_text(tests, encoding="utf-8")
    (tmp_path / "pytest.ini").touch()
    pytest_here = [sys.executable, "-m", "pytest", "-q"]
    first = subprocess.call(pytest_here, cwd=tmp_path)
    assert dev.once_more_alone(pytest_here, first, tmp_path, dict(os.environ)) == status
    told = capfd.readouterr().err
    assert said in told
    assert ("test_some.py::" in told and "alone" in told) == bool(said)
