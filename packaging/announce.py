# SPDX-License-Identifier: EUPL-1.2
"""Signs the announcement that tells running programs of a newer version, and makes the pair of keys for it.

``keys`` prints a new pair. ``sign URL`` signs with the private key in ``ANNOUNCE_KEY`` and writes
``dist/announcement.json``; without the variable it does nothing, so that a fork can be built. An announcement counts
for five weeks: ``sign URL --version 1.2.3 --published 2026-11-20`` signs the present version again, every week.
"""

from __future__ import annotations

import argparse
import base64
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import bundle
from nacl.signing import SigningKey

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))

from comunecast_gui.system import update_announcement  # noqa: E402


def sign(url: str, today: datetime, version: str = "", published: date | None = None) -> int:
    """Writes the announcement of ``version`` (this checkout's if empty); returns the exit status."""
    private = os.environ.get("ANNOUNCE_KEY", "")
    if not private:
        print("ANNOUNCE_KEY is empty: nothing is announced.", file=sys.stderr)
        return 0
    key = update_announcement.key_from(private)
    if key is None:
        print("ANNOUNCE_KEY is no key of 32 bytes in base64.", file=sys.stderr)
        return 1
    expires = (today + update_announcement.VALID).date()
    news = update_announcement.Announcement(version or bundle.version(ROOT), published or today.date(), url, expires)
    target = ROOT / "dist" / "announcement.json"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(update_announcement.signed(news, key))
    return 0


def built_in(url: str, key: str) -> str:
    """The file that a bundle carries. Raises ValueError."""
    return update_announcement.built_in(url, key)


def keys() -> int:
    key = SigningKey.generate()
    for name, value in (("ANNOUNCE_KEY (secret)", bytes(key)), ("key of [updates]", bytes(key.verify_key))):
        print(f"{name}: {base64.b64encode(value).decode()}")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("keys")
    signing = verbs.add_parser("sign")
    signing.add_argument("url")
    signing.add_argument("--version", default="")
    signing.add_argument("--published", type=date.fromisoformat)
    arguments = parser.parse_args()
    if arguments.verb == "keys":
        return keys()
    return sign(arguments.url, datetime.now(UTC), arguments.version.removeprefix("v"), arguments.published)


if __name__ == "__main__":
    sys.exit(main())
