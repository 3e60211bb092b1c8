# SPDX-License-Identifier: EUPL-1.2
"""The grammar of the command line: every verb, its options, and nothing else."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Collection
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

from comunecast_gui import __version__
from comunecast_gui.cli import terminal
from comunecast_gui.core.approval.colleagues import Role
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.thread.post_change import ChangeVerdict
from comunecast_gui.system import paths
from comunecast_gui.system.secrets import SecretName

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

_MOST = 2**63 - 1
"""The largest number of a row that a database can hold."""
_YEARS = range(2000, 2200)
"""In which somebody may want to send: far enough from the ends of the calendar for every reckoning with days."""
_COMPLAINTS = (
    (re.compile(r"the following arguments are required: (?P<value>.+)", re.DOTALL), "argument_missing"),
    (re.compile(r"unrecognized arguments: (?P<value>.+)", re.DOTALL), "argument_unknown"),
    (re.compile(r"argument (?P<name>.+?): expected .*", re.DOTALL), "argument_empty"),
    (
        re.compile(r"argument (?P<name>.+?): invalid choice: (?P<value>.+) \(choose from (?P<known>.+)\)", re.DOTALL),
        "argument_choice",
    ),
)
"""What argparse says, in English, of each kind of mistake."""


class Parser(argparse.ArgumentParser):
    """Refuses like every other part of the program: with one sentence, and 1 where the command itself is wrong."""

    def error(self, message: str) -> NoReturn:
        for pattern, code in _COMPLAINTS:
            if found := pattern.fullmatch(message):
                raise InputError(code, command=self.prog, **found.groupdict())
        raise InputError("command_malformed", command=self.prog, reason=message)

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        terminal.answer(message.rstrip("\n"))


class _Unasked:
    """A verb that is known by its name alone: it takes every rule of its grammar, and keeps none."""

    def add_argument(self, *_: object, **__: object) -> _Unasked:
        return self

    add_subparsers = add_parser = add_mutually_exclusive_group = add_argument


def _only(words: Collection[str] | None) -> type[Parser]:
    """What makes the parser of a verb, where it is among ``words``."""

    def make(**settings: Any) -> Parser | _Unasked:
        asked = words is None or settings["prog"].rpartition(" ")[2] in words
        return Parser(**settings) if asked else _Unasked()

    return cast("type[Parser]", make)


def build_parser(sentences: Sentences | None = None, words: Collection[str] | None = None) -> argparse.ArgumentParser:
    """The parser of ``comunecast``; without a verb the window opens. It raises InputError for a wrong command.

    ``words``: the command line that it will read. The grammar of a verb that is not among them is left out: that of all
    takes ten times as long as most commands need for it.
    """
    spoken = sentences or Sentences.load(paths.resource("sentences"))

    def say(key: str) -> str:
        return spoken.text(f"help.{key}").replace("%", "%%")

    common = Parser(add_help=False)
    # SUPPRESS: an option given before the verb is not overwritten by the verb's own default.
    common.add_argument("--data-dir", type=_file, default=argparse.SUPPRESS, metavar="DIR", help=say("data_dir"))
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=say("json"))

    parser = Parser(
        prog="comunecast",
        parents=[common],
        description=say("program"),
        epilog=say("statuses"),
    )
    parser.add_argument("--version", action="version", version=f"ComuneCast {__version__}")
    parser.add_argument("--demo", action="store_true", help=say("demo_option"))
    verbs = parser.add_subparsers(dest="verb", metavar=say("command"), parser_class=_only(words))

    def verb(name: str, text: str, *more: Parser) -> Parser:
        return verbs.add_parser(name, help=text, description=text, parents=[common, *more])

    demo = verb("demo", say("demo"))
    demo.add_argument("--headless", action="store_true", help=say("headless"))
    demo.add_argument("--subscribers", type=_count, default=250, metavar="N", help=say("demo_subscribers"))
    demo.add_argument("--shots", type=_file, metavar="DIR", help=say("shots"))

    verb("configure", say("configure")).add_argument("file", type=_file, metavar="office.toml")

    secrets = verb("secrets", say("secrets")).add_subparsers(dest="action", required=True, metavar=say("action"))
    keep = secrets.add_parser("set", parents=[common], help=say("secrets_set"))
    keep.add_argument("name", choices=[name.value for name in SecretName], metavar="NAME")
    secrets.add_parser("list", parents=[common], help=say("secrets_list"))

    key = verb("key", say("office_key")).add_subparsers(dest="action", required=True, metavar=say("action"))
    key.add_parser("make", parents=[common], help=say("office_key_make"))
    key.add_parser("show", parents=[common], help=say("office_key_show"))
    key.add_parser("enter", parents=[common], help=say("office_key_enter"))
    key.add_parser("prove", parents=[common], help=say("office_key_prove"))

    check = verb("check", say("check"))
    render = verb("render", say("render"))
    for command in (check, render):
        command.add_argument("file", type=_file, metavar="notice.toml")
        command.add_argument(
            "--at",
            type=_moment,
            metavar="TIME",
            help=say("at"),
        )
    render.add_argument("--channel", choices=("telegram", "whatsapp"), required=True)

    send = verb("send", say("send"))
    send.add_argument("file", type=_file, metavar="notice.toml")
    send.add_argument(
        "--channel",
        action="append",
        type=_text,
        default=[],
        metavar="NAME",
        help=say("channel"),
    )
    send.add_argument("--at", type=_due, metavar="TIME", help=say("send_at"))
    send.add_argument("--yes", action="store_true", help=say("yes"))
    send.add_argument("--enqueue-only", action="store_true", help=say("enqueue_only"))
    send.add_argument("--ready-only", action="store_true", help=say("ready_only"))
    send.add_argument("--generic", action="store_true", help=say("generic"))
    send.add_argument("--as", dest="colleague", type=_text, default="", metavar="NAME", help=say("as_colleague"))

    for name, text in (("resume", say("resume")), ("status", say("status"))):
        command = verb(name, text)
        command.add_argument("notice", type=_count, nargs="?", metavar="NOTICE")
        if name == "resume":  # how the window drives an engine in a process of its own
            command.add_argument("--events", action="store_true", help=argparse.SUPPRESS)
            command.add_argument("--ready-only", action="store_true", help=say("ready_only"))
            command.add_argument("--wait", action="store_true", help=say("resume_wait"))
            command.add_argument("--whatever", action="store_true", help=say("resume_whatever"))
            command.add_argument("--over-days", action="store_true", help=say("resume_over_days"))
    scheduled = verb("scheduled", say("scheduled"))
    scheduled.add_argument("--move", type=_count, metavar="NOTICE", help=say("move"))
    scheduled.add_argument("--to", type=_due, metavar="TIME", help=say("move_to"))
    cancel = verb("cancel", say("cancel"))
    cancel.add_argument("notice", type=_count, metavar="NOTICE")
    cancel.add_argument("--channel", action="append", type=_text, default=[], metavar="NAME", help=say("channel"))
    posts = verb("notice", say("notice"))
    posts.add_argument("notice", type=_count, metavar="NOTICE")
    posts.add_argument("action", choices=("correct", "correct-for-all", "delete", "pin", "unpin", "settle"))
    posts.add_argument("file", type=_file, nargs="?", metavar="notice.toml", help=say("notice_file"))
    posts.add_argument("--channel", action="append", type=_text, default=[], metavar="NAME", help=say("channel"))
    posts.add_argument("--as", dest="colleague", type=_text, default="", metavar="NAME", help=say("as_colleague"))
    posts.add_argument("--enqueue-only", action="store_true", help=say("correct_enqueue_only"))
    posts.add_argument("--change", type=_count, metavar="CHANGE", help=say("post_change"))
    posts.add_argument("--outcome", choices=[one.value for one in ChangeVerdict], help=say("post_outcome"))
    verb("unknown", say("unknown"))
    settle = verb("settle", say("settle"))
    settle.add_argument("delivery", type=_count, nargs="?", metavar="DELIVERY")
    settle.add_argument("--notice", type=_count, metavar="NOTICE", help=say("settle_notice"))
    settle.add_argument("outcome", choices=("arrived", "resend", "leave", "undo"))

    _add_second_person(verb, common, say)

    people = verb("subscribers", say("subscribers")).add_subparsers(dest="action", required=True, metavar=say("action"))
    load = people.add_parser("import", parents=[common], help=say("subscribers_import"))
    load.add_argument("file", type=_file, metavar="FILE")
    load.add_argument("--map", type=_text, default="", metavar="phone=COLUMN", help=say("map"))
    load.add_argument("--dry-run", action="store_true", help=say("dry_run"))
    load.add_argument("--show-numbers", action="store_true", help=say("import_show_numbers"))
    load.add_argument("--accept-warned", action="store_true", help=say("accept_warned"))
    export = people.add_parser("export", parents=[common], help=say("subscribers_export"))
    export.add_argument("file", type=_file, metavar="FILE")
    show = people.add_parser("list", parents=[common], help=say("subscribers_list"))
    show.add_argument("--state", choices=("active", "left", "blocked"))
    show.add_argument("--zone", type=_text, default="", metavar="ZONE", help=say("zone"))
    show.add_argument("--topic", type=_text, default="", metavar="TOPIC", help=say("topic"))
    for command in (export, show):
        command.add_argument("--show-numbers", action="store_true", help=say("show_numbers"))

    person = people.add_parser("person", parents=[common], help=say("subscribers_person"))
    person.add_argument("--export", type=_file, metavar="FILE", help=say("export"))
    erase = people.add_parser("erase", parents=[common], help=say("subscribers_erase"))
    for command in (person, erase):
        command.add_argument("phone", type=_text, metavar="PHONE")

    inbox = verb("inbox", say("inbox")).add_subparsers(dest="action", required=True, metavar=say("action"))
    inbox.add_parser("pull", parents=[common], help=say("inbox_pull"))
    skip = inbox.add_parser("skip", parents=[common], help=say("inbox_skip"))
    skip.add_argument("--yes", action="store_true", help=say("skip_yes"))
    telegram = verb("telegram", say("telegram")).add_subparsers(dest="action", required=True, metavar=say("action"))
    telegram.add_parser("members", parents=[common], help=say("telegram_members"))
    telegram.add_parser("answer", parents=[common], help=say("telegram_answer"))
    relay = verb("relay", say("relay")).add_subparsers(dest="action", required=True, metavar=say("action"))
    keys = relay.add_parser("keys", parents=[common], help=say("relay_keys"))
    keys.add_argument("--rotate", action="store_true", help=say("relay_rotate"))
    keys.add_argument("--again", action="store_true", help=say("relay_again"))
    kit = relay.add_parser("kit", parents=[common], help=say("relay_kit"))
    kit.add_argument("file", type=_file, metavar="FILE")
    subscribe = relay.add_parser("subscribe", parents=[common], help=say("relay_subscribe"))
    subscribe.add_argument("--wait", type=_count, default=0, metavar="SECONDS", help=say("relay_wait"))
    ledger = verb("ledger", say("ledger")).add_subparsers(dest="action", required=True, metavar=say("action"))
    verify = ledger.add_parser("verify", parents=[common], help=say("ledger_verify"))
    verify.add_argument("--against", type=_text, default="", metavar="HEAD", help=say("ledger_against"))
    head = ledger.add_parser("head", parents=[common], help=say("ledger_head"))
    head.add_argument("--stamp", type=_file, metavar="FILE", help=say("ledger_stamp"))
    head.add_argument("--authority", type=_text, default="", metavar="URL", help=say("ledger_authority"))

    templates = verb("templates", say("templates")).add_subparsers(dest="action", required=True, metavar=say("action"))
    submit = templates.add_parser("submit", parents=[common], help=say("templates_submit"))
    submit.add_argument("categories", nargs="*", type=_text, metavar="CATEGORY")
    submit.add_argument("--media", action="store_true", help=say("media"))
    templates.add_parser("sync", parents=[common], help=say("templates_sync"))

    verb("charges", say("charges")).add_argument(
        "month", type=_month, nargs="?", metavar="2026-11", help=say("charges_month")
    )
    bulletin = verb("bulletin", say("bulletin"))
    bulletin.add_argument("source", type=_text, metavar="FILE|URL", help=say("bulletin_source"))
    bulletin.add_argument("--at", type=_moment, metavar="TIME", help=say("bulletin_at"))
    cap = verb("cap", say("cap"))
    cap.add_argument("notice", type=_count, metavar="NOTICE")
    cap.add_argument("file", type=_file, metavar="FILE")
    verb("healthcheck", say("healthcheck"))
    verb("papers", say("papers")).add_argument("folder", type=_file, metavar="DIR")
    migrate = verb("migrate", say("migrate"))
    migrate.add_argument("--as", dest="as_role", type=_text, default="", metavar="ROLE", help=say("migrate_as"))
    migrate.add_argument("--sql", action="store_true", help=say("migrate_sql"))
    computer = verb("workstation", say("workstation")).add_subparsers(
        dest="action", required=True, metavar=say("action")
    )
    for name in ("away", "add", "here"):
        one = computer.add_parser(name, parents=[common], help=say(f"workstation_{name}"))
        one.add_argument("file", type=_file, metavar="FILE")
        if name != "here":
            one.add_argument("--keys", action="store_true", help=say("workstation_keys"))
    computer.add_parser("back", parents=[common], help=say("workstation_back"))
    backup, restore = verb("backup", say("backup")), verb("restore", say("restore"))
    restore.add_argument("file", type=_file, metavar="FILE")
    target = backup.add_mutually_exclusive_group(required=True)
    target.add_argument("file", type=_file, metavar="FILE", nargs="?")
    target.add_argument("--noted", action="store_true", help=say("backup_noted"))
    backup.add_argument("--plain", action="store_true", help=say("backup_plain"))
    restore.add_argument("--plain", action="store_true", help=say("restore_plain"))
    restore.add_argument("--yes", action="store_true", help=say("restore_yes"))
    return parser


def _add_second_person(verb: Callable[..., Parser], common: Parser, say: Callable[[str], str]) -> None:
    """The commands of two pairs of eyes, each of which takes ``--as``."""
    who = Parser(add_help=False)
    who.add_argument("--as", dest="colleague", type=_text, default="", metavar="NAME", help=say("as_colleague"))
    approvals = verb("approvals", say("approvals"), who)
    approvals.add_argument(
        "--require", action="append", choices=("red-alerts", "whole-town", "nothing"), help=say("approvals_require")
    )
    approvals.add_argument("--emergency-after", type=_text, metavar="MINUTES", help=say("emergency_after"))
    approve = verb("approve", say("approve"), who)
    approve.add_argument("--emergency", action="store_true", help=say("approve_emergency"))
    approve.add_argument("--enqueue-only", action="store_true", help=say("enqueue_only"))
    for command in (approve, verb("refuse", say("refuse"), who)):
        command.add_argument("approval", type=_count, metavar="APPROVAL")
    office = verb("colleagues", say("colleagues")).add_subparsers(dest="action", required=True, metavar=say("action"))
    office.add_parser("list", parents=[common], help=say("colleagues_list"))
    for action in ("add", "change", "remove", "pin", "phone", "recover"):
        command = office.add_parser(action, parents=[common, who], help=say(f"colleagues_{action}"))
        command.add_argument("name", type=_text, metavar="NAME")
        if action == "phone":
            command.add_argument("--forget", action="store_true", help=say("phone_forget"))
        if action in ("add", "change"):
            command.add_argument(
                "--account", type=_text, required=action == "add", default="", metavar="ACCOUNT", help=say("account")
            )
            command.add_argument(
                "--role",
                action="append",
                choices=[role.value for role in Role],
                required=action == "add",
                default=None if action == "add" else [],
                help=say("role"),
            )


def _count(text: str) -> int:
    """Raises InputError("argument_number")."""
    digits = text.strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > len(str(_MOST)) or int(digits) > _MOST:
        raise InputError("argument_number", value=text)
    return int(digits)


def _moment(text: str) -> datetime:
    """Raises InputError("argument_moment")."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InputError("argument_moment", value=text) from None
    if moment.year not in _YEARS:
        raise InputError("argument_moment", value=text)
    return moment


def _due(text: str) -> datetime:
    """The moment at which something shall go out: a day alone is none, or it would go out at midnight.

    Raises InputError("argument_moment" | "argument_hour").
    """
    moment = _moment(text)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return moment
    raise InputError("argument_hour", value=text, example=f"{day}T08:30")


def _month(text: str) -> date:
    """The first day of a month. Raises InputError("argument_month")."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise InputError("argument_month", value=text) from None
    if first.year not in _YEARS:
        raise InputError("argument_month", value=text)
    return first


def _file(text: str) -> Path:
    """Raises InputError("argument_file") for what no file can be called."""
    if not text or "\0" in text:
        raise InputError("argument_file", value=text)
    return Path(text)


def _text(text: str) -> str:
    """Raises InputError("argument_text") for a sign that neither a database nor a service takes."""
    if "\0" in text or (not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text)):
        raise InputError("argument_text", value=text)
    return text
