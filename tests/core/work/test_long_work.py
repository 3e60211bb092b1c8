# SPDX-License-Identifier: EUPL-1.2
"""Work that takes long says how far it is, ends where a person stopped it, and knows from where on it cannot."""

from __future__ import annotations

import re
import threading

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.work.long_work import (
    UNWATCHED,
    LongWork,
    Reached,
    StageCount,
    Unit,
    Work,
    counted,
    seconds_left,
)
from comunecast_gui.core.work.work_words import said
from comunecast_gui.system import paths
from tests.core.work.stopped import leaves_everything


def sentences(language: str = "it") -> Sentences:
    return Sentences.load(paths.resource("sentences"), language)


def test_what_is_counted_is_stopped_at_its_next_step() -> None:
    work = LongWork()
    items = counted(range(2_000), 2_000, work)
    assert [next(items) for _ in range(600)] == list(range(600))
    assert work.reached == Reached("", 500, 2_000, share=0.25)
    assert work.stop()
    with pytest.raises(InputError, match="work_stopped"):
        list(items)


@pytest.mark.parametrize("tell", [
    lambda work: work(1, 2), lambda work: work.begin("rows"), lambda work: work.plan({"rows": 1}), LongWork.last_step,
])  # fmt: skip
def test_whatever_is_told_first_hears_that_it_was_stopped(tell: object) -> None:
    work = LongWork()
    assert callable(tell)
    work.stop()
    with pytest.raises(InputError, match="work_stopped"):
        tell(work)


def test_after_the_last_step_nothing_stops_it() -> None:
    work = LongWork()
    work(3, 4)
    work.last_step()
    assert not work.stop()
    work.begin("writing")
    work(4, 4)
    assert (work.reached.final, work.stopped) == (True, False)
    assert said("Importo", work.reached, 10, sentences()).startswith("Quasi fatto")


def test_either_it_is_stopped_or_it_is_final_and_never_both() -> None:
    for _ in range(200):
        work = LongWork()
        heard: list[bool] = []
        ready = threading.Barrier(2)

        def press(work: LongWork = work, heard: list[bool] = heard, ready: threading.Barrier = ready) -> None:
            ready.wait()
            heard.append(work.stop())

        thread = threading.Thread(target=press)
        thread.start()
        ready.wait()
        try:
            work.last_step()
            ended = False
        except InputError:
            ended = True
        thread.join()
        assert heard == [ended]


def test_the_stages_of_a_plan_make_one_whole_that_never_goes_back() -> None:
    work, shares = LongWork(), []
    work.plan({"copying": 1, "checking": 1, "packing": 2})
    for stage in ("copying", "packing", "copying", "unknown"):
        work.begin(stage, Unit.BYTES)
        for done in (0, 5, 10):
            work(done, 10)
            assert work.reached.share is not None
            shares.append(work.reached.share)
    assert shares[:6] == [0.0, 0.125, 0.25, 0.5, 0.75, 1.0]
    assert shares == sorted(shares)


def test_the_plan_of_the_whole_counts_where_a_part_has_one_too() -> None:
    work = LongWork()
    work.plan({"decoding": 1, "opening": 1})
    work.begin("decoding")
    work.plan({"opening": 1})
    work.begin("opening")
    assert work.reached.share == 0.5


def test_bytes_are_told_and_nobody_is_told_of_work_that_nobody_waits_for() -> None:
    work = LongWork()
    count = StageCount(work, 3_000_000)
    count.add(1_000_000)
    assert work.reached.share == pytest.approx(1 / 3)
    unwatched: Work = UNWATCHED
    unwatched.plan({"rows": 1})
    unwatched.begin("rows")
    unwatched(1, 2)
    unwatched.last_step()
    assert not unwatched.stopped


def test_the_rest_is_guessed_from_the_pace_so_far() -> None:
    assert seconds_left(None, 1.0) is None
    assert seconds_left(0.01, 1.0) is None
    assert seconds_left(0.25, 10.0) == 30.0


@pytest.mark.parametrize(
    ("reached", "elapsed", "words"),
    [
        (Reached(), 3, "Leggo la lista"),
        (Reached(done=12_000), 3, "Leggo la lista 12.000"),
        (Reached("", 25_000, 100_000, share=0.25), 10, "Leggo la lista 25.000 di 100.000 · ancora circa 30 secondi"),
        (Reached("", 1, 100, share=0.01), 10, "Leggo la lista 1 di 100"),
        (Reached("packing", 12_345_678, 480_000_001, Unit.BYTES, 0.2), 15,
         "Scrivo la copia… 12 di 481 MB · ancora circa un minuto"),
        (Reached("packing", 1, 900_000, Unit.BYTES, 0.2), 0.6, "Scrivo la copia… · ancora circa 5 secondi"),
        (Reached("", 1, 4, share=0.25), 100, "Leggo la lista 1 di 4 · ancora circa 5 minuti"),
    ],
)  # fmt: skip
def test_how_far_it_is_in_words(reached: Reached, elapsed: float, words: str) -> None:
    assert said("Leggo la lista", reached, elapsed, sentences()) == words


def test_english_numbers_have_commas() -> None:
    told = said("Reading", Reached("", 25_000, 100_000, share=0.25), 10, sentences("en"))
    assert told == "Reading 25,000 of 100,000 · about 30 seconds left"


def test_every_stage_has_words_in_both_languages() -> None:
    """Whoever begins another stage finds here that its sentence is missing."""
    begun = {
        found
        for path in paths.resource().parent.joinpath("comunecast_gui").rglob("*.py")
        for found in re.findall(r'\.begin\("(\w+)"', path.read_text("utf-8"))
    }
    assert {"rows", "packing", "taking"} <= begun
    for language in ("it", "en"):
        assert not [stage for stage in begun if not sentences(language).has(f"work_stage.{stage}")]


def test_work_that_leaves_something_behind_is_found_out() -> None:
    left: list[int] = []

    def careless(work: LongWork) -> None:
        work(1, 3)
        left.append(1)
        work(2, 3)
        left.clear()

    with pytest.raises(AssertionError, match="moment 2"):
        leaves_everything(careless, left.copy)
