# SPDX-License-Identifier: EUPL-1.2
"""Two pairs of eyes: signing colleagues in, carrying their decisions out, asking them on their phones."""
