# SPDX-License-Identifier: EUPL-1.2
"""Makes the pictures of README and of both manuals anew: ``python -m comunecast_gui.tour.manual_pictures DOCS``."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from comunecast_gui.system.clock import ReplayClock
from comunecast_gui.tour.contact_sheet import photograph

PICTURES = {
    "oggi": ("home", 100),
    "argomenti": ("composer-topics", 100),
    "scrivere": ("composer-writing", 100),
    "incolla": ("composer-told", 100),
    "conferma": ("dialog-confirm", 100),
    "invio": ("sending", 100),
    "esito": ("history-notice", 100),
    "statistiche": ("statistics", 100),
    "modelli": ("templates-editor", 100),
    "testo-grande": ("composer-writing", 200),
}
"""Of each picture in the manuals the scene that it shows, and the size of its text in per cent."""
FOLDERS = {"it": "immagini", "en": "immagini/en"}
"""Where a manual's pictures lie, beside its text."""
_SCREEN = "1366x768"
_HOUR = 9
"""In UTC: the pictures show a morning, at whatever hour they are made; at night the program warns of the hour."""


def main(words: Sequence[str]) -> int:
    """Photographs the scenes in both languages and puts them where the manuals look for them."""
    docs = Path(words[0] if words else "docs").absolute()
    morning = ReplayClock(datetime.now(UTC).replace(hour=_HOUR, minute=30))
    looks = frozenset({_SCREEN, "light", *(str(scale) for _, scale in PICTURES.values())})
    with tempfile.TemporaryDirectory(prefix="comunecast-manual-") as scratch:
        taken = {
            (shot.scene, shot.look): Path(scratch) / shot.file for shot in photograph(Path(scratch), looks, morning)
        }
        for language, folder in FOLDERS.items():
            target = docs / folder
            target.mkdir(parents=True, exist_ok=True)
            for name, (scene, scale) in PICTURES.items():
                with Image.open(taken[scene, f"{_SCREEN}-light-{scale}-{language}"]) as picture:
                    # A palette makes each a third as large; drawn surfaces need no dither.
                    small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
                small.save(target / f"{name}.png", optimize=True)
    shutil.copyfile(docs / FOLDERS["it"] / "scrivere.png", docs / "screenshot.png")  # README's
    print(f"{len(PICTURES)} pictures in each of {len(FOLDERS)} languages: {docs}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
