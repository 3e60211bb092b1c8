# SPDX-License-Identifier: EUPL-1.2
"""Says a notice with its outcome, or a list of notices with their sum, as a paper for the file of an ordinance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from comunecast_gui.core import markup
from comunecast_gui.core.content import Content, TelegramPost, files_of
from comunecast_gui.core.model import Office
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.periods import full_date, local, timezone_of
from comunecast_gui.core.work.long_work import Work
from comunecast_gui.store.delivery.notices import NoticeFilter, NoticeRow, Notices
from comunecast_gui.system.accessible_pdf.tagged_document import Block, Tag, write_document
from comunecast_gui.ui.history.history_model import channel_words
from comunecast_gui.ui.widgets import labels

translate = QCoreApplication.translate
_MOST_NAMED = 200
"""Characters of a notice's title in the title of a document."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who writes the paper: the office, its categories and channels as people call them, the moment and language."""

    office: Office
    catalogue: Catalogue
    titles: Mapping[str, str]
    now: datetime
    language: str = "it"

    @property
    def written(self) -> Block:
        words = translate("Papers", "{office}, written on {moment} with ComuneCast.")
        moment = labels.moment(self.now, timezone_of(self.office))
        return Block(words.format(office=self.office.name, moment=moment))


def save_notice(path: Path, speaker: Speaker, row: NoticeRow, contents: Mapping[str, Content]) -> None:
    """Writes one notice as a PDF. Raises InputError("export_kind" | "export_unwritable")."""
    title = f"{row.title[:_MOST_NAMED]} ({full_date(local(row.created_at, speaker.office).date())})"
    write_document(path, title, _notice(speaker, row, contents, Tag.TITLE), speaker.language)


def save_list(path: Path, speaker: Speaker, notices: Notices, wanted: NoticeFilter, title: str, work: Work) -> int:
    """Writes every notice that is looked for, the newest first, with their sum; returns how many.

    Raises InputError("export_kind" | "export_unwritable" | "work_stopped"), ConfigError (``database_*``).
    """
    work.plan({"notices": 1, "pages": 20, "document": 10})
    found = notices.every(wanted, work)
    work.begin("pages")
    write_document(path, title, _list(speaker, found, title, work), speaker.language, work)
    return len(found)


def _list(speaker: Speaker, found: Sequence[NoticeRow], title: str, work: Work) -> Iterator[Block]:
    yield Block(title, Tag.TITLE)
    yield speaker.written
    yield Block(translate("Papers", "In sum"), Tag.SECTION)
    yield Block(str(len(found)), label=translate("Papers", "Notices"))
    yield Block(
        labels.outcomes_sentence(labels.outcomes([count for row in found for count in row.counts.values()])),
        label=translate("Papers", "Outcome"),
    )
    if by_hand := sum(row.by_hand is not None for row in found):
        yield Block(str(by_hand), label=translate("Papers", "Published by hand"))
    by_category: dict[str, int] = {}
    for row in found:
        name = speaker.catalogue.name_of(row.category)
        by_category[name] = by_category.get(name, 0) + 1
    for name, count in sorted(by_category.items(), key=lambda item: (-item[1], item[0])):
        yield Block(str(count), label=name)
    yield Block(translate("Papers", "The notices, the newest first"), Tag.SECTION)
    for number, row in enumerate(found):
        work(number, len(found))
        yield Block(row.title, Tag.PART)
        yield from _facts(speaker, row)


def _notice(speaker: Speaker, row: NoticeRow, contents: Mapping[str, Content], tag: Tag) -> Iterator[Block]:
    yield Block(row.title, tag)
    yield speaker.written
    yield Block(translate("Papers", "What became of it"), Tag.SECTION)
    yield from _facts(speaker, row)
    for channel, content in contents.items():
        words = translate("Papers", "The text on {channel}")
        yield Block(words.format(channel=labels.channel_title(channel, speaker.titles)), Tag.SECTION)
        yield Block(_read(content))
        for file in files_of(content):
            yield Block(file.alt, label=translate("Papers", "With the file"))


def _read(content: Content) -> str:
    """What people read, without the marks that their telephones turn into bold."""
    if isinstance(content, TelegramPost):
        return content.plain
    return markup.plain(markup.whatsapp_spans(content.text))


def _facts(speaker: Speaker, row: NoticeRow) -> Iterator[Block]:
    zone = timezone_of(speaker.office)
    yield Block(speaker.catalogue.name_of(row.category), label=translate("Papers", "Subject"))
    yield Block(labels.moment(row.created_at, zone), label=translate("Papers", "Queued on"))
    if row.later is not None:
        yield Block(labels.moment(row.later.at, zone), label=translate("Papers", "Goes out on"))
    yield Block(", ".join(row.zones) or translate("Papers", "the whole town"), label=translate("Papers", "For"))
    for channel, counts in row.counts.items():
        sentence = labels.outcomes_sentence(labels.outcomes([counts]))
        yield Block(sentence, label=labels.channel_title(channel, speaker.titles))
    if row.by_hand is not None:
        moment = labels.moment(row.by_hand.at, zone)
        said = translate("Papers", "published by hand on {moment}, not sent by the program").format(moment=moment)
        yield Block(said, label=channel_words())
