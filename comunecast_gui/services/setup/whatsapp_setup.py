# SPDX-License-Identifier: EUPL-1.2
"""The step *WhatsApp*: the key, the number chosen from Meta's list, its registration, what is still open at Meta."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from comunecast_gui.channels.whatsapp import number_setup
from comunecast_gui.channels.whatsapp.business_account import AccountApi, number_status
from comunecast_gui.channels.whatsapp.graph_client import GraphClient
from comunecast_gui.channels.whatsapp.number_setup import FoundNumber
from comunecast_gui.core.errors import ConfigError, InputError, Misconfigured, OutcomeUnknown, SendError
from comunecast_gui.core.meta import setup_progress
from comunecast_gui.core.meta.setup_progress import Progress
from comunecast_gui.core.meta.whatsapp_health import MANAGEMENT, MESSAGING, TokenFacts, can_send
from comunecast_gui.core.setup.step_report import OpenPoint, StepReport
from comunecast_gui.core.setup.whatsapp_choice import NumberChoice, WhatsAppPresent
from comunecast_gui.services import health
from comunecast_gui.services.setup.setup_folder import SetupFolder
from comunecast_gui.system import tls
from comunecast_gui.system.secrets import SecretName, Secrets, host_of
from comunecast_gui.system.settings.office_file import GRAPH_URL, GRAPH_VERSION
from comunecast_gui.system.settings.toml_table import is_safe_url
from comunecast_gui.system.settings.values import WhatsAppSettings

PROVEN = "whatsapp_proven"
"""Noted with the number's id once Meta had nothing open that keeps messages back."""
_SERVER = "whatsapp.server"
_TOKEN = SecretName.WHATSAPP_TOKEN


class WhatsAppSetup:
    """Tries what a person enters against Meta before it is kept; nothing that is kept is lost when a later step fails.

    Every method may wait for Meta, and raises SendError where Meta does not answer or refuses.
    """

    def __init__(self, folder: SetupFolder) -> None:
        self._folder = folder

    def present(self) -> WhatsAppPresent:
        """What is kept now; asks nobody. Raises ConfigError("keyring_locked"), InputError (``settings_...``)."""
        found = self._settings()
        return WhatsAppPresent(
            has_key=self._kept().get(_TOKEN) is not None,
            number_id=found.phone_number_id if found else "",
            account_id=found.business_account_id if found else "",
            display=found.display_phone if found else "",
        )

    def use_key(self, token: str, server: str = "") -> tuple[NumberChoice, ...]:
        """Tries a key, keeps it if Meta takes it, and returns the numbers that it may use.

        ``server`` is another address than Meta's own. The key of before stays where this one is refused. Raises
        InputError ("setup_key_empty" | "setup_key_wrong" | "setup_key_scopes" | "setup_key_expired" |
        "setup_url_not_https"), ConfigError("no_keyring" | "keyring_locked").
        """
        token = "".join(token.split())
        if not token:
            raise InputError("setup_key_empty", field="token")
        url = server.strip().rstrip("/") or self._address()[0]
        if not is_safe_url(url):
            raise InputError("setup_url_not_https", field="server")
        with self._client(token, url) as client:
            try:
                facts = _asked(client)
            except Misconfigured:
                raise InputError("setup_key_wrong", field="token") from None
            if facts is not None:
                _refuse_unfit(facts)
            choices = _choices(client, facts)
        if self._settings() is not None:
            self._folder.change({"whatsapp.graph_url": url})
        self._folder.note(_SERVER, url)
        self._kept().set(_TOKEN, token)
        self._folder.note(PROVEN, "")
        return choices

    def numbers(self, account: str = "") -> tuple[NumberChoice, ...]:
        """The numbers that the kept key may use; with ``account`` those of one that it does not name.

        Raises ConfigError("secret_missing" | "keyring_locked"), InputError("setup_account_unknown").
        """
        with self._client() as client:
            if not account:
                return _choices(client, _asked(client))
            try:
                return tuple(map(_choice, number_setup.numbers_of(client, account)))
            except Misconfigured as error:
                if error.code in ("whatsapp_100", "whatsapp_33", "whatsapp_10"):
                    raise InputError("setup_account_unknown", field="account") from None
                raise

    def choose(self, number: NumberChoice) -> None:
        """Keeps a number in the settings. Raises as :meth:`.SetupFolder.change`."""
        changes: dict[str, str] = {
            "whatsapp.phone_number_id": number.id,
            "whatsapp.business_account_id": number.account,
            "whatsapp.display_phone": number.display,
        }
        if self._settings() is None and self._address()[0] != GRAPH_URL:
            changes["whatsapp.graph_url"] = self._address()[0]
        self._folder.change(changes)
        self._folder.note(PROVEN, "")

    def register(self, pin: str, *, fresh: bool = False) -> None:
        """Registers the number for sending; one that can send already is left as it is, whatever its PIN.

        ``fresh``: nobody remembers the number's PIN, and this one takes its place. The PIN is kept nowhere. Raises
        InputError("setup_pin_shape") and what :func:`.number_setup.register` raises, ConfigError("setup_number_first" |
        "secret_missing").
        """
        pin = "".join(pin.split())
        if not (pin.isascii() and pin.isdecimal() and len(pin) == 6):
            raise InputError("setup_pin_shape", field="pin")
        number = self._number()
        with self._client() as client:
            status = number_status(client, number)
            if status and can_send(status):
                return
            try:
                if fresh:
                    number_setup.set_pin(client, number, pin)
                number_setup.register(client, number, pin)
            except OutcomeUnknown:
                if not can_send(number_status(client, number)):
                    raise

    def progress(self) -> tuple[Progress, ...]:
        """How far everything is that Meta wants; asks Meta, if there is a key and a number.

        Raises ConfigError("keyring_locked" | ``database_*``), InputError (``settings_...``).
        """
        if self._settings() is None or self._kept().get(_TOKEN) is None:
            return setup_progress.before()
        with self._folder.workspace() as workspace:
            found = setup_progress.progress(health.whatsapp_facts(workspace, []), workspace.clock.now())
        held = any(one.keeps_back or one.error is not None for one in found)
        self._folder.note(PROVEN, "" if held else self._number())
        return found

    def report(self) -> StepReport:
        """Missing without key or number, to be checked until Meta had nothing open that keeps messages back.

        Asks nobody. Raises as :meth:`present`.
        """
        present = self.present()
        missing = [OpenPoint(f"setup_no_{name}") for name, there in (
            ("key", present.has_key), ("number", present.number_id)
        ) if not there]  # fmt: skip
        proven = self._folder.noted(PROVEN) == present.number_id
        return StepReport.of(tuple(missing), () if missing or proven else (OpenPoint("setup_whatsapp_unproven"),))

    # -- parts --------------------------------------------------------------------------------------------------------

    def _settings(self) -> WhatsAppSettings | None:
        found = self._folder.settings()
        return found.whatsapp if found else None

    def _number(self) -> str:
        found = self._settings()
        if found is None:
            raise ConfigError("setup_number_first")
        return found.phone_number_id

    def _address(self) -> tuple[str, str]:
        found = self._settings()
        if found is not None:
            return found.graph_url, found.api_version
        return self._folder.noted(_SERVER) or GRAPH_URL, GRAPH_VERSION

    def _kept(self) -> Secrets:
        """The keys of this folder; Meta's belongs to its host also before a number is chosen."""
        secrets = self._folder.secrets()
        return replace(secrets, hosts={**secrets.hosts, _TOKEN: host_of(self._address()[0])})

    @contextmanager
    def _client(self, token: str = "", url: str = "") -> Iterator[GraphClient]:
        kept, version = self._address()
        url = url or kept
        client = GraphClient(url, version, token or self._kept().require(_TOKEN).reveal_to(url), tls.context())
        try:
            yield client
        finally:
            client.close()


def _asked(client: GraphClient) -> TokenFacts | None:
    """What Meta says of the key; None where it does not let the key ask about itself, which proves nothing against it.

    Raises Misconfigured("whatsapp_190") for a key that Meta does not know, SendError.
    """
    try:
        return AccountApi(client, "", "").token()
    except Misconfigured as error:
        if error.code == "whatsapp_190":
            raise
        return None


def _refuse_unfit(facts: TokenFacts) -> None:
    """Raises InputError for a key that Meta does not take, or that cannot do what the office needs."""
    if not facts.valid:
        raise InputError("setup_key_wrong", field="token")
    missing = sorted({MESSAGING, MANAGEMENT} - facts.scopes)
    if missing:
        raise InputError("setup_key_scopes", field="token", scopes=missing)
    if facts.expires_at is not None and facts.expires_at <= datetime.now(UTC):
        raise InputError("setup_key_expired", field="token", date=f"{facts.expires_at:%d/%m/%Y}")


def _choices(client: GraphClient, facts: TokenFacts | None) -> tuple[NumberChoice, ...]:
    if facts is None:
        return ()
    found: list[NumberChoice] = []
    refused: SendError | None = None
    for account in number_setup.accounts_of(client, facts):
        try:
            found += map(_choice, number_setup.numbers_of(client, account))
        except Misconfigured as error:  # one account that it may not read hides none of the others
            refused = error
    if not found and refused is not None:
        raise refused
    return tuple(found)


def _choice(number: FoundNumber) -> NumberChoice:
    return NumberChoice(number.id, number.account, number.display, number.name, number.status)
