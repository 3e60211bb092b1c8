# SPDX-License-Identifier: EUPL-1.2
"""After a full run with a crash in it nothing that a citizen wrote is on a disk, and no number where it must not be."""

from __future__ import annotations

import base64
import json
import subprocess
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from comunecast_gui.services import wiring
from tests.e2e.conftest import MakeTown, Town
from tests.e2e.traces import DATABASE, traces, without_numbers
from tests.relay.running import RunningRelay

SECRET = "training-app-secret"
RELAY = '[relay]\nurl = "{url}"\n[inbox]\nprivacy_version = "2026-05"\n'
ANNA, BRUNO, CARLA, DINA, EVA = (f"39347{n}" for n in (5550101, 6660202, 7770303, 8880404, 9990505))
PRIVATE = (
    "segretissimo",
    "perché là",
    "buca in via Gramsci",
    "Rossella Nomesegreto",
    "posizione nascosta",
    "Segretini",
)
"""Pieces of what citizens write, say with a picture, or are called."""


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[RunningRelay]:
    folder = tmp_path / "relay"
    folder.mkdir()
    running = RunningRelay(folder, secret=SECRET)
    running.start()
    yield running
    running.kill()


def pull(town: Town, **until: int) -> Counter[str]:
    sums: Counter[str] = Counter()
    deadline = time.monotonic() + 30
    while not sums or any(sums[name] < count for name, count in until.items()):
        assert time.monotonic() < deadline, f"only {sums} of {until}"
        sums.update(town.run("--json", "inbox", "pull").json)
    return sums


def kill_when(happened: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Kills the process as soon as something happened, or lets it end."""
    while process.poll() is None and not happened():
        time.sleep(0.01)
    process.kill()
    process.communicate()


def chatter(town: Town) -> int:
    """Messages that are nobody's business, and how many."""
    town.control.citizen_writes(BRUNO, f"Il mio IBAN segretissimo, perché là dove abito {'non si parla ' * 300}")
    town.control.citizen_writes(BRUNO, "Attiva? C'è una buca in via Gramsci")
    profile = [{"profile": {"name": "Rossella Nomesegreto"}, "wa_id": EVA}]
    now = str(int(time.time()))
    bodies: tuple[dict[str, Any], ...] = (
        {"type": "image", "image": {"id": "1", "caption": "segretissimo", "mime_type": "image/jpeg"}},
        {"type": "location", "location": {"name": "posizione nascosta", "latitude": 43.68, "longitude": 10.59}},
        {"type": "unsupported", "errors": [{"code": 131051, "details": "segretissimo"}]},
    )
    for number, body in enumerate(bodies):
        message = {"id": f"wamid.HBgM{EVA}{number}", "from": EVA, "timestamp": now, **body}
        town.control.push_webhook("messages", {"messages": [message], "contacts": profile})
    return 5


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_a_full_run_leaves_no_trace(
    make_town: MakeTown, relay: RunningRelay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = make_town(webhook_url=f"{relay.url}/webhook", latency_ms=(10, 30))
    monkeypatch.setenv("COMUNECAST_RELAY_KEY", relay.keys.bearer_key)
    monkeypatch.setenv("COMUNECAST_RELAY_PRIVATE_KEY", relay.keys.private_key)
    office = (town.folder / "office.toml").read_text(encoding="utf-8")
    town.run("configure", town.file("office.toml", office + RELAY.format(url=relay.url)))
    exports = tmp_path / "exports"
    exports.mkdir()
    searched = (town.data_dir, relay.folder, exports)

    imported = town.subscribe(200)
    by_word, by_button, erased, *_ = imported
    town.run("subscribers", "import", town.file("bad.csv", f"telefono\n{DINA}99999\n{imported[5]}\nuno\n"))
    for number in (ANNA, CARLA, DINA):
        town.control.citizen_writes(number, "Attiva")
    pull(town, joined=3)

    # A window stays open all the time: the log of the database is not emptied by closing it.
    with wiring.open_workspace(town.data_dir):
        picture = town.folder / "mappa.png"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(3000))
        notice = (town.folder / "notice.toml").read_text(encoding="utf-8")
        notice += '[[attachments]]\npath = "mappa.png"\nalt = "La mappa delle vie senz\'acqua"\n'
        sending = town.start("send", town.file("notice.toml", notice), "--yes")
        kill_when(lambda: town.messages > 20, sending)
        town.run("resume", code=3 if json.loads(town.run("unknown", "--json").out)["unknown"] else 0)

        messages = chatter(town)
        town.control.citizen_writes(ANNA, "Disattiva")
        town.control.citizen_writes(by_word, "Sono Segretini, toglietemi dalla lista")
        town.control.citizen_writes(by_button, "Disattiva", payload="DISATTIVA")
        town.control.citizen_changes_number(DINA, EVA)
        answered = town.messages
        kill_when(lambda: town.messages > answered, town.start("inbox", "pull"))
        relay.kill()
        relay.start()
        pull(town, receipts=1)
        deadline = time.monotonic() + 30
        while {ANNA, by_word, by_button, DINA} & set(whole(town)):
            assert time.monotonic() < deadline
            pull(town)
        assert EVA in whole(town)
        town.run("subscribers", "erase", erased)
        town.run("subscribers", "export", str(exports / "iscritti.csv"))
        town.run("subscribers", "export", str(exports / "iscritti.xlsx"))
        town.run("backup", str(exports / "copia.zip"))
        gone = (ANNA, by_word, by_button, erased, DINA)
        assert messages == 5
        assert traces(searched, (*PRIVATE, BRUNO)) == []
        # Only the copy of the day, which was made before they left, may still hold them: for a week.
        assert {name for name, _ in traces(searched, gone) if not name.startswith("comunecast-20")} == set()
        assert {number for name, number in traces(searched, (CARLA, imported[9])) if name == DATABASE}

        # Whoever stays is in that one column, and in no other place.
        everywhere = [*gone, CARLA, EVA, *imported]
        rest = without_numbers(town.data_dir, tmp_path / "scratch")
        assert traces([rest, relay.folder], everywhere) == []
        national = [number[2:] for number in everywhere]
        assert traces([rest, relay.folder], national) == []
        assert {name for name, _ in traces([exports], national)} == {f"copia.zip/{DATABASE}"}


def whole(town: Town) -> list[str]:
    listed = town.run("--json", "subscribers", "list", "--state", "active", "--show-numbers").json
    return [one["phone"].lstrip("+") for one in listed["subscribers"]]


def test_the_search_finds_every_form(tmp_path: Path) -> None:
    """A search that finds nothing proves something only if it finds what is there."""
    number, word = "393475550101", "perché là"
    for name, data in {
        "plain": f"x{number}".encode(),
        "wide": word.encode("utf-16-le"),
        "old": word.encode("cp1252"),
        "json": json.dumps(word).encode(),
        **{f"id{n}": b"wamid.HBg" + base64.b64encode(b"abc"[:n] + number.encode() + b"#7") for n in range(3)},
    }.items():
        (tmp_path / name).write_bytes(data)
    with zipfile.ZipFile(tmp_path / "packed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside", number * 3)
    found = {name for name, _ in traces([tmp_path], (number, word))}
    assert found == {"plain", "wide", "old", "json", "id0", "id1", "id2", "packed.zip/inside"}
