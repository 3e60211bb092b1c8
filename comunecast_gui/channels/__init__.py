# SPDX-License-Identifier: EUPL-1.2
"""The drivers, one per service: the only code that calls Telegram and Meta."""
