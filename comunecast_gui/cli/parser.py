# SPDX-License-Identifier: EUPL-1.2
"""The grammar of the command line: every verb, its options, and nothing else."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from comunecast_gui import __version__
from comunecast_gui.cli.reply import WRONG_INPUT
from comunecast_gui.system.secrets import SecretName


class Parser(argparse.ArgumentParser):
    """Ends with 1 where the command itself is wrong: 2 means that the configuration is (see :mod:`.reply`)."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(WRONG_INPUT, f"{self.prog}: {message}\n")


def build_parser() -> argparse.ArgumentParser:
    """The parser of ``comunecast``; without a verb the window opens."""
    common = Parser(add_help=False)
    # SUPPRESS: an option given before the verb is not overwritten by the verb's own default.
    common.add_argument("--data-dir", type=Path, default=argparse.SUPPRESS, metavar="DIR", help="cartella dei dati")
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="un oggetto JSON in uscita")

    parser = Parser(
        prog="comunecast",
        parents=[common],
        description="Gli avvisi del Comune su WhatsApp e Telegram. Senza comando apre la finestra.",
        epilog="Stato d'uscita: 0 tutto bene; 1 dati sbagliati, niente inviato; 2 configurazione sbagliata; "
        "3 inviato, ma qualcosa è fallito, incerto o ancora in coda.",
    )
    parser.add_argument("--version", action="version", version=f"ComuneCast {__version__}")
    parser.add_argument("--demo", action="store_true", help="apre la finestra sull'ambiente di esercitazione")
    verbs = parser.add_subparsers(dest="verb", metavar="COMANDO")

    def verb(name: str, text: str) -> Parser:
        return verbs.add_parser(name, help=text, description=text, parents=[common])

    demo = verb("demo", "il giro guidato, senza schermo")
    demo.add_argument("--headless", action="store_true", help="senza schermo (altrimenti apre la finestra)")
    demo.add_argument("--subscribers", type=_count, default=250, metavar="N", help="quanti iscritti di prova")
    demo.add_argument("--shots", type=Path, metavar="DIR", help="dove salvare un'immagine di ogni pagina")

    verb("configure", "legge ente, canali e impostazioni").add_argument("file", type=Path, metavar="office.toml")

    secrets = verb("secrets", "le credenziali nel portachiavi").add_subparsers(
        dest="action", required=True, metavar="AZIONE"
    )
    keep = secrets.add_parser("set", parents=[common], help="chiede una credenziale e la mette nel portachiavi")
    keep.add_argument("name", choices=[name.value for name in SecretName], metavar="NAME")
    secrets.add_parser("list", parents=[common], help="dice quali ci sono, senza mostrarle")

    check = verb("check", "controlla una comunicazione")
    render = verb("render", "mostra il testo come partirebbe")
    for command in (check, render):
        command.add_argument("file", type=Path, metavar="notice.toml")
        command.add_argument(
            "--at",
            type=_moment,
            metavar="TIME",
            help="il momento dell'invio, per esempio 2026-11-30T08:30 (ora dell'ente)",
        )
    render.add_argument("--channel", choices=("telegram", "whatsapp"), required=True)

    send = verb("send", "invia una comunicazione")
    send.add_argument("file", type=Path, metavar="notice.toml")
    send.add_argument(
        "--channel",
        action="append",
        default=[],
        metavar="NAME",
        help="whatsapp, telegram (tutti i suoi canali) o telegram:NOME; si può ripetere",
    )
    send.add_argument("--yes", action="store_true", help="accetta gli avvertimenti (mai gli errori)")
    send.add_argument("--enqueue-only", action="store_true", help="mette in coda senza inviare")

    for name, text in (("resume", "continua con i recapiti in coda"), ("status", "conta i recapiti per esito")):
        command = verb(name, text)
        command.add_argument("notice", type=_count, nargs="?", metavar="NOTICE")
        if name == "resume":  # how the window drives an engine in a process of its own
            command.add_argument("--events", action="store_true", help=argparse.SUPPRESS)
    verb("unknown", "elenca i recapiti dall'esito incerto")
    settle = verb("settle", "chiude un recapito dall'esito incerto, o tutti quelli di una comunicazione")
    settle.add_argument("delivery", type=_count, nargs="?", metavar="DELIVERY")
    settle.add_argument("--notice", type=_count, metavar="NOTICE", help="tutti i recapiti incerti di una comunicazione")
    settle.add_argument("outcome", choices=("arrived", "resend", "leave"))

    people = verb("subscribers", "gli iscritti WhatsApp").add_subparsers(dest="action", required=True, metavar="AZIONE")
    load = people.add_parser("import", parents=[common], help="aggiunge gli iscritti di un file CSV o XLSX")
    load.add_argument("file", type=Path, metavar="FILE")
    load.add_argument("--map", default="", metavar="phone=COLUMN", help="la colonna con i numeri")
    load.add_argument("--dry-run", action="store_true", help="controlla senza aggiungere nessuno")
    load.add_argument("--accept-warned", action="store_true", help="aggiunge anche i numeri dubbi")
    export = people.add_parser("export", parents=[common], help="scrive gli iscritti in un file CSV o XLSX")
    export.add_argument("file", type=Path, metavar="FILE")
    show = people.add_parser("list", parents=[common], help="elenca gli iscritti")
    show.add_argument("--state", choices=("active", "left", "blocked"))
    show.add_argument("--zone", default="", metavar="ZONE", help="chi riceve gli avvisi per questa zona")
    show.add_argument("--topic", default="", metavar="TOPIC", help="chi riceve gli avvisi su questo argomento")
    for command in (export, show):
        command.add_argument("--show-numbers", action="store_true", help="numeri interi (resta scritto nel registro)")

    person = people.add_parser("person", parents=[common], help="tutto quello che si conserva di una persona")
    person.add_argument("--export", type=Path, metavar="FILE", help="scrive anche un file .pdf o .json")
    erase = people.add_parser("erase", parents=[common], help="cancella il numero di una persona che lo chiede")
    for command in (person, erase):
        command.add_argument("phone", metavar="PHONE")

    inbox = verb("inbox", "quello che scrivono i cittadini").add_subparsers(
        dest="action", required=True, metavar="AZIONE"
    )
    inbox.add_parser("pull", parents=[common], help="legge i messaggi in attesa, li applica e risponde")
    telegram = verb("telegram", "chi segue i canali Telegram").add_subparsers(
        dest="action", required=True, metavar="AZIONE"
    )
    telegram.add_parser("members", parents=[common], help="quanti sono, oggi e nei giorni passati")
    telegram.add_parser("answer", parents=[common], help="risponde una volta al giorno a chi scrive al bot")
    relay = verb("relay", "il servizio che riceve i messaggi").add_subparsers(
        dest="action", required=True, metavar="AZIONE"
    )
    relay.add_parser("keys", parents=[common], help="crea le chiavi del servizio e di questo computer")
    ledger = verb("ledger", "il registro dei consensi").add_subparsers(dest="action", required=True, metavar="AZIONE")
    ledger.add_parser("verify", parents=[common], help="controlla che nessuno abbia cambiato il registro")

    templates = verb("templates", "i modelli di WhatsApp").add_subparsers(
        dest="action", required=True, metavar="AZIONE"
    )
    submit = templates.add_parser("submit", parents=[common], help="chiede a Meta di approvare i modelli")
    submit.add_argument("categories", nargs="*", metavar="CATEGORY")
    submit.add_argument("--media", action="store_true", help="anche le varianti con un'immagine o un PDF")
    templates.add_parser("sync", parents=[common], help="legge da Meta stato e prezzo dei modelli")

    verb("healthcheck", "controlla programma, dati, impostazioni e canali")
    verb("migrate", "aggiorna il database")
    for name, text in (
        ("backup", "copia archivio, impostazioni e allegati in un solo file"),
        ("restore", "rimette una copia al posto dell'archivio di adesso, senza inviare nulla"),
    ):
        verb(name, text).add_argument("file", type=Path, metavar="FILE")
    return parser


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text} è negativo")
    return number


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
