# SPDX-License-Identifier: EUPL-1.2
"""Tests of the stand-ins, driven by the clients that the project uses."""
