# SPDX-License-Identifier: EUPL-1.2
"""Each thing that can go wrong in the set-up, broken on purpose: one sentence, nothing lost, and on from where one was.

The functions behind the steps, against the stand-ins of both services over HTTP. One office goes through the whole
table: what is broken is told in one sentence that says what to do, what was entered is still there, and after it is
mended the same press goes on.
"""

from __future__ import annotations

import os
import re
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from comunecast_gui.channels import out_of_reach
from comunecast_gui.channels.telegram import bounded_request
from comunecast_gui.channels.whatsapp import graph_client
from comunecast_gui.core.errors import SendError, UserError
from comunecast_gui.core.meta.setup_progress import Standing
from comunecast_gui.core.setup.template_review import ReviewState
from comunecast_gui.core.setup.whatsapp_choice import NumberChoice
from comunecast_gui.relay.keys import hash_of, make_keys
from comunecast_gui.sandbox.config import TRAINING_TELEGRAM_TOKEN, FurtherNumber
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.sandbox.graph_state import GraphState
from comunecast_gui.services import wiring
from comunecast_gui.services.setup import telegram_setup
from comunecast_gui.services.setup.telegram_setup import TelegramSetup
from comunecast_gui.services.today import prospects
from comunecast_gui.system.secrets import SecretName
from tests.certificates import self_signed
from tests.relay.in_process import HostedRelay
from tests.services.setup.conftest import APP_SECRET, KEY, PIN, SetupBench, benches

SENTENCES = wiring.window_sentences()
TO_DO = re.compile(
    r"\b(?:apri|aspetta|si può chiudere|aggiungi\w*|assegna|avvia|chiama|chiedi|controlla|copia\w*|correggi\w*"
    r"|crea\w*|genera\w*|guarda\w*|incolla\w*|premi|riprova|scegli\w*|scrivi\w*|si mette a posto|tieni|togli)\b",
    re.IGNORECASE,
)
"""What a person is told to do."""
INSIDE = re.compile(
    r"\bHTTP\b|\bWABA\b|\bwebhook_|traceback|\b[a-z]+_[a-z]+_[a-z]+\b(?<!business_messaging)(?<!business_management)"
)
"""Words of the inside; the two permissions have to be ticked by name."""
Step = Callable[[], object]


@dataclass(frozen=True)
class Trouble:
    """``see`` gives the sentences that a person sees; none where all is well. ``part`` is said in the sentence."""

    name: str
    part: str
    break_: Step
    see: Callable[[], list[str]]
    mend: Step


def said(call: Step) -> list[str]:
    """What a press says where it fails."""
    try:
        call()
    except (UserError, SendError) as error:
        return [SENTENCES.of(error, queued=False)]
    return []


def open_at_meta(bench: SetupBench) -> list[str]:
    """What the list says of what is open, each sentence once."""
    found = bench.whatsapp.progress()
    told = [
        SENTENCES.of(one.error, queued=False) if one.error else SENTENCES.text(f"meta_setup.{one.code}", **one.values)
        for one in found
        if one.standing is Standing.OPEN or one.error is not None
    ]
    return list(dict.fromkeys(told))


def refused_templates(bench: SetupBench) -> list[str]:
    return [
        SENTENCES.text(f"template_review.{one.advice}", reason=one.reason, status=one.status, refusal="")
        for one in bench.templates.follow().reviews
        if one.state in (ReviewState.REFUSED, ReviewState.STOPPED)
    ]


def not_submitted(bench: SetupBench) -> list[str]:
    """What stopped the button, in the words of the page."""
    found = bench.templates.submit()
    if found.goes_on_at is None:
        return []
    return [SENTENCES.text("template_review.goes_on", count=found.left, time=f"{found.goes_on_at:%H:%M}")]


def relay_stops(bench: SetupBench) -> list[str]:
    return [SENTENCES.text(f"relay_setup.{one.code}", **one.values) for one in bench.relay.check() if not one.fine]


def outlook(bench: SetupBench) -> list[str]:
    """What stands in the way of a notice sent now, but for what the stand-in of a small office leaves open."""
    with bench.folder.workspace() as workspace:
        told = prospects.ask(workspace, SENTENCES)
    reasons = {one.name: one.detail for channel in told for one in channel.reasons}
    return [detail for name, detail in reasons.items() if name == "clock"]


@contextmanager
def intercepted() -> Iterator[str]:
    """A server whose certificate nobody here trusts, as a firewall shows one that looks into everything."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

    class Hanging(HTTPServer):
        def handle_error(self, *_: object) -> None:
            """Who refuses the certificate hangs up."""

    with ExitStack() as held:
        folder = Path(held.enter_context(_temporary()))
        certificate, key = self_signed()
        (folder / "c.pem").write_bytes(certificate)
        (folder / "k.pem").write_bytes(key)
        server = Hanging(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "c.pem", folder / "k.pem")
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"https://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@contextmanager
def _temporary() -> Iterator[str]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        yield folder


def clock_off(minutes: int) -> type[datetime]:
    class Off(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Off:
            return super().now(tz) + timedelta(minutes=minutes)

    return Off


@pytest.fixture
def firewall() -> Iterator[str]:
    with intercepted() as url:
        yield url


@pytest.fixture
def office(tmp_path: Path, host: HostedRelay, monkeypatch: pytest.MonkeyPatch) -> Iterator[SetupBench]:
    """Everything is set up: key, number, templates, relay, bot and channel."""
    monkeypatch.setattr(telegram_setup, "_POLL", 0)
    further = FurtherNumber(id="777", display="+39 333 0000777", account_id="55555")
    with benches(tmp_path) as make:
        bench = make(webhook_url=f"{host.url}/webhook", further_numbers=(further,))
        own, _ = bench.use_key()
        bench.whatsapp.choose(own)
        bench.templates.submit()
        bench.relay.use_address(host.url)
        bench.relay.keep_app_secret(APP_SECRET)
        host.paste(**bench.relay.values(), RELAY_APP_SECRET=APP_SECRET)
        telegram = TelegramSetup(bench.folder)
        telegram.take_key(TRAINING_TELEGRAM_TOKEN, bench.sandbox.telegram_base_url)
        telegram.take_channel("@comunecalcinaia")
        yield bench


def table(bench: SetupBench, host: HostedRelay, patch: pytest.MonkeyPatch, firewall: str) -> Iterator[Trouble]:
    control, whatsapp, telegram = bench.sandbox.control, bench.whatsapp, TelegramSetup(bench.folder)
    graph: GraphState = control._state.graph
    numbers = [number for number in whatsapp.numbers() if number.account != "55555"]
    own = numbers[0]
    entered = {"key": KEY, "pin": PIN, "secret": APP_SECRET, "chat": "@comunecalcinaia"}

    def paste(**wrong: str) -> Step:
        return lambda: host.paste(**{**bench.relay.values(), "RELAY_APP_SECRET": APP_SECRET, **wrong})

    def number(**changes: str) -> Step:
        return lambda: control.set_number(**changes)

    def enter(name: str, value: str) -> Step:
        return lambda: entered.update({name: value})

    def elsewhere(url: str) -> Step:
        return lambda: (bench.folder.change({"whatsapp.graph_url": url}), keep_key(bench)())

    def both(*steps: Step) -> Step:
        return lambda: [step() for step in steps]

    def set_(owner: object, name: str, value: object) -> Step:
        return lambda: setattr(owner, name, value)

    def bot_again() -> object:
        return telegram.take_key(entered["bot"], bench.sandbox.telegram_base_url)

    def key_again() -> object:
        return bench.use_key(entered["key"])

    def see_meta() -> list[str]:
        return open_at_meta(bench)

    def set_clock(kind: type[datetime]) -> None:
        for module in (graph_client, bounded_request):
            patch.setattr(module, "datetime", kind)

    def at_the_relay() -> list[str]:
        return relay_stops(bench)

    def press(call: Step) -> Callable[[], list[str]]:
        return lambda: said(call)

    def fault(**what: object) -> Step:
        return lambda: control.add_fault(Fault(service="whatsapp", times=None, **what))  # type: ignore[arg-type]

    chat_again = press(lambda: telegram.take_channel(entered["chat"]))
    register = press(lambda: whatsapp.register(entered["pin"]))
    meta_again = elsewhere(bench.sandbox.graph_url)
    no_way = lambda: patch.setattr(out_of_reach, "has_way_out", lambda: False)  # noqa: E731
    a_way = lambda: patch.setattr(out_of_reach, "has_way_out", lambda: True)  # noqa: E731

    # the key
    yield Trouble("no key pasted", "vuoto", enter("key", " "), press(key_again), enter("key", KEY))
    yield Trouble(
        "wrong token", "non riconosce questa chiave", enter("key", "EAAother"), press(key_again), enter("key", KEY)
    )
    yield Trouble(
        "revoked",
        "revocata",
        lambda: control.revoke_token("whatsapp"),
        see_meta,
        lambda: control.revoke_token("whatsapp", revoked=False),
    )
    soon = int((datetime.now() + timedelta(hours=20)).timestamp())
    past = int((datetime.now() - timedelta(hours=1)).timestamp())
    config = control._state.config
    yield Trouble(
        "expired",
        "scaduta",
        lambda: object.__setattr__(config, "token_expires_at", past),
        press(key_again),
        lambda: object.__setattr__(config, "token_expires_at", 0),
    )
    yield Trouble(
        "a token for trials",
        "chiave di prova",
        lambda: object.__setattr__(config, "token_expires_at", soon),
        see_meta,
        lambda: object.__setattr__(config, "token_expires_at", 0),
    )
    yield Trouble(
        "a permission is missing",
        "whatsapp_business_messaging",
        lambda: control.set_scopes("whatsapp_business_management"),
        press(key_again),
        lambda: control.set_scopes("whatsapp_business_management", "whatsapp_business_messaging"),
    )
    # the number
    yield Trouble(
        "another account's number",
        "non è dell'account",
        lambda: whatsapp.choose(NumberChoice(own.id, "55555", own.display)),
        see_meta,
        lambda: whatsapp.choose(own),
    )
    yield Trouble(
        "a number that is gone",
        "non mostra questo numero",
        lambda: whatsapp.choose(NumberChoice("99999", own.account)),
        see_meta,
        lambda: whatsapp.choose(own),
    )
    yield Trouble(
        "an unknown account",
        "non mostra questo account",
        enter("account", "123456"),
        press(lambda: whatsapp.numbers(entered["account"])),
        enter("account", own.account),
    )
    yield Trouble(
        "a number that is not confirmed",
        "non è ancora confermato",
        number(number_verified="NOT_VERIFIED"),
        see_meta,
        number(number_verified="VERIFIED"),
    )
    yield Trouble(
        "a number that is not registered",
        "non è ancora registrato",
        number(status="PENDING"),
        see_meta,
        both(number(pin=""), lambda: whatsapp.register(PIN)),
    )
    yield Trouble(
        "a PIN of another shape",
        "sei cifre",
        enter("pin", "12"),
        register,
        enter("pin", PIN),
    )
    yield Trouble(
        "a wrong PIN",
        "Non è il PIN",
        number(status="PENDING", pin="111111"),
        register,
        number(pin=PIN),
    )
    yield Trouble(
        "registered too often",
        "72 ore",
        both(number(status="PENDING"), lambda: graph.registrations.extend([control._state.clock.now()] * 10)),
        press(lambda: whatsapp.register(PIN)),
        both(graph.registrations.clear, lambda: whatsapp.register(PIN)),
    )
    yield Trouble("no payment", "metodo di pagamento", number(paid="no"), see_meta, number(paid="yes"))
    yield Trouble("not verified", "verifica", number(business_verified="no"), see_meta, number(business_verified="yes"))
    yield Trouble(
        "a name that was refused",
        "non ha accettato il nome",
        number(name_status="DECLINED"),
        see_meta,
        number(name_status="APPROVED"),
    )
    yield Trouble(
        "the app is not subscribed",
        "non riceve ancora",
        lambda: control.subscribe(subscribed=False),
        see_meta,
        control.subscribe,
    )
    # the templates
    yield Trouble(
        "a template refused",
        "rifiutato",
        lambda: control.set_template("evento_v1", status="REJECTED"),
        lambda: refused_templates(bench),
        lambda: control.set_template("evento_v1", status="APPROVED"),
    )
    yield Trouble(
        "a template paused",
        "fermato",
        lambda: control.set_template("evento_v1", status="PAUSED"),
        lambda: refused_templates(bench),
        lambda: control.set_template("evento_v1", status="APPROVED"),
    )
    yield Trouble(
        "quota reached",
        "continua da sé alle",
        both(
            graph.templates.clear,
            graph.names.clear,
            fault(method="message_templates", kind=FaultKind.ERROR, code=80007, after=3),
        ),
        lambda: not_submitted(bench),
        both(control.clear_faults, bench.an_hour_passes),
    )
    # the relay
    yield Trouble(
        "wrong webhook secret",
        "RELAY_APP_SECRET",
        paste(RELAY_APP_SECRET="ofanotherappaltogether"),
        at_the_relay,
        paste(),
    )
    yield Trouble(
        "wrong webhook word",
        "RELAY_VERIFY_TOKEN",
        paste(RELAY_VERIFY_TOKEN="parola"),
        at_the_relay,
        paste(),
    )
    yield Trouble("wrong key hash", "RELAY_KEY_HASH", paste(RELAY_KEY_HASH=hash_of("x")), at_the_relay, paste())
    yield Trouble(
        "wrong public key",
        "RELAY_PUBLIC_KEY",
        paste(RELAY_PUBLIC_KEY=make_keys().public_key),
        at_the_relay,
        paste(),
    )
    yield Trouble(
        "a proxy in front of the relay",
        "RELAY_PROXIES",
        set_(host, "proxied", True),
        at_the_relay,
        set_(host, "proxied", False),
    )
    yield Trouble(
        "a value that was not pasted",
        "RELAY_APP_SECRET",
        set_(host, "page", _lacks),
        at_the_relay,
        set_(host, "page", None),
    )
    yield Trouble(
        "another page at the relay's address",
        "un'altra pagina",
        set_(host, "page", _another_page),
        at_the_relay,
        set_(host, "page", None),
    )
    yield Trouble(
        "nobody at the relay's address",
        "non risponde nessuno",
        set_(host, "stopped", True),
        at_the_relay,
        set_(host, "stopped", False),
    )
    yield Trouble(
        "an address without https",
        "https://",
        enter("url", "http://avvisi.example.it"),
        press(lambda: bench.relay.use_address(entered["url"])),
        enter("url", host.url),
    )
    yield Trouble(
        "no app secret",
        "lettere e cifre",
        enter("secret", "una frase"),
        press(lambda: bench.relay.keep_app_secret(entered["secret"])),
        enter("secret", APP_SECRET),
    )
    # Telegram
    yield Trouble(
        "no bot token in what was pasted",
        "@BotFather",
        enter("bot", "Ciao"),
        press(bot_again),
        enter("bot", TRAINING_TELEGRAM_TOKEN),
    )
    yield Trouble(
        "wrong bot token",
        "non riconosce questa chiave",
        enter("bot", f"{TRAINING_TELEGRAM_TOKEN}X"),
        press(bot_again),
        enter("bot", TRAINING_TELEGRAM_TOKEN),
    )
    yield Trouble(
        "bot not administrator",
        "non può pubblicare",
        lambda: control.set_rights(bot_status="member"),
        chat_again,
        lambda: control.set_rights(bot_status="administrator"),
    )
    yield Trouble(
        "bot may not publish",
        "Pubblica messaggi",
        lambda: control.set_rights(can_post_messages=False),
        chat_again,
        lambda: control.set_rights(can_post_messages=True),
    )
    yield Trouble(
        "channel private",
        "è un invito",
        enter("chat", "https://t.me/+AbCdEfGh"),
        chat_again,
        enter("chat", "@comunecalcinaia"),
    )
    yield Trouble(
        "no such channel",
        "non trova il canale",
        enter("chat", "@comunealtrove"),
        chat_again,
        enter("chat", "@comunecalcinaia"),
    )
    # the computer and the network
    yield Trouble(
        "clock 10 minutes ahead",
        "10 minuti",
        lambda: set_clock(clock_off(10)),
        lambda: outlook(bench),
        lambda: set_clock(datetime),
    )
    nowhere = "https://graph.calcinaia.invalid"
    yield Trouble(
        "no Internet",
        "Manca Internet",
        both(no_way, elsewhere(nowhere)),
        see_meta,
        both(a_way, meta_again),
    )
    yield Trouble(
        "the service's name is unknown", "Internet sembra non funzionare", elsewhere(nowhere), see_meta, meta_again
    )
    yield Trouble(
        "nobody answers",
        "non risponde",
        elsewhere("http://127.0.0.1:9"),
        see_meta,
        meta_again,
    )
    yield Trouble(
        "a proxy that is not there",
        "non risponde",
        both(lambda: patch.setenv("https_proxy", "http://127.0.0.1:9"), elsewhere(nowhere)),
        see_meta,
        both(lambda: patch.delenv("https_proxy"), meta_again),
    )
    yield Trouble("TLS intercepted", "certificato", elsewhere(firewall), see_meta, meta_again)
    yield Trouble(
        "Meta is down",
        "non risponde come deve",
        fault(method="*", kind=FaultKind.ERROR, code=2),
        see_meta,
        control.clear_faults,
    )
    yield Trouble(
        "the keyring was emptied",
        "Manca",
        lambda: bench.folder.secrets().forget(SecretName.WHATSAPP_TOKEN),
        press(whatsapp.numbers),
        keep_key(bench),
    )


def keep_key(bench: SetupBench) -> Step:
    """The key as a person enters it for the address that the settings name now."""
    return lambda: bench.folder.secrets().set(SecretName.WHATSAPP_TOKEN, KEY)


def _lacks(_: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
    """What the zip answers on a web space where one value is missing (``test_relay_kit``)."""
    start_response("503 Service Unavailable", [("Content-Type", "application/json")])
    return [b'{"error": "relay_not_ready", "missing": "not set: RELAY_APP_SECRET"}']


def _another_page(_: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/html")])
    return [b"<html>Benvenuti nel sito del Comune</html>"]


@pytest.mark.slow
def test_each_thing_broken_on_purpose_then_two_at_once(
    office: SetupBench, host: HostedRelay, monkeypatch: pytest.MonkeyPatch, firewall: str
) -> None:
    """One office goes through both: setting one up takes longer than breaking it."""
    known = {one.name: one for one in table(office, host, monkeypatch, firewall)}
    assert len(known) >= 45
    faults = [*broken_alone(office, known), *broken_together(office, known)]
    assert not faults, "\n".join(faults)


def broken_alone(office: SetupBench, known: Mapping[str, Trouble]) -> list[str]:
    """What is wrong with how each is said and mended."""
    faults: list[str] = []
    for one in known.values():
        before = one.see() if not one.name.startswith(("no key", "wrong", "a PIN", "an ", "no ", "channel")) else []
        one.break_()
        kept = (dict(office.ring.kept), office.folder.configured())
        told = one.see()
        if before:
            faults.append(f"{one.name}: said before it was broken: {before}")
        if len(told) != 1 or one.part not in told[0]:
            faults.append(f"{one.name}: {told}")
        faults += [f"{one.name}: nothing to do in {text!r}" for text in told if not TO_DO.search(text)]
        faults += [
            f"{one.name}: words of the inside in {text!r}" for text in told if INSIDE.search(re.sub(r"@\w+", "", text))
        ]
        if (dict(office.ring.kept), office.folder.configured()) != kept:
            faults.append(f"{one.name}: what was entered has changed")
        one.mend()
        if after := one.see():
            faults.append(f"{one.name}: still said after it was mended: {after}")
    return faults


PAIRS = (
    ("clock 10 minutes ahead", "wrong token"),
    ("TLS intercepted", "no payment"),
    ("a proxy that is not there", "channel private"),
    ("another account's number", "a template paused"),
    ("a number that is not registered", "not verified"),
    ("no Internet", "a wrong PIN"),
    ("wrong webhook secret", "a template refused"),
    ("nobody at the relay's address", "wrong public key"),
    ("Meta is down", "a name that was refused"),
    ("the keyring was emptied", "registered too often"),
    ("bot may not publish", "no such channel"),
    ("expired", "a number that is not confirmed"),
)
"""Two things broken at once: the first is mended first, then the other."""
USUAL = None if os.environ.get("COMUNECAST_EVERY_PAIR") else 4
"""How many of them the normal suite tries."""


def seen(one: Trouble) -> list[str]:
    """What is said of it; where looking itself fails, why."""
    try:
        return one.see()
    except (UserError, SendError) as error:
        return [SENTENCES.of(error, queued=False)]


def broken_together(office: SetupBench, known: Mapping[str, Trouble]) -> list[str]:
    """What is wrong with how two at once are said, and mended one after the other."""
    faults: list[str] = []
    for names in PAIRS[:USUAL]:
        one, other = (known[name] for name in names)
        one.break_()
        other.break_()
        kept = (dict(office.ring.kept), office.folder.configured())
        told = [re.sub(r"@\w+", "", text) for text in (*seen(one), *seen(other))]
        if not any(part in text for text in told for part in (one.part, other.part)):
            faults.append(f"{names}: {told}")
        faults += [f"{names}: nothing to do in {text!r}" for text in told if not TO_DO.search(text)]
        faults += [f"{names}: words of the inside in {text!r}" for text in told if INSIDE.search(text)]
        if (dict(office.ring.kept), office.folder.configured()) != kept:
            faults.append(f"{names}: what was entered has changed")
        one.mend()
        left = seen(other)
        if not any(other.part in text for text in left):
            faults.append(f"{names}: after the first is mended: {left}")
        if any(one.part in text for text in (*seen(one), *left)):
            faults.append(f"{names}: the first is still said: {[*seen(one), *left]}")
        other.mend()
        if after := [*seen(other), *seen(one)]:
            faults.append(f"{names}: still said after both were mended: {after}")
    return faults
