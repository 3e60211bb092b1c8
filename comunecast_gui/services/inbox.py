# SPDX-License-Identifier: EUPL-1.2
"""Brings what citizens wrote from the relay to this office: one pull, for the command and for the window alike."""

from __future__ import annotations

import asyncio

from comunecast_gui.channels.missing_token import UnreadyChannel
from comunecast_gui.channels.relay_client import BEYOND, RelayClient
from comunecast_gui.core.content import ContactMessage
from comunecast_gui.core.delivery.pace import Pace, PaceKeeper
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.inbound import pull as pulling
from comunecast_gui.core.inbound.answers import AnswerTexts
from comunecast_gui.core.inbound.intent import Words
from comunecast_gui.core.inbound.pull import PullReport
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.ports import Channel
from comunecast_gui.services.wiring import WHATSAPP, Desk, whatsapp_channel
from comunecast_gui.store.inbound.inbox import InboxPolicy, SqlInbox
from comunecast_gui.system import paths, tls
from comunecast_gui.system.locks import pulling_lock
from comunecast_gui.system.secrets import SecretName

_PATIENCE = 60.0
"""Seconds to wait for another pull of this data folder to end."""
_SHARE = 4
"""Answers take at most this part of the number's rate: a notice may be going out meanwhile."""


def pull(desk: Desk) -> PullReport:
    """Reads the relay until it is empty; blocks, and may run beside a sending lane. One process pulls at a time.

    Raises ConfigError: ``already_pulling``, ``relay_not_configured``, ``secret_missing``, what the relay's client
    raises, and ``database_*``. Nothing is lost then: what was not acknowledged is fetched again.
    """
    whatsapp = desk.settings.whatsapp
    pacer = PaceKeeper(Pace(_SHARE / whatsapp.rate_per_second if whatsapp else 1.0))
    texts = AnswerTexts.load(paths.resource("messages", "it.toml"), desk.office)
    with pulling_lock(desk.data_dir, _PATIENCE), _mailbox(desk) as mailbox:
        return asyncio.run(
            pulling.pull(mailbox, open_inbox(desk), words(desk), texts, _channel(desk), pacer, desk.clock, _card(desk))
        )


def look_at_relay(desk: Desk) -> None:
    """Asks the relay for something, with the office's keys, and changes nothing. Raises ConfigError as :func:`pull`."""
    with _mailbox(desk) as mailbox:
        mailbox.fetch(BEYOND)


def words(desk: Desk) -> Words:
    """What citizens of this office may write."""
    inbox, office = desk.settings.inbox, desk.office
    return Words.load(
        paths.resource("words", "it.toml"),
        join=inbox.join_words,
        leave=inbox.leave_words,
        places=(office.name, *office.localities),
        offer=office.offer,
    )


def open_inbox(desk: Desk) -> SqlInbox:
    inbox = desk.settings.inbox
    policy = InboxPolicy(
        answers=inbox.answers and desk.settings.whatsapp is not None,
        answer_others=inbox.answer_others,
        choices=bool(desk.office.offer),
        card=_card(desk) is not None,
        privacy=inbox.privacy_version or desk.office.privacy_url,
    )
    return SqlInbox(desk.database, policy)


def answered_this_month(desk: Desk) -> int:
    """How many answers went out in this calendar month of the office, against those that are free."""
    now = desk.clock.now().astimezone(timezone_of(desk.office))
    return open_inbox(desk).answered_since(now.replace(day=1, hour=0, minute=0, second=0, microsecond=0))


def _mailbox(desk: Desk) -> RelayClient:
    relay, whatsapp = desk.settings.relay, desk.settings.whatsapp
    if relay is None:
        raise ConfigError("relay_not_configured", field="relay.url")
    key, private_key = desk.secrets.require(SecretName.RELAY_KEY), desk.secrets.require(SecretName.RELAY_PRIVATE_KEY)
    number = whatsapp.phone_number_id if whatsapp else ""
    return RelayClient(relay.url, key.reveal(), private_key.reveal(), tls.context(), number)


def _card(desk: Desk) -> ContactMessage | None:
    """The office as a contact to save; None if it is not wanted, or its number is not known."""
    whatsapp, office = desk.settings.whatsapp, desk.office
    if not desk.settings.inbox.contact_card or whatsapp is None or not whatsapp.display_phone:
        return None
    digits = "".join(char for char in whatsapp.display_phone if char.isdigit())
    return ContactMessage(office.name, whatsapp.display_phone, digits, office.email, office.privacy_url)


def _channel(desk: Desk) -> Channel:
    token = desk.secrets.get(SecretName.WHATSAPP_TOKEN)
    if desk.settings.whatsapp is None or token is None:
        return UnreadyChannel(WHATSAPP, "whatsapp_token")
    return whatsapp_channel(desk.settings.whatsapp, token)
