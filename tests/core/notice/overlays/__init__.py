# SPDX-License-Identifier: EUPL-1.2
"""Tests of the office's own categories."""
