# SPDX-License-Identifier: EUPL-1.2
"""Beginning a notice with the words of a mail or an order."""
