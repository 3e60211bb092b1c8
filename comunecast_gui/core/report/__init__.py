# SPDX-License-Identifier: EUPL-1.2
"""Reports about the office: statistics, health, and all data held about one person."""
