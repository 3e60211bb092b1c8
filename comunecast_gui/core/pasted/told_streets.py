# SPDX-License-Identifier: EUPL-1.2
"""Finds the streets that a text names, each with its stretch or its house numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from comunecast_gui.core.notice.topic_search import folded
from comunecast_gui.core.periods import MONTHS
from comunecast_gui.core.places import Streets

MOST_STREETS = 200
_SHORTENED: Mapping[str, tuple[str, ...]] = {
    "via": ("v.", "vie"),
    "viale": ("v.le",),
    "piazza": ("p.zza", "p.za", "pzza"),
    "piazzale": ("p.le",),
    "corso": ("c.so",),
}
_WHOLE = (
    "via", "viale", "vicolo", "piazza", "piazzale", "piazzetta", "corso", "largo", "lungarno", "borgo", "traversa",
    "viottolo",
)  # fmt: skip
_KINDS = {word: word for word in _WHOLE} | {short: whole for whole, all in _SHORTENED.items() for short in all}
_KIND = re.compile(
    r"(?<![\w./@-])(?P<kind>via|v\.(?=\s*[A-ZÀ-Ý]{2})|viale|v\.le|vicolo|piazza|p\.zza|p\.za|pzza|piazzale"
    r"|p\.le|piazzetta|corso|c\.so|largo|lungarno|borgo"
    r"|traversa|viottolo|vie)(?![\w@])\.?\s+",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?:[^\W\d_]\.\s?){1,3}(?=[A-ZÀ-Ý])|[^\W_]+(?:['’´`][^\W_]+|-[^\W\d_]+)*['’]?°?")
_PARTICLES = frozenset(
    {
        "di", "del", "della", "dello", "dei", "degli", "delle", "dell", "d", "de", "la", "lo", "le", "il", "dall",
        "sul", "sulla", "al", "ai", "e",
    }
)  # fmt: skip
"""Small words inside a name."""
_NEVER = frozenset(
    {
        "a", "ad", "alle", "all", "altezza", "anche", "angolo", "cap", "che", "chiusa", "chiuso", "civici", "civico",
        "compresa", "compresi", "compreso", "comune", "con", "da", "dai", "dal", "dalla", "dalle", "davanti",
        "direzione", "dispari", "divieto", "domenica", "dove", "ed", "eccetto", "esclusa", "escluso", "fino", "fra",
        "fraz", "frazione", "giovedi", "il", "in", "incluso", "incrocio", "interessata", "interessate", "intera",
        "intersezione", "km", "lato", "limitatamente", "loc", "localita", "lunedi", "martedi", "mercoledi", "n", "nei",
        "nel", "nella", "nn", "nonche", "nr", "num", "numeri", "numero", "o", "oltre", "ordina", "ore", "pari", "per",
        "pi", "presso", "resta", "sabato", "salvo", "sara", "saranno", "senso", "si", "sn", "snc", "sono", "su", "tel",
        "tra", "tratto", "tutta", "tutti", "venerdi", "verra", "verranno", "verso",
    }
)  # fmt: skip
"""Words that no name goes on with."""
_KINDS_AHEAD = re.compile(
    r"(?:e|ed)\s+(?:via|viale|vicolo|piazza|piazzale|piazzetta|corso|largo|lungarno|borgo|traversa|[vpc]\.)(?![\w])",
    re.IGNORECASE,
)
_OF_A_NAME = re.compile(r"(?:dell|all|sull|d)['’](?=[A-ZÀ-Ý])")
_ROMAN = re.compile(r"[IVXL]{1,6}")
_STREET_WORD = (
    r"(?:l[ao']\s*)?(?:via|viale|v\.le|vicolo|piazza|p\.zza|piazzale|p\.le|corso|c\.so|largo|lungarno|confine"
    r"|incrocio|intersezione|rotatoria"
    r"|rotonda|civico|numero|n\.|ponte|stazione|sottopasso|angolo|altezza|strada|s\.?[rp]\.?|ferrovia|argine"
    r"|fine|cimitero|chiesa|scuola)"
)
_STRETCH = re.compile(
    r"\s*(?P<open>\(|,|-|–)?\s*(?P<stretch>(?:limitatamente\s+al\s+|nel\s+|per\s+il\s+)?(?:(?:tratto"
    r"|intersezione)\s+)?(?:compres[oa]\s+)?"
    rf"(?:(?:da|dal|dalla|dall['’]|tra|fra|tra\s+il|fra\s+il|da\s+l['’])\s*{_STREET_WORD}|tratto\s"
    rf"|all['’]incrocio|angolo\s|lato\s"
    r"|all['’]altezza|all['’]intersezione|nei\s+pressi|in\s+prossimit|fino\s+a))",
    re.IGNORECASE,
)
_STRETCH_END = re.compile(
    r"[;)\n]|[.](?=\s|$)|,\s*(?=(?:e\s+)?(?:in\s+)?(?:via|viale|v\.le|vicolo|piazza|p\.zza|piazzale|corso"
    r"|c\.so|largo|lungarno|dalle|dal\s+\d|nel\s+giorno"
    r"|il\s+giorno|con|per|ove|dove|si\s|divieto|senso|ed?\s+(?:via|viale|piazza))\b)"
    r"|\s+(?=dalle\s+(?:ore\s+)?\d|e\s+in\s+via\b|sar|verr|per\s+(?:lavori|consentire))",
    re.IGNORECASE,
)
_MONTH = "|".join(MONTHS)
_HOUSE = r"\d{1,4}(?:\s?/\s?[a-z0-9]{1,3}|\s?[a-z](?=\s*(?:[,;\n]|$))|[a-z]\b|\s?bis\b)?"
_NUMBERS = re.compile(
    r"\s*(?P<open>\()?\s*,?\s*(?P<numbers>"
    r"(?:(?:ai\s+|dai\s+)?(?:numeri\s+civici|civic[oi]|numer[oi]|nn?[.°r]{1,2}|n(?=\s\d))\s*:?\s*)?"
    rf"(?:(?:dal\s+civico|dal\s+n\.?|dal?)\s*)?{_HOUSE}(?![\d:.]\d|\s*(?:{_MONTH}|alle))"
    rf"(?:(?:\s*[,-]\s*|\s+e\s+|\s+a[l]?\s+|\s+|\s*-\s*)(?:(?:n\.?|civico|da|dal)\s*)?{_HOUSE}(?![\d:]|\.\d"
    rf"|\s*(?:{_MONTH}))){{0,40}}"
    r"(?:\s*,?\s*(?:lato\s+|numeri\s+|civici\s+)?(?:solo\s+)?(?:dis)?pari\b)?|(?:lato\s+|(?:numeri"
    r"|civici)\s+)(?:dis)?pari\b)",
    re.IGNORECASE,
)
_MOST_WORDS = 6
_MOST_STRETCH = 140


@dataclass(frozen=True, slots=True)
class ToldStreet:
    """A street with its words; ``known``: it stands in the town's list."""

    start: int
    end: int
    name: str
    stretch: str = ""
    numbers: str = ""
    known: bool = False

    @property
    def raw(self) -> str | dict[str, str]:
        """As a notice file and the form have it."""
        if not self.stretch and not self.numbers:
            return self.name
        parts = {"via": self.name, "tratto": self.stretch, "civici": self.numbers}
        return {key: text for key, text in parts.items() if text}


def streets_of(text: str, known: Streets | None) -> tuple[ToldStreet, ...]:
    """The streets in their order; those inside another one's stretch are not told apart."""
    index = _index(known)
    shouting = text.upper() == text
    found: list[ToldStreet] = []
    place = 0
    while len(found) < MOST_STREETS and (match := _KIND.search(text, place)):
        place = match.end()
        street = _street(text, match, index, shouting=shouting)
        if street is not None:
            found.append(street)
            place = street.end
            if match["kind"].casefold() == "vie":
                place = _further(text, street, index, found, shouting=shouting)
    return tuple(found)


def _further(
    text: str, street: ToldStreet, index: Mapping[str, str], found: list[ToldStreet], *, shouting: bool
) -> int:
    """``le vie Roma, Verdi e Rossini``: the names after the first."""
    place = street.end
    while match := re.compile(r"\s*(?:,|e|ed)\s+(?=[A-ZÀ-Ý0-9])").match(text, place):
        after = _name(text, match.end(), "via", index, shouting=shouting)
        if after is None or _KIND.match(text, match.end()):
            break
        name, end, sure = after
        more = _details(text, ToldStreet(match.end(), end, name, known=sure))
        found.append(more)
        place = more.end
    return place


def _street(text: str, match: re.Match[str], index: Mapping[str, str], *, shouting: bool) -> ToldStreet | None:
    kind = _KINDS[match["kind"].casefold()]
    named = _name(text, match.end(), kind, index, shouting=shouting or match["kind"].isupper())
    if named is None:
        return None
    name, end, known = named
    return _details(text, ToldStreet(match.start(), end, name, known=known))


def _name(
    text: str, place: int, kind: str, index: Mapping[str, str], *, shouting: bool
) -> tuple[str, int, bool] | None:
    """The street's name from here on, where it ends, and whether it is a known one."""
    words: list[tuple[str, int]] = []
    at = place
    while len(words) < _MOST_WORDS and (match := _WORD.match(text, at)):
        word = match[0]
        bare = folded(word).strip(" .'’")
        if word.casefold() in _KINDS or _KINDS_AHEAD.match(text, match.start()):
            break
        if bare in _NEVER and not (bare == "da" and words and folded(words[-1][0]) == "leonardo"):
            break
        if word[0].islower() and bare not in _PARTICLES and not index:
            break
        words.append((word, match.end()))
        gap = re.compile(r"[ \u00a0]{1,2}").match(text, match.end())
        at = gap.end() if gap else match.end()
        if gap is None and text[match.end() - 1 : match.end()] not in ("'", "’", " "):
            break
    for count in range(len(words), 0, -1):
        spelled = index.get(_key(f"{kind} {' '.join(word for word, _ in words[:count])}"))
        if spelled:
            return spelled, words[count - 1][1], True
    return _unknown(kind, words, shouting=shouting)


def _unknown(kind: str, words: list[tuple[str, int]], *, shouting: bool) -> tuple[str, int, bool] | None:
    """A name that is in no list: capital letters, small words between them only."""
    kept = 0
    for place, (word, _) in enumerate(words):
        if word[0].isdecimal() and place:
            break
        if word[0].isupper() or word[0].isdecimal() or _OF_A_NAME.match(word):
            kept = place + 1
        elif folded(word).strip("'’") not in _PARTICLES:
            break
    if not kept or (words[0][0][0].isdecimal() and kept == 1):
        return None
    spelled = [_spelled(word, first=place == 0) if shouting else word for place, (word, _) in enumerate(words[:kept])]
    return f"{kind} {' '.join(spelled)}", words[kept - 1][1], False


def _spelled(word: str, *, first: bool) -> str:
    if _ROMAN.fullmatch(word):
        return word
    if not first and folded(word).strip("'’") in _PARTICLES:
        return word.lower()
    return "'".join(part[:1].upper() + part[1:].lower() for part in word.replace("’", "'").split("'"))


def _details(text: str, street: ToldStreet) -> ToldStreet:
    """The stretch or the house numbers that stand right after the name."""
    if (numbers := _NUMBERS.match(text, street.end)) and _is_numbers(text, street, numbers):
        end = numbers.end() + (1 if numbers["open"] and text[numbers.end() : numbers.end() + 1] == ")" else 0)
        if not numbers["open"] or end > numbers.end():
            return ToldStreet(street.start, end, street.name, "", _said(numbers["numbers"]), street.known)
    if stretch := _STRETCH.match(text, street.end):
        limit = min(len(text), stretch.start("stretch") + _MOST_STRETCH)
        last = _STRETCH_END.search(text, stretch.end(), limit)
        if stretch["open"] == "(":
            close = text.find(")", stretch.end(), limit)
            end = close if close >= 0 else stretch.end()
        else:
            end = last.start() if last else (limit if limit == len(text) else stretch.end())
        if end > stretch.end():
            if text[end : end + 1] == ")" and "(" in text[stretch.start("stretch") : end]:
                end += 1
            said = " ".join(text[stretch.start("stretch") : end].split()).rstrip(" ,")
            said = re.sub(
                r"^(?:nel\s+)?tratto\s+(?:compreso\s+)?(?=da|tra|fra|dal|in\s)", "", said, flags=re.IGNORECASE
            )
            closed = end + 1 if stretch["open"] == "(" and text[end : end + 1] == ")" else end
            return ToldStreet(street.start, closed, street.name, said, "", street.known)
    return street


def _is_numbers(text: str, street: ToldStreet, match: re.Match[str]) -> bool:
    """Whether the digits are house numbers: not a day, an hour, or a postal code."""
    said = match["numbers"].casefold()
    if re.fullmatch(r"dal?\s+(?:civico\s+|numero\s+|n\.?\s*)?\d+\S*", said) and re.match(
        r"\s+(?:al|all|fino|sino)\b", text[match.end() : match.end() + 8]
    ):
        return False  # a stretch that begins at a number
    bare = said[:1].isdecimal()
    gap = text[street.end : match.start("numbers")]
    if (
        bare
        and "," in gap
        and not re.search(r"\d\s*[,e-]\s*\d", said)
        and re.match(r"\s*(?:comune|\(|calc)", text[match.end() : match.end() + 8], re.IGNORECASE)
    ):
        return False
    after = text[match.end() : match.end() + 24].casefold()
    if re.match(rf"\s*(?:,|e|al|a|-|–)\s*\d{{1,2}}[°º]?\s*(?:{'|'.join(MONTHS)})", after):
        return False  # the first of two days
    return not re.match(r"\s*(?:ore|euro|€|%|\.\d|:|km|metri|/\d{2}|°)", after)


def _said(numbers: str) -> str:
    text = " ".join(numbers.split()).strip(" ,")
    text = re.sub(r"(?<=\d) A (?=\d)", " a ", text)
    text = re.sub(r"\b(?:DA|DAL|AL|PARI|DISPARI|LATO|CIVICI|NUMERI)\b", lambda word: word[0].lower(), text)
    text = re.sub(
        r"^(?:ai\s+|dai\s+)?(?:numeri\s+civici|civic[oi]|numer[oi]|nn?[.°r]{1,2}|n)\s*:?\s*(?=d?a?l?\s*\d)",
        "",
        text,
        flags=re.IGNORECASE,
    )
    return re.sub(
        r"^(\d+\S*)\s*-\s*(\d+\S*)$", r"dal \1 al \2", re.sub(r"^da\s+(\d\S*)\s+a\s+(\d\S*)$", r"dal \1 al \2", text)
    )


def _index(known: Streets | None) -> Mapping[str, str]:
    if known is None:
        return {}
    found = {_key(alias): name for alias, name in known.aliases.items()}
    return {**found, **{_key(name): name for name in known.names}}


def _key(name: str) -> str:
    return " ".join(re.findall(r"\w+", folded(name)))
