# SPDX-License-Identifier: EUPL-1.2
"""An office moves to another computer with one file: whole, closed by a code, and sending from one computer only."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import Priority
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.core.report.outlook import Prospect, judge
from comunecast_gui.core.subscriber_import import ImportRow
from comunecast_gui.core.trust.office_key import GivenKey
from comunecast_gui.core.work.long_work import UNWATCHED
from comunecast_gui.services import backups, health, wiring
from comunecast_gui.services.recovery import put_back
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.services.workstation import moving
from comunecast_gui.store.consent.audit import Audit
from comunecast_gui.store.consent.subscriber_import import import_rows
from comunecast_gui.store.restore import draft_files, move_file
from comunecast_gui.store.restore.move_file import Moved
from comunecast_gui.system import attachments, locks, paths
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.system.settings import office_file, street_file
from comunecast_gui.system.whereabouts import folder_home
from comunecast_gui.ui.runtime.drafts import DraftFolder, KeptDraft
from tests.keyrings import MemoryKeyring, in_use

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
OFFICE = """# kept by Anna
[office]
name = "Comune di Prova"
[telegram]
[[telegram.channels]]
name = "principale"
chat = "@comunediprova"
"""
DRAFT = KeptDraft("", "generico", "Farmacia di turno", NOW, fields={"titolo": "Farmacia"}, due=NOW)
TOKEN = "123456:a-token-that-nobody-else-reads"


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    """A keyring, and nothing in the environment."""
    for name in SecretName:
        monkeypatch.delenv(name.variable, raising=False)
    with in_use(MemoryKeyring()) as ring:
        yield ring


@pytest.fixture
def old(tmp_path: Path, ring: MemoryKeyring) -> Iterator[Workspace]:
    """The office on its computer, with a person, a picture, a category of its own and a key."""
    folder = tmp_path / "old"
    folder.mkdir()
    office_file.save(office_file.parse(OFFICE), folder)
    Secrets(folder).make_office_key()
    Secrets.of(folder, office_file.load(folder)).set(SecretName.TELEGRAM_TOKEN, TOKEN)
    (folder / "categories").mkdir()
    (folder / "categories" / "acqua_guasto.toml").write_text('name = "Manca l\'acqua"\n', "utf-8")
    street_file.keep(folder, {"via Roma": "Frazione"}, {})
    for uuid in ("1", "2"):  # the first is a notice by now, below
        DraftFolder(folder / draft_files.FOLDER).save(replace(DRAFT, uuid=uuid))
    (folder / "attachments" / ("0" * 16)).mkdir(parents=True)
    (folder / "attachments" / ("0" * 16) / "foto.jpg").write_bytes(b"a picture")
    with wiring.open_workspace(folder) as workspace:
        rows = (ImportRow(row, str(393_330_000_000 + row), str(393_330_000_000 + row)) for row in range(3))
        import_rows(workspace.database, rows, source="moduli del 2022", now=NOW)
        post = TelegramPost("<b>Acqua</b>", "Acqua")
        notice = NewNotice(
            draft_uuid="1",
            category="acqua_guasto",
            priority=Priority.HIGH,
            title="Manca l'acqua",
            text="Manca l'acqua",
            contents={"telegram:principale": post},
            at=NOW,
        )
        workspace.outbox.enqueue(notice)
        yield workspace


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The data folder of the other computer."""
    folder = tmp_path / "new"
    folder.mkdir()
    return folder


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.suffix != ".lock")


def test_the_office_arrives_whole_with_its_keys_and_the_old_computer_stops(
    old: Workspace, new: Path, tmp_path: Path
) -> None:
    file = tmp_path / "ente.trasloco"
    words = moving.move_away(old, file, "anna", with_keys=True)
    assert len(words) == moving.WORDS
    content = file.read_bytes()
    assert not any(secret in content for secret in (TOKEN.encode(), b"Prova", b"SQLite", *(w.encode() for w in words)))
    # As a person writes them down: numbered, in capitals, four letters of each.
    written = "\n".join(f"{number}. {word[:4].upper()}" for number, word in enumerate(words, 1))
    arrived = moving.arrive(new, file, written, NOW, "bruno")
    assert (arrived.office, arrived.keys, arrived.shared) == ("Comune di Prova", ("telegram_token",), False)
    assert (new / "office.toml").read_text("utf-8") == OFFICE
    assert (new / "categories" / "acqua_guasto.toml").exists()
    assert street_file.own_text(new) == street_file.own_text(old.data_dir) != ""
    assert (new / "attachments" / ("0" * 16) / "foto.jpg").read_bytes() == b"a picture"
    assert DraftFolder(new / draft_files.FOLDER).all() == (replace(DRAFT, uuid="2"),)
    with wiring.open_workspace(new) as there:
        assert there.office_key.reveal() == old.office_key.reveal()
        assert there.secrets.require(SecretName.TELEGRAM_TOKEN).reveal_to("https://api.telegram.org/bot") == TOKEN
        assert there.subscribers.count() == 3
        assert there.outbox.queued() == {"telegram:principale": 1}  # it waits, and is not doubtful: nothing went out
        assert all(Audit(there.database).last(what) for what in ("moved_away", "moved_here"))
        with locks.sending_lock(new), locks.pulling_lock(new):
            pass
    for lock in (locks.sending_lock, locks.pulling_lock, locks.posts_lock):
        with pytest.raises(ConfigError, match="moved_away"), lock(old.data_dir):
            pass
    [outlook] = judge(old.channels, health.examine_sending(old, wiring.window_sentences()), wiring.window_sentences())
    assert outlook.prospect is Prospect.STOPPED
    assert "passato su un altro computer" in outlook.sentence
    with pytest.raises(ConfigError, match="moved_away"):
        moving.move_away(old, file, "anna", with_keys=True)
    moving.come_back(old)
    with locks.sending_lock(old.data_dir):
        pass
    assert old.outbox.queued() == {}  # it may have gone out there: a person decides
    assert old.notices.count_unknown() == 1


def test_without_keys_only_that_of_the_office_goes_along(old: Workspace, new: Path, tmp_path: Path) -> None:
    file = tmp_path / "ente.trasloco"
    words = moving.move_away(old, file, "anna", with_keys=False)
    assert moving.arrive(new, file, " ".join(words), NOW, "bruno").keys == ()
    assert Secrets.of(new, office_file.load(new)).get(SecretName.TELEGRAM_TOKEN) is None
    assert Secrets(new).find_office_key() == Secrets(old.data_dir).find_office_key()


@pytest.mark.skipif(sys.platform != "linux", reason="only there can a name be no text")
def test_a_name_that_is_no_text_is_written_as_a_database_takes_it(old: Workspace, tmp_path: Path) -> None:
    moving.move_away(old, tmp_path / "\udcff", "anna", with_keys=False)
    assert Audit(old.database).recent(1)[0].subject == "?"


def test_a_file_that_cannot_be_written_stops_nobody(old: Workspace, tmp_path: Path) -> None:
    taken = tmp_path / "letter.txt"
    taken.write_text("a letter", "utf-8")
    for target in (taken, tmp_path / "gone" / "ente.trasloco"):
        with pytest.raises(InputError):
            moving.move_away(old, target, "anna", with_keys=True)
    assert locks.moved_away(old.data_dir) is None
    assert taken.read_text("utf-8") == "a letter"


def test_a_move_that_fails_leaves_the_office_here_also_where_nothing_can_be_written(
    old: Workspace, tmp_path: Path
) -> None:
    """On a full disk there was no file, and the computer stayed silent: nobody had the office."""
    home = old.data_dir / folder_home.FILE_NAME
    home.unlink(missing_ok=True)
    home.mkdir()  # no file can be put in its place
    with pytest.raises(InputError, match="backup_unwritable"):
        moving.move_away(old, tmp_path / "nowhere" / "x.trasloco", "anna", with_keys=True)
    assert locks.moved_away(old.data_dir) is None


def test_wrong_words_a_damaged_file_and_another_file_change_nothing(
    old: Workspace, new: Path, tmp_path: Path, ring: MemoryKeyring
) -> None:
    file = tmp_path / "ente.trasloco"
    words = moving.move_away(old, file, "anna", with_keys=True)
    kept, before = dict(ring.kept), files(new)
    other = " ".join([*words[:-1], "abaco" if words[-1] != "abaco" else "zuppa"])
    content = file.read_bytes()
    damaged, cut, letter = tmp_path / "damaged.trasloco", tmp_path / "cut.trasloco", tmp_path / "letter.txt"
    damaged.write_bytes(content[:-2000] + bytes([content[-2000] ^ 1]) + content[-1999:])
    cut.write_bytes(content[:-500])
    letter.write_text("a letter", "utf-8")
    for path, typed, code in (
        (file, other, "move_code"),
        (file, " ".join(words[:-1]), "move_code"),
        (file, "", "move_code"),
        (damaged, " ".join(words), "backup_damaged"),
        (cut, " ".join(words), "backup_damaged"),
        (letter, " ".join(words), "move_not_ours"),
        (tmp_path / "gone", " ".join(words), "backup_unreadable"),
    ):
        with pytest.raises(InputError, match=code):
            moving.arrive(new, path, typed, NOW, "bruno")
        assert [name for name in files(new) if name != "backups"] == before
        assert ring.kept == kept


def test_where_keys_have_no_safe_place_nothing_arrives(old: Workspace, new: Path, tmp_path: Path) -> None:
    file = tmp_path / "ente.trasloco"
    words = moving.move_away(old, file, "anna", with_keys=True)
    ring = MemoryKeyring()
    ring.worn = True
    with in_use(ring), pytest.raises(ConfigError, match="no_keyring"):
        moving.arrive(new, file, " ".join(words), NOW, "bruno")
    assert not (new / "office.toml").exists()
    assert not (new / "comunecast.db").exists()


def test_an_office_that_comes_back_is_the_one_that_went(old: Workspace, tmp_path: Path, new: Path) -> None:
    """The computer that it left takes it again, and sends again; another office is not overwritten."""
    there_file, back_file = tmp_path / "there.trasloco", tmp_path / "back.trasloco"
    words = moving.move_away(old, there_file, "anna", with_keys=True)
    moving.arrive(new, there_file, " ".join(words), NOW, "bruno")
    with wiring.open_workspace(new) as there:
        words = moving.move_away(there, back_file, "bruno", with_keys=True)
    old.database.close()
    moving.arrive(old.data_dir, back_file, " ".join(words), NOW, "anna")
    assert locks.moved_away(old.data_dir) is None
    assert locks.moved_away(new) is not None
    with wiring.open_workspace(old.data_dir) as again:
        assert again.subscribers.count() == 3
        assert Audit(again.database).last("moved_here")


def test_a_backup_brings_back_the_drafts_that_are_neither_sent_nor_newer_here(
    old: Workspace, new: Path, tmp_path: Path
) -> None:
    file, key = tmp_path / "office.backup", GivenKey(old.office_key)
    drafts = DraftFolder(old.data_dir / draft_files.FOLDER)
    drafts.save(replace(DRAFT, uuid="3"))
    backups.make(old, file, "anna")
    newer = replace(DRAFT, uuid="2", title="Farmacia di turno a Fornacette")
    drafts.save(newer)
    drafts.forget("3")
    old.database.close()
    put_back.restore(old.data_dir, file, NOW, "anna", key, lambda _: None)
    found = {one.uuid: one for one in DraftFolder(old.data_dir / draft_files.FOLDER).all()}
    assert found == {"2": newer, "3": replace(DRAFT, uuid="3")}


def test_the_file_of_a_draft_goes_with_it_and_is_looked_at_there_as_any_file(
    old: Workspace, new: Path, tmp_path: Path
) -> None:
    """In one move and in the next; gone with the draft; what may not be sent is refused there as it was here."""
    photo, trap, gone = tmp_path / "la piazza.png", tmp_path / "ordinanza.pdf", tmp_path / "persa.png"
    photo.write_bytes(paths.resource("samples", "avviso.png").read_bytes())
    trap.write_bytes(b"%PDF-1.7 no document at all")
    drafts = DraftFolder(old.data_dir / draft_files.FOLDER)
    for uuid, path in (("a", photo), ("b", trap), ("c", gone)):
        drafts.save(replace(DRAFT, uuid=uuid, file=(str(path), "La piazza")))
    file, folders = tmp_path / "ente.trasloco", [old.data_dir, new, tmp_path / "newer"]
    folders[-1].mkdir()
    for here, there in pairwise(folders):
        with wiring.open_workspace(here) as workspace:
            words = moving.move_away(workspace, file, "anna", with_keys=False)
        moving.arrive(there, file, " ".join(words), NOW, "bruno")
        found = {one.uuid: one.file or ("", "") for one in DraftFolder(there / draft_files.FOLDER).all()}
        assert found["a"] == (str(there / "draft-files" / "a" / "la piazza.png"), "La piazza")
        assert attachments.attach(Path(found["a"][0]), "x").digest == attachments.attach(photo, "x").digest
        with pytest.raises(InputError, match="document_damaged"):
            attachments.attach(Path(found["b"][0]), "x")
        assert found["c"] == (str(gone), "La piazza")  # it was missing before, and is said to be
    kept = DraftFolder(folders[-1] / draft_files.FOLDER)
    kept.forget("a")
    assert not (folders[-1] / "draft-files" / "a").exists()
    assert (folders[-1] / "draft-files" / "b").exists()


def test_what_was_put_aside_goes_along_and_stays_beside_what_is_there(
    old: Workspace, new: Path, tmp_path: Path
) -> None:
    texts = {"categories/acqua_guasto.mine": "name = 'A'\n", "streets.mine": "[streets]\n"}
    for name, text in texts.items():
        (old.data_dir / name).write_text(text, "utf-8")
    (new / "categories").mkdir()
    (new / "categories" / "acqua_guasto.mine").write_text("name = 'B'\n", "utf-8")
    file = tmp_path / "ente.trasloco"
    words = moving.move_away(old, file, "anna", with_keys=False)
    moving.arrive(new, file, " ".join(words), NOW, "bruno")
    found = {name: (new / name).read_text("utf-8") for name in files(new) if name.endswith(".mine")}
    assert found == {
        "categories/acqua_guasto.mine": "name = 'B'\n",
        "categories/acqua_guasto-2.mine": "name = 'A'\n",
        "streets.mine": "[streets]\n",
    }


def test_the_drafts_of_an_office_on_a_server_move_with_it(new: Path, tmp_path: Path) -> None:
    file = tmp_path / "ente.trasloco"
    photo, drafts = tmp_path / "C: la mia foto?.jpg", tmp_path / draft_files.FOLDER
    photo.write_bytes(b"a picture")
    with_photo = json.dumps({"uuid": "3", "file": [str(photo), "La piazza"]})
    aside = {"categories/acqua_guasto-2.mine": 'name = "Acqua"', "streets.mine": "[streets]", "../x.mine": "x"}
    written = {"2.json": "{}", "../2.json": "{}", "3.json": with_photo}
    moved = Moved(NOW, {}, None, OFFICE, {}, "", written, drafts, aside)
    move_file.write(file, "abaco", moved, UNWATCHED)
    found = move_file.read(file, new, "abaco", UNWATCHED)
    place = "draft-files/3/C_ la mia foto_.jpg"
    assert json.loads(found.drafts["3.json"])["file"] == [place, "La piazza"]
    assert (set(found.drafts), found.aside) == ({"2.json", "3.json"}, {name: aside[name] for name in list(aside)[:2]})
    draft_files.put(new / draft_files.FOLDER, found.drafts, found.attached)
    assert (new / place).read_bytes() == b"a picture"


def test_two_computers_share_no_archive_in_a_folder(old: Workspace, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="archive_not_shared"):
        moving.add_workstation(old, tmp_path / "second.trasloco", "anna", with_keys=True)
