# SPDX-License-Identifier: EUPL-1.2
"""Two pairs of eyes: who works in the office, what needs a second person, and how that person decides."""
