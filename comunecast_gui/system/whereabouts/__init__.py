# SPDX-License-Identifier: EUPL-1.2
"""Which computer a data folder is at home on."""
