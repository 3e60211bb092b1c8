# SPDX-License-Identifier: EUPL-1.2
"""The manual inside the window."""
