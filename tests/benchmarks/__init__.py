# SPDX-License-Identifier: EUPL-1.2
"""How fast, how frugal and how fluid: measured, each as a ratio within one run (docs/PERFORMANCE.md)."""
