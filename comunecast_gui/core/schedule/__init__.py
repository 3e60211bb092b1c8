# SPDX-License-Identifier: EUPL-1.2
"""Notices that go out later: when one is due, when it was missed, and which hour a person meant."""
