# SPDX-License-Identifier: EUPL-1.2
"""Finds what else a text tells: the reason, the number to call, the order, the page, who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from comunecast_gui.core.pasted.foreign_text import ForeignText, Piece

_CAUSES = (
    r"lavor[oi]|intervent[oi]|opere|manutenzion\w+|sostituzion\w+|riparazion\w+|rifaciment\w+|spostament\w+"
    r"|posa\b|allacci\w+"
    r"|collegament\w+|potenziament\w+|ammodernament\w+|bonific\w+|pulizi\w+|verific\w+|collaud\w+|guast[oi]"
    r"|rottur\w+|perdit\w+"
    r"|festività|fest[ae]\b|sciopero|allerta|maltempo|nevicat\w+|neve\b|condizioni|asfaltatur\w+|scav[oi]|ripristin\w+"
    r"|svolgiment\w+|manifestazion\w+|mercat\w+|fier\w+|gar[ae]\b|process\w+|potatur\w+|trasloc\w+"
    r"|eliminazion\w+|messa\s+in|realizzazion\w+"
    r"|adeguament\w+|assemble\w+|inderogabil\w+|improvvis\w+|urgent\w+|danneggiament\w+|caduta|cediment\w+"
    r"|piena|vento|installazion\w+"
    r"|ispezion\w+|disinfestazion\w+|derattizzazion\w+|operazioni|chiusura|mancanza|consultazion\w+|corteo"
    r"|sfilat\w+|event[oi]\b"
    r"|passaggio|montaggio|tratt\w+\s+di|fuga|avaria|anomalia|problem\w+|superament\w+|presenza"
    r"|contaminazion\w+|ricorrenza|incident\w+|frana|costruzion\w+"
    r"|sanificazion\w+|disinfezion\w+|trasferiment\w+|incendi\w*|alluvion\w+|esondazion\w+|emergenz\w+"
    r"|assenz\w+|indisponibilit\w+|elezion\w+|ampliament\w+"
)
_REASON = re.compile(
    r"\b(?:per(?:\s+(?:consentire|permettere|effettuare|eseguire|procedere\s+a(?:l|lla)?|poter\s+eseguire"
    r"|motivi\s+di))?"
    r"|a\s+causa\s+(?:dell['’]|(?:di|della|dello|delle|degli|dei|del)\b)|causa|a\s+seguito\s+(?:dell['’]"
    r"|(?:di|della|dello|delle|degli|dei|del)\b)"
    r"|in\s+occasione\s+(?:dell['’]|(?:di|della|dello|delle|degli|dei|del)\b)|dovut[aoie]\s+(?:all['’]|(?:ad?"
    r"|alla|allo|alle|agli|ai|al)\b)|al\s+fine\s+di\s+(?:consentire|eseguire|permettere)"
    r"|si\s+rend\w+\s+necessari[aoe]|causat[aoie]\s+(?:dall['’]|(?:dalla|dallo|dal|dai|da)\b)|motivo:)\s*"
    r"(?P<said>(?:(?:l['’]|la|lo|il|i|gli|le|un['’]?|uno|una|alcuni|alcune|dei|degli|delle|previsti|previste"
    r"|prossimi)\s*)?"
    rf"(?:(?:inderogabil\w+|improvvis\w+|urgent\w+|programmat\w+|necessari\w+|straordinari\w+|ordinari\w+"
    rf"|important\w+|avvers\w+|grav\w+|un\s+improvviso)\s+)?"
    rf"(?:{_CAUSES}))",
    re.IGNORECASE,
)
_REASON_END = re.compile(
    r"[,.;:()\n]|\s+(?=(?:si\s|sarà|saranno|verrà|verranno|è\s|sono\s|lunedì|martedì|mercoledì|giovedì"
    r"|venerdì|sabato|domenica|dalle\s|dal\s+\d"
    r"|il\s+giorno|nel\s+giorno|nei\s+giorni|nella\s+giornata|il\s+\d|nel\s+comune|nelle\s+seguenti"
    r"|nella\s+notte|potr|in\s+data|e\s+fino|fino\s+al|nel\s+tratto"
    r"|ordina|occorre|la\s+società|previst[aoei]\s|a\s+partire|domani|oggi|si\s+comunica|non\s+(?:si|sar"
    r"|verr)|resta|rester|con\s+decorrenza|manca|mancher|è\s+mancat|risult|(?:l['’]|la\s+|il\s+"
    r"|le\s+)(?:erogazione|energia|fornitura|servizio|corrente|circolazione|acqua|strada|raccolta|gas)\b))",
    re.IGNORECASE,
)
_PLACE_IN_REASON = re.compile(
    r"\s+(?:in|di|su|lungo|presso|all['’]altezza\s+di)\s+(?:via|viale|piazza|corso|largo|v\.le|p\.zza|lungarno)\b.*",
    re.IGNORECASE,
)
_ARTICLES = {
    "della": "la", "dell'": "l'", "dello": "lo", "del": "il", "dei": "i", "degli": "gli", "delle": "le",
    "alla": "la", "all'": "l'", "allo": "lo", "al": "il", "ai": "i", "agli": "gli", "alle": "le",
    "dalla": "la", "dall'": "l'", "dallo": "lo", "dal": "il", "dai": "i",
}  # fmt: skip
"""What is left of a preposition that is left out: ``a causa della rottura`` is ``la rottura``."""
_BEFORE = re.compile(
    r"\b(?P<joint>della|dell['’]|dello|del|dei|degli|delle|alla|all['’]|allo|al|ai|agli|alle|dalla|dall['’]"
    r"|dallo|dal|dai)\s*\Z",
    re.IGNORECASE,
)
_MOST_REASONS = 20
"""Of one sentence: enough for every sentence that a person wrote."""
_HANGING = re.compile(r"(?:\s+(?:di|del|della|da|in|a|per|e|con|nel|nella|il|la))+\Z", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\d./,-])(?:\+?39[ .]?)?(?:800[ .-]?\d{3}[ .-]?\d{3}|800[ .-]?\d{2}[ .-]?\d{2}[ .-]?\d{2}"
    r"|803[ .-]?\d{3}|0\d{1,3}[ ./-]{0,3}\d{2,4}[ .-]?\d{2,4}(?:[ .-]?\d{2})?"
    r"|199[ .-]?\d{3}[ .-]?\d{3})(?![\d/])"
)
_FAULTS = re.compile(
    r"\b(?:guast\w+|pronto\s+intervento|segnala\w+|emergenz\w+|numero\s+verde|informazion\w+|info|chiam\w+"
    r"|contatt\w+|telefon\w+|tel)\b",
    re.IGNORECASE,
)
_URGENT = re.compile(r"\b(?:guast\w+|pronto\s+intervento|segnala\w+|emergenz\w+)\b", re.IGNORECASE)
_ORDER = re.compile(
    r"\bordinanza(?:\s+(?:sindacale|dirigenziale|comunale|contingibile\s+e\s+urgente|del\s+sindaco"
    r"|di\s+polizia\s+locale)){0,2}"
    r"\s*(?:n(?:r|um)?[.°º]{0,2}|numero)\s*(?P<number>\d{1,5}(?:/\d{2,4})?)(?P<day>\s+(?:del(?:l['’])?"
    r"|in\s+data)\s*\d{1,2}(?:[/.-]\d{1,2}[/.-]\d{2,4}|[°º]?\s+[a-z]{3,9}\s+\d{4}))?",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://[^\s<>\"'«»()]{4,200}")
_SPEAKER = re.compile(
    r"\b(?P<who>Acque\s+S\.?\s?p\.?\s?A\.?|Acque\s+Toscane|Publiacqua|Gaia\s+S\.?p\.?A\.?|ASA\s+S\.?p\.?A\.?"
    r"|Acquedotto\s+del\s+Fiora|Nuove\s+Acque|Aquatempra"
    r"|e-?\s?distribuzione|Terna|Enel\s+Sole|Toscana\s+Energia|Italgas|Centria|Estra|Geofor|Reti\s?Ambiente"
    r"|Alia|Ascit|Aamps|Esa\s+S\.?p\.?A\.?)(?![\w])",
    re.IGNORECASE,
)
_NAMES = {
    re.sub(r"[\W_]", "", name).casefold(): name
    for name in (
        "Acque SpA", "Acque Toscane", "Acquedotto del Fiora", "Aamps", "Alia", "Aquatempra", "ASA SpA", "Ascit",
        "Centria", "E-distribuzione", "Enel Sole", "Esa SpA", "Estra", "Gaia SpA", "Geofor", "Italgas", "Nuove Acque",
        "Publiacqua", "RetiAmbiente", "Terna", "Toscana Energia",
    )
}  # fmt: skip
"""The providers' names as a notice writes them."""
_SUPPLY = re.compile(
    r"\b(?P<said>(?:autobott[ei]|cistern[ae]|punt[oi]\s+di\s+(?:rifornimento|approvvigionamento"
    r"|distribuzione)|rifornimento\s+(?:idrico\s+)?(?:alternativo\s+)?)[^.;\n]{4,170})",
    re.IGNORECASE,
)


def reason_of(paper: ForeignText, limit: int, pieces: Iterable[Piece]) -> tuple[Piece, str] | None:
    """Why, as words that fit after ``per``: the first reason that these pieces tell."""
    for piece in pieces:
        for match in islice(_REASON.finditer(paper.text, piece.start, piece.end), _MOST_REASONS):
            furthest = min(piece.end, match.end() + 3 * limit)
            last = _REASON_END.search(paper.text, match.end(), furthest)
            end = last.start() if last else furthest
            said = " ".join(paper.text[match.start("said") : end].split()).rstrip(" .")
            short = _PLACE_IN_REASON.sub("", said)
            if short != said and len(short) >= 12:
                end -= len(said) - len(short)
                said = short
            joint = _BEFORE.search(paper.text, match.start(), match.start("said"))
            if joint and (article := _ARTICLES.get(joint["joint"].casefold().replace("’", "'"))):
                said = f"{article}{'' if article.endswith(chr(39)) else ' '}{said}"
            said = _HANGING.sub("", said)
            if len(said) <= limit and not said.isupper():
                return Piece(match.start(), end), said[:1].lower() + said[1:]
    return None


def phone_of(paper: ForeignText, *, urgent: bool) -> tuple[Piece, str] | None:
    """The one number to call; where several stand there, the one beside the words for faults."""
    found = []
    for match in _PHONE.finditer(paper.text):
        before = paper.text[max(0, match.start() - 90) : match.start()].rpartition("\n")[2]
        if re.search(r"\bfax\b[^\d]{0,8}\Z|\b(?:p\.?\s?iva|c\.?f\.?|iban)\b", before, re.IGNORECASE):
            continue
        found.append((match, before))
    if urgent:  # the number of an office, under a signature, is not the one for faults
        found = [
            (match, before) for match, before in found if _digits(match[0]).startswith("80") or _URGENT.search(before)
        ]
    if len({_digits(match[0]) for match, _ in found}) > 1:
        near = [(match, before) for match, before in found if (_URGENT if urgent else _FAULTS).search(before)]
        found = near if len({_digits(match[0]) for match, _ in near}) == 1 else near[:1] if urgent else []
    if not found:
        return None
    match = found[0][0]
    return Piece(match.start(), match.end()), _spelled_number(match[0])


def _digits(number: str) -> str:
    return re.sub(r"^(?:\+?39(?=[08]))", "", re.sub(r"\D", "", number))


def _spelled_number(written: str) -> str:
    digits = _digits(written)
    if digits.startswith("800") and len(digits) == 9:
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
    if digits.startswith("803"):
        return f"{digits[:3]} {digits[3:]}"
    parts = re.sub(r"^\+?39[ .]?(?=[08])", "", written)
    return " ".join(re.sub(r"[./-]", " ", parts).split())


def order_of(paper: ForeignText) -> tuple[Piece, str] | None:
    """The order that the text is or names: ``n. 12 del 3 maggio 2026``; nothing where it names several."""
    found = list(_ORDER.finditer(paper.text))
    if len({match["number"] for match in found}) != 1:
        return None
    best = next((match for match in found if match["day"]), found[0])
    said = f"n. {best['number']}{' '.join(['', *(best['day'] or '').split()])}"
    return Piece(best.start(), best.end()), said.lower().replace("in data", "del").strip()


def link_of(paper: ForeignText) -> tuple[Piece, str] | None:
    """The one address that the text gives."""
    found = [(match.start(), match[0].rstrip(".,;:)")) for match in _LINK.finditer(paper.text)]
    if len({address for _, address in found}) != 1:
        return None
    start, address = found[0]
    return Piece(start, start + len(address)), address


def speaker_of(paper: ForeignText) -> tuple[Piece, str] | None:
    """The provider that the text names, where it names one."""
    found = [(match, re.sub(r"[\W_]", "", match["who"]).casefold()) for match in _SPEAKER.finditer(paper.text)]
    if len({name for _, name in found}) != 1 or found[0][1] not in _NAMES:
        return None
    return Piece(found[0][0].start(), found[0][0].end()), _NAMES[found[0][1]]


def supply_of(paper: ForeignText, limit: int) -> tuple[Piece, str] | None:
    """Where water is to be had meanwhile."""
    match = _SUPPLY.search(paper.text)
    if match is None:
        return None
    said = " ".join(match["said"].split()).rstrip(" .,")
    if len(said) > limit or not re.search(
        r"\b(?:in|presso|al|alla|all['’]|davanti|nei\s+pressi|piazza|via)\b", said, re.IGNORECASE
    ):
        return None
    return Piece(match.start(), match.start() + len(match["said"].rstrip(" .,"))), said[:1].lower() + said[1:]
