# SPDX-License-Identifier: EUPL-1.2
"""Lists of numbers made to exhaust memory or time: refused early, and read in linear time."""

from __future__ import annotations

import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.system import phones, spreadsheet_reader
from comunecast_gui.system.spreadsheet_reader import read_table
from tests.security.doubling import takes_linear_time


def test_a_spreadsheet_that_unpacks_too_large_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomba.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            with archive.open(f"xl/{number}.xml", "w") as member:
                for _ in range(50):
                    member.write(bytes(1024**2))
    assert (tmp_path / "bomba.xlsx").stat().st_size < 1024**2
    with pytest.raises(InputError, match="table_too_long"):
        read_table(tmp_path / "bomba.xlsx")


@pytest.mark.parametrize("data", [b"telefono\n" + b"\n" * 60, b"telefono\n" + b"1\n" * 60, b";" * 300, b"a;b;c\n" * 40])
def test_a_list_of_too_many_cells_is_refused(tmp_path: Path, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet_reader, "MAX_ROWS", 50)
    monkeypatch.setattr(spreadsheet_reader, "MAX_CELLS", 100)
    (tmp_path / "elenco.csv").write_bytes(data)
    with pytest.raises(InputError, match="table_too_long"):
        read_table(tmp_path / "elenco.csv")


@pytest.mark.parametrize(
    ("part", "start", "piece", "count"),
    [
        ("xl/sharedStrings.xml", "<sst>", "<si><t>a</t></si>", 1_500_000),
        ("xl/sharedStrings.xml", "<sst><si>", "<r><t>a</t></r>", 500_000),
        ("xl/worksheets/sheet1.xml", "<row>", "<c><v>1</v></c>", 500_000),
        ("xl/worksheets/sheet1.xml", "", "<row/>", 11_000_000),
        ("xl/styles.xml", "", "<xf/>", 500_000),
        ("xl/worksheets/sheet1.xml", "<row><c><v>", "1", 5_000_000),
    ],
    ids=["texts", "one-text", "one-row", "rows", "styles", "one-cell"],
)
def test_a_small_packed_spreadsheet_is_refused_before_it_takes_the_memory(
    tmp_path: Path, part: str, start: str, piece: str, count: int
) -> None:
    """Each would make the reader take hundreds of megabytes and minutes; its tags are counted before it is read."""
    path = tmp_path / "piccolo.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, start + piece * count)
    assert path.stat().st_size < 1024**2
    began = time.process_time()
    with pytest.raises(InputError) as caught:
        read_table(path)
    assert caught.value.code == "table_too_long"
    assert time.process_time() - began < 3


@pytest.mark.parametrize("piece", [b";", b'"', b"a", b"\n", b"3331234567\n", b'"a;', b"\t\n", b"\r", b"\xff", b" "])
def test_reading_a_list_takes_linear_time(tmp_path: Path, piece: bytes) -> None:
    def seconds(size: int) -> float:
        (tmp_path / "lista.csv").write_bytes(b"telefono\n" + piece * (size // len(piece)))
        began = time.process_time()
        with suppress(InputError):
            list(spreadsheet_reader.to_import_rows(read_table(tmp_path / "lista.csv"), 0, phones.parse))
        return time.process_time() - began

    assert takes_linear_time(seconds, 500_000)
