# SPDX-License-Identifier: EUPL-1.2
"""The services' answers about a notice before it is queued, so that a person can decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from comunecast_gui.core.errors import ConfigError, SendError, Transient
from comunecast_gui.core.messaging_limit import Allowance
from comunecast_gui.core.model import PriceCategory
from comunecast_gui.core.notice.compose import Composed
from comunecast_gui.core.report.outlook import ChannelOutlook


@dataclass(frozen=True, slots=True)
class Preflight:
    """As far as the services were asked and answered.

    ``price`` is the category that Meta charges now; ``allowance`` is there only where it is too small for the people.
    ``unready`` says by channel why it could not send now, ``prepared`` what the others keep for it (an uploaded file).
    ``generic`` is the same notice in the generic template, where WhatsApp lacks nothing but the notice's own.
    """

    price: PriceCategory | None = None
    allowance: Allowance | None = None
    unready: Mapping[str, SendError | ConfigError] = field(default_factory=dict)
    prepared: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    generic: Composed | None = None
    outlook: Sequence[ChannelOutlook] = ()
    """What would become of any notice on the chosen channels, asked at the same time; empty where it was not."""

    @property
    def blocked(self) -> frozenset[str]:
        """The channels that can send nothing until somebody fixes the cause; the others can be waited for."""
        return frozenset(name for name, error in self.unready.items() if not isinstance(error, Transient))
