# SPDX-License-Identifier: EUPL-1.2
"""Writes a notice: categories, fields, the text of each channel, and its checks."""
