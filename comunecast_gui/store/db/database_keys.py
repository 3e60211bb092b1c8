# SPDX-License-Identifier: EUPL-1.2
"""Derives the keys of a database from the office key, which is kept elsewhere and read when first needed.

A database holds no key. What it holds is a check, by which a wrong office key is known, and in one that had a key of
its own before schema 0017 that key, sealed: the hashes made with it stay as they are.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Mapping
from threading import Lock

import sqlalchemy as sa

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.trust.chain import ChainKey, Register
from comunecast_gui.core.trust.office_key import VARIABLE, KeySource, OfficeKey
from comunecast_gui.store.db import chain_ends, scrub
from comunecast_gui.store.db.schema import setting
from comunecast_gui.store.db.schema_inbound import consent_event

CHECK = "office_key_check"
"""What only the right office key makes; hexadecimal digits."""
SEALED = "sealed_hash_key"
"""The database's own key of before, closed with the office key; hexadecimal digits."""
PLAIN = "hash_key"
"""The same as it was once kept: gone after the first opening with an office key."""

logger = logging.getLogger(__name__)


class DatabaseKeys:
    """Finds the office key when it is first needed, compares it with the database, and keeps it in memory from then on.

    Several threads may ask at once. Whoever asks inside a transaction only makes it read: :meth:`settle` comes before.
    """

    def __init__(self, engine: sa.Engine, source: KeySource, path: str = "") -> None:
        self._engine = engine
        self._source = source
        self._path = path
        self._lock = Lock()
        self._office: OfficeKey | None = None
        self._people: bytes | None = None
        self._chains: dict[Register, ChainKey] = {}

    @property
    def office(self) -> OfficeKey:
        """Raises ConfigError("office_key_missing" | "office_key_other" | "office_key_malformed" | "keyring_locked"),
        and ``database_*``."""
        return self._found()[0]

    @property
    def people(self) -> bytes:
        """The key of the hashes that stand for people and messages: 32 bytes. Raises as :attr:`office`."""
        return self._found()[1]

    @property
    def tied(self) -> bool:
        """Whether the database knows an office key; until then it holds nobody and its audit log has no chain."""
        if self._office is not None:
            return True
        with self._engine.begin() as connection:
            return CHECK in _kept(connection)

    def chain(self, register: Register) -> ChainKey:
        """What this register is chained with. Raises as :attr:`office`."""
        if register not in self._chains:
            self._chains[register] = ChainKey.of(self.office, register)
        return self._chains[register]

    def _found(self) -> tuple[OfficeKey, bytes]:
        with self._lock:
            if self._office is None or self._people is None:
                key = self._source.find_office_key()
                if key is None:
                    raise ConfigError("office_key_missing", field="office_key", variable=VARIABLE)
                with self._engine.begin() as connection:
                    kept = _kept(connection)
                if CHECK not in kept:  # the key came in while the database was open, and nobody has noted it
                    raise ConfigError("office_key_missing", field="office_key", variable=VARIABLE)
                _require_same(key, kept)
                self._people = _people_key(key, kept, self._path)
                self._office = key
            return self._office, self._people


def settle(connection: sa.Connection, source: KeySource) -> bool:
    """Ties the database to the office key, in a transaction that writes; returns whether a key of its own left it.

    A database that knows no office key yet takes the one of this computer, or has one made. It may stay as it is where
    there is none: what needs no key goes on, and what does says so itself.
    """
    kept = _kept(connection)
    if CHECK in kept:
        _forget(connection, kept)
        return False
    try:
        key = source.find_office_key() or source.make_office_key()
    except ConfigError as error:
        logger.info("The database knows no office key yet: %s", error.code)
        return False
    bind(connection, key)
    return PLAIN in kept


def bind(connection: sa.Connection, key: OfficeKey) -> None:
    """Ties a database that knows no office key to this one; its own key of before, if any, is sealed and goes.

    Raises ConfigError("database_corrupt") where that key is none.
    """
    kept = _kept(connection)
    # What was tied once has no key of its own: somebody took the check away, and put a key in that is not the office's.
    own = None if kept.keys() & {SEALED, *chain_ends.ROWS} else kept.get(PLAIN)
    if own is not None:
        try:
            sealed = key.seal(bytes.fromhex(own)).hex()
        except ValueError:
            raise ConfigError("database_corrupt", path=str(connection.engine.url.database or "")) from None
        connection.execute(setting.insert().values(key=SEALED, value=sealed))
    _forget(connection, kept)
    connection.execute(setting.insert().values(key=CHECK, value=_check(key)))
    empty = connection.execute(sa.select(consent_event.c.id).limit(1)).first() is None
    # With people in it and no key of before, what vouched for the registers was taken away: it is not given anew.
    if not kept.keys() & set(chain_ends.ROWS) and (own is not None or empty):
        chain_ends.begin(connection, key)


def rebind(connection: sa.Connection, key: OfficeKey) -> None:
    """Ties a database to another office key. For one that holds nothing made with the one of before."""
    connection.execute(setting.delete().where(setting.c.key.in_((CHECK, SEALED, PLAIN, *chain_ends.ROWS))))
    bind(connection, key)


def _forget(connection: sa.Connection, kept: Mapping[str, str]) -> None:
    if PLAIN in kept:
        connection.execute(setting.delete().where(setting.c.key == PLAIN))
        scrub.ask(connection)  # also from the file's free pages and its log


def _kept(connection: sa.Connection) -> dict[str, str]:
    query = sa.select(setting.c.key, setting.c.value).where(setting.c.key.in_((CHECK, SEALED, PLAIN, *chain_ends.ROWS)))
    return {row.key: row.value for row in connection.execute(query)}


def _require_same(key: OfficeKey, kept: Mapping[str, str]) -> None:
    if not hmac.compare_digest(kept[CHECK], _check(key)):
        raise ConfigError("office_key_other", field="office_key", variable=VARIABLE)


def _check(key: OfficeKey) -> str:
    return key.derived("database: check").hex()


def _people_key(key: OfficeKey, kept: Mapping[str, str], path: str) -> bytes:
    if SEALED not in kept:
        return key.derived("people")
    try:
        return key.unseal(bytes.fromhex(kept[SEALED]))
    except ValueError:
        raise ConfigError("database_corrupt", path=path) from None
