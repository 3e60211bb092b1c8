# SPDX-License-Identifier: EUPL-1.2
"""A computer without a network, a name that nobody knows and a service that does not answer are told apart."""

from __future__ import annotations

import errno
import socket
import ssl

import httpx
import pytest
import requests

from comunecast_gui.channels import out_of_reach
from comunecast_gui.core.report.health import SILENT

NOWHERE = "http://graph.calcinaia.invalid"  # RFC 2606: no such name ever


def raised_by_requests(url: str) -> Exception:
    with pytest.raises(requests.RequestException) as caught:
        requests.get(url, timeout=5)
    return caught.value


def raised_by_httpx(url: str) -> Exception:
    with pytest.raises(httpx.HTTPError) as caught:
        httpx.get(url, timeout=5)
    return caught.value


@pytest.mark.parametrize("raised", [raised_by_requests, raised_by_httpx], ids=["requests", "httpx"])
def test_what_a_name_that_is_not_found_means(raised: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert callable(raised)
    error = raised(NOWHERE)
    monkeypatch.setattr(out_of_reach, "has_way_out", lambda: True)
    assert out_of_reach.why(error) == "name_unknown"
    monkeypatch.setattr(out_of_reach, "has_way_out", lambda: False)
    assert out_of_reach.why(error) == "offline"


@pytest.mark.parametrize("raised", [raised_by_requests, raised_by_httpx], ids=["requests", "httpx"])
def test_nobody_at_the_address_is_not_a_computer_without_a_network(
    raised: object, deaf_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(raised)
    monkeypatch.setattr(out_of_reach, "has_way_out", lambda: False)
    assert out_of_reach.why(raised(f"http://127.0.0.1:{deaf_port}")) == "connect"


@pytest.mark.parametrize("code", [errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, 10051, 10065])
def test_no_way_to_an_address_counts_as_no_network_only_where_there_is_none(
    code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = RuntimeError("wrapped")
    error.__cause__ = ExceptionGroup("all tries", [OSError(code, "no way"), OSError(code, "no way")])
    monkeypatch.setattr(out_of_reach, "has_way_out", lambda: False)
    assert out_of_reach.why(error) == "offline"
    monkeypatch.setattr(out_of_reach, "has_way_out", lambda: True)
    assert out_of_reach.why(error) == "connect"


def test_a_certificate_that_does_not_hold_is_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(out_of_reach, "has_way_out", lambda: False)
    assert out_of_reach.why(ssl.SSLCertVerificationError(1, "self-signed")) == "tls"
    assert out_of_reach.why(ssl.SSLEOFError(8, "cut off")) == "connect"


def test_an_error_that_goes_in_circles_ends() -> None:
    first, second = RuntimeError("first"), RuntimeError("second")
    first.__context__, second.__context__ = second, first
    assert out_of_reach.why(first) == "connect"


def test_the_look_for_a_way_out_is_the_systems_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_way(probe: socket.socket, address: object) -> None:
        raise OSError(errno.ENETUNREACH, "no way")

    monkeypatch.setattr(socket.socket, "connect", no_way)
    assert not out_of_reach.has_way_out()
    monkeypatch.setattr(socket.socket, "connect", lambda probe, address: None)
    assert out_of_reach.has_way_out()


def test_a_service_that_was_not_reached_counts_as_silent_whatever_the_reason() -> None:
    assert {out_of_reach.OFFLINE, out_of_reach.NAME_UNKNOWN, out_of_reach.CONNECT, out_of_reach.TLS} <= SILENT
