# SPDX-License-Identifier: EUPL-1.2
"""The stand-in of Telegram's Bot API."""
