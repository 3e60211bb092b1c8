# SPDX-License-Identifier: EUPL-1.2
"""Signs the announcement that tells running programs of a newer version, and makes the pair of keys for it.

``keys`` prints a new pair. ``sign URL`` signs with the private key in ``ANNOUNCE_KEY`` and writes
``dist/announcement.json``; without the variable it does nothing, so that a fork can be built.
"""

from __future__ import annotations

import argparse
import base64
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import bundle
from nacl.signing import SigningKey

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))

from comunecast_gui.system import update_announcement  # noqa: E402

VALID = timedelta(days=400)
"""Longer than the time between two versions: an announcement put back after that is not believed any more."""


def sign(url: str, today: datetime) -> int:
    private = os.environ.get("ANNOUNCE_KEY", "")
    if not private:
        print("ANNOUNCE_KEY is empty: nothing is announced.", file=sys.stderr)
        return 0
    key = update_announcement.key_from(private)
    if key is None:
        print("ANNOUNCE_KEY is no key of 32 bytes in base64.", file=sys.stderr)
        return 1
    news = update_announcement.Announcement(bundle.version(ROOT), today.date(), url, (today + VALID).date())
    target = ROOT / "dist" / "announcement.json"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(update_announcement.signed(news, key))
    return 0


def keys() -> int:
    key = SigningKey.generate()
    for name, value in (("ANNOUNCE_KEY (secret)", bytes(key)), ("key of [updates]", bytes(key.verify_key))):
        print(f"{name}: {base64.b64encode(value).decode()}")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("keys")
    verbs.add_parser("sign").add_argument("url")
    arguments = parser.parse_args()
    return keys() if arguments.verb == "keys" else sign(arguments.url, datetime.now(UTC))


if __name__ == "__main__":
    sys.exit(main())
