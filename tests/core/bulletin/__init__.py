# SPDX-License-Identifier: EUPL-1.2
"""What bulletins say, and which notice they ask for."""
