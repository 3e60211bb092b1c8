# SPDX-License-Identifier: EUPL-1.2
"""Reads a bulletin from a file or from addresses, keeps what it says, and proposes the notice that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from comunecast_gui.channels import bulletin_feed
from comunecast_gui.core import regular_file
from comunecast_gui.core.bulletin import cap_forecast
from comunecast_gui.core.bulletin.forecast import Bulletin, Forecast, merged
from comunecast_gui.core.bulletin.place import Place
from comunecast_gui.core.bulletin.proposal import propose
from comunecast_gui.core.bulletin.reading import MOST_BYTES, read
from comunecast_gui.core.bulletin.zone_outlook import ZoneOutlook
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.periods import local
from comunecast_gui.core.work.long_work import UNWATCHED, Work, counted
from comunecast_gui.services import wiring
from comunecast_gui.services.bulletins import next_notice
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system import tls
from comunecast_gui.system.bulletins import bulletin_file, cap_reader


def read_file(workspace: Workspace, path: Path) -> Bulletin:
    """The bulletin in a file. Raises InputError (``bulletin_*``, not_a_file), ConfigError("bulletin_no_zone")."""
    where, name = wiring.bulletin_place(workspace.office), regular_file.shown_name(path)
    try:
        content = regular_file.read_bytes(path, MOST_BYTES + 1)
    except FileNotFoundError:
        raise InputError("bulletin_missing", file=name) from None
    except OSError as error:
        raise InputError("bulletin_not_opened", file=name, reason=error.strerror or "") from None
    except InputError as error:
        raise (InputError("bulletin_too_large", file=name) if error.code == "file_too_large" else error) from None
    return _understood(content, where, name)


def fetch(workspace: Workspace, url: str) -> Bulletin:
    """The bulletin at an address. Raises InputError (``bulletin_*``), ConfigError("bulletin_no_zone")."""
    where = wiring.bulletin_place(workspace.office)
    return _understood(bulletin_feed.fetch(url, tls.context(), MOST_BYTES), where, Path(urlsplit(url).path).name)


def _understood(content: bytes, where: Place, name: str) -> Bulletin:
    """A bulletin of the civil protection, or an alert in the Common Alerting Protocol, which is XML."""
    if content[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return cap_forecast.forecast(cap_reader.read(content, name), where, name)
    return read(content, where, name)


def fetch_all(workspace: Workspace, work: Work = UNWATCHED) -> tuple[Bulletin, ...]:
    """The bulletins at the addresses of the settings, kept. Raises as :func:`fetch`, and then keeps none.

    Stopped, ``work`` has kept none either: InputError("work_stopped").
    """
    addresses = workspace.settings.bulletin.addresses
    found = tuple(fetch(workspace, url) for url in counted(addresses, len(addresses), work, every=1))
    if not found:
        raise InputError("bulletin_no_addresses", field="bulletin.addresses")
    work.last_step()
    for one in found:
        keep(workspace, one)
    return found


def keep(workspace: Workspace, bulletin: Bulletin) -> None:
    """From now on this is known of the days that it speaks of, unless a newer one has spoken of them."""
    bulletin_file.keep(workspace.data_dir, bulletin.zone, bulletin.days)


def outlook(workspace: Workspace) -> ZoneOutlook:
    """What the bulletins that were kept say of today and later.

    Raises ConfigError ("bulletin_no_zone", ``database_*``).
    """
    where, now = wiring.bulletin_place(workspace.office), workspace.clock.now()
    return _outlook(workspace, where, bulletin_file.kept(workspace.data_dir, where.code), now)


def outlook_of(workspace: Workspace, bulletins: Sequence[Bulletin], at: datetime | None = None) -> ZoneOutlook:
    """What these bulletins alone ask for, at the moment ``at`` (aware), now without one.

    A bulletin all of whose days are past is looked at as on its own day. Raises as :func:`outlook`.
    """
    days = merged(*(one.days for one in bulletins))
    moment = at or workspace.clock.now()
    if days and days[-1].day < local(moment, workspace.office).date():
        moment = max(one.issued for one in days)
    return _outlook(workspace, wiring.bulletin_place(workspace.office), days, moment)


def _outlook(workspace: Workspace, where: Place, known: Sequence[Forecast], at: datetime) -> ZoneOutlook:
    now = local(at, workspace.office)
    days = merged(known, since=now.date())
    name = ", ".join(where.zones.values())
    told = next_notice.told(workspace, at)
    proposal = propose(days, told, now, workspace.settings.bulletin.least)
    prefilled = next_notice.prefilled(workspace, where, proposal) if proposal else None
    return ZoneOutlook(where.code, name, days, proposal, prefilled)
