# SPDX-License-Identifier: EUPL-1.2
"""One session makes many calls; each arrives as if it were the only one, whatever was kept of the call before."""

from __future__ import annotations

import io
import ssl
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comunecast_gui.channels.http_session import HttpSession
from tests.channels.service_stub import Call, ServiceStub

HEADERS = st.sampled_from([{}, {"Content-Type": "application/json"}, {"Authorization": "OAuth other"}])
CONTENT = st.one_of(
    st.builds(lambda data, headers: {"data": io.BytesIO(data), "headers": headers}, st.binary(min_size=1), HEADERS),
    st.builds(lambda data, headers: {"data": data, "headers": headers}, st.binary(), HEADERS),
    st.builds(lambda value: {"data": {"field": value}}, st.text(max_size=5)),
    st.builds(lambda value: {"params": {"fields": value}}, st.text(max_size=5)),
    st.just({}),
)
CALLS = st.lists(
    st.tuples(st.sampled_from(["GET", "POST"]), st.sampled_from(["/a", "/b"]), CONTENT), min_size=2, max_size=4
)


@pytest.fixture
def service() -> Iterator[ServiceStub]:
    stub = ServiceStub()
    yield stub
    stub.close()


def call(session: HttpSession, url: str, method: str, path: str, content: dict[str, Any]) -> None:
    for value in content.values():
        if isinstance(value, io.BytesIO):
            value.seek(0)
    session.call(method, url + path, seconds=10, most_bytes=1000, **content)


def seen(calls: list[Call]) -> list[tuple[Any, ...]]:
    return [(one.method, one.path, one.headers, one.body) for one in calls]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=CALLS)
def test_calls_of_one_session_arrive_like_calls_of_their_own(
    service: ServiceStub, calls: list[tuple[str, str, dict[str, Any]]]
) -> None:
    context = ssl.create_default_context()
    service.calls.clear()
    for one in calls:
        alone = HttpSession(service.url, "token", context)
        call(alone, service.url, *one)
        alone.close()
    expected = seen(service.calls)
    service.calls.clear()
    together = HttpSession(service.url, "token", context)
    for one in calls:
        call(together, service.url, *one)
    together.close()
    assert seen(service.calls) == expected
