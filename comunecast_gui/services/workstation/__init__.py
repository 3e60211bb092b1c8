# SPDX-License-Identifier: EUPL-1.2
"""This computer's part in an office: its settings, and moving them to another computer."""
