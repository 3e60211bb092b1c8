# SPDX-License-Identifier: EUPL-1.2
"""The HTML parser must refuse and show exactly what Telegram does."""

from __future__ import annotations

import html

import pytest

from comunecast_gui.sandbox.telegram.html import MarkupRefused, parse_html, trimmed

PLACE = "🏟 🏟&lt;"  # 13 bytes: offsets count UTF-8 bytes of the source


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("a<br>", 'Unsupported start tag "br" at byte offset 1'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        (PLACE + "<abacaba", "Unclosed start tag at byte offset 13"),
        (PLACE + "<abac aba>", 'Unsupported start tag "abac" at byte offset 13'),
        (PLACE + "<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 13'),
        (PLACE + "<i    aba>", 'Expected equal sign in declaration of an attribute of the tag "i" at byte offset 13'),
        (PLACE + "<i    aba  =  ", 'Unclosed start tag "i" at byte offset 13'),
        (PLACE + "<i    aba  =  190azAz-.,", "Unexpected end of name token at byte offset 27"),
        (PLACE + '<i    aba  =  "&lt;&gt;&quot;>', "Unclosed start tag at byte offset 13"),
        (PLACE + "</", "Unexpected end tag at byte offset 13"),
        (PLACE + "<b></b></", "Unexpected end tag at byte offset 20"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</i>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
        (
            "&#57311;",
            "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate "
            "code units",
        ),
    ],
)
def test_refuses_in_telegrams_words(source: str, message: str) -> None:
    with pytest.raises(MarkupRefused) as refused:
        parse_html(source)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        ("<b>uno</b> <STRONG>due</STRONG>", "uno due", [("bold", 0, 3), ("bold", 4, 3)]),
        ("🔴 <b>Allerta</b>", "🔴 Allerta", [("bold", 3, 7)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<b></b>x", "x", []),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ('<span class="tg-spoiler">s</span>', "s", [("spoiler", 0, 1)]),
        ("R&D &amp; &#39;x&#x27; &lt;", "R&D & 'x' <", []),
    ],
)
def test_shows_text_and_entities_in_utf16_units(source: str, text: str, kinds: list[tuple[str, int, int]]) -> None:
    parsed = parse_html(source)
    assert parsed.text == text
    assert [(e["type"], e["offset"], e["length"]) for e in parsed.entities] == kinds
    assert parsed.spoiled == []


def test_whatever_html_escape_makes_is_shown_as_it_was() -> None:
    raw = "L'acqua <non> c'è & \"basta\" &egrave; 5 > 3"
    assert parse_html(html.escape(raw)).text == raw


def test_named_entities_other_than_four_are_shown_as_written_and_noted() -> None:
    parsed = parse_html("perch&egrave; no&nbsp;")
    assert parsed.text == "perch&egrave; no&nbsp;"
    assert len(parsed.spoiled) == 2


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://comune.it/a?b=1", "https://comune.it/a?b=1"),
        ("comune.it", "http://comune.it/"),
        ("mailto:x@y.it", "http://mailto:x@y.it/"),
        ("/avvisi", None),
        ("javascript:alert(1)", None),
        ("http://localhost:8000/x", None),
        ("tel:+390587", None),
    ],
)
def test_links_without_a_dotted_host_disappear(href: str, url: str | None) -> None:
    parsed = parse_html(f'<a href="{href}">qui</a>')
    assert parsed.text == "qui"
    assert [e["url"] for e in parsed.entities] == ([url] if url else [])
    assert bool(parsed.spoiled) == (url is None or "mailto" in url)


def test_ends_are_trimmed_and_entities_follow() -> None:
    shown = trimmed(parse_html(" \n<b> Acqua\r\t</b> oggi\n\n"))
    assert shown.text == "Acqua  oggi"
    assert shown.entities == [{"type": "bold", "offset": 0, "length": 6}]
