# SPDX-License-Identifier: EUPL-1.2
"""Turns the small Markdown of the data protection papers into an HTML page for browsers and word processors.

It knows what the papers use: headings, paragraphs, tables, two kinds of list, bold, italic and code. Parts in square
brackets, which a person completes, are marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

_STYLE = """
body { font-family: "Titillium Web", Calibri, sans-serif; line-height: 1.5; max-width: 60em; margin: 2em auto;
  padding: 0 1em; }
table { border-collapse: collapse; margin: 1em 0; }
td, th { border: 1px solid #5c6f82; padding: .3em .6em; text-align: left; vertical-align: top; }
mark { background: #ffe9a8; color: #1a1a1a; }
@media print { body { margin: 0; max-width: none; } }
"""
_ITEM = re.compile(r"(?:-|\d+\.) +")
_INLINE = (
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
    (re.compile(r"\*\*(.+?)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"(?<!\*)\*([^*\s][^*]*?)\*(?!\*)"), r"<em>\1</em>"),
    (re.compile(r"\[(da completare[^\]]*)\]"), r"<mark>[\1]</mark>"),
)


def html_page(markdown: str) -> str:
    """The page, in Italian; its title is the first heading. Every letter of the text is escaped."""
    title = next((line[2:] for line in markdown.splitlines() if line.startswith("# ")), "")
    head = f'<meta charset="utf-8">\n<title>{escape(title)}</title>\n<style>{_STYLE}</style>'
    body = "\n".join(_block(lines) for lines in _blocks(markdown))
    return f'<!DOCTYPE html>\n<html lang="it">\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n'


def _blocks(markdown: str) -> Iterator[list[str]]:
    """The lines of each block; a blank line, a heading and the first row of a table each begin another one."""
    for blank, group in groupby(markdown.splitlines(), key=lambda line: not line.strip()):
        if blank:
            continue
        for _, lines in groupby(group, key=lambda line: line[0] if line[0] in "#|" else ""):
            yield list(lines)


def _block(lines: Sequence[str]) -> str:
    first = lines[0]
    if first.startswith("#"):
        return "\n".join(_heading(line) for line in lines)
    if first.startswith("|"):
        return _table(lines)
    if _ITEM.match(first):
        return _list(lines)
    return f"<p>{_inline(' '.join(lines))}</p>"


def _heading(line: str) -> str:
    level = len(line) - len(line.lstrip("#"))
    return f"<h{level}>{_inline(line.lstrip('# '))}</h{level}>"


def _table(lines: Sequence[str]) -> str:
    rows = [[_inline(cell.strip()) for cell in line.strip().strip("|").split("|")] for line in lines]
    head, *body = [row for row in rows if set("".join(row)) != {"-"}]
    heading = "".join(f"<th>{cell}</th>" for cell in head)
    filled = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in body)
    return f"<table>\n<tr>{heading}</tr>\n{filled}\n</table>"


def _list(lines: Sequence[str]) -> str:
    items: list[str] = []
    for line in lines:
        if _ITEM.match(line) or not items:
            items.append(_ITEM.sub("", line, count=1))
        else:
            items[-1] += f" {line.strip()}"
    kind = "ul" if lines[0].startswith("-") else "ol"
    inner = "\n".join(f"<li>{_inline(item)}</li>" for item in items)
    return f"<{kind}>\n{inner}\n</{kind}>"


def _inline(text: str) -> str:
    shown = escape(" ".join(text.split()), quote=False)
    for pattern, replacement in _INLINE:
        shown = pattern.sub(replacement, shown)
    return shown
