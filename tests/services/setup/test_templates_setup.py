# SPDX-License-Identifier: EUPL-1.2
"""The step Modelli: one button, the order of need, Meta's limit, and each refusal with what to change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.setup.step_report import StepState
from comunecast_gui.core.setup.template_review import ReviewState, TemplateReview
from comunecast_gui.services import wiring
from comunecast_gui.services.categories import going_on
from tests.services.setup.conftest import MakeBench, SetupBench


def test_one_button_submits_all_and_the_review_is_followed(make_bench: MakeBench) -> None:
    bench = make_bench(files=True, review_seconds=3600).with_number()
    steps = bench.templates
    assert {one.state for one in steps.present().reviews} == {ReviewState.ABSENT}
    assert steps.report().state is StepState.MISSING
    done = steps.submit()
    assert (done.created, done.left, done.code) == (3 * len(done.reviews), 0, "")
    assert done.waiting == done.created >= 84
    assert steps.report().state is StepState.CHECK
    bench.sandbox.control.advance(3601)
    followed = steps.follow()
    assert {one.state for one in followed.reviews} == {ReviewState.APPROVED}
    assert steps.report().state is StepState.DONE
    assert {one.price for one in followed.reviews} == {Decimal("0.0248"), Decimal("0.0658")}


def test_what_the_town_needs_most_goes_first(bench: SetupBench) -> None:
    order = [one.category for one in bench.with_number().templates.present().reviews]
    assert order[0] == "generico"
    assert order.index("emergenza") < order.index("acqua_guasto") < order.index("uffici") < order.index("evento")


@pytest.mark.parametrize(
    "late", [timedelta(0), timedelta(microseconds=1), timedelta(seconds=30.5), timedelta(minutes=1)]
)
def test_the_minute_at_which_it_goes_on_is_never_before_it(make_bench: MakeBench, late: timedelta) -> None:
    """Half a second after a full minute it was the minute before."""
    at = datetime(2026, 11, 28, 3, 4, tzinfo=UTC)
    with make_bench().folder.workspace() as workspace:
        said = going_on.minute_of(workspace, going_on.Waiting(at + late, 1, held=True))
    assert said == datetime(2026, 11, 28, 4, 5 if late else 4)


def test_meta_takes_no_more_this_hour_and_it_goes_on_there_by_itself(make_bench: MakeBench) -> None:
    bench = make_bench(management_per_hour=12).with_number()
    before = datetime.now(UTC)
    first = bench.templates.submit()
    assert first.code == "limit"
    assert first.left == len(first.reviews) - first.created > 0
    assert first.goes_on_at is not None
    at = first.goes_on_at.replace(tzinfo=ZoneInfo("Europe/Rome"))
    assert timedelta(hours=1) <= at - before < timedelta(hours=1, minutes=2)
    assert bench.templates.present().goes_on_at == first.goes_on_at  # also after the window was closed
    early = bench.templates.go_on()
    assert (early.created, early.left, early.goes_on_at) == (0, first.left, first.goes_on_at)
    bench.sandbox.control.advance(3601)
    bench.an_hour_passes()
    second = bench.templates.go_on()
    assert second.created > 0
    assert second.left == first.left - second.created


def test_a_refused_template_stops_none_of_the_others_and_says_what_to_change(make_bench: MakeBench) -> None:
    bench = make_bench(review_seconds=60).with_number()
    bench.sandbox.control.set_verdict("evento_v1", "REJECTED")
    bench.templates.submit()
    bench.sandbox.control.advance(61)
    found = {one.category: one for one in bench.templates.follow().reviews}
    assert found["generico"].state is ReviewState.APPROVED
    refused = found["evento"]
    assert (refused.state, refused.advice) == (ReviewState.REFUSED, "reason_invalid_format")
    told = wiring.window_sentences().text(f"template_review.{refused.advice}", reason=refused.reason, status="")
    assert "Aggiungi parole tra i campi" in told
    assert "mandalo di nuovo" in told


def test_each_advice_has_its_words() -> None:
    for language in ("it", "en"):
        sentences = wiring.window_sentences(language)
        reasons = ["ABUSIVE_CONTENT", "INCORRECT_CATEGORY", "INVALID_FORMAT", "PROMOTIONAL", "SCAM", "OTHER"]
        reviews = [TemplateReview("x", "X", "x_v1", "REJECTED", reason=reason) for reason in reasons]
        reviews += [TemplateReview("x", "X", "x_v1", status) for status in ("", "PENDING", "APPROVED", "PAUSED")]
        reviews += [
            TemplateReview("x", "X", "x_v1", "APPROVED", dearer=True),
            TemplateReview("x", "X", "x", refusal=InputError("template_refused")),
        ]
        for one in reviews:
            assert sentences.text(f"template_review.{one.advice}", reason=one.reason, status="", refusal="r")


def test_before_the_number_it_says_what_comes_first(bench: SetupBench) -> None:
    assert [one.code for one in bench.templates.report().open] == ["setup_templates_later"]
    with pytest.raises(ConfigError, match="no_whatsapp"):
        bench.templates.submit()
