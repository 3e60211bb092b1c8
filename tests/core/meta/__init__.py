# SPDX-License-Identifier: EUPL-1.2
"""Tests of what Meta knows and says of the office."""
