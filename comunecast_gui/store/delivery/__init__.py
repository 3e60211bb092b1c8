# SPDX-License-Identifier: EUPL-1.2
"""Notices and their deliveries: the queue, its claims and leases, outcomes and receipts."""
