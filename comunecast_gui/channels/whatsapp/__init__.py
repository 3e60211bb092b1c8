# SPDX-License-Identifier: EUPL-1.2
"""The WhatsApp driver: Meta's Cloud API, its templates and its webhooks."""
