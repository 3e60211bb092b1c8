# SPDX-License-Identifier: EUPL-1.2
"""What Meta knows and says of the office itself: its number, its templates, its account, and what it charged."""
