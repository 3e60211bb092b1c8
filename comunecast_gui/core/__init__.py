# SPDX-License-Identifier: EUPL-1.2
"""The rules of the program as plain Python: standard library only, no Qt, no SQL, no HTTP."""
