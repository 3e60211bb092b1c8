# SPDX-License-Identifier: EUPL-1.2
"""The page about the texts of notices: what they say on each channel, and how they stand with Meta."""
