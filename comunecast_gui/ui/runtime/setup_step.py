# SPDX-License-Identifier: EUPL-1.2
"""One step of the guided set-up, as its window shows it and as the layer that knows the services puts it together.

A step is added like this:

1. ``services/setup/NAME_setup.py``: what the step does and looks at, without Qt; a class that is given the
   ``SetupFolder``, and whose ``report()`` is a :class:`~comunecast_gui.core.setup.step_report.StepReport`.
2. ``ui/setup/NAME_step.py``: a :class:`~comunecast_gui.ui.setup.step_page.StepPage` that works with that class through
   a ``Protocol`` of its own, because ``ui`` never sees ``services``.
3. one line in ``STEPS`` of ``comunecast_gui/setup_parts.py``, at the place where a person meets it.
4. its sentences under ``[setup]`` in both files of ``resources/sentences``, and its page into ``tour/scenes.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from comunecast_gui.core.setup.step_report import StepReport
from comunecast_gui.core.work.long_work import Work
from comunecast_gui.ui.runtime.relocation import SharedArchive


class Entries(Protocol):
    """Keeps what was typed in a step and is not part of the settings yet: no key, and no person's number."""

    def entries(self, step: str) -> Mapping[str, str]: ...

    def keep_entries(self, step: str, entries: Mapping[str, str]) -> None: ...


@dataclass(frozen=True, slots=True)
class Step:
    """``page`` makes the widget, a ``StepPage``, from what the window gives to each (``StepFrame``).

    ``report`` may take long, and is called on a thread. Raises what a person can mend. ``needs`` are the ids of steps
    that must be kept before this one can be: its page says so, and leads there.
    """

    id: str
    title: str
    report: Callable[[], StepReport]
    page: Callable[[Any], QWidget]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetupParts:
    """The steps in the order in which a person meets them, and what keeps what was typed."""

    steps: tuple[Step, ...]
    entries: Entries
    arrive: Callable[[Path, str, Work], object] | None = None
    """Takes an office out of the file of another computer, with its words. Raises InputError and ConfigError."""
    archive: SharedArchive | None = None
    """Joining an archive on a server."""
