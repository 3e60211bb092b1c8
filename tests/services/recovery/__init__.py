# SPDX-License-Identifier: EUPL-1.2
"""Tests of backups that are made, put back and proven."""
