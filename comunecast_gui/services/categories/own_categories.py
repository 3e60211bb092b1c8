# SPDX-License-Identifier: EUPL-1.2
"""Keeps what an office has otherwise than the program, one file for each category, and takes it back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.notice.categories import NAME, Category, WhatsAppLayout
from comunecast_gui.core.notice.overlays import overlay_writer
from comunecast_gui.core.notice.overlays.merging import (
    BLANK,
    ORDER,
    Entries,
    completed,
    difference,
    laid_over,
    merged,
    order_of,
)
from comunecast_gui.core.notice.overlays.overlay_reader import FOLDER, MINE, entries_of, why_not
from comunecast_gui.services.wiring import APPROVED, Workspace
from comunecast_gui.services.workstation import shared_files
from comunecast_gui.system import paths

_REVIEWED = "PENDING"
"""Meta may approve it any moment (Meta: "Template management")."""
_ASIDE = ".wrong"
RETIRED = "retired"


def entries(workspace: Workspace, id: str) -> dict[str, Any]:
    """Everything that the category says now, to be edited. Raises InputError("unknown_category")."""
    workspace.catalogue.get(id)
    base, own = shipped_entries(id), _own_entries(workspace, id)
    found = {**completed(merged(base or BLANK, own)), "id": id}
    return {name: value for name, value in found.items() if name != "former"}


def present(workspace: Workspace, id: str) -> dict[str, Any]:
    """As :func:`entries`; nothing for a category that is not there (any more)."""
    return entries(workspace, id) if id in {one.id for one in workspace.catalogue} else {}


def shipped_entries(id: str) -> dict[str, Any] | None:
    """What the program says of the category; None if it is the office's own. Raises ConfigError("category_file")."""
    path = paths.resource("categories") / f"{id}.toml"
    if not path.exists():
        return None
    try:
        return entries_of(path)
    except (OSError, ValueError) as error:
        raise ConfigError("category_file", file=path.name, reason=str(error)) from error


def save(workspace: Workspace, id: str, edited: Entries, before: Entries | None = None) -> None:
    """Keeps what ``edited`` has otherwise than the program; with nothing otherwise there is no file any more.

    ``before`` is what was there when the edit began: where something else is there now, nothing is kept.

    The text that goes out now is kept with it until Meta approves the new one. A file that did not work is put aside
    under another name.

    Raises InputError("category_faulty" | "category_id" | "changed_elsewhere"), ConfigError("data_dir_unusable" |
    ``database_*``).
    """
    if not NAME.fullmatch(id):
        raise InputError("category_id", field="id", id=id)
    _refuse_changed(workspace, id, before)
    base = shipped_entries(id)
    edited = {name: value for name, value in edited.items() if name != "former"}
    own = difference(base or {}, edited)
    if order := order_of(base or {}, own, edited):
        own[ORDER] = order
    own = {name: value for name, value in own.items() if name != "id"}
    own["whatsapp"] = {name: value for name, value in own.get("whatsapp", {}).items() if name not in _WORKED_OUT}
    if not own["whatsapp"]:
        del own["whatsapp"]
    if reason := why_not(base, own, id):
        raise InputError("category_faulty", id=id, reason=reason)
    if former := _former(workspace, laid_over(base, own, id)):
        own["former"] = [_as_entries(layout) for layout in former]
    _write(workspace, id, own)


def revert(workspace: Workspace, id: str, before: Entries | None = None) -> None:
    """Goes back to what the program says; the office's text goes out until Meta has approved that of the program.

    ``before`` as for :func:`save`: what nobody here has seen is not thrown away.

    Raises InputError("unknown_category") for a category that is the office's own, and as :func:`save`.
    """
    base = shipped_entries(id)
    if base is None:
        raise InputError("unknown_category", field="category", category=id, known=[])
    save(workspace, id, base, before)


def retire(workspace: Workspace, id: str, before: Entries | None = None) -> None:
    """Deletes a subject of the office's own: nobody can choose it any more.

    What was written with it stays: notices keep their name, can be corrected and followed, and drafts and what waits
    for its hour can go out. So its file stays too, with that note, which can be taken out of it again.
    Raises InputError("unknown_category") for one that comes with the program, which can only be hidden, and as
    :func:`save`.
    """
    if shipped_entries(id) is not None or id not in {one.id for one in workspace.catalogue.current}:
        raise InputError("unknown_category", field="category", category=id, known=[])
    _refuse_changed(workspace, id, before)
    _write(workspace, id, {**_own_entries(workspace, id), RETIRED: True})


def restore(workspace: Workspace, id: str) -> None:
    """Brings back a subject that :func:`retire` deleted, as it was; its texts at Meta may have to be submitted again.

    Raises InputError("unknown_category") for one that is not deleted (any more), and as :func:`save`.
    """
    shared_files.sync(workspace)
    if id not in {one.id for one in workspace.catalogue.deleted}:
        raise InputError("unknown_category", field="category", category=id, known=[])
    own = {name: value for name, value in _own_entries(workspace, id).items() if name != RETIRED}
    if reason := why_not(None, own, id):
        raise InputError("category_faulty", id=id, reason=reason)
    _write(workspace, id, own)


def put_aside(workspace: Workspace) -> int:
    """Takes the files that do not work out of use, each under another name beside it; returns how many.

    Raises ConfigError("data_dir_unusable" | ``database_*``), InputError("changed_elsewhere").
    """
    folder, found = workspace.data_dir / FOLDER, 0
    for fault in workspace.catalogue.faults:
        path = folder / fault.file
        if not path.is_file() or not (path.suffix == ".toml" or path.suffix.startswith(MINE)):
            continue
        shared_files.put_aside(path, _ASIDE)
        found += 1
        if path.suffix == ".toml":
            shared_files.put(workspace, f"{FOLDER}/{path.name}", None)
    return found


def hide(workspace: Workspace, id: str, *, hidden: bool) -> None:
    """Takes the category out of those that are offered, or puts it back. Raises as :func:`save`."""
    save(workspace, id, {**entries(workspace, id), "hidden": hidden})


def _refuse_changed(workspace: Workspace, id: str, before: Entries | None) -> None:
    """Raises InputError("changed_elsewhere") where the category is not what it was ``before`` (None: it may be)."""
    shared_files.sync(workspace)
    if before is not None and dict(before) != present(workspace, id):
        last = shared_files.newest(workspace, f"{FOLDER}/{id}.toml")
        raise InputError("changed_elsewhere", name=id, who=last.who if last else "")


_WORKED_OUT = frozenset({"template", "version"})


def _own_entries(workspace: Workspace, id: str) -> dict[str, Any]:
    """What the office's file says; nothing where it does not work."""
    if f"{id}.toml" in {fault.file for fault in workspace.catalogue.faults}:
        return {}
    try:
        return entries_of(_path(workspace, id))
    except FileNotFoundError:
        return {}


def _former(workspace: Workspace, fresh: Category) -> tuple[WhatsAppLayout, ...]:
    """The layouts that may be sent before the new one is approved: those under review, and the newest approved one."""
    status = {row.name: row.status for row in workspace.templates.all() if row.language == workspace.language}
    kept: list[WhatsAppLayout] = []
    try:
        present = workspace.catalogue.get(fresh.id).layouts
    except InputError:
        return ()
    new = fresh.whatsapp.template_name
    for layout in present:
        if APPROVED in {status.get(new), *(status[one.template_name] for one in kept)}:
            break
        if layout.template_name != new and status.get(layout.template_name) in (APPROVED, _REVIEWED):
            kept.append(layout)
    return tuple(kept)


def _as_entries(layout: WhatsAppLayout) -> dict[str, Any]:
    return {
        "template": layout.template,
        "version": layout.version,
        "price_category": str(layout.price_category),
        "reason": layout.reason,
        "body": layout.body,
        "footer": layout.footer,
        "quick_replies": list(layout.quick_replies),
        "lifetime_hours": layout.lifetime_hours,
        "variables": [
            {"name": one.name, "source": one.source.source, "fallback": one.fallback} for one in layout.variables
        ],
    }


def _path(workspace: Workspace, id: str) -> Path:
    return workspace.data_dir / FOLDER / f"{id}.toml"


def _write(workspace: Workspace, id: str, own: Entries) -> None:
    path = _path(workspace, id)
    if path.exists() and path.name in {fault.file for fault in workspace.catalogue.faults}:
        shared_files.put_aside(path, _ASIDE)
    shared_files.put(workspace, f"{FOLDER}/{path.name}", overlay_writer.written(own) if own else None)
