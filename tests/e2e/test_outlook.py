# SPDX-License-Identifier: EUPL-1.2
"""Whether a notice sent now would go out, asked of both services and of this computer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa

from comunecast_gui.channels import out_of_reach
from comunecast_gui.channels.telegram import bounded_request
from comunecast_gui.channels.whatsapp import graph_client
from comunecast_gui.core.model import DeliveryState
from comunecast_gui.core.ports import Result
from comunecast_gui.core.report.outlook import Prospect
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.services import wiring
from comunecast_gui.services.today import prospects
from comunecast_gui.store.db.database import open_database
from tests.e2e.conftest import Town
from tests.e2e.test_meta_health import with_setting

TELEGRAM = "telegram:principale"
AT_ANY_HOUR = """
category = "acqua_guasto"
[fields]
gestore = "Acque SpA"
zona = "Fornacette"
vie = ["via Marconi", "via Piave"]
ripristino = 2030-11-27T16:30:00
"""
"""A notice without any warning, at night too."""
NOWHERE = "https://servizi.calcinaia.invalid"  # RFC 2606: no such name ever


def told(town: Town, code: int = 0) -> dict[str, dict[str, Any]]:
    """What the healthcheck says of each channel."""
    return {one["channel"]: one for one in town.run("healthcheck", "--json", code=code).json["outlook"]}


def verdicts(town: Town, code: int = 0) -> dict[str, str]:
    return {name: one["prospect"] for name, one in told(town, code).items()}


def test_everything_goes(town: Town) -> None:
    found = told(town)
    assert {name: (one["prospect"], one["reasons"], one["mend"]) for name, one in found.items()} == {
        "whatsapp": ("goes", [], "nothing"),
        TELEGRAM: ("goes", [], "nothing"),
    }
    assert f"ok  {TELEGRAM}: Un avviso inviato ora parte." in town.run("healthcheck").out


def test_the_short_question_and_the_healthcheck_agree(town: Town) -> None:
    town.control.set_number(quality="RED")
    town.control.revoke_token("telegram")
    with wiring.open_workspace(town.data_dir) as workspace:
        asked = prospects.ask(workspace, wiring.sentences())
    found = told(town, code=2)
    assert {one.channel: (str(one.prospect), one.sentence, str(one.mend)) for one in asked} == {
        name: (one["prospect"], one["sentence"], one["mend"]) for name, one in found.items()
    }
    assert (found["whatsapp"]["prospect"], found[TELEGRAM]["prospect"]) == ("doubtful", "stopped")


def test_the_short_question_writes_at_most_once_however_many_templates_there_are(town: Town) -> None:
    town.run("templates", "submit", "generico", "uffici")
    begun: list[str] = []
    with wiring.open_workspace(town.data_dir) as workspace:
        sa.event.listen(
            workspace.database.engine, "before_cursor_execute", lambda *statement: begun.append(statement[2])
        )
        prospects.ask(workspace, wiring.sentences())
        assert len(workspace.templates.all()) >= 3
    assert begun.count("BEGIN IMMEDIATE") == 1


@pytest.mark.parametrize(
    ("break_it", "whatsapp", "telegram", "reason"),
    [
        (lambda town: town.control.revoke_token("whatsapp"), "stopped", "goes", "whatsapp_token"),
        (lambda town: town.control.revoke_token("telegram"), "goes", "stopped", TELEGRAM),
        (lambda town: town.control.set_number(can_send="BLOCKED", blocked_by="No payment."), "stopped", "goes",
         "whatsapp_number_blocked"),
        (lambda town: town.control.set_template("acqua_programmata_v1", status="PAUSED"), "stopped", "goes",
         "whatsapp_templates_waiting"),
        (lambda town: town.control.subscribe(subscribed=False), "doubtful", "goes", "whatsapp_webhooks_missing"),
        (lambda town: town.control.set_number(quality="YELLOW"), "doubtful", "goes", "whatsapp_number_yellow"),
    ],
    ids=["token", "bot token", "blocked", "templates", "not subscribed", "quality"],
)  # fmt: skip
def test_what_is_broken_is_named_for_its_channel_alone(
    town: Town, break_it: Callable[[Town], object], whatsapp: str, telegram: str, reason: str
) -> None:
    break_it(town)
    data = town.run("healthcheck", "--json", code=0 if whatsapp == "doubtful" and reason.endswith("yellow") else 2).json
    found = {one["channel"]: one for one in data["outlook"]}
    assert (found["whatsapp"]["prospect"], found[TELEGRAM]["prospect"]) == (whatsapp, telegram)
    assert reason in [name for one in found.values() for name in one["reasons"]]


def cut_off(town: Town, host: str = "http://127.0.0.1:9") -> None:
    """From now on nobody answers for either service."""
    with_setting(town, f'"{town.sandbox.graph_url}"', f'"{host}"')
    office = (town.folder / "changed.toml").read_text(encoding="utf-8")
    town.run("configure", town.file("off.toml", office.replace(town.sandbox.telegram_base_url, f"{host}/bot")))


@pytest.mark.parametrize(
    ("host", "way_out"),
    [("http://127.0.0.1:9", True), (NOWHERE, True), (NOWHERE, False)],
    ids=["nobody answers", "no such name", "no network"],
)
def test_without_internet_it_is_said_once_for_all_channels(
    town: Town, monkeypatch: pytest.MonkeyPatch, host: str, *, way_out: bool
) -> None:
    monkeypatch.setattr(out_of_reach, "has_way_out", lambda: way_out)
    cut_off(town, host)
    found = told(town, code=2)
    assert {one["prospect"] for one in found.values()} == {"stopped"}
    for one in found.values():
        assert one["mend"] == "computer"
        assert one["reasons"][0] == "internet"


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "127.0.0.1:9"])
def test_without_internet_the_proxy_is_named(town: Town, monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    cut_off(town)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("no_proxy", "localhost")
    monkeypatch.setenv("https_proxy", proxy)
    assert "attraverso 127.0.0.1 (il proxy della rete)" in town.checks(code=2)["internet"]["detail"]


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize(("megabytes", "prospect"), [(10, "stopped"), (200, "doubtful"), (2_000, "goes")])
def test_room_on_the_disk(town: Town, monkeypatch: pytest.MonkeyPatch, megabytes: int, prospect: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(10**12, 0, megabytes * 1024 * 1024))
    assert set(verdicts(town, code=2 if prospect == "stopped" else 0).values()) == {prospect}


def test_where_the_archive_is_elsewhere_a_full_disk_here_keeps_no_notice_back(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(10**12, 0, 1024 * 1024))
    with wiring.open_workspace(town.data_dir) as workspace:
        before = prospects.ask(workspace, wiring.sentences())
        elsewhere = open_database(tmp_path, f"sqlite:///{workspace.database.path}")
        try:
            after = prospects.ask(replace(workspace, database=elsewhere), wiring.sentences())
        finally:
            elsewhere.close()
    assert {one.prospect for one in before} == {Prospect.STOPPED}
    assert {one.prospect for one in after} == {Prospect.DOUBTFUL}
    assert {one.reasons[0].name for one in after} == {"disk_space"}


@pytest.mark.parametrize(("minutes", "word"), [(10, "avanti di 10 minuti"), (-10, "indietro di 10 minuti"), (1, "")])
def test_the_computers_clock(town: Town, monkeypatch: pytest.MonkeyPatch, minutes: int, word: str) -> None:
    class Off(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Off:
            return super().now(tz) + timedelta(minutes=minutes)

    monkeypatch.setattr(graph_client, "datetime", Off)
    monkeypatch.setattr(bounded_request, "datetime", Off)
    checks = town.checks()
    assert ("clock" in checks) == bool(word)
    assert word in checks.get("clock", {"detail": ""})["detail"]


def test_a_message_that_was_refused_for_its_payment(town: Town) -> None:
    town.subscribe(1)
    town.control.add_fault(Fault(service="whatsapp", method="messages", kind=FaultKind.ERROR, code=131042))
    town.run("send", str(town.folder / "notice.toml"), "--channel", "whatsapp", "--yes", code=2)
    with wiring.open_workspace(town.data_dir) as workspace:
        fresh = workspace.clock.now()
        [row] = workspace.notices.deliveries(1)
        assert row.state is DeliveryState.QUEUED, "a refused payment stops the lane, and loses nothing"
        claim = workspace.outbox.exchange([], "whatsapp", 1, now=fresh)[0]
        result = Result(claim.delivery, DeliveryState.FAILED, fresh, "131042")
        workspace.outbox.exchange([result], "whatsapp", 0, now=fresh)
    found = told(town)["whatsapp"]
    assert (found["prospect"], found["reasons"]) == ("doubtful", ["whatsapp_payment_refused"])
    cut_off(town)
    found = told(town, code=2)["whatsapp"]
    assert found["reasons"][0] == "internet", "what is known from before is no answer of now"


def test_send_tells_what_the_healthcheck_tells(town: Town) -> None:
    town.subscribe(1)
    town.control.set_number(quality="YELLOW")
    sentence = told(town)["whatsapp"]["sentence"]
    sent = town.run("send", str(town.folder / "notice.toml"), "--channel", "whatsapp", "--yes")
    assert f"whatsapp: {sentence}" in sent.err


def test_a_notice_that_would_not_go_out_is_not_queued_where_nobody_can_agree(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.subscribe(1)
    town.run("templates", "submit", "acqua_guasto")
    town.run("templates", "sync")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(10**12, 0, 1024 * 1024))
    refused = town.run("send", town.file("now.toml", AT_ANY_HOUR), code=1)
    assert "! " not in refused.err, "no warning of the notice is what kept it back"
    assert "whatsapp: " in refused.err
    assert town.messages == 0
    with wiring.open_workspace(town.data_dir) as workspace:
        assert not workspace.notices.latest(1)
