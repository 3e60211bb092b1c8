# SPDX-License-Identifier: EUPL-1.2
"""The bulletin in force, and alerts of other services, as files."""
