# SPDX-License-Identifier: EUPL-1.2
"""Keeps the window's translations in step with its sources.

``update`` gathers the texts of the sources into ``resources/i18n/*.ts`` and builds the ``.qm`` files that the
program loads; ``check`` fails when a ``.ts`` file is stale or a language is incomplete.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "i18n"
LANGUAGES = ("en", "it")
Message = tuple[str, str]


def sources() -> list[Path]:
    """The files whose texts are translated."""
    return sorted((ROOT / "comunecast_gui" / "ui").rglob("*.py"))


def gather(ts: Path, language: str) -> None:
    """Brings a ``.ts`` file in step with the sources; translations are kept, texts that are gone are dropped."""
    options = ["-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", language]
    if language == "en":
        options.append("-pluralonly")
    _run("pyside6-lupdate", *options, *map(str, sources()), "-ts", str(ts))


def messages(ts: Path) -> set[Message]:
    """Context and text of every message of a ``.ts`` file."""
    return {(context, message.findtext("source", "")) for context, message in _messages(ts)}


def unfinished(ts: Path) -> list[str]:
    """The texts that have no finished translation."""
    found = []
    for _, message in _messages(ts):
        translation = message.find("translation")
        if translation is None or translation.get("type") == "unfinished":
            found.append(message.findtext("source", ""))
            continue
        forms = translation.findall("numerusform")
        texts = [form.text for form in forms] if forms else [translation.text]
        if not all(texts):
            found.append(message.findtext("source", ""))
    return found


def update() -> int:
    for language in LANGUAGES:
        ts = FOLDER / f"comunecast_{language}.ts"
        gather(ts, language)
        _run("pyside6-lrelease", str(ts), "-qm", str(ts.with_suffix(".qm")))
    return 0


def check() -> int:
    failed = 0
    for language in LANGUAGES:
        ts = FOLDER / f"comunecast_{language}.ts"
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder) / ts.name
            fresh.write_bytes(ts.read_bytes())
            gather(fresh, language)
            if messages(fresh) != messages(ts):
                failed = 1
                _say(f"{ts.name} is stale: run packaging/translations.py update")
            built = Path(folder) / "built.qm"
            _run("pyside6-lrelease", str(ts), "-qm", str(built))
            if built.read_bytes() != ts.with_suffix(".qm").read_bytes():
                failed = 1
                _say(f"{ts.stem}.qm is stale: run packaging/translations.py update")
        for text in unfinished(ts):
            failed = 1
            _say(f"{ts.name}: not translated: {text}")
    return failed


def _messages(ts: Path) -> list[tuple[str, ET.Element]]:
    root = ET.parse(ts).getroot()  # noqa: S314 - our own file
    return [
        (context.findtext("name", ""), message)
        for context in root.findall("context")
        for message in context.findall("message")
    ]


def _run(tool: str, *arguments: str) -> None:
    beside = Path(sys.executable).parent / tool
    command = str(beside) if beside.exists() else tool
    done = subprocess.run([command, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{tool} failed: {done.stderr or done.stdout}")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def main(arguments: Sequence[str]) -> int:
    commands = {"update": update, "check": check}
    if len(arguments) != 1 or arguments[0] not in commands:
        _say("usage: translations.py update|check")
        return 2
    return commands[arguments[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
