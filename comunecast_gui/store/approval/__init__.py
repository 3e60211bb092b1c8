# SPDX-License-Identifier: EUPL-1.2
"""Notices that wait for a second person: kept frozen, and queued by the very transaction that approves them."""
