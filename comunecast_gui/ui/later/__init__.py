# SPDX-License-Identifier: EUPL-1.2
"""What goes out later while the window is open: looked at again at its hour, and the seconds to take a notice back."""
