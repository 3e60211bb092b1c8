# SPDX-License-Identifier: EUPL-1.2
"""The subscribers page and its dialogs."""
