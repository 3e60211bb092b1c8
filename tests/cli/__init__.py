# SPDX-License-Identifier: EUPL-1.2
"""Tests of the command line itself: its grammar, its words, and the terminal that it speaks to."""
