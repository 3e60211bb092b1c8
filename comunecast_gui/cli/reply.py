# SPDX-License-Identifier: EUPL-1.2
"""What a command answers: data for scripts, lines for people, and an exit status."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

OK, WRONG_INPUT, WRONG_CONFIGURATION, NOT_ALL_SENT = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Reply:
    """``data`` is printed as one JSON object with ``--json``, ``lines`` without; ``notes`` go to standard error."""

    data: Mapping[str, Any]
    lines: Sequence[str] = ()
    notes: Sequence[str] = field(default=())
    exit_code: int = OK


def deliver(reply: Reply, as_json: bool) -> int:
    """Prints the reply and returns its exit status."""
    for note in reply.notes:
        print(note, file=sys.stderr)
    if as_json:
        print(json.dumps(reply.data, ensure_ascii=False, default=str))
    else:
        for line in reply.lines:
            print(line)
    return reply.exit_code
