# SPDX-License-Identifier: EUPL-1.2
"""Checks a draft as the composer does, for tests that are about the checks alone."""

from __future__ import annotations

from datetime import datetime

from comunecast_gui.core.model import Draft, Office, kind_of
from comunecast_gui.core.notice import render
from comunecast_gui.core.notice.categories import Category
from comunecast_gui.core.notice.checks.check import CheckContext, Problem, check


def problems_of(
    category: Category, draft: Draft, office: Office, at: datetime, context: CheckContext
) -> tuple[Problem, ...]:
    """What the checks say of a draft for its own channels, or for those of its category."""
    written = render.read(category, draft, office, at)
    kinds = dict.fromkeys(map(kind_of, draft.channels)) or dict.fromkeys(category.channels)
    page = next(iter(context.addresses.values()), "")
    contents = {kind: render.render(written, kind, templates=context.templates, whole_at=page) for kind in kinds}
    return check(written, contents, context)
