# SPDX-License-Identifier: EUPL-1.2
"""The step *Chi scrive Attiva*: the relay's address, its keys, what is pasted there, and the proof that it works."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from comunecast_gui.channels.relay_client import BEYOND, RelayClient
from comunecast_gui.channels.sealed_letter import LetterOpener
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.core.setup.relay_choice import Listening, RelayPoint, RelayPresent, RelayWay, RoundTrip
from comunecast_gui.core.setup.step_report import OpenPoint, StepReport
from comunecast_gui.relay.keys import hash_of, make_keys
from comunecast_gui.services import inbox, meta_account
from comunecast_gui.services.setup import relay_kit
from comunecast_gui.services.setup.setup_folder import SetupFolder
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.subscribers import Filter
from comunecast_gui.system.secrets import SecretName

_WAY, _PROVEN, _HEARD = "relay_way", "relay_proven", "relay_heard"
_WEBHOOK = "/webhook"
_PRIVATE, _BEARER, _SECRET = SecretName.RELAY_PRIVATE_KEY, SecretName.RELAY_KEY, SecretName.WHATSAPP_APP_SECRET
_VERIFY_TOKEN = b"comunecast relay verify token"
_SHORTEST_SECRET = 16
_HERE = {
    "relay_key": "relay_wrong_key",
    "relay_unreachable": "relay_nobody",
    "relay_answer": "relay_another_page",
    "relay_private_key": "relay_key_gone",
}
"""What the everyday fetching calls by one name has another remedy while the relay is being set up."""
_CLOCKS_APART = timedelta(minutes=30)


class RelaySetup:
    """Makes the keys, says what is pasted where, and proves the way from Meta step by step.

    The private key and the bearer key never leave this computer's keyring.
    """

    def __init__(self, folder: SetupFolder) -> None:
        self._folder = folder

    def present(self) -> RelayPresent:
        """What is kept now; asks nobody. Raises ConfigError("keyring_locked"), InputError (``settings_...``)."""
        found = self._folder.settings()
        way = self._folder.noted(_WAY)
        url = found.relay.url if found and found.relay else ""
        return RelayPresent(
            RelayWay(way) if way in list(RelayWay) else None,
            url,
            self._folder.secrets().get(_SECRET) is not None,
            found.whatsapp.display_phone if found and found.whatsapp else "",
        )

    def choose(self, way: RelayWay) -> None:
        """Notes where the relay runs. What was set up of another way stays."""
        self._folder.note(_WAY, str(way))

    def use_address(self, typed: str) -> str:
        """Keeps the relay's address, and makes the keys if there are none for it; returns the address.

        Raises InputError("setup_bad_url" | "setup_url_not_https"), ConfigError as :meth:`.SetupFolder.change` and
        ("no_keyring" | "keyring_locked").
        """
        url = typed.strip().rstrip("/").removesuffix(_WEBHOOK).rstrip("/")
        if url and "//" not in url:
            url = f"https://{url}"
        if not url:
            raise InputError("setup_bad_url", field="url")
        try:
            kept = self._folder.change({"relay.url": url})
        except InputError as error:
            code = "setup_url_not_https" if url.startswith("http:") else "setup_bad_url"
            raise InputError(code, field="url") from error
        secrets = self._folder.secrets()
        if secrets.get(_PRIVATE) is None:
            fresh = make_keys()
            secrets.set(_PRIVATE, fresh.private_key)
            secrets.set(_BEARER, fresh.bearer_key)
        elif secrets.get(_BEARER) is None:  # it was entered for another address, and nobody there should have this one
            secrets.set(_BEARER, make_keys().bearer_key)
        self._folder.note(_PROVEN, "")
        return kept.relay.url if kept.relay else url

    def keep_app_secret(self, secret: str) -> None:
        """Keeps the app secret, with which this computer proves the way and verifies who signed.

        Raises InputError("setup_app_secret"), ConfigError("no_keyring").
        """
        secret = "".join(secret.split())
        if not secret.isascii() or not secret.isalnum() or len(secret) < _SHORTEST_SECRET:
            raise InputError("setup_app_secret", field="secret")
        self._folder.secrets().set(_SECRET, secret)
        self._folder.note(_PROVEN, "")

    def values(self) -> Mapping[str, str]:
        """What is pasted on the host, by the name of its setting, but for the app secret, which comes from Meta.

        Raises ConfigError("setup_relay_first" | "keyring_locked").
        """
        private, bearer = self._keys()
        return {
            "RELAY_VERIFY_TOKEN": _verify_token(private),
            "RELAY_KEY_HASH": hash_of(bearer),
            "RELAY_PUBLIC_KEY": LetterOpener([private]).public_key,
        }

    def write_kit(self, target: Path) -> None:
        """Writes the zip for the host. Raises as :func:`.relay_kit.write`."""
        relay_kit.write(target)

    def check(self) -> tuple[RelayPoint, ...]:
        """Tries the way from Meta point by point, up to the first that a person has to mend.

        With the app secret a signed test goes through the relay; with WhatsApp set up the app is subscribed at Meta.
        Nothing that waits there is taken away. Raises ConfigError("setup_relay_first" | "keyring_locked" |
        "already_pulling" | ``database_*``), SendError where Meta does not answer.
        """
        self._keys()
        with self._folder.workspace() as workspace:
            points = []
            for point in self._points(workspace):
                points.append(point)
                if not point.fine:
                    break
        whole = all(one.fine for one in points) and any(one.code == "relay_subscribed" for one in points)
        self._folder.note(_PROVEN, self.present().url if whole else "")
        return tuple(points)

    def begin(self) -> Listening:
        """What is there before a phone writes; from here on :meth:`listen` counts."""
        with self._folder.workspace() as workspace:
            # By when Meta says that something was written, which may be by another clock than this computer's.
            since = workspace.clock.now() - _CLOCKS_APART
            people = workspace.subscribers.count(state=SubscriberState.ACTIVE)
            return Listening(since, people, inbox.open_inbox(workspace).answered_since(since))

    def listen(self, before: Listening) -> RoundTrip:
        """Fetches what has come, answers it, and tells what happened since; to be called again every few seconds.

        Raises what :func:`.inbox.pull` raises, SendError where somebody has to mend something before answers go out.
        """
        with self._folder.workspace() as workspace:
            report = inbox.pull(workspace)
            rows, _ = workspace.subscribers.look(Filter(state=SubscriberState.ACTIVE, since=before.since))
            joined = workspace.subscribers.count(state=SubscriberState.ACTIVE) - before.people
            answered = inbox.open_inbox(workspace).answered_since(before.since) - before.answered
        if report.problem is not None:
            raise report.problem
        newest = max(rows, key=lambda one: one.since, default=None)
        found = RoundTrip(max(joined, 0), max(answered, 0), newest.phone if newest and joined > 0 else "")
        if report.messages or found.answered:
            self._folder.note(_HEARD, self.present().url)
        return found

    def report(self) -> StepReport:
        """Done where citizens were heard, or where a person said that this is for later. Asks nobody.

        Raises as :meth:`present`.
        """
        present = self.present()
        if present.way is RelayWay.NOT_NOW:
            return StepReport.of(())
        if present.way is None or not present.url:
            return StepReport.of((OpenPoint("setup_no_relay"),))
        proven, heard = (self._folder.noted(name) == present.url for name in (_PROVEN, _HEARD))
        unproven = [OpenPoint(code) for code, fine in (
            ("setup_relay_unproven", proven), ("setup_relay_unheard", heard)
        ) if not fine]  # fmt: skip
        return StepReport.of((), tuple(unproven))

    # -- parts --------------------------------------------------------------------------------------------------------

    def _keys(self) -> tuple[str, str]:
        """The private key and the bearer key. Raises ConfigError("setup_relay_first" | "keyring_locked")."""
        secrets, found = self._folder.secrets(), self._folder.settings()
        private, bearer = secrets.get(_PRIVATE), secrets.get(_BEARER)
        if private is None or bearer is None or found is None or found.relay is None:
            raise ConfigError("setup_relay_first")
        return private.reveal(), bearer.reveal_to(found.relay.url)

    def _points(self, workspace: Workspace) -> Iterator[RelayPoint]:
        url = workspace.settings.relay.url if workspace.settings.relay else ""
        try:
            with inbox.mailbox_of(workspace) as relay:
                yield from self._of_the_relay(relay, url)
        except ConfigError as error:
            if not error.code.startswith("relay_"):
                raise
            yield RelayPoint(_HERE.get(error.code, error.code), False, {"url": url, **error.values})
            return
        kept = workspace.secrets.get(_SECRET)
        if workspace.settings.whatsapp is None:
            yield RelayPoint("relay_needs_number", False)
            return
        found = meta_account.subscribe(workspace, 0, kept.reveal().split()[0] if kept else "")
        yield RelayPoint("relay_signed" if found.signed else "relay_wrong_secret", found.signed is True)
        yield RelayPoint("relay_subscribed" if found.listed else "relay_not_subscribed", found.listed)
        elsewhere = found.callback and found.callback.rstrip("/") != f"{url}{_WEBHOOK}"
        if elsewhere:
            yield RelayPoint("relay_elsewhere", False, {"callback": found.callback, "url": f"{url}{_WEBHOOK}"})

    def _of_the_relay(self, relay: RelayClient, url: str) -> Iterator[RelayPoint]:
        """What the relay shows of itself, in the order in which a person sets it up."""
        lacks, missing = relay.obstacle()
        if lacks:
            code = "relay_proxies" if lacks == "relay_proxies_not_set" else lacks
            yield RelayPoint(code, False, {"missing": missing, "url": url, "name": "RELAY_PROXIES"})
            return
        yield RelayPoint("relay_answers", True, {"url": url})
        page = relay.fetch(BEYOND)
        right = page.sealed_for == relay.public_key
        yield RelayPoint("relay_right_keys" if right else "relay_wrong_public_key", right)
        if not right:
            return
        private, _ = self._keys()
        known = relay.shakes_hands(_verify_token(private))
        yield RelayPoint("relay_right_word" if known else "relay_wrong_word", known)
        if known and not self._folder.secrets().get(_SECRET):
            yield RelayPoint("relay_no_secret", False)


def _verify_token(private_key: str) -> str:
    """The word that Meta and the relay share; always the same for a private key, so that it can be shown again."""
    return hmac.new(private_key.encode(), _VERIFY_TOKEN, hashlib.sha256).hexdigest()[:40]
