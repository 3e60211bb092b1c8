# SPDX-License-Identifier: EUPL-1.2
"""The page of the people who receive notices on WhatsApp."""
