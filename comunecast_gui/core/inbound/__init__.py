# SPDX-License-Identifier: EUPL-1.2
"""Reads what citizens write and what services report, applies it, and answers it."""
