# SPDX-License-Identifier: EUPL-1.2
"""Tests of the whole program: commands, real drivers, and services on loopback."""
