# SPDX-License-Identifier: EUPL-1.2
"""The address of a database server as the settings hold it, without the password that people write into it.

The form is SQLAlchemy's (Engine Configuration, "Database URLs"): ``dialect+driver://user:password@host:port/database``,
with parameters of libpq behind a question mark.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, unquote_plus

_ADDRESS = re.compile(r"(?P<before>[\w+]+://[^:/]*)(?::(?P<password>[^@]*))?(?P<after>@.*)", re.DOTALL)
"""As SQLAlchemy divides it: a name may hold an ``@`` (``comune@server``, as some hosts of databases want it)."""
_PLACES = frozenset({"host", "hostaddr", "port", "service"})
_HOST = re.compile(r"([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")
_PARAMETER = re.compile(r"(?P<join>[?&])password=(?P<password>[^&]*)(?P<more>&|$)")


def is_server(url: str) -> bool:
    """Whether it is the address of a server, and not a file's."""
    return bool(url) and not url.startswith("sqlite")


def without_password(url: str) -> tuple[str, str]:
    """The address without any password, and the first as it is typed; empty where there is none."""
    passwords = []
    while found := _PARAMETER.search(url):
        passwords.append(unquote_plus(found["password"]))
        rest = found["join"] if found["more"] else ""
        url = url[: found.start()] + rest + url[found.end() :]
    if (found := _ADDRESS.fullmatch(url)) and found["password"] is not None:
        passwords.append(unquote(found["password"]))
        url = found["before"] + found["after"]
    return url, next(filter(None, passwords), "")


def with_password(url: str, password: str) -> str:
    """The address with this password; as it is where it names no user, whom the password would be for."""
    found = _ADDRESS.fullmatch(without_password(url)[0])
    return f"{found['before']}:{quote(password, safe='')}{found['after']}" if found and password else url


def place_of(url: str) -> str:
    """The server that a password is sent to, ``postgresql://server.comune.example:5433``; empty for a file.

    Every other way to name a server (several hosts, a socket, parameters of libpq) becomes one name too.
    """
    if not is_server(url):
        return ""
    rest = without_password(url)[0].partition("://")[2]
    where, _, parameters = rest.partition("?")
    host = where.partition("/")[0].rpartition("@")[2].lower().removesuffix(":5432")
    named = [one for one in parameters.split("&") if one.partition("=")[0] in _PLACES]
    if not named and _HOST.fullmatch(host):
        return f"postgresql://{host}"
    told = re.sub(r"[^a-z0-9.]+", "-", "-".join([host, *named]).lower()).strip("-")
    return f"postgresql://{told or 'localhost'}"


def user_of(url: str) -> str:
    """The name with which the program signs in; empty where the address leaves that to libpq."""
    found = _ADDRESS.fullmatch(url)
    return unquote(found["before"].partition("://")[2]) if found else ""


def database_of(url: str) -> str:
    """The name of the database on the server; empty where the address leaves it to libpq."""
    return unquote(without_password(url)[0].partition("://")[2].partition("/")[2].partition("?")[0])


def with_user(url: str, user: str) -> str:
    """The same server and database with another name, and without a password."""
    address = without_password(url)[0]
    scheme, _, rest = address.partition("://")
    found = _ADDRESS.fullmatch(address)
    return f"{scheme}://{quote(user, safe='')}{found['after'] if found else f'@{rest}'}"
