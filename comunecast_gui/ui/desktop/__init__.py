# SPDX-License-Identifier: EUPL-1.2
"""What the window does on the desktop around it while something is sent."""
