# SPDX-License-Identifier: EUPL-1.2
"""The rules of the trade as plain Python: standard library only, no Qt, no SQL, no HTTP."""
