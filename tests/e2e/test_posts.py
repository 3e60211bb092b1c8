# SPDX-License-Identifier: EUPL-1.2
"""``comunecast notice`` corrects, deletes and pins a post, tells it as ``status`` does, and survives a kill."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

import pytest
import requests

from comunecast_gui.sandbox.config import TRAINING_TELEGRAM_TOKEN
from comunecast_gui.sandbox.faults import Fault, FaultKind
from tests.e2e.conftest import Town


def posts(town: Town, notice: int) -> list[tuple[str, str]]:
    told = town.run("status", str(notice), "--json").json.get("posts", [])
    return [(one["act"], one["state"]) for one in told]


def test_a_post_is_corrected_pinned_and_deleted_from_the_command_line(town: Town) -> None:
    town.subscribe(2)
    sent = town.run("send", str(town.folder / "notice.toml"), "--yes", "--json").json
    notice = str(sent["notice"])
    words = (town.folder / "notice.toml").read_text(encoding="utf-8")
    assert "posts" not in sent
    assert town.run("notice", notice, "correct", "--json", code=1).json["error"]["code"] == "correction_needs_file"
    same = town.run("notice", notice, "correct", str(town.folder / "notice.toml"), "--json", code=1).json
    assert same["error"]["code"] == "correction_changes_nothing"
    right = town.folder / "right.toml"
    right.write_text(words.replace("Acque SpA", "Acque S.p.A."), encoding="utf-8")
    done = town.run("notice", notice, "correct", str(right), "--channel", "telegram", "--json").json
    assert done["channels"] == sent["channels"]
    assert [(one["act"], one["mark"], one["state"]) for one in done["posts"]] == [("edit", "corrected", "done")]
    town.run("notice", notice, "pin")
    town.run("notice", notice, "unpin")
    with closing(sqlite3.connect(town.data_dir / "comunecast.db")) as connection:
        connection.execute("UPDATE post_change SET state = 'calling' WHERE act = 'unpin'")  # and the power went
        connection.commit()
    town.run("notice", notice, "delete")
    assert posts(town, int(notice)) == [("edit", "done"), ("pin", "done"), ("unpin", "unknown"), ("delete", "done")]
    change = town.run("status", notice, "--json").json["posts"][2]["id"]
    assert town.run("notice", notice, "settle", "--json", code=1).json["error"]["code"] == "settle_needs_change"
    town.run("notice", notice, "settle", "--change", str(change), "--outcome", "done")
    assert posts(town, int(notice))[2] == ("unpin", "done")
    assert town.run("notice", "99", "pin", "--json", code=1).json["error"]["code"] == "unknown_notice"


def test_the_right_one_goes_to_all_from_the_command_line_one_message_each(town: Town) -> None:
    """Who has it gets the correction, who joined since the right notice; the post is edited and no second one made."""
    town.run("templates", "submit", "rettifica")
    town.run("templates", "sync")
    town.subscribe(2)
    file = town.folder / "notice.toml"
    notice = str(town.run("send", str(file), "--yes", "--json").json["notice"])
    town.subscribe(3)
    right = town.file("right.toml", file.read_text(encoding="utf-8").replace("Acque SpA", "Acque S.p.A."))
    refused = town.run("notice", notice, "correct-for-all", right, "--channel", "whatsapp", "--json", code=1).json
    assert refused["error"]["code"] == "correction_all_channels"
    town.run("notice", notice, "correct-for-all", code=1)
    done = town.run("notice", notice, "correct-for-all", right, "--json").json
    assert (done["notice"], done["stopped"], len(done["notices"])) == (int(notice), 0, 2)
    assert [(one["act"], one["mark"], one["state"]) for one in done["posts"]] == [("edit", "corrected", "done")]
    told = [{name: sum(counts.values()) for name, counts in one["channels"].items()} for one in done["notices"]]
    assert sorted(map(str, told)) == sorted(map(str, ({"whatsapp": 2}, {"whatsapp": 1})))
    assert len(town.control.posts()) == 1
    again = town.run("notice", notice, "correct-for-all", right, "--enqueue-only", "--json", code=1).json
    assert again["error"]["code"] in ("correction_changes_nothing", "no_recipients")


def test_what_could_not_be_changed_is_told_in_words_and_by_the_status(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(town.folder / "notice.toml")
    notice = str(town.run("send", file, "--channel", "telegram", "--yes", "--json").json["notice"])
    words = (town.folder / "notice.toml").read_text(encoding="utf-8")
    right = town.file("right.toml", words.replace("Acque SpA", "Acque S.p.A."))
    monkeypatch.setenv("COMUNECAST_TELEGRAM_TOKEN", TRAINING_TELEGRAM_TOKEN[:-1] + "x")
    failed = town.run("notice", notice, "correct", right, "--json", code=2).json["posts"][-1]
    assert failed["code"] == "telegram_token"
    assert "chiave di accesso a Telegram" in failed["message"]
    monkeypatch.setenv("COMUNECAST_TELEGRAM_TOKEN", TRAINING_TELEGRAM_TOKEN)
    [post] = town.control.posts()
    address = f"{town.sandbox.telegram_base_url}{TRAINING_TELEGRAM_TOKEN}/deleteMessage"
    requests.post(address, {"chat_id": post.chat_id, "message_id": post.message_id}, timeout=10).raise_for_status()
    gone = town.run("notice", notice, "correct", right, "--json", code=3).json["posts"][-1]
    assert (gone["state"], gone["code"]) == ("failed", "gone")
    assert "cancellato a mano" in gone["message"]
    town.run("notice", notice, "delete")
    late = town.run("notice", notice, "pin", "--json", code=3).json["posts"][-1]
    assert late["state"] == "dropped"
    assert "è stato cancellato" in late["message"]
    town.run("notice", notice, "unpin")


@pytest.mark.slow
def test_a_kill_between_the_edit_of_a_post_and_its_record_is_unknown_and_repeated_only_by_a_person(town: Town) -> None:
    file = str(town.folder / "notice.toml")
    notice = str(town.run("send", file, "--channel", "telegram", "--yes", "--json").json["notice"])
    words = (town.folder / "notice.toml").read_text(encoding="utf-8")
    right = town.file("right.toml", words.replace("Acque SpA", "Acque S.p.A."))
    late = Fault(service="telegram", method="editMessageText", kind=FaultKind.DELAY, seconds=60)
    town.control.add_fault(late)
    process = town.start("notice", notice, "correct", right)
    deadline = time.monotonic() + 60
    while not town.control.posts()[0].text.startswith("✏️ CORRETTO"):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.kill()
    process.communicate()
    town.control.clear_faults()
    town.run("resume")
    [change] = town.run("status", notice, "--json").json["posts"]
    assert (change["act"], change["state"], change["code"]) == ("edit", "unknown", "interrupted")
    assert "si è chiuso durante la chiamata" in change["message"]
    assert len(town.control.requests("telegram", "editMessageText")) == 1
    town.run("notice", notice, "settle", "--change", str(change["id"]), "--outcome", "again")
    assert posts(town, int(notice)) == [("edit", "done")]
    [post] = town.control.posts()
    assert post.text.startswith("✏️ CORRETTO")
