# SPDX-License-Identifier: EUPL-1.2
"""What a command that takes long says meanwhile."""
