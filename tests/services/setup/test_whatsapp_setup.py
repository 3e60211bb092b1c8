# SPDX-License-Identifier: EUPL-1.2
"""The step WhatsApp against the stand-in of Meta: nothing typed that can be found, nothing lost that was entered."""

from __future__ import annotations

import json

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.meta.setup_progress import Matter, Standing
from comunecast_gui.core.setup.step_report import StepState
from comunecast_gui.sandbox.config import FurtherNumber
from comunecast_gui.sandbox.faults import Fault, FaultKind
from tests.services.setup.conftest import KEY, PIN, MakeBench, SetupBench


def test_from_nothing_to_a_number_that_can_send(make_bench: MakeBench) -> None:
    bench = make_bench(registered=False, further_numbers=(FurtherNumber(id="777", display="+39 333 0000777"),))
    whatsapp = bench.whatsapp
    assert {one.standing for one in whatsapp.progress()} == {Standing.LATER}
    assert whatsapp.report().state is StepState.MISSING
    numbers = bench.use_key(f"  {KEY}\n")
    assert [(one.id, one.display) for one in numbers] == [
        ("106540352242922", "+39 333 6492690"), ("777", "+39 333 0000777"),
    ]  # fmt: skip
    whatsapp.choose(numbers[0])
    found = {one.matter: one for one in whatsapp.progress()}
    assert [matter for matter, one in found.items() if one.keeps_back] == [Matter.REGISTRATION]
    assert whatsapp.report().state is StepState.CHECK
    whatsapp.register(PIN)
    assert {one.standing for one in whatsapp.progress()} == {Standing.DONE}
    assert whatsapp.report().state is StepState.DONE
    settings = bench.folder.configured().whatsapp
    assert settings is not None
    assert (settings.phone_number_id, settings.business_account_id) == ("106540352242922", "102290129340398")
    written = b"".join(path.read_bytes() for path in bench.folder.data_dir.rglob("*") if path.is_file())
    assert KEY.encode() not in written
    assert PIN.encode() not in written


def test_a_number_that_can_send_is_not_registered_again(bench: SetupBench) -> None:
    bench.with_number().whatsapp.register("000000")
    assert not bench.sandbox.control.requests("whatsapp", "register")


def test_a_pin_that_nobody_remembers_is_replaced(make_bench: MakeBench) -> None:
    bench = make_bench(registered=False, pin="111111").with_number()
    with pytest.raises(InputError, match="setup_pin_wrong"):
        bench.whatsapp.register(PIN)
    bench.whatsapp.register(PIN, fresh=True)
    assert {one.standing for one in bench.whatsapp.progress()} == {Standing.DONE}


def test_a_key_that_names_no_account_is_asked_for_the_account_alone(make_bench: MakeBench) -> None:
    bench = make_bench(granular=False)
    bench.sandbox.control.add_fault(
        Fault(service="whatsapp", method="accounts", kind=FaultKind.ERROR, code=10, times=None)
    )
    assert bench.use_key() == ()
    assert bench.whatsapp.present().has_key
    [number] = bench.whatsapp.numbers("102290129340398")
    assert number.id == "106540352242922"
    with pytest.raises(InputError, match="setup_account_unknown"):
        bench.whatsapp.numbers("999999999")


def test_a_key_that_may_not_ask_about_itself_is_taken_all_the_same(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.sandbox.control.add_fault(
        Fault(service="whatsapp", method="debug_token", kind=FaultKind.ERROR, code=10, times=None)
    )
    assert bench.use_key() == ()
    [number] = bench.whatsapp.numbers("102290129340398")
    bench.whatsapp.choose(number)
    found = {one.matter: one.standing for one in bench.whatsapp.progress()}
    assert found.pop(Matter.TOKEN) is Standing.UNSAID
    assert set(found.values()) == {Standing.DONE}
    assert bench.whatsapp.report().state is StepState.DONE


def test_a_refused_key_leaves_the_one_from_before(bench: SetupBench) -> None:
    bench.with_number()
    with pytest.raises(InputError, match="setup_key_wrong"):
        bench.use_key("EAAwrong")
    assert {one.standing for one in bench.whatsapp.progress()} == {Standing.DONE}
    assert json.loads(next(iter(bench.ring.kept.values())))["key"] == KEY


@pytest.mark.parametrize("pin", ["12345", "1234567", "12a456", "", "١٢٣٤٥٦"])
def test_a_pin_of_another_shape_is_not_sent_to_meta(bench: SetupBench, pin: str) -> None:
    with pytest.raises(InputError, match="setup_pin_shape"):
        bench.with_number().whatsapp.register(pin)
    assert not bench.sandbox.control.requests("whatsapp", "register")
