# SPDX-License-Identifier: EUPL-1.2
"""Rotates the keys between office and relay without losing a letter, even if interrupted.

The former keys stay beside the new ones: the relay goes on sealing for the former until somebody enters the new ones
there, and what it sealed before may still wait. So nothing has to happen at the same time on both sides. They are
forgotten when the relay has been sealing for the new key for a while and no letter is left that does not open.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from comunecast_gui.channels.relay_client import BEYOND
from comunecast_gui.channels.sealed_letter import LetterOpener
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.inbound.letters import Closed
from comunecast_gui.relay.keys import hash_of, make_keys
from comunecast_gui.services import inbox
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system.locks import pulling_lock
from comunecast_gui.system.secrets import SecretName, Secrets

GRACE = timedelta(days=7)
"""How long the former keys stay after the relay was seen with the new one: a process of a web host may outlive that."""
_PATIENCE = 60.0
_PRIVATE, _BEARER = SecretName.RELAY_PRIVATE_KEY, SecretName.RELAY_KEY
_FORMER_PRIVATE, _FORMER_BEARER = SecretName.RELAY_FORMER_PRIVATE_KEY, SecretName.RELAY_FORMER_KEY

logger = logging.getLogger(__name__)


class Stage(StrEnum):
    """The stage of a key rotation."""

    WAITS_FOR_RELAY = "waits_for_relay"
    """The new keys are here, and somebody has to enter the relay's part there."""
    CHANGED = "changed"
    """The relay seals for the new key; the former ones stay a while."""


@dataclass(frozen=True, slots=True)
class Change:
    """``public_key`` and ``bearer_key_hash`` are for the relay; ``until`` is when the former keys are forgotten."""

    stage: Stage
    public_key: str
    bearer_key_hash: str
    until: datetime | None = None


def rotate(workspace: Workspace, *, again: bool = False) -> Change:
    """Begins a change of keys, or says how far the one under way is; ``again`` begins another all the same.

    It may be interrupted at any instant and called again. Raises ConfigError: ``relay_keys_in_environment``,
    ``no_keyring``, ``already_pulling`` and what pulling raises.
    """
    secrets = _own(workspace)
    inbox.pull(workspace)
    with pulling_lock(workspace.data_dir, _PATIENCE):
        with inbox.mailbox_of(workspace) as relay:
            seals_for = relay.fetch(BEYOND).sealed_for
        address = workspace.settings.relay.url if workspace.settings.relay else ""
        private, bearer = secrets.require(_PRIVATE).reveal(), secrets.require(_BEARER).reveal_to(address)
        former, former_bearers = _words(secrets, _FORMER_PRIVATE), _words(secrets, _FORMER_BEARER, address)
        under_way = bool(former) and former[0] != private
        changed = under_way and seals_for == _public(private)
        if not under_way or (changed and again):
            fresh = make_keys()
            # In this order: whatever is used now is kept as former before anything takes its place.
            secrets.set(_FORMER_PRIVATE, _joined(private, former))
            secrets.set(_FORMER_BEARER, _joined(bearer, former_bearers))
            secrets.set(_PRIVATE, fresh.private_key)
            secrets.set(_BEARER, fresh.bearer_key)
            return Change(Stage.WAITS_FOR_RELAY, fresh.public_key, fresh.bearer_key_hash)
        if bearer in former_bearers:  # it was interrupted between the two
            bearer = make_keys().bearer_key
            secrets.set(_BEARER, bearer)
        stage = Stage.CHANGED if changed else Stage.WAITS_FOR_RELAY
        since = inbox.quarantine_of(workspace).standing().sealed_since
        until = since + GRACE if changed and since else None
        return Change(stage, _public(private), hash_of(bearer), until)


def pending(workspace: Workspace) -> bool:
    """Whether a change of keys waits for somebody to enter the relay's part there. Raises ConfigError."""
    former = workspace.secrets.get(_FORMER_PRIVATE)
    private = workspace.secrets.get(_PRIVATE)
    if former is None or private is None or former.reveal().split()[0] == private.reveal():
        return False
    return inbox.quarantine_of(workspace).standing().sealed_for != _public(private.reveal())


def retire_former(workspace: Workspace) -> bool:
    """Deletes the former keys when nothing needs them any more; returns whether it did. Raises ConfigError."""
    secrets = workspace.secrets
    if not isinstance(secrets, Secrets) or _from_environment(_FORMER_PRIVATE) or secrets.get(_FORMER_PRIVATE) is None:
        return False
    quarantine = inbox.quarantine_of(workspace)
    standing = quarantine.standing()
    if standing.sealed_for != _public(secrets.require(_PRIVATE).reveal()) or standing.sealed_since is None:
        return False
    if workspace.clock.now() - standing.sealed_since < GRACE or quarantine.waiting().reasons[Closed.KEY]:
        return False
    secrets.forget(_FORMER_BEARER)
    secrets.forget(_FORMER_PRIVATE)  # last: as long as it is here, an interrupted end is done again
    return True


def tidy(workspace: Workspace) -> None:
    """Retires former keys after a pull; a locked keyring does not make the pull fail."""
    try:
        if retire_former(workspace):
            logger.info("The former keys of the relay are forgotten")
    except ConfigError as error:
        logger.warning("The former keys of the relay cannot be looked after: %s", error.code)


def _own(workspace: Workspace) -> Secrets:
    """The keyring of this office. Raises ConfigError where the keys come from elsewhere, and are not ours to change."""
    secrets = workspace.secrets
    given = [name.variable for name in (_PRIVATE, _BEARER, _FORMER_PRIVATE, _FORMER_BEARER) if _from_environment(name)]
    if given or not isinstance(secrets, Secrets):
        raise ConfigError("relay_keys_in_environment", names=given)
    return secrets


def _from_environment(name: SecretName) -> bool:
    return bool(os.environ.get(name.variable, "").strip())


def _words(secrets: Secrets, name: SecretName, address: str = "") -> list[str]:
    secret = secrets.get(name)
    return secret.reveal_to(address).split() if secret else []


def _joined(now: str, former: list[str]) -> str:
    return " ".join([now, *(one for one in former if one != now)])


def _public(private_key: str) -> str:
    return LetterOpener([private_key]).public_key
