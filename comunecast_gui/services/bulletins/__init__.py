# SPDX-License-Identifier: EUPL-1.2
"""Reads weather bulletins for the office, keeps the one in force, and says which notice it asks for."""
