# SPDX-License-Identifier: EUPL-1.2
"""Two workstations of one archive have the same subjects, streets and bulletin; no edit of either is lost silently."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from comunecast_gui.core.bulletin.forecast import HYDRAULIC, Forecast
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.notice.overlays.overlay_reader import FOLDER
from comunecast_gui.core.places import STREETS_FILE
from comunecast_gui.core.work.long_work import UNWATCHED
from comunecast_gui.services import wiring
from comunecast_gui.services.categories import overlay_faults, own_categories
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.services.workstation import moving, shared_files
from comunecast_gui.services.workstation.shared_files import Synced
from comunecast_gui.store.db.database import open_database
from comunecast_gui.store.restore import move_file
from comunecast_gui.store.shared.shared_texts import SharedTexts
from comunecast_gui.system.bulletins import bulletin_file
from comunecast_gui.system.settings import office_file
from tests import databases
from tests.ui.conftest import MORNING, TOWN

EVENT = f"{FOLDER}/evento.toml"
Two = tuple[Workspace, Workspace]


@pytest.fixture(params=databases.KINDS)
def two(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Two]:
    """Two workstations of an archive that neither of them has in its data folder."""
    with databases.fresh_url(request.param) as url, ExitStack() as stack:
        if not url:
            (tmp_path / "server").mkdir()
            open_database(tmp_path / "server", keys=TrainingSecrets()).close()
            url = f"sqlite:///{(tmp_path / 'server' / 'comunecast.db').as_posix()}"
        opened = []
        for name in ("uno", "due"):
            (tmp_path / name).mkdir()
            office_file.save(office_file.parse(f'{TOWN}\n[database]\nurl = "{url}"\n'), tmp_path / name)
            opened.append(
                stack.enter_context(wiring.open_workspace(tmp_path / name, clock=MORNING, secrets=TrainingSecrets()))
            )
        assert all(one.database.shared for one in opened)
        yield opened[0], opened[1]


def write(workspace: Workspace, name: str, text: str) -> None:
    """By hand, with an editor."""
    path = workspace.data_dir / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def read(workspace: Workspace, name: str) -> str:
    return (workspace.data_dir / name).read_text("utf-8")


def test_what_one_keeps_the_other_has_and_taking_it_back_too(two: Two) -> None:
    one, other = two
    own_categories.hide(one, "evento", hidden=True)
    assert shared_files.sync(other) == Synced((EVENT,))
    assert other.catalogue.get("evento").hidden
    assert shared_files.sync(other) == shared_files.sync(one) == Synced()
    own_categories.hide(other, "evento", hidden=False)
    assert shared_files.sync(one) == Synced((EVENT,))
    assert not one.catalogue.get("evento").hidden
    assert not (one.data_dir / EVENT).exists()
    write(one, STREETS_FILE, 'streets = [{ name = "via Roma", localities = [] }]\n')
    write(one, bulletin_file.FILE_NAME, "{}")
    shared_files.sync(one)
    assert set(shared_files.sync(other).changed) == {STREETS_FILE, bulletin_file.FILE_NAME}
    # Every version is kept in the archive, for whoever asks what was there.
    assert SharedTexts(one.database).versions()[EVENT] == 2


def test_the_second_of_two_who_edit_one_subject_is_told_and_nothing_is_lost(two: Two) -> None:
    one, other = two
    before = own_categories.entries(other, "evento")
    own_categories.save(one, "evento", {**before, "name": "Feste"}, before)
    for written in ({**before, "name": "Sagre"}, {**before, "hidden": True}):
        with pytest.raises(InputError, match="changed_elsewhere"):
            own_categories.save(other, "evento", written, before)
    theirs = own_categories.entries(other, "evento")
    assert theirs["name"] == "Feste"  # it sees both
    for decide in (own_categories.revert, own_categories.retire):  # nor is it thrown away unseen
        with pytest.raises(InputError):
            decide(other, "evento", before)
    assert own_categories.entries(other, "evento") == theirs
    own_categories.save(other, "evento", {**before, "name": "Sagre"}, theirs)  # and decides
    shared_files.sync(one)
    assert one.catalogue.name_of("evento") == "Sagre"
    with pytest.raises(InputError, match="changed_elsewhere"):  # one who has not looked since cannot overwrite
        SharedTexts(one.database).add(EVENT, 1, "", MORNING.at, "uno")


def test_what_both_changed_by_hand_is_kept_beside_the_one_that_holds(two: Two) -> None:
    one, other = two
    for workspace, name in ((one, "Feste"), (other, "Sagre")):  # copied by hand once, and apart since
        write(workspace, EVENT, f'name = "{name}"\n')
    assert shared_files.sync(one) == Synced()
    assert shared_files.sync(other) == Synced((EVENT,), ("evento.mine",))
    assert read(other, EVENT) == 'name = "Feste"\n'
    assert read(other, f"{FOLDER}/evento.mine") == 'name = "Sagre"\n'
    told = overlay_faults.told(other.catalogue.faults, wiring.window_sentences())
    assert [text.partition(",")[0] for text in told] == ["evento.mine"]  # until a person has dealt with it
    assert own_categories.put_aside(other) == 1
    assert not other.catalogue.faults
    assert read(other, f"{FOLDER}/evento.wrong") == 'name = "Sagre"\n'
    write(other, EVENT, 'name = "Sagre"\n')  # who has seen the other one may change it by hand
    assert shared_files.sync(other) == Synced()
    assert shared_files.sync(one) == Synced((EVENT,))
    assert one.catalogue.name_of("evento") == "Sagre"
    # A folder that was lost takes nothing away from the others, and comes back whole.
    (other.data_dir / EVENT).unlink()
    (other.data_dir / shared_files.FILE_NAME).unlink()
    assert shared_files.sync(other) == Synced((EVENT,))


def test_of_two_bulletins_that_are_read_at_once_the_newer_one_holds_on_both(two: Two) -> None:
    """The one whose workstation was first put a red alert back to what the morning's bulletin said."""
    one, other = two
    day, night = MORNING.at.date(), MORNING.at + timedelta(hours=10)
    early, late = (Forecast.of(day, {HYDRAULIC: level}, at) for level, at in (("gialla", MORNING.at), ("rossa", night)))
    tomorrow = Forecast.of(day + timedelta(days=1), {HYDRAULIC: "verde"}, MORNING.at)
    bulletin_file.keep(one.data_dir, "Tosc-A4", (early, tomorrow))
    bulletin_file.keep(other.data_dir, "Tosc-A4", (late,))
    assert shared_files.sync(one) == Synced()
    assert shared_files.sync(other) == Synced((bulletin_file.FILE_NAME,))
    assert shared_files.sync(one) == Synced((bulletin_file.FILE_NAME,))
    for workspace in two:
        assert bulletin_file.kept(workspace.data_dir, "Tosc-A4") == (late, tomorrow)
        assert shared_files.sync(workspace) == Synced()


def test_what_does_not_work_or_is_none_of_ours_stays_where_it_is(two: Two) -> None:
    one, other = two
    texts = SharedTexts(one.database)
    for name in ("../evento.toml", "office.toml", "categories/../office.toml", "categories/Evento.toml"):
        texts.add(name, 0, "name = 'x'", MORNING.at, "a thief")
    texts.add(f"{FOLDER}/fiera.toml", 0, "x" * 100_000, MORNING.at, "a thief")
    settings = read(other, "office.toml")
    assert shared_files.sync(other) == Synced()
    assert read(other, "office.toml") == settings
    assert not (other.data_dir / FOLDER).exists()
    write(one, EVENT, "name == 1\n")  # named here with its line; it would be wrong everywhere
    (one.data_dir / FOLDER / "neve.toml").write_bytes(b"name = '\xff'\n")
    assert shared_files.sync(one) == shared_files.sync(other) == Synced()
    assert {(fault.file, fault.line) for fault in one.catalogue.faults} == {("evento.toml", 1), ("neve.toml", 1)}
    assert (one.data_dir / FOLDER / "neve.toml").read_bytes() == b"name = '\xff'\n"
    # A wrong one that came in all the same is named on each, and put aside for all.
    texts.add(EVENT, 0, "name == 2\n", MORNING.at, "an older version")
    shared_files.sync(other)
    [fault] = other.catalogue.faults
    assert (fault.file, fault.line) == ("evento.toml", 1)
    assert own_categories.put_aside(other) == 1
    assert texts.newest([EVENT])[EVENT].content is None


def test_a_workstation_that_comes_later_has_the_texts_of_the_archive(two: Two, tmp_path: Path) -> None:
    """The file that it brings holds what is in no archive, and nothing that would be older there than the archive."""
    one, other = two
    own_categories.hide(one, "evento", hidden=True)
    write(one, f"{FOLDER}/neve.toml", "name == 1\n")
    words = moving.add_workstation(one, tmp_path / "second.trasloco", "anna", with_keys=False)
    own_categories.save(one, "evento", {**own_categories.entries(one, "evento"), "name": "Feste"})
    moved = move_file.read(tmp_path / "second.trasloco", tmp_path, " ".join(words), UNWATCHED)
    assert moved.categories == {"neve.toml": "name == 1\n"}
    assert shared_files.sync(other) == Synced((EVENT,))
    assert other.catalogue.name_of("evento") == "Feste"


def test_an_archive_in_the_data_folder_shares_nothing(data_dir: Path) -> None:
    office_file.save(office_file.parse(TOWN), data_dir)
    with wiring.open_workspace(data_dir, clock=MORNING, secrets=TrainingSecrets()) as alone:
        write(alone, EVENT, 'name = "Feste"\n')
        assert shared_files.sync(alone) == Synced()
        assert SharedTexts(alone.database).versions() == {}
        before = own_categories.entries(alone, "evento")
        write(alone, EVENT, 'name = "Sagre"\n')  # by hand, while it was open in the window
        with pytest.raises(InputError, match="changed_elsewhere"):
            own_categories.save(alone, "evento", {**before, "hidden": True}, before)
