# SPDX-License-Identifier: EUPL-1.2
"""The same engine without a window: commands, exit codes and JSON keys that others script against."""
