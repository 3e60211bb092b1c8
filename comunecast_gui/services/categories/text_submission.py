# SPDX-License-Identifier: EUPL-1.2
"""Sends the texts of some categories to Meta from the window, by the same way as the command."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from comunecast_gui.core.errors import SendError
from comunecast_gui.core.notice.categories import Category
from comunecast_gui.core.work.long_work import Work
from comunecast_gui.services import template_approval
from comunecast_gui.services.categories import going_on
from comunecast_gui.services.template_approval import Submission
from comunecast_gui.services.wiring import Workspace


def submit(workspace: Workspace, ids: Sequence[str], work: Work) -> Submission:
    """Submits the texts that Meta does not have; with them those that carry a file, where the office uses such ones.

    Afterwards Meta is asked how they stand. Raises as :func:`.going_on.submit`.
    """
    categories = tuple(map(workspace.catalogue.get, ids))
    done = going_on.submit(workspace, ids, files=_carries_files(workspace, categories), work=work)
    with suppress(SendError):  # what Meta took is noted already
        template_approval.sync(workspace, workspace.catalogue)
    return done


def _carries_files(workspace: Workspace, categories: Sequence[Category]) -> bool:
    """Whether a text from before has a variant with a file: without one of the new text, files would bring it back."""
    known = {row.name for row in workspace.templates.all()}
    samples = template_approval.sample_files()
    return any(
        layout.media_template_name(file) in known
        for category in categories
        for layout in category.layouts
        for file in samples
    )
