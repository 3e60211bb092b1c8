# SPDX-License-Identifier: EUPL-1.2
"""The shell scripts inside the workflows do what they are for, with stand-ins for GitHub's tools."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the scripts of Linux runners")

GH = """#!/bin/sh
# As GitHub's own: after a refusal the filter of --jq is left out, and the refusal itself printed.
case "$*" in
    *--method*) for word; do printf '%s\\n' "$word"; done > "$CALLED" ;;
    *) if [ -n "$SHA" ]; then echo "$SHA"; else echo '{"message":"Not Found","status":"404"}'; exit 1; fi ;;
esac
"""
SUDO = """#!/bin/sh
exec env -i PATH=/usr/bin:/bin "$@"
"""
PYTHON = """#!/bin/sh
{ echo "$*"; env; } > called
"""


def run_step(root: Path, folder: Path, place: tuple[str, str, str], environment: Mapping[str, str]) -> None:
    """Runs the script of a step (workflow, job, name) in ``folder``, whose ``bin`` comes first on PATH."""
    workflow, job, name = place
    steps = yaml.safe_load((root / ".github" / "workflows" / workflow).read_text(encoding="utf-8"))["jobs"][job][
        "steps"
    ]
    (script,) = (step["run"] for step in steps if step.get("name") == name)
    bash = shutil.which("bash")
    assert bash
    path = f"{folder / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin"
    subprocess.run([bash, "-e", "-c", script], cwd=folder, env={"PATH": path, **environment}, check=True, timeout=30)


def put(folder: Path, name: str, script: str) -> None:
    """Puts a stand-in for a tool into ``bin``."""
    tool = folder / "bin" / name
    tool.parent.mkdir(exist_ok=True)
    tool.write_text(script, encoding="utf-8")
    tool.chmod(0o755)


@pytest.mark.parametrize(("present", "named"), [("", []), ("3b18e5", ["sha=3b18e5"])])
def test_the_first_announcement_is_published_like_those_after_it(
    root: Path, tmp_path: Path, present: str, named: list[str]
) -> None:
    put(tmp_path, "gh", GH)
    (tmp_path / "announcement.json").write_text("{}", encoding="utf-8")
    environment = {"GH_REPO": "comune/comunecast", "SHA": present, "CALLED": str(tmp_path / "called")}
    run_step(root, tmp_path, ("announce.yml", "publish", "Put it where running programs look"), environment)
    words = (tmp_path / "called").read_text(encoding="utf-8").splitlines()
    assert [word for word in words if word.startswith("sha=")] == named
    assert {"repos/comune/comunecast/contents/announcement.json", "branch=announcements", "content=e30="} <= {*words}


def test_the_bundle_for_linux_learns_where_newer_versions_are_announced(root: Path, tmp_path: Path) -> None:
    put(tmp_path, "sudo", SUDO)
    put(tmp_path, "python", PYTHON)
    told = {"ANNOUNCE_URL": "https://www.example.org/a.json", "ANNOUNCE_PUBLIC_KEY": "a2V5"}
    environment = {"RUNNER_OS": "Linux", "SYSTEM": "linux", **told}
    run_step(root, tmp_path, ("release.yml", "bundle", "Make, install, try and uninstall the bundle"), environment)
    arguments, *heard = (tmp_path / "called").read_text(encoding="utf-8").splitlines()
    assert arguments == "dev.py package linux"
    assert {f"{name}={value}" for name, value in told.items()} <= {*heard}
