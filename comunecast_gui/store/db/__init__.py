# SPDX-License-Identifier: EUPL-1.2
"""The database itself: opening it, its tables, its migrations, and the log of changes."""
