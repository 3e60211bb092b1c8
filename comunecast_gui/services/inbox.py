# SPDX-License-Identifier: EUPL-1.2
"""Brings what citizens wrote from the relay into this office: one pull, for the command and the window alike."""

from __future__ import annotations

import asyncio
from datetime import datetime

from comunecast_gui.channels.missing_token import MissingTokenChannel
from comunecast_gui.channels.relay_client import RelayClient
from comunecast_gui.channels.sealed_letter import LetterOpener
from comunecast_gui.channels.whatsapp.account_webhooks import OwnAccount
from comunecast_gui.core.content import ContactMessage
from comunecast_gui.core.delivery.pace import Pace, PaceKeeper
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.inbound import pull as pulling
from comunecast_gui.core.inbound.answers import AnswerTexts
from comunecast_gui.core.inbound.intent import IntentReader
from comunecast_gui.core.inbound.letters import Letters
from comunecast_gui.core.inbound.pull import PullReport
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.ports import Channel
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.work.long_work import STOPPED, UNWATCHED, Work
from comunecast_gui.services.wiring import WHATSAPP, Workspace, missing_key, whatsapp_channel
from comunecast_gui.store.inbound.inbox import InboxPolicy, SqlInbox
from comunecast_gui.store.inbound.quarantine import SqlQuarantine
from comunecast_gui.system import paths, tls
from comunecast_gui.system.locks import pulling_lock
from comunecast_gui.system.secrets import Secret, SecretName

_PATIENCE = 60.0
"""Seconds to wait for another pull of this data folder to end."""
_SHARE = 4
"""Answers take at most this part of the number's rate: a notice may be going out meanwhile."""


def pull(workspace: Workspace, work: Work = UNWATCHED) -> PullReport:
    """Reads the relay until it is empty; blocks, and may run beside a sending lane. One process pulls at a time.

    Raises ConfigError: ``already_pulling``, ``relay_not_configured``, ``secret_missing``, what the relay's client
    raises, and ``database_*``. Nothing is lost then: what was not acknowledged is fetched again. The same holds where a
    person stops ``work``, for InputError("inbox_stopped").
    """
    whatsapp = workspace.settings.whatsapp
    pacer = PaceKeeper(Pace(_SHARE / whatsapp.rate_per_second if whatsapp else 1.0))
    texts = AnswerTexts.load(paths.resource("answers", "it.toml"), workspace.office)
    with pulling_lock(workspace.data_dir, _PATIENCE), mailbox_of(workspace) as mailbox:
        try:
            return asyncio.run(
                pulling.pull(
                    Letters(mailbox, quarantine_of(workspace), work),
                    open_inbox(workspace),
                    words(workspace),
                    texts,
                    _channel(workspace),
                    pacer,
                    workspace.clock,
                    _card(workspace),
                )
            )
        except InputError as error:
            raise InputError("inbox_stopped") if error.code == STOPPED else error from None


def unread_since(workspace: Workspace) -> datetime | None:
    """Since when the oldest letter waits on the relay that this office has not read; None where it has read all.

    Asks with the office's keys, and changes nothing. Raises ConfigError as :func:`pull`.
    """
    read = quarantine_of(workspace).standing().read
    with mailbox_of(workspace) as mailbox:
        # A relay that was made anew counts from one again, below what was read: then all that waits there counts.
        kept_back = quarantine_of(workspace).blocking() is not None
        return mailbox.waiting_since(read[0] if read and kept_back else 0)


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
    relay, whatsapp, secrets = workspace.settings.relay, workspace.settings.whatsapp, workspace.secrets
    if relay is None:
        raise ConfigError("relay_not_configured", field="relay.url")
    key = secrets.require(SecretName.RELAY_KEY).reveal_to(relay.url)
    keys = [key, *_several(secrets.get(SecretName.RELAY_FORMER_KEY), relay.url)]
    opener = opener_of(workspace)
    if quarantine_of(workspace).standing().sealed_for not in ("", opener.public_key):
        keys = [*keys[1:], keys[0]]  # the keys are being changed, and the relay had the former ones when last seen
    number = whatsapp.phone_number_id if whatsapp else ""
    own = OwnAccount(whatsapp.business_account_id, whatsapp.display_phone) if whatsapp else OwnAccount()
    return RelayClient(relay.url, keys, opener, tls.context(), number, own)


def opener_of(workspace: Workspace) -> LetterOpener:
    """What opens letters: the private key, the former ones while they are kept, and the app secret if it is here.

    Raises ConfigError("secret_missing" | "relay_private_key" | "keyring_locked").
    """
    secrets = workspace.secrets
    private = secrets.require(SecretName.RELAY_PRIVATE_KEY).reveal()
    former = _several(secrets.get(SecretName.RELAY_FORMER_PRIVATE_KEY))
    return LetterOpener([private, *former], _several(secrets.get(SecretName.WHATSAPP_APP_SECRET)))


def closed_letters(workspace: Workspace, sentences: Sentences) -> list[str]:
    """What a person is told of letters that do not open, one sentence for each reason; none where all do.

    Those that were never tried with the keys of now may open at the next pull, and are not counted.
    Raises ConfigError (``database_*``).
    """
    waiting = quarantine_of(workspace).waiting(opener_of(workspace).means)
    if waiting.since is None:
        return []
    date = f"{waiting.since.astimezone(timezone_of(workspace.office)):%d/%m/%Y}"
    return [sentences.text(f"health.letters_{why}", count=n, date=date) for why, n in sorted(waiting.reasons.items())]


def _several(secret: Secret | None, address: str = "") -> list[str]:
    """What one secret holds, with blanks between: a key may be changed again before the last change has ended."""
    return secret.reveal_to(address).split() if secret else []


def quarantine_of(workspace: Workspace) -> SqlQuarantine:
    """The letters that do not open, and how far the office's relay was read."""
    return SqlQuarantine(workspace.database, workspace.settings.relay.url if workspace.settings.relay else "")


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
