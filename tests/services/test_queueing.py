# SPDX-License-Identifier: EUPL-1.2
"""Exactly what a person confirmed is queued, and the same notice is not queued twice by accident."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from comunecast_gui.core.approval.approval_request import Way
from comunecast_gui.core.approval.colleagues import Role
from comunecast_gui.core.content import TelegramPost, readable
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.messaging_limit import Allowance
from comunecast_gui.core.model import Draft
from comunecast_gui.core.notice.compose import Composed, compose
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.services import queueing, wiring
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery.notices import Notices
from comunecast_gui.system import paths
from comunecast_gui.system.attachments import attach
from comunecast_gui.system.settings import office_file
from tests.ui.conftest import MORNING, TOWN, FixedClock, add_people

TEXT = {"titolo": "Farmacia di turno", "testo": "Da sabato è di turno la farmacia di Fornacette."}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING.at)


@pytest.fixture
def workspace(data_dir: Path, clock: FixedClock) -> Iterator[Workspace]:
    office_file.save(office_file.parse(TOWN), data_dir)
    with wiring.open_workspace(data_dir, clock=clock, secrets=TrainingSecrets()) as opened:
        add_people(opened, 3)
        yield opened


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    return Path(shutil.copy(paths.resource("samples", "avviso.png"), tmp_path / "mappa.png"))


def composed(workspace: Workspace, fields: dict[str, Any] | None = None, **draft: Any) -> Composed:
    now = workspace.clock.now()
    wanted = Draft("", "generico", fields or TEXT, **draft)
    context = wiring.check_context(workspace, now)
    return compose(wiring.catalogue(), wanted, workspace.office, now, workspace.channels, context, "it")


def frozen(workspace: Workspace, fields: dict[str, Any] | None = None, **draft: Any) -> NewNotice:
    notice = queueing.freeze(workspace, composed(workspace, fields, **draft)).notice
    assert notice is not None
    return notice


def refusal(workspace: Workspace, of: Composed) -> str:
    with pytest.raises(InputError) as refused:
        queueing.queue(workspace, of)
    return refused.value.code


def test_exactly_what_was_frozen_is_queued(workspace: Workspace, picture: Path) -> None:
    shown = queueing.freeze(workspace, composed(workspace, attachments=(attach(picture, "La mappa"),)))
    prepared = shown.draft.attachments[0].file
    assert prepared
    picture.write_bytes(b"another picture")
    id = queueing.queue(workspace, shown).notice or 0
    stored = workspace.notices.contents(id)
    assert shown.notice
    assert stored == shown.notice.contents == shown.contents
    post = stored["telegram:principale"]
    assert isinstance(post, TelegramPost)
    assert post.attachments[0].path.read_bytes() == prepared.data
    assert post.attachments[0].path.is_relative_to(workspace.data_dir)


def test_a_kept_file_that_changed_is_not_queued(workspace: Workspace, picture: Path) -> None:
    shown = queueing.freeze(workspace, composed(workspace, attachments=(attach(picture, "La mappa"),)))
    kept = shown.draft.attachments[0].path
    kept.write_bytes(b"another picture")
    assert refusal(workspace, shown) == "attachment_changed"
    kept.unlink()
    assert refusal(workspace, shown) == "attachment_missing"
    assert workspace.notices.latest(1) == []


def test_the_digest_is_of_everything_that_was_confirmed(workspace: Workspace, picture: Path) -> None:
    notice = frozen(workspace)
    assert frozen(workspace).digest == notice.digest
    file = attach(picture, "La mappa")
    with_file = frozen(workspace, attachments=(file,))
    others = [
        frozen(workspace, TEXT | {"titolo": "Farmacia"}),
        frozen(workspace, channels=("whatsapp",)),
        replace(notice, allowance=Allowance(2, 250)),
        replace(notice, zones=("Fornacette",)),
        replace(notice, first=("393331234567",)),
        replace(notice, warnings=("doppione",)),
        with_file,
        frozen(workspace, attachments=(replace(file, alt="Un'altra"),)),
    ]
    Image.new("RGB", (9, 9)).save(picture)
    others.append(frozen(workspace, attachments=(attach(picture, "La mappa"),)))
    digests = {one.digest for one in others}
    assert len(digests) == len(others)
    assert notice.digest not in digests


def test_the_same_draft_is_one_notice_and_a_later_repetition_another(workspace: Workspace, clock: FixedClock) -> None:
    first, at_the_same_time = (queueing.freeze(workspace, composed(workspace)) for _ in range(2))
    assert first.notice
    assert at_the_same_time.notice
    assert first.notice.draft_uuid == at_the_same_time.notice.draft_uuid
    id = queueing.queue(workspace, first).notice or 0
    assert refusal(workspace, at_the_same_time) == "repeated_meanwhile"
    later = queueing.freeze(workspace, composed(workspace))  # it saw the first: that is the warning "doppione"
    assert later.notice
    assert later.notice.warnings == ("doppione",)
    assert queueing.queue(workspace, later).notice != id
    clock.at += timedelta(days=3)
    assert queueing.queue(workspace, queueing.freeze(workspace, composed(workspace))).notice not in (id, id + 1)


def test_nearly_the_same_notice_from_another_workstation_is_refused(workspace: Workspace) -> None:
    mine = queueing.freeze(workspace, composed(workspace))
    theirs = queueing.freeze(workspace, composed(workspace, TEXT | {"titolo": "Farmacie di turno"}))
    queueing.queue(workspace, theirs)
    assert refusal(workspace, mine) == "repeated_meanwhile"
    assert len(workspace.notices.latest(5)) == 1


def test_an_unchanged_notice_stays_as_it_was_frozen(workspace: Workspace, picture: Path, clock: FixedClock) -> None:
    file = attach(picture, "La mappa")
    shown = queueing.freeze(workspace, composed(workspace, attachments=(file,)), Allowance(2, 250))
    picture.unlink()
    clock.at += timedelta(minutes=20)
    assert queueing.revised(workspace, shown) is None


def test_a_new_day_is_confirmed_again(workspace: Workspace, clock: FixedClock) -> None:
    shown = queueing.freeze(workspace, composed(workspace))
    clock.at += timedelta(days=1)
    changed = queueing.revised(workspace, shown)
    assert changed
    assert changed.notice
    assert "25 novembre 2026" in readable(changed.contents["whatsapp"])
    assert queueing.revised(workspace, changed) is None


def test_a_notice_somebody_else_sent_meanwhile_is_a_warning(workspace: Workspace) -> None:
    shown = queueing.freeze(workspace, composed(workspace))
    queueing.queue(workspace, queueing.freeze(workspace, composed(workspace, TEXT | {"titolo": "Farmacie di turno"})))
    changed = queueing.revised(workspace, shown)
    assert changed
    assert changed.notice
    assert changed.notice.warnings == ("doppione",)
    queueing.queue(workspace, changed)


def test_a_notice_past_its_end_cannot_be_confirmed(workspace: Workspace, clock: FixedClock) -> None:
    category = wiring.catalogue().get("acqua_guasto")
    soon = datetime(2026, 11, 24, 12)
    context = wiring.check_context(workspace, clock.now())
    draft = Draft("", category.id, {**category.example, "ripristino": soon, "aggiornamento": ""})
    written = compose(wiring.catalogue(), draft, workspace.office, clock.now(), workspace.channels, context, "it")
    shown = queueing.freeze(workspace, written)
    clock.at += timedelta(hours=4)
    changed = queueing.revised(workspace, shown)
    assert changed
    assert changed.notice is None
    assert "data_passata" in {problem.check for problem in changed.problems}


def test_files_of_notices_that_nobody_confirmed_do_not_stay(
    workspace: Workspace, picture: Path, clock: FixedClock, tmp_path: Path
) -> None:
    sent = queueing.freeze(workspace, composed(workspace, attachments=(attach(picture, "La mappa"),)))
    queueing.queue(workspace, sent)
    other = Path(shutil.copy(paths.resource("samples", "avviso.pdf"), tmp_path / "ordinanza.pdf"))
    unsent = queueing.freeze(workspace, composed(workspace, attachments=(attach(other, "L'ordinanza"),)))
    [file], [left] = sent.draft.attachments, unsent.draft.attachments
    clock.at = datetime.now(UTC)
    assert queueing.forget_unsent_files(workspace) == 0
    clock.at += timedelta(days=2)
    assert queueing.forget_unsent_files(workspace) == 1
    assert file.path.is_file()
    assert not left.path.parent.exists()


def test_a_file_stays_whose_notice_is_approved_while_others_are_removed(
    workspace: Workspace, picture: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = workspace.colleagues.add("Anna", "anna", tuple(Role), "472913", clock.now(), None)
    bruno = workspace.colleagues.add("Bruno", "bruno", [Role.WRITES], "559201", clock.now(), anna)
    shown = queueing.freeze(workspace, composed(workspace, attachments=(attach(picture, "La mappa"),)))
    asked = queueing.queue(workspace, shown, bruno).request
    assert asked is not None
    listed = Notices.kept_files

    def listed_before(notices: Notices) -> set[Path]:
        found = listed(notices)
        monkeypatch.undo()
        workspace.approvals.approve(asked.id, asked.digest, anna.id, asked.asked_at, Way.TELEGRAM)
        return found

    monkeypatch.setattr(Notices, "kept_files", listed_before)
    clock.at = datetime.now(UTC) + timedelta(days=2)
    assert queueing.forget_unsent_files(workspace) == 0
    assert shown.draft.attachments[0].path.is_file()
