# SPDX-License-Identifier: EUPL-1.2
"""Takes one pair of signs out of Titillium Web's kerning: it pushes the two strokes of ``https://`` into each other.

``python packaging/typeface.py FILE.ttf ...`` changes the files in place (SIL Open Font License 1.1, without reserved
names). Needs fontTools, which the program does not.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

_PAIRS = 2
"""Kind of a lookup that moves pairs of signs (OpenType 1.9, GPOS lookup type 2)."""


def main(arguments: list[str]) -> int:
    fonts = importlib.import_module("fontTools.ttLib")
    for name in arguments:
        font = fonts.TTFont(name)
        print(f"{Path(name).name}: {_separate(font['GPOS'].table)} pair taken out")
        font.save(name)
    return 0


def _separate(positions: Any) -> int:
    """Removes the pair of two slashes from every list of single pairs; returns from how many."""
    changed = 0
    for lookup in positions.LookupList.Lookup:
        for part in lookup.SubTable:
            if part.LookupType != _PAIRS or part.Format != 1 or "slash" not in part.Coverage.glyphs:
                continue
            pairs = part.PairSet[part.Coverage.glyphs.index("slash")]
            kept = [pair for pair in pairs.PairValueRecord if pair.SecondGlyph != "slash"]
            changed += len(kept) < len(pairs.PairValueRecord)
            pairs.PairValueRecord, pairs.PairValueCount = kept, len(kept)
    return changed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
