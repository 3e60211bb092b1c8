# SPDX-License-Identifier: EUPL-1.2
"""Colours, style sheet and icons of the window."""
