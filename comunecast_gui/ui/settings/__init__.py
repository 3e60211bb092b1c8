# SPDX-License-Identifier: EUPL-1.2
"""The page of settings and the dialog for keys."""
