# SPDX-License-Identifier: EUPL-1.2
"""The office proves once a year that its recovery words open the newest backup; healthcheck says when it last did."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.trust.office_key import OfficeKey
from comunecast_gui.services import backups, wiring
from comunecast_gui.services.recovery import key_proof
from comunecast_gui.services.trust import office_key
from tests.conftest import OFFICE_KEY
from tests.e2e.conftest import MakeTown, Town, make_town, town  # noqa: F401 - fixtures

WORDS = " ".join(office_key.words(OfficeKey.parse(OFFICE_KEY)))
OTHER = " ".join(office_key.words(OfficeKey(b"t" * 32)))


def words_in_health(office: Town) -> dict[str, Any]:
    return office.checks()["recovery_words"]


def test_words_open_the_newest_backup(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    town.subscribe(3)
    assert words_in_health(town)["warning"]
    newest = max((town.data_dir / "backups").glob("*.backup"))
    monkeypatch.setattr("sys.stdin", io.StringIO(WORDS.upper() + "\n"))
    done = town.run("key", "prove", "--json").json
    assert (done["proven"], done["backup"]) == (True, newest.name)
    found = words_in_health(town)
    assert (found["ok"], found["warning"]) == (True, False)
    assert not list((town.data_dir / "backups").glob(".unfinished-*"))


@pytest.mark.parametrize(
    ("text", "code"),
    [(OTHER, "recovery_words_other"), (WORDS[:-9], "recovery_words_count"), ("", "secret_empty")],
)
def test_other_words_prove_nothing(town: Town, monkeypatch: pytest.MonkeyPatch, text: str, code: str) -> None:  # noqa: F811
    town.subscribe(1)
    monkeypatch.setattr("sys.stdin", io.StringIO(text + "\n"))
    assert town.run("key", "prove", "--json", code=1).json["error"]["code"] == code
    assert words_in_health(town)["warning"]


def test_proof_ignores_the_key_of_this_computer(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """A key in the keyring that opens everything would hide that the paper is wrong, and the reverse."""
    with wiring.open_workspace(town.data_dir) as workspace:
        backups.make_daily(workspace)
        monkeypatch.setenv("COMUNECAST_OFFICE_KEY", OfficeKey(b"t" * 32).reveal())
        opened = key_proof.prove(workspace, WORDS, "test")
        assert opened is not None
        with pytest.raises(InputError, match="recovery_words_other"):
            key_proof.prove(workspace, OTHER, "test")


def test_damaged_backup_proves_nothing(town: Town) -> None:  # noqa: F811
    with wiring.open_workspace(town.data_dir) as workspace:
        path = backups.make_daily(workspace)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(bytes(data))
        with pytest.raises(InputError, match="backup_damaged"):
            key_proof.prove(workspace, WORDS, "test")
        assert backups.safekeeping(workspace).proven is None


def test_proof_is_asked_for_again_after_a_year(town: Town) -> None:  # noqa: F811
    with wiring.open_workspace(town.data_dir) as workspace:
        now = workspace.clock.now()
        assert backups.safekeeping(workspace).proof_is_due(now)
        key_proof.prove(workspace, WORDS, "test")
        found = backups.safekeeping(workspace)
        assert not found.proof_is_due(now + timedelta(days=364))
        assert found.proof_is_due(now + timedelta(days=367))
