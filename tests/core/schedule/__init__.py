# SPDX-License-Identifier: EUPL-1.2
"""Tests of what goes out later."""
