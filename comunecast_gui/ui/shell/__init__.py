# SPDX-License-Identifier: EUPL-1.2
"""The frame of the window: navigation, menus, banners, progress, and what runs beside the pages."""
