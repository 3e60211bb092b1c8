# SPDX-License-Identifier: EUPL-1.2
"""The people who receive notices, their consent and their choices."""
