# SPDX-License-Identifier: EUPL-1.2
"""The guided set-up on the screen: its frame, and one module for each step."""
