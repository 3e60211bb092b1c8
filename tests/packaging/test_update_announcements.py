# SPDX-License-Identifier: EUPL-1.2
"""A newer version is announced only with the makers' signature, and asking for it reveals nothing."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import announce
import pytest
from nacl.signing import SigningKey

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.report.health import Condition
from comunecast_gui.services import health, update_check, wiring
from comunecast_gui.system import update_announcement
from comunecast_gui.system.settings import office_file
from comunecast_gui.system.update_announcement import Announcement, Heard, UntrustedError, UpdateNews

TODAY = date(2026, 11, 24)
PRIVATE = bytes(range(32))
PUBLIC = bytes(SigningKey(PRIVATE).verify_key)
NEWS = Announcement("1.2.0", date(2026, 11, 20), "https://www.example.org/comunecast/1.2.0", date(2027, 2, 20))
OFFICE = """\
[office]
name = "Comune di Prova"
[updates]
url = "{url}"
key = "{key}"
"""


@dataclass
class Clock:
    moment: datetime = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


@dataclass
class Publisher:
    """A real web server that says what it is told to, and notes what it was asked."""

    status: int = 200
    body: bytes = b""
    url: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)

    @contextmanager
    def running(self) -> Iterator[Publisher]:
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                publisher.asked.append({**dict(self.headers), "path": self.path})
                self.send_response(publisher.status)
                self.send_header("Content-Length", str(len(publisher.body)))
                self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(publisher.body)

            def log_message(self, *_: object) -> None:
                """Nobody reads a log here."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{server.server_port}/announcement.json"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with Publisher(body=update_announcement.signed(NEWS, PRIVATE)).running() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@contextmanager
def office(folder: Path, clock: Clock, url: str, key: bytes = PUBLIC) -> Iterator[wiring.Workspace]:
    text = OFFICE.format(url=url, key=base64.b64encode(key).decode())
    office_file.save(office_file.parse(text), folder)
    with wiring.open_workspace(folder, clock=clock) as workspace:
        yield workspace


def test_a_signed_announcement_is_read_back() -> None:
    assert update_announcement.opened(update_announcement.signed(NEWS, PRIVATE), PUBLIC, TODAY) == NEWS


def changed(document: bytes, **values: str) -> bytes:
    outer = json.loads(document)
    outer["announcement"] = json.dumps(json.loads(outer["announcement"]) | values)
    return json.dumps(outer).encode()


@pytest.mark.parametrize(
    "document",
    [
        changed(update_announcement.signed(NEWS, PRIVATE), version="9.9.9"),
        update_announcement.signed(NEWS, bytes(32)),
        update_announcement.signed(replace(NEWS, expires=TODAY - timedelta(days=1)), PRIVATE),
        update_announcement.signed(replace(NEWS, url="http://www.example.org"), PRIVATE),
        update_announcement.signed(replace(NEWS, url="file:///etc/passwd"), PRIVATE),
        update_announcement.signed(replace(NEWS, version="1.2; rm"), PRIVATE),
        b"",
        b"[]",
        b"{}",
        b'{"announcement": 1, "signature": ""}',
        b"\xff\xfe",
        b"<html>log in first</html>",
    ],
)
def test_an_unsigned_or_altered_announcement_is_not_believed(document: bytes) -> None:
    with pytest.raises(UntrustedError):
        update_announcement.opened(document, PUBLIC, TODAY)


@pytest.mark.parametrize(
    ("offered", "present", "expected"),
    [
        ("0.10.0", "0.9.9", True),
        ("1.0", "1.0.0", False),
        ("1.0.0", "1.0.1", False),
        ("2.0", "1.99.99", True),
        ("1.0.0", "1.0.0", False),
    ],
)
def test_versions_are_compared_by_their_numbers(offered: str, present: str, expected: bool) -> None:
    assert update_announcement.is_newer(offered, present) is expected


def test_a_newer_version_is_told_and_asked_for_once_a_day(tmp_path: Path, clock: Clock, publisher: Publisher) -> None:
    with office(tmp_path, clock, publisher.url) as workspace:
        assert update_check.look(workspace, "1.1.0") == NEWS
        assert update_check.look(workspace, "1.1.0") == NEWS
        assert len(publisher.asked) == 1
        clock.moment += timedelta(days=1)
        assert update_check.look(workspace, "1.2.0") is None
        assert len(publisher.asked) == 2


def test_the_question_says_nothing_about_the_office(tmp_path: Path, clock: Clock, publisher: Publisher) -> None:
    with office(tmp_path, clock, publisher.url) as workspace:
        update_check.look(workspace, "1.1.0")
    (asked,) = publisher.asked
    assert asked["User-Agent"] == "ComuneCast"
    assert {"Authorization", "Cookie", "Referer"}.isdisjoint(asked)
    assert asked["path"] == "/announcement.json"


def test_without_an_address_nobody_is_asked(tmp_path: Path, clock: Clock, publisher: Publisher) -> None:
    with office(tmp_path, clock, "") as workspace:
        assert update_check.look(workspace, "0.1.0") is None
    assert publisher.asked == []
    assert not (tmp_path / update_announcement.FILE_NAME).exists()


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_http_error_is_no_announcement(tmp_path: Path, clock: Clock, publisher: Publisher, status: int) -> None:
    publisher.status = status
    with office(tmp_path, clock, publisher.url) as workspace:
        assert update_check.look(workspace, "0.1.0") is None
    assert [asked["path"] for asked in publisher.asked] == ["/announcement.json"], "a redirection was followed"


def test_an_unreachable_address_is_no_announcement_and_not_asked_again_at_once(tmp_path: Path, clock: Clock) -> None:
    with Publisher().running() as gone:
        url = gone.url
    with office(tmp_path, clock, url) as workspace:
        assert update_check.look(workspace, "0.1.0") is None
    assert update_announcement.heard(tmp_path) == Heard(clock.moment, b"", clock.moment)


def test_an_announcement_that_is_too_large_is_not_read(tmp_path: Path, clock: Clock, publisher: Publisher) -> None:
    publisher.body += b" " * 70_000
    with office(tmp_path, clock, publisher.url) as workspace:
        assert update_check.look(workspace, "0.1.0") is None


def test_an_announcement_signed_by_somebody_else_is_not_believed(
    tmp_path: Path, clock: Clock, publisher: Publisher
) -> None:
    publisher.body = update_announcement.signed(NEWS, bytes(32))
    with office(tmp_path, clock, publisher.url) as workspace:
        assert update_check.look(workspace, "0.1.0") is None


def test_an_older_announcement_does_not_hide_a_newer_one(tmp_path: Path, clock: Clock, publisher: Publisher) -> None:
    with office(tmp_path, clock, publisher.url) as workspace:
        update_check.look(workspace, "0.1.0")
        publisher.body = update_announcement.signed(replace(NEWS, version="1.0.0"), PRIVATE)
        clock.moment += timedelta(days=2)
        assert update_check.look(workspace, "0.1.0") == NEWS


def test_a_damaged_memory_of_announcements_is_ignored(tmp_path: Path) -> None:
    for text in ("", "{", "[]", '{"looked_at": "yesterday", "document": ""}'):
        (tmp_path / update_announcement.FILE_NAME).write_text(text, encoding="utf-8")
        assert update_announcement.heard(tmp_path) == Heard()


def test_an_address_without_a_key_is_refused_by_name() -> None:
    with pytest.raises(InputError) as refused:
        office_file.parse(OFFICE.format(url="https://www.example.org/a.json", key="c2hvcnQ="))
    assert refused.value.code == "settings_bad_update_key"


def test_the_settings_survive_being_written_out() -> None:
    key = base64.b64encode(PUBLIC).decode()
    read = office_file.parse(OFFICE.format(url="https://www.example.org/a.json", key=key))
    assert read.updates == update_announcement.UpdateSettings("https://www.example.org/a.json", key)
    assert office_file.parse(office_file.to_toml(read)) == read


def test_the_makers_sign_what_the_program_believes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announce, "ROOT", tmp_path)
    (tmp_path / "comunecast_gui").mkdir()
    (tmp_path / "comunecast_gui" / "__init__.py").write_text('__version__ = "3.2.1"\n', encoding="utf-8")
    today = datetime(2026, 11, 24, tzinfo=UTC)
    monkeypatch.delenv("ANNOUNCE_KEY", raising=False)
    assert announce.sign("https://www.example.org/3.2.1", today) == 0
    assert not (tmp_path / "dist").exists()
    monkeypatch.setenv("ANNOUNCE_KEY", "c2hvcnQ=")
    assert announce.sign("https://www.example.org/3.2.1", today) == 1
    monkeypatch.setenv("ANNOUNCE_KEY", base64.b64encode(PRIVATE).decode())
    assert announce.sign("https://www.example.org/3.2.1", today) == 0
    found = update_announcement.opened((tmp_path / "dist" / "announcement.json").read_bytes(), PUBLIC, TODAY)
    assert (found.version, found.published, found.url) == ("3.2.1", TODAY, "https://www.example.org/3.2.1")


def test_an_announcement_counts_for_weeks_and_not_for_a_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announce, "ROOT", tmp_path)
    monkeypatch.setenv("ANNOUNCE_KEY", base64.b64encode(PRIVATE).decode())
    today = datetime(2026, 11, 24, tzinfo=UTC)
    assert announce.sign("https://www.example.org/3.2.1", today, "3.2.1", date(2026, 6, 1)) == 0
    document = (tmp_path / "dist" / "announcement.json").read_bytes()
    found = update_announcement.opened(document, PUBLIC, TODAY)
    assert (found.version, found.published) == ("3.2.1", date(2026, 6, 1))
    assert timedelta(weeks=2) < found.expires - TODAY < timedelta(weeks=8)
    with pytest.raises(UntrustedError):
        update_announcement.opened(document, PUBLIC, TODAY + timedelta(weeks=8))


def test_silence_of_weeks_is_told(tmp_path: Path, clock: Clock, publisher: Publisher) -> None:
    began = clock.moment
    with office(tmp_path, clock, publisher.url) as workspace:
        assert update_check.news(workspace, "1.1.0") == UpdateNews(NEWS)
        publisher.status = 404
        for days in (1, 10, 20):
            clock.moment = began + timedelta(days=days)
            assert update_check.news(workspace, "1.1.0").silent_since is None
        clock.moment = began + timedelta(days=21)
        assert update_check.news(workspace, "1.1.0") == UpdateNews(NEWS, began.date())
        publisher.status = 200
        clock.moment += timedelta(days=1)
        assert update_check.news(workspace, "1.1.0") == UpdateNews(NEWS)


def test_an_old_announcement_put_back_is_silence(tmp_path: Path, clock: Clock, publisher: Publisher) -> None:
    publisher.body = update_announcement.signed(replace(NEWS, expires=TODAY + timedelta(days=5)), PRIVATE)
    began = clock.moment
    with office(tmp_path, clock, publisher.url) as workspace:
        for days in range(0, 27, 2):
            clock.moment = began + timedelta(days=days)
            found = update_check.news(workspace, "0.1.0")
        assert found == UpdateNews(None, (began + timedelta(days=4)).date())


def test_silence_counts_from_the_first_look(tmp_path: Path, clock: Clock) -> None:
    with Publisher().running() as gone:
        url = gone.url
    with office(tmp_path, clock, url) as workspace:
        assert update_check.news(workspace).silent_since is None
        clock.moment += timedelta(days=30)
        assert update_check.news(workspace).silent_since == date(2026, 11, 24)


def test_a_memory_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    kept = {"looked_at": "2026-11-20T09:00:00+00:00", "document": "x"}
    (tmp_path / update_announcement.FILE_NAME).write_text(json.dumps(kept), encoding="utf-8")
    moment = datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert update_announcement.heard(tmp_path) == Heard(moment, b"x", moment)


def test_the_address_and_key_of_the_bundle(
    tmp_path: Path, clock: Clock, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = tmp_path / "updates.toml"
    key = base64.b64encode(PUBLIC).decode()
    shipped = update_check.paths.resource
    ours = {("updates.toml",): resource}
    monkeypatch.setattr(update_check.paths, "resource", lambda *names: ours.get(names) or shipped(*names))
    for text in ("", "[", 'url = "x"', f'url = "http://x.it"\nkey = "{key}"', 'url = "https://x.it"\nkey = "short"'):
        resource.write_text(text, encoding="utf-8")
        assert update_announcement.of_makers(resource) is None
    resource.write_text(update_announcement.built_in("https://x.it/a.json", key), encoding="utf-8")
    makers = update_announcement.UpdateSettings("https://x.it/a.json", key)
    assert update_announcement.of_makers(resource) == makers
    head = '[office]\nname = "Comune di Prova"\n'
    assert update_check.asked_at(office_file.parse(head)) is None
    allowed = office_file.parse(f"{head}[updates]\nask = true\n")
    assert update_check.asked_at(allowed) == makers
    assert office_file.parse(office_file.to_toml(allowed)) == allowed
    own = office_file.parse(f'{head}[updates]\nask = true\nurl = "https://own.it/a.json"\nkey = "{key}"\n')
    assert update_check.asked_at(own) == replace(makers, url="https://own.it/a.json", ask=True)
    assert office_file.parse(office_file.to_toml(own)) == own


@pytest.mark.parametrize(
    ("url", "key"), [("http://x.it", "A" * 43 + "="), ("https://x.it", "short"), ('https://x.it/"', "A" * 43 + "=")]
)
def test_a_bundle_is_not_built_with_a_wrong_address_or_key(url: str, key: str) -> None:
    with pytest.raises(ValueError, match="base64"):
        announce.built_in(url, key)


def test_healthcheck_tells_of_newer_versions_and_of_silence(tmp_path: Path, clock: Clock, publisher: Publisher) -> None:
    def told() -> dict[str, Condition]:
        return {one.name: one for one in health.examine_workspace(workspace, wiring.sentences())}

    with office(tmp_path, clock, publisher.url) as workspace:
        newer = told()["updates"]
        assert newer.warning
        assert "1.2.0" in newer.detail
        publisher.body = update_announcement.signed(replace(NEWS, version="0.0.1"), PRIVATE)
        (tmp_path / update_announcement.FILE_NAME).unlink()
        assert not told()["updates"].warning
        publisher.status = 500
        clock.moment += timedelta(weeks=4)
        silent = told()["updates"]
        assert silent.warning
        assert "24/11/2026" in silent.detail
        assert all(one.ok for one in (newer, silent))


def test_healthcheck_says_where_no_address_is_known(tmp_path: Path, clock: Clock) -> None:
    office_file.save(office_file.parse('[office]\nname = "Comune di Prova"\n[updates]\nask = true\n'), tmp_path)
    with wiring.open_workspace(tmp_path, clock=clock) as workspace:
        found = {one.name: one for one in health.examine_workspace(workspace, wiring.sentences())}
    assert found["updates"].warning
    assert "[updates]" in found["updates"].detail
