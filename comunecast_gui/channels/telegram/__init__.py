# SPDX-License-Identifier: EUPL-1.2
"""The Telegram driver: posts in a channel through the Bot API."""
