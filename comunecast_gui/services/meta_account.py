# SPDX-License-Identifier: EUPL-1.2
"""The office's own account at Meta: the way to ask it with the office's token, and to let it hear the webhooks."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from comunecast_gui.channels.relay_client import RelayClient
from comunecast_gui.channels.whatsapp.business_account import AccountApi
from comunecast_gui.channels.whatsapp.graph_client import GraphClient
from comunecast_gui.core.errors import ConfigError, Misconfigured, OutcomeUnknown
from comunecast_gui.core.inbound.events import Skipped
from comunecast_gui.core.inbound.pull import Letter
from comunecast_gui.services import inbox
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system import tls
from comunecast_gui.system.locks import pulling_lock
from comunecast_gui.system.secrets import SecretName
from comunecast_gui.system.settings.values import WhatsAppSettings

_STEP = 1.0
"""Seconds between two looks at whether a webhook has come."""
_PATIENCE = 60.0
"""Seconds to wait for another pull of this data folder to end."""


@contextmanager
def graph(workspace: Workspace) -> Iterator[tuple[GraphClient, WhatsAppSettings]]:
    """Meta's Graph API with the office's token. Raises ConfigError("no_whatsapp" | "secret_missing")."""
    configured = workspace.settings.whatsapp
    if configured is None:
        raise ConfigError("no_whatsapp", field="whatsapp")
    token = workspace.secrets.require(SecretName.WHATSAPP_TOKEN)
    client = GraphClient(configured.graph_url, configured.api_version, token.reveal(), tls.context())
    try:
        yield client, configured
    finally:
        client.close()


def account_api(client: GraphClient, configured: WhatsAppSettings) -> AccountApi:
    """The office's account and number."""
    return AccountApi(client, configured.business_account_id, configured.phone_number_id)


def app_id(client: GraphClient, configured: WhatsAppSettings) -> str:
    """The app's id: from the settings, else what Meta says of the token.

    Raises ConfigError("app_id_unknown") where neither tells, SendError.
    """
    try:
        found = configured.app_id or account_api(client, configured).token().app_id
    except Misconfigured as error:
        if error.code == "whatsapp_190":
            raise
        found = ""  # who may ask about a token is Meta's to decide
    if not found:
        raise ConfigError("app_id_unknown", field="whatsapp.app_id")
    return found


@dataclass(frozen=True, slots=True)
class Hearing:
    """How far the way from Meta to this computer is proven; None: not tried, because it could not be.

    ``listed``: Meta names the app among those that hear the account. ``reached``: the relay stands at its address,
    knows this computer's key and refuses a forged signature. ``signed``: a test signed as Meta signs went all the way
    through the relay. ``heard``: something came from Meta itself while this waited.
    """

    app: str
    app_name: str
    callback: str
    """An address that the account has in place of the app's own; empty if none."""
    listed: bool
    reached: bool | None = None
    signed: bool | None = None
    heard: bool | None = None


def subscribe(workspace: Workspace, wait: float = 0.0, app_secret: str = "") -> Hearing:
    """Subscribes the app to the account's webhooks, and proves what can be proven of the way back.

    ``wait`` is how many seconds to wait for a first webhook of Meta's: somebody has to write to the number meanwhile.
    With ``app_secret``, which only the relay needs otherwise, a signed test is sent through the relay. Nothing that
    waits there is taken away. Blocks.

    Raises ConfigError ("no_whatsapp", "secret_missing", "app_id_unknown", "already_pulling", ``relay_*``), SendError.
    """
    with graph(workspace) as (client, configured):
        app, api = app_id(client, configured), account_api(client, configured)
        with suppress(OutcomeUnknown):  # what Meta lists now tells whether it did it
            api.subscribe()
        found = api.subscription()
    told = app, found.apps.get(app, ""), found.callbacks.get(app, ""), app in found.apps
    if workspace.settings.relay is None or app not in found.apps:
        return Hearing(*told)
    with pulling_lock(workspace.data_dir, _PATIENCE), inbox.mailbox_of(workspace) as relay:
        last = _last(relay)
        reached = relay.takes_webhooks(b"{}")
        signed = _sends_through(relay, configured.business_account_id, app_secret, last) if app_secret else None
        return Hearing(*told, reached, signed, _hears(relay, last, wait) if wait > 0 else None)


def _last(relay: RelayClient) -> int:
    """The id of the newest letter that waits."""
    last = 0
    while (page := relay.fetch(last)).letters:
        last = page.last
    return last


def _sends_through(relay: RelayClient, account: str, app_secret: str, last: int) -> bool:
    """Whether a signed webhook of an unknown kind comes out of the relay; a pull skips it later."""
    kind = f"comunecast_test_{secrets.token_hex(8)}"
    entry = {"id": account, "time": int(time.time()), "changes": [{"field": kind, "value": {}}]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    if not relay.takes_webhooks(body, app_secret):
        return False
    return any(Skipped(kind) in letter.news for letter in relay.fetch(last).letters)


def _hears(relay: RelayClient, last: int, wait: float) -> bool:
    """Whether something that Meta sent arrives within ``wait`` seconds."""
    until = time.monotonic() + wait
    while not any(map(_is_from_meta, relay.fetch(last).letters)):
        if time.monotonic() >= until:
            return False
        time.sleep(min(_STEP, wait))
    return True


def _is_from_meta(letter: Letter) -> bool:
    return not all(isinstance(news, Skipped) and news.what.startswith("comunecast_test") for news in letter.news)
