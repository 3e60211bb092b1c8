# SPDX-License-Identifier: EUPL-1.2
"""The page of what was sent, and the desk of unknown outcomes."""
