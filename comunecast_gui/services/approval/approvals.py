# SPDX-License-Identifier: EUPL-1.2
"""Signs colleagues in, and carries out their decisions on waiting notices."""

from __future__ import annotations

from datetime import timedelta

from comunecast_gui.core.approval.approval_request import ApprovalRequest, Way
from comunecast_gui.core.approval.colleagues import Colleague
from comunecast_gui.core.approval.overview import Shown
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.services.trust import office_key
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system.locks import queuing_lock
from comunecast_gui.system.user_account import user_name

_REMEMBERED = timedelta(days=7)
"""How long the end of a request is still shown."""


def candidates(workspace: Workspace) -> list[Colleague]:
    """The colleagues who use the operating system account that runs this program.

    Empty in an office without colleagues. Raises InputError("colleague_not_here") where it has some, and none of them
    uses this account.
    """
    everybody = workspace.colleagues.here()
    account = user_name()
    found = [one for one in everybody if one.account.casefold() == account.casefold()]
    if everybody and not found:
        raise InputError("colleague_not_here", account=account)
    return found


def sign_in(workspace: Workspace, colleague: int, pin: str) -> Colleague:
    """The colleague with this PIN. Raises InputError as :meth:`Colleagues.check_pin`, and ``colleague_not_here``.

    Who works under another account of the operating system cannot sign in here, whatever PIN they know.
    """
    if colleague not in {one.id for one in candidates(workspace)}:
        raise InputError("colleague_not_here", account=user_name())
    return workspace.colleagues.check_pin(colleague, pin, workspace.clock.now())


def recover(workspace: Workspace, colleague: int, words: str, pin: str) -> Colleague:
    """Lets a colleague manage again, with a new PIN, for whoever has the office's recovery words.

    Raises ConfigError("office_key_malformed"...) for what are no words, and InputError("recovery_other") for those of
    another office; InputError as :meth:`Colleagues.recover`.
    """
    if office_key.read(words) != workspace.office_key:
        raise InputError("recovery_other", field="words")
    return workspace.colleagues.recover(colleague, pin, user_name(), workspace.clock.now())


def overview(workspace: Workspace) -> list[Shown]:
    """The waiting requests with their notices, and those that ended in the last days, the newest first."""
    now = workspace.clock.now()
    workspace.approvals.lapse(now)
    everybody = workspace.colleagues.all()
    notices = workspace.approvals.waiting_notices()
    return [_named(one, everybody, notices.get(one.id)) for one in workspace.approvals.recent(now - _REMEMBERED)]


def shown(workspace: Workspace, request: ApprovalRequest) -> Shown:
    """One request with its names, without its notice. Raises ConfigError (``database_*``)."""
    return _named(request, workspace.colleagues.all())


def _named(request: ApprovalRequest, everybody: dict[int, Colleague], notice: NewNotice | None = None) -> Shown:
    def name(id: int | None) -> str:
        return everybody[id].name if id in everybody else ""

    names = tuple(sorted(name(id) for id in request.approvers))
    return Shown(request, name(request.author), name(request.decided_by), names, notice)


def approve(workspace: Workspace, request: ApprovalRequest, by: Colleague, way: Way) -> ApprovalRequest:
    """A second person approves the ``request`` that they were shown."""
    with queuing_lock(workspace.data_dir):
        return workspace.approvals.approve(request.id, request.digest, by.id, workspace.clock.now(), way)


def override(workspace: Workspace, request: ApprovalRequest, by: Colleague, way: Way) -> ApprovalRequest:
    """A manager sends the notice alone."""
    with queuing_lock(workspace.data_dir):
        return workspace.approvals.override(request.id, request.digest, by.id, workspace.clock.now(), way)


def refuse(workspace: Workspace, request: ApprovalRequest, by: Colleague, way: Way) -> ApprovalRequest:
    """A second person refuses, or the author withdraws."""
    end = workspace.approvals.withdraw if by.id == request.author else workspace.approvals.refuse
    return end(request.id, by.id, workspace.clock.now(), way)
