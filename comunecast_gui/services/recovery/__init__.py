# SPDX-License-Identifier: EUPL-1.2
"""Recovery of an office: restoring a backup, previewing its changes, proving the recovery words."""
