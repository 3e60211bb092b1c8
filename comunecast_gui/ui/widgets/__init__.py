# SPDX-License-Identifier: EUPL-1.2
"""Widgets and words that several pages share."""
