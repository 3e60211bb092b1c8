# SPDX-License-Identifier: EUPL-1.2
"""After a restore the office knows what its posts read, whatever was corrected since the backup."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.model import DeliveryState
from comunecast_gui.core.thread.post_change import Act, ChangeState, ChangeVerdict, Mark
from comunecast_gui.store.db.database import open_database
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.delivery.post_changes import PostChanges, Wanted
from comunecast_gui.store.restore.prepare_copy import carry_ids
from comunecast_gui.store.restore.sent_since_backup import carry_outcomes
from tests.store.delivery.test_post_changes import put
from tests.store.restore.test_restore import copied, folder
from tests.store.samples import NOW, TELEGRAM, new_notice

RIGHT = TelegramPost("Acqua sospesa in via Verdi", "Acqua sospesa in via Verdi")
LATER = NOW + timedelta(minutes=5)


def test_the_next_mark_of_a_post_keeps_the_correction_that_was_made_after_the_backup(tmp_path: Path) -> None:
    """It put the text back that the backup knew: the wrong one."""
    current = open_database(folder(tmp_path, "now"))
    notice = SqlOutbox(current).enqueue(new_notice(channels=(TELEGRAM,)))
    put(current, notice, DeliveryState.ACCEPTED)
    there = PostChanges(current)
    there.ask(Wanted(notice, TELEGRAM, Act.PIN, NOW))
    restored = copied(current, tmp_path)
    there.ask(Wanted(notice, TELEGRAM, Act.EDIT, NOW, Mark.CORRECTED, RIGHT))
    for _ in range(2):
        claimed = there.claim(NOW)
        assert claimed is not None
        there.record(claimed.change.id, ChangeState.DONE, NOW)
    there.ask(Wanted(notice, TELEGRAM, Act.UNPIN, NOW))

    carry_ids(current, restored)
    carry_outcomes(current, restored, LATER)
    back = PostChanges(restored)
    assert [one.id for one in back.of([notice])[notice]] == [one.id for one in there.of([notice])[notice]]
    told = [(one.act, one.state, one.code) for one in back.of([notice])[notice]]
    assert told == [
        (Act.PIN, ChangeState.DONE, ""),
        (Act.EDIT, ChangeState.DONE, ""),
        (Act.UNPIN, ChangeState.UNKNOWN, "restored"),
    ]
    back.ask(Wanted(notice, TELEGRAM, Act.EDIT, LATER, Mark.ENDED))
    again = back.claim(LATER)
    assert again is not None
    assert again.post.content == RIGHT
    current.close()
    restored.close()


def test_a_correction_that_failed_before_the_backup_and_was_made_since_is_what_the_post_reads(tmp_path: Path) -> None:
    """It stayed failed in the restored office, and the next mark put the wrong text back."""
    current = open_database(folder(tmp_path, "now"))
    notice = SqlOutbox(current).enqueue(new_notice(channels=(TELEGRAM,)))
    put(current, notice, DeliveryState.ACCEPTED)
    there = PostChanges(current)
    id = there.ask(Wanted(notice, TELEGRAM, Act.EDIT, NOW, Mark.CORRECTED, RIGHT))
    assert there.claim(NOW) is not None
    there.record(id, ChangeState.FAILED, NOW, "400")
    restored = copied(current, tmp_path)
    there.settle(id, ChangeVerdict.AGAIN, LATER)
    assert there.claim(LATER) is not None
    there.record(id, ChangeState.DONE, LATER)
    carry_ids(current, restored)
    carry_outcomes(current, restored, LATER)
    back = PostChanges(restored)
    assert (back.one(id).state, back.one(id).code) == (ChangeState.DONE, "")
    back.ask(Wanted(notice, TELEGRAM, Act.EDIT, LATER, Mark.ENDED))
    again = back.claim(LATER)
    assert again is not None
    assert again.post.content == RIGHT
    current.close()
    restored.close()
