# SPDX-License-Identifier: EUPL-1.2
"""Fills the fields of a notice from a text that somebody else wrote; what is not sure stays empty.

Rules alone, no guess: each value has the words that it came from, and is one that the field accepts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from typing import Any

from comunecast_gui.core.model import Office, Street
from comunecast_gui.core.notice import italian
from comunecast_gui.core.notice.categories import Catalogue, Category, Field
from comunecast_gui.core.notice.field_kinds import KINDS
from comunecast_gui.core.notice.field_readers import Unreadable
from comunecast_gui.core.notice.topic_search import folded
from comunecast_gui.core.pasted import told_facts
from comunecast_gui.core.pasted.foreign_text import ForeignText, Piece
from comunecast_gui.core.pasted.subject_kinds import kind_of, kinds_of
from comunecast_gui.core.pasted.told_days import ToldDay, ToldPeriod, days_of, moment_of, periods_of, ranges_of
from comunecast_gui.core.pasted.told_streets import ToldStreet, streets_of
from comunecast_gui.core.places import Streets, town_of

Told = tuple[Piece, Any]
_MOST_MENTIONS = 50
"""How often one place or material is looked at."""
_OPERATIVE = re.compile(r"\b(?:O\s?R\s?D\s?I\s?N\s?A|DISPONE|SI\s+ORDINA)\b\s*:?|\bordina\s*:?\s*\n")
_RECITAL = re.compile(
    r"\s*(?:vist[aoei]|premesso|richiamat\w+|considerat\w+|preso\s+atto|ritenut\w+|dato\s+atto|atteso|sentit\w+)\b",
    re.IGNORECASE,
)
_POSTPONED = re.compile(
    r"\b(?:(?:in\s+caso\s+di|qualora)\s[^.;\n]{0,30}(?:maltempo|piogg\w+|avvers\w+|condizioni)|rinvi\w+"
    r"|slitt\w+|se\s+piove)\b",
    re.IGNORECASE,
)
_SAME_HOURS = re.compile(
    r"\b(?:stess[aoie]|medesim[aoie])\s+(?:orari\w*|fascia|modalità|ore)|\b(?:stesso|medesimo)\s+orario", re.IGNORECASE
)
_DAY_AFTER = re.compile(
    r"\bgiorn[oi]\s+(?:immediatamente\s+)?(?:successiv[oi]|seguent[ei]|dopo)\b|\bindomani\b", re.IGNORECASE
)
_SUPPLIED = re.compile(r"\b(?:autobott[ei]|cistern[ae]|rifornimento|approvvigionamento)\b", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\b(?:sede|uffici\w*|sportell\w+|sit[aoi]|ubicat[aoi]|indirizzo|presso\s+il\s+municipio|municipio"
    r"|palazzo\s+comunale|centro\s+di\s+raccolta)\b[^.;\n]{0,30}\Z",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\b(?:tel|cell|fax|pec|p\.?\s?iva|www)\b|@", re.IGNORECASE)
"""What stands in a line with the sender's address."""
_OTHER_WAY = re.compile(
    r"\b(?:percors[oi]\s+alternativ\w+|deviat[aoi]|deviazion\w+|itinerari\w*|alternativ\w+)\b", re.IGNORECASE
)
_LISTED = re.compile(
    r"\b(?:(?:seguenti|elenco\s+(?:delle\s+)?)\s*(?:vie|strade|zone|localit[àa]|utenze|indirizzi)|(?:vie"
    r"|strade|zone|utenze|località|indirizzi|clienti)\s+"
    r"(?:interessat\w+|coinvolt\w+|disalimentat\w+)|(?:interess\w+|coinvolg\w+)\s+(?:le\s+(?:utenze|vie"
    r"|strade|zone)|i\s+(?:clienti|residenti)))",
    re.IGNORECASE,
)
_TOWN_WORDS = re.compile(
    r"\b(?:comune|municipio|sindac[oa]|citt[àa]|amministrazione(?:\s+comunale)?|polizia\s+locale)\s+di\s+\Z"
    r"|\bcomune\s+\Z",
    re.IGNORECASE,
)
_RETURN = re.compile(
    r"\b(?:ripristin\w+|riattivazion\w+|ritorno|ripresa|torner\w+|conclus\w+|termin\w+|normalizzazion\w+|regolar\w+)\b",
    re.IGNORECASE,
)
_BACK_TO_SCHOOL = re.compile(
    r"\b(?:riprend\w+|riapr\w+|rientr\w+|torn\w+\s+(?:in\s+classe|a\s+scuola))\b", re.IGNORECASE
)
_MADE_UP = re.compile(
    r"\b(?:recuper\w+|(?:anticipat|posticipat|spostat|rinviat)[aoei]\s+(?:a|in)\w*|anticip\w+\s+a\w*"
    r"|posticip\w+\s+a\w*|slitt\w+|(?:sarà|verrà|saranno|verranno)\s+"
    r"(?:invece\s+|comunque\s+|regolarmente\s+)?(?:effettuat|svolt|eseguit|garantit)\w+)",
    re.IGNORECASE,
)
_DROPPED = re.compile(
    r"\b(?:non\b|sospes\w+|sospension\w+|al\s+posto\s+di|invece\s+(?:di|che)|anziché|prevista?\b"
    r"|programmat\w+|ordinari\w+)",
    re.IGNORECASE,
)
_MATERIALS: Mapping[str, str] = {
    "organico": r"organic[oa]|umido|frazione\s+organica",
    "carta e cartone": r"carta(?:\s+e\s+cartone)?|cartone",
    "multimateriale leggero": r"multimateriale(?:\s+leggero)?|plastica",
    "indifferenziato": r"indifferenziat[oa]|residuo\s+secco|secco\s+residuo|rifiuto\s+urbano\s+residuo|\brur\b",
    "vetro": r"vetro",
    "sfalci e potature": r"sfalci(?:\s+e\s+potature)?|potature|verde",
    "pannolini e pannoloni": r"pannolini|pannoloni|tessili\s+sanitari",
}
_BAN = re.compile(
    r"\b(?P<heavy>divieto\s+(?:di\s+(?:transito|circolazione)\s+)?(?:per|ai|dei"
    r"|per\s+i)\s+(?:i\s+)?(?:mezzi\s+pesanti|veicoli\s+(?:di\s+massa|con\s+massa|superiori|oltre|pesanti)|autocarri))"
    r"|\b(?P<closed>divieto\s+(?:temporaneo\s+)?di\s+(?:transito|circolazione|accesso)"
    r"|chiusura\s+(?:totale\s+|temporanea\s+){0,2}(?:al\s+(?:traffico|transito)|della\s+(?:strada"
    r"|circolazione)|(?=di\s+via|di\s+viale|di\s+piazza|del\s+ponte|della\s+via))"
    r"|interruzione\s+(?:del\s+(?:traffico|transito)|della\s+circolazione)|chius[aoe]\s+al\s+(?:traffico"
    r"|transito)|sospensione\s+della\s+circolazione)"
    r"|\b(?P<parking>divieto\s+(?:temporaneo\s+)?di\s+(?:sosta|fermata))"
    r"|\b(?P<taking>senso\s+unico\s+alternato)|\b(?P<one>senso\s+unico)|\b(?P<two>doppio\s+senso)",
    re.IGNORECASE,
)
_MOST_BANS, _IN_ONE_BREATH = 30, 3
_BAN_NAMES = {
    "heavy": "divieto per i mezzi pesanti", "closed": "divieto di transito", "parking": "divieto di sosta",
    "taking": "senso unico alternato", "one": "senso unico", "two": "doppio senso di marcia",
}  # fmt: skip
_TOWED = re.compile(r"[^.;\n]{0,60}\brimozion\w+", re.IGNORECASE)
_MAY_PASS = re.compile(
    r"\b(?:(?:ad\s+|fatta\s+|con\s+)?eccezione\s+(?:di|dei|per|fatta\s+per)|eccett[oi]|escluso?i?|salvo"
    r"|consentito\s+(?:il\s+transito\s+)?(?:ai|a|solo\s+ai))\s+(?:i\s+|per\s+i\s+|per\s+|dei\s+|di\s+)?"
    r"(?P<said>(?:soli\s+)?(?:residenti|frontisti|mezzi|veicoli|autorizzati|bus|forze)\b[^.;:\n(]{0,100})",
    re.IGNORECASE,
)
_MAY_PASS_END = re.compile(
    r",\s*(?=dal|nel|in\s+via|con|per\s+(?:lavori|consentire))|\s+(?=dalle\s+\d|dal\s+\d|in\s+via\b)", re.IGNORECASE
)
_INSTEAD = re.compile(
    r"\b(?:percors[oi]\s+alternativ[oi]|itinerari[oi]?\s+alternativ[oi]|deviazione|traffico\s+(?:sarà|verrà"
    r"|è)\s+deviato)\s*(?:è\s+|consigliat[oi]\s*)?[:\s]\s*(?:su|lungo|per|da)?\s*"
    r"(?P<said>(?:via|viale|piazza|corso|lungarno|la\s+s|s\.?[rp])[^.;\n]{3,150})",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:ad\s+eccezione\s+di|con\s+esclusione\s+di|esclus[ae]"
    r"|non\s+(?:saranno\s+)?interessat[ae])\s*:?\s*(?P<said>(?:via|viale|piazza|la\s+|il\s+|le\s+)[^.;\n]{3,150})",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(?:oggetto|re|fwd?|i|r)\s*:", re.IGNORECASE)
_CENTRE = re.compile(r"\bcentro\s+(?:di\s+)?raccolta|\bstazione\s+ecologica|\bisola\s+ecologica", re.IGNORECASE)
_SHUT = re.compile(r"\bchius\w+|\bnon\s+(?:sarà\s+)?(?:aprirà|accessibile|operativ\w+)", re.IGNORECASE)
_NO_MAKING_UP = re.compile(
    r"\b(?:non\s+(?:è\s+previsto|sarà\s+effettuato|verrà\s+effettuato|ci\s+sarà)\s+(?:alcun\s+"
    r"|il\s+)?recupero|senza\s+recupero)",
    re.IGNORECASE,
)
_TODAY_WORDS = re.compile(r"\b(?:oggi|odiern\w+|in\s+giornata|stasera|questa\s+sera)\b", re.IGNORECASE)
_HOURLY = re.compile(r"\b(?:le|alle|ore)\s+(?:ore\s+)?([01]?\d|2[0-3])(?:[:.]([0-5]\d))?(?![\d/])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found: the category (empty: not plain), the others it may be, the raw values, and their words.

    ``emptied`` are fields whose usual value the text speaks against; ``doubts`` are fields about which the text says
    something that has two meanings or contradicts the calendar, with its words.
    """

    text: str
    category: str
    likely: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    emptied: tuple[str, ...] = ()
    doubts: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False

    def words(self, id: str) -> str:
        """The words that a field's value came from."""
        piece = self.pieces[id]
        return " ".join(self.text[piece.start : piece.end].split())


def read_pasted(
    raw: str,
    catalogue: Catalogue,
    office: Office,
    now: datetime,
    streets: Streets | None = None,
    *,
    category: str = "",
    written_on: date | None = None,
) -> Reading:
    """Reads a pasted text; ``category`` takes the place of the one that its words tell, ``now`` is local time.

    ``written_on`` is the day of the mail, where it is known: what the text calls today. Never raises for what the text
    holds, and takes time linear in its length, of which it reads the first thirty thousand characters.
    """
    paper = ForeignText.of(raw)
    chosen = category or kind_of(paper)
    likely = kinds_of(paper)
    if not chosen:
        return Reading(paper.text, "", likely, cut=paper.cut)
    told = _Told(paper, catalogue.get(chosen), office, now, streets, written_on)
    values, pieces = {}, {}
    for one in told.category.fields:
        find = _FINDERS.get((chosen, one.id)) or _FINDERS.get(("", one.id))
        found = find(told, one) if find else None
        if found is not None and _accepted(one, found[1], office):
            pieces[one.id], values[one.id] = found
    emptied = tuple(id for id in told.against() if id not in values)
    doubts = {id: words for id, words in told.doubts.items() if id not in values}
    return Reading(paper.text, chosen, likely, values, pieces, emptied, doubts, paper.cut)


def _accepted(one: Field, raw: Any, office: Office) -> bool:
    """Whether the field takes this value as it is."""
    try:
        value = KINDS[one.type].read(raw, one, office)
    except Unreadable:
        return False
    return not (one.limit and isinstance(value, str) and len(value) > one.limit)


class _Told:
    """What the text tells, found once for all fields."""

    def __init__(
        self,
        paper: ForeignText,
        category: Category,
        office: Office,
        now: datetime,
        known: Streets | None,
        written_on: date | None,
    ) -> None:
        self.paper, self.category, self.office, self.now, self.known = paper, category, office, now, known
        self.written_on = written_on
        self.doubts: dict[str, str] = {}
        self._asides: dict[Piece, bool] = {}
        orders = list(_OPERATIVE.finditer(paper.text))
        self.operative = orders[0].end() if orders else 0
        self.days = days_of(paper, written_on or now.date())
        self.periods = periods_of(paper, self.days)
        self.streets = streets_of(paper.text, known)

    # -- parts of the text ------------------------------------------------------------------------------------------

    def is_aside(self, place: int) -> bool:
        """Whether a place stands in a recital, or in a sentence about bad weather."""
        here = self.paper.sentence_at(place)
        if here not in self._asides:
            self._asides[here] = self._is_aside(place, here)
        return self._asides[here]

    def _is_aside(self, place: int, here: Piece) -> bool:
        if place < self.operative and (self.operative or _RECITAL.match(self.paper.text, here.start)):
            return True
        return bool(_POSTPONED.search(self.paper.text, here.start, here.end))

    def main_days(self) -> list[ToldDay]:
        """The days that the notice is about."""
        return [day for day in self.days if not self.is_aside(day.start)]

    def main_periods(self) -> list[ToldPeriod]:
        return [one for one in self.periods if not self.is_aside(one.start)]

    def sentences(self) -> list[Piece]:
        return [
            one
            for one in self.paper.sentences
            if not re.search(r"\bin\s+caso\s+di\b", self.paper.words(one), re.IGNORECASE)
        ]

    def doubt(self, id: str, piece: Piece | ToldDay | ToldPeriod) -> None:
        self.doubts[id] = " ".join(self.paper.text[piece.start : piece.end].split())

    def against(self) -> list[str]:
        """The fields whose usual value does not fit what the text says."""
        found = []
        speaker = told_facts.speaker_of(self.paper)
        provider = self.category.field("gestore")
        if speaker and provider and provider.default_for(self.office) not in (None, speaker[1]):
            found.append("telefono")
        if self.category.id == "scuole":
            found.append("scuole")
        return found

    # -- what the fields need ---------------------------------------------------------------------------------------

    def period(self, id: str) -> Told | None:
        """The one period that all sentences about the matter agree on."""
        found = self.main_periods()
        sure = [one for one in found if one.period]
        if found and len({one.period for one in found}) == 1 and sure:
            raw = {"inizio": sure[0].period.start, "fine": sure[0].period.end} if sure[0].period else {}
            return Piece(sure[0].start, sure[0].end), raw
        if found:
            self.doubt(id, found[0])
        elif doubtful := [day for day in self.main_days() if day.day is None]:
            self.doubt(id, doubtful[0])
        return None

    def postponed(self) -> Told | None:
        """The day after, where the text has one ready for bad weather, with its own hours or the same ones."""
        main = self.period("")
        self.doubts.pop("", None)
        for sentence in self.paper.sentences:
            if not _POSTPONED.search(self.paper.text, sentence.start, sentence.end):
                continue
            timed = [one for one in self.periods if sentence.start <= one.start < sentence.end]
            if len(timed) == 1 and timed[0].period and self._has_day(sentence):
                period = timed[0].period
                return Piece(timed[0].start, timed[0].end), {"inizio": period.start, "fine": period.end}
            moved = self._moved(sentence)
            if main and moved and _SAME_HOURS.search(self.paper.text, sentence.start, sentence.end):
                length = main[1]["fine"] - main[1]["inizio"]
                start = datetime.combine(moved[1], main[1]["inizio"].time())
                return moved[0], {"inizio": start, "fine": start + length}
        return None

    def _has_day(self, within: Piece) -> bool:
        return any(within.start <= day.start < within.end for day in self.days)

    def _moved(self, within: Piece) -> tuple[Piece, date] | None:
        days = [day for day in self.days if within.start <= day.start < within.end]
        if len(days) == 1 and days[0].day:
            return Piece(days[0].start, days[0].end), days[0].day
        main = self.period("")
        self.doubts.pop("", None)
        after = _DAY_AFTER.search(self.paper.text, within.start, within.end)
        if not days and after and main and main[1]["inizio"].date() == main[1]["fine"].date():
            return Piece(after.start(), after.end()), date.fromordinal(main[1]["inizio"].toordinal() + 1)
        return None

    @cached_property
    def own_streets(self) -> list[ToldStreet]:
        """The streets outside addresses, water tanks, ways round and recitals, in their order."""
        found = []
        for street in self.streets:
            here = self.paper.sentence_at(street.start)
            before = self.paper.text[here.start : street.start]
            if _SIGNED.search(self.paper.text, here.start, here.end):
                continue
            if street.start < self.operative or _ADDRESS.search(before) or _OTHER_WAY.search(before):
                continue
            if _SUPPLIED.search(before) or _LEFT_OUT.search(
                self.paper.text, max(here.start, street.start - 30), street.end
            ):
                continue
            found.append(street)
        return found

    def concerned(self) -> list[ToldStreet]:
        """The streets that the matter is about."""
        found = self.own_streets
        listed = _LISTED.search(self.paper.text, self.operative)
        if listed and any(street.start > listed.start() for street in found):
            found = [street for street in found if street.start > listed.start()]
        return _each_once(found)

    def places(self) -> Told | None:
        """The parts of the town that are named as a place, or where all its streets lie."""
        options = self.office_places()
        named: dict[str, Piece] = {}
        for place in options:
            said = re.finditer(rf"(?<![\w'’]){re.escape(place)}(?!\w)", self.paper.text, re.IGNORECASE)
            for match in islice(said, _MOST_MENTIONS):
                if self.is_aside(match.start()) or _TOWN_WORDS.search(
                    self.paper.text, max(0, match.start() - 40), match.start()
                ):
                    continue
                if self._is_a_place(match, own=place == town_of(self.office.name)):
                    named.setdefault(place, Piece(match.start(), match.end()))
        if named:
            whole = Piece(min(one.start for one in named.values()), max(one.end for one in named.values()))
            return whole, list(named)
        streets = self.concerned()
        lie = {self.known.localities.get(one.name, "") if self.known else "" for one in streets}
        if streets and len(lie) == 1 and (place := lie.pop()) in options:
            return Piece(streets[0].start, streets[-1].end), [place]
        return None

    def _is_a_place(self, match: re.Match[str], *, own: bool) -> bool:
        """Not the end of an address or of a street's name, and not the line with place and day of a letter.

        The town's ``own`` name, which is also that of one of its places, has to be said as a place: ``a Calcinaia``.
        """
        text = self.paper.text
        if own and not re.search(
            r"\b(?:ad?|capoluogo(?:\s+di)?|\w+\s+e)\s+\Z", text[max(0, match.start() - 25) : match.start()]
        ):
            return False
        after = text[match.end() : match.end() + 12]
        inside = any(street.start <= match.start() < street.end for street in self.streets)
        return not inside and not re.match(r",?\s*(?:lì\b|l[iì]\s|\d{1,2}[ /])", after)

    def office_places(self) -> list[str]:
        zone = self.category.field("zona")
        return list(zone.options_for(self.office)) if zone else list(self.office.localities)

    def reason(self, one: Field) -> Told | None:
        return told_facts.reason_of(self.paper, one.limit or 120, tuple(self.sentences()))


def _each_once(found: list[ToldStreet]) -> list[ToldStreet]:
    """A street that is named again without details says nothing new."""
    best: dict[str, ToldStreet] = {}
    whole: list[ToldStreet] = []
    for street in found:
        key = folded(street.name)
        before = best.get(key)
        if before is None or (
            street.raw != before.raw and (street.stretch or street.numbers) and (before.stretch or before.numbers)
        ):
            whole.append(street)
            best[key] = street
        elif isinstance(before.raw, str) and not isinstance(street.raw, str):
            whole[whole.index(before)] = street
            best[key] = street
    return whole


# -- one function for each field, or for the field of one category ---------------------------------------------------


def _streets(told: _Told, _one: Field) -> Told | None:
    found = told.concerned()
    if not found:
        return None
    return Piece(found[0].start, found[-1].end), [street.raw for street in found]


def _period(told: _Told, one: Field) -> Told | None:
    return told.period(one.id)


def _provider(told: _Told, _one: Field) -> Told | None:
    return told_facts.speaker_of(told.paper)


def _phone(told: _Told, _one: Field) -> Told | None:
    return told_facts.phone_of(told.paper, urgent=told.category.id.startswith(("acqua", "energia")))


def _return(told: _Told, _one: Field) -> Told | None:
    """When a broken service comes back; "today" is the day of the mail, where that is known."""
    for sentence in told.paper.sentences:
        if not _RETURN.search(told.paper.text, sentence.start, sentence.end):
            continue
        if moment := moment_of(told.paper, sentence, told.days):
            return moment
        words = told.paper.text[sentence.start : sentence.end]
        hours = list(_HOURLY.finditer(words))
        today = _TODAY_WORDS.search(words)
        if (
            told.written_on
            and today
            and len(hours) == 1
            and not any(sentence.start <= day.start < sentence.end for day in told.days)
        ):
            at = datetime(*told.written_on.timetuple()[:3], int(hours[0][1]), int(hours[0][2] or 0))
            places = (today.start(), today.end(), hours[0].start(), hours[0].end())
            return Piece(sentence.start + min(places), sentence.start + max(places)), at
    return None


def _from_when(told: _Told, _one: Field) -> Told | None:
    for sentence in told.paper.sentences:
        if not told.is_aside(sentence.start) and (moment := moment_of(told.paper, sentence, told.days)):
            return moment
    return None


def _matched(pattern: re.Pattern[str], end: re.Pattern[str] | None = None) -> Callable[[_Told, Field], Told | None]:
    """What stands behind the words of a pattern."""

    def find(told: _Told, _one: Field) -> Told | None:
        match = pattern.search(told.paper.text, told.operative)
        if match is None:
            return None
        last = end.search(told.paper.text, match.start("said"), match.end("said")) if end else None
        stop = last.start() if last else match.end("said")
        return Piece(match.start(), stop), " ".join(told.paper.text[match.start("said") : stop].split()).rstrip(" ,.")

    return find


def _materials(told: _Told, one: Field) -> Told | None:
    found: dict[str, Piece] = {}
    for name, words in _MATERIALS.items():
        for match in islice(re.finditer(rf"\b(?:{words})\b", told.paper.text, re.IGNORECASE), _MOST_MENTIONS):
            here = told.paper.sentence_at(match.start())
            if any(here.start <= day.start < here.end for day in told.days) or _DROPPED.search(
                told.paper.text, here.start, here.end
            ):
                found.setdefault(name, Piece(match.start(), match.end()))
    named = [name for name in one.options if name in found]
    if not named:
        return None
    return Piece(min(one.start for one in found.values()), max(one.end for one in found.values())), named


def _waste_days(told: _Told) -> tuple[list[ToldDay], list[ToldDay]]:
    """The days without a round, and those on which it is made up for."""
    dropped: list[ToldDay] = []
    made_up: list[ToldDay] = []
    for day in told.days:
        if day.start < told.operative:
            continue
        here = told.paper.sentence_at(day.start)
        before = max([here.start, *(one.end for one in told.days if one.end <= day.start)])
        feast = re.search(
            r"\b(?:festivit\w+|fest[ae]|ricorrenza|occasione)\b[^.;\n]{0,40}\Z",
            told.paper.text[before : day.start],
            re.IGNORECASE,
        )
        if feast and len(told.days) > 1:
            continue
        cue = told.paper.text[before : day.start]
        (
            made_up
            if _MADE_UP.search(cue) and not re.search(r"\bnon\s+(?:sarà|verrà|saranno|verranno)\b", cue, re.IGNORECASE)
            else dropped
        ).append(day)
    return dropped, made_up


def _no_round(told: _Told, one: Field) -> Told | None:
    return _only_day(told, one, _waste_days(told)[0])


def _made_up(told: _Told, one: Field) -> Told | None:
    return _only_day(told, one, _waste_days(told)[1])


def _only_day(told: _Told, one: Field, days: list[ToldDay]) -> Told | None:
    if len({day.day for day in days}) == 1 and days[0].day:
        return Piece(days[0].start, days[0].end), days[0].day
    if days:
        told.doubt(one.id, days[0])
    return None


def _never_made_up(told: _Told, _one: Field) -> Told | None:
    match = _NO_MAKING_UP.search(told.paper.text)
    return (Piece(match.start(), match.end()), True) if match else None


def _school_state(told: _Told, _one: Field) -> Told | None:
    found = {}
    for state, words in (
        (
            "chiuse in anticipo",
            r"\b(?:uscita|chiusura)\s+anticipata|\banticip\w+\s+(?:l['’]uscita|la\s+chiusura|dell['’]uscita)",
        ),
        (
            "aperte regolarmente",
            r"\b(?:aperte|svolg\w+|riapr\w+)\s+regolarmente|\bregolarmente\s+apert\w+"
            r"|\bregolare\s+(?:apertura|svolgimento)",
        ),
        ("chiuse", r"\bchius\w+|\bsospension\w+|\bsospes\w+"),
    ):
        if match := re.compile(words, re.IGNORECASE).search(told.paper.text, told.operative):
            found[state] = Piece(match.start(), match.end())
    if "chiuse in anticipo" in found:
        return found["chiuse in anticipo"], "chiuse in anticipo"
    if len(found) != 1:
        return None
    state, piece = next(iter(found.items()))
    return piece, state


def _school_days(told: _Told, one: Field) -> Told | None:
    days = [
        day
        for day in told.main_days()
        if not _BACK_TO_SCHOOL.search(
            told.paper.text, max(told.paper.sentence_at(day.start).start, day.start - 60), day.start
        )
    ]
    if not days:
        return None
    if any(day.day is None for day in days):
        told.doubt(one.id, next(day for day in days if day.day is None))
        return None
    found = {day.day for day in days if day.day}
    for first, last in ranges_of(told.paper, days):
        if first.day and last.day and first.day < last.day and (last.day - first.day).days <= 14:
            found |= {date.fromordinal(number) for number in range(first.day.toordinal(), last.day.toordinal())}
    return Piece(days[0].start, days[-1].end), sorted(found)


def _back(told: _Told, _one: Field) -> Told | None:
    for day in told.days:
        here = told.paper.sentence_at(day.start)
        if day.day and _BACK_TO_SCHOOL.search(told.paper.text, max(here.start, day.start - 60), day.start):
            return Piece(day.start, day.end), day.day
    return None


def _which_schools(told: _Told, one: Field) -> Told | None:
    every = re.compile(
        r"\bogni\s+ordine\s+e\s+grado|\btutte\s+le\s+scuole\b(?!\s+(?:primari|dell))"
        r"|\btutti\s+(?:gli\s+istituti|i\s+plessi)",
        re.IGNORECASE,
    )
    if match := every.search(told.paper.text, told.operative):
        return Piece(match.start(), match.end()), [one.options[0]]
    if re.search(
        r"\b(?:scuola|plesso|istituto|nido)\s+(?:[a-zà-ù'’]+\s+){0,4}[«\"“]?[A-Z][a-zà-ù]+",
        told.paper.text[told.operative :],
    ):
        return None  # one school by its name: the list has none
    found = {}
    for name, words in (
        ("nidi", r"\bnid[oi]\b|\basili?\s+nido"),
        ("scuole dell'infanzia", r"\bscuol[ae]\s+(?:comunal[ei]\s+)?dell['’]infanzia|\bscuol[ae]\s+matern[ae]"),
        ("scuole primarie", r"\b(?:scuol[ae]\s+)?(?:primari[ae]|elementar[ei])\b"),
        ("scuole secondarie di primo grado", r"\bsecondari[ae]\s+di\s+(?:primo|i|1°)\s+grado|\bscuol[ae]\s+medi[ae]\b"),
    ):
        if match := re.compile(words, re.IGNORECASE).search(told.paper.text, told.operative):
            found[name] = Piece(match.start(), match.end())
    if not found:
        return None
    return Piece(min(one.start for one in found.values()), max(one.end for one in found.values())), list(found)


def _order(told: _Told, _one: Field) -> Told | None:
    return told_facts.order_of(told.paper)


def _bans(told: _Told, _one: Field) -> Told | None:
    """Each ban with its streets: those behind it up to the next ban, or else those before it in its sentence."""
    found: dict[str, None] = {}
    bans = _bans_of(told)
    for place, ban in enumerate(bans):
        found[_ban_said(told, ban, _shared_streets(told, bans, place))] = None
    if not bans:
        return None
    return Piece(bans[0].start(), bans[-1].end()), list(found)


def _bans_of(told: _Told) -> list[re.Match[str]]:
    return list(islice(_BAN.finditer(told.paper.text, told.operative), _MOST_BANS))


def _shared_streets(told: _Told, bans: list[re.Match[str]], place: int) -> list[ToldStreet]:
    """The streets of a ban; those of the next one where both are said in one breath."""
    for here in range(place, min(place + _IN_ONE_BREATH, len(bans))):
        last = bans[here + 1].start() if here + 1 < len(bans) else len(told.paper.text)
        between = told.paper.text[bans[here].end() : last]
        found = _ban_streets(told, bans[here], last)
        if found or len(between) > 50 or re.search(r"[.;\n]", between):
            return found
    return []


def _ban_said(told: _Told, ban: re.Match[str], streets: list[ToldStreet]) -> str:
    name = _BAN_NAMES[ban.lastgroup or "closed"]
    if ban.lastgroup == "parking" and _TOWED.match(told.paper.text, ban.end()):
        name = "divieto di sosta con rimozione"
    said = ", ".join(italian.street(Street(one.name, one.stretch, one.numbers)) for one in streets)
    return f"{name}: {said}" if said else name


def _ban_streets(told: _Told, ban: re.Match[str], last: int) -> list[ToldStreet]:
    here = told.paper.sentence_at(ban.start())
    streets = told.own_streets
    after = [street for street in streets if ban.end() <= street.start < last]
    near = [street for street in after if street.start < here.end]
    before = [street for street in streets if here.start <= street.start < ban.start()]
    if near or not before:
        return near or (after if ":" in told.paper.text[ban.end() : here.end + 2] else [])
    return before


def _road_title(told: _Told, one: Field) -> Told | None:
    bans = _bans_of(told)
    closed = [ban for ban in bans if ban.lastgroup == "closed"] or bans
    if not closed:
        return None
    streets = list(dict.fromkeys(street.name for street in _shared_streets(told, bans, bans.index(closed[0]))))
    if not streets:
        return None
    name = _BAN_NAMES[closed[0].lastgroup or "closed"]
    subject = (
        streets[0]
        if len(streets) == 1
        else f"{streets[0]} e {streets[1]}"
        if len(streets) == 2
        else f"{streets[0]} e altre strade"
    )
    if name == "divieto di transito":
        shut = (
            "chiuse"
            if len(streets) > 1
            else "chiusa"
            if streets[0].startswith(("via ", "piazza ", "piazzetta ", "traversa "))
            else "chiuso"
        )
        title = f"{subject} {shut} al traffico"
    else:
        title = f"{subject}: {name}"
    title = title[:1].upper() + title[1:]
    return (Piece(closed[0].start(), closed[0].end()), title) if len(title) <= one.limit else None


def _centre_subject(told: _Told, _one: Field) -> Told | None:
    for match in _CENTRE.finditer(told.paper.text):
        here = told.paper.sentence_at(match.start())
        if shut := _SHUT.search(told.paper.text, here.start, here.end):
            piece = Piece(min(match.start(), shut.start()), max(match.end(), shut.end()))
            name = match[0].lower()
            return piece, f"{name[:1].upper()}{name[1:]} {'chiuso' if name.startswith('centro') else 'chiusa'}"
    return None


def _centre_place(told: _Told, _one: Field) -> Told | None:
    for match in _CENTRE.finditer(told.paper.text):
        near = [street for street in told.streets if match.end() <= street.start <= match.end() + 30]
        if near:
            return Piece(near[0].start, near[0].end), italian.street(
                Street(near[0].name, near[0].stretch, near[0].numbers)
            )
    return None


def _school_service(told: _Told, one: Field) -> Told | None:
    found = {}
    for name, words in (
        ("scuolabus", r"scuolabus|trasporto\s+scolastico"),
        ("mensa scolastica", r"mensa|refezione"),
        ("pre-scuola e post-scuola", r"(?:pre|post)-?\s?scuola"),
    ):
        if match := re.search(rf"\b(?:{words})\b", told.paper.text, re.IGNORECASE):
            found[name] = Piece(match.start(), match.end())
    if len(found) != 1:
        return None
    name, piece = next(iter(found.items()))
    return piece, name


def _statement(words: str) -> Callable[[_Told, Field], Told | None]:
    """The sentence that says what changes, as it stands."""

    def find(told: _Told, one: Field) -> Told | None:
        for sentence in told.paper.sentences:
            said = " ".join(told.paper.words(sentence).split())
            if (
                not _HEADING.match(said)
                and re.search(words, said, re.IGNORECASE)
                and len(said) <= (one.limit or 600)
                and len(said) > 20
            ):
                return sentence, said
        return None

    return find


def _gas_title(told: _Told, _one: Field) -> Told | None:
    match = re.search(r"\b(?:gas|metano)\b", told.paper.text, re.IGNORECASE)
    stopped = re.search(r"\b(?:sospe\w+|interr\w+|manc\w+|distacc\w+)\b", told.paper.text, re.IGNORECASE)
    if not match or not stopped:
        return None
    where = told.places()
    place = f" {italian.in_place(tuple(where[1]))}" if where else ""
    return Piece(stopped.start(), stopped.end()), f"Manca il gas{place}"


def _place_named(told: _Told, _one: Field) -> Told | None:
    streets = told.concerned()
    if not streets or len(streets) > 1:
        return None
    return Piece(streets[0].start, streets[0].end), italian.street(
        Street(streets[0].name, streets[0].stretch, streets[0].numbers)
    )


def _restored_service(told: _Told, _one: Field) -> Told | None:
    found = {}
    for name, words in (
        (
            "acqua di nuovo potabile",
            r"(?:torna(?:ta)?|nuovamente|di\s+nuovo)\s+potabile|revoca\w*\s+[^.\n]{0,60}potab\w+",
        ),
        ("gas", r"gas\b|metano"),
        ("corrente elettrica", r"corrente|energia\s+elettrica|elettric\w+"),
        ("acqua", r"idric\w+|acqua"),
    ):
        if match := re.search(rf"\b(?:{words})", told.paper.text, re.IGNORECASE):
            found[name] = Piece(match.start(), match.end())
    if "acqua di nuovo potabile" in found:
        return found["acqua di nuovo potabile"], "acqua di nuovo potabile"
    if len(found) != 1:
        return None
    name, piece = next(iter(found.items()))
    return piece, name


_FINDERS: Mapping[tuple[str, str], Callable[[_Told, Field], Told | None]] = {
    ("", "gestore"): _provider,
    ("", "zona"): lambda told, _one: told.places(),
    ("", "periodo"): _period,
    ("", "vie"): _streets,
    ("", "motivo"): lambda told, one: told.reason(one),
    ("", "causa"): lambda told, one: told.reason(one),
    ("", "rifornimento"): lambda told, one: told_facts.supply_of(told.paper, one.limit or 200),
    ("", "rinvio"): lambda told, _one: told.postponed(),
    ("", "telefono"): _phone,
    ("", "link"): lambda told, _one: told_facts.link_of(told.paper),
    ("", "ordinanza"): _order,
    ("", "ripristino"): _return,
    ("", "ora"): _return,
    ("acqua_programmata", "esclusi"): _matched(_LEFT_OUT),
    ("acqua_non_potabile", "inizio"): _from_when,
    ("servizio_ripristinato", "servizio"): _restored_service,
    ("rifiuti_variazione", "materiali"): _materials,
    ("rifiuti_variazione", "giorno"): _no_round,
    ("rifiuti_variazione", "recupero"): _made_up,
    ("rifiuti_variazione", "nessun_recupero"): _never_made_up,
    ("rifiuti_servizio", "oggetto"): _centre_subject,
    ("rifiuti_servizio", "luogo"): _centre_place,
    ("scuole", "stato"): _school_state,
    ("scuole", "giorni"): _school_days,
    ("scuole", "scuole"): _which_schools,
    ("scuole", "rientro"): _back,
    ("trasporto_scolastico", "servizio"): _school_service,
    ("trasporto_scolastico", "cosa"): _statement(
        r"\b(?:scuolabus|trasporto\s+scolastico|mensa|refezione|scuola)\b.*\b(?:sospes\w+|non\b|variazion\w+"
        r"|modific\w+|anticip\w+|subir\w+|attiv\w+)"
    ),
    ("viabilita", "titolo"): _road_title,
    ("viabilita", "divieti"): _bans,
    ("viabilita", "esclusi"): _matched(_MAY_PASS, _MAY_PASS_END),
    ("viabilita", "alternativa"): _matched(_INSTEAD),
    ("generico", "titolo"): _gas_title,
    ("generico", "testo"): _statement(
        r"\b(?:gas|metano)\b.*\b(?:sospe\w+|interr\w+|manc\w+)|\b(?:sospe\w+|interr\w+|manc\w+)\b.*\b(?:gas|metano)\b"
    ),
    ("generico", "luogo"): _place_named,
}
