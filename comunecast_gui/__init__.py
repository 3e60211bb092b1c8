# SPDX-License-Identifier: EUPL-1.2
"""ComuneCast: an Italian town tells its citizens, on WhatsApp and Telegram, what they asked to know."""

__version__ = "0.1.0"
