# SPDX-License-Identifier: EUPL-1.2
"""Tests of comunecast_gui.store.restore."""
