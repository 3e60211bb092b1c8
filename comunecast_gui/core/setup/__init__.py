# SPDX-License-Identifier: EUPL-1.2
"""The guided set-up as values: its steps, and how far each one has come."""
