# SPDX-License-Identifier: EUPL-1.2
"""Single entries of a settings file change; the notes of whoever wrote it, and the order, stay."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from difflib import ndiff
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comunecast_gui.core.errors import InputError
from comunecast_gui.system.settings import office_file
from comunecast_gui.system.settings.edits import Changes, edited

NOTED = """\
# Kept by the office of IT
[office]
name = "Comune di Prova" # as on the letterhead
localities = [
  "Prova", # the centre
  "Frazione",
]

# The bot was made by Anna.
[telegram]
base_url = "https://api.telegram.org/bot"
# the public one
[[telegram.channels]]
name = "principale" # do not rename
chat = "@comuneprova"

# for tries
[[telegram.channels]]
name = "prova"
chat = "@comuneprova2"

# On this computer
[database]
url = ""
"""
FIRST, SECOND = {"name": "principale", "chat": "@comuneprova"}, {"name": "prova", "chat": "@comuneprova2"}


def difference(changes: Changes) -> list[str]:
    """The lines that go and come."""
    fresh = edited(NOTED, changes)
    tomllib.loads(fresh)
    return [line for line in ndiff(NOTED.splitlines(), fresh.splitlines()) if line[0] in "+-"]


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"office.name": "Comune di Prova", "telegram.channels": [FIRST, SECOND]}, []),
        (
            {"office.name": "Comune di Altro"},
            ['- name = "Comune di Prova" # as on the letterhead', '+ name = "Comune di Altro" # as on the letterhead'],
        ),
        ({"office.phone": "0587 1"}, ['+ phone = "0587 1"']),
        ({"office.localities": ["Prova", "Frazione", "Monte"]}, ['+   "Monte",']),
        ({"office.localities": ["Frazione"]}, ['-   "Prova", # the centre']),
        ({"telegram.answer_private": True}, ["+ answer_private = true"]),
        (
            {"telegram.channels": [{**FIRST, "name": "avvisi"}, SECOND]},
            ['- name = "principale" # do not rename', '+ name = "avvisi" # do not rename'],
        ),
        (
            {"telegram.channels": [FIRST]},
            ["- # for tries", "- [[telegram.channels]]", '- name = "prova"', '- chat = "@comuneprova2"', "- "],
        ),
        (
            {"telegram.channels": [FIRST, SECOND, {"name": "sport", "chat": "@sport"}]},
            ["+ [[telegram.channels]]", '+ name = "sport"', '+ chat = "@sport"', "+ "],
        ),
        ({"relay.url": "https://a.example"}, ["+ ", "+ [relay]", '+ url = "https://a.example"']),
        ({"database": None}, ["- [database]", '- url = ""']),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_only_what_was_asked_for_changes(changes: Changes, lines: list[str]) -> None:
    assert sorted(difference(changes)) == sorted(lines)


def test_what_stands_above_the_next_section_stays_above_it() -> None:
    fresh = edited(NOTED, {"office.phone": "1", "telegram.channels": [SECOND], "relay.url": "https://a.example"})
    assert 'phone = "1"\n\n# The bot was made by Anna.\n[telegram]' in fresh
    assert "\n# On this computer\n[database]" in fresh
    gone = edited(NOTED, {"telegram": None})
    assert "\n# On this computer\n[database]" in gone
    assert "channels" not in gone


def test_a_file_is_made_from_nothing() -> None:
    fresh = edited(
        "", {"office.name": "Comune", "telegram.channels": [FIRST], "choices.topics": {"Acqua": ["acqua_guasto"]}}
    )
    made = office_file.parse(fresh)
    assert made.telegram
    assert [channel.name for channel in made.telegram.channels] == ["principale"]
    assert [topic.word for topic in made.office.offer.topics] == ["Acqua"]


@pytest.mark.parametrize(
    "text",
    [
        'office.name = "x"\n# a note\noffice.email = "a@b.it"\n',
        'office = {name = "x", email = "a@b.it"} # a note\n',
        '[office]\r\nname = "x"\r\n\r\n[database]\r\nurl = ""',
        '[telegram]\n[office]\nname = "x"\n[telegram.more]\na = 1\n',
        "[office] # only this\n",
    ],
)
def test_every_way_to_write_a_file_is_changed_to_the_same_settings(text: str) -> None:
    """Also where the notes cannot be kept: what it says counts."""
    before: dict[str, Any] = tomllib.loads(text)
    fresh = edited(text, {"office.phone": "1", "office.email": None})
    office = {key: value for key, value in before["office"].items() if key != "email"}
    assert tomllib.loads(fresh) == {**before, "office": {**office, "phone": "1"}}


CHANNELS = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from("abcd"), "chat": st.sampled_from(["@aaaaa", "@bbbbb", "@ccccc"])}),
    min_size=1,
    max_size=4,
)


@settings(max_examples=30)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("telegram.channels"), CHANNELS),
            st.tuples(st.sampled_from(["office.name", "office.phone", "relay.url"]), st.text(max_size=8)),
            st.tuples(st.just("office.localities"), st.lists(st.text(min_size=1, max_size=5), max_size=4)),
            st.tuples(st.sampled_from(["database", "telegram", "office.phone", "relay"]), st.none()),
        ),
        max_size=5,
    )
)
def test_after_any_changes_the_file_says_exactly_what_was_asked_for(steps: list[tuple[str, Any]]) -> None:
    text, said = NOTED, tomllib.loads(NOTED)
    for place, value in steps:
        section, _, key = place.partition(".")
        if not key:
            said.pop(section, None)
        elif value is None:
            said.get(section, {}).pop(key, None)
        else:
            said.setdefault(section, {})[key] = value
        text = edited(text, {place: value})
        assert tomllib.loads(text) == said


def test_a_file_that_is_no_toml_is_refused_with_its_line() -> None:
    with pytest.raises(InputError) as refused:
        edited('[office]\nname = "x\n', {"office.name": "y"})
    assert (refused.value.code, refused.value.values["line"]) == ("settings_malformed", 2)
    with pytest.raises(InputError) as refused:
        edited('office = "x"\n', {"office.name": "y"})
    assert refused.value.code == "settings_not_table"


def test_the_library_that_changes_files_is_not_loaded_to_read_them() -> None:
    """It takes 26 ms, which a start has no use for."""
    read = f"import sys; from comunecast_gui.system.settings import office_file; office_file.parse({NOTED!r})"
    done = subprocess.run([sys.executable, "-c", f"{read}; print('tomlkit' in sys.modules)"], capture_output=True)
    assert done.stdout.strip() == b"False"


def test_all_refused_entries_are_named_at_once() -> None:
    found = office_file.refusals(
        NOTED,
        {
            "office.email": "nobody",
            "office.alert_zone": "Tosc-Z9",
            "office.phone": "0587 1",
            "telegram.channels": [{"name": "a b", "chat": "@comuneprova"}],
        },
    )
    assert {place: error.code for place, error in found.items()} == {
        "office.email": "settings_bad_email",
        "office.alert_zone": "settings_bad_alert_zone",
        "telegram.channels": "settings_bad_channel_name",
    }
    alone = office_file.refusals(NOTED, {"whatsapp.api_version": "v25.0"})
    assert {place: error.code for place, error in alone.items()} == {"whatsapp.phone_number_id": "settings_missing"}
