# SPDX-License-Identifier: EUPL-1.2
"""Writing a notice: categories, fields, the text of each channel, and its checks."""
