# SPDX-License-Identifier: EUPL-1.2
"""The data protection papers as HTML: no text in them, an office's name for one, becomes a tag or an attribute."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from comunecast_gui.core.report.html_page import html_page

HOSTILE = (
    '<img src="file:///etc/passwd">',
    "<img src=//h.it/share>",
    "<script>alert(1)</script>",
    '"><a href="javascript:alert(1)">x</a>',
    "</title><meta http-equiv=refresh content=0>",
    "&lt;img&gt; &#60;b&#62;",
    "[x](javascript:alert(1)) ![x](file:///etc/passwd)",
    "*a*<b>**c**`<i>`",
    "[da completare <iframe src=//h.it>]",
)
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "ul", "ol", "li", "table", "tr", "th", "td"),
    *("strong", "em", "code", "mark"),
}


class Tags(HTMLParser):
    """What a browser would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("place", ["# {}", "## {}", "{}", "- {}", "1. {}", "| a | {} |\n|---|---|\n| {} | b |"])
def test_html_page_escapes_hostile_text_in_every_block(text: str, place: str) -> None:
    page = Tags()
    page.feed(html_page(f"# Carta\n\n{place.replace('{}', text)}\n"))
    page.close()
    assert page.tags <= TAGS
    assert page.attributes == {("lang", "it"), ("charset", "utf-8")}
    if "*" not in text and "`" not in text:
        assert text in page.text
