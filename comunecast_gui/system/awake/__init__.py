# SPDX-License-Identifier: EUPL-1.2
"""Keeps the computer awake while something is sent."""
