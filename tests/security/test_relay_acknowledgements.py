# SPDX-License-Identifier: EUPL-1.2
"""An acknowledgement nested without end, or otherwise malformed, is refused by the relay and deletes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import requests

from tests.relay.running import RunningRelay


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"upto": ' * 50_000, b'{"upto": ' + b"9" * 5000 + b"}", b'{"upto": Infinity}', b"\xff", b""],
    ids=["lists", "objects", "number", "infinity", "noise", "nothing"],
)
def test_a_malformed_acknowledgement_is_refused(make_relay: Callable[..., RunningRelay], body: bytes) -> None:
    relay = make_relay()
    assert relay.post(b"{}").status_code == 200
    waiting = relay.held()
    assert len(waiting) == 1
    headers = {"Authorization": f"Bearer {relay.keys.bearer_key}"}
    assert requests.post(f"{relay.url}/ack", data=body, headers=headers, timeout=10).status_code == 400
    assert relay.held() == waiting
    assert "Traceback" not in (relay.folder / "relay.log").read_text(encoding="utf-8", errors="replace")
