# SPDX-License-Identifier: EUPL-1.2
"""Faults on demand towards a WhatsApp client, and what each leaves on the phone and in the statuses."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from comunecast_gui.sandbox import Fault, FaultKind, Sandbox
from comunecast_gui.sandbox.faults import Faults
from tests.sandbox.conftest import Graph, template_message

NUMBER = "393331234567"


@pytest.fixture
def approved(graph: Graph) -> Graph:
    graph.approve()
    return graph


def arm(sandbox: Sandbox, kind: FaultKind, **more: Any) -> None:
    sandbox.control.add_fault(Fault(service="whatsapp", method="messages", kind=kind, **more))


def send(graph: Graph, to: str = NUMBER, timeout: float = 5) -> requests.Response:
    url = f"{graph.sandbox.graph_url}/v25.0/{graph.phone}/messages"
    return graph.session.post(url, json=template_message(to), timeout=timeout)


@pytest.mark.parametrize(("code", "status"), [(131056, 403), (130429, 403), (131026, 400), (190, 401), (131000, 500)])
def test_any_error_at_once(approved: Graph, sandbox: Sandbox, code: int, status: int) -> None:
    arm(sandbox, FaultKind.ERROR, code=code)
    response = send(approved)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert send(approved).status_code == 200  # once only
    assert sandbox.control.complaints() == []


@pytest.mark.parametrize("code", [131026, 131049, 131047, 132015])
def test_any_error_later_in_a_status(approved: Graph, sandbox: Sandbox, code: int) -> None:
    arm(sandbox, FaultKind.STATUS, code=code)
    wamid = send(approved).json()["messages"][0]["id"]
    (update,) = sandbox.control.statuses(NUMBER)
    assert (update.wamid, update.status) == (wamid, "failed")
    assert update.value["errors"][0]["code"] == code
    assert update.value["biz_opaque_callback_data"] == "notice-17/42"
    assert sandbox.control.phone(NUMBER) == []


def test_a_number_without_whatsapp_fails_later(approved: Graph, sandbox: Sandbox) -> None:
    sandbox.control.set_not_on_whatsapp([NUMBER])
    assert send(approved).status_code == 200
    assert sandbox.control.statuses()[0].value["errors"][0]["title"] == "Message undeliverable"
    assert sandbox.control.complaints() == []


@pytest.mark.parametrize("processed", [False, True])
def test_reset_before_and_after_processing(approved: Graph, sandbox: Sandbox, processed: bool) -> None:
    arm(sandbox, FaultKind.RESET, processed=processed)
    with pytest.raises(requests.ConnectionError):
        send(approved)
    assert len(sandbox.control.phone(NUMBER)) == processed
    record = sandbox.control.requests("whatsapp", "messages")[-1]
    assert (record.status, record.fault, record.recipient) == (0, "reset", NUMBER)
    assert send(approved).status_code == 200


def test_a_delay_longer_than_the_clients_patience_is_still_processed(approved: Graph, sandbox: Sandbox) -> None:
    arm(sandbox, FaultKind.DELAY, seconds=0.6)
    with pytest.raises(requests.ReadTimeout):
        send(approved, timeout=0.2)
    assert len(sandbox.control.phone(NUMBER)) == 1


@pytest.mark.parametrize(
    ("more", "status", "text"),
    [
        ({"status": 503}, 503, '"code": 2'),
        ({"status": 502, "html": True}, 502, "<h1>502</h1>"),
        ({"kind": FaultKind.JUNK}, 200, "Accesso alla rete"),
    ],
)
def test_server_errors_and_captive_portals(
    approved: Graph, sandbox: Sandbox, more: dict[str, Any], status: int, text: str
) -> None:
    arm(sandbox, **{"kind": FaultKind.SERVER_ERROR, **more})
    response = send(approved)
    assert response.status_code == status
    assert text in response.text
    assert sandbox.control.phone(NUMBER) == []


def test_a_template_paused_half_way(approved: Graph, sandbox: Sandbox) -> None:
    arm(sandbox, FaultKind.TEMPLATE_STATUS, template="acqua_v1", template_status="PAUSED", after=2)
    codes = [send(approved).json().get("error", {}).get("code", 0) for _ in range(4)]
    assert codes == [0, 0, 132015, 132015]
    assert sandbox.control.complaints() == []


def test_the_token_revoked_half_way(approved: Graph, sandbox: Sandbox) -> None:
    arm(sandbox, FaultKind.REVOKE_TOKEN, after=1)
    assert [send(approved).status_code for _ in range(3)] == [200, 401, 401]
    sandbox.control.revoke_token("whatsapp", revoked=False)
    assert send(approved).status_code == 200


@pytest.mark.parametrize("dropped", [False, True])
def test_held_for_quality_assessment(approved: Graph, sandbox: Sandbox, dropped: bool) -> None:
    arm(sandbox, FaultKind.HELD)
    assert send(approved).json()["messages"][0]["message_status"] == "held_for_quality_assessment"
    assert sandbox.control.statuses() == []
    assert sandbox.control.settle_held(dropped=dropped) == 1
    seen = [update.status for update in sandbox.control.statuses()]
    assert seen == (["failed"] if dropped else ["sent", "delivered", "read"])
    assert len(sandbox.control.phone(NUMBER)) == (not dropped)


def test_a_fault_for_one_recipient(approved: Graph, sandbox: Sandbox) -> None:
    arm(sandbox, FaultKind.ERROR, code=131000, recipient="393330000002", times=None)
    codes = [send(approved, f"39333000000{n}").status_code for n in (1, 2, 3, 2)]
    assert codes == [200, 500, 200, 500]
    sandbox.control.clear_faults()
    assert send(approved, "393330000002").status_code == 200


def test_probability_draws_from_a_seed() -> None:
    def fired(seed: int) -> list[bool]:
        faults = Faults()
        faults.add(Fault(service="whatsapp", kind=FaultKind.RESET, times=None, probability=0.3, seed=seed))
        return [faults.take("whatsapp", "messages", "") is not None for _ in range(200)]

    assert fired(1) == fired(1)
    assert fired(1) != fired(2)
    assert 30 < sum(fired(1)) < 90
