# SPDX-License-Identifier: EUPL-1.2
"""The office's own people, their PINs, and the rules of what needs two of them."""
