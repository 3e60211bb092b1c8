# SPDX-License-Identifier: EUPL-1.2
"""The text files that the workstations of an office share through its archive."""
