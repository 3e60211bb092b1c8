# SPDX-License-Identifier: EUPL-1.2
"""The office key: the keys derived from it, the chained registers, and the recovery words."""
