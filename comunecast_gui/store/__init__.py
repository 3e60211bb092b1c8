# SPDX-License-Identifier: EUPL-1.2
"""Everything that must survive a power cut, and the only place where SQL is written."""
