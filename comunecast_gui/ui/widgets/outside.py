# SPDX-License-Identifier: EUPL-1.2
"""Opens https pages in the browser and folders of this computer; the only module that calls ``openUrl``."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

LONGEST = 2_000
"""Characters of an address; browsers accept about as many."""


def page_of(address: str) -> QUrl | None:
    """The address as a URL, if it is an https page without user name and password; None for everything else.

    ``file:`` and ``//host/share`` would send the person's Windows sign-in to that host; other schemes start programs.
    """
    if len(address) > LONGEST or not address.isprintable() or " " in address or "\\" in address:
        return None
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.scheme() != "https" or not url.host() or url.userInfo():
        return None
    return url


def open_page(address: str) -> bool:
    """Opens an https page in the browser; returns False for any other address, or if nothing opens it."""
    url = page_of(address)
    return url is not None and QDesktopServices.openUrl(url)


def open_folder(folder: Path) -> bool:
    """Shows a folder of this computer; returns False if there is none, or if nothing opens it."""
    return folder.is_dir() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
