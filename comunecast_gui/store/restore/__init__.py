# SPDX-License-Identifier: EUPL-1.2
"""Backups: making one file, and restoring it without bringing back anybody or sending anything twice."""
