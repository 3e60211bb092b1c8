# SPDX-License-Identifier: EUPL-1.2
"""The connection of pages to threads: questions, changes, sending, and signals back."""
