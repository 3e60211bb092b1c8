# SPDX-License-Identifier: EUPL-1.2
"""The guided tour runs from nothing, accounts for every delivery, and leaves a picture of every page."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage


@pytest.mark.slow
def test_the_tour(tmp_path: Path) -> None:
    words = ["demo", "--headless", "--subscribers", "40", "--shots", str(tmp_path / "shots"), "--json"]
    ended = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-m", "comunecast_gui", "--data-dir", str(tmp_path / "data"), *words],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["subscribers"] == 40
    assert [notice["category"] for notice in told["notices"]] == ["acqua_programmata", "meteo_allerta"]
    for notice in told["notices"]:
        accepted = {channel: counts["accepted"] for channel, counts in notice["channels"].items()}
        assert accepted == {"whatsapp": 40, "telegram:principale": 1}
        assert notice["permalink"].startswith("https://t.me/comunecalcinaia/")
    assert len(told["shots"]) == len(set(told["shots"])) >= 12
    for file in told["shots"]:
        picture = QImage(file)
        assert min(picture.width(), picture.height()) > 300
        colours = {picture.pixel(x, y) for x in range(0, picture.width(), 40) for y in range(0, picture.height(), 40)}
        assert len(colours) > 3, f"{file} shows nothing"
