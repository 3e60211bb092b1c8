# SPDX-License-Identifier: EUPL-1.2
"""The steps by which an older database becomes a current one; shipped inside the package."""
