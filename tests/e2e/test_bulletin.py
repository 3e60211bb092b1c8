# SPDX-License-Identifier: EUPL-1.2
"""``comunecast bulletin``: a file or an address is read and kept, and the notice that follows is proposed."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from comunecast_gui.system.bulletins import cap_reader
from tests.core.bulletin.test_reading import SAMPLES
from tests.e2e.conftest import NOTICE, OFFICE, Town
from tests.system.bulletins.test_cap import SAMPLES as CAP

AT = ("--at", "2025-03-14T15:20")
ALERT = """
category = "meteo_allerta"
channels = ["telegram"]
[fields]
livello = "{level}"
rischi = ["rischio idraulico"]
zona_allerta = "A4 Valdarno inferiore"
periodo = {{ inizio = {start}, fine = {end} }}
consigli = ["Stai lontano dagli argini."]
link = "https://www.regione.toscana.it/allertameteo"
"""


OVER = """
category = "meteo_cessata"
channels = ["telegram"]
follows = 1
[fields]
livello_prima = "rossa"
ora = 2026-03-15T14:00:00
riferimento = "14 marzo"
"""


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """An office whose services are out of reach: a bulletin asks none of them."""
    monkeypatch.setenv("COMUNECAST_TELEGRAM_TOKEN", "1:a")
    monkeypatch.setenv("COMUNECAST_WHATSAPP_TOKEN", "a")
    town = Town(tmp_path, None)  # type: ignore[arg-type]
    nowhere = {"telegram": "http://127.0.0.1:1/bot", "graph": "http://127.0.0.1:1", "rate": 80}
    town.run("configure", town.file("office.toml", OFFICE.format(**nowhere)))
    return town


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(SAMPLES)))
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


def test_a_red_bulletin_proposes_an_alert(town: Town) -> None:
    found = town.run("bulletin", str(SAMPLES / "20250314_1512.json"), *AT, "--json").json
    assert {key: found[key] for key in ("zone", "level", "risks", "day", "issued")} == {
        "zone": "Tosc-A4",
        "level": "rossa",
        "risks": ["rischio idraulico"],
        "day": "2025-03-14",
        "issued": "2025-03-14T15:12+01:00",
    }
    assert found["proposes"] == {
        "step": "allerta",
        "category": "meteo_allerta",
        "follows": None,
        "fields": {
            "livello": "rossa",
            "rischi": ["rischio idraulico"],
            "zona_allerta": "A4 Valdarno inferiore",
            "periodo": {"inizio": "2025-03-14T15:20", "fine": "2025-03-15T23:59"},
            "consigli": found["proposes"]["fields"]["consigli"],
            "link": "https://www.regione.toscana.it/allertameteo",
        },
        "asks": ["periodo", "provvedimenti"],
        "news": True,
    }
    assert len(found["proposes"]["fields"]["consigli"]) == 4
    ended = town.run("bulletin", str(SAMPLES / "20250314_1512.json"))  # all of its days have passed by now
    assert "14 marzo 2025" in ended.err
    assert "Allerta meteo, rossa" in ended.out


def test_an_address_is_read_like_a_file(town: Town, address: str) -> None:
    found = town.run(
        "bulletin", f"{address}/20250314_1512_tomorrow.topojson-properties-sample.json", *AT, "--json"
    ).json
    assert (found["day"], found["level"]) == ("2025-03-15", "rossa")
    assert town.run("bulletin", f"{address}/nowhere.csv", "--json", code=1).json["error"]["code"] == "bulletin_address"
    for no_address in ("https://[::1", "http://", "http://localhost:99999/x"):
        refused = town.run("bulletin", no_address, "--json", code=1).json["error"]
        assert refused["code"] == "bulletin_no_address"
        assert "address" not in refused["message"]
    refused = town.run("bulletin", "http://127.0.0.1:1/x.csv", "--json", code=1).json["error"]
    assert refused["code"] == "bulletin_unreachable"
    assert "http://127.0.0.1:1/x.csv" in refused["message"]


def test_what_is_no_bulletin_changes_nothing(town: Town) -> None:
    town.run("bulletin", str(SAMPLES / "20250314_1512.json"))
    kept = json.loads((town.data_dir / "bulletin.json").read_bytes())["days"]
    for name, code in (("none.csv", "bulletin_missing"), (".", "not_a_file")):
        assert town.run("bulletin", str(town.folder / name), "--json", code=1).json["error"]["code"] == code
    broken = town.file("x.json", "{")
    assert town.run("bulletin", broken, "--json", code=1).json["error"]["code"] == "bulletin_unreadable"
    older = town.run("bulletin", str(SAMPLES / "20250313_1738.json"), "--json").json
    assert older["level"] == "arancione"
    assert json.loads((town.data_dir / "bulletin.json").read_bytes())["days"][1:] == kept


def test_an_office_without_a_zone_ends_with_two(town: Town) -> None:
    office = (town.data_dir / "office.toml").read_text(encoding="utf-8")
    office = office.replace("Tosc-A4", "").replace("Comune di Calcinaia", "Ente di prova")
    town.run("configure", town.file("office.toml", office))
    refused = town.run("bulletin", str(SAMPLES / "20250314_1512.json"), "--json", code=2).json["error"]
    assert (refused["code"], refused["field"]) == ("bulletin_no_zone", "office.alert_zone")


def test_check_compares_the_notice_with_the_bulletin_that_was_read(town: Town) -> None:
    hours = {"start": "2025-03-14T16:00:00", "end": "2025-03-15T14:00:00"}
    notice = town.file("alert.toml", ALERT.format(level="gialla", **hours))
    at = ("--at", "2025-03-14T15:30", "--json")
    before = {one["check"] for one in town.run("check", notice, *at).json["problems"]}
    assert "livello_diverso" not in before
    town.run("bulletin", str(SAMPLES / "20250314_1512.json"))
    [found] = [one for one in town.run("check", notice, *at, code=1).json["problems"] if one["severity"] == "error"]
    assert (found["check"], found["field"]) == ("livello_diverso", "livello")
    red = town.file("red.toml", ALERT.format(level="rossa", **hours))
    assert {one["check"] for one in town.run("check", red, *at).json["problems"]} == before


def test_a_thread_is_written_as_cap(town: Town) -> None:
    """The alert and its end, which names it, each read back as what it is."""
    first = ALERT.format(level="rossa", start="2030-03-14T16:00:00", end="2030-03-15T14:00:00")
    town.run("send", town.file("alert.toml", first), "--yes", "--enqueue-only")
    town.run("send", town.file("over.toml", OVER), "--yes", "--enqueue-only")
    target = town.folder / "alert.cap"
    found = town.run("cap", "1", str(target), "--json").json
    assert (found["type"], found["references"]) == ("Alert", [])
    alert = cap_reader.read(target.read_bytes())
    assert alert.infos[0].parameter("awareness_level") == "4; red; Extreme"
    assert alert.infos[0].areas[0].geocodes == (("ISTAT", "050004"), ("DPC", "Tosc-A4"))
    found = town.run("cap", "2", str(target), "--json").json
    assert found["type"] == "Cancel"
    assert found["references"] == [alert.reference]
    assert cap_reader.read(target.read_bytes()).infos[0].responses == ("AllClear",)
    town.run("cap", "1", str(town.folder / "nowhere" / "x.cap"), code=1)
    notice = NOTICE.replace("[fields]", 'channels = ["telegram"]\n[fields]')
    town.run("send", town.file("notice.toml", notice), "--yes", "--enqueue-only")
    refused = town.run("cap", "3", str(target), "--json", code=1).json["error"]
    assert refused["code"] == "cap_not_an_alert"


def test_a_cap_file_is_read_as_a_bulletin(town: Town) -> None:
    red = (CAP / "SINTETICO-it-toscana-idraulico-rossa.cap.xml").read_text(encoding="utf-8")
    refused = town.run("bulletin", town.file("x.cap", red), "--json", code=1).json["error"]
    assert refused["code"] == "cap_exercise"
    found = town.run("bulletin", town.file("y.cap", red.replace(">Test<", ">Actual<")), *AT, "--json").json
    assert (found["level"], found["day"], found["risks"]) == ("rossa", "2025-03-14", ["rischio idraulico"])
    unsafe = town.run("bulletin", str(CAP / "google-xee.cap"), "--json", code=1).json["error"]
    assert unsafe["code"] == "cap_unsafe"
