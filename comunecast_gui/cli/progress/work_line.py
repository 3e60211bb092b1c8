# SPDX-License-Identifier: EUPL-1.2
"""Shows at the terminal, on one line, how far a command that takes long is; nothing where nobody watches."""

from __future__ import annotations

import signal
import threading
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from comunecast_gui.cli import terminal
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.work import work_words
from comunecast_gui.core.work.long_work import LongWork

_LOOK_SECONDS = 0.2


class WorkLine(LongWork):
    """The work of one command; its line is on standard error, and only if it is ``live``: where a person reads it."""

    def __init__(self, sentences: Sentences, *, live: bool) -> None:
        super().__init__()
        self.live = live
        self._sentences = sentences
        self._began = time.monotonic()
        self._writing = threading.Lock()
        self._asking = False
        self._shown = ""

    def look(self) -> None:
        """Shows how far it is now."""
        with self._writing:
            elapsed = time.monotonic() - self._began
            if not self.live or self._asking or elapsed < work_words.SHOWN_AFTER:
                return
            text = work_words.said("", self.reached, elapsed, self._sentences)
            if text != self._shown:
                terminal.show_progress(text)
                self._shown = text

    def take_away(self) -> None:
        """Nothing of it is left on the terminal."""
        with self._writing:
            if self._shown:
                terminal.show_progress("")
                self._shown = ""

    @contextmanager
    def aside(self) -> Iterator[None]:
        """The line is not there while a person is asked something, and the time that takes does not count."""
        self.take_away()
        began, self._asking = time.monotonic(), True
        try:
            yield
        finally:
            self._began += time.monotonic() - began
            self._asking = False


@contextmanager
def shown(sentences: Sentences, arguments: Namespace) -> Iterator[WorkLine]:
    """The work to give to what takes long inside. Ctrl-C ends it as always, but for what cannot be stopped any more."""
    work = WorkLine(sentences, live=terminal.is_watched() and not getattr(arguments, "json", False))
    done = threading.Event()

    def keep_looking() -> None:
        while not done.wait(_LOOK_SECONDS):
            work.look()

    thread = threading.Thread(target=keep_looking, name="work-line")
    if work.live:
        thread.start()
    try:
        with _heard_unless_final(work, sentences):
            yield work
    finally:
        done.set()
        if work.live:
            thread.join()
            work.take_away()


@contextmanager
def _heard_unless_final(work: LongWork, sentences: Sentences) -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is not signal.default_int_handler:
        yield
        return

    def hear(number: int, frame: Any) -> None:
        if work.reached.final:
            terminal.tell(sentences.text("work.final"))
        else:
            signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, hear)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
