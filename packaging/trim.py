# SPDX-License-Identifier: EUPL-1.2
"""Decides what of Qt and of the libraries travels in a bundle: a town's workstation gets what the program uses.

Pure functions over the lists that PyInstaller gathered, so that a test can ask them without a build.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable
from importlib.metadata import packages_distributions
from pathlib import PurePath

Entry = tuple[str, str, str]
"""PyInstaller's own triple: path in the bundle, path on the building machine, kind."""

UNUSED_MODULES = (
    # of Python
    *("curses", "idlelib", "lib2to3", "pydoc_data", "readline", "test", "tkinter", "turtledemo", "_tkinter"),
    *("doctest", "ensurepip", "ftplib", "pdb", "pydoc", "xmlrpc"),
    *("pip", "pkg_resources", "setuptools", "wheel"),
    # of Qt: the program is made of widgets
    *(f"PySide6.Qt{name}" for name in ("Concurrent", "DBus", "Designer", "Help", "Network", "OpenGL", "OpenGLWidgets")),
    *(f"PySide6.Qt{name}" for name in ("Qml", "Quick", "QuickControls2", "QuickTest", "QuickWidgets", "Sql", "Test")),
    *("PySide6.QtUiTools", "PySide6.QtXml"),
    # of the libraries: what they only use in their own tests and command lines, or when asked to
    *("alembic.testing", "sqlalchemy.testing"),
    # the mapping of objects to tables: the program speaks SQLAlchemy's own SQL
    *("sqlalchemy.orm", "sqlalchemy.ext.asyncio", "sqlalchemy.ext.declarative", "sqlalchemy.ext.mutable"),
    # the relay runs on the town's web host, from a container or a wheel
    *("comunecast_gui.relay.__main__", "comunecast_gui.relay.web"),
    *("blinker", "click", "flask", "itsdangerous", "jinja2", "waitress", "werkzeug"),
    *("phonenumbers.geodata", "phonenumbers.carrierdata", "phonenumbers.tzdata"),
    # of Pillow: formats that no picture is read in, letters drawn into pictures, other windows' toolkits
    *("PIL.AvifImagePlugin", "PIL._avif", "PIL._imagingft", "PIL._imagingtk", "PIL.ImageTk", "PIL.ImageQt"),
)
UNUSED_OFF_LINUX = ("cryptography", "jeepney", "secretstorage")
"""Only the Linux keyring needs them; python-telegram-bot asks for cryptography for Telegram Passport alone."""
UNUSED_ON_LINUX = ("psycopg_binary",)
"""psycopg finds the system's own libpq there, which the system keeps up to date (Psycopg: pq wrapper)."""

LANGUAGES = ("en", "it")

_KEPT_PLUGINS = re.compile(
    r"/plugins/("
    r"platforms/(lib)?q(xcb|wayland|offscreen|windows|cocoa)\b"  # offscreen is what healthcheck and the tour draw on
    r"|platformthemes/(lib)?qxdgdesktopportal\b"  # native file dialogs without GTK
    r"|platforminputcontexts/(lib)?(composeplatforminputcontext|ibusplatforminputcontext)plugin\b"
    r"|styles/"
    r"|iconengines/(lib)?qsvgicon\b"
    r"|imageformats/(lib)?q(icns|ico|jpeg|svg)\b"  # what goes out is JPEG or PNG, and nothing else is shown
    r"|printsupport/(lib)?(cocoa|windows)printersupport\b"  # the recovery words go to paper; on Linux to a PDF
    r"|xcbglintegrations/"
    r"|wayland-shell-integration/(lib)?xdg-shell\b"
    r"|wayland-decoration-client/"
    r"|wayland-graphics-integration-client/(lib)?qt-plugin-wayland-egl\b"
    r")"
)
_TRANSLATION = re.compile(r"/translations/qtbase_(" + "|".join(LANGUAGES) + r")\.qm$")
_UNUSED_LIBRARY = re.compile(
    r"(^|/)(opengl32sw\.dll|d3dcompiler_\d+\.dll|(lib)?Qt6?(EglFS\w*|Pdf\w*|Qml\w*|Quick\w*|VirtualKeyboard\w*)\b)"
)
_OF_THE_SYSTEM = re.compile(
    r"(^|/)lib(stdc\+\+|gcc_s|atomic|X11|X11-xcb|glib-2\.0|gthread-2\.0|pcre2-8|dbus-1|systemd|cap|fontconfig"
    r"|freetype|png16|brotlicommon|brotlidec|expat)\.so\."
)
"""On every Linux desktop, where graphics drivers, fonts and input methods want the system's own copy. PySide6's wheel
relies on the same; the .deb asks for them by name."""
_UNUSED_MODULE = re.compile(
    r"^phonenumbers\.shortdata\.region_"  # read when somebody asks about emergency numbers
    r"|^sqlalchemy\.dialects\.(mysql|oracle|mssql)\.(?!base|__init__|types|information_schema|json|dml|enumerated"
    r"|expression|reflection|reserved_words|vector|dictionary|_)"
    r"|^fontTools\.(ttx|ufoLib|voltLib)\b"
)
_SOURCE_ONLY = re.compile(r"\.(pyi|typed|c|h|pxd|pyx)$")
_UNUSED_DATA = re.compile(r"^(sqlalchemy|alembic|openpyxl|telegram)-?[^/]*/(testing|templates)/")


def strangers(shipped: set[str]) -> list[str]:
    """The modules installed here that belong to none of the ``shipped`` packages, such as the tools of the build.

    Some libraries take whatever they find (openpyxl takes lxml): a bundle must not depend on who builds it.
    """
    wanted = {_normal(name) for name in shipped}
    owners = packages_distributions()
    return sorted(module for module, names in owners.items() if not wanted & {_normal(name) for name in names})


def _normal(name: str) -> str:
    """A package's name as all its spellings agree on it (Python Packaging: Names and normalization)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def keep_module(name: str) -> bool:
    """Whether a Python module is one that the program can need, of those that a library brings anyway."""
    return _UNUSED_MODULE.search(name) is None


def keep(destination: str) -> bool:
    """Whether a file of the bundle (its path there, with either slash) is one that the program can need."""
    path = destination.replace("\\", "/")
    if "/plugins/" in path:
        return _KEPT_PLUGINS.search(path) is not None
    if "PySide6/" in path and "/translations/" in path:
        return _TRANSLATION.search(path) is not None
    unused = (_UNUSED_LIBRARY, _OF_THE_SYSTEM, _SOURCE_ONLY, _UNUSED_DATA)
    return not any(pattern.search(path) for pattern in unused)


def kept(entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if keep(entry[0])]


def linked(entries: list[Entry], needs: Callable[[str], set[str]]) -> list[Entry]:
    """The entries that something loads: extensions, Qt's plugins and Python itself, and whatever these link to.

    ``needs`` tells the names of the libraries that the file at a path links to. A library that came along only for
    a plugin that was left out goes with it.
    """
    by_name: dict[str, list[Entry]] = {}
    for entry in entries:
        by_name.setdefault(PurePath(entry[0]).name, []).append(entry)
    waiting = [entry for entry in entries if _is_root(entry)]
    reached = {entry[0] for entry in waiting}
    while waiting:
        for name in needs(waiting.pop()[1]):
            for entry in by_name.get(name, ()):
                if entry[0] not in reached:
                    reached.add(entry[0])
                    waiting.append(entry)
    names = {PurePath(path).name for path in reached}
    return [entry for entry in entries if entry[0] in reached or _points_to(entry, names)]


def needed_libraries(path: str) -> set[str]:
    """The libraries that an ELF file names as NEEDED (binutils' objdump)."""
    listing = subprocess.run(["objdump", "-p", path], capture_output=True, text=True, check=False).stdout
    return set(re.findall(r"NEEDED\s+(\S+)", listing))


def _is_root(entry: Entry) -> bool:
    return entry[2] == "EXTENSION" or "/plugins/" in entry[0] or PurePath(entry[0]).name.startswith("libpython")


def _points_to(entry: Entry, names: set[str]) -> bool:
    return entry[2] == "SYMLINK" and PurePath(entry[1]).name in names
