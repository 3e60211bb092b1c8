# SPDX-License-Identifier: EUPL-1.2
"""What an office does with the one key that is its own: what comes of it, and how it is written on paper."""
