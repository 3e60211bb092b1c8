# SPDX-License-Identifier: EUPL-1.2
"""What Meta reports about the office itself: its number, its templates, its account, and its charges."""
