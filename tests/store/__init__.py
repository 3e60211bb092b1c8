# SPDX-License-Identifier: EUPL-1.2
"""The store is tried on real database files, with real threads and real processes."""
