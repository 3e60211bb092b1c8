# SPDX-License-Identifier: EUPL-1.2
"""Every reader of foreign data: limited time, linear growth, and only documented errors.

The last test compares the table of readers with the code, so that a new reader must be added here.
"""

from __future__ import annotations

import ast
import io
import json
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication

import comunecast_gui
from comunecast_gui.channels.answer_reader import read_object
from comunecast_gui.channels.telegram.bot_updates import legible
from comunecast_gui.channels.telegram.error_codes import judged
from comunecast_gui.channels.whatsapp.webhook_reader import read_payload
from comunecast_gui.core import markup, toml_text
from comunecast_gui.core.codec import content_from_data, content_to_data
from comunecast_gui.core.content import TelegramPost, TemplateMessage
from comunecast_gui.core.delivery import wire
from comunecast_gui.core.errors import ConfigError, InputError, SendError
from comunecast_gui.core.inbound.intent import IntentReader
from comunecast_gui.core.masking import mask_within
from comunecast_gui.core.notice import notice_file
from comunecast_gui.core.notice.repetition import says_again
from comunecast_gui.core.places import Municipalities, Streets, town_of
from comunecast_gui.core.setup.street_list import from_openstreetmap
from comunecast_gui.system import logs, paths, phones, spreadsheet_reader, update_announcement
from comunecast_gui.system.attachments import prepare
from comunecast_gui.system.disk import luks
from comunecast_gui.system.foreign_papers.paper_file import read_data
from comunecast_gui.system.secrets import host_of
from comunecast_gui.system.settings import chat_address, office_file
from comunecast_gui.system.settings.toml_table import is_safe_url
from comunecast_gui.ui.runtime.drafts import DraftFolder
from comunecast_gui.ui.widgets.look import tip_text
from comunecast_gui.ui.widgets.outside import page_of
from comunecast_gui.ui.widgets.phone_preview import linked
from tests.e2e.conftest import NOTICE, OFFICE
from tests.system.settings.test_office_file import FULL

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
SOON = 1.0
"""Seconds of processor time for one input, up to the size at which it is refused."""
ENOUGH = 0.3
"""Seconds below which growth is not measured."""
ROUNDS = 15
"""Mutated inputs for each reader; every run makes the same ones."""

Read = Callable[[bytes, Path], object]


@dataclass(frozen=True)
class Reader:
    """``read`` gets the bytes and a folder of its own; it may raise ``refusals`` and nothing else.

    ``samples`` are valid inputs, ``most`` is the size in bytes up to which it reads, ``where`` names the modules that
    do the reading.
    """

    read: Read
    samples: tuple[bytes, ...]
    most: int
    where: tuple[str, ...]
    refusals: tuple[type[Exception], ...] = ()


def of_text(read: Callable[[str], object]) -> Read:
    return lambda data, _folder: read(data.decode("utf-8", "replace"))


def of_file(name: str, read: Callable[[Path], object]) -> Read:
    def reading(data: bytes, folder: Path) -> object:
        path = folder / name
        path.write_bytes(data)
        return read(path)

    return reading


def _webhook() -> bytes:
    message = {"from": "393331234567", "id": "wamid.A", "timestamp": "1760000000", "type": "text"}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "1", "phone_number_id": "1"},
        "contacts": [{"profile": {"name": "x"}, "wa_id": "393331234567"}],
        "messages": [message | {"text": {"body": "Attiva"}}],
        "statuses": [{"id": "wamid.B", "status": "delivered", "timestamp": "1760000000", "recipient_id": "39"}],
    }
    template = {"event": "PAUSED", "message_template_name": "x", "message_template_language": "it", "reason": "y"}
    changes = [
        {"field": "messages", "value": value},
        {"field": "message_template_status_update", "value": template},
    ]
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}).encode()


def _picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "blue").save(file, kind)
    return file.getvalue()


def _book() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in (["telefono"], ["3331234567"], [3331234568], ["=1+1"]):
        book.active.append(row)  # type: ignore[union-attr]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _letter() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml", "<w:document xmlns:w='x'><w:p><w:t>Manca l'acqua</w:t></w:p></w:document>"
        )
    return file.getvalue()


def _contents() -> tuple[bytes, ...]:
    contents = (
        TemplateMessage("x", "it", (("a", "b"),), "testo", "piede", ("Disattiva",)),
        TelegramPost("<b>x</b>", "x"),
    )
    return tuple(json.dumps(content_to_data(content)).encode() for content in contents)


def _table(path: Path) -> object:
    table = spreadsheet_reader.read_table(path)
    with suppress(InputError):
        spreadsheet_reader.phone_column(table)
    return list(spreadsheet_reader.to_import_rows(table, 0, phones.parse))


def _notice(path: Path) -> object:
    return notice_file.load(path, lambda path, alt: pytest.fail("no file is named"))


def _remembered(data: bytes, folder: Path) -> object:
    (folder / update_announcement.FILE_NAME).write_bytes(data)
    return update_announcement.heard(folder)


def _stored(data: bytes, _folder: Path) -> object:
    found = read_object(data)
    return content_from_data(found) if found is not None else None


def _kept_key(data: bytes, folder: Path) -> object:
    from comunecast_gui.system import secrets

    return secrets._unpacked(data.decode("utf-8", "replace"))


def _disk(text: str) -> None:
    for read in (luks.read_mount, luks.read_tree):
        with suppress(OSError):
            read(text)


_INTENT = IntentReader.load(paths.resource("intent", "it.toml"))
_TOWNS = Municipalities.load(paths.resource("towns"))
_SETTINGS = (FULL.encode(), OFFICE.format(telegram="https://x.it/bot", graph="https://x.it", rate=5).encode())
_NEWS = update_announcement.Announcement("1.2.0", date(2026, 11, 20), "https://x.it/", date(2027, 1, 1))
_SIGNED = update_announcement.signed(_NEWS, bytes(range(32)))
_WORDS = (b"Disattiva", "Buongiorno, vorrei non ricevere più niente.\n-- \nMario, via Roma 3".encode())
_TEXT_MOST = 65_536

READERS: dict[str, Reader] = {
    "a citizen's message": Reader(
        of_text(_INTENT.read), _WORDS, _TEXT_MOST, ("core/inbound/intent.py", "core/inbound/opt_out.py")
    ),
    "Meta's webhook": Reader(
        lambda data, _folder: read_payload(data, NOW, "1"),
        (_webhook(),),
        1_000_000,
        ("channels/whatsapp/webhook_reader.py", "channels/whatsapp/account_webhooks.py"),
    ),
    "an answer of a service": Reader(
        lambda data, _folder: read_object(data),
        (_webhook(), b'{"ok": true}'),
        1_000_000,
        ("channels/answer_reader.py",),
    ),
    "updates of the bot": Reader(
        lambda data, _folder: legible(judged(200, data)[1]),
        (b'{"ok": true, "result": [{"update_id": 7, "message": {"message_id": 1}}, {"update_id": 8}]}',),
        100_000,
        ("channels/telegram/bot_updates.py",),
        (SendError,),
    ),
    "settings": Reader(
        of_file("office.toml", office_file.parse),
        _SETTINGS,
        toml_text.MAX_BYTES,
        ("system/settings/office_file.py", "core/toml_text.py"),
        (InputError,),
    ),
    "a notice": Reader(
        of_file("notice.toml", _notice), (NOTICE.encode(),), toml_text.MAX_BYTES, ("core/toml_text.py",), (InputError,)
    ),
    "a list, CSV": Reader(
        of_file("lista.csv", _table),
        (b"nome;telefono\nA;3331234567\nB;+39 333 1234568\n", b"telefono\n333 1234567\n"),
        200_000,
        ("system/spreadsheet_reader.py",),
        (InputError,),
    ),
    "a list, XLSX": Reader(
        of_file("lista.xlsx", _table), (_book(),), 100_000, ("system/spreadsheet_reader.py",), (InputError,)
    ),
    "a number": Reader(of_text(phones.parse), (b"+39 333 1234567", b"0587/265442"), _TEXT_MOST, (), (InputError,)),
    "a picture": Reader(
        lambda data, _folder: prepare(data, "x"),
        (_picture("JPEG"), _picture("PNG"), paths.resource("samples", "avviso.png").read_bytes()),
        200_000,
        ("system/pictures.py",),
        (InputError,),
    ),
    "a document": Reader(
        lambda data, _folder: prepare(b"%PDF-" + data, "x"),
        (paths.resource("samples", "avviso.pdf").read_bytes().removeprefix(b"%PDF-"),),
        200_000,
        ("system/documents.py",),
        (InputError,),
    ),
    "a channel's address": Reader(
        of_text(lambda text: (chat_address.read_chat(text), chat_address.is_invitation(text))),
        (b"@comunecalcinaia", b"https://t.me/c/1234567890/12", b"https://t.me/+abc"),
        _TEXT_MOST,
        (),
    ),
    "an address": Reader(
        of_text(lambda text: (host_of(text), is_safe_url(text), page_of(text))),
        (b"https://graph.facebook.com:8443/v25.0?x=1#y", b"http://[::1]:80/bot"),
        _TEXT_MOST,
        (),
    ),
    "an announcement": Reader(
        lambda data, _folder: update_announcement.opened(data, bytes(32), NOW.date()),
        (_SIGNED,),
        64 * 1024,
        ("system/update_announcement.py",),
        (update_announcement.UntrustedError,),
    ),
    "what was announced before": Reader(
        _remembered,
        (json.dumps({"looked_at": NOW.isoformat(), "document": _SIGNED.decode()}).encode(),),
        64 * 1024,
        ("system/update_announcement.py",),
    ),
    "a draft that was kept": Reader(
        of_file("draft.json", lambda path: DraftFolder(path.parent, path).all()),
        (
            b'{"uuid": "u", "category": "generico", "title": "x", "at": "2026-11-27T09:00:00+00:00", "channels": [],'
            b' "fields": {"testo": "x"}, "file": ["x.png", "y"], "follows": 1, "zones": ["a"]}',
        ),
        toml_text.MAX_BYTES,
        ("ui/runtime/drafts.py",),
    ),
    "what was stored to be sent": Reader(
        _stored, _contents(), toml_text.MAX_BYTES, ("core/codec.py",), (KeyError, TypeError, ValueError)
    ),
    "a line of the engine": Reader(
        lambda data, _folder: wire.event_of(read_object(data) or {}),
        (b'{"changed": {"kind": "deliveries", "ids": [1], "origin": "x"}}', b'{"lane": {"channel": "whatsapp"}}'),
        toml_text.MAX_BYTES,
        ("core/codec.py", "core/delivery/wire.py"),
        (KeyError, TypeError, ValueError),
    ),
    "a key in the keyring": Reader(
        _kept_key, (b'{"host": "https://x.it", "key": "k"}', b"EAAG"), _TEXT_MOST, ("system/secrets.py",)
    ),
    "a line of the log": Reader(
        of_text(logs.redact), (b"Bearer EAAGabc 39 333 123 4567 /bot123456:AAAAAAAAAA_x", b"a" * 300), _TEXT_MOST, ()
    ),
    "a text as others see it": Reader(
        of_text(
            lambda text: (
                markup.harmless(text),
                markup.whatsapp_spans(text),
                markup.telegram_spans(text),
                linked(text),
                tip_text(text[:5_000]),
                mask_within(text),
            )
        ),
        (b"*Acqua* <b>x</b> &lt; https://x.it/a_b. 333 1234567",),
        _TEXT_MOST,
        (),
    ),
    "a text said before": Reader(
        of_text(lambda text: says_again(text, text[::-1])),
        (b"Manca l'acqua\n\nComune di X, 1 maggio 2026",),
        16_000,
        (),
    ),
    "what findmnt and lsblk print": Reader(
        of_text(_disk),
        (
            b'{"filesystems": [{"source": "/dev/mapper/x", "fstype": "ext4"}]}',
            b'{"blockdevices": [{"name": "x", "type": "crypt", "fstype": "ext4", "children": [{"name": "sda"}]}]}',
        ),
        _TEXT_MOST,
        ("system/disk/luks.py",),
    ),
    "a paper from outside": Reader(
        lambda data, _folder: read_data(data, "x"),
        (
            paths.resource("samples", "avviso.pdf").read_bytes(),
            b"From: a@x.it\nSubject: =?utf-8?q?acqua?=\nDate: Mon, 02 Mar 2026 09:15:00 +0100\n\nManca l'acqua.\n",
            b"From: a@x.it\nDate: x\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\n<p>x</p>\n--a--\n",
            _letter(),
        ),
        60_000,
        tuple(f"system/foreign_papers/{kind}_paper.py" for kind in ("mail", "packed", "pdf")),
        (InputError,),
    ),
    "a town's streets": Reader(
        lambda data, _folder: from_openstreetmap(data),
        (
            b'{"elements": [{"type": "way", "tags": {"highway": "residential", "name": "Via Genova"}}]}',
            b'<osm><way id="1"><tag k="highway" v="residential"/><tag k="name" v="Via Genova"/></way></osm>',
        ),
        100_000,
        ("core/setup/street_list.py",),
        (InputError,),
    ),
    "an office's own streets": Reader(
        of_file("streets.toml", Streets.load),
        (b'streets = [\n  { name = "via Roma", locality = "Fornacette" },\n]\n[aliases]\n"via R." = "via Roma"\n',),
        toml_text.MAX_BYTES,
        ("core/places.py", "core/toml_text.py"),
        (ConfigError,),
    ),
    "a town's name": Reader(
        of_text(lambda text: (_TOWNS.search(text), _TOWNS.named(text), town_of(text))),
        (b"Comune di Calcinaia", b"Reggio nell'Emilia"),
        _TEXT_MOST,
        (),
    ),
}
PIECES = (
    *(b"a", b" ", b"\n", b"\t", b"\x00", b'"', b"'", b"\\", b"[", b"{", b"<", b">", b"&", b"*", b"_", b"(", b"."),
    *(b",", b";", b":", b"=", b"#", b"-", b"+", b"0", b"3", b"@", b"/", b"\xff", b"\xef\xbb\xbf", b"a ", b"a.", b"[a"),
    *(
        b'{"a":',
        b"a.b.",
        b"x = ",
        b"[[a]]\n",
        b"*a",
        b"<b>",
        b"&lt;",
        b"http://",
        b"https://x",
        b"333 ",
        b"+39",
        b"\r\n",
    ),
    *(
        "à".encode(),
        "\u200b".encode(),
        "\u0301".encode(),
        "\u202e".encode(),
        "💧".encode(),
        "ﷺ".encode(),
        "１".encode(),
    ),
    *(b"attiva ", b"disattiva ", b"non ", b"via ", b"l'", b"1e9", b"\x1b[31m", b"PK\x03\x04", b"1 0 obj\n", b"endobj "),
)


@pytest.fixture(scope="module", autouse=True)
def _window_system(qapp: QGuiApplication) -> None:
    """Qt's readers need an application object."""


def seconds(reader: Reader, data: bytes, folder: Path) -> float:
    """Processor time for one input; an undocumented error is raised."""
    began = time.process_time()
    with suppress(*reader.refusals):
        reader.read(data, folder)
    return time.process_time() - began


@pytest.mark.parametrize("name", READERS)
def test_reader_time_grows_linearly(name: str, tmp_path: Path) -> None:
    reader = READERS[name]
    for piece in PIECES:
        whole = piece * (reader.most // len(piece))
        took = seconds(reader, whole, tmp_path)
        if took < ENOUGH:
            continue
        once = min(seconds(reader, whole[: len(whole) // 2], tmp_path) for _ in range(3))
        twice = min(took, *(seconds(reader, whole, tmp_path) for _ in range(2)))
        assert twice < max(3.2 * once, ENOUGH), f"{piece!r}: {once:.2f} s, {twice:.2f} s"
        assert twice < 5 * SOON, f"{piece!r}: {twice:.2f} s"


def strange(samples: tuple[bytes, ...], most: int, chance: random.Random) -> Iterator[bytes]:
    """Mutations of the samples: cut, doubled, bits flipped, pieces inserted."""
    while True:
        data = bytearray(chance.choice(samples))
        for _ in range(chance.randint(1, 6)):
            place = chance.randint(0, len(data))
            match chance.randint(0, 6):
                case 0:
                    del data[place : place + chance.randint(1, 40)]
                case 1:
                    data[place:place] = chance.choice(PIECES) * chance.choice((1, 3, 100, 3000))
                case 2:
                    data[place:place] = data[: chance.randint(0, 400)]
                case 3 if data:
                    data[place % len(data)] ^= 1 << chance.randint(0, 7)
                case 4:
                    data[place:place] = chance.randbytes(chance.randint(1, 30))
                case 5:
                    del data[place:]
                case _:
                    data += b"".join(chance.choices(PIECES, k=chance.randint(1, 200)))
        yield bytes(data[:most])


@pytest.mark.parametrize("name", READERS)
def test_reader_survives_mutated_input(name: str, tmp_path: Path) -> None:
    reader = READERS[name]
    for sample in reader.samples:
        assert seconds(reader, sample, tmp_path) < SOON
    made = strange(reader.samples, reader.most, random.Random(name))
    for round_, data in zip(range(ROUNDS), made, strict=False):
        took = min(seconds(reader, data, tmp_path), SOON)
        if took >= SOON:
            took = seconds(reader, data, tmp_path)
        assert took < SOON, f"round {round_}: {took:.2f} s for {data[:200]!r}"


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("opening", [b"[", b'{"a":', b"a=[", b'"a":{"', b"("])
def test_reader_survives_deep_nesting(name: str, opening: bytes, tmp_path: Path) -> None:
    reader = READERS[name]
    assert seconds(reader, opening * (min(reader.most, 400_000) // len(opening)), tmp_path) < 5 * SOON


def test_spreadsheet_with_a_huge_part_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lista.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types>" + b" " * 110_000_000)
    with pytest.raises(InputError):
        _table(path)


# -- the table is complete --------------------------------------------------------------------------------------------

PRIMITIVES = {
    *("json.loads", "tomllib.loads", "csv.reader", "csv.DictReader", "zipfile.ZipFile", "Image.open", "PdfReader"),
    *(
        "load_workbook",
        "request.get_json",
        "_CONVERTER.structure",
        "ET.fromstring",
        "ElementTree.parse",
        "pickle.loads",
    ),
}
"""Calls that parse bytes; a module with one of them is a reader."""
OURS = {
    "core/inbound/answers.py": "our own resources",
    "core/inbound/intent.py": "our own resources; messages are above",
    "core/sentences.py": "our own resources",
    "core/places.py": "an office's own streets and names are above, the rest are our own resources",
    "core/notice/costs.py": "our own resources",
    "core/notice/categories.py": "our own resources",
    "core/notice/topic_suggestions.py": "our own resources",
    "core/notice/checks/context.py": "our own resources",
    "ui/composer/topic_chooser.py": "our own resources",
    "cli/engine_process.py": "the window's own orders, through a pipe between the two",
    "system/engine_process.py": "the lines of the engine are above",
    "store/consent/identity.py": "opens what this office sealed, with its own key",
    "store/colleagues/sending_rules.py": "one row of the office's own database, tests/security/test_second_person.py",
    "store/inbound/bot_reader.py": "one row of the office's own database",
    "relay/web.py": "tests/relay/test_malformed.py",
    "core/bulletin/reading.py": "tests/security/test_bulletin_files.py",
    "core/bulletin/zone_tables.py": "tests/security/test_bulletin_files.py",
    "system/bulletins/bulletin_file.py": "what the program kept of a bulletin that it had read",
    "services/setup/setup_folder.py": "the set-up's own notes",
    "services/schedule/calendars.py": "the program's own notes; the calendars themselves are read by readers above",
    "services/workstation/shared_files.py": "the program's own notes",
    "system/settings/usual_values.py": "our own resources",
    "system/whereabouts/folder_home.py": "the program's own notes",
    "store/delivery/submission_rounds.py": "one row of the office's own database",
    "services/setup/relay_kit.py": "writes a zip and reads none",
    "system/settings/edits.py": "the file that is read above",
    "store/restore/move_file.py": "opens with its own code only",
    "tour/manual_pictures.py": "the program's own pictures",
    "store/restore/archive.py": "tests/store/restore and tests/security have the backups",
    "store/restore/draft_files.py": "tests/security/test_draft_attachments.py",
}


def readers_in_the_code() -> set[str]:
    root = Path(comunecast_gui.__file__).parent
    found = set()
    for path in root.rglob("*.py"):
        place = path.relative_to(root).as_posix()
        if place.startswith("sandbox/"):  # reads what our own drivers send
            continue
        calls = (node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
        if any(ast.unparse(call) in PRIMITIVES for call in calls):
            found.add(place)
    return found


def test_every_reader_in_the_code_is_in_the_table() -> None:
    covered = {place for reader in READERS.values() for place in reader.where}
    root = Path(comunecast_gui.__file__).parent
    assert [place for place in (*covered, *OURS) if not (root / place).is_file()] == []
    assert readers_in_the_code() - covered - OURS.keys() == set()
    assert OURS.keys() <= readers_in_the_code()
