# SPDX-License-Identifier: EUPL-1.2
"""What an office does beside sending, tried on a real database file."""
