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
_MAYBE_SIGN = re.compile(r"[\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff]")
"""Without one of these a text has no emoji."""
_FALSE_LETTER = re.compile(
    r"[\U0001d400-\U0001d7ff\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9\U0001f110-\U0001f189"
    r"ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ\u0332-\u0338\u20d0-\u20f0]"
)
""":func:`false_bold` has their names."""
MAX_CAPITALS = 3
MAX_SENTENCE_WORDS = 25

_BEFORE_BLANK = r"ore|alle|dalle|il|al|dal|giorno|via|piazza|civico|tel|telefono|euro"
_LEFTOVERS = re.compile(
    r"(?<!\w)(?:\.{3,}|…)|\{\{|\}\}|\{[^{}\n]{0,60}\}|\[[^\[\]]*\w[^\[\]]*\]|_{2,}|(?<!\w)\?{2,}"
    r"|<[a-zà-ù][^<>\n]{0,40}>|\bTODO\b|\blorem ipsum\b"
    rf"|\b(?:{_BEFORE_BLANK})\b\.?[ \t]{{0,2}}(?:\.{{2,}}|…|\?{{2,}})",
    re.IGNORECASE,
)
_CROSSES = re.compile(r"(?<!\w)(?:X{2,}(?:[:/.,]X{2,}){0,2}|x{2,}(?:[:/.,]x{2,}){0,2})(?!\w)(?:\s+([A-Za-zà-ù]{3,})|)")
_COUNTED = re.compile(
    r"settembre|april|edizion|secol|giornat|anniversari|annual|congress|rassegn|festival|fest|fier|sagr|concors|torne|pali"
    r"|stagion|trofe|memorial|mostr|radun|premi|assemble|marci|cicl|olimpi|legislatur|mercatin|corsa|meeting|convegn",
    re.IGNORECASE,
)
"""How what is counted in Roman numbers begins: twenty is XX, thirty XXX."""
_VARIABLE = re.compile(r"\{\{|\}\}")
_ROMAN = re.compile(r"[IVX]+")
_CAPITALS = re.compile(r"(?<![\w'’-])[A-ZÀÈÉÌÒÙ]{2,}(?:[ \t]+[A-ZÀÈÉÌÒÙ]{2,})*(?![\w-])")
"""Words in capital letters that follow each other; those with hyphens are names of roads (FI-PI-LI)."""
_ACRONYM = 5
"""Letters of the longest acronyms (ARPAT); a longer word in capital letters is shouted."""
_URL = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_BARE_IP = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|[.,]\d)")
_SHORTENERS = frozenset({
    "bit.ly", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "ow.ly", "rb.gy", "rebrand.ly", "shorturl.at", "t.co", "t.ly",
    "tiny.cc", "tinyurl.com", "v.gd",
})  # fmt: skip
_SHORT = re.compile(rf"(?<![\w./@-])(?:{'|'.join(re.escape(host) for host in sorted(_SHORTENERS))})/\w", re.IGNORECASE)
_APART = r"[ \t.\-]?"
_PERSONAL = {
    "codice fiscale": re.compile(
        rf"\b[A-Z]{{3}}{_APART}[A-Z]{{3}}{_APART}\d{{2}}{_APART}[A-EHLMPRST]{_APART}\d{{2}}{_APART}[A-Z]{_APART}\d{{3}}"
        rf"{_APART}[A-Z]\b",
        re.IGNORECASE,
    ),
    "IBAN": re.compile(
        rf"\bIT{_APART}\d{{2}}{_APART}[A-Z](?:{_APART}\d){{10}}(?:{_APART}[0-9A-Z]){{12}}\b", re.IGNORECASE
    ),
    "targa": re.compile(
        r"\b[A-HJ-NPR-TV-Z]{2}[\s-]?\d{3}[\s-]?[A-HJ-NPR-TV-Z]{2}\b|\b[a-hj-npr-tv-z]{2}\d{3}[a-hj-npr-tv-z]{2}\b"
        r"|\b[Tt]arg(?:a|at[aoei])[ \t:]{1,3}[A-Za-z]{2}[ \t.-]?\d{3}[ \t.-]?[A-Za-z]{2}\b"
    ),
    "email": re.compile(
        r"(?<=[\w.+-])@(?:gmail|googlemail|libero|hotmail|outlook|live|yahoo|ymail|alice|tiscali|virgilio|icloud|tin|email"
        r"|inwind|msn|aol|gmx|proton|protonmail|tutanota|fastwebnet|me)\.[a-z.]{2,6}\b",
        re.IGNORECASE,
    ),
}
_MOBILE = re.compile(r"(?<![\w.,/+-])(?:(?:\+|00)39[ .-]?)?3\d{2}(?:[ ./-]?\d){6,7}(?![\w/]|[.,]\d)")
_MOBILE_DIGITS = (9, 10)
"""Italian mobile numbers have ten digits, a few old ones nine (AGCOM, Piano di numerazione: 3XX...)."""
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*")
_PHONE = re.compile(
    r"(?:[\d +./()-]|\b(?:tel|cell|int|interno|fax|o|e|oppure|numero verde|verde)\b\.?|[,;:])+", re.IGNORECASE
)
_SHORTEST_PHONE = 3
_POSTER = re.compile(r"\b(?:locandina|volantino|allegat[oa]|immagine)\b", re.IGNORECASE)
_POSTER_WORDS = 12


def leftovers(subject: Subject) -> Iterator[Finding]:
    """Placeholders still to be filled in; quoted words may hold anything but a template's own variable."""
    for one, text in _everything(subject):
        match = _LEFTOVERS.search(text) or _blank(text)
        if match:
            yield Finding("segnaposto", one, {"text": match[0]})
    for one, text in _left_alone(subject):
        match = _VARIABLE.search(text)
        if match:
            yield Finding("segnaposto", one, {"text": match[0]})


def _blank(text: str) -> re.Match[str] | None:
    """Crosses for what was not known yet; not the Roman numbers of an edition or a century."""
    for match in _CROSSES.finditer(text):
        roman = match[0].startswith(("XX ", "XXX ")) and match[1] and _COUNTED.match(match[1])
        named = text[max(0, match.start() - 9) : match.start()].lower().endswith(("giovanni ", "secolo ", "edizione "))
        if not roman and not named:
            return match
    return None


def length(subject: Subject) -> Iterator[Finding]:
    longest = subject.category.length[1]
    if len(subject.text) > longest:
        yield Finding("lunghezza", "", {"length": len(subject.text), "limit": longest})


def capitals(subject: Subject) -> Iterator[Finding]:
    """Shouting: capital letters for several words in a row, or for words too long for an acronym."""
    shouted: list[str] = []
    for run in _CAPITALS.findall(subject.text):
        words = [word for word in run.split() if not _ROMAN.fullmatch(word)]
        if any(len(word) > _ACRONYM or (len(words) > 1 and len(word) == _ACRONYM) for word in words):
            shouted += words
    if len(shouted) > MAX_CAPITALS:
        yield Finding("maiuscole", "", {"words": shouted[:6]})


def emoji(subject: Subject) -> Iterator[Finding]:
    count = count_emoji(subject.text)
    if count > MAX_EMOJI:
        yield Finding("emoji", "", {"count": count})


def false_bold(subject: Subject) -> Iterator[Finding]:
    """Mathematical, full-width, enclosed and small capital letters in place of bold, and lines drawn with marks."""
    for one, text in _everything(subject):
        if _FALSE_LETTER.search(text):
            yield Finding("finto_grassetto", one, {})


def hard_words(subject: Subject) -> Iterator[Finding]:
    for one, text in subject.written():
        lowered = text.casefold()
        for word, better in subject.context.jargon.items():
            hard = word.casefold()
            if hard in lowered and re.search(rf"(?<!\w){re.escape(hard)}(?!\w)", lowered):
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
        hidden = _SHORT.search(text) or _BARE_IP.search(text)
        if hidden or not all(is_safe_link(address) for address in addresses):
            yield Finding("link_insicuro", one.id, {"label": one.label})


def personal_data(subject: Subject) -> Iterator[Finding]:
    """Personal data in the text; reports its kind, never the data itself."""
    for one, text in _everything(subject):
        for kind, pattern in _PERSONAL.items():
            if pattern.search(text):
                yield Finding("dati_personali", one, {"kind": kind})


def private_numbers(subject: Subject) -> Iterator[Finding]:
    """A mobile number in a text: it may be somebody's own, unless the office gives it as its own."""
    own = _digits(subject.office.phone)
    for one, text in subject.written():
        for match in _MOBILE.finditer(text):
            digits = _digits(match[0])
            if len(digits) in _MOBILE_DIGITS and digits != own:
                yield Finding("numero_cellulare", one.id, {"label": one.label})
                break


def telephone_fields(subject: Subject) -> Iterator[Finding]:
    """A field for a telephone number that holds something else."""
    for one, value in subject.each(FieldType.PHONE):
        if not _PHONE.fullmatch(value) or len(_digits(value)) < _SHORTEST_PHONE:
            yield Finding("telefono_strano", one.id, {"label": one.label})


def _digits(number: str) -> str:
    """The digits of an Italian number, without its country code."""
    digits = "".join(sign for sign in number if sign in "0123456789").removeprefix("00")
    return digits.removeprefix("39") if len(digits) > 10 else digits


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
    if not _MAYBE_SIGN.search(text):
        return 0
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
    plain_host = (
        "." in host.strip(".")
        and not _BARE_IP.fullmatch(host)
        and "@" not in parts.netloc
        and not any(char.isspace() for char in address)
    )
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
    private_numbers,
    telephone_fields,
    pictures,
    changed_files,
)
