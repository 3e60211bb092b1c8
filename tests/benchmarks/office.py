# SPDX-License-Identifier: EUPL-1.2
"""An office of any size with a notice to send, and a service behind TLS to send it to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from comunecast_gui.core.content import TemplateMessage
from comunecast_gui.core.model import Priority
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.store.db.database import Database, open_database
from comunecast_gui.store.db.schema import subscriber
from tests.certificates import self_signed

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = "acqua_programmata_v1"
BODY = (
    "💧 *Manca l'acqua a {{zona}}*\n\nAcque SpA sospende l'acqua {{periodo}} in {{vie}}. Il motivo: {{motivo}}. "
    "Tieni da parte quella che ti serve; alla ripresa può uscire torbida per qualche minuto.\n\nComune di Calcinaia"
)
VALUES = {
    "zona": "Fornacette",
    "periodo": "mercoledì 27 novembre dalle 8:30 alle 16:30",
    "vie": "via Marconi, via Tosco Romagnola (da via Casarosa al confine con Cascina), via della Botte, via Amendola",
    "motivo": "la riparazione di una perdita dell'acquedotto in via Roma",
}
SETTINGS = """
[office]
name = "Comune di Calcinaia"
[whatsapp]
graph_url = "{url}"
phone_number_id = "106540352242922"
business_account_id = "102290129340398"
rate_per_second = {rate}
"""


@contextmanager
def service(folder: Path) -> Iterator[dict[str, str]]:
    """A running service; yields the environment in which clients trust it, with its address in ``BENCH_URL``."""
    pem = certificate(folder)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.service", str(pem)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    port = process.stdout.readline().strip()
    yield {
        **os.environ,
        "SSL_CERT_FILE": str(pem),
        "BENCH_URL": f"https://127.0.0.1:{port}",
        "COMUNECAST_WHATSAPP_TOKEN": "a-token-for-measuring",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    process.communicate()


def certificate(folder: Path) -> Path:
    """A self-signed certificate of 127.0.0.1 with its key."""
    pem = folder / "service.pem"
    pem.write_bytes(b"".join(self_signed()))
    return pem


def furnish(folder: Path, people: int, rate: float, url: str) -> Path:
    """A data folder with settings and ``people`` subscribers."""
    data_dir = folder / f"office-{uuid.uuid4().hex[:8]}"
    data_dir.mkdir()
    (data_dir / "office.toml").write_text(SETTINGS.format(url=url, rate=rate), encoding="utf-8")
    database = open_database(data_dir)
    subscribe(database, people)
    database.close()
    return data_dir


def subscribe(database: Database, people: int) -> None:
    now = datetime.now(UTC)
    with database.writing() as connection:
        connection.execute(
            subscriber.insert(),
            [
                {"wa_id": f"39333{n:07d}", "number_hash": f"{n:064d}", "state": "active", "since": now}
                for n in range(people)
            ],
        )


def new_notice() -> NewNotice:
    """The notice that is sent in every benchmark; about 600 bytes on the wire."""
    text = BODY
    for name, value in VALUES.items():
        text = text.replace(f"{{{{{name}}}}}", value)
    return NewNotice(
        draft_uuid=uuid.uuid4().hex,
        category="acqua_programmata",
        priority=Priority.NORMAL,
        title="Manca l'acqua a Fornacette",
        text=text,
        at=datetime.now(UTC),
        contents={"whatsapp": TemplateMessage(TEMPLATE, "it", tuple(VALUES.items()), text)},
    )


def measured(module: str, *arguments: object, environment: dict[str, str]) -> dict[str, Any]:
    """Runs a part of a benchmark in a process of its own; its last line is what it measured."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{module}", *map(str, arguments)],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{module} failed\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
