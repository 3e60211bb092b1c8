# SPDX-License-Identifier: EUPL-1.2
"""Tests of the core: no network, no window, no database."""
