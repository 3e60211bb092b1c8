# SPDX-License-Identifier: EUPL-1.2
"""Every code that stops a lane or fails a delivery has a sentence in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from comunecast_gui.channels.whatsapp.error_codes import RULES, Then, classify
from comunecast_gui.core.sentences import Sentences

ROOT = Path(__file__).parents[2]
OURS = re.compile(r'"((?:telegram|whatsapp|template)_[a-z_]+)"')
NOT_CODES = {
    "template_category_update",
    "whatsapp_business_api_data",
    "whatsapp_business_manager_messaging_limit",
}
"""Names of Meta's that look like codes."""


@pytest.fixture(params=["it", "en"])
def sentences(request: pytest.FixtureRequest) -> Sentences:
    return Sentences.load(ROOT / "resources" / "sentences", request.param)


def test_each_error_code_that_stops_a_lane_has_a_sentence(sentences: Sentences) -> None:
    stops = {classify({"code": code}, attempt=9).code for code, rule in RULES.items() if rule.then is not Then.RETRY}
    stops.add(classify({"code": 131053}, attempt=2).code)
    unused_here = {"131051", "131052", "132068", "132069", "139100", "139101", "139102", "139103"}
    assert sorted(code for code in stops - unused_here if f"channel.{code}" not in sentences.by_path) == []


def test_each_error_code_that_is_retried_has_a_sentence(sentences: Sentences) -> None:
    again = {str(code) for code, rule in RULES.items() if rule.then is Then.RETRY and code not in (429, 131053)}
    assert sorted(code for code in again if f"channel.{code}" not in sentences.by_path) == []


def test_sentences_claim_nothing_that_meta_does_not_say(sentences: Sentences) -> None:
    """Meta on 131048: "This may be because too many previous messages were blocked or flagged as spam"."""
    text = sentences.by_path["channel.whatsapp_131048"]
    assert "Può essere" in text or "may be" in text
    assert "considera indesiderati" not in text


def test_each_error_code_of_the_program_has_a_sentence(sentences: Sentences) -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "comunecast_gui" / "channels").rglob("*.py")]
    codes = {code for source in sources for code in OURS.findall(source)} - NOT_CODES
    assert {"telegram_token", "template_differs", "whatsapp_blocked"} <= codes
    assert sorted(code for code in codes if f"channel.{code}" not in sentences.by_path) == []
