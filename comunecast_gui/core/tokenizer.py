# SPDX-License-Identifier: EUPL-1.2
"""Splits a message typed on a phone into sentences, clauses and bare words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_QUESTION_MARKS = frozenset("?⸮؟¿❓❔⁇⁈⁉‽")
_SIGNATURE_LINE = re.compile(
    r"^[ \t]*(?:inviat[oa] (?:da|dal|dalla|con)|spedit[oa] (?:da|dal|dalla|con)|sent from|sent with|scarica outlook"
    r"|ottieni outlook|get outlook)\b.*$",
    re.MULTILINE,
)
_SIGNATURE_MARK = re.compile(r"^--[ \t]*$.*", re.MULTILINE | re.DOTALL)
"""Two dashes on a line of their own: all that follows is a signature (RFC 3676, 4.3)."""
_SIGNATURE_TAIL = re.compile(
    r"\binviat[oa] (?:dal? |con )(?:il |mio |l')*(?:iphone|ipad|samsung|smartphone|android|huawei|xiaomi|telefono"
    r"|cellulare|telefonino|galaxy|outlook|libero|yahoo|gmail)\b[^\n]*$",
    re.MULTILINE,
)
_EMOTICON = re.compile(r"(?<!\w)(?:[:;=8x]['’]?-?[)(\]\[dpo/|*$]+|<3|\^\^|xd+)(?!\w)")
_SPLIT_WORD = re.compile(r"\bdis[\s\-]+(?=attiv)")
_MISSPELT = re.compile(r"\bdis+at+(?=iv)")
_SENTENCE_END = re.compile(r"[.!;\n…]+")
_CLAUSE_END = re.compile(r"[,:()\[\]{}/–—|]+|\s-+\s")
_WORD = re.compile(r"[^\W_]+")


LONGEST = 1000
"""Characters of a message that are read: who joins writes one word, and who leaves has said so by then. Whatever a
stranger sends, reading it takes a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Clause:
    """The words between two punctuation marks; ``sentence`` counts the sentences from 0. Never without words."""

    sentence: int
    tokens: tuple[str, ...]


def beginning_of(text: str) -> tuple[str, bool]:
    """The part of a message that is read, and whether that is all of it.

    A longer one ends with its last whole sentence, so that no word loses its "non".
    """
    lines = (line.strip() for line in text.replace("\r", "\n").split("\n"))
    tidy = "\n".join(line for line in lines if line)
    if len(tidy) <= LONGEST:
        return tidy, True
    head = tidy[:LONGEST]
    end = max((match.end() for match in _SENTENCE_END.finditer(head)), default=0)
    return head[:end] or head.rpartition(" ")[0], False


def is_question(text: str) -> bool:
    """Whether the text asks anything, by any of the signs for it."""
    return not _QUESTION_MARKS.isdisjoint(text) or "?" in unicodedata.normalize("NFKC", text)


def tokens_of(text: str) -> list[str]:
    """The words of a text: lower case, without accents, invisible signs, emoji and punctuation."""
    return _WORD.findall(_plain(text))


def clauses_of(text: str, courtesies: Sequence[tuple[str, ...]]) -> list[Clause]:
    """The clauses of a text without its courtesies, each of which ends a clause, and without a phone's signature.

    ``courtesies`` has the longest first, in the form of :func:`tokens_of`.
    """
    plain = _plain(text)
    for signature in (_SIGNATURE_MARK, _SIGNATURE_LINE, _SIGNATURE_TAIL):
        plain = signature.sub("", plain)
    plain = _EMOTICON.sub(" ", plain)
    return [
        Clause(number, tokens)
        for number, sentence in enumerate(_SENTENCE_END.split(plain))
        for clause in _CLAUSE_END.split(sentence)
        for tokens in _between(_WORD.findall(clause), courtesies)
    ]


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    # An accent written after its letter as an apostrophe goes with the other punctuation.
    bare = (char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) not in ("Mn", "Me", "Cf"))
    return _MISSPELT.sub("disatt", _SPLIT_WORD.sub("dis", "".join(bare).replace("\r", "\n")))


def _between(tokens: Sequence[str], courtesies: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    kept: list[str] = []
    place = 0
    while place < len(tokens):
        found = next((each for each in courtesies if tuple(tokens[place : place + len(each)]) == each), None)
        if found is None:
            kept.append(tokens[place])
            place += 1
            continue
        if kept:
            yield tuple(kept)
        kept = []
        place += len(found)
    if kept:
        yield tuple(kept)
