# SPDX-License-Identifier: EUPL-1.2
"""Checks on the words of a notice: placeholders left over, unreadable signs, personal data, unsafe links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from comunecast_gui.core.notice.categories import Field, FieldType
from comunecast_gui.core.notice.checks.context import DESCRIPTION, Subject
from comunecast_gui.core.notice.field_kinds import KINDS, Prose, as_text
from comunecast_gui.core.notice.fields import Finding

MAX_EMOJI = 3
MAX_CAPITALS = 3
MAX_SENTENCE_WORDS = 25

_LEFTOVERS = re.compile(
    r"\bX{2,}\b(?!\s+settembre)|(?<!\w)(?:\.{3,}|…)|\{\{|\}\}|\{[^{}\s]*\}|\[[^\[\]]*\w[^\[\]]*\]|_{3,}"
    r"|\bTODO\b|\blorem ipsum\b",
    re.IGNORECASE,
)
_VARIABLE = re.compile(r"\{\{|\}\}")
_ROMAN = re.compile(r"[IVX]+")
_CAPITALS = re.compile(r"\b[A-ZÀÈÉÌÒÙ]{2,}\b")
_URL = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_SHORTENERS = frozenset({
    "bit.ly", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "ow.ly", "rb.gy", "rebrand.ly", "shorturl.at", "t.co", "t.ly",
    "tiny.cc", "tinyurl.com", "v.gd",
})  # fmt: skip
_PERSONAL = {
    "codice fiscale": re.compile(r"\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b", re.IGNORECASE),
    "IBAN": re.compile(r"\bIT\d{2}\s?[A-Z]\d{3}(?:\s?[0-9A-Z]{2,4}){4,6}\b"),
    "targa": re.compile(r"\b[A-HJ-NPR-TV-Z]{2}[\s-]?\d{3}[\s-]?[A-HJ-NPR-TV-Z]{2}\b"),
    "email": re.compile(
        r"(?<=[\w.+-])@(?:gmail|googlemail|libero|hotmail|outlook|live|yahoo|alice|tiscali|virgilio|icloud|tin|email|inwind)"
        r"\.[a-z.]{2,6}\b",
        re.IGNORECASE,
    ),
}
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*")
_POSTER = re.compile(r"\b(?:locandina|volantino|allegat[oa]|immagine)\b", re.IGNORECASE)
_POSTER_WORDS = 12


def leftovers(subject: Subject) -> Iterator[Finding]:
    """Placeholders still to be filled in; quoted words may hold anything but a template's own variable."""
    for one, text in _everything(subject):
        match = _LEFTOVERS.search(text)
        if match:
            yield Finding("segnaposto", one, {"text": match[0]})
    for one, text in _left_alone(subject):
        match = _VARIABLE.search(text)
        if match:
            yield Finding("segnaposto", one, {"text": match[0]})


def length(subject: Subject) -> Iterator[Finding]:
    longest = subject.category.length[1]
    if len(subject.text) > longest:
        yield Finding("lunghezza", "", {"length": len(subject.text), "limit": longest})


def capitals(subject: Subject) -> Iterator[Finding]:
    shouted = [word for word in _CAPITALS.findall(subject.text) if not _ROMAN.fullmatch(word)]
    if len(shouted) > MAX_CAPITALS:
        yield Finding("maiuscole", "", {"words": shouted[:6]})


def emoji(subject: Subject) -> Iterator[Finding]:
    count = count_emoji(subject.text)
    if count > MAX_EMOJI:
        yield Finding("emoji", "", {"count": count})


def false_bold(subject: Subject) -> Iterator[Finding]:
    """Mathematical, full-width and enclosed letters in place of bold."""
    for one, text in _everything(subject):
        if any(_is_false_letter(ord(char)) for char in text):
            yield Finding("finto_grassetto", one, {})


def hard_words(subject: Subject) -> Iterator[Finding]:
    for one, text in subject.written():
        lowered = text.casefold()
        for word, better in subject.context.jargon.items():
            if re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", lowered):
                yield Finding("burocratese", one.id, {"label": one.label, "word": word, "better": better})


def long_sentences(subject: Subject) -> Iterator[Finding]:
    for one, text in subject.written():
        for sentence in _SENTENCE.findall(text):
            words = len(sentence.split())
            if words > MAX_SENTENCE_WORDS:
                values = {"label": one.label, "words": words, "start": " ".join(sentence.split()[:4])}
                yield Finding("frase_lunga", one.id, values)


def unsafe_links(subject: Subject) -> Iterator[Finding]:
    for one, address in subject.each(FieldType.LINK):
        if not is_safe_link(address):
            yield Finding("link_insicuro", one.id, {"label": one.label})
    for one, text in subject.written():
        addresses = (match.rstrip(".,;:)»\"'") for match in _URL.findall(text))
        if not all(is_safe_link(address) for address in addresses):
            yield Finding("link_insicuro", one.id, {"label": one.label})


def personal_data(subject: Subject) -> Iterator[Finding]:
    """Personal data in the text; reports its kind, never the data itself."""
    for one, text in _everything(subject):
        for kind, pattern in _PERSONAL.items():
            if pattern.search(text):
                yield Finding("dati_personali", one, {"kind": kind})


def pictures(subject: Subject) -> Iterator[Finding]:
    images = [one for one in subject.draft.attachments if one.is_image]
    if any(not one.alt.strip() for one in images):
        yield Finding("immagine_senza_testo", "attachments", {})
    written = " ".join(text for one, text in subject.written() if one is not DESCRIPTION)
    if images and _POSTER.search(written) and len(written.split()) < _POSTER_WORDS:
        yield Finding("solo_immagine", "attachments", {})


def changed_files(subject: Subject) -> Iterator[Finding]:
    """Files that go out in another form than they were chosen."""
    for one in subject.draft.attachments:
        if one.file:
            size = {"width": one.file.width, "height": one.file.height}
            yield from (Finding(change, "attachments", {"file": one.file.name, **size}) for change in one.file.changes)


def count_emoji(text: str) -> int:
    """How many signs a screen reader reads out: sequences, skin tones and flags count once."""
    count = 0
    joined = flag = False
    for index, char in enumerate(text):
        point = ord(char)
        if 0x1F1E6 <= point <= 0x1F1FF:
            count += not flag
            flag = not flag
            continue
        flag = False
        shown = text[index + 1 : index + 2] == "\ufe0f" and not char.isspace()
        if (shown or _is_sign(point)) and not joined:
            count += 1
        joined = char == "\u200d" or (joined and char == "\ufe0f")
    return count


def is_safe_link(address: str) -> bool:
    """https, a host with a dot, nobody's shortener, no user name before the host."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
        port = parts.port
    except ValueError:
        return False
    plain_host = "." in host.strip(".") and "@" not in parts.netloc and not any(char.isspace() for char in address)
    return parts.scheme == "https" and plain_host and host not in _SHORTENERS and port in (None, 443)


def _everything(subject: Subject) -> Iterator[tuple[str, str]]:
    """Every typed text by field, streets and the descriptions of pictures included."""
    for one, text in _texts(subject):
        if not _is_left_alone(one):
            yield one.id, text
    for attachment in subject.draft.attachments:
        yield DESCRIPTION.id, attachment.alt


def _left_alone(subject: Subject) -> Iterator[tuple[str, str]]:
    """The texts that are not checked: the old words that a correction quotes, and addresses."""
    for one, text in _texts(subject):
        if _is_left_alone(one):
            yield one.id, text


def _is_left_alone(one: Field) -> bool:
    return one.quoted or one.type is FieldType.LINK


def _texts(subject: Subject) -> Iterator[tuple[Field, str]]:
    for one in subject.category.fields:
        value = subject.values.get(one.id)
        if value is not None and KINDS[one.type].prose is not Prose.NONE:
            yield one, as_text(one.type, value)


def _is_false_letter(point: int) -> bool:
    return (
        0x1D400 <= point <= 0x1D7FF
        or 0xFF21 <= point <= 0xFF3A
        or 0xFF41 <= point <= 0xFF5A
        or 0x24B6 <= point <= 0x24E9
        or 0x1F130 <= point <= 0x1F189
    )


def _is_sign(point: int) -> bool:
    if 0x1F3FB <= point <= 0x1F3FF:
        return False
    return 0x1F300 <= point <= 0x1FAFF or 0x2600 <= point <= 0x27BF or 0x2B00 <= point <= 0x2BFF


TEXT_CHECKS = (
    leftovers,
    length,
    capitals,
    emoji,
    false_bold,
    hard_words,
    long_sentences,
    unsafe_links,
    personal_data,
    pictures,
    changed_files,
)
