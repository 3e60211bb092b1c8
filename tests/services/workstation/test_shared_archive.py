# SPDX-License-Identifier: EUPL-1.2
"""A second workstation joins an archive on a real server only after a look at way, version, rights, clock and key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.subscriber_import import ImportRow
from comunecast_gui.core.trust.office_key import GivenKey, OfficeKey
from comunecast_gui.services import wiring
from comunecast_gui.services.trust import office_key
from comunecast_gui.services.workstation import shared_archive
from comunecast_gui.services.workstation.shared_archive import Entrance
from comunecast_gui.store.consent.subscriber_import import import_rows
from comunecast_gui.store.db.database import open_database
from comunecast_gui.store.db.server_connection import Way
from comunecast_gui.store.db.server_look import ServerLook
from comunecast_gui.store.db.server_roles import Standing
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.system.settings import office_file
from tests.databases import SERVER, fresh_url
from tests.keyrings import MemoryKeyring, in_use

KEY = OfficeKey.fresh()
on_a_server = pytest.mark.skipif(not SERVER, reason="COMUNECAST_TEST_PG has no server")


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    """A keyring, and nothing in the environment."""
    for name in SecretName:
        monkeypatch.delenv(name.variable, raising=False)
    with in_use(MemoryKeyring()) as ring:
        yield ring


@pytest.fixture
def entrance(tmp_path: Path) -> Iterator[Entrance]:
    """The way into an office's archive on a server, as a person types it."""
    with fresh_url("postgresql") as url:
        with closing(open_database(tmp_path, url, GivenKey(KEY))) as first:  # the first workstation
            row = ImportRow(1, "393331234567", "393331234567")
            import_rows(first, [row], source="modulo", now=datetime.now(UTC))
        parts = sa.make_url(url)
        words = " ".join(office_key.words(KEY))
        address = f"{parts.host}:{parts.port}/{parts.database}"
        yield Entrance(address, str(parts.username), "kept-nowhere-in-a-file", words, "Comune di Prova")


def states(entrance: Entrance, now: datetime) -> dict[str, tuple[bool, bool]]:
    found = shared_archive.examine(entrance, wiring.window_sentences(), now)
    return {one.name: (one.ok, one.warning) for one in found}


@on_a_server
def test_a_second_workstation_joins_after_a_look(entrance: Entrance, tmp_path: Path, ring: MemoryKeyring) -> None:
    now = datetime.now(UTC)
    good = (True, False)
    assert states(entrance, now) == dict.fromkeys(
        ("database", "database_connection", "database_version", "database_roles", "clock"), good
    )
    here = tmp_path / "second"
    here.mkdir()
    shared_archive.join(here, entrance, wiring.window_sentences(), now)
    text = (here / "office.toml").read_text("utf-8")
    assert entrance.password not in text
    assert Secrets.of(here, office_file.load(here)).get(SecretName.DATABASE_PASSWORD) is not None
    with wiring.open_workspace(here) as workspace:
        assert workspace.database.shared
        assert workspace.office_key == KEY
        assert workspace.office.name == "Comune di Prova"


@on_a_server
def test_another_key_or_a_wrong_clock_keeps_nothing(entrance: Entrance, tmp_path: Path, ring: MemoryKeyring) -> None:
    now, sentences = datetime.now(UTC), wiring.window_sentences()
    here = tmp_path / "second"
    here.mkdir()
    other = " ".join(office_key.words(OfficeKey.fresh()))
    words_of_another = Entrance(entrance.address, entrance.user, entrance.password, other, "Comune")
    with pytest.raises(ConfigError, match="office_key_other"):
        shared_archive.join(here, words_of_another, sentences, now)
    with pytest.raises(InputError, match="archive_unfit") as refused:
        shared_archive.join(here, entrance, sentences, now - timedelta(minutes=10))
    assert "differiscono di 10 minuti" in str(refused.value.values["reason"])
    without = Entrance(entrance.address, entrance.user, entrance.password, "", "Comune")
    with pytest.raises(ConfigError, match="office_key_missing"):
        shared_archive.join(here, without, sentences, now)
    assert ring.kept == {}
    assert not (here / "office.toml").exists()


def test_what_is_not_reached_or_not_an_address_is_told(ring: MemoryKeyring) -> None:
    now, sentences = datetime.now(UTC), wiring.window_sentences()
    [gone] = shared_archive.examine(Entrance("127.0.0.1:9/comunecast", "anna", "x"), sentences, now)
    assert (gone.ok, gone.code) == (False, "database_unreachable")
    [odd] = shared_archive.examine(Entrance("il nostro server", "anna", "x"), sentences, now)
    assert (odd.ok, odd.code) == (False, "archive_address")
    assert "hunter2" not in repr(Entrance("a/b", "anna", "hunter2"))


def test_each_part_is_judged() -> None:
    now, sentences = datetime.now(UTC), wiring.window_sentences()
    plain = ServerLook(
        Way("prefer", False, False), Standing("postgres", True, True, True, ()), 12, now - timedelta(hours=1), False
    )
    found = {one.name: one for one in shared_archive._conditions(plain, sentences, now)}
    assert {name: (one.ok, one.warning) for name, one in found.items()} == {
        "database": (False, False),
        "database_connection": (True, True),
        "database_version": (False, False),
        "database_roles": (True, True),
        "clock": (False, False),
    }
    assert "PostgreSQL 12" in found["database_version"].detail
