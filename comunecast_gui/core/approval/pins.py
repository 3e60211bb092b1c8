# SPDX-License-Identifier: EUPL-1.2
"""The PINs of colleagues: which are accepted, how they are stored, and the waiting time after wrong ones."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from itertools import pairwise

from comunecast_gui.core.errors import InputError

SHORTEST, LONGEST = 6, 64
FREE_TRIES = 5
"""Wrong PINs in a row after which the colleague has to wait."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
# RFC 7914 and OWASP's Password Storage Cheat Sheet ("N=2^15, r=8, p=3" is one of its equal choices): about a tenth of
# a second on an office computer, 32 MiB for its time.
_COST, _BLOCK, _PARALLEL = 2**15, 8, 3
_MEMORY = 64 * 1024 * 1024


def require_good(pin: str) -> None:
    """Raises InputError("pin_length" | "pin_easy"): too short, or one of those that are tried first."""
    if not SHORTEST <= len(pin) <= LONGEST:
        raise InputError("pin_length", field="pin", least=SHORTEST, most=LONGEST)
    steps = {ord(after) - ord(before) for before, after in pairwise(pin)}
    half = len(pin) // 2
    if len(set(pin)) < 3 or steps in ({1}, {-1}) or pin == pin[:half] * 2:
        raise InputError("pin_easy", field="pin")


def keep(pin: str, pepper: bytes) -> str:
    """The stored form of a PIN: ``scrypt$cost$block$parallel$salt$hash``. ``pepper`` is a key kept elsewhere."""
    salt = secrets.token_bytes(16)
    made = _made(pin, pepper, salt, _COST, _BLOCK, _PARALLEL)
    return f"scrypt${_COST}${_BLOCK}${_PARALLEL}${salt.hex()}${made.hex()}"


def matches(pin: str, kept: str, pepper: bytes) -> bool:
    """Whether this is the PIN; False for an unknown stored form. Takes equally long in both cases."""
    try:
        name, cost, block, parallel, salt, expected = kept.split("$")
        found = _made(pin[:LONGEST], pepper, bytes.fromhex(salt), int(cost), int(block), int(parallel))
        return name == "scrypt" and hmac.compare_digest(found, bytes.fromhex(expected))
    except ValueError:
        return False


def wait_after(failures: int) -> timedelta:
    """How long a colleague's PIN is blocked after so many wrong tries in a row: each time twice as long."""
    beyond = failures - FREE_TRIES
    return min(_FIRST_WAIT * 2 ** min(beyond, 10), _LONGEST_WAIT) if beyond >= 0 else timedelta(0)


def _made(pin: str, pepper: bytes, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    """Raises ValueError for parameters that scrypt refuses."""
    seasoned = hmac.digest(pepper, b"pin:" + pin.encode(errors="surrogatepass"), "sha256")
    return hashlib.scrypt(seasoned, salt=salt, n=cost, r=block, p=parallel, maxmem=_MEMORY, dklen=32)
