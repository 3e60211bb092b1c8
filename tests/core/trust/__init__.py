# SPDX-License-Identifier: EUPL-1.2
"""Tests of the office key and of what comes of it."""
