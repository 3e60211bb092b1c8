# SPDX-License-Identifier: EUPL-1.2
"""The services of an office beside sending, without a window: wiring, templates, backups, health."""
