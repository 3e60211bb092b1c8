# SPDX-License-Identifier: EUPL-1.2
"""What is laid over a category, and what is told of an edited one, are the same."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comunecast_gui.core.model import PriceCategory
from comunecast_gui.core.notice.categories import Catalogue, read_category
from comunecast_gui.core.notice.overlays.merging import completed, difference, laid_over, merged
from comunecast_gui.core.notice.overlays.overlay_writer import written

SHIPPED = sorted((Path(__file__).parents[4] / "resources" / "categories").glob("*.toml"))
ENTRIES = [tomllib.loads(path.read_text(encoding="utf-8")) for path in SHIPPED]
WORDS = st.text(alphabet="abc è{}'\"\n", max_size=12)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_nothing_laid_over_a_category_leaves_it_as_it_is(path: Path) -> None:
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    shipped, own = read_category(path), laid_over(entries, {}, path.stem)
    assert (own.whatsapp, own.fields, own.example, own.former) == (
        shipped.whatsapp,
        shipped.fields,
        shipped.example,
        (),
    )
    assert difference(entries, entries) == {}


@given(st.sampled_from(ENTRIES), st.data())
@settings(max_examples=60)
def test_what_differs_laid_over_the_category_is_the_edited_category(
    entries: dict[str, Any], data: st.DataObject
) -> None:
    edited = deepcopy(entries)
    edited["name"] = data.draw(WORDS)
    edited |= {"hidden": True} if data.draw(st.booleans()) else {}
    edited["whatsapp"]["footer"] = data.draw(WORDS)
    for field in edited["fields"]:
        if data.draw(st.booleans()):
            field["label"] = data.draw(WORDS)
            field |= {"hidden": True} if data.draw(st.booleans()) else {}
    edited["fields"] += [{"id": name, "type": "text"} for name in data.draw(st.sets(st.sampled_from(["xa", "xb"])))]
    own = difference(entries, edited)
    assert merged(entries, own) == edited
    assert difference(entries, merged(entries, own)) == own


def test_a_field_that_is_taken_out_is_hidden(catalogue: Catalogue) -> None:
    edited = deepcopy(ENTRIES[0])
    gone = edited["fields"].pop()["id"]
    own = difference(ENTRIES[0], edited)
    assert own == {"fields": [{"id": gone, "hidden": True}]}
    assert laid_over(ENTRIES[0], own, SHIPPED[0].stem).hidden_fields == (gone,)


def test_a_variable_that_nobody_described_says_its_field() -> None:
    entries = deepcopy(ENTRIES[0])
    name = entries["fields"][0]["id"]
    entries["whatsapp"]["body"] = f"Prova {{{{{name}}}}} prova del {{{{data_invio}}}}, ente"
    entries["whatsapp"]["variables"] = []
    said = completed(entries)["whatsapp"]["variables"]
    assert said == [{"name": name, "source": f"{{{name}}}"}, {"name": "data_invio", "source": "{data_invio}"}]


def test_the_text_that_goes_out_is_the_last_one_that_meta_approved() -> None:
    path = next(path for path in SHIPPED if path.stem == "acqua_programmata")
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    first = laid_over(entries, {"whatsapp": {"footer": "Uno Disattiva"}}, path.stem).whatsapp
    former = {
        "template": first.template, "version": first.version, "price_category": str(first.price_category),
        "reason": first.reason, "body": first.body, "footer": first.footer, "quick_replies": list(first.quick_replies),
        "variables": [{"name": one.name, "source": one.source.source} for one in first.variables],
    }  # fmt: skip
    own = laid_over(entries, {"whatsapp": {"price_category": "MARKETING"}, "former": [former]}, path.stem)
    newest, middle, shipped = (one.template_name for one in own.layouts)
    assert (middle, shipped) == (first.template_name, "acqua_programmata_v1")
    for approved, goes_out in (
        ((newest, middle, shipped), newest),
        ((middle, shipped), middle),
        ((shipped,), shipped),
        ((), newest),
    ):
        assert own.in_force(approved).whatsapp.template_name == goes_out
    assert own.in_force((shipped,)).whatsapp.price_category is PriceCategory.UTILITY


@pytest.mark.parametrize("entries", ENTRIES, ids=[path.stem for path in SHIPPED])
def test_what_is_written_reads_back_as_the_same(entries: dict[str, Any]) -> None:
    assert tomllib.loads(written(entries)) == entries


@given(st.text(max_size=20), st.dictionaries(st.text(max_size=4), WORDS | st.booleans() | st.integers(), max_size=3))
@settings(max_examples=60)
def test_any_text_is_written_so_that_it_reads_back(text: str, table: dict[str, Any]) -> None:
    entries = {"name": text, "example": table, "fields": [{"id": "a", "help": text}]}
    assert tomllib.loads(written(entries)) == {**entries, "name": text}
