# SPDX-License-Identifier: EUPL-1.2
"""An office on a server: who takes a workstation cannot rewrite proof, its password is in no file, nobody listens."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.ports import NO_ROWS
from comunecast_gui.core.trust.chain import Register
from comunecast_gui.services import database_server, wiring
from comunecast_gui.store.consent.audit import Audit, AuditRow
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.registers import examine
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db import server_connection, server_roles
from comunecast_gui.store.db.database import Database, migrate_server, open_database
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.system.settings import database_address, office_file
from comunecast_gui.ui.settings.settings_rows import groups
from tests.keyrings import MemoryKeyring, in_use
from tests.security.postgres_server import TownServer, town_server
from tests.store.samples import NOW, WHATSAPP, accepted, new_notice

PASSWORD = "p w/d%25:ü"
QUOTED = "p%20w%2Fd%2525%3A%C3%BC"
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def server() -> Iterator[TownServer]:
    with town_server() as running:
        yield running


@pytest.fixture
def names(server: TownServer) -> Iterator[tuple[str, str]]:
    """An empty database and the role of the workstations, who owns it, as the manual had it until now."""
    number = next(_numbers)
    worker, database = f"office{number}", f"town{number}"
    server.run(f"CREATE ROLE {worker} LOGIN PASSWORD '{PASSWORD}'", f"CREATE DATABASE {database} OWNER {worker}")
    yield worker, database
    server.run(f"DROP DATABASE {database} WITH (FORCE)")


def as_worker(server: TownServer, names: tuple[str, str]) -> str:
    worker, database = names
    return server.url(f"{worker}:{QUOTED}", database, sslmode="verify-full", sslrootcert=str(server.roots))


def standing(url: str, tmp_path: Path) -> server_roles.Standing:
    opened = open_database(tmp_path, url)
    try:
        with opened.reading() as connection:
            return server_roles.standing(connection)
    finally:
        opened.close()


def live_a_little(database: Database) -> None:
    """Everything that a workstation does in a day, and what must still work with a worker's rights."""
    people = Subscribers(database)
    for number in ("393331111111", "393332222222"):
        people.join(Person(number), NOW, source="whatsapp")
    outbox = SqlOutbox(database)
    outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    claims = outbox.exchange([], WHATSAPP, 9, now=NOW)
    assert len(claims) == 2
    outbox.exchange([accepted(claim) for claim in claims], WHATSAPP, 0, now=NOW)
    people.leave(Person("393331111111"), NOW, source="whatsapp")
    Audit(database).write(AuditRow(datetime.now(UTC), "anna", "number_shown", "2"))
    assert examine(database).first(Register.CONSENTS) is None


REWRITING = (
    "UPDATE consent_event SET kind = 'joined'",
    "DELETE FROM consent_event",
    "TRUNCATE consent_event",
    "UPDATE audit SET who = 'nobody'",
    "DELETE FROM audit",
    "ALTER TABLE audit ADD COLUMN x integer",
    "DROP TABLE consent_event",
    "ALTER TABLE consent_event DISABLE TRIGGER ALL",
    "CREATE TABLE public.mine (id integer)",
    "UPDATE alembic_version SET version_num = '0001'",
    "CREATE ROLE another LOGIN",
)


def refused(database: Database, statement: str) -> bool:
    """Whether the server does not let this role do that."""
    try:
        with database.engine.begin() as connection:
            connection.exec_driver_sql(statement)
    except sa.exc.ProgrammingError as error:
        return getattr(error.orig, "sqlstate", "") == "42501"
    return False


def test_one_role_for_everything_works_and_can_rewrite_proof(
    server: TownServer, names: tuple[str, str], tmp_path: Path
) -> None:
    url = as_worker(server, names)
    assert migrate_server(url, names[0]) == names[0]
    assert migrate_server(url) == names[0]  # asked for again
    found = standing(url, tmp_path)
    assert found.owns
    assert not found.is_limited
    assert set(found.rewrites) == {"audit", "consent_event", "shared_text"} & set(server_roles.append_only())
    opened = open_database(tmp_path, url)
    live_a_little(opened)
    assert not refused(opened, "UPDATE audit SET who = 'nobody'")
    opened.close()


def test_an_administrator_makes_an_owner_and_the_office_goes_on(
    server: TownServer, names: tuple[str, str], tmp_path: Path
) -> None:
    worker, database = names
    url = as_worker(server, names)
    migrate_server(url, worker)
    opened = open_database(tmp_path, url)
    live_a_little(opened)
    assert migrate_server(server.admin(database), worker) == f"{worker}_owner"
    assert standing(url, tmp_path) == server_roles.Standing(worker, False, False, False, ())
    assert [statement for statement in REWRITING if not refused(opened, statement)] == []
    people = Subscribers(opened)  # the workstation was not even restarted
    people.join(Person("393333333333"), NOW, source="whatsapp")
    assert examine(opened).first(Register.CONSENTS) is None
    opened.close()
    [[login]] = server.run(f"SELECT rolcanlogin FROM pg_roles WHERE rolname = '{worker}_owner'")  # noqa: S608
    assert login is False
    assert migrate_server(server.admin(database), worker) == f"{worker}_owner"  # the next update
    assert migrate_server(url, worker) == f"{worker}_owner"  # there is nothing to do, so the worker may ask
    assert standing(url, tmp_path).is_limited


def test_an_owner_who_makes_no_roles_begins_a_new_office(
    server: TownServer, names: tuple[str, str], tmp_path: Path
) -> None:
    """As the manual says: the administrator typed three lines, the program does the rest."""
    worker, database = names
    server.run(f"CREATE ROLE {worker}_o LOGIN PASSWORD 'o'", f"ALTER DATABASE {database} OWNER TO {worker}_o")
    owner = server.url(f"{worker}_o:o", database, sslmode="verify-full", sslrootcert=str(server.roots))
    assert migrate_server(owner, worker) == f"{worker}_o"
    url = as_worker(server, names)
    assert standing(url, tmp_path).is_limited
    opened = open_database(tmp_path, url)
    live_a_little(opened)
    assert [statement for statement in REWRITING if not refused(opened, statement)] == []
    opened.close()


def test_the_roles_script_for_the_administrator(server: TownServer, names: tuple[str, str], tmp_path: Path) -> None:
    worker, database = names
    url = as_worker(server, names)
    migrate_server(url, worker)
    script = server_roles.script(worker, database, has_tables=True)
    typed = [line for line in script.splitlines() if not line.startswith("--")]
    assert all(re.fullmatch(r"[A-Z].*;", line) for line in typed)
    server.run(*typed, database=database)
    opened = open_database(tmp_path, url)
    assert [statement for statement in REWRITING if not refused(opened, statement)] == []
    live_a_little(opened)
    opened.close()
    assert standing(url, tmp_path).is_limited
    owner = server_roles.owner_for(worker)
    server.run(f"ALTER ROLE {owner} PASSWORD 'o'")
    as_owner = server.url(f"{owner}:o", database, sslmode="verify-full", sslrootcert=str(server.roots))
    assert migrate_server(as_owner, worker) == owner
    assert standing(url, tmp_path).is_limited


def test_the_script_for_a_server_without_an_office_yet(server: TownServer) -> None:
    number = next(_numbers)
    worker, database = f"office{number}", f"town{number}"
    server.run(f"CREATE DATABASE {database}")
    typed = server_roles.script(worker, database, has_tables=False).splitlines()
    server.run(*(line for line in typed if not line.startswith("--")), database=database)
    server.run(f"ALTER ROLE {worker} PASSWORD 'w'", f"ALTER ROLE {worker}_owner PASSWORD 'o'")
    way = {"sslmode": "verify-full", "sslrootcert": str(server.roots)}
    assert migrate_server(server.url(f"{worker}_owner:o", database, **way), worker) == f"{worker}_owner"
    engine = sa.create_engine(server.url(f"{worker}:w", database, **way))
    with engine.begin() as connection:
        assert server_roles.standing(connection).is_limited
    engine.dispose()
    server.run(f"DROP DATABASE {database} WITH (FORCE)")


def test_a_role_that_may_not_do_it_changes_nothing_and_it_is_said_what_to_type(
    server: TownServer, names: tuple[str, str], tmp_path: Path
) -> None:
    worker, database = names
    url = as_worker(server, names)
    migrate_server(url, worker)
    before = server.run("SELECT relname, relowner FROM pg_class WHERE relname = 'audit'", database=database)
    server.run(f"CREATE ROLE {worker}_x LOGIN PASSWORD 'x'")
    other = server.url(f"{worker}_x:x", database, sslmode="verify-full", sslrootcert=str(server.roots))
    for role in (worker, "somebody_else"):
        with pytest.raises(ConfigError, match=r"database_(roles_refused|role_missing)"):
            migrate_server(other, role)
    assert server.run("SELECT relname, relowner FROM pg_class WHERE relname = 'audit'", database=database) == before
    assert not standing(url, tmp_path).is_limited


def test_a_role_that_can_make_roles_is_no_worker(server: TownServer, names: tuple[str, str], tmp_path: Path) -> None:
    """Until version 15 such a role makes itself a member of any other."""
    worker, database = names
    server.run(f"ALTER ROLE {worker} SUPERUSER CREATEROLE")
    url = as_worker(server, names)
    migrate_server(url, worker)
    assert standing(url, tmp_path).superuser
    migrate_server(server.admin(database), worker)
    assert standing(url, tmp_path).is_limited
    server.run(f"CREATE ROLE {worker}_boss LOGIN SUPERUSER PASSWORD 'b'")
    boss = server.url(f"{worker}_boss:b", database, sslmode="verify-full", sslrootcert=str(server.roots))
    with pytest.raises(ConfigError, match="database_worker_superuser"):
        migrate_server(boss, "postgres")  # with which the server was made: nothing limits it


def test_an_office_that_used_the_servers_own_administrator_gets_a_worker(server: TownServer, tmp_path: Path) -> None:
    number = next(_numbers)
    worker, database = f"office{number}", f"town{number}"
    server.run(f"CREATE DATABASE {database}")
    admin = server.admin(database)
    migrate_server(admin, "postgres")
    assert standing(admin, tmp_path).superuser
    opened = open_database(tmp_path, admin)
    live_a_little(opened)
    opened.close()
    assert migrate_server(admin, worker, PASSWORD) == "postgres"
    url = as_worker(server, (worker, database))
    assert standing(url, tmp_path).is_limited
    opened = open_database(tmp_path, url)
    assert [statement for statement in REWRITING if not refused(opened, statement)] == []
    opened.close()
    server.run(f"DROP DATABASE {database} WITH (FORCE)")


def test_a_worker_cannot_bring_an_owners_tables_up_to_date(
    server: TownServer, names: tuple[str, str], tmp_path: Path
) -> None:
    worker, database = names
    url = as_worker(server, names)
    migrate_server(url, worker)
    migrate_server(server.admin(database), worker)
    server.run("UPDATE alembic_version SET version_num = '0012'", database=database)
    with pytest.raises(ConfigError) as caught:
        migrate_server(url, worker)
    assert (caught.value.code, caught.value.values["owner"]) == ("database_owner_needed", f"{worker}_owner")


def test_a_worker_that_is_made_gets_its_password_without_telling_the_log(server: TownServer, tmp_path: Path) -> None:
    number = next(_numbers)
    worker, database = f"office{number}", f"town{number}"
    server.run(f"CREATE DATABASE {database}")
    migrate_server(server.admin(database), worker, PASSWORD)
    url = as_worker(server, (worker, database))
    assert standing(url, tmp_path).is_limited
    [[kept]] = server.run(f"SELECT rolpassword FROM pg_authid WHERE rolname = '{worker}'")  # noqa: S608
    assert str(kept).startswith("SCRAM-SHA-256$")
    server.run(f"DROP DATABASE {database} WITH (FORCE)")


# The way there


def way(url: str, tmp_path: Path) -> server_connection.Way:
    opened = open_database(tmp_path, url)
    try:
        with opened.reading() as connection:
            return server_connection.way_of(connection)
    finally:
        opened.close()


def test_a_server_elsewhere_has_to_prove_itself_unless_another_mode_is_asked_for_by_name(
    server: TownServer, names: tuple[str, str], tmp_path: Path
) -> None:
    worker, database = names
    user = f"{worker}:{QUOTED}"
    migrate_server(as_worker(server, names), worker)
    with pytest.raises(ConfigError, match="database_way_unsafe"):  # nobody vouches for its certificate
        open_database(tmp_path, server.url(user, database))
    known = way(server.url(user, database, sslrootcert=str(server.roots)), tmp_path)
    assert known == server_connection.Way("verify-full", True, False)
    assert known.is_safe
    blind = way(server.url(user, database, sslmode="require"), tmp_path)
    assert (blind.encrypted, blind.is_safe) == (True, False)
    plain = way(server.url(user, database, sslmode="disable"), tmp_path)
    assert (plain.encrypted, plain.is_safe) == (False, False)


def test_a_server_without_tls_is_refused_before_the_password_leaves(
    server: TownServer, names: tuple[str, str], tmp_path: Path
) -> None:
    worker, database = names
    url = server.url(f"{worker}:{QUOTED}", database, sslrootcert=str(server.roots))
    server.run("ALTER SYSTEM SET ssl = off", "SELECT pg_reload_conf()")
    try:
        while server.run("SHOW ssl") != [("off",)]:  # it reads its settings again when it comes to it
            pass
        with pytest.raises(ConfigError, match="database_way_unsafe"):
            open_database(tmp_path, url)
    finally:
        server.run("ALTER SYSTEM RESET ssl", "SELECT pg_reload_conf()")
        while server.run("SHOW ssl") != [("on",)]:
            pass


def test_a_wrong_password_is_told_from_a_server_that_is_off(
    server: TownServer, names: tuple[str, str], tmp_path: Path
) -> None:
    worker, database = names
    parameters = {"sslrootcert": str(server.roots)}
    for user in (f"{worker}:wrong", worker):
        with pytest.raises(ConfigError, match="database_signin_refused"):
            open_database(tmp_path, server.url(user, database, **parameters))
    with pytest.raises(ConfigError, match="database_unreachable"):
        open_database(tmp_path, server.url(user, database, **parameters).replace(f":{server.port}/", ":1/"))


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("postgresql://u@localhost/x", True),
        ("postgresql://u@127.0.0.1:5433/x", True),
        ("postgresql://u@127.9.9.9/x", True),
        ("postgresql://u@[::1]/x", True),
        ("postgresql:///x", True),
        ("postgresql://u@/x?host=/run/postgresql", True),
        ("postgresql://u@server.comune.example/x?hostaddr=127.0.0.1", True),
        ("postgresql://u@server.comune.example/x", False),
        ("postgresql://u@10.0.0.5/x", False),
        ("postgresql://u@localhost.comune.example/x", False),
        ("postgresql://u@localhost/x?hostaddr=10.0.0.5", False),
        ("postgresql://u@localhost/x?host=10.0.0.5", False),
        ("postgresql://u@/x?host=localhost&host=10.0.0.5:5433", False),
        ("postgresql://u@/x?host=localhost,10.0.0.5", False),
        ("postgresql://u@/x?service=town", False),
    ],
)
def test_addresses_that_stay_on_this_computer(address: str, here: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PGHOST", "PGHOSTADDR", "PGSSLROOTCERT"):
        monkeypatch.delenv(name, raising=False)
    url = sa.make_url(address)
    assert server_connection.is_here(url) is here
    query = server_connection.protected(url, 170_000).query
    assert query.get("sslmode") == (None if here else "verify-full")
    assert query.get("sslrootcert") == (None if here else "system")
    assert "sslrootcert" not in server_connection.protected(url, 150_000).query


def test_a_host_that_only_the_environment_names_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "server.comune.example")
    assert not server_connection.is_here(sa.make_url("postgresql:///x"))
    asked = server_connection.protected(sa.make_url("postgresql://u@h/x?sslmode=require"), 170_000)
    assert asked.query["sslmode"] == "require"


# The password


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql+psycopg://anna:{QUOTED}@server:5433/town?sslmode=require",
        "postgresql://anna:a/b?c@server/town",
        "postgresql://anna:@server/town",
        "postgresql://anna@server/town?sslmode=require&password=a%26b&application_name=x",
        "postgresql://anna@server/town?password=ab",
        "postgresql://server/town",
        "postgresql+psycopg://comune%40x:pw@[fe80::1]:5432/town",
        "postgresql://comune@azure:pw@server:5433/town?sslmode=require",
        "postgresql://anna:pw@server/town?application_name=a@b",
    ],
)
def test_a_password_is_found_wherever_sqlalchemy_would_find_it(url: str) -> None:
    parts = sa.make_url(url)
    given = parts.password or parts.query.get("password") or ""
    rest, password = database_address.without_password(url)
    assert password == given
    left = sa.make_url(rest)
    assert (left.username, left.host, left.port, left.database) == (
        parts.username,
        parts.host,
        parts.port,
        parts.database,
    )
    assert left.password is None
    assert dict(left.query) == {key: value for key, value in parts.query.items() if key != "password"}
    again: Any = sa.make_url(database_address.with_password(rest, PASSWORD))
    assert again.password == (PASSWORD if parts.username else None)
    assert database_address.user_of(rest) == (parts.username or "")
    assert database_address.database_of(rest) == parts.database
    shown = str(groups(office_file.parse(f'[office]\nname = "Comune"\n[database]\nurl = "{url}"\n')))
    assert str(parts.host) in shown
    assert (parts.username or "anna") not in shown
    other = sa.make_url(database_address.with_user(url, "o'x@y"))
    assert (other.username, other.host, other.port, other.database) == ("o'x@y", parts.host, parts.port, parts.database)


@pytest.mark.parametrize(
    ("url", "rest"),
    [
        ("postgresql://anna@server/town?password=ab&password=cd", "postgresql://anna@server/town"),
        (
            "postgresql://anna:ef@server/town?password=ab&sslmode=require&password=cd",
            "postgresql://anna@server/town?sslmode=require",
        ),
    ],
)
def test_no_password_stays_where_somebody_wrote_several(url: str, rest: str) -> None:
    assert database_address.without_password(url) == (rest, "ab")
    kept, _ = office_file.without_password(office_file.parse(f'[office]\nname = "Comune"\n[database]\nurl = "{url}"\n'))
    assert kept.database.url == rest
    assert "cd" not in kept.source


def test_the_engine_in_its_own_process_gets_the_password_of_the_server(
    server: TownServer, names: tuple[str, str], tmp_path: Path
) -> None:
    """A child may not be let open the keyring itself: here it has none."""
    worker, database = names
    migrate_server(as_worker(server, names), worker)
    url = server.url(worker, database, sslrootcert=str(server.roots))
    settings = office_file.parse(f'[office]\nname = "Comune"\n[database]\nurl = "{url}"\n')
    office_file.save(settings, tmp_path)
    with in_use(MemoryKeyring()):
        Secrets.of(tmp_path, settings).set(SecretName.DATABASE_PASSWORD, PASSWORD)
        with wiring.open_workspace(tmp_path) as workspace:
            assert wiring.uses_kept_password(workspace)
            engine = wiring.build_engine_process(workspace, lambda _: None)
            assert asyncio.run(engine.run(NO_ROWS)) == {}  # a child that cannot sign in refuses


def test_the_window_asks_for_no_password_that_the_server_does_not_need(
    server: TownServer, names: tuple[str, str], tmp_path: Path
) -> None:
    """A server that knows the account of the system, as this one does over its socket."""
    _, database = names
    migrate_server(server.admin(database), "postgres")
    text = f'[office]\nname = "Comune"\n[database]\nurl = "{server.admin(database)}"\n'
    office_file.save(office_file.parse(text), tmp_path)
    with wiring.open_workspace(tmp_path) as workspace:
        assert not wiring.uses_kept_password(workspace)
        found = {one.name: one for one in database_server.examine(workspace, wiring.sentences())}
    assert not found["database_connection"].warning
    assert "nulla viaggia in rete" in found["database_connection"].detail
    assert found["database_roles"].warning
    assert "comunecast migrate --as postgres" in found["database_roles"].detail
