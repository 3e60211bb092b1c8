# SPDX-License-Identifier: EUPL-1.2
"""Drivers, one per service: the only code that talks to Telegram and to Meta."""
