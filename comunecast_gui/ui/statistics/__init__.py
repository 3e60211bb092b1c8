# SPDX-License-Identifier: EUPL-1.2
"""The page of statistics and its charts."""
