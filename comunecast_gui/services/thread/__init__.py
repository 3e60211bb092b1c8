# SPDX-License-Identifier: EUPL-1.2
"""What comes after a notice that was sent: the notices that follow it, and changes of its posts."""
