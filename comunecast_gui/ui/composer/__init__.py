# SPDX-License-Identifier: EUPL-1.2
"""The page where a notice is written, checked, confirmed and sent."""
