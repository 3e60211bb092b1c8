# SPDX-License-Identifier: EUPL-1.2
"""What an office can be told of itself: statistics, health, and all that is held about one person."""
