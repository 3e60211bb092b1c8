# SPDX-License-Identifier: EUPL-1.2
"""The relay behind the nginx that a town is shown: what arrives, what is refused, and who is slowed down."""

from __future__ import annotations

from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import pytest

from comunecast_gui.relay.environment import MAX_BYTES
from tests.relay.connections import connect, is_closed
from tests.relay.running import VERIFY_TOKEN
from tests.relay.shown_proxy import NGINX, Front

LARGEST_OF_META = 3 * 1024 * 1024

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


def test_what_meta_posts_arrives_byte_for_byte(front: Front) -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": VERIFY_TOKEN}
    with front.caller() as session:
        assert session.get(f"{front.url}/webhook", params=asked, timeout=10).text == "1158201444"
        assert session.get(f"{front.url}/health", timeout=10).json() == {"ok": True}
    posted = [b'{"text": "Attiva \\u00e8 qui"}', b"un testo segreto " * (LARGEST_OF_META // 17)]
    assert [front.post(body).status_code for body in posted] == [200, 200]
    assert front.relay.held() == posted
    assert front.post(posted[0], "sha256=" + "0" * 64).status_code == 401
    assert front.relay.held() == posted
    assert "temporary file" not in front.log()
    assert VERIFY_TOKEN not in (front.folder / "start.log").read_text(encoding="utf-8")


def test_more_than_meta_ever_posts_is_refused_and_not_kept(front: Front) -> None:
    assert front.post(b"x" * MAX_BYTES).status_code == 200
    assert front.post(b"x" * (MAX_BYTES + 1)).status_code == 413
    assert [len(body) for body in front.relay.held()] == [MAX_BYTES]
    assert "temporary file" not in front.log()


def test_guessing_behind_the_proxy_slows_down_only_the_guesser(front: Front) -> None:
    with front.caller("127.0.0.9") as guessing, front.caller() as meta:
        answers = {
            guessing.get(f"{front.url}/events", headers={"X-Forwarded-For": f"203.0.113.{n}"}, timeout=10).status_code
            for n in range(20)
        }
        assert answers == {401, 429}
        assert meta.get(f"{front.url}/health", headers={"X-Forwarded-For": "127.0.0.9"}, timeout=10).status_code == 200


def test_a_relay_that_is_down_is_no_success_and_comes_back(front: Front) -> None:
    assert front.post(b"1").status_code == 200
    front.relay.kill()
    assert front.post(b"2").status_code == 502
    front.relay.start()
    assert front.post(b"2").status_code == 200
    assert front.relay.held() == [b"1", b"2"]


def test_the_shipped_nginx_closes_slow_connections(front: Front) -> None:
    port = urlsplit(front.url).port or 0
    with ExitStack() as held:
        slow = [held.enter_context(closing(connect(port, "127.0.0.9"))) for _ in range(200)]
        assert front.post(b"{}").status_code == 200
        for one in slow:
            one.settimeout(20)
        assert all(is_closed(one) for one in slow)
