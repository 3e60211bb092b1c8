# SPDX-License-Identifier: EUPL-1.2
"""What an office has otherwise is kept in a file of its own, and taken back without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import DeliveryState, Draft
from comunecast_gui.core.notice.categories import Origin
from comunecast_gui.core.notice.compose import compose
from comunecast_gui.core.notice.overlays import category_editing
from comunecast_gui.core.notice.overlays.overlay_reader import FOLDER
from comunecast_gui.services import wiring
from comunecast_gui.services.categories import own_categories
from comunecast_gui.services.thread import following, mistakes
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.db.schema import delivery
from comunecast_gui.system.settings import office_file
from tests.ui.conftest import MORNING, TOWN

TELEGRAM = "telegram:principale"


@pytest.fixture
def workspace(data_dir: Path) -> Iterator[Workspace]:
    office_file.save(office_file.parse(TOWN), data_dir)
    with wiring.open_workspace(data_dir, clock=MORNING, secrets=TrainingSecrets()) as opened:
        yield opened


def test_hiding_and_showing_again_leaves_no_file(workspace: Workspace) -> None:
    own_categories.hide(workspace, "evento", hidden=True)
    assert "evento" not in {one.id for one in workspace.catalogue.offered}
    assert (workspace.data_dir / FOLDER / "evento.toml").read_text(encoding="utf-8").endswith("\nhidden = true\n")
    own_categories.hide(workspace, "evento", hidden=False)
    assert not workspace.catalogue.get("evento").hidden
    assert not list((workspace.data_dir / FOLDER).iterdir())


def test_a_file_that_did_not_work_is_put_aside(workspace: Workspace) -> None:
    folder = workspace.data_dir / FOLDER
    folder.mkdir()
    (folder / "evento.toml").write_text("name == 1")
    own_categories.hide(workspace, "evento", hidden=True)
    assert workspace.catalogue.get("evento").hidden
    assert (folder / "evento.wrong").read_text() == "name == 1"


def test_of_files_that_are_put_aside_none_is_lost(workspace: Workspace) -> None:
    """What another workstation had changed took the place of the file that did not work, or of one put aside before."""
    folder = workspace.data_dir / FOLDER
    folder.mkdir()
    wrong = {"evento.wrong": "before", "evento.toml": "name == 1", "evento.mine": "here", "evento.mine2": "there"}
    for name, text in wrong.items():
        (folder / name).write_text(text)
    assert own_categories.put_aside(workspace) == 3
    assert sorted(path.read_text() for path in folder.iterdir()) == sorted(wrong.values())
    assert {path.suffix for path in folder.iterdir()} == {".wrong"}


def test_a_category_of_the_office_s_own_is_kept_whole(workspace: Workspace) -> None:
    edited = own_categories.entries(workspace, "evento")
    own_categories.save(workspace, "fiera", {**edited, "name": "Fiera", "order": 930})
    found, like = workspace.catalogue.get("fiera"), workspace.catalogue.get("evento")
    assert (found.name, found.origin, found.fields) == ("Fiera", Origin.OWN, like.fields)
    assert found.whatsapp.template_name.startswith("fiera_v")
    assert own_categories.entries(workspace, "fiera")["name"] == "Fiera"


def test_only_what_the_office_has_is_written_with() -> None:
    """An office writes with ``Workspace.catalogue``; only the healthcheck asks for the program's own categories."""
    package = Path(wiring.__file__).parents[1]
    used = [path.name for path in package.rglob("*.py") if "wiring.catalogue(" in path.read_text(encoding="utf-8")]
    assert used == ["health.py"]


def test_what_makes_no_category_is_not_kept(workspace: Workspace) -> None:
    edited = own_categories.entries(workspace, "evento")
    for id, change, code in (
        ("evento", {"template": "[[x"}, "category_faulty"),
        ("Fiera!", {}, "category_id"),
        ("../x", {}, "category_id"),
    ):
        with pytest.raises(InputError) as caught:
            own_categories.save(workspace, id, {**edited, **change})
        assert caught.value.code == code
    assert not (workspace.data_dir / FOLDER).exists()


def test_fields_are_asked_in_the_order_of_the_office(workspace: Workspace) -> None:
    shipped = [one.id for one in workspace.catalogue.get("evento").fields]
    edited = own_categories.entries(workspace, "evento")
    own_categories.save(workspace, "evento", category_editing.with_field_moved(edited, shipped[-1], -len(shipped) - 5))
    assert [one.id for one in workspace.catalogue.get("evento").fields] == [shipped[-1], *shipped[:-1]]
    again = own_categories.entries(workspace, "evento")
    own_categories.save(workspace, "evento", {**again, "name": "Feste"})  # an edit of something else keeps the order
    assert [one.id for one in workspace.catalogue.get("evento").fields] == [shipped[-1], *shipped[:-1]]
    # A field that an update of the program brings, or takes away, does no harm to it.
    (workspace.data_dir / FOLDER / "evento.toml").write_text(f'field_order = ["gone", "{shipped[2]}"]\n', "utf-8")
    assert next(iter(workspace.catalogue.get("evento").fields)).id == shipped[2]
    assert not workspace.catalogue.faults
    edited = own_categories.entries(workspace, "evento")
    own_categories.save(workspace, "evento", category_editing.with_field_moved(edited, shipped[2], 2))
    assert not list((workspace.data_dir / FOLDER).iterdir())  # as it comes: nothing is kept
    (workspace.data_dir / FOLDER / "evento.toml").write_text("name = 'Feste'\nfield_order = [1]\n", "utf-8")
    [fault] = workspace.catalogue.faults
    assert (fault.code, fault.line) == ("overlay_entry", 2)


def test_a_deleted_subject_is_known_on_for_what_was_sent_with_it(workspace: Workspace) -> None:
    edited = own_categories.entries(workspace, "generico")
    own_categories.save(workspace, "fiera", {**edited, "name": "Fiera"})
    other = own_categories.entries(workspace, "generico")
    own_categories.save(workspace, "generico", category_editing.with_follow_up(other, "fiera", "Poi"))
    now = workspace.clock.now()
    context = wiring.check_context(workspace, now)
    text = {"titolo": "Fiera del paese", "testo": "Domenica in piazza ci sono le bancarelle."}
    draft = Draft("", "fiera", text, (TELEGRAM,))
    written = compose(workspace.catalogue, draft, workspace.office, now, workspace.channels, context, "it")
    assert written.notice, written.problems
    notice = workspace.outbox.enqueue(written.notice)
    with workspace.database.writing() as connection:  # it was sent
        connection.execute(delivery.update().values(state=DeliveryState.ACCEPTED))

    own_categories.retire(workspace, "fiera")
    catalogue = workspace.catalogue
    assert not catalogue.faults
    assert "fiera" not in {one.id for one in (*catalogue.current, *catalogue.offered)}
    assert "fiera" not in {one.category for one in catalogue.get("generico").follow_ups}
    assert catalogue.name_of("fiera") == "Fiera"
    assert mistakes.look(workspace, notice).fields
    assert following.possible(workspace, notice)
    for id in ("fiera", "evento", "nothing"):  # twice; what comes with the program; what is not there
        with pytest.raises(InputError, match="unknown_category"):
            own_categories.retire(workspace, id)
    own_categories.restore(workspace, "fiera")
    assert "fiera" in {one.id for one in workspace.catalogue.offered}
    assert "fiera" in {one.category for one in workspace.catalogue.get("generico").follow_ups}
    assert "retired" not in (workspace.data_dir / "categories" / "fiera.toml").read_text("utf-8")
    for id in ("fiera", "evento", "nothing"):
        with pytest.raises(InputError, match="unknown_category"):
            own_categories.restore(workspace, id)
