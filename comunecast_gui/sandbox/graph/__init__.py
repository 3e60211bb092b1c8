# SPDX-License-Identifier: EUPL-1.2
"""The stand-in of Meta's Graph API."""
