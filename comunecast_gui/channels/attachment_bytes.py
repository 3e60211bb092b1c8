# SPDX-License-Identifier: EUPL-1.2
"""Reads a notice's file for its service, if it is still the file that was confirmed."""

from __future__ import annotations

import hashlib

from comunecast_gui.core.errors import InputError, Permanent
from comunecast_gui.core.model import Attachment
from comunecast_gui.core.regular_file import read_bytes


def read_attachment(attachment: Attachment) -> bytes:
    """The bytes that go out. Raises Permanent("attachment_unreadable" | "attachment_altered")."""
    if attachment.file:  # of a notice that is not kept yet
        return attachment.file.data
    try:
        data = read_bytes(attachment.path)
    except OSError as error:
        raise Permanent("attachment_unreadable", error.strerror or "") from None
    except InputError:
        raise Permanent("attachment_unreadable", attachment.path.name) from None
    if attachment.digest and hashlib.sha256(data).hexdigest() != attachment.digest:
        raise Permanent("attachment_altered", attachment.path.name)
    return data
