# SPDX-License-Identifier: EUPL-1.2
"""A command that takes long shows one line at a terminal and nothing elsewhere; its last step is not interrupted."""

from __future__ import annotations

import io
import os
import signal
import sqlite3
import threading
from argparse import Namespace
from contextlib import closing

import pytest

from comunecast_gui.cli.progress import work_line
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.work.long_work import Unit
from comunecast_gui.store.db.interruption import stoppable
from comunecast_gui.system import paths


class Terminal(io.StringIO):
    """Standard error that a person watches."""

    def __init__(self, watched: bool) -> None:
        super().__init__()
        self._watched = watched

    def isatty(self) -> bool:
        return self._watched


def sentences() -> Sentences:
    return Sentences.load(paths.resource("sentences"))


@pytest.mark.parametrize(("watched", "json"), [(True, False), (True, True), (False, False)])
def test_the_line_is_for_people_at_a_terminal(watched: bool, json: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal(watched)
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(work_line, "_LOOK_SECONDS", 0.01)
    with work_line.shown(sentences(), Namespace(json=json)) as work:
        work._began -= 30  # as if it had begun earlier
        work.plan({"packing": 1})
        work.begin("packing", Unit.BYTES)
        work(25_000_000, 100_000_000)
        work.look()
        if watched and not json:
            assert screen.getvalue().endswith("\x1b[KScrivo la copia… 25 di 100 MB · ancora circa 2 minuti")
            with work.aside():
                assert screen.getvalue().endswith("\x1b[K"), "the line makes room for a question"
                work.look()
                assert screen.getvalue().endswith("\x1b[K")
    shows = watched and not json
    assert screen.getvalue().endswith("\x1b[K") if shows else screen.getvalue() == "", "nothing of it is left"
    names = {thread.name for thread in threading.enumerate()}
    assert "work-line" not in names


def test_a_short_command_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal(watched=True)
    monkeypatch.setattr("sys.stderr", screen)
    with work_line.shown(sentences(), Namespace(json=False)) as work:
        work(1, 2)
        work.look()
    assert screen.getvalue() == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal for a process alone")
def test_an_interrupt_ends_it_but_not_amid_the_last_step(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal(watched=False)
    monkeypatch.setattr("sys.stderr", screen)
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), work_line.shown(sentences(), Namespace()) as work:
        signal.raise_signal(signal.SIGINT)
    with work_line.shown(sentences(), Namespace()) as work:
        work.last_step()
        signal.raise_signal(signal.SIGINT)
        work(1, 1)
    assert "non si può più fermare" in screen.getvalue()
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal for a process alone")
def test_an_interrupt_amid_a_long_statement_is_no_damage_to_the_database() -> None:
    """SQLite swallows what is raised while it calls back, and ends the statement as if something were wrong."""
    forever = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with closing(sqlite3.connect(":memory:")) as connection:
        press = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
        press.start()
        interrupted, shown = pytest.raises(KeyboardInterrupt), work_line.shown(sentences(), Namespace())
        with interrupted, shown as work, stoppable(connection, work):
            connection.execute(forever)
        press.join()
