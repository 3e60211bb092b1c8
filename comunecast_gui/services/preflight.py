# SPDX-License-Identifier: EUPL-1.2
"""Asks the services about a notice before it is queued: ready or not, price, and daily limit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from comunecast_gui.core.errors import ConfigError, SendError, UserError
from comunecast_gui.core.model import PriceCategory
from comunecast_gui.core.notice.compose import GENERIC, Composed, compose
from comunecast_gui.core.notice.preflight import Preflight
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.services import queueing, readiness, telegram_chats, template_approval, wiring
from comunecast_gui.services.today import prospects
from comunecast_gui.services.wiring import WHATSAPP, Workspace

_TEMPLATE = ("template_missing", "template_not_approved", "template_differs")
"""What may be wrong with the notice's own template, while another could still be sent."""


def look_all_round(workspace: Workspace, sentences: Sentences, composed: Composed) -> Preflight:
    """Like :func:`look`, and at the same time what would become of any notice on these channels.

    A look that breaks off keeps no notice back: the channels themselves say whether they are ready.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        asked = beside.submit(prospects.ask, workspace, sentences)
        found = look(workspace, composed)
        try:
            told = asked.result()
        except UserError:
            return found
    return replace(found, outlook=tuple(one for one in told if one.channel in composed.contents))


def look(workspace: Workspace, composed: Composed) -> Preflight:
    """What the services say of this notice now; nothing is queued or sent.

    Raises ConfigError("chat_not_channel") for a group in a channel's place, which no waiting mends, and
    ConfigError (``database_*``, ``keyring_locked``).
    """
    if refused := telegram_chats.obstacle(workspace, composed.contents):
        raise refused
    found = readiness.look_ahead(workspace, composed.contents)
    unready = {name: one.error for name, one in found.items() if one.error is not None}
    prepared = {name: one.prepared for name, one in found.items() if one.ready}
    if WHATSAPP not in composed.contents:
        return Preflight(unready=unready, prepared=prepared)
    state = _template_state(workspace, composed)
    known = state is not None and state.price_category in list(PriceCategory)
    left = template_approval.allowance(workspace) if state else None
    enough = left is None or wiring.reach(workspace, composed) <= left.left
    lacks_template = WHATSAPP in unready and unready[WHATSAPP].code in _TEMPLATE
    return Preflight(
        price=PriceCategory(state.price_category) if state and known else None,
        allowance=None if enough else left,
        unready=unready,
        prepared=prepared,
        generic=_in_generic_template(workspace, composed) if lacks_template else None,
    )


def _template_state(workspace: Workspace, composed: Composed) -> template_approval.TemplateState | None:
    """Meta's present state of the template, which is kept; None if it cannot be sent."""
    try:
        return template_approval.confirm(workspace, composed.whatsapp_category, composed.contents.values())
    except (ConfigError, SendError):
        return None


def _in_generic_template(workspace: Workspace, composed: Composed) -> Composed | None:
    """The same notice with the generic WhatsApp template; None if that is not approved or too short."""
    generic = workspace.catalogue.get(GENERIC)
    if composed.whatsapp_category.id == generic.id:
        return None
    now = workspace.clock.now()
    context = wiring.check_context(workspace, now)
    if generic.in_force(context.templates).whatsapp.template_name not in context.templates:
        return None
    draft = replace(composed.draft, carrier=generic.id)
    found = compose(workspace.catalogue, draft, workspace.office, now, workspace.channels, context, workspace.language)
    return queueing.freeze(workspace, found) if found.notice else None
