# SPDX-License-Identifier: EUPL-1.2
"""Tests of the small web service that receives Meta's webhooks."""
