# SPDX-License-Identifier: EUPL-1.2
"""Stores the rules for a second person, and checks them before a notice is queued."""

from __future__ import annotations

import json
from dataclasses import asdict

import sqlalchemy as sa

from comunecast_gui.core.approval.colleagues import Colleague, Role
from comunecast_gui.core.approval.rules import Reason, Rules, reasons
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.store.db.schema import setting
from comunecast_gui.store.db.schema_approval import colleague

_KEY = "second_person"
_STRICTEST = Rules(red_alerts=True, whole_town=True)
"""Everything needs two people. The way out of an emergency stays that of an office which said nothing of it: at once
would make the second person a word, and never would hold a red alert back at night for a spoilt row."""


def read(connection: sa.Connection) -> Rules:
    """The rules in force; rules that cannot be read count as the strictest."""
    found = connection.execute(sa.select(setting.c.value).where(setting.c.key == _KEY)).scalar()
    if found is None:
        return Rules()
    try:
        kept = json.loads(found)
        minutes = kept["emergency_minutes"]
        sound = isinstance(kept["red_alerts"], bool) and isinstance(kept["whole_town"], bool)
        if not sound or not (minutes is None or (type(minutes) is int and minutes >= 0)):
            return _STRICTEST
        return Rules(kept["red_alerts"], kept["whole_town"], minutes)
    except (ValueError, TypeError, KeyError, RecursionError):
        return _STRICTEST


def write(connection: sa.Connection, rules: Rules) -> None:
    """Keeps the rules for every workstation of the office."""
    connection.execute(setting.delete().where(setting.c.key == _KEY))
    connection.execute(setting.insert().values(key=_KEY, value=json.dumps(asdict(rules))))


def told(rules: Rules) -> str:
    """The rules as one line for the audit log."""
    return ", ".join(f"{name}={value}" for name, value in asdict(rules).items())


def why_not_alone(connection: sa.Connection, notice: NewNotice, author: Colleague | None) -> tuple[Reason, ...]:
    """Why ``author`` may not queue this notice alone; empty: they may. One query in an office without colleagues.

    Raises InputError: ``sign_in_needed`` (nobody signed in, in an office with colleagues), ``colleague_may_not``
    (who neither sends nor writes).
    """
    somebody = sa.select(colleague.c.id).where(colleague.c.left_at.is_(None)).limit(1)
    if connection.execute(somebody).first() is None:
        return ()
    if author is None:
        raise InputError("sign_in_needed")
    if not (author.may(Role.SENDS) or author.may(Role.WRITES)):
        raise InputError("colleague_may_not")
    return reasons(notice, author, read(connection))


def require_sender(connection: sa.Connection, author: Colleague | None) -> None:
    """Whoever changes what is out may send; in an office without colleagues anybody may.

    Raises InputError: ``sign_in_needed``, ``colleague_may_not``.
    """
    somebody = sa.select(colleague.c.id).where(colleague.c.left_at.is_(None)).limit(1)
    if connection.execute(somebody).first() is None:
        return
    if author is None:
        raise InputError("sign_in_needed")
    if not author.may(Role.SENDS):
        raise InputError("colleague_may_not")
