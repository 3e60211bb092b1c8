# SPDX-License-Identifier: EUPL-1.2
"""The history page, and the desk of unknown outcomes."""
