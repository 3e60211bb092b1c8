# SPDX-License-Identifier: EUPL-1.2
"""Checks at most once a day, if the settings allow it, whether a newer version exists; installs nothing."""

from __future__ import annotations

import logging

from comunecast_gui import __version__
from comunecast_gui.channels import update_feed
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system import tls, update_announcement
from comunecast_gui.system.update_announcement import Announcement, Heard, UntrustedError

logger = logging.getLogger(__name__)


def look(workspace: Workspace, present: str = __version__) -> Announcement | None:
    """A version newer than ``present`` that its makers announced; None if there is none, or nobody may ask.

    Blocks while it asks. A failure is logged and forgotten: a notice is more important than a new version.
    """
    settings = workspace.settings.updates
    key = update_announcement.key_from(settings.key)
    if not settings.url or key is None:
        return None
    now = workspace.clock.now()
    known = update_announcement.heard(workspace.data_dir)
    best = _believed(known.document, key, workspace)
    if known.due(now):
        document = update_feed.fetch(settings.url, tls.context())
        found = _believed(document or b"", key, workspace)
        if document and found is None:
            logger.warning("What was announced is not signed by the makers, or is out of date: it was not believed")
        # An older announcement, put back by somebody, must not hide the newer one that was seen already.
        if document and found and (best is None or not update_announcement.is_newer(best.version, found.version)):
            known, best = Heard(now, document), found
        update_announcement.remember(workspace.data_dir, Heard(now, known.document))
    return best if best and update_announcement.is_newer(best.version, present) else None


def _believed(document: bytes, key: bytes, workspace: Workspace) -> Announcement | None:
    try:
        return update_announcement.opened(document, key, workspace.clock.now().date()) if document else None
    except UntrustedError:
        return None
