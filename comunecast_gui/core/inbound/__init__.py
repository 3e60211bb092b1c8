# SPDX-License-Identifier: EUPL-1.2
"""What citizens write and what services report: reading it, applying it, answering it."""
