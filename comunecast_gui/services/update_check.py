# SPDX-License-Identifier: EUPL-1.2
"""Checks at most once a day, if the settings allow it, whether a newer version exists; installs nothing."""

from __future__ import annotations

import logging

from comunecast_gui import __version__
from comunecast_gui.channels import update_feed
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system import paths, tls, update_announcement
from comunecast_gui.system.settings.values import Settings
from comunecast_gui.system.update_announcement import (
    Announcement,
    Heard,
    UntrustedError,
    UpdateNews,
    UpdateSettings,
)

logger = logging.getLogger(__name__)


def asked_at(settings: Settings) -> UpdateSettings | None:
    """Where the office looks for announcements, and with which key; None where it may not or cannot."""
    own = settings.updates
    if own.url:
        return own
    return update_announcement.of_makers(paths.resource(update_announcement.RESOURCE)) if own.ask else None


def news(workspace: Workspace, present: str = __version__) -> UpdateNews:
    """What :func:`look` finds, and whether the makers have been silent for weeks. Blocks while it asks."""
    newer = look(workspace, present)
    heard = update_announcement.heard(workspace.data_dir)
    silent = asked_at(workspace.settings) is not None and heard.silent(workspace.clock.now())
    return UpdateNews(newer, heard.fresh_at.date() if silent and heard.fresh_at else None)


def look(workspace: Workspace, present: str = __version__) -> Announcement | None:
    """A version newer than ``present`` that its makers announced; None if there is none, or nobody may ask.

    Blocks while it asks. A failure is logged and forgotten: a notice is more important than a new version.
    """
    settings = asked_at(workspace.settings)
    key = update_announcement.key_from(settings.key) if settings else None
    if settings is None or key is None:
        return None
    now = workspace.clock.now()
    known = update_announcement.heard(workspace.data_dir)
    best = _believed(known.document, key, workspace)
    if known.due(now):
        document = update_feed.fetch(settings.url, tls.context())
        found = _believed(document or b"", key, workspace)
        if document and found is None:
            logger.warning("What was announced is not signed by the makers, or is out of date: it was not believed")
        fresh_at = now if found else known.fresh_at or now
        # An older announcement, put back by somebody, must not hide the newer one that was seen already.
        if document and found and (best is None or not update_announcement.is_newer(best.version, found.version)):
            known, best = Heard(now, document), found
        update_announcement.remember(workspace.data_dir, Heard(now, known.document, fresh_at))
    return best if best and update_announcement.is_newer(best.version, present) else None


def _believed(document: bytes, key: bytes, workspace: Workspace) -> Announcement | None:
    try:
        return update_announcement.opened(document, key, workspace.clock.now().date()) if document else None
    except UntrustedError:
        return None
