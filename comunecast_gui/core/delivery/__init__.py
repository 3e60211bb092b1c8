# SPDX-License-Identifier: EUPL-1.2
"""Sends what is queued: the engine, one lane per channel, the pace, and what an error means."""
