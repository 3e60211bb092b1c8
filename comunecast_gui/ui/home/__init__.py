# SPDX-License-Identifier: EUPL-1.2
"""Today: the page that the program opens on."""
