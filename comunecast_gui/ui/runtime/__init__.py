# SPDX-License-Identifier: EUPL-1.2
"""How pages reach threads: questions, changes, sending, and the signals that come back."""
