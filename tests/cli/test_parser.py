# SPDX-License-Identifier: EUPL-1.2
"""A command that is written wrong is refused in one sentence that names what is wrong."""

from __future__ import annotations

import pytest

from comunecast_gui.cli.parser import build_parser
from comunecast_gui.core.errors import InputError


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (["send"], "argument_missing", "notice.toml"),
        (["sned"], "argument_choice", "sned"),
        (["settle", "1", "perhaps"], "argument_choice", "perhaps"),
        (["status", "1", "2"], "argument_unknown", "2"),
        (["send", "n.toml", "--no-such"], "argument_unknown", "--no-such"),
        (["send", "n.toml", "--channel"], "argument_empty", "--channel"),
        (["status", "one"], "argument_number", "one"),
        (["status", "9" * 20], "argument_number", "9" * 20),
        (["status", str(2**63)], "argument_number", str(2**63)),
        (["status", "9" * 5000], "argument_number", "9" * 5000),
        (["status", "1.5"], "argument_number", "1.5"),
        (["check", "n.toml", "--at", "domani"], "argument_moment", "domani"),
        (["check", "n.toml", "--at", "0001-01-01T00:00"], "argument_moment", "0001-01-01T00:00"),
        (["check", "n.toml", "--at", "9999-12-31"], "argument_moment", "9999-12-31"),
        (["send", "n.toml", "--at", "2026-11-30"], "argument_hour", "2026-11-30T08:30"),
        (["send", "n.toml", "--at", "domani"], "argument_moment", "domani"),
        (["scheduled", "--move", "1", "--to", "2026-11-30"], "argument_hour", "2026-11-30T08:30"),
        (["check", "n\0.toml"], "argument_file", "n\0.toml"),
        (["check", ""], "argument_file", ""),
        (["--data-dir", "a\0b", "status"], "argument_file", "a\0b"),
        (["subscribers", "list", "--zone", "\0"], "argument_text", "\0"),
        (["check", "n.toml", "--ch", "x", "--at=2022-08-22T09:00"], "argument_unknown", "--ch x"),
    ],
)
def test_each_mistake_has_its_sentence(words: list[str], code: str, named: str) -> None:
    with pytest.raises(InputError) as caught:
        build_parser(words=words).parse_args(words)
    assert (caught.value.code, caught.value.exit_code) == (code, 1)
    assert named in " ".join(map(str, caught.value.values.values()))


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--demo"],
        ["--json", "status", "7"],
        ["send", "send", "--channel", "resume", "--data-dir", "backup"],
        ["subscribers", "list", "--zone", "relay"],
        ["backup", "--noted"],
        ["colleagues", "add", "colleagues", "--account", "maria", "--role", "writes"],
        ["relay", "keys", "--rotate"],
    ],
)
def test_what_is_built_for_one_command_line_reads_it_as_the_whole_grammar_does(words: list[str]) -> None:
    assert build_parser(words=words).parse_args(words) == build_parser().parse_args(words)


def test_what_is_built_for_one_command_line_names_every_verb() -> None:
    assert build_parser(words=["--help"]).format_help() == build_parser().format_help()
    refused = []
    for parser in (build_parser(words=["sned"]), build_parser()):
        with pytest.raises(InputError) as caught:
            parser.parse_args(["sned"])
        refused.append(caught.value.values)
    assert refused[0] == refused[1]


def test_the_largest_number_that_a_database_holds() -> None:
    assert build_parser().parse_args(["status", str(2**63 - 1)]).notice == 2**63 - 1
