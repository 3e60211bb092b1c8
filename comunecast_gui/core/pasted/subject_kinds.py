# SPDX-License-Identifier: EUPL-1.2
"""Tells by its words which kind of notice a text would make; where two are as likely, none."""

from __future__ import annotations

import re
from collections.abc import Mapping

from comunecast_gui.core.pasted.foreign_text import ForeignText

_NEEDED = 4
"""Points from which on a kind is believed: one plain statement, or many words of the subject."""
_W = r"(?:\s+[^\s.;]{1,24}){0,10}\s+"
_STOPPED = (
    r"(?:sospe\w+|interr\w+|manc\w+|assenza|riduzion\w+|cal[oi]\s+di\s+pressione|disservizi\w*"
    r"|distacc\w+|disalimenta\w+|priv[aoie]\b)"
)
_BACK = r"(?:ripristin\w+|ripres\w+|tornat\w+|revoc\w+)"


def _either(service: str) -> str:
    return (
        rf"\b(?:{service}){_W}{_BACK}|\b{_BACK}{_W}(?:{service})"
        rf"|\b(?:{_STOPPED}{_W}(?:{service})|(?:{service}){_W}{_STOPPED}|{_STOPPED}\s+(?:{service}))"
    )


_WATER = r"idric\w+|(?:(?:dell|l|d)['’])?acqua\b|acquedott\w+"
_POWER = (
    r"(?:(?:dell|l|d)['’])?(?:energia(?:\s+elettrica)?|elettricità)|elettric\w+|(?:della\s+)?corrente|linea\s+elettrica"
)
_GAS = r"(?:del\s+)?gas\b|metano"

_STATEMENTS: Mapping[str, tuple[tuple[int, re.Pattern[str]], ...]] = {
    name: tuple((weight, re.compile(pattern, re.IGNORECASE)) for weight, pattern in found)
    for name, found in {
        "water": (
            (5, _either(_WATER)),
            (1, r"\b(?:idric\w+|acqua|acquedotto|condotta|torbid\w+|autobott[ei]|rubinett\w+)\b"),
            (2, r"\bAcque\s+S\.?\s?p\.?\s?A"),
        ),
        "undrinkable": (
            (
                9,
                r"\bnon\s+(?:è\s+)?potab\w+|\bnon\s+potabilità|\bdivieto\s+(?:di\s+)?(?:uso|utilizzo|consumo"
                r"|utilizzare|bere|impiego)"
                + _W
                + r"(?:(?:dell|l|d)['’])?acqua|\bacqua"
                + _W
                + r"(?:non\s+(?:deve|può|va)|vietat\w+)",
            ),
        ),
        "power": (
            (5, _either(_POWER)),
            (1, r"\b(?:energia|elettric\w+|corrente|cabina|ascensor\w+|POD)\b"),
            (3, r"\be-?\s?distribuzione\b"),
        ),
        "gas": (
            (6, _either(_GAS)),
            (1, r"\b(?:gas|metano|contator\w+)\b"),
            (2, r"\b(?:toscana\s+energia|italgas|centria)\b"),
        ),
        "waste": (
            (
                5,
                r"\b(?:raccolta|ritiro|svuotamento|porta\s+a\s+porta|servizio\s+di\s+raccolta)"
                + _W
                + r"(?:non\b|sospes\w+|anticip\w+|posticip\w+|recuper\w+|spostat\w+|rinviat\w+|subir\w+"
                r"|variazion\w+|slitt\w+|effettuat\w+|svolt\w+)",
            ),
            (
                5,
                r"\b(?:non|anticip\w+|posticip\w+|variazion\w+|modific\w+|recuper\w+|sospes\w+|sospensione|rinviat\w+)"
                + _W
                + r"(?:raccolta|ritiro|rifiuti|porta\s+a\s+porta)",
            ),
            (5, r"\b(?:centro\s+(?:di\s+)?raccolta|stazione\s+ecologica|isola\s+ecologica|ecocentro)"),
            (
                1,
                r"\b(?:rifiut\w+|organico|multimateriale|indifferenziat\w+|mastell\w+|contenitor\w+|sacch\w+"
                r"|vetro|utenze)\b",
            ),
            (3, r"\b(?:geofor|retiambiente)\b"),
        ),
        "schools": (
            (6, r"\bchius\w+" + _W + r"(?:scuol\w+|plessi|istitut[oi]\s+(?:scolastic\w+|comprensiv\w+)|nidi|asil\w+)"),
            (
                6,
                r"\b(?:scuol\w+|plessi|istituti\s+scolastici|nidi|asil\w+)"
                + _W
                + r"(?:chius\w+|rest\w+\s+chius\w+|riapr\w+)",
            ),
            (6, r"\b(?:sospension\w+|sospes\w+)" + _W + r"(?:attività\s+(?:didattic\w+|educativ\w+)|lezioni)"),
            (6, r"\b(?:attività\s+didattic\w+|lezioni)" + _W + r"(?:sospes\w+|riprend\w+)"),
            (6, r"\bscuol\w+" + _W + r"aperte"),
            (1, r"\b(?:scolastic\w+|scuol\w+|didattic\w+|alunn\w+|studenti)\b"),
        ),
        "school_bus": (
            (
                7,
                r"\b(?:scuolabus|trasporto\s+scolastico|mensa|refezione|pre-?\s?scuola|post-?\s?scuola)"
                + _W
                + r"(?:non\b|sospes\w+|variazion\w+|modific\w+|attiv\w+|garantit\w+|subir\w+|cambi\w+"
                r"|anticip\w+|pasto|effettu\w+)",
            ),
            (
                7,
                r"\b(?:sospension\w+|sospes\w+|variazion\w+|modific\w+|non)"
                + _W
                + r"(?:scuolabus|trasporto\s+scolastico|mensa|refezione)",
            ),
            (1, r"\b(?:scuolabus|mensa|refezione|trasporto\s+scolastico)\b"),
        ),
        "road": (
            (
                5,
                r"\b(?:divieto\s+di\s+(?:transito|sosta|fermata|circolazione|accesso)|senso\s+unico"
                r"|chiusura\s+(?:totale\s+|temporanea\s+)?(?:al\s+(?:traffico|transito)|del\s+(?:ponte"
                r"|tratto)|della\s+(?:strada|via|s\.?[rp]))|interruzione\s+(?:del\s+(?:traffico|transito)"
                r"|della\s+(?:circolazione|viabilità)))",
            ),
            (
                5,
                r"\bchius[aoie]"
                + _W
                + r"(?:traffico|transito|circolazione)|\bchiusura\s+(?:di|temporanea\s+di)\s+(?:via|viale"
                r"|piazza)\b|\b(?:strada|via|ponte)" + _W + r"chius[aoe]\b",
            ),
            (2, r"\b(?:circolazione|viabilità|transito|codice\s+della\s+strada|285/(?:19)?92|285\s+del)\b"),
            (1, r"\b(?:veicol\w+|carreggiata|segnaletica|rimozione|pedon\w+|corsia|deviazion\w+)\b"),
        ),
    }.items()
}
_MOST_OF_ONE = 3
"""How often one kind of statement counts."""
_FAULT = re.compile(
    r"\b(?<!segnalare\s)(?<!segnalare\sun\s)(?:guasto|rottur\w+|improvvis\w+|imprevist\w+|perdita|avaria"
    r"|danneggiament\w+|anomalia)\b"
    r"|\bin\s+corso\s+(?:di\s+)?riparazione",
    re.IGNORECASE,
)
"""Something broke; the number "per i guasti" stands under every notice."""
_PLANNED = re.compile(
    r"\b(?:programmat\w+|preavviso|lavori\s+(?:di|per|sugli|sulla|su)|in\s+caso\s+di\s+maltempo)\b", re.IGNORECASE
)
_RESTORED = re.compile(
    r"\b(?:(?:è\s+stat[oa]|risulta|completamente|già)\s+ripristinat[oa]|regolarmente\s+ripristinat\w+"
    r"|è\s+(?:ripres[oa]|tornat[oa])|sono\s+(?:stati\s+)?(?:conclusi|terminati)"
    r"|revoca\s+(?:del|della)|si\s+revoca|è\s+revocat[oa]|torna\s+potabile)\b",
    re.IGNORECASE,
)
_CENTRE = re.compile(
    r"\b(?:centro\s+(?:di\s+)?raccolta|stazione\s+ecologica|isola\s+ecologica|ecocentro)\b", re.IGNORECASE
)


def kinds_of(paper: ForeignText) -> tuple[str, ...]:
    """The likely categories by id, the likeliest first."""
    points = {name: _points(paper.text, found) for name, found in _STATEMENTS.items()}
    ranked = sorted((-value, name) for name, value in points.items() if value >= _NEEDED)
    return tuple(dict.fromkeys(_category(name, paper) for _, name in ranked))


def kind_of(paper: ForeignText) -> str:
    """The category that the text plainly belongs to; empty where that is not plain."""
    points = {name: _points(paper.text, found) for name, found in _STATEMENTS.items()}
    ranked = sorted(points.items(), key=lambda item: -item[1])
    (best, most), (_, second) = ranked[0], ranked[1]
    return _category(best, paper) if most >= _NEEDED and most > second else ""


def _points(text: str, found: tuple[tuple[int, re.Pattern[str]], ...]) -> int:
    total = 0
    for weight, pattern in found:
        for count, _ in enumerate(pattern.finditer(text), start=1):
            total += weight
            if count == _MOST_OF_ONE:
                break
    return total


def _category(name: str, paper: ForeignText) -> str:
    if name in ("water", "undrinkable", "power") and _RESTORED.search(paper.text):
        return "servizio_ripristinato"
    fault = bool(_FAULT.search(paper.text)) and not _PLANNED.search(paper.text)
    return {
        "water": "acqua_guasto" if fault else "acqua_programmata",
        "undrinkable": "acqua_non_potabile",
        "power": "energia_guasto" if fault else "energia_programmata",
        "waste": "rifiuti_servizio" if _CENTRE.search(paper.text) else "rifiuti_variazione",
        "schools": "scuole",
        "school_bus": "trasporto_scolastico",
        "road": "viabilita",
    }.get(name, "generico")
