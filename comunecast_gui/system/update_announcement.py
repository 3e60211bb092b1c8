# SPDX-License-Identifier: EUPL-1.2
"""Verifies the signature of an update announcement, and remembers what was heard and when."""

from __future__ import annotations

import base64
import binascii
import json
import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.regular_file import read_text

FILE_NAME = "updates.json"
KEY_BYTES = 32
BETWEEN_LOOKS = timedelta(days=1)
VALID = timedelta(weeks=5)
"""How long an announcement counts. The makers sign the present one again every week, so that an old one that somebody
puts back in its place is not believed for long."""
SILENCE = timedelta(weeks=3)
"""How long a person may hear nothing fresh before it is said: three times that the makers signed."""
RESOURCE = "updates.toml"
_PURPOSE = b"comunecast announcement 1\n"
"""Signed along, so that nothing else that the same key signs can pass for an announcement."""
_MOST_BYTES = 256 * 1024
"""Of the file that remembers an announcement, which has at most 64 KB itself."""
_VERSION = re.compile(r"\d{1,5}(\.\d{1,5}){1,3}")


class UntrustedError(ValueError):
    """A document that is no announcement of the makers, or is too old to be the last one."""


@dataclass(frozen=True, slots=True)
class UpdateSettings:
    """Where announcements are, and base64 of the makers' Ed25519 key.

    ``ask`` allows looking for them at the address that the program brought along (:func:`of_makers`); an address of
    one's own in ``url`` allows it too, and comes first. Without either nobody is asked.
    """

    url: str = ""
    key: str = ""
    ask: bool = False


@dataclass(frozen=True, slots=True)
class Announcement:
    """A version that was published, the page that tells about it, and the day from which this is old news."""

    version: str
    published: date
    url: str
    expires: date


@dataclass(frozen=True, slots=True)
class UpdateNews:
    """A newer version (None: none is known), and since when nothing fresh was heard (None: recently enough)."""

    newer: Announcement | None
    silent_since: date | None = None


def of_makers(path: Path) -> UpdateSettings | None:
    """The address and the key that were built into this program (``updates.toml``); None where there are none.

    A checkout has none: whoever builds a bundle names them (``packaging/announce.py``).
    """
    try:
        data = tomllib.loads(read_text(path, most=_MOST_BYTES))
        found = UpdateSettings(str(data["url"]), str(data["key"]))
    except (InputError, OSError, ValueError, KeyError, RecursionError):
        return None
    return found if urlsplit(found.url).scheme == "https" and key_from(found.key) else None


def built_in(url: str, key: str) -> str:
    """The content of ``updates.toml`` for a bundle. Raises ValueError for what :func:`of_makers` would not take."""
    if urlsplit(url).scheme != "https" or key_from(key) is None or not (url + key).isprintable() or '"' in url:
        raise ValueError("no https address, or no key of 32 bytes in base64")
    return f'url = "{url}"\nkey = "{key}"\n'


def key_from(text: str) -> bytes | None:
    """The 32 bytes of a public or private key from base64; None if it is none."""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def signed(announcement: Announcement, private_key: bytes) -> bytes:
    """The document that the makers publish (JSON)."""
    text = json.dumps(
        {
            "version": announcement.version,
            "published": announcement.published.isoformat(),
            "url": announcement.url,
            "expires": announcement.expires.isoformat(),
        }
    )
    signature = SigningKey(private_key).sign(_PURPOSE + text.encode()).signature
    return json.dumps({"announcement": text, "signature": base64.b64encode(signature).decode()}).encode()


def opened(document: bytes, key: bytes, today: date) -> Announcement:
    """What the makers announced. Raises UntrustedError; nothing of the document may be used then."""
    try:
        outer = json.loads(document)
        text = outer["announcement"].encode()
        VerifyKey(key).verify(_PURPOSE + text, base64.b64decode(outer["signature"], validate=True))
        inner = json.loads(text)
        found = Announcement(
            str(inner["version"]),
            date.fromisoformat(inner["published"]),
            str(inner["url"]),
            date.fromisoformat(inner["expires"]),
        )
    except (BadSignatureError, AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise UntrustedError(type(error).__name__) from None
    if not _VERSION.fullmatch(found.version) or urlsplit(found.url).scheme != "https":
        raise UntrustedError("contents")
    if found.expires < today:
        raise UntrustedError("expired")
    return found


def is_newer(offered: str, present: str) -> bool:
    """Whether version ``offered`` comes after ``present``, number by number (0.10 comes after 0.9)."""
    return _numbers(offered) > _numbers(present)


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in re.findall(r"\d+", version)]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


@dataclass(frozen=True, slots=True)
class Heard:
    """When announcements were looked for last (None: never), and the last document that was believed.

    ``fresh_at`` is the last time when the makers' address gave one that could be believed; before the first time, the
    moment of the first look.
    """

    looked_at: datetime | None = None
    document: bytes = b""
    fresh_at: datetime | None = None

    def due(self, now: datetime) -> bool:
        """Whether it is time to look again; also after a clock that had run ahead was set back."""
        return self.looked_at is None or abs(now - self.looked_at) >= BETWEEN_LOOKS

    def silent(self, now: datetime) -> bool:
        """Whether nothing fresh was heard for so long that somebody may be keeping a newer version from this office."""
        return self.fresh_at is not None and now - self.fresh_at >= SILENCE


def heard(data_dir: Path) -> Heard:
    """The last announcement remembered; nothing if the file is missing or cannot be read."""
    try:
        data = json.loads(read_text(data_dir / FILE_NAME, most=_MOST_BYTES))
        looked_at = _moment(data["looked_at"])
        return Heard(looked_at, str(data["document"]).encode(), _moment(data.get("fresh_at", data["looked_at"])))
    except (InputError, OSError, KeyError, TypeError, ValueError, RecursionError):
        return Heard()


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def remember(data_dir: Path, news: Heard) -> None:
    """Keeps ``news``; a full or locked disk loses nothing but the memory of having looked."""
    if news.looked_at is None:
        return
    data = {
        "looked_at": news.looked_at.isoformat(),
        "document": news.document.decode("utf-8", "replace"),
        "fresh_at": (news.fresh_at or news.looked_at).isoformat(),
    }
    with suppress(OSError):
        replace_text(data_dir / FILE_NAME, json.dumps(data))
