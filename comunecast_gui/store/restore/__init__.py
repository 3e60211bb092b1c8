# SPDX-License-Identifier: EUPL-1.2
"""Backups: one file out, one file in, without bringing back anybody or sending anything twice."""
