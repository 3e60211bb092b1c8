# SPDX-License-Identifier: EUPL-1.2
"""Prepares the files of a notice and keeps them in the data folder, so that the file sent is the file shown."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from comunecast_gui.core.atomic_file import replacing
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import Attachment
from comunecast_gui.core.notice.field_readers import clean
from comunecast_gui.core.prepared_file import PreparedFile
from comunecast_gui.core.regular_file import open_regular, read_bytes, shown_name
from comunecast_gui.system.documents import MAX_DOCUMENT_BYTES, prepare_document
from comunecast_gui.system.pictures import MAX_SOURCE_BYTES, prepare_picture

FOLDER = "attachments"
_MEGABYTE = 1_000_000
_PDF = b"%PDF-"
_DIGEST = re.compile(r"[0-9a-f]{64}")


def attach(path: Path, alt: str) -> Attachment:
    """The file at ``path`` as it will go out; ``alt`` is read like a field's text.

    Raises InputError as :func:`prepare_file` and :func:`described`.
    """
    return described(path, prepare_file(path), alt)


def described(path: Path, file: PreparedFile, alt: str) -> Attachment:
    """A prepared file with the description for who cannot see it. Raises InputError("attachment_no_alt")."""
    text = clean(alt)
    if not text:
        raise InputError("attachment_no_alt", field="attachments", file=file.name)
    return Attachment(path, text, file.mime, len(file.data), file.digest, file)


def prepare_file(path: Path) -> PreparedFile:
    """Reads a file and makes of it what both services take; takes up to a few seconds for a large picture.

    Raises InputError with the field ``attachments``: attachment_missing, not_a_file, attachment_too_large, and those of
    :func:`prepare`.
    """
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            most = MAX_DOCUMENT_BYTES if file.read(len(_PDF)) == _PDF else MAX_SOURCE_BYTES
            file.seek(0)
            data = file.read(most + 1)
    except InputError as error:
        raise InputError(error.code, field="attachments", **error.values) from None
    except (OSError, ValueError) as error:  # ValueError: a name with a sign that no name has
        raise InputError("attachment_missing", field="attachments", file=str(path)) from error
    if len(data) > most:
        told = {"size": f"{max(size, len(data)) / _MEGABYTE:.1f}", "limit": most // _MEGABYTE}
        raise InputError("attachment_too_large", field="attachments", file=shown_name(path), **told)
    return prepare(data, shown_name(path))


def prepare(data: bytes, name: str) -> PreparedFile:
    """The file in ``data`` as both services take it; its content says what it is, and ``name`` what it is called.

    Raises InputError as :func:`~comunecast_gui.system.documents.prepare_document` and
    :func:`~comunecast_gui.system.pictures.prepare_picture`.
    """
    return prepare_document(data, name) if data.startswith(_PDF) else prepare_picture(data, name)


def keep(attachment: Attachment, data_dir: Path) -> Attachment:
    """The same attachment as a file of the data folder, named by its content and by what readers see.

    One that was never prepared is prepared now, so that nothing else can be queued. Raises InputError as
    :func:`prepare_file`, ConfigError("disk_full" | "data_dir_unusable").
    """
    if attachment.file is None and attachment.digest:
        return attachment
    file = attachment.file or prepare_file(attachment.path)
    try:
        kept = _kept(file, data_dir)
    except OSError as error:
        code = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "data_dir_unusable"
        raise ConfigError(code, folder=data_dir, reason=error.strerror or "") from error
    return Attachment(kept, attachment.alt, file.mime, len(file.data), file.digest, file)


def _place(data_dir: Path, digest: str, name: str) -> Path:
    """Where the file with this content is kept, under the name that readers see."""
    return data_dir / FOLDER / digest[:16] / name


def _kept(file: PreparedFile, data_dir: Path) -> Path:
    """Writes a file to where its content belongs, unless it is there whole."""
    kept = _place(data_dir, file.digest, file.name)
    if kept.is_file() and _digest(kept) == file.digest:
        os.utime(kept)  # so that nobody sweeps it away before it is queued
        return kept
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with replacing(kept) as copy:
        copy.write(file.data)
    return kept


def sweep(data_dir: Path, used: Collection[Path], before: datetime) -> int:
    """Removes the kept files that are not ``used`` and were not touched since ``before``; returns how many.

    Never raises. A file is kept before a person confirms its notice; if nobody confirms it, the file must not stay here
    or in a backup.
    """
    wanted = {path.resolve() for path in used}
    removed = 0
    for file in (data_dir / FOLDER).glob("*/*"):
        with suppress(OSError):
            if file.resolve() not in wanted and file.stat().st_mtime < before.timestamp():
                file.unlink()
                removed += 1
                file.parent.rmdir()  # fails where another name of the same content is still there
    return removed


def with_kept_bytes(attachment: Attachment, data_dir: Path) -> Attachment:
    """The same attachment with its kept bytes, for a preview; unchanged if the kept file is missing or altered.

    The place of the file follows from its digest. The stored path is not opened: in a tampered database it may name
    another computer, to which Windows would send the person's sign-in.
    """
    if attachment.file is not None or not _DIGEST.fullmatch(attachment.digest):
        return attachment
    path = _place(data_dir, attachment.digest, re.split(r"[/\\]", str(attachment.path))[-1])
    try:
        file = PreparedFile.of(path.name, attachment.mime, read_bytes(path, MAX_SOURCE_BYTES))
    except (InputError, OSError, ValueError, KeyError):
        return attachment
    return replace(attachment, file=file) if file.digest == attachment.digest else attachment


def require_unchanged(attachment: Attachment) -> None:
    """Raises InputError("attachment_missing" | "attachment_changed") where the kept file is no longer what it was."""
    try:
        digest = _digest(attachment.path)
    except OSError:
        raise InputError("attachment_missing", field="attachments", file=attachment.path.name) from None
    if digest != attachment.digest:
        raise InputError("attachment_changed", field="attachments", file=attachment.path.name)


def _digest(path: Path) -> str:
    return hashlib.sha256(read_bytes(path)).hexdigest()
