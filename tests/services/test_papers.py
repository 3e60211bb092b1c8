# SPDX-License-Identifier: EUPL-1.2
"""The data protection papers: filled from the settings, true of the database, and never written over."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
import sqlalchemy as sa

from comunecast_gui.core.consent import person_key
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.inbound.events import NumberChanged, Said, Sender
from comunecast_gui.core.inbound.intent import Intent, Reading
from comunecast_gui.core.notice import text_template
from comunecast_gui.services import papers
from comunecast_gui.store.db.database import Database, open_database
from comunecast_gui.store.db.schema_base import metadata
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.delivery.receipts import Receipt, ReceiptKind
from comunecast_gui.store.inbound import purge
from comunecast_gui.store.inbound.inbox import InboxPolicy, SqlInbox
from comunecast_gui.system import paths
from comunecast_gui.system.settings import office_file
from comunecast_gui.system.settings.values import Settings
from tests.receipts import receive
from tests.store.samples import NOW, WHATSAPP, accepted, new_notice

DAY = date(2026, 11, 27)
BARE = '[office]\nname = "Comune di Prova"\n'
FULL = """
[office]
name = "Comune di Calcinaia"
localities = ["Calcinaia", "Fornacette"]
phone = "0587 265442"
email = "ufficio.stampa@comune.calcinaia.pi.it"
privacy_url = "https://www.comune.calcinaia.pi.it/privacy"

[telegram]
answer_private = true
[[telegram.channels]]
name = "principale"
chat = "@comunecalcinaia"

[whatsapp]
phone_number_id = "106540352242922"
business_account_id = "102290129340398"
display_phone = "+39 333 6492690"

[relay]
url = "https://avvisi.example.it"

[inbox]
privacy_version = "2026-11"

[database]
url = "postgresql+psycopg://comunecast@archivio.example.it/comunecast"
keep_days = 500

[choices]
zones = ["Fornacette"]
"""


def settings(text: str) -> Settings:
    return office_file.parse(text)


def written(text: str, folder: Path) -> dict[str, str]:
    files = papers.write(settings(text), folder, DAY)
    return {file.name: file.read_text(encoding="utf-8") for file in files if file.suffix == ".md"}


# What they say of the settings


def test_the_papers_are_filled_from_the_settings(tmp_path: Path) -> None:
    made = written(FULL, tmp_path)
    assert set(made) == set(paths.PAPERS)
    for name, text in made.items():
        assert "**Comune di Calcinaia**" in text or "| Comune di Calcinaia," in text, name
        assert "27 novembre 2026" in text, name
        assert not re.search(r"[{}]|\[\[|\]\]", text), name
    for value in ("+39 333 6492690", "@comunecalcinaia", "avvisi.example.it", "Fornacette", "500 giorni", "2026-11"):
        assert value in made["informativa.md"], value
    assert "avvisi.example.it" in made["nomina-responsabile.md"]
    assert "archivio.example.it" in made["registro-trattamenti.md"]


def test_the_papers_say_nothing_of_services_that_are_not_used(tmp_path: Path) -> None:
    made = written(BARE, tmp_path)
    everything = "\n".join(text for name, text in made.items())
    for word in (
        "relay",
        "ricezione (",
        "bot di Telegram",
        "PostgreSQL",
        "Meta (WhatsApp Cloud API)",
        "scrivendo *Attiva*",
    ):
        assert word not in everything, word
    assert "nessun dato di persone viene trasferito" in made["registro-trattamenti.md"]
    for text in made.values():
        assert not re.search(r"[{}]|\[\[|\]\]", text)


@pytest.mark.parametrize("text", [BARE, FULL])
def test_the_tables_of_the_papers_are_whole(tmp_path: Path, text: str) -> None:
    for name, made in written(text, tmp_path).items():
        for table in re.findall(r"(?:^\|.*\|\n)+", made, re.MULTILINE):
            columns = {row.count("|") for row in table.splitlines()}
            assert len(columns) == 1, f"{name}: {table}"
        assert not re.search(r"^\|.*[^|\s]\s*$", made, re.MULTILINE), name


def test_the_password_of_the_database_is_in_no_paper(tmp_path: Path) -> None:
    text = FULL.replace("comunecast@archivio", "comunecast:segretissima@archivio")
    assert not [name for name, made in written(text, tmp_path).items() if "segretissima" in made]


def test_retention_times_are_those_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purge, "WISHES_KEPT", timedelta(days=777))
    assert "| 777 giorni |" in written(FULL, tmp_path)["registro-trattamenti.md"]


def test_each_paper_is_a_page_too_that_says_the_same(tmp_path: Path) -> None:
    made = written(FULL, tmp_path)
    for name, text in made.items():
        page = Page()
        page.feed((tmp_path / name.replace(".md", ".html")).read_text(encoding="utf-8"))
        assert page.open == [], name
        spoken = re.sub(r"^\|[-|]+\|$|^#+ |^- |^\d+\. |[|*`]", " ", text, flags=re.MULTILINE)
        assert "".join(page.words.split()) == "".join(spoken.split()), name


class Page(HTMLParser):
    """The words of a page, and the elements that are still open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title"):
            self.words += re.sub(r"[|*`]", " ", data)


def test_a_name_with_markup_stays_text_in_the_page(tmp_path: Path) -> None:
    written(BARE.replace("Comune di Prova", "<img src=file:///x> & *Figli*"), tmp_path)
    page = (tmp_path / "dpia.html").read_text(encoding="utf-8")
    assert "<img" not in page
    assert "&lt;img src=file:///x&gt; &amp;" in page


# What they never do


def test_papers_that_are_there_are_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "dpia.md").write_text("completata e firmata", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        papers.write(settings(FULL), tmp_path, DAY)
    assert (caught.value.code, caught.value.values["names"]) == ("papers_taken", ["dpia.md"])
    assert [path.name for path in tmp_path.iterdir()] == ["dpia.md"]


def test_a_folder_for_papers_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="papers_unwritable"):
        papers.write(settings(FULL), tmp_path / "file" / "documenti", DAY)


def test_a_missing_folder_for_papers_is_made(tmp_path: Path) -> None:
    assert len(papers.write(settings(BARE), tmp_path / "a" / "b", DAY)) == 2 * len(paths.PAPERS)


def test_every_field_of_a_paper_has_a_value_and_every_value_a_field() -> None:
    sources = [paths.paper(name).read_text(encoding="utf-8") for name in paths.PAPERS]
    used = {value.field for source in sources for value in text_template.parse(source).values}
    assert used == set(papers.values(settings(FULL), DAY))


# What they say of the database

NOT_PERSONAL = {
    "notice": "id draft_uuid category priority created_at valid_until follows zones topic digest warnings",
    "schedule": "notice_id due_at undo held_code held_detail released_at cancelled_at",
    "closing": "reminded_at",
    "hand_publication": "place",
    "post_change": "id notice_id channel act mark cause_id state code asked_at changed_at owner",
    "shared_text": "id name version content",
    "remembered_calendar": "id name given_on days seen_until content",
    "notice_content": "notice_id channel set_aside_at aside_code aside_detail aside_since",
    "delivery": "rank link parts owner lease_until",
    "channel_memory": "channel memory",
    "wa_template": "name language status category body seen_at quality",
    "delivery_count": "notice_id channel state count",
    "lane": "channel next_at",
    "change_log": "id at owner kind xact",
    "member_count": "channel day count",
    "setting": "key value",
    "audit": "digest",
    "approval_request": "id draft_uuid digest reasons state ends_at emergency_at notice_id why",
    "meta_news": "id matter at event subject language value before until detail seen_at",
    "quarantine": "relay why unsigned tried stepped_at",
    "mailbox": "relay read_event read_digest let_go signed_since sealed_for sealed_since",
    "charge_count": "hour category kind charged count",
    "meta_month": "month currency lines asked_at",
}
"""Columns about the office, a notice, a channel or Meta, and about no person; whoever adds a column decides."""


def named() -> dict[str, set[str]]:
    """The columns that the record of processing names, by table."""
    text = paths.paper("registro-trattamenti.md").read_text(encoding="utf-8").partition("| tabella | colonne |")[2]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", text, re.MULTILINE)
    return {table: set(re.findall(r"`(\w+)`", columns)) for table, columns in rows}


def test_every_column_of_the_database_is_in_the_papers_or_known_to_hold_no_personal_data() -> None:
    personal = {f"{table}.{column}" for table, columns in named().items() for column in columns}
    others = {f"{table}.{column}" for table, columns in NOT_PERSONAL.items() for column in columns.split()}
    there = {f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns}
    assert not personal & others
    assert there - personal - others == set(), "decide: docs/registro-trattamenti.md, or NOT_PERSONAL here"
    assert (personal | others) - there == set(), "there is no such column any more"


def test_every_table_with_personal_data_has_its_purpose_and_its_end() -> None:
    text = paths.paper("registro-trattamenti.md").read_text(encoding="utf-8")
    section = text.partition("## Che cosa viene conservato")[2].partition("## Colonne")[0]
    places = {name for row in section.splitlines() if row.count("|") >= 5 for name in re.findall(r"`(\w+)`", row)}
    assert set(named()) - places == set()


def holders(database: Database, secrets: set[str]) -> set[str]:
    """The columns in which one of these texts stands."""
    found = set()
    with database.reading() as connection:
        for table in metadata.tables.values():
            for row in connection.execute(sa.select(table)).mappings():
                found |= {
                    f"{table.name}.{column}"
                    for column, value in row.items()
                    if any(one in str(value) for one in secrets)
                }
    return found


def test_numbers_and_their_hashes_stand_only_in_columns_that_the_papers_name(tmp_path: Path) -> None:
    """Somebody joins, gets a notice with receipts, changes number, and leaves under the new one."""
    anna, moved = Sender("393331110001", "IT.anna0001"), Sender("393331110002", "IT.anna0001")
    with closing(open_database(tmp_path)) as database:
        inbox, outbox = SqlInbox(database, InboxPolicy(privacy="2026-11")), SqlOutbox(database)

        def said(minutes: int, who: Sender, intent: Intent) -> None:
            moment = NOW + timedelta(minutes=minutes)
            inbox.apply([Said(f"wamid.{minutes}", moment, who, Reading(intent, "x"))], moment)

        said(0, anna, Intent.JOIN)
        outbox.enqueue(new_notice(channels=(WHATSAPP,)))
        [claim] = outbox.exchange([], WHATSAPP, 1, now=NOW + timedelta(minutes=1))
        outbox.exchange([accepted(claim)], WHATSAPP, 0, now=NOW + timedelta(minutes=2))
        receive(database, Receipt(ReceiptKind.DELIVERED, NOW, f"wamid.{claim.delivery}.1"))
        names = {"393331110001", "393331110002", "IT.anna0001"}
        names |= {person_key(database.hash_key, kind, one) for kind in ("number", "bsuid") for one in names}
        found = holders(database, names)
        inbox.apply([NumberChanged("wamid.move", NOW + timedelta(minutes=3), anna, moved.wa_id)], NOW)
        found |= holders(database, names)
        said(4, moved, Intent.LEAVE)
        found |= holders(database, names)
    personal = {f"{table}.{column}" for table, columns in named().items() for column in columns}
    assert found >= {"subscriber.wa_id", "subscriber.number_hash", "consent_event.person", "name_move.to_number"}
    assert found - personal == set()
