# SPDX-License-Identifier: EUPL-1.2
"""The guided tour without a screen, and pictures of every page and dialog."""
