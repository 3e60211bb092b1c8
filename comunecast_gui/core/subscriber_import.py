# SPDX-License-Identifier: EUPL-1.2
"""One row of a list of numbers to import, passed from the file reader to the store."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A number in ``wa_id`` (E.164 digits without ``+``), or in ``reason`` the code of why there is none.

    ``row`` is the row's number in the file as a spreadsheet shows it, ``value`` what stands there, ``warning``
    the code of why a person should look at the number before it is added.
    """

    row: int
    value: str = field(repr=False)
    wa_id: str | None = field(default=None, repr=False)
    reason: str | None = None
    warning: str | None = None
