# SPDX-License-Identifier: EUPL-1.2
"""The categories of an office: its own, what is wrong with them, and what Meta says of their templates."""
