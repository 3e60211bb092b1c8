# SPDX-License-Identifier: EUPL-1.2
"""The window: pages, dialogs and the one door to the worker threads (Qt Widgets, in code)."""
