# SPDX-License-Identifier: EUPL-1.2
"""The office's settings: the file, its values, and what is refused."""
