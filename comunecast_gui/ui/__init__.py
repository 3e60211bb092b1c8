# SPDX-License-Identifier: EUPL-1.2
"""The window: pages, dialogs and their access to the worker threads (Qt Widgets, in code)."""
