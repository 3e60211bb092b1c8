# SPDX-License-Identifier: EUPL-1.2
"""Where the program starts: a window without a verb, otherwise one command."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from comunecast_gui.cli.parser import build_parser
from comunecast_gui.core.errors import UserError
from comunecast_gui.system import paths


def main(argv: Sequence[str] | None = None) -> int:
    """Runs ``comunecast`` with ``argv`` (default: the process's own) and returns its exit status."""
    _speak_utf8()
    arguments = build_parser().parse_args(argv)
    chosen = getattr(arguments, "data_dir", None)
    if arguments.verb == "demo" and arguments.headless:
        from comunecast_gui import tour

        return tour.run(chosen, arguments.subscribers, arguments.shots, as_json=getattr(arguments, "json", False))
    if arguments.verb in (None, "demo"):
        from comunecast_gui import app

        return app.run(chosen, training=arguments.demo or arguments.verb == "demo")
    from comunecast_gui.cli.runner import run

    try:
        data_dir = paths.data_dir(chosen)
    except UserError as error:
        from comunecast_gui.services import wiring

        print(wiring.sentences().of(error), file=sys.stderr)
        return error.exit_code
    return run(arguments, data_dir)


def _speak_utf8() -> None:
    """Windows would write to a pipe or a file in the encoding of the country, which has no room for emoji."""
    if os.name == "nt":
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a program without a console has none
                stream.reconfigure(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
