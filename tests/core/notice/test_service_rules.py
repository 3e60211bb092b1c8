# SPDX-License-Identifier: EUPL-1.2
"""Every notice that passes the checks keeps the rules of both services."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from comunecast_gui.core.content import Content, TelegramPost, TemplateMessage, size
from comunecast_gui.core.model import Attachment, Draft, Office
from comunecast_gui.core.notice.categories import Catalogue, Category, FieldType
from comunecast_gui.core.notice.checks.check import CheckContext, blocking
from comunecast_gui.core.notice.compose import GENERIC, Composed, compose
from comunecast_gui.core.notice.render import body_of, filled
from comunecast_gui.sandbox.telegram.html import parse_html
from tests.core.moments import SENT, rome

CHANNELS = ("whatsapp", "telegram:principale")
TEXTS = {FieldType.TEXT, FieldType.LONG_TEXT, FieldType.PLACE, FieldType.PHONE, FieldType.LINK, FieldType.NOTICE_REF}
PLAIN = st.text(alphabet="abcdè 'ò,;:", max_size=400)
ODD = st.text(alphabet="aà <>&*_~`\"'{}[]1\n\t\r.;-\u202e\u2028💧𝕏1/:http", max_size=60)
SIGNS = st.integers(0, 700).map("💧".__mul__)
SAID = st.one_of(PLAIN, PLAIN, ODD, SIGNS, st.sampled_from(["{{1}}", "{{ via }}", "a}}", "&#123;&#123;1}}", "a\nb"]))


def picture(alt: str, name: str = "mappa.png") -> Attachment:
    return Attachment(Path(name), alt, "image/png", 10)


def composed(
    catalogue: Catalogue,
    office: Office,
    context: CheckContext,
    id: str,
    fields: dict[str, Any],
    *files: Attachment,
    carrier: str = "",
) -> Composed:
    category = catalogue.get(id)
    media = {catalogue.get(carrier or id).whatsapp.media_template_name(one) for one in files}
    draft = Draft("u", id, {**category.example, **fields}, CHANNELS, files, carrier=carrier)
    return compose(catalogue, draft, office, rome(SENT[id]), CHANNELS, replace(context, templates=frozenset(media)))


def broken(category: Category, office: Office, content: Content) -> Iterator[str]:
    """The rules of its service that it breaks (Meta: Template components, error 132018; Bot API: sendMessage)."""
    if isinstance(content, TelegramPost):
        if max(len(content.plain), len(content.plain.encode("utf-16-le")) // 2) > 4096:
            yield "telegram: too long"
        if len(content.html.encode()) > 32_768:
            yield "telegram: too many bytes"
        if parse_html(content.html).text != content.plain:
            yield "telegram: the markup says something else"
    elif isinstance(content, TemplateMessage):
        if max(len(content.text), len(content.text.encode("utf-16-le")) // 2) > 1024:
            yield "whatsapp: too long"
        if content.text != filled(body_of(category.whatsapp, office, content.header), dict(content.parameters)):
            yield "whatsapp: the text is not the template filled"
        for name, value in content.parameters:
            if not value or re.search(r"[\n\r\t\u2028\u2029\x0b\x0c\x85]| {5}", value):
                yield f"whatsapp: {name} is empty or has line breaks"
            if "{{" in value or "}}" in value:
                yield f"whatsapp: {name} holds a variable"


def test_the_description_counts_for_the_limit(catalogue: Catalogue, office: Office, context: CheckContext) -> None:
    alone = composed(catalogue, office, context, "generico", {})
    message = alone.contents["whatsapp"]
    assert isinstance(message, TemplateMessage)
    room = 1024 - size(message.text)
    fits = composed(catalogue, office, context, "generico", {}, picture("a" * (room // 2)))
    assert fits.notice is not None
    long = composed(catalogue, office, context, "generico", {}, picture("a" * room))
    sent = long.contents["whatsapp"]
    assert isinstance(sent, TemplateMessage)
    assert size(sent.text) > 1024
    assert [one.check for one in blocking(long.problems)] == ["oltre_limite_canale"]
    assert str(size(sent.text)) in blocking(long.problems)[0].message


def test_a_sign_of_two_units_counts_twice(catalogue: Catalogue, office: Office, context: CheckContext) -> None:
    alone = composed(catalogue, office, context, "generico", {"testo": "x"}).contents["whatsapp"]
    assert isinstance(alone, TemplateMessage)
    signs = (1024 - len(alone.text)) // 2 + 2  # fewer than 1,024 code points, more than 1,024 units
    found = composed(catalogue, office, context, "generico", {"testo": "💧" * signs})
    assert [one.check for one in blocking(found.problems)] == ["oltre_limite_canale"]


@pytest.mark.parametrize("said", ["La mappa di {{1}}", "{{via}}", "Piano di &#123;&#123;1&#125;&#125;", "Piazza XXX"])
def test_a_description_is_checked_like_a_field(
    said: str, catalogue: Catalogue, office: Office, context: CheckContext
) -> None:
    found = composed(catalogue, office, context, "generico", {}, picture(said))
    assert found.notice is None
    assert ("segnaposto", "attachments") in {(one.check, one.field) for one in found.problems}


@pytest.mark.parametrize(
    ("id", "fields"),
    [("rettifica", {"errato": "alle {{1}}"}), ("generico", {"link": "https://www.comune.it/{{1}}"})],
)
def test_a_variable_never_goes_out(
    id: str, fields: dict[str, str], catalogue: Catalogue, office: Office, context: CheckContext
) -> None:
    assert set(fields) <= {one.id for one in catalogue.get(id).fields}
    found = composed(catalogue, office, context, id, fields)
    assert ("segnaposto", *fields) in {(one.check, one.field) for one in found.problems}


def test_the_generic_template_carries_any_notice(catalogue: Catalogue, office: Office, context: CheckContext) -> None:
    carried = 0
    for category in catalogue:
        own = composed(catalogue, office, context, category.id, {})
        found = composed(catalogue, office, context, category.id, {}, carrier=GENERIC)
        message = found.contents["whatsapp"]
        assert isinstance(message, TemplateMessage)
        assert message.template == "generico_v1"
        assert own.notice is not None
        title = own.notice.title.removeprefix(f"{office.name}: ")
        assert title[1:] in message.text
        assert found.contents["telegram:principale"] == own.contents["telegram:principale"]
        if found.notice is None:
            assert {one.check for one in blocking(found.problems)} == {"oltre_limite_canale"}
        else:
            carried += 1
            assert found.notice.valid_until == own.notice.valid_until
    assert carried > len(catalogue) / 2


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_every_checked_notice_keeps_both_services_rules(
    catalogue: Catalogue, office: Office, context: CheckContext, data: st.DataObject
) -> None:
    category = data.draw(st.sampled_from(catalogue.categories))
    fields: dict[str, Any] = {}
    for one in category.fields:
        if one.type in TEXTS and data.draw(st.integers(0, 3)) == 0:
            fields[one.id] = data.draw(SAID)
        elif one.type is FieldType.LIST and data.draw(st.booleans()):
            fields[one.id] = data.draw(st.lists(SAID, max_size=4))
        elif one.type is FieldType.STREETS and data.draw(st.booleans()):
            street = st.fixed_dictionaries({"via": SAID, "tratto": PLAIN, "civici": PLAIN})
            fields[one.id] = data.draw(st.lists(street, max_size=12))
    files = [picture(alt, f"{n}.png") for n, alt in enumerate(data.draw(st.lists(SAID, max_size=2)))]
    carrier = data.draw(st.sampled_from(["", "", GENERIC]))
    found = composed(catalogue, office, context, category.id, fields, *files, carrier=carrier)
    event("goes out" if found.notice else "is blocked")
    assume(found.notice is not None)
    for content in found.contents.values():
        assert list(broken(found.whatsapp_category, office, content)) == []
