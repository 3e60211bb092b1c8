# SPDX-License-Identifier: EUPL-1.2
"""The office's own account at Meta: the way to ask it, with the office's token."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from comunecast_gui.channels.whatsapp.business_account import AccountApi
from comunecast_gui.channels.whatsapp.graph_client import GraphClient
from comunecast_gui.core.errors import ConfigError, Misconfigured
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system import tls
from comunecast_gui.system.secrets import SecretName
from comunecast_gui.system.settings.values import WhatsAppSettings


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
