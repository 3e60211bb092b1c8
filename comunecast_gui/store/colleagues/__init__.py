# SPDX-License-Identifier: EUPL-1.2
"""Stores the colleagues, their PINs, and the rules for a second person."""
