# SPDX-License-Identifier: EUPL-1.2
"""Runs what a town would install, as root on a Linux machine: ``python -m tests.relay.trial container`` or ``unit``.

``container`` builds and runs packaging/relay/Containerfile with the very commands in its head, under podman; further
words for the build go behind it. ``unit`` boots a Debian of its own (debootstrap, systemd-nspawn) with relay.pyz and
the systemd unit. Both are tried as Meta and the workstation do, killed, and started again over the same data.
"""

from __future__ import annotations

import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import requests

from comunecast_gui.relay.environment import MAX_BYTES
from tests.relay.posts import bodies
from tests.relay.running import SECRET, VERIFY_TOKEN, RunningRelay

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "packaging" / "relay"
NAME = "comunecast-relay-trial"
RELEASE = "trixie"
PACKAGES = "python3,systemd,systemd-sysv,dbus"
PORT = 8090
POSTS = bodies((1, 30, 1000), seed=1)
_PATIENCE = 60.0
T = TypeVar("T")


def main(what: str, words: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="comunecast-relay-", dir="/var/tmp") as temporary:
        folder = Path(temporary)
        relay = RunningRelay(folder, url=f"http://127.0.0.1:{PORT}")
        environment = filled((FOLDER / "relay.env.example").read_text(encoding="utf-8"), relay)
        (folder / "relay.env").write_text(environment, encoding="utf-8")
        {"container": try_container, "unit": try_unit}[what](relay, words)
    say("All of it works.")


def filled(example: str, relay: RunningRelay) -> str:
    """The example of the settings with values, as a person fills it in."""
    values = {
        "RELAY_VERIFY_TOKEN": VERIFY_TOKEN,
        "RELAY_APP_SECRET": SECRET,
        "RELAY_PUBLIC_KEY": relay.keys.public_key,
        "RELAY_KEY_HASH": relay.keys.bearer_key_hash,
    }
    for name, value in values.items():
        example, count = re.subn(rf"^{name}=$", f"{name}={value}", example, flags=re.MULTILINE)
        assert count == 1, name
    return example


def try_container(relay: RunningRelay, words: list[str]) -> None:
    build, run = commands_in((FOLDER / "Containerfile").read_text(encoding="utf-8"))
    run = [word.replace("relay-data", NAME) for word in run]
    run[run.index("--name") + 1] = NAME
    call("podman", "rm", "--force", "--volumes", "--ignore", NAME)
    call("podman", "volume", "rm", "--force", NAME)
    call(*build[:2], *words, *build[2:], cwd=ROOT)
    call(*run, cwd=relay.folder)
    try:
        post_everything(relay)
        status = inside("cat", "/proc/self/status")
        assert re.search(r"^Uid:\s+10001\b", status, re.MULTILINE), status
        assert re.search(r"^CapEff:\s+0+$", status, re.MULTILINE), status
        assert re.search(r"^NoNewPrivs:\s+1$", status, re.MULTILINE), status
        assert inside("sh", "-c", "touch /app/x 2>/dev/null || echo refused") == "refused\n"
        assert inside("stat", "-c", "%a %U", "/data", "/data/relay.db") == "700 relay\n600 relay\n"
        call("podman", "healthcheck", "run", NAME)
        pid = int(call("podman", "inspect", "--format", "{{.State.Pid}}", NAME))
        call("kill", "-9", str(pid))
        expect_everything(relay, "killed, and started again by podman")
        call("podman", "stop", NAME)
        call("podman", "start", NAME)
        expect_everything(relay, "stopped and started")
        call("podman", "rm", "--force", NAME)
        call(*run, cwd=relay.folder)
        expect_everything(relay, "made anew over the same volume")
    finally:
        say(call("podman", "logs", NAME))
        call("podman", "rm", "--force", "--volumes", NAME)
        call("podman", "volume", "rm", "--force", NAME)


def commands_in(containerfile: str) -> list[list[str]]:
    """The commands in the head of the file, in words."""
    head = re.sub(r"\\\n#", "", containerfile.partition("FROM ")[0])
    return [shlex.split(line) for line in re.findall(r"^#   (podman .*)", head, re.MULTILINE)]


def inside(*command: str) -> str:
    return call("podman", "exec", NAME, *command)


def try_unit(relay: RunningRelay, words: list[str]) -> None:
    system = relay.folder / "debian"
    call("debootstrap", "--variant=minbase", f"--include={PACKAGES}", *words, RELEASE, str(system))
    version = call("chroot", str(system), "python3", "-c", "import sys; print('%d.%d' % sys.version_info[:2])").strip()
    archive = system / "opt" / "comunecast" / "relay.pyz"
    call(sys.executable, str(FOLDER / "build_zipapp.py"), str(archive), "--python", version)
    shutil.copy(FOLDER / "comunecast-relay.service", system / "etc" / "systemd" / "system")
    settings = shutil.copy(relay.folder / "relay.env", system / "etc" / "comunecast-relay.env")
    Path(settings).chmod(0o600)
    wanted = system / "etc" / "systemd" / "system" / "multi-user.target.wants"
    wanted.mkdir(parents=True, exist_ok=True)
    (wanted / "comunecast-relay.service").symlink_to("/etc/systemd/system/comunecast-relay.service")
    with booted(system) as command:
        post_everything(relay)
        pid = command("systemctl", "show", "--value", "--property=MainPID", "comunecast-relay").strip()
        status = command("cat", f"/proc/{pid}/status")
        assert not re.search(r"^Uid:\s+0\b", status, re.MULTILINE), status
        assert re.search(r"^CapEff:\s+0+$", status, re.MULTILINE), status
        command("sh", "-c", f"kill -9 {pid}")
        expect_everything(relay, "killed, and started again by systemd")
        command("systemctl", "restart", "comunecast-relay")
        expect_everything(relay, "restarted")
    with booted(system) as command:
        expect_everything(relay, "in a system that was switched off and on")
        say(command("systemctl", "--no-pager", "status", "comunecast-relay"))
        with Path(settings).open("a", encoding="utf-8") as file:
            file.write("RELAY_RATE=molte\n")
        command("sh", "-c", "systemctl restart comunecast-relay; sleep 1; ! systemctl is-active comunecast-relay")
        assert "RELAY_RATE is not a whole number" in command("journalctl", "--no-pager", "-u", "comunecast-relay")


@contextmanager
def booted(system: Path) -> Iterator[Callable[..., str]]:
    """Boots a folder as a machine, which shares the network, and yields what runs a command in it."""
    nspawn = ["systemd-nspawn", f"--directory={system}", "--boot", "--register=no", "--keep-unit", "--console=pipe"]
    with (system.parent / "boot.log").open("wb") as log, subprocess.Popen(
        nspawn, stdin=subprocess.DEVNULL, stdout=log, stderr=log
    ) as process:  # fmt: skip
        try:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            init = within(_PATIENCE, lambda: children.read_text(encoding="ascii").split()[0])
            yield lambda *command: call("nsenter", f"--target={init}", "-m", "-u", "-i", "-p", "--", *command)
        finally:
            process.send_signal(signal.SIGTERM)  # systemd-nspawn: orderly shutdown of what it booted
            process.wait(_PATIENCE)


def post_everything(relay: RunningRelay) -> None:
    """What Meta does, and what nobody should be able to do."""
    assert within(_PATIENCE, lambda: requests.get(f"{relay.url}/health", timeout=5).json()) == {"ok": True}
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": VERIFY_TOKEN}
    assert requests.get(f"{relay.url}/webhook", params=asked, timeout=5).text == "1158201444"
    assert [relay.post(body).status_code for body in POSTS] == [200] * len(POSTS)
    assert relay.post(POSTS[0], "sha256=" + "0" * 64).status_code == 401
    assert relay.post(b"x" * (MAX_BYTES + 1)).status_code == 413
    assert relay.get("/events", key="wrong").status_code == 401
    expect_everything(relay, "posted")


def expect_everything(relay: RunningRelay, how: str) -> None:
    assert within(_PATIENCE, relay.held) == POSTS
    say(f"{how}: everything is held")


def within(seconds: float, ask: Callable[[], T]) -> T:
    """What ``ask`` answers as soon as it can."""
    until = time.monotonic() + seconds
    while True:
        try:
            return ask()
        except (requests.RequestException, OSError, IndexError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def call(*command: str, cwd: Path | None = None) -> str:
    """Runs a command and returns all that it says. Raises RuntimeError if it fails."""
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{shlex.join(command)} failed\n{done.stdout[-3000:]}")
    return done.stdout


def say(sentence: str) -> None:
    sys.stderr.write(sentence.rstrip() + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
