# SPDX-License-Identifier: EUPL-1.2
"""The second person's approval: colleagues and their roles, the rules, and the decisions."""
