# SPDX-License-Identifier: EUPL-1.2
"""What a person wants after the window could not open, or after the set-up."""

from __future__ import annotations

from enum import Enum, auto


class Next(Enum):
    """What happens next."""

    CLOSE = auto()
    AGAIN = auto()
    """Something may be mended now, or there is an office to open."""
    TRAIN = auto()
