# SPDX-License-Identifier: EUPL-1.2
"""The office's account at Meta: the client with the office's token, and the subscription to the webhooks."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from comunecast_gui.channels.relay_client import RelayClient
from comunecast_gui.channels.whatsapp.business_account import AccountApi
from comunecast_gui.channels.whatsapp.graph_client import GraphClient
from comunecast_gui.core.errors import ConfigError, Misconfigured, OutcomeUnknown
from comunecast_gui.core.inbound.events import Skipped
from comunecast_gui.core.inbound.letters import Letter
from comunecast_gui.core.sentences import Sentences
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
    key = token.reveal_to(configured.graph_url)
    client = GraphClient(configured.graph_url, configured.api_version, key, tls.context())
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
    """How much of the way from Meta to this computer is proven; None: it could not be tried.

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


def subscribe(
    workspace: Workspace, wait: float = 0.0, app_secret: str = "", listening: Callable[[], object] = bool
) -> Hearing:
    """Subscribes the app to the account's webhooks, and proves what can be proven of the way back.

    ``wait`` is how many seconds to wait for a first webhook of Meta's: somebody has to write to the number meanwhile,
    from when ``listening`` is called.
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
        if wait <= 0:
            return Hearing(*told, reached, signed)
        listening()
        return Hearing(*told, reached, signed, _hears(relay, last, wait))


def proven(
    workspace: Workspace, found: Hearing, sentences: Sentences, wait: float = 0.0
) -> tuple[list[str], list[str]]:
    """What is proven of the way from Meta, and what is not or has to be fixed, as sentences."""
    relay, whatsapp = workspace.settings.relay, workspace.settings.whatsapp
    facts = {"app": found.app_name or found.app, "relay": relay.url if relay else "", "seconds": round(wait)}
    said = (
        (found.listed, "relay.subscribed", "relay.not_subscribed"),
        (found.reached, "relay.reached", "relay.other_page"),
        (found.signed, "relay.signed", "relay.signature_lost"),
        (found.heard, "relay.heard", "relay.not_heard"),
    )
    fine = [sentences.text(code, **facts) for holds, code, _ in said if holds]
    open_ = [sentences.text(code, **facts) for holds, _, code in said if holds is False]
    if relay is None:
        open_.append(sentences.text("relay.none_here"))
    elif found.listed and found.heard is None:
        number = (whatsapp.display_phone if whatsapp else "") or "-"
        open_.append(sentences.text("relay.unproven", number=number))
    if found.callback and relay and found.callback.rstrip("/") != f"{relay.url}/webhook":
        elsewhere = "health.whatsapp_webhooks_elsewhere"
        open_.append(sentences.text(elsewhere, callback=found.callback, url=relay.url))
    return fine, open_


def _last(relay: RelayClient) -> int:
    """The id of the newest letter that waits."""
    last = 0
    while (page := relay.fetch(last)).letters:
        last = page.last
    return last


def _sends_through(relay: RelayClient, account: str, app_secret: str, last: int) -> bool:
    """Whether a signed webhook of an unknown kind arrives through the relay; a pull skips it later."""
    kind = f"comunecast_test_{secrets.token_hex(8)}"
    entry = {"id": account, "time": int(time.time()), "changes": [{"field": kind, "value": {}}]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    if not relay.takes_webhooks(body, app_secret):
        return False
    return any(Skipped(kind) in letter.news for letter in _after(relay, last))


def _hears(relay: RelayClient, last: int, wait: float) -> bool:
    """Whether something that Meta sent arrives within ``wait`` seconds."""
    until = time.monotonic() + wait
    while not any(map(_is_from_meta, _after(relay, last))):
        if time.monotonic() >= until:
            return False
        time.sleep(min(_STEP, wait))
    return True


def _after(relay: RelayClient, last: int) -> list[Letter]:
    return [relay.open(letter, unsigned=True) for letter in relay.fetch(last).letters]


def _is_from_meta(letter: Letter) -> bool:
    return not all(isinstance(news, Skipped) and news.what.startswith("comunecast_test") for news in letter.news)
