# SPDX-License-Identifier: EUPL-1.2
"""The database of an office, and the only place where SQL is written."""
