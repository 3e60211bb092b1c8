# SPDX-License-Identifier: EUPL-1.2
"""Stores the colleagues: names, roles, PINs, and the private chats in which the bot asks them."""

from __future__ import annotations

import hashlib
import math
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.approval import pins
from comunecast_gui.core.approval.approval_request import ApprovalState
from comunecast_gui.core.approval.colleagues import Colleague, Role, checked_name, require_sound
from comunecast_gui.core.approval.rules import Rules
from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.errors import InputError
from comunecast_gui.store.colleagues import approval_ends, sending_rules
from comunecast_gui.store.consent import audit
from comunecast_gui.store.consent.audit import AuditRow
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema_approval import approval_request, colleague

_LONGEST_ACCOUNT = 255
_WORD_HOLDS = timedelta(minutes=15)
"""How long the word holds with which a private chat is made known."""


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Every method raises ConfigError (``database_*``).

    ``by`` is who asks for a change: one who manages, or None while the office has no colleagues. Each change raises
    InputError("colleague_may_not") for anybody else, and is written in the audit log.
    """

    database: Database

    def here(self) -> list[Colleague]:
        """Who works in the office now, by name; none: the office has no roles."""
        with self.database.reading() as connection:
            return here(connection)

    def all(self) -> dict[int, Colleague]:
        """Also those who left, by their ids."""
        with self.database.reading() as connection:
            return {row.id: as_colleague(row) for row in connection.execute(sa.select(colleague))}

    def get(self, id: int) -> Colleague:
        """Raises InputError("colleague_unknown")."""
        with self.database.reading() as connection:
            return one(connection, id, hold=False)

    def add(
        self, name: str, account: str, roles: Collection[Role], pin: str, now: datetime, by: Colleague | None
    ) -> Colleague:
        """Adds a colleague, the first of whom has to manage.

        Raises InputError: ``colleague_name``, ``colleague_account``, ``colleague_taken``, ``colleague_roles``,
        ``colleague_last_manager``, ``pin_length``, ``pin_easy``.
        """
        pins.require_good(pin)
        values = _checked(name, account, roles)
        kept = pins.keep(pin, self.database.hash_key)
        with self.database.writing() as connection:
            serialise(connection, "colleague")
            self._require_manager(connection, by)
            _require_free(here(connection), values["name"])
            insert = colleague.insert().values(pin=kept, since=now, **values)
            id = connection.execute(insert.returning(colleague.c.id)).scalar_one()
            added = one(connection, id)
            _require_sound(connection)
            self._note(connection, now, by or added, "colleague_added", _told(added))
            return added

    def change(
        self, id: int, name: str, account: str, roles: Collection[Role], now: datetime, by: Colleague | None
    ) -> Colleague:
        """Gives a colleague another name, account or other roles. Raises InputError as :meth:`add`."""
        values = _checked(name, account, roles)
        with self.database.writing() as connection:
            serialise(connection, "colleague")
            self._require_manager(connection, by)
            one(connection, id)
            _require_free([other for other in here(connection) if other.id != id], values["name"])
            connection.execute(colleague.update().where(colleague.c.id == id).values(**values))
            _require_sound(connection)
            changed = one(connection, id)
            self._note(connection, now, by or changed, "colleague_changed", _told(changed))
            return changed

    def remove(self, id: int, now: datetime, by: Colleague | None) -> None:
        """A colleague leaves: what they asked for is taken back, their PIN and private chat are forgotten.

        The last one to leave ends the roles of the office. Raises InputError: ``colleague_unknown``,
        ``colleague_last_manager``, ``colleague_too_few``.
        """
        gone = {"left_at": now, "pin": "", "telegram_chat": None, "telegram_word": None, "telegram_word_until": None}
        with self.database.writing() as connection:
            serialise(connection, "colleague")
            self._require_manager(connection, by)
            leaving = one(connection, id)
            connection.execute(colleague.update().where(colleague.c.id == id).values(**gone))
            _require_sound(connection)
            theirs, who = approval_request.c.author_id == id, signature(by or leaving)
            # Before the audit log is held: who approves holds the request first, and then the log.
            approval_ends.end_waiting(
                connection, self.database, theirs, ApprovalState.WITHDRAWN, now, decided_by=id, who=who
            )
            self._note(connection, now, by or leaving, "colleague_removed", leaving.name)

    def set_pin(self, id: int, pin: str, now: datetime, by: Colleague) -> None:
        """A new PIN, for oneself or by one who manages. Raises InputError: ``pin_length``, ``pin_easy``."""
        pins.require_good(pin)
        kept = pins.keep(pin, self.database.hash_key)
        with self.database.writing() as connection:
            serialise(connection, "colleague")
            if by.id != id:
                self._require_manager(connection, by)
            whose = one(connection, id)
            fresh = {"pin": kept, "failures": 0, "blocked_until": None}
            connection.execute(colleague.update().where(colleague.c.id == id).values(**fresh))
            self._note(connection, now, by, "pin_set", whose.name)

    def recover(self, id: int, pin: str, account: str, now: datetime) -> Colleague:
        """Lets a colleague manage, under this account and with a new PIN, when no manager can sign in any more.

        Whoever calls this has proved that they have the office key. Raises InputError: ``colleague_unknown``,
        ``pin_length``, ``pin_easy``.
        """
        pins.require_good(pin)
        kept = pins.keep(pin, self.database.hash_key)
        with self.database.writing() as connection:
            serialise(connection, "colleague")
            one(connection, id)
            fresh = {"pin": kept, "failures": 0, "blocked_until": None, "manages": True, "account": account}
            connection.execute(colleague.update().where(colleague.c.id == id).values(**fresh))
            whose = one(connection, id)
            self._note(connection, now, whose, "manager_recovered", whose.name)
            return whose

    def check_pin(self, id: int, pin: str, now: datetime) -> Colleague:
        """The colleague whose PIN this is.

        A try is counted before it is looked at, and committed: nobody gains one by ending the program. Raises
        InputError: ``pin_blocked`` (for ``minutes``), ``pin_wrong`` (with how many tries are ``left``).
        """
        with self.database.writing() as connection:
            row = connection.execute(_row(id).with_for_update()).first()
            if row is None or row.left_at is not None:
                raise InputError("colleague_unknown")
            if row.blocked_until is not None and row.blocked_until > now:
                raise _blocked(row.blocked_until - now)
            failures = row.failures + 1
            wait = pins.wait_after(failures)
            counted = {"failures": failures, "blocked_until": now + wait if wait else None}
            connection.execute(colleague.update().where(colleague.c.id == id).values(**counted))
        right = pins.matches(pin, row.pin, self.database.hash_key)
        with self.database.writing() as connection:
            if right:
                fresh = {"failures": 0, "blocked_until": None}
                connection.execute(colleague.update().where(colleague.c.id == id).values(**fresh))
                return as_colleague(row)
            self._note(connection, now, as_colleague(row), "pin_wrong", row.name)
        if wait:
            raise _blocked(wait)
        raise InputError("pin_wrong", field="pin", left=pins.FREE_TRIES - failures)

    def offer_chat(self, id: int, now: datetime, by: Colleague) -> str:
        """A word that makes a private chat known as this colleague's, once and for a quarter of an hour."""
        word = secrets.token_urlsafe(18)
        with self.database.writing() as connection:
            serialise(connection, "colleague")
            if by.id != id:
                self._require_manager(connection, by)
            one(connection, id)
            offered = {"telegram_word": _hashed(word), "telegram_word_until": now + _WORD_HOLDS}
            connection.execute(colleague.update().where(colleague.c.id == id).values(**offered))
        return word

    def take_chat(self, word: str, chat: int, now: datetime) -> Colleague | None:
        """The colleague who wrote this word to the bot from ``chat``, which is known as theirs from now on.

        None for a word that nobody was given, that is too old, or that was used.
        """
        with self.database.writing() as connection:
            serialise(connection, "colleague")
            mine = colleague.c.telegram_word == _hashed(word), colleague.c.telegram_word_until > now
            row = connection.execute(sa.select(colleague).where(*mine, colleague.c.left_at.is_(None))).first()
            if row is None:
                return None
            connection.execute(colleague.update().where(colleague.c.telegram_chat == chat).values(telegram_chat=None))
            taken = {"telegram_chat": chat, "telegram_word": None, "telegram_word_until": None}
            connection.execute(colleague.update().where(colleague.c.id == row.id).values(**taken))
            known = one(connection, row.id)
            self._note(connection, now, known, "chat_known", known.name)
            return known

    def forget_chat(self, id: int, now: datetime, by: Colleague) -> None:
        """The bot asks this colleague no more, and takes nothing from that chat."""
        with self.database.writing() as connection:
            serialise(connection, "colleague")
            if by.id != id:
                self._require_manager(connection, by)
            whose = one(connection, id)
            none = {"telegram_chat": None, "telegram_word": None, "telegram_word_until": None}
            connection.execute(colleague.update().where(colleague.c.id == id).values(**none))
            self._note(connection, now, by, "chat_forgotten", whose.name)

    def rules(self) -> Rules:
        """What needs a second person in this office."""
        with self.database.reading() as connection:
            return sending_rules.read(connection)

    def set_rules(self, rules: Rules, now: datetime, by: Colleague | None) -> None:
        """Says what needs a second person from now on. Raises InputError("colleague_too_few")."""
        with self.database.writing() as connection:
            serialise(connection, "colleague")
            self._require_manager(connection, by)
            require_sound(here(connection), second_person=rules.any)
            if by is None:
                raise InputError("colleague_may_not")
            sending_rules.write(connection, rules)
            self._note(connection, now, by, "second_person_rules", sending_rules.told(rules))

    def chats(self) -> list[int]:
        """The private chats of the colleagues who may send."""
        theirs = colleague.c.telegram_chat.is_not(None), colleague.c.left_at.is_(None), colleague.c.sends
        with self.database.reading() as connection:
            return list(connection.execute(sa.select(colleague.c.telegram_chat).where(*theirs)).scalars())

    def asks_in_chats(self, now: datetime) -> bool:
        """Whether somebody has a private chat with the bot, or is about to."""
        offered = sa.and_(colleague.c.telegram_word.is_not(None), colleague.c.telegram_word_until > now)
        known = sa.select(colleague.c.id).where(sa.or_(colleague.c.telegram_chat.is_not(None), offered)).limit(1)
        with self.database.reading() as connection:
            return connection.execute(known).first() is not None

    def _require_manager(self, connection: sa.Connection, by: Colleague | None) -> None:
        """Raises InputError("colleague_may_not"): what ``by`` was allowed when they signed in does not count."""
        if by is None:
            if here(connection):
                raise InputError("colleague_may_not")
            return
        if not one(connection, by.id).may(Role.MANAGES):
            raise InputError("colleague_may_not")

    def _note(self, connection: sa.Connection, now: datetime, by: Colleague, what: str, subject: str) -> None:
        audit.write(connection, self.database, AuditRow(now, signature(by), what, subject))
        change_log.note(connection, self.database, now, ChangeKind.NOTICES)


def here(connection: sa.Connection) -> list[Colleague]:
    """The present colleagues, by name."""
    query = sa.select(colleague).where(colleague.c.left_at.is_(None)).order_by(colleague.c.name)
    return [as_colleague(row) for row in connection.execute(query)]


def one(connection: sa.Connection, id: int, *, hold: bool = True) -> Colleague:
    """A present colleague; with ``hold`` on a server the row stays locked until the transaction ends.

    Whoever holds two rows asks for ``serialise(connection, "colleague")`` before, so that no two transactions wait for
    each other. Raises InputError("colleague_unknown").
    """
    # Not against references: who asks for approval names colleagues, while one of them may be changing the author.
    row = connection.execute(_row(id).with_for_update(key_share=True) if hold else _row(id)).first()
    if row is None or row.left_at is not None:
        raise InputError("colleague_unknown")
    return as_colleague(row)


def as_colleague(row: sa.Row[Any]) -> Colleague:
    held = {Role.WRITES: row.writes, Role.SENDS: row.sends, Role.MANAGES: row.manages}
    roles = frozenset(role for role, has in held.items() if has)
    return Colleague(row.id, row.name, row.account, roles, row.telegram_chat is not None, row.left_at)


def signature(by: Colleague, where: str = "") -> str:
    """The name under which the audit log records somebody."""
    return f"{by.name} ({where or by.account})"


def _blocked(wait: timedelta) -> InputError:
    return InputError("pin_blocked", field="pin", minutes=math.ceil(wait.total_seconds() / 60))


def _row(id: int) -> sa.Select[Any]:
    return sa.select(colleague).where(colleague.c.id == id)


def _checked(name: str, account: str, roles: Collection[Role]) -> dict[str, Any]:
    clean = account.strip()
    if not clean or len(clean) > _LONGEST_ACCOUNT or not clean.isprintable():
        raise InputError("colleague_account", field="account")
    if not roles:
        raise InputError("colleague_roles", field="roles")
    held = {str(role): role in set(roles) for role in Role}
    return {"name": checked_name(name), "account": clean, **held}


def _require_free(others: Collection[Colleague], name: str) -> None:
    if any(each.name.casefold() == name.casefold() for each in others):
        raise InputError("colleague_taken", field="name", name=name)


def _require_sound(connection: sa.Connection) -> None:
    require_sound(here(connection), second_person=sending_rules.read(connection).any)


def _told(one: Colleague) -> str:
    return f"{one.name} ({one.account}): {', '.join(sorted(one.roles))}"


def _hashed(word: str) -> str:
    return hashlib.sha256(word.encode(errors="surrogatepass")).hexdigest()
