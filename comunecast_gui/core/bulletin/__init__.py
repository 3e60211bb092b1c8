# SPDX-License-Identifier: EUPL-1.2
"""What a weather bulletin says of the office's zone, and which notice it asks for."""
