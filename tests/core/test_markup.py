# SPDX-License-Identifier: EUPL-1.2
"""Each service's markup: no value of a field can become markup there."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from comunecast_gui.core import markup
from comunecast_gui.core.markup import Span

SPANS = st.lists(st.builds(Span, st.text(), st.booleans())).map(markup.joined)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert not attrs
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@given(SPANS)
def test_telegram_html_has_only_balanced_bold_and_three_entities(spans: tuple[Span, ...]) -> None:
    html = markup.telegram_html(spans)
    rest = re.sub(r"</?b>|&(?:amp|lt|gt);", "", html)
    assert not re.search(r"[<>&]", rest)
    assert html.count("<b>") == html.count("</b>")
    reader = _Tags()
    reader.feed(html.replace("\r", " "))
    reader.close()
    assert reader.seen <= {"b"}
    assert reader.open == []


@given(st.text(alphabet="ab *_~`\n1.://htps"))
def test_whatsapp_marks_in_a_value_are_made_harmless(text: str) -> None:
    calm = markup.harmless(text)
    assert "`" not in calm
    outside = re.sub(r"https?://\S+", " ", calm)
    for match in re.finditer(r"[*_~]", outside):
        around = outside[match.start() - 1 : match.start()] + outside[match.end() : match.end() + 1]
        assert len(around) == 2
        assert around.isalnum()


def test_an_address_stays_whole_and_usable() -> None:
    address = "https://comune.it/novita/_chi_siamo_/a~b"
    assert markup.harmless(f"vedi {address} *subito*") == f"vedi {address} \u2217subito\u2217"
    assert markup.harmless("https://x.it/*a*") == "https://x.it/%2Aa%2A"
    assert markup.harmless("mario_rossi@comune.it") == "mario_rossi@comune.it"


@given(SPANS)
def test_whatsapp_bold_is_only_ours(spans: tuple[Span, ...]) -> None:
    text = markup.whatsapp([Span(span.text.replace("http", ""), span.bold) for span in spans])
    inside_words = len(re.findall(r"(?<=[^\W_])\*(?=[^\W_])", text))
    bold = sum(2 for span in markup.joined([Span(s.text.replace("http", ""), s.bold) for s in spans]) if span.bold)
    assert text.count("*") <= bold + inside_words


def test_whatsapp_marks_can_be_read_back_for_a_preview() -> None:
    spans = (Span("💧 "), Span("Manca l'acqua", bold=True), Span(" a 3*4 metri"))
    assert markup.whatsapp_spans(markup.whatsapp(spans)) == spans


@given(SPANS)
def test_plain_text_is_the_text(spans: tuple[Span, ...]) -> None:
    assert markup.plain(spans) == "".join(span.text for span in spans)


def test_neutral_marks_bold() -> None:
    assert markup.neutral((Span("a "), Span("b", bold=True))) == "a **b**"
