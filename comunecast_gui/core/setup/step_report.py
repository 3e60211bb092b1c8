# SPDX-License-Identifier: EUPL-1.2
"""How far one step of the set-up has come: done, missing or to be checked, and what is still open in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class StepState(StrEnum):
    """How far a step has come."""

    DONE = "done"
    MISSING = "missing"
    """Something has still to be entered or done."""
    CHECK = "check"
    """Everything is there, and nobody has tried yet whether it works."""


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One thing that a step still lacks; ``code`` names its sentence under ``[setup]``, ``values`` fill it."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepReport:
    """The state of a step, and what is still open in it, in the order in which a person does it."""

    state: StepState
    open: tuple[OpenPoint, ...] = ()

    @classmethod
    def of(cls, missing: tuple[OpenPoint, ...], unproven: tuple[OpenPoint, ...] = ()) -> StepReport:
        """Missing if anything is missing, to be checked if something is only unproven, else done."""
        if missing:
            return cls(StepState.MISSING, missing + unproven)
        return cls(StepState.CHECK, unproven) if unproven else cls(StepState.DONE)
