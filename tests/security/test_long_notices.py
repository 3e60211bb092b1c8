# SPDX-License-Identifier: EUPL-1.2
"""Every check takes linear time, and a text as long as a book is refused before any of them."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from comunecast_gui.core.model import Draft, Office
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.notice.checks.context import CheckContext
from comunecast_gui.core.notice.compose import Composed, compose
from comunecast_gui.core.notice.fields import MOST_OF_A_FIELD
from comunecast_gui.core.notice.repetition import says_again
from comunecast_gui.system import paths
from tests.security.doubling import takes_linear_time

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
OFFICE = Office(name="Comune di Calcinaia", localities=("Calcinaia", "Fornacette"))
PIECES = (
    "a", "A", "a ", "1", "a.", "[", "[a", "{a", "*", "*a", "@", "x@", "a-", "IT00A", "http://", "www.", "...", "…a",
    "_", "(", "à", "AB123CD ", "&", "&a;", "~a", "mezzanotte ", "lunedì ", "lunedì,", "1/", "!a",
    "via ", "Comune di ", "X",
    "lun 1 ", "venerdì 19, ", "19/5/2026 ", "domani 6/5, ", "domani 7 maggio ", "prossimo ", "primo ", "1 mar",
    "ore 24 ", "AB CD ", "ABCDE ", "ABC ", "3 3 3 ", "333 1", "<a", "?? ", "XX ", "XX:", "IT60 ", "bit.ly/ ", "1.2.3.",
    "ore ", "{ ", "alle 9 ", "dalle 9 alle 8 ", "dal 9 al 8 ", "dal 9/5 al 8/5 ", "entro ", "da 9/5 a ",
    "scuole di Forlì ", "sindaco di a a ", "allerta rossa ", "allerta ", "A Pisa ", "a pisa\n", "città di ",
    "a@gmail", "💧", "👩‍", "\u0301",
)  # fmt: skip


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load(paths.resource("categories"))


@pytest.fixture(scope="module")
def context() -> CheckContext:
    return CheckContext.load(paths.resource(), office=OFFICE)


def composed(catalogue: Catalogue, context: CheckContext, **fields: Any) -> tuple[Composed, float]:
    draft = Draft(uuid="", category="generico", fields=fields)
    began = time.process_time()
    found = compose(catalogue, draft, OFFICE, AT, ("whatsapp", "telegram:principale"), context)
    return found, time.process_time() - began


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_twice_the_text_takes_twice_the_time(catalogue: Catalogue, context: CheckContext, piece: str) -> None:
    def seconds(size: int) -> float:
        return composed(catalogue, context, titolo="x", testo=piece * (size // len(piece)))[1]

    assert takes_linear_time(seconds, MOST_OF_A_FIELD - 1)


@pytest.mark.parametrize(
    "value",
    ["a" * 1_000_000, "_" * 1_000_000, ["a"] * 500_000, [{"via": "x" * 1000}] * 1000, {"x" * 1_000_000: 1}],
    ids=["text", "signs", "list", "streets", "key"],
)
@pytest.mark.parametrize("field", ["testo", "titolo", "periodo", "luogo"])
def test_a_book_is_refused_at_once(catalogue: Catalogue, context: CheckContext, field: str, value: object) -> None:
    found, took = composed(catalogue, context, **{"titolo": "x", "testo": "y", field: value})
    assert found.notice is None
    assert ("limit", field) in {(one.check, one.field) for one in found.problems}
    assert all(len(one.message) < 2000 for one in found.problems)
    assert took < 2


def test_many_fields_together_are_a_book_too(catalogue: Catalogue, context: CheckContext) -> None:
    names = ("titolo", "testo", "luogo", "telefono", "link")
    found, took = composed(catalogue, context, **dict.fromkeys(names, "parola " * 1500))
    assert "limit" in {one.check for one in found.problems if one.field == "link"}
    assert took < 2


def test_thousands_of_unknown_fields(catalogue: Catalogue, context: CheckContext) -> None:
    found, took = composed(catalogue, context, **{f"x{n}": 1 for n in range(20_000)}, **{"y" * 100_000: 1})
    assert len(found.problems) < 100
    assert sum(len(one.message) for one in found.problems) < 50_000
    assert took < 2


@pytest.mark.parametrize(
    ("piece", "other"),
    [("a", "a"), ("ab", "ba"), ("via Roma ", "via Roma, "), ("attiva ", "avitta "), ("x = ", "= x ")],
)
def test_texts_that_are_alike_are_compared_in_a_moment(piece: str, other: str) -> None:
    began = time.process_time()
    for size in (4000, 12_000, 30_000):
        says_again(piece * (size // len(piece)), other * (size // len(other)))
    assert time.process_time() - began < 3


def test_the_same_long_text_is_still_seen() -> None:
    text = " ".join(f"via {chr(65 + n % 26)}{n}" for n in range(900))
    assert says_again(text, text.replace("A0", "X0"))
    assert not says_again(text, text[::-1])
