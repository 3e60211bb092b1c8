# SPDX-License-Identifier: EUPL-1.2
"""Bulletins and alerts as files on this computer."""
