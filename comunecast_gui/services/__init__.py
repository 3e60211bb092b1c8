# SPDX-License-Identifier: EUPL-1.2
"""What an office does beside sending, without a window: the parts put together, templates, backups, health."""
