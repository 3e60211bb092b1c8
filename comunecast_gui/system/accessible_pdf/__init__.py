# SPDX-License-Identifier: EUPL-1.2
"""PDFs that a screen reader reads in order."""
