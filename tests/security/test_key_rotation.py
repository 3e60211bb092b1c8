# SPDX-License-Identifier: EUPL-1.2
"""Changing the relay's keys, in whatever order and however interrupted, loses no letter."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comunecast_gui.relay.keys import Keys, hash_of, make_keys
from comunecast_gui.services import inbox, wiring
from comunecast_gui.services.trust import relay_keys
from comunecast_gui.services.trust.relay_keys import GRACE, Stage
from comunecast_gui.system.secrets import SecretName, Secrets
from tests.keyrings import in_use
from tests.relay import rotation
from tests.relay.file_keyring import PLACE, FileKeyring
from tests.relay.listening_office import ListeningOffice, message
from tests.relay.running import RunningRelay

QUICK = 1
"""The seed that takes the least time."""
ANNA, BRUNO, CARLA = "393331110001", "393331110002", "393331110003"


class ProcessEndedError(Exception):
    """The process ends while it stores a secret."""


class BrittleKeyring(FileKeyring):
    """Ends the process at the n-th secret that is stored, before or after it is there."""

    priority = 1
    left = -1
    after = False
    lasting = ""
    """The secret that the process ends at, before it is deleted."""

    def delete_password(self, service: str, username: str) -> None:
        if username == self.lasting:
            raise ProcessEndedError
        super().delete_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.left -= 1
        if self.left == 0 and not self.after:
            raise ProcessEndedError
        super().set_password(service, username, password)
        if self.left == 0:
            raise ProcessEndedError


class Later:
    """A clock that runs ahead of the computer's."""

    ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BrittleKeyring]:
    """The keyring of this process."""
    monkeypatch.setenv(PLACE, str(tmp_path / "keyring.json"))
    with in_use(BrittleKeyring()) as made:  # type: ignore[no-untyped-call]
        yield made


@pytest.fixture
def office(relay: RunningRelay, data_dir: Path, vault: BrittleKeyring) -> ListeningOffice:
    made = ListeningOffice(data_dir, relay)
    made.configure()
    secrets = Secrets(data_dir)
    secrets.set(SecretName.RELAY_KEY, relay.keys.bearer_key)
    secrets.set(SecretName.RELAY_PRIVATE_KEY, relay.keys.private_key)
    return made


def enter_at_relay(relay: RunningRelay, change: dict[str, str]) -> None:
    """What an administrator does with the two lines of ``relay keys --rotate``."""
    relay.kill()
    relay.keys = Keys(change["public_key"], "", "", change["bearer_key_hash"])
    relay.start()


def test_rotate_changes_both_keys_and_every_letter_is_read(office: ListeningOffice) -> None:
    relay, before = office.relay, office.relay.keys
    relay.post(message(ANNA, "Attiva"))
    change = office.run("relay", "keys", "--rotate")
    assert change["stage"] == Stage.WAITS_FOR_RELAY
    assert change["public_key"] != before.public_key
    assert change["bearer_key_hash"] != before.bearer_key_hash
    assert office.run("relay", "keys", "--rotate")["public_key"] == change["public_key"]
    assert office.checks(code=2)["relay_keys"]["ok"]
    relay.post(message(BRUNO, "Attiva"))  # still sealed for the former key
    enter_at_relay(relay, change)
    relay.post(message(CARLA, "Attiva"))
    assert office.run("inbox", "pull")["joined"] == 2
    assert office.active() == {ANNA, BRUNO, CARLA}
    assert office.run("relay", "keys", "--rotate")["stage"] == Stage.CHANGED
    assert "relay_keys" not in office.checks(code=2)
    assert office.waiting_at_relay() == []
    another = office.run("relay", "keys", "--rotate", "--again")
    assert another["public_key"] not in (change["public_key"], before.public_key)


@pytest.mark.parametrize(("write", "after"), [(1, False), (2, False), (3, False), (4, False), (4, True)])
def test_a_rotation_interrupted_at_any_write_is_ended_by_the_next(
    office: ListeningOffice, vault: BrittleKeyring, write: int, after: bool
) -> None:
    vault.left, vault.after = write, after
    with wiring.open_workspace(office.data_dir) as workspace:
        with pytest.raises(ProcessEndedError):
            relay_keys.rotate(workspace)
        office.relay.post(message(ANNA, "Attiva"))
        assert inbox.pull(workspace).joined == 1
        change = relay_keys.rotate(workspace)
        secrets = Secrets(office.data_dir)
        bearer = secrets.require(SecretName.RELAY_KEY).reveal_to(office.relay.url)
        assert hash_of(bearer) == change.bearer_key_hash
        assert office.relay.keys.bearer_key_hash != change.bearer_key_hash
        office.relay.post(message(BRUNO, "Attiva"))
        told = {"public_key": change.public_key, "bearer_key_hash": change.bearer_key_hash}
        enter_at_relay(office.relay, told)
        office.relay.post(message(CARLA, "Attiva"))
        assert inbox.pull(workspace).joined == 2


def test_the_former_keys_are_forgotten_only_when_nothing_needs_them(office: ListeningOffice) -> None:
    clock, secrets = Later(), Secrets(office.data_dir)
    with wiring.open_workspace(office.data_dir, clock=clock) as workspace:
        change = relay_keys.rotate(workspace)
        clock.ahead = GRACE * 2
        inbox.pull(workspace)
        assert not relay_keys.retire_former(workspace)  # the relay has the former key still
        told = {"public_key": change.public_key, "bearer_key_hash": change.bearer_key_hash}
        enter_at_relay(office.relay, told)
        inbox.pull(workspace)
        assert not relay_keys.retire_former(workspace)
        clock.ahead += GRACE + timedelta(hours=1)
        inbox.pull(workspace)
        assert relay_keys.retire_former(workspace)
        assert secrets.get(SecretName.RELAY_FORMER_PRIVATE_KEY) is None
        assert secrets.get(SecretName.RELAY_FORMER_KEY) is None


@pytest.mark.parametrize("lasting", [SecretName.RELAY_FORMER_KEY, SecretName.RELAY_FORMER_PRIVATE_KEY])
def test_former_keys_are_forgotten_both_after_an_interruption(
    office: ListeningOffice, vault: BrittleKeyring, lasting: SecretName
) -> None:
    clock, secrets = Later(), Secrets(office.data_dir)
    with wiring.open_workspace(office.data_dir, clock=clock) as workspace:
        change = relay_keys.rotate(workspace)
        enter_at_relay(office.relay, {"public_key": change.public_key, "bearer_key_hash": change.bearer_key_hash})
        inbox.pull(workspace)
        clock.ahead = GRACE + timedelta(hours=1)
        vault.lasting = lasting
        with pytest.raises(ProcessEndedError):
            relay_keys.retire_former(workspace)
        vault.lasting = ""
        assert relay_keys.retire_former(workspace)
    assert secrets.get(SecretName.RELAY_FORMER_PRIVATE_KEY) is None
    assert secrets.get(SecretName.RELAY_FORMER_KEY) is None


def test_keys_from_the_environment_are_not_changed_by_the_program(
    office: ListeningOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMUNECAST_RELAY_PRIVATE_KEY", office.relay.keys.private_key)
    shown = office.run("relay", "keys", "--rotate")
    assert {"public_key", "private_key", "bearer_key", "bearer_key_hash"} <= shown.keys()
    assert "COMUNECAST_RELAY_FORMER_PRIVATE_KEY" in shown["told"]
    assert Secrets(office.data_dir).get(SecretName.RELAY_FORMER_PRIVATE_KEY) is None


@pytest.mark.parametrize("first", ["old", "new"])
def test_letters_that_do_not_open_are_kept_and_the_others_applied(office: ListeningOffice, first: str) -> None:
    lost = make_keys()
    old = [f"393331{number:06d}" for number in range(205)]  # more than a page
    new = [f"393332{number:06d}" for number in range(5)]
    for kind in [first, *({"old", "new"} - {first})]:
        letters = [message(number, "Attiva") for number in (old if kind == "old" else new)]
        office.put_on_the_disk(*letters, public_key=lost.public_key if kind == "old" else "")
    for _ in range(2):
        assert office.run("inbox", "pull", code=2)["quarantined"] == 205
        assert office.active() == set(new)
        assert len(office.waiting_at_relay()) >= 205
    told = office.checks(code=2)["relay_letters"]
    assert not told["ok"]
    assert "205" in told["detail"]
    assert "relay_former_private_key" in told["detail"]
    Secrets(office.data_dir).set(SecretName.RELAY_FORMER_PRIVATE_KEY, lost.private_key)
    office.run("inbox", "pull")
    assert office.active() == {*old, *new}
    assert office.waiting_at_relay() == []
    assert "relay_letters" not in office.checks(code=2)


def test_the_quarantine_outlives_the_relays_purge(office: ListeningOffice) -> None:
    lost = make_keys()
    office.put_on_the_disk(message(ANNA, "Attiva"), public_key=lost.public_key)
    office.run("inbox", "pull", code=2)
    with closing(sqlite3.connect(office.relay.folder / "relay.db")) as database, database:
        database.execute("DELETE FROM event")
    assert office.run("inbox", "pull", code=2)["quarantined"] == 1
    Secrets(office.data_dir).set(SecretName.RELAY_FORMER_PRIVATE_KEY, lost.private_key)
    assert office.run("inbox", "pull")["joined"] == 1


def test_a_restore_keeps_the_quarantine_and_what_is_known_of_the_relay(office: ListeningOffice) -> None:
    lost, backup = make_keys(), str(office.data_dir.parent / "office.comunecast")
    office.run("backup", backup)
    office.relay.post(message(BRUNO, "Attiva"))
    office.put_on_the_disk(message(ANNA, "Attiva"), public_key=lost.public_key)
    office.run("inbox", "pull", code=2)
    with closing(sqlite3.connect(office.relay.folder / "relay.db")) as database, database:
        database.execute("DELETE FROM event")
    office.run("restore", backup)
    with wiring.open_workspace(office.data_dir) as workspace:
        standing = inbox.quarantine_of(workspace).standing()
        assert standing.signed_since is not None
        assert standing.read is None
    assert office.run("inbox", "pull", code=2)["quarantined"] == 1
    Secrets(office.data_dir).set(SecretName.RELAY_FORMER_PRIVATE_KEY, lost.private_key)
    assert office.run("inbox", "pull")["joined"] == 1
    assert office.active() == {ANNA, BRUNO}


def test_a_relay_made_anew_is_read_from_its_beginning(office: ListeningOffice) -> None:
    for _ in range(3):
        office.put_on_the_disk(message(ANNA, "Attiva"), public_key=make_keys().public_key)
    office.run("inbox", "pull", code=2)
    office.relay.kill()
    for file in office.relay.folder.glob("relay.db*"):
        file.unlink()
    office.relay.start()
    office.relay.post(message(BRUNO, "Attiva"))
    assert office.run("inbox", "pull", code=2)["joined"] == 1
    assert office.waiting_at_relay() == []


def test_skip_asks_and_then_lets_the_relay_delete(office: ListeningOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = make_keys()
    office.put_on_the_disk(message(ANNA, "Attiva"), public_key=lost.public_key)
    office.relay.post(message(BRUNO, "Attiva"))
    refused = office.run("inbox", "skip", code=1)
    assert (refused["skipped"], refused["quarantined"]) == (0, 1)
    assert len(office.waiting_at_relay()) == 2
    with monkeypatch.context() as terminal:
        asked: list[str] = []

        def ask(question: str) -> str:
            asked.append(question)
            return "no"

        terminal.setattr("comunecast_gui.cli.terminal.can_ask", lambda: True)
        terminal.setattr("comunecast_gui.cli.terminal.ask", ask)
        office.run("inbox", "skip", code=1)
        assert "Disattiva" in asked[0]
    assert len(office.waiting_at_relay()) == 2
    assert office.run("inbox", "skip", "--yes")["skipped"] == 1
    assert office.waiting_at_relay() == []
    assert office.run("inbox", "pull")["quarantined"] == 0
    assert office.run("inbox", "skip")["skipped"] == 0
    # The sealed copy still opens if the key turns up.
    Secrets(office.data_dir).set(SecretName.RELAY_FORMER_PRIVATE_KEY, lost.private_key)
    assert office.run("inbox", "pull")["joined"] == 1
    assert office.active() == {ANNA, BRUNO}


def test_skip_counts_only_the_letters_that_it_stepped_over_itself(
    office: ListeningOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.put_on_the_disk(message(ANNA, "Attiva"), public_key=make_keys().public_key)

    def ask(question: str) -> str:
        assert office.run("inbox", "skip", "--yes")["skipped"] == 1
        return "s"

    monkeypatch.setattr("comunecast_gui.cli.terminal.can_ask", lambda: True)
    monkeypatch.setattr("comunecast_gui.cli.terminal.ask", ask)
    assert office.run("inbox", "skip")["skipped"] == 0


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no fork")
@pytest.mark.timeout(300)
def test_a_rotation_under_load_with_kills_loses_no_letter(vault: BrittleKeyring, tmp_path: Path) -> None:
    """One evening of twenty: ``python -m tests.relay.rotation`` plays the others."""
    evening = rotation.change_under_load(tmp_path, QUICK)
    assert evening.answered
    assert evening.kills > 1
