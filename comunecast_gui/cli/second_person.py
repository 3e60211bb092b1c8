# SPDX-License-Identifier: EUPL-1.2
"""The commands of the second person's approval: approvals, approve, refuse, colleagues; and signing in."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from comunecast_gui.cli import terminal
from comunecast_gui.cli.reply import NOT_ALL_SENT, Reply
from comunecast_gui.core.approval.approval_request import ApprovalRequest, Way
from comunecast_gui.core.approval.colleagues import Colleague, Role
from comunecast_gui.core.approval.overview import Shown
from comunecast_gui.core.approval.rules import Rules
from comunecast_gui.core.content import readable
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.periods import local
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.services.approval import approvals, bot_chats
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system.user_account import user_name


def signed_in(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Colleague | None:
    """The colleague who gives this command, after their PIN; None in an office without colleagues.

    The PIN is typed unseen, or is the next line of a standard input that is no terminal. Raises InputError:
    ``colleague_not_here``, ``colleague_which`` (several use this account, ``--as`` says which), and as
    :meth:`~comunecast_gui.store.colleagues.colleague_rows.Colleagues.check_pin`.
    """
    found = approvals.candidates(workspace)
    if not found:
        return None
    wanted = getattr(arguments, "colleague", "")
    named = [one for one in found if not wanted or one.name.casefold() == wanted.casefold()]
    if len(named) != 1:
        raise InputError("colleague_which", field="--as", known=[one.name for one in found])
    pin = terminal.ask_secret(_pin_of(named[0].name, sentences))
    if not pin:  # a script without one costs nobody a try
        raise InputError("sign_in_needed", field="pin")
    return approvals.sign_in(workspace, named[0].id, pin)


def waits(workspace: Workspace, request: ApprovalRequest, notes: Sequence[str], sentences: Sentences) -> Reply:
    """The answer of ``send`` when a second person has to approve first: nothing was sent yet, exit status 3.

    Colleagues who have a private chat with the bot are asked there.
    """
    bot_chats.ask_due(workspace)
    shown = _shown(workspace, request)
    told = sentences.text(
        "cli.approval_waits",
        approval=request.id,
        reasons=_reasons(request, sentences),
        approvers=shown.approvers or [sentences.text("cli.approval_nobody_else")],
        ends=_time(workspace, request.ends_at),
    )
    data = {"notice": None, "channels": {}, "approval": _data(shown)}
    return Reply(data, [told], notes, NOT_ALL_SENT)


def show(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast approvals``: what waits and what ended lately; with options, what needs a second person."""
    if arguments.require is not None or arguments.emergency_after is not None:
        _change_rules(workspace, arguments, sentences)
    rules = workspace.colleagues.rules()
    found = approvals.overview(workspace)
    lines = [line for one in found for line in _lines(workspace, one, sentences)]
    data = {"approvals": [_data(one) for one in found], **_rules_data(rules)}
    return Reply(data, [_rules_line(rules, sentences), *(lines or [sentences.text("cli.approvals_none")])])


def asked_to_approve(
    workspace: Workspace, arguments: Namespace, sentences: Sentences
) -> tuple[ApprovalRequest, Colleague]:
    """The request, whose letter is shown first, and the colleague who decides about it; nothing is decided yet."""
    return _shown_request(workspace, arguments.approval), _somebody(workspace, arguments, sentences)


def decided(workspace: Workspace, request: ApprovalRequest, by: Colleague, *, emergency: bool) -> ApprovalRequest:
    """A second person approves, or in an ``emergency`` a manager sends without one; the notice is queued now."""
    decide = approvals.override if emergency else approvals.approve
    return decide(workspace, request, by, Way.COMMAND)


def told_of(workspace: Workspace, request: ApprovalRequest, sentences: Sentences) -> tuple[dict[str, Any], str]:
    """What to tell of a decided request, and a sentence. Never raises, as :func:`_shown`."""
    return _data(_shown(workspace, request)), sentences.text(f"cli.approval_{request.state}", approval=request.id)


def refuse(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast refuse``: a second person refuses, or the author withdraws. Nothing is sent."""
    request = workspace.approvals.get(arguments.approval)
    by = _somebody(workspace, arguments, sentences)
    data, told = told_of(workspace, approvals.refuse(workspace, request, by, Way.COMMAND), sentences)
    return Reply(data, [told])


def colleagues(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast colleagues``: the colleagues and their roles."""
    return _listed(workspace, sentences, [])


def add(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast colleagues add``: asks for the PIN of one who manages, if there is one, and for the new one's."""
    by = signed_in(workspace, arguments, sentences)
    if by is None and arguments.account.casefold() != user_name().casefold():
        raise InputError("colleague_first_account", field="account", account=user_name())
    pin = terminal.ask_secret(sentences.text("cli.new_pin_of", name=arguments.name))
    roles = [Role(one) for one in arguments.role]
    workspace.colleagues.add(arguments.name, arguments.account, roles, pin, workspace.clock.now(), by)
    return _listed(workspace, sentences, [])


def change(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast colleagues change``: other roles, or another account."""
    by = _somebody(workspace, arguments, sentences)
    whose = _named(workspace, arguments.name)
    roles = [Role(one) for one in arguments.role] or whose.roles
    account = arguments.account or whose.account
    workspace.colleagues.change(whose.id, whose.name, account, roles, workspace.clock.now(), by)
    return _listed(workspace, sentences, [])


def remove(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast colleagues remove``: the colleague left the office."""
    by = _somebody(workspace, arguments, sentences)
    workspace.colleagues.remove(_named(workspace, arguments.name).id, workspace.clock.now(), by)
    return _listed(workspace, sentences, [])


def set_pin(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast colleagues pin``: a new PIN, one's own or, for who manages, that of somebody who forgot it."""
    by = _somebody(workspace, arguments, sentences)
    whose = _named(workspace, arguments.name)
    pin = terminal.ask_secret(sentences.text("cli.new_pin_of", name=whose.name))
    workspace.colleagues.set_pin(whose.id, pin, workspace.clock.now(), by)
    return Reply({"colleague": whose.name, "kept": True}, [sentences.text("cli.pin_kept", name=whose.name)])


def recover(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast colleagues recover``: the office's recovery words in the place of the PIN of one who manages."""
    whose = _named(workspace, arguments.name)
    words = terminal.ask_secret(sentences.text("cli.recovery_words_asked"))
    pin = terminal.ask_secret(sentences.text("cli.new_pin_of", name=whose.name))
    approvals.recover(workspace, whose.id, words, pin)
    return _listed(workspace, sentences, [])


def phone(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast colleagues phone``: an address to open on the telephone, or no more questions there."""
    by = _somebody(workspace, arguments, sentences)
    whose = _named(workspace, arguments.name)
    if arguments.forget:
        workspace.colleagues.forget_chat(whose.id, workspace.clock.now(), by)
        return _listed(workspace, sentences, [])
    address = bot_chats.offer_chat(workspace, whose.id, by)
    told = sentences.text("cli.open_on_phone", name=whose.name, address=address)
    return Reply({"colleague": whose.name, "address": address}, [told])


def _change_rules(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> None:
    minutes = _minutes(arguments.emergency_after)
    by = _somebody(workspace, arguments, sentences)
    before = workspace.colleagues.rules()  # not before the PIN: somebody else may have changed them meanwhile
    wanted = set(arguments.require or ())
    rules = Rules(
        red_alerts="red-alerts" in wanted if wanted else before.red_alerts,
        whole_town="whole-town" in wanted if wanted else before.whole_town,
        emergency_minutes=before.emergency_minutes if arguments.emergency_after is None else minutes,
    )
    workspace.colleagues.set_rules(rules, workspace.clock.now(), by)


def _minutes(wanted: str | None) -> int | None:
    """None for ``never``, and where nothing is said. Raises InputError("argument_number")."""
    if wanted in (None, "never"):
        return None
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 5):
        raise InputError("argument_number", value=wanted)
    return int(wanted)


def _somebody(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Colleague:
    """Raises InputError as :func:`signed_in`, and ``colleagues_none``."""
    found = signed_in(workspace, arguments, sentences)
    if found is None:
        raise InputError("colleagues_none")
    return found


def _named(workspace: Workspace, name: str) -> Colleague:
    """Raises InputError("colleague_unknown")."""
    for one in workspace.colleagues.here():
        if one.name.casefold() == " ".join(name.split()).casefold():
            return one
    raise InputError("colleague_unknown")


def _shown_request(workspace: Workspace, id: int) -> ApprovalRequest:
    """The request, after its letter was shown to who decides. Raises InputError: ``approval_unknown``."""
    request = workspace.approvals.get(id)
    if request.waits:
        notice = workspace.approvals.frozen(id)
        for channel, content in notice.letters:
            for line in [f"{channel}:", *readable(content).splitlines()]:
                terminal.tell(f"  {line}")
    return request


def _shown(workspace: Workspace, request: ApprovalRequest) -> Shown:
    """A request with its names, as far as the database tells them. Never raises: what was decided stays so."""
    try:
        return approvals.shown(workspace, request)
    except ConfigError:
        return Shown(request, "", "", ())


def _listed(workspace: Workspace, sentences: Sentences, notes: Sequence[str]) -> Reply:
    here = workspace.colleagues.here()
    data = [
        {
            "id": one.id,
            "name": one.name,
            "account": one.account,
            "roles": sorted(one.roles),
            "telegram": one.on_telegram,
        }
        for one in here
    ]
    lines = [
        sentences.text("cli.colleague", name=one.name, account=one.account, roles=_roles(one, sentences))
        for one in here
    ]
    return Reply({"colleagues": data}, lines or [sentences.text("cli.colleagues_list_none")], notes)


def _roles(one: Colleague, sentences: Sentences) -> list[str]:
    return [sentences.text(f"role.{role}") for role in Role if role in one.roles]


def _reasons(request: ApprovalRequest, sentences: Sentences) -> list[str]:
    return [sentences.text(f"approval_reason.{reason}") for reason in request.reasons]


def _lines(workspace: Workspace, one: Shown, sentences: Sentences) -> list[str]:
    request = one.request
    values = {
        "approval": request.id,
        "title": request.title,
        "author": one.author,
        "ends": _time(workspace, request.ends_at),
        "by": one.decided_by or "-",
    }
    return [sentences.text(f"cli.approval_row_{request.state}", **values)]


def _data(one: Shown) -> dict[str, Any]:
    request = one.request
    return {
        "approval": request.id,
        "state": request.state,
        "title": request.title,
        "digest": request.digest,
        "reasons": list(request.reasons),
        "author": one.author,
        "approvers": list(one.approvers),
        "asked_at": request.asked_at.isoformat(),
        "ends_at": request.ends_at.isoformat(),
        "emergency_at": request.emergency_at and request.emergency_at.isoformat(),
        "decided_by": one.decided_by,
        "decided_at": request.decided_at and request.decided_at.isoformat(),
        "way": request.way,
        "notice": request.notice,
        "why": request.why,
    }


def _rules_data(rules: Rules) -> dict[str, Any]:
    wanted = {"red-alerts": rules.red_alerts, "whole-town": rules.whole_town}
    return {"require": [name for name, on in wanted.items() if on], "emergency_after": rules.emergency_minutes}


def _rules_line(rules: Rules, sentences: Sentences) -> str:
    wanted = [
        sentences.text(f"approval_reason.{name}")
        for name, on in (("red_alert", rules.red_alerts), ("whole_town", rules.whole_town))
        if on
    ]
    return sentences.text("cli.rules" if wanted else "cli.rules_none", what=wanted)


def _time(workspace: Workspace, moment: datetime) -> str:
    return f"{local(moment, workspace.office):%d/%m %H:%M}"


def _pin_of(name: str, sentences: Sentences) -> str:
    return sentences.text("cli.pin_of", name=name)
