# SPDX-License-Identifier: EUPL-1.2
"""Before anything is queued each channel says whether it could send; what it prepared is not prepared twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from comunecast_gui.channels.whatsapp.error_codes import RULES, classify
from comunecast_gui.core.errors import Misconfigured, Stops
from comunecast_gui.core.notice import notice_file
from comunecast_gui.core.notice.compose import compose
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.services import queueing, readiness, wiring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system import paths
from comunecast_gui.system.attachments import attach
from tests.e2e.conftest import NOTICE, Town

PICTURE = '[[attachments]]\npath = "mappa.png"\nalt = "La mappa delle vie senza acqua"\n'
WHATSAPP, TELEGRAM = "whatsapp", "telegram:principale"


@pytest.fixture
def workspace(town: Town) -> Iterator[Workspace]:
    town.subscribe(3)
    with wiring.open_workspace(town.data_dir) as opened:
        yield opened


def composed(workspace: Workspace, path: str) -> NewNotice:
    at = workspace.clock.now()
    draft = notice_file.load(Path(path), attach)
    context = wiring.check_context(workspace, at)
    found = compose(wiring.catalogue(), draft, workspace.office, at, workspace.channels, context, workspace.language)
    notice = queueing.freeze(workspace, found).notice
    assert notice is not None
    return notice


def codes(found: dict[str, readiness.ChannelReadiness]) -> dict[str, str]:
    return {name: one.code for name, one in found.items()}


def test_all_is_ready_and_nothing_went_out(town: Town, workspace: Workspace) -> None:
    notice = composed(workspace, str(town.folder / "notice.toml"))
    found = readiness.look_ahead(workspace, notice.contents)
    assert codes(found) == {WHATSAPP: "", TELEGRAM: ""}
    assert all(one.ready for one in found.values())
    assert found[WHATSAPP].prepared["category"] == "UTILITY"
    assert workspace.outbox.channel_memory(TELEGRAM)["chat_id"]
    assert town.messages == len(town.control.posts()) == 0
    assert town.control.complaints() == []


def test_a_picture_that_was_uploaded_before_is_not_uploaded_again(town: Town, workspace: Workspace) -> None:
    shutil.copy(paths.resource("samples", "avviso.png"), town.folder / "mappa.png")
    town.run("templates", "submit", "acqua_programmata", "--media")
    town.run("templates", "sync")
    notice = composed(workspace, town.file("picture.toml", NOTICE + PICTURE))
    found = readiness.look_ahead(workspace, notice.contents)
    assert found[WHATSAPP].prepared["media_id"]
    id = workspace.outbox.enqueue(replace(notice, prepared={WHATSAPP: found[WHATSAPP].prepared}))
    town.run("resume", str(id))
    uploads = [request for request in town.control.requests("whatsapp") if request.method == "media"]
    assert len(uploads) == 1
    assert sum(town.received().values()) == 3
    assert len(town.control.posts()) == 1


@pytest.mark.parametrize(
    ("trouble", "channel", "code", "passing"),
    [
        (
            lambda town: town.control.set_template("acqua_programmata_v1", status="PAUSED"),
            WHATSAPP,
            "template_not_approved",
            False,
        ),
        (lambda town: town.control.revoke_token("whatsapp"), WHATSAPP, "whatsapp_190", False),
        (lambda town: town.control.set_rights(can_post_messages=False), TELEGRAM, "telegram_rights", False),
        (lambda town: town.control.set_rights(bot_status="left"), TELEGRAM, "telegram_rights", False),
        (lambda town: town.control.revoke_token("telegram"), TELEGRAM, "telegram_token", False),
        (
            lambda town: town.control.add_fault(
                Fault(service="telegram", method="getChatMember", kind=FaultKind.ERROR, code=429, retry_after=100000)
            ),
            TELEGRAM,
            "429",
            True,
        ),
    ],
    ids=["paused", "token", "rights", "thrown-out", "bot-token", "flood"],
)
@pytest.mark.parametrize("known", [False, True], ids=["first-time", "known-chat"])
def test_a_channel_that_is_not_ready_says_why(
    town: Town, workspace: Workspace, trouble: object, channel: str, code: str, passing: bool, known: bool
) -> None:
    notice = composed(workspace, str(town.folder / "notice.toml"))
    if known:
        readiness.look_ahead(workspace, notice.contents)
    trouble(town)  # type: ignore[operator]
    found = readiness.look_ahead(workspace, notice.contents)
    other = TELEGRAM if channel == WHATSAPP else WHATSAPP
    assert codes(found) == {channel: code, other: ""}
    assert found[channel].passing is passing
    assert not found[channel].prepared
    assert town.messages == len(town.control.posts()) == 0


def test_sending_only_on_the_ready_channels_now_and_the_other_later(town: Town, workspace: Workspace) -> None:
    town.control.set_template("acqua_programmata_v1", status="PAUSED")
    notice = composed(workspace, str(town.folder / "notice.toml"))
    id = workspace.outbox.enqueue(replace(notice, set_aside=frozenset([WHATSAPP])))
    town.run("resume", str(id), code=2)
    assert len(town.control.posts()) == 1
    assert workspace.outbox.counts(id)[WHATSAPP]["queued"] == 3
    town.control.set_template("acqua_programmata_v1", status="APPROVED")
    town.run("resume", str(id))
    assert sum(town.received().values()) == 3
    assert len(town.control.posts()) == 1


def test_a_channel_that_is_not_configured_is_one_that_is_not_ready(town: Town, workspace: Workspace) -> None:
    notice = composed(workspace, str(town.folder / "notice.toml"))
    contents = {**notice.contents, "telegram:altro": notice.contents[TELEGRAM]}
    assert codes(readiness.look_ahead(workspace, contents))["telegram:altro"] == "channel_gone"


def test_a_notice_that_cannot_be_sent_stops_no_other() -> None:
    """Templates, texts and files are a notice's own; keys, numbers and accounts are everybody's."""
    stops = {
        code: error.stops
        for code in RULES
        if isinstance(error := classify({"code": code, "message": "said"}, attempt=9), Misconfigured)
    }
    own = {code for code, what in stops.items() if what is Stops.NOTICE}
    assert {code for code in stops if 132000 <= code <= 132018} <= own
    assert {131053, 131061, 131063, 131008, 131009} <= own
    assert own.isdisjoint({0, 3, 10, 33, 100, 190, 368, 131005, 131030, 131031, 131037, 131042, 131045, 131048, 133010})
