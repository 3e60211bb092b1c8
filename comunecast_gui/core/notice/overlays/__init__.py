# SPDX-License-Identifier: EUPL-1.2
"""The office's own categories and changes, laid over those that come with the program."""
