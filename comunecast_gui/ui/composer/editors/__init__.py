# SPDX-License-Identifier: EUPL-1.2
"""One input widget per type of field; each gives and takes the raw value as a notice file writes it."""
