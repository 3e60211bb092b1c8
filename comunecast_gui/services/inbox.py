# SPDX-License-Identifier: EUPL-1.2
"""Brings what citizens wrote from the relay into this office: one pull, for the command and the window alike."""

from __future__ import annotations

import asyncio

from comunecast_gui.channels.missing_token import MissingTokenChannel
from comunecast_gui.channels.relay_client import BEYOND, RelayClient
from comunecast_gui.channels.whatsapp.account_webhooks import OwnAccount
from comunecast_gui.core.content import ContactMessage
from comunecast_gui.core.delivery.pace import Pace, PaceKeeper
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.inbound import pull as pulling
from comunecast_gui.core.inbound.answers import AnswerTexts
from comunecast_gui.core.inbound.intent import IntentReader
from comunecast_gui.core.inbound.pull import PullReport
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.ports import Channel
from comunecast_gui.services.wiring import WHATSAPP, Workspace, missing_key, whatsapp_channel
from comunecast_gui.store.inbound.inbox import InboxPolicy, SqlInbox
from comunecast_gui.system import paths, tls
from comunecast_gui.system.locks import pulling_lock
from comunecast_gui.system.secrets import SecretName

_PATIENCE = 60.0
"""Seconds to wait for another pull of this data folder to end."""
_SHARE = 4
"""Answers take at most this part of the number's rate: a notice may be going out meanwhile."""


def pull(workspace: Workspace) -> PullReport:
    """Reads the relay until it is empty; blocks, and may run beside a sending lane. One process pulls at a time.

    Raises ConfigError: ``already_pulling``, ``relay_not_configured``, ``secret_missing``, what the relay's client
    raises, and ``database_*``. Nothing is lost then: what was not acknowledged is fetched again.
    """
    whatsapp = workspace.settings.whatsapp
    pacer = PaceKeeper(Pace(_SHARE / whatsapp.rate_per_second if whatsapp else 1.0))
    texts = AnswerTexts.load(paths.resource("answers", "it.toml"), workspace.office)
    with pulling_lock(workspace.data_dir, _PATIENCE), mailbox_of(workspace) as mailbox:
        return asyncio.run(
            pulling.pull(
                mailbox,
                open_inbox(workspace),
                words(workspace),
                texts,
                _channel(workspace),
                pacer,
                workspace.clock,
                _card(workspace),
            )
        )


def look_at_relay(workspace: Workspace) -> None:
    """Asks the relay for something, with the office's keys, and changes nothing. Raises ConfigError as :func:`pull`."""
    with mailbox_of(workspace) as mailbox:
        mailbox.fetch(BEYOND)


def words(workspace: Workspace) -> IntentReader:
    """What citizens of this office may write."""
    inbox, office = workspace.settings.inbox, workspace.office
    return IntentReader.load(
        paths.resource("intent", "it.toml"),
        join=inbox.join_words,
        leave=inbox.leave_words,
        places=(office.name, *office.localities),
        offer=office.offer,
    )


def open_inbox(workspace: Workspace) -> SqlInbox:
    inbox = workspace.settings.inbox
    policy = InboxPolicy(
        answers=inbox.answers and workspace.settings.whatsapp is not None,
        answer_others=inbox.answer_others,
        choices=bool(workspace.office.offer),
        card=_card(workspace) is not None,
        privacy=inbox.privacy_version or workspace.office.privacy_url,
    )
    return SqlInbox(workspace.database, policy)


def answered_this_month(workspace: Workspace) -> int:
    """How many answers went out in this calendar month of the office, against those that are free."""
    now = workspace.clock.now().astimezone(timezone_of(workspace.office))
    return open_inbox(workspace).answered_since(now.replace(day=1, hour=0, minute=0, second=0, microsecond=0))


def mailbox_of(workspace: Workspace) -> RelayClient:
    """The office's relay. Raises ConfigError("relay_not_configured" | "secret_missing" | "relay_*")."""
    relay, whatsapp = workspace.settings.relay, workspace.settings.whatsapp
    if relay is None:
        raise ConfigError("relay_not_configured", field="relay.url")
    key, private_key = (
        workspace.secrets.require(SecretName.RELAY_KEY),
        workspace.secrets.require(SecretName.RELAY_PRIVATE_KEY),
    )
    number = whatsapp.phone_number_id if whatsapp else ""
    own = OwnAccount(whatsapp.business_account_id, whatsapp.display_phone) if whatsapp else OwnAccount()
    return RelayClient(relay.url, key.reveal_to(relay.url), private_key.reveal(), tls.context(), number, own)


def _card(workspace: Workspace) -> ContactMessage | None:
    """The office as a contact to save; None if it is not wanted, or its number is not known."""
    whatsapp, office = workspace.settings.whatsapp, workspace.office
    if not workspace.settings.inbox.contact_card or whatsapp is None or not whatsapp.display_phone:
        return None
    digits = "".join(char for char in whatsapp.display_phone if char.isdigit())
    return ContactMessage(office.name, whatsapp.display_phone, digits, office.email, office.privacy_url)


def _channel(workspace: Workspace) -> Channel:
    token = workspace.secrets.get(SecretName.WHATSAPP_TOKEN)
    if workspace.settings.whatsapp is None or token is None:
        return MissingTokenChannel(WHATSAPP, *missing_key(workspace, SecretName.WHATSAPP_TOKEN))
    return whatsapp_channel(workspace.settings.whatsapp, token)
