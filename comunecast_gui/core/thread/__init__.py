# SPDX-License-Identifier: EUPL-1.2
"""What is done after a notice was sent: a mistake in it, and changes of its posts."""
