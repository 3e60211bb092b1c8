# SPDX-License-Identifier: EUPL-1.2
"""Tests of what a command that takes long says meanwhile."""
