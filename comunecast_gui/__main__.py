# SPDX-License-Identifier: EUPL-1.2
"""Where the program starts: a window without a verb, otherwise one command."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from comunecast_gui.cli import terminal
from comunecast_gui.core.errors import ConfigError, UserError
from comunecast_gui.system import paths

_STARTED = time.monotonic() - time.process_time()
"""About when this process began, on the monotonic clock."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs ``comunecast`` with ``argv`` (default: the process's own) and returns its exit status."""
    given = time.monotonic() if argv is not None else _STARTED
    terminal.prepare()
    os.umask(0o077)  # whatever this program creates is for its user alone, from the first moment on
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return _main(words, given)
    except (UserError, KeyboardInterrupt) as error:
        from comunecast_gui.cli.reply import refusal_of, refuse
        from comunecast_gui.core.sentences import Sentences

        try:
            sentences = Sentences.load(paths.resource("sentences"))
        except ConfigError as broken:  # even the words are missing
            terminal.tell(f"comunecast: {broken.code}: {broken.values}")
            return broken.exit_code
        return refuse(refusal_of(error, sentences), as_json="--json" in words)
    finally:
        terminal.close()


def _main(words: list[str], given: float) -> int:
    match words:  # the window is drawn before the grammar of the commands, and all that it says, could be read
        case []:
            return _window(None, training=False)
        case ["--demo"]:
            return _window(None, training=True)
        case ["--data-dir", folder] if folder.strip() and not folder.startswith("-"):
            return _window(Path(folder), training=False)
    from comunecast_gui.cli.parser import build_parser

    arguments = build_parser(words=words).parse_args(words)
    arguments.given = given  # when the command was given: it knew nothing of what came later
    chosen: Path | None = getattr(arguments, "data_dir", None)
    if arguments.verb == "demo" and arguments.headless:
        from comunecast_gui.tour import guided_tour

        return guided_tour.run(
            chosen, arguments.subscribers, arguments.shots, as_json=getattr(arguments, "json", False)
        )
    if arguments.verb in (None, "demo"):
        return _window(chosen, training=arguments.demo or arguments.verb == "demo")
    with _nothing_collected():
        from comunecast_gui.cli.runner import run

    return run(arguments, paths.data_dir(chosen))


def _window(data_dir: Path | None, *, training: bool) -> int:
    with _nothing_collected():  # the window collects by itself, in its own thread
        return _started(data_dir, training=training)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """While modules are loaded nothing is left behind that the collector could find."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _started(data_dir: Path | None, *, training: bool) -> int:
    try:
        from comunecast_gui import start
    except ImportError as error:
        from comunecast_gui.ui.runtime import failed_start

        why = failed_start.not_loaded(error)
        if why is None:
            raise
        failed_start.tell(why, data_dir, "it", [str(error)])
        return why.exit_code
    return start.run(data_dir, training=training)


if __name__ == "__main__":
    sys.exit(main())
