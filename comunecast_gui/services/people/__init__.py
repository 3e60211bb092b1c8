# SPDX-License-Identifier: EUPL-1.2
"""The people on the list: erasing one of them, and writing the list into a file."""
