# SPDX-License-Identifier: EUPL-1.2
"""Cuts Noto Color Emoji down to the signs that notices carry, for computers without a font of emoji.

``python packaging/emoji_font.py NotoColorEmoji.ttf``: the whole font (Debian: ``fonts-noto-color-emoji``, SIL Open
Font License 1.1) has 11 MB; Windows and macOS have their own. Needs fontTools, which the program does not.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
TARGET = RESOURCES / "fonts" / "NotoColorEmoji-subset.ttf"
OFTEN = (
    "⚠️❗❕✅❌⛔🚫🛑🔴🟠🟡🟢🔵⚫⚪🔶🔷📢📣🔔🔕☎️📞📱✉️📧📍🗺️🏠🏡🏢🏥🏫🏛️🚒🚑🚓🚨🚧🚦🚗🚌🚆🚲🛣️🌉🅿️🐾🐕🦟🐝🌳🌲🍂🔥💧🚱🚰🌊⚡💡🔌🕯️"
    "☀️⛅☁️🌧️⛈️🌩️🌨️❄️☃️💨🌪️🌫️🌡️☔🧊🥵🥶♻️🗑️🚮📦🥫🔋📅🗓️⏰🕗⏳⌛📌📎📝📄📷🎥🎉🎊🎵🎶🎭🎨🎬🎄🎆🎁🎪⚽🏃🚶🚴👥👪👶👧👦👵👴♿🧑🦽🩸💉😷🏆🗳️🇮🇹"
    "🇪🇺🕊️🙏👍👏❤️💚🤍ℹ️🆘🔍🔎➡️⬅️⬆️⬇️🔗💶🧾📚🎓🍽️🍇🌰🎃🐣🕍⛪🧹🧯🛟🚁⛑️🦺"
)
"""Besides those of the categories: what offices write by hand."""


def signs() -> set[int]:
    """The code points of every emoji in the categories and in :data:`OFTEN`."""
    texts = [file.read_text(encoding="utf-8") for file in sorted((RESOURCES / "categories").rglob("*.toml"))]
    return {ord(sign) for sign in OFTEN + "".join(texts) if ord(sign) > 0x2100} | {0x200D, 0xFE0F}


def main(arguments: list[str]) -> int:
    subset = importlib.import_module("fontTools.subset")

    options = subset.Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True)
    font = subset.load_font(arguments[0], options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=signs())
    cutter.subset(font)
    subset.save_font(font, str(TARGET), options)
    print(f"{TARGET.name}: {len(font.getBestCmap())} signs, {TARGET.stat().st_size / 1024:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
