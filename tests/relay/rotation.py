# SPDX-License-Identifier: EUPL-1.2
"""A change of keys under load, with everything killed at random: ``python -m tests.relay.rotation [FIRST LAST+1]``.

Meta posts, the office pulls and changes its keys, an administrator enters the new keys at the relay some time later.
Pull, change and relay are killed at random instants. Afterwards each letter that got a 200 must be applied.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import keyring
import requests

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.relay.keys import Keys
from comunecast_gui.services import inbox, wiring
from comunecast_gui.services.trust import relay_keys
from comunecast_gui.system.secrets import SecretName, Secrets
from tests.relay.file_keyring import PLACE, FileKeyring
from tests.relay.listening_office import ListeningOffice, message
from tests.relay.running import SECRET, RunningRelay

SEEDS = 20
_PAUSE = 0.02
_BETWEEN_POSTS = 0.2
_PATIENCE = 60.0
_RAISED = 1
"""How a process of multiprocessing ends that raised an exception."""
_FORKS = multiprocessing.get_context("forkserver")
"""Starts processes that have the program imported already, so that kills come fast."""
_FORKS.set_forkserver_preload(["comunecast_gui.services.trust.relay_keys", "tests.relay.listening_office"])


@dataclass
class Evening:
    """One change of keys; ``answered`` are the numbers whose message got a 200."""

    office: ListeningOffice
    draw: random.Random
    over: threading.Event = field(default_factory=threading.Event)
    answered: list[str] = field(default_factory=list)
    kills: int = 0

    def meta(self, lane: int) -> None:
        """Posts a message of a new person each time, again until it gets a 200."""
        number = 0
        while not self.over.is_set():
            number += 1
            person = f"39333{lane}{number:06d}"
            body = message(person, "Attiva")
            while not self.over.is_set():
                try:
                    taken = self.office.relay.post(body).status_code == 200
                except requests.RequestException:
                    taken = False
                if taken:
                    self.answered.append(person)
                    break
                self.over.wait(_PAUSE)
            self.over.wait(_BETWEEN_POSTS)

    def killed(self, part: Callable[[Path, str, str], None], longest: float) -> str:
        """Runs a part of the office and kills it within ``longest`` seconds; returns what it said by then."""
        said = self.office.data_dir.parent / f"{part.__name__}.said"
        said.unlink(missing_ok=True)
        process = _FORKS.Process(target=part, args=(self.office.data_dir, os.environ[PLACE], str(said)))
        process.start()
        process.join(self.draw.uniform(0, longest))
        self.kills += process.is_alive()
        process.kill()
        process.join()
        assert process.exitcode != _RAISED, f"{part.__name__} failed"
        process.close()
        return said.read_text(encoding="utf-8") if said.exists() else ""

    def pull_and_be_killed(self) -> None:
        while not self.over.is_set():
            self.killed(pull_for_ever, 1.5)

    def change_keys(self) -> Keys:
        """Calls the change again until it has come to its end, and returns the relay's part of the keys."""
        longest = 0.3
        while not (said := self.killed(rotate_once, longest)):
            longest *= 2
        change = json.loads(said)
        return Keys(change["public_key"], "", "", change["bearer_key_hash"])

    def administrator(self, keys: Keys) -> None:
        """Enters the new keys at the relay, after a while, and one after the other in some evenings."""
        relay = self.office.relay
        self.over.wait(self.draw.uniform(0, 1))
        if self.draw.random() < 0.5:
            half = Keys(keys.public_key, "", "", relay.keys.bearer_key_hash)
            if self.draw.random() < 0.5:
                half = Keys(relay.keys.public_key, "", "", keys.bearer_key_hash)
            self.restart(half)
            self.over.wait(self.draw.uniform(0, 1))
        self.restart(keys)

    def restart(self, keys: Keys | None = None) -> None:
        self.office.relay.kill()
        self.kills += 1
        if keys is not None:
            self.office.relay.keys = keys
        self.office.relay.start()


def change_under_load(folder: Path, seed: int) -> Evening:
    """Plays one seed. Raises AssertionError if a letter with a 200 is lost."""
    relay = RunningRelay(_made(folder / "relay"), settings={"RELAY_RATE": "0"})
    relay.start()
    try:
        office = ListeningOffice(_made(folder / "data"), relay)
        office.configure()
        secrets = Secrets(office.data_dir)
        secrets.set(SecretName.RELAY_KEY, relay.keys.bearer_key)
        secrets.set(SecretName.RELAY_PRIVATE_KEY, relay.keys.private_key)
        secrets.set(SecretName.WHATSAPP_APP_SECRET, SECRET)
        evening = Evening(office, random.Random(seed))
        _play(evening)
        _read_to_the_end(office)
        applied = office.active()
        lost = set(evening.answered) - applied
        assert not lost, f"seed {seed}: {len(lost)} of {len(evening.answered)} letters are lost"
        assert office.waiting_at_relay() == []
        _can_forget(office)
    finally:
        relay.kill()
    return evening


def _play(evening: Evening) -> None:
    parts: list[Callable[[], None]] = [lambda: evening.meta(1), lambda: evening.meta(2), evening.pull_and_be_killed]
    threads = [threading.Thread(target=part) for part in parts]
    for thread in threads:
        thread.start()
    try:
        evening.over.wait(evening.draw.uniform(0, 1))
        keys = evening.change_keys()
        if evening.draw.random() < 0.5:
            evening.restart()
        again = evening.change_keys()
        assert (again.public_key, again.bearer_key_hash) == (keys.public_key, keys.bearer_key_hash)
        evening.administrator(keys)
        evening.over.wait(evening.draw.uniform(0.5, 1.5))
    finally:
        evening.over.set()
        for thread in threads:
            thread.join()


def _read_to_the_end(office: ListeningOffice) -> None:
    until = time.monotonic() + _PATIENCE
    while office.run("inbox", "pull")["events"]:
        assert time.monotonic() < until, "the mailbox does not become empty"


def _can_forget(office: ListeningOffice) -> None:
    """The former key is there to the end, and is not needed any more."""
    with wiring.open_workspace(office.data_dir) as workspace:
        standing = inbox.quarantine_of(workspace).standing()
        assert standing.sealed_for == office.relay.keys.public_key
        assert Secrets(office.data_dir).get(SecretName.RELAY_FORMER_PRIVATE_KEY) is not None


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    return folder


def pull_for_ever(data_dir: Path, vault: str, said: str) -> None:
    """The office with its window open, in a process of its own."""
    _use(vault)
    with wiring.open_workspace(data_dir) as workspace:
        while True:
            try:
                inbox.pull(workspace)
                relay_keys.tidy(workspace)
            except ConfigError as error:
                if error.code not in ("relay_unreachable", "already_pulling"):
                    raise
            time.sleep(_PAUSE)


def rotate_once(data_dir: Path, vault: str, said: str) -> None:
    """``relay keys --rotate`` in a process of its own; writes what it said to a file."""
    _use(vault)
    with wiring.open_workspace(data_dir) as workspace:
        while True:
            try:
                change = relay_keys.rotate(workspace)
            except ConfigError as error:
                if error.code != "relay_unreachable":
                    raise
                time.sleep(_PAUSE)
            else:
                break
    told = json.dumps({"public_key": change.public_key, "bearer_key_hash": change.bearer_key_hash})
    unfinished = Path(said).with_suffix(".unfinished")
    unfinished.write_text(told, encoding="utf-8")
    unfinished.replace(said)


def _use(vault: str) -> None:
    os.environ[PLACE] = vault
    keyring.set_keyring(FileKeyring())  # type: ignore[no-untyped-call]


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(words: list[str]) -> None:
    keyring.set_keyring(FileKeyring())  # type: ignore[no-untyped-call]
    for seed in range(*map(int, words)) if words else range(SEEDS):
        with tempfile.TemporaryDirectory() as temporary:
            os.environ[PLACE] = str(Path(temporary) / "keyring.json")
            began = time.monotonic()
            evening = change_under_load(Path(temporary), seed)
        took = time.monotonic() - began
        say(f"seed {seed}: {len(evening.answered)} letters, {evening.kills} kills, none lost, {took:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
