# SPDX-License-Identifier: EUPL-1.2
"""Local stand-ins of Telegram's Bot API and Meta's Graph API, as strict as they are, for training and tests."""

from __future__ import annotations

from comunecast_gui.sandbox.citizen_phones import PhoneMessage
from comunecast_gui.sandbox.config import SandboxConfig, TelegramChannel
from comunecast_gui.sandbox.control import Control
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.sandbox.journal import Complaint, RequestRecord
from comunecast_gui.sandbox.server import Sandbox, run_sandbox

__all__ = [
    "Complaint",
    "Control",
    "Fault",
    "FaultKind",
    "PhoneMessage",
    "RequestRecord",
    "Sandbox",
    "SandboxConfig",
    "TelegramChannel",
    "run_sandbox",
]
