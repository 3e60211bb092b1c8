# SPDX-License-Identifier: EUPL-1.2
"""The healthcheck of an office that is insecure on purpose names each weakness with its mend, and of a safe one none.

What is not safe but works is a warning, and the office can still send; only what does not work ends with status 2.
"""

from __future__ import annotations

import base64
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from nacl.signing import SigningKey
from sqlalchemy import make_url

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.services import wiring
from comunecast_gui.store.consent.audit import Audit, AuditRow
from comunecast_gui.system import update_announcement
from comunecast_gui.system.disk import luks
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.system.settings import office_file
from comunecast_gui.system.update_announcement import Heard
from comunecast_gui.ui.runtime.administration import Administration
from tests.e2e.conftest import MakeTown, Town
from tests.keyrings import MemoryKeyring
from tests.security.postgres_server import TownServer, town_server
from tests.security.test_key_proof import WORDS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the disk is Linux's here, and so is the server")

PASSWORD = "segreta e lunga"
MAKERS = base64.b64encode(bytes(SigningKey(b"m" * 32).verify_key)).decode()
MOUNT = '{"filesystems": [{"source": "/dev/sda2", "fstype": "ext4"}]}'
DISK = '"children": [{"name": "sda", "type": "disk"}]'
PLAIN = f'{{"blockdevices": [{{"name": "sda2", "type": "part", "fstype": "ext4", {DISK}}}]}}'
PART = f'{{"name": "sda2", "type": "part", "fstype": "crypto_LUKS", {DISK}}}'
LUKS = f'{{"blockdevices": [{{"name": "root", "type": "crypt", "fstype": "ext4", "children": [{PART}]}}]}}'


@pytest.fixture(scope="module")
def server() -> Iterator[TownServer]:
    with town_server() as running:
        yield running


def has_disk(folder: Path, monkeypatch: pytest.MonkeyPatch, devices: str) -> None:
    """Puts tools in place of the system's, which say this of the disk."""
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    for name, says in (("findmnt", MOUNT), ("lsblk", devices)):
        (tools / name).write_text(f"#!/bin/sh\ncat <<'END'\n{says}\nEND\n", encoding="ascii")
        (tools / name).chmod(0o755)
    monkeypatch.setattr(luks, "TOOL_FOLDERS", (str(tools),))


def on_server(town: Town, url: str) -> None:
    """Gives the town's settings this address of a database, and one of announcements where nobody answers."""
    office = (town.folder / "office.toml").read_text(encoding="utf-8")
    updates = f'[updates]\nurl = "http://127.0.0.1:9/annuncio.json"\nkey = "{MAKERS}"\n'
    town.run("configure", town.file("server.toml", f'{office}\n[database]\nurl = "{url}"\n{updates}'))


def kept(town: Town) -> str:
    return (town.data_dir / "office.toml").read_text(encoding="utf-8")


def test_healthcheck_names_every_weakness_of_an_office_with_its_mend(
    make_town: MakeTown, server: TownServer, ring: MemoryKeyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.run(f"CREATE ROLE insecure LOGIN PASSWORD '{PASSWORD}'", "CREATE DATABASE insecure OWNER insecure")
    town = make_town()
    has_disk(tmp_path, monkeypatch, PLAIN)
    on_server(town, server.url(f"insecure:{PASSWORD.replace(' ', '%20')}", "insecure", sslmode="disable"))
    town.run("migrate")
    town.run("templates", "sync")
    # As an office has it that was set up before passwords went into the keyring.
    (town.data_dir / "office.toml").write_text(kept(town).replace("insecure@", "insecure:altra@"), encoding="utf-8")
    assert "nessuno ne ha ancora annotata una" in town.checks()["backup"]["detail"]
    with wiring.open_workspace(town.data_dir) as workspace:
        long_ago = datetime.now(UTC) - timedelta(days=31)
        Audit(workspace.database).write(AuditRow(long_ago, "anna", "server_backed_up", ""))
    update_announcement.remember(town.data_dir, Heard(long_ago, fresh_at=long_ago - timedelta(days=30)))
    town.control.subscribe(subscribed=False)
    town.data_dir.chmod(0o755)

    found = town.checks(code=2)
    told = {name: one["detail"] for name, one in found.items() if one["warning"] or not one["ok"]}
    for name, weakness, mend in (
        ("data_folder", r"potevano guardare nella cartella dei dati", r"Ora è chiusa"),
        ("database_connection", r"non è cifrato \(sslmode=disable\)", r"togli sslmode .* comunecast configure"),
        ("database_roles", r"come insecure, che è anche il proprietario", r"comunecast migrate --sql"),
        ("database_password", r"scritta in office.toml", r"comunecast migrate"),
        ("backup", r"annotata il .*, 31 giorni fa", r"poi: comunecast backup --noted"),
        ("updates", r"non arriva più nessun annuncio", r"guardi la pagina delle versioni"),
        ("disk", r"\(/dev/sda2\) non è cifrato", r"LUKS.*docs/cifratura-disco.md"),
        ("recovery_words", r"Nessuno ha ancora provato", r"comunecast key prove"),
        ("whatsapp_webhooks_missing", r"nemmeno Disattiva", r"comunecast relay subscribe"),
    ):
        assert re.search(weakness, told[name]), (name, told[name])
        assert re.search(mend, told[name]), (name, told[name])
    # What citizens write is lost: that does not work. All the others do, and say that sending works.
    assert {name for name, one in found.items() if not one["ok"]} == {"whatsapp", "whatsapp_webhooks_missing"}
    town.subscribe(1)
    town.run("send", str(town.folder / "notice.toml"), "--channel", "whatsapp", "--yes")

    # Each mend that was named mends it.
    town.run("relay", "subscribe")
    monkeypatch.setenv("PGSSLROOTCERT", str(server.roots))
    on_server(town, server.url(f"insecure:{PASSWORD.replace(' ', '%20')}", "insecure"))
    assert PASSWORD not in kept(town)
    server.run(
        *(line for line in town.run("migrate", "--sql").out.splitlines() if line[:2] != "--"), database="insecure"
    )
    server.run("ALTER ROLE insecure_owner PASSWORD 'proprietario'")
    monkeypatch.setenv("COMUNECAST_DATABASE_ADMIN_PASSWORD", "proprietario")
    done = town.run("migrate", "--as", "insecure_owner", "--json").json
    assert done == {"migrated": True, "owner": "insecure_owner", "worker": "insecure"}
    has_disk(tmp_path, monkeypatch, LUKS)
    town.run("ledger", "head")
    town.run("backup", "--noted")
    monkeypatch.setattr("sys.stdin", io.StringIO(WORDS + "\n"))
    town.run("key", "prove")
    update_announcement.remember(town.data_dir, Heard(datetime.now(UTC), fresh_at=datetime.now(UTC)))
    found = town.checks()
    assert {name: one["detail"] for name, one in found.items() if one["warning"]} == {}


def test_a_password_in_the_address_goes_into_the_keyring_and_into_no_file(
    town: Town, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "postgresql+psycopg://anna@127.0.0.1:9/town"
    with_password = address.replace("anna@", "anna:hunter%202@")
    note = "# la vecchia era hunter 2"
    office = (town.folder / "office.toml").read_text(encoding="utf-8")
    text = f'{office}\n# resta\n[database]\nurl = "{with_password}"\n'
    ended = town.run("configure", town.file("server.toml", text))
    assert "hunter" not in ended.out + ended.err
    assert "portachiavi" in ended.err
    assert address in kept(town)
    assert "# resta" in kept(town)
    assert {key[1]: value for key, value in ring.kept.items()}["database_password"].count("hunter 2") == 1
    town.run("configure", town.file("server.toml", f"{text}{note}\n"))  # and nowhere else in the file either
    for path in town.data_dir.rglob("*"):
        assert not path.is_file() or b"hunter" not in path.read_bytes()
    listed = town.run("secrets", "list", "--json")
    assert listed.json["secrets"]["database_password"] is True
    # Another server is not told it.
    town.run(
        "configure", town.file("server.toml", text.replace("127.0.0.1:9", "127.0.0.1:8").replace(":hunter%202", ""))
    )
    assert town.run("secrets", "list", "--json").json["secrets"]["database_password"] is False


def test_without_a_keyring_an_address_with_a_password_is_not_kept(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept(town)
    office = (town.folder / "office.toml").read_text(encoding="utf-8")
    file = town.file("server.toml", f'{office}\n[database]\nurl = "postgresql://anna:hunter2@127.0.0.1:9/town"\n')
    refused = town.run("configure", file, code=2)
    assert "COMUNECAST_DATABASE_PASSWORD" in refused.err
    assert "hunter2" not in refused.err
    assert kept(town) == before
    monkeypatch.setenv("COMUNECAST_DATABASE_PASSWORD", "hunter2")
    town.run("configure", file)
    assert "hunter2" not in kept(town)


def test_the_administrators_password_is_asked_for_and_kept_nowhere(
    make_town: MakeTown, server: TownServer, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.run("CREATE ROLE boss LOGIN CREATEROLE CREATEDB PASSWORD 'capo'", "CREATE DATABASE fresh OWNER boss")
    monkeypatch.setenv("PGSSLROOTCERT", str(server.roots))
    town = make_town()
    on_server(town, server.url("anna:hunter2", "fresh"))
    monkeypatch.setenv("COMUNECAST_DATABASE_ADMIN_PASSWORD", "capo")
    done = town.run("migrate", "--as", "boss", "--json").json
    assert (done["owner"], done["worker"]) == ("anna_owner", "anna")
    assert "capo" not in "".join(ring.kept.values())
    monkeypatch.delenv("COMUNECAST_DATABASE_ADMIN_PASSWORD")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert "non accetta il nome o la password" in town.run("migrate", "--as", "boss", code=2).err
    town.run("subscribers", "import", town.file("people.csv", "telefono\n393331234567\n"))
    assert make_url(server.url("anna", "fresh")).render_as_string() in kept(town)


def test_the_settings_page_keeps_a_password_in_the_keyring_too(data_dir: Path, ring: MemoryKeyring) -> None:
    office = '[office]\nname = "Comune"\n'
    office_file.save(office_file.parse(office), data_dir)
    present = office_file.load(data_dir)
    administration = Administration(present, data_dir, lambda: (), Secrets.of(data_dir, present), ())
    file = data_dir.parent / "office.toml"
    file.write_text(f'{office}[database]\nurl = "postgresql://anna:hunter2@server/town"\n', encoding="utf-8")
    administration.keep(administration.read(file))
    written = (data_dir / "office.toml").read_text(encoding="utf-8")
    assert "postgresql://anna@server/town" in written
    assert "hunter2" not in written
    secret = Secrets.of(data_dir, office_file.load(data_dir)).require(SecretName.DATABASE_PASSWORD)
    assert secret.reveal_to("postgresql://server") == "hunter2"
    training = replace(administration, secrets=None)  # where nothing is kept
    with pytest.raises(ConfigError, match="no_keyring"):
        training.keep(training.read(file))
