# SPDX-License-Identifier: EUPL-1.2
"""Attacks on the program and its relay, one file for each subject."""
