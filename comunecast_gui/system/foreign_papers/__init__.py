# SPDX-License-Identifier: EUPL-1.2
"""Reads the text of mails and papers that came from outside."""
