# SPDX-License-Identifier: EUPL-1.2
"""All colours of the window, in one place, so that a test can prove their contrast.

The colours are those of Designers Italia (blue #0066cc, text #1a1a1a, success #008055, warning #995c00,
error #cc334d); every pair of text and background that the window uses is listed in :data:`TEXT_PAIRS`.
Who asks the system for high contrast gets the same hues, deeper or lighter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Colours:
    """One set of colours, as ``#rrggbb``."""

    page: str
    card: str
    raised: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    focused_fill: str
    on_focused_fill: str
    accent_soft: str
    success: str
    success_soft: str
    warning: str
    warning_soft: str
    error: str
    error_soft: str
    border: str
    divider: str
    nav: str
    nav_selected: str
    nav_mark: str
    on_nav: str
    focus: str
    training: str
    on_training: str


LIGHT = Colours(
    page="#f5f6f7",
    card="#ffffff",
    raised="#eef1f4",
    text="#1a1a1a",
    muted="#536475",
    accent="#0066cc",
    accent_hover="#004d99",
    on_accent="#ffffff",
    focused_fill="#0066cc",
    on_focused_fill="#ffffff",
    accent_soft="#e6f0fa",
    success="#00734d",
    success_soft="#e3f4ec",
    warning="#875200",
    warning_soft="#fdf2dc",
    error="#b8253f",
    error_soft="#fbe9ec",
    border="#768594",
    divider="#d5dbe1",
    nav="#17324d",
    nav_selected="#2a4a6b",
    nav_mark="#94c4f5",
    on_nav="#ffffff",
    focus="#1a1a1a",
    training="#b3001e",
    on_training="#ffffff",
)

DARK = Colours(
    page="#0d1b2a",
    card="#152a40",
    raised="#1d3650",
    text="#f2f5f8",
    muted="#b3c1cf",
    accent="#94c4f5",
    accent_hover="#bcdcfa",
    on_accent="#0d1b2a",
    focused_fill="#256aa9",  # a white outline could not be told from the light blue of the button
    on_focused_fill="#ffffff",
    accent_soft="#1f3d5c",
    success="#6fd3a8",
    success_soft="#143b35",
    warning="#e7b66e",
    warning_soft="#3a3120",
    error="#f09aa8",
    error_soft="#422430",
    border="#7f92a6",
    divider="#2c4763",
    nav="#091522",
    nav_selected="#1d3650",
    nav_mark="#94c4f5",
    on_nav="#ffffff",
    focus="#ffffff",
    training="#b3001e",
    on_training="#ffffff",
)

LIGHT_STRONG = replace(
    LIGHT,
    muted="#364450",
    accent="#00478f",
    accent_hover="#003870",
    focused_fill="#ffffff",  # so deep a blue hardly differs from the outline
    on_focused_fill="#00478f",
    success="#00523a",
    warning="#5f3a00",
    error="#8c1a30",
    border="#4a5764",
    divider="#768594",
)

DARK_STRONG = replace(
    DARK,
    muted="#d3dde6",
    accent="#b5d7fa",
    accent_hover="#d4e8fc",
    focused_fill="#174e80",
    success="#93e3c1",
    warning="#f2cd93",
    error="#f9bac4",
    border="#b3c1cf",
    divider="#7f92a6",
)

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    ("text", "page"),
    ("text", "card"),
    ("text", "raised"),
    ("text", "accent_soft"),
    ("text", "success_soft"),
    ("text", "warning_soft"),
    ("text", "error_soft"),
    ("muted", "page"),
    ("muted", "card"),
    ("muted", "raised"),
    ("accent", "card"),
    ("accent", "page"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_focused_fill", "focused_fill"),
    ("success", "card"),
    ("success", "success_soft"),
    ("warning", "card"),
    ("warning", "warning_soft"),
    ("error", "card"),
    ("error", "error_soft"),
    ("on_nav", "nav"),
    ("on_nav", "nav_selected"),
    ("on_training", "training"),
)
"""Every (text, background) pair in use: at least 4.5 to 1 (WCAG 2.1, 1.4.3), in high contrast 7 to 1 (1.4.6)."""

ALERTS = {"verde": "#5cc27e", "gialla": "#ffe600", "arancione": "#ff9933", "rossa": "#ff5c4d"}
"""Fill of the alert levels; always with the word and a shape of their own, never alone."""
