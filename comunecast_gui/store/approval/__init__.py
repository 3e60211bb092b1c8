# SPDX-License-Identifier: EUPL-1.2
"""Stores notices that wait for a second person; the transaction that approves one queues it."""
