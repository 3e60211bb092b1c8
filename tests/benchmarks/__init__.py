# SPDX-License-Identifier: EUPL-1.2
"""The benchmarks: speed, memory and fluidity, each as a ratio within one run (docs/PERFORMANCE.md)."""
