# SPDX-License-Identifier: EUPL-1.2
"""What tests and the training guide may do to a sandbox while it runs, safe from any thread."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from comunecast_gui.sandbox.citizen_phones import PhoneMessage
from comunecast_gui.sandbox.faults import Fault
from comunecast_gui.sandbox.graph.messages import digits, settle_held
from comunecast_gui.sandbox.graph.template_store import (
    announce_category,
    change_category,
    change_quality,
    change_status,
    settle_review,
)
from comunecast_gui.sandbox.graph.webhook_push import (
    payload,
    push_change,
    push_inbound,
    push_number_change,
    push_preference,
    push_quality,
)
from comunecast_gui.sandbox.graph_state import StatusUpdate, Template
from comunecast_gui.sandbox.journal import Complaint, RequestRecord
from comunecast_gui.sandbox.state import SandboxState
from comunecast_gui.sandbox.telegram_state import Chat, Post, Press, bot_member_json, chat_json, post_json

_OF_THE_NUMBER = frozenset(
    {"quality", "status", "name_status", "can_send", "blocked_by", "messaging_limit", "number_verified", "pin", "paid",
     "business_verified"}
)  # fmt: skip


class Control:
    """The levers and the windows of one sandbox. Everything returned is a copy."""

    def __init__(self, state: SandboxState) -> None:
        self._state = state

    def complaints(self, service: str = "") -> list[Complaint]:
        """Everything that the live services would refuse or silently spoil."""
        with self._state.lock:
            return [item for item in self._state.journal.complaints if service in {"", item.service}]

    def requests(self, service: str = "", method: str = "") -> list[RequestRecord]:
        """All requests, oldest first."""
        with self._state.lock:
            records = list(self._state.journal.requests)
        return [item for item in records if service in {"", item.service} and method in {"", item.method}]

    def add_fault(self, fault: Fault) -> None:
        """Arm a fault."""
        with self._state.lock:
            self._state.faults.add(fault)

    def clear_faults(self) -> None:
        """Disarm all faults."""
        with self._state.lock:
            self._state.faults.clear()

    def now(self) -> float:
        """The sandbox's present moment in seconds since the epoch."""
        return self._state.clock.now()

    def advance(self, seconds: float) -> None:
        """Move the sandbox's clock forward."""
        with self._state.lock:
            self._state.clock.advance(seconds)

    def set_time(self, moment: float) -> None:
        """Set the sandbox's clock to ``moment`` seconds since the epoch."""
        with self._state.lock:
            self._state.clock.set(moment)

    def reset(self) -> None:
        """Forget posts, messages, templates, faults and complaints; the configuration stays."""
        with self._state.lock:
            self._state.clear()

    def summary(self) -> dict[str, Any]:
        """Counts of what happened so far."""
        with self._state.lock:
            state = self._state
            return {
                "requests": len(state.journal.requests),
                "complaints": len(state.journal.complaints),
                "posts": sum(len(chat.posts) for chat in state.telegram.chats.values()),
                "phones": len(state.phones.by_number),
                "messages": sum(len(phone.messages) for phone in state.phones.by_number.values()),
                "statuses": len(state.graph.statuses),
                "templates": len(state.graph.templates),
            }

    # Telegram

    def posts(self, chat_id: int | str | None = None) -> list[Post]:
        """The posts that a channel shows (the first channel by default), oldest first."""
        with self._state.lock:
            return list(self._chat(chat_id).posts.values())

    def become_group(self, chat_id: int | str | None = None) -> None:
        """Make of a channel a supergroup of the same name, as when its owner gave the name away."""
        with self._state.lock:
            self._chat(chat_id).type = "supergroup"

    def set_rights(self, chat_id: int | str | None = None, *, bot_status: str = "", **rights: bool) -> None:
        """Change what the bot may do: ``can_post_messages=False``, or ``bot_status="kicked"``.

        The bot is told with an update, ``my_chat_member`` (Bot API ChatMemberUpdated).
        """
        with self._state.lock:
            chat, telegram = self._chat(chat_id), self._state.telegram
            before = bot_member_json(telegram, chat)
            chat.bot_status = bot_status or chat.bot_status
            chat.rights.update(rights)
            after = bot_member_json(telegram, chat)
            if after != before:
                now = self._state.clock.now()
                admin = {"id": 700_000_001, "is_bot": False, "first_name": "Ufficio stampa"}
                body = {"chat": chat_json(chat), "from": admin, "date": int(now)}
                telegram.push("my_chat_member", {**body, "old_chat_member": before, "new_chat_member": after}, now)

    def rename_channel(self, username: str, chat_id: int | str | None = None) -> None:
        """Give a channel another @name; the numeric id stays."""
        with self._state.lock:
            self._chat(chat_id).username = username

    def set_telegram_webhook(self, active: bool) -> None:
        """Pretend that someone set a webhook for the bot."""
        with self._state.lock:
            self._state.telegram.webhook_active = active

    def telegram_writes(self, user_id: int, text: str) -> int:
        """A person writes to the bot; returns the update's id."""
        with self._state.lock:
            telegram = self._state.telegram
            chat = telegram.chats.setdefault(user_id, Chat(user_id, "private", "Cittadino", bot_status="member"))
            message: dict[str, Any] = {
                "message_id": chat.next_id(),
                "from": {"id": user_id, "is_bot": False, "first_name": "Cittadino"},
                "chat": {"id": user_id, "type": "private", "first_name": "Cittadino"},
                "date": int(self._state.clock.now()),
                "text": text,
            }
            if text.startswith("/"):
                length = len(text.split(maxsplit=1)[0])
                message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
            return telegram.push("message", message, self._state.clock.now())

    def telegram_presses(self, user_id: int, message_id: int, data: str, *, chat_id: int = 0) -> str:
        """A person presses a button below a message of the bot; returns the id of the callback query.

        ``data`` is what the button holds, or what a forged client sends in its place (Bot API CallbackQuery: "the
        message originated the query can contain no callback buttons with this data").

        Raises:
            KeyError: where there is no such message.
        """
        with self._state.lock:
            telegram, now = self._state.telegram, self._state.clock.now()
            chat = self._chat(chat_id or user_id)
            query = str(4_000_000_000_000 + len(telegram.presses))
            telegram.presses[query] = Press(now)
            body = {
                "id": query,
                "from": {"id": user_id, "is_bot": False, "first_name": "Cittadino"},
                "message": post_json(telegram, chat, chat.posts[message_id]),
                "chat_instance": str(chat.chat_id),
                "data": data,
            }
            telegram.push("callback_query", body, now)
            return query

    def press_answer(self, query: str) -> Press:
        """What became of a press: whether the bot answered, and with what."""
        with self._state.lock:
            return self._state.telegram.presses[query]

    def _chat(self, chat_id: int | str | None) -> Chat:
        chats = self._state.telegram.chats
        if chat_id is None:
            return next(iter(chats.values()))
        chat = self._state.telegram.find(str(chat_id))
        if chat is None:
            raise KeyError(chat_id)
        return chat

    # WhatsApp

    def phone(self, number: str) -> list[PhoneMessage]:
        """The messages on one citizen's phone, oldest first."""
        with self._state.lock:
            phone = self._state.phones.by_number.get(digits(number))
            return list(phone.messages) if phone else []

    def phones(self) -> dict[str, list[PhoneMessage]]:
        """All phones that got at least one message."""
        with self._state.lock:
            phones = self._state.phones.by_number
            return {number: list(phone.messages) for number, phone in phones.items() if phone.messages}

    def statuses(self, number: str = "") -> list[StatusUpdate]:
        """The statuses that Meta pushes, in order."""
        with self._state.lock:
            updates = list(self._state.graph.statuses)
        return [update for update in updates if number in {"", update.number}]

    def webhooks(self) -> list[dict[str, Any]]:
        """The bodies of all webhooks so far, one change in each."""
        with self._state.lock:
            return [payload(self._state, [change]) for change in self._state.graph.webhooks]

    def owed(self) -> int:
        """How many webhooks did not reach their address yet."""
        with self._state.lock:
            return len(self._state.graph.webhooks) - self._state.graph.delivered

    def citizen_writes(self, number: str, text: str, *, payload: str = "", bsuid: str = "", media: str = "") -> str:
        """A citizen writes, presses a quick reply (``payload``) or sends ``media`` with a caption.

        Opens the 24 hours; returns the wamid.
        """
        with self._state.lock:
            state = self._state
            key = digits(number) or bsuid
            phone = state.phones.name(key, bsuid) if bsuid else state.phones.get(key)
            now = state.clock.now()
            phone.last_wrote = now
            phone.written.append(text)
            if state.memory:
                state.memory.wrote(state.graph, phone)
            wamid = f"wamid.IN{state.graph.next_number():012d}"
            message: dict[str, Any] = {"id": wamid, "timestamp": str(int(now))}
            if payload:
                message.update(type="button", button={"payload": payload, "text": text})
            elif media:
                content = {"id": wamid, "mime_type": "image/jpeg", "sha256": "", "caption": text}
                message.update({"type": media, media: content})
            else:
                message.update(type="text", text={"body": text})
            push_inbound(state, phone, message)
            return wamid

    def citizen_stops_marketing(self, number: str, *, resume: bool = False) -> None:
        """A citizen stops (or resumes) our marketing messages in WhatsApp's own menu; utility goes on arriving."""
        with self._state.lock:
            phone = self._state.phones.get(digits(number))
            phone.takes_marketing = resume
            push_preference(self._state, phone, "resume" if resume else "stop")

    def citizen_changes_number(self, number: str, new: str) -> str:
        """A citizen moves to a new number; returns the wamid of the system message that tells it."""
        with self._state.lock:
            wamid = f"wamid.IN{self._state.graph.next_number():012d}"
            push_number_change(self._state, digits(number), digits(new), wamid)
            return wamid

    def push_webhook(self, field: str, value: dict[str, Any]) -> None:
        """Push a change of any kind, to see what a client makes of it."""
        with self._state.lock:
            push_change(self._state, field, value)

    def set_not_on_whatsapp(self, numbers: Iterable[str]) -> None:
        """These numbers have no WhatsApp from now on."""
        with self._state.lock:
            for number in numbers:
                self._state.phones.get(digits(number)).on_whatsapp = False

    def templates(self) -> list[Template]:
        """All templates, reviewed as far as their time has come."""
        with self._state.lock:
            found = list(self._state.graph.templates.values())
            for template in found:
                settle_review(self._state, template)
            return found

    def set_verdict(self, name: str, verdict: str, category: str = "") -> None:
        """What the review of the template ``name`` will say: APPROVED or REJECTED, and in which category."""
        with self._state.lock:
            self._state.graph.verdicts[name] = (verdict, category)

    def set_template(self, name: str, *, status: str = "", category: str = "", quality: str = "") -> None:
        """Change status, category or quality of a template now, in all its languages."""
        with self._state.lock:
            for template in self._state.graph.templates.values():
                if template.name == name:
                    settle_review(self._state, template)
                    if category:
                        change_category(self._state, template, category)
                    if status:
                        change_status(self._state, template, status)
                    if quality:
                        change_quality(self._state, template, quality)

    def announce_category(self, name: str, category: str, at: float) -> None:
        """Tell that a template will be of another category from ``at`` on; nothing changes before."""
        with self._state.lock:
            for template in self._state.graph.templates.values():
                if template.name == name:
                    announce_category(self._state, template, category, at)

    def restrict_account(self, kind: str, until: float = 0) -> None:
        """Tell that the account may not do something, for a time or until further notice."""
        info: dict[str, Any] = {"restriction_type": kind}
        if until:
            info["expiration"] = int(until)
        with self._state.lock:
            value = {"event": "ACCOUNT_RESTRICTION", "restriction_info": [info]}
            push_change(self._state, "account_update", value)

    def set_number(self, **changes: str) -> None:
        """Change what Meta says of the number: ``quality``, ``status``, ``name_status``, ``can_send``, ``blocked_by``,
        ``number_verified``, ``pin``, and of the business: ``paid``, ``business_verified`` ("yes" or anything else).

        Quality and ``messaging_limit`` are pushed as well, as Meta does.

        Raises:
            AttributeError: for anything else.
        """
        with self._state.lock:
            for name, value in changes.items():
                if name not in _OF_THE_NUMBER:
                    raise AttributeError(name)
                before = getattr(self._state.graph, name)
                setattr(self._state.graph, name, value)
                if name == "quality" and value != before and "RED" in (value, before):
                    push_quality(self._state, "FLAGGED" if value == "RED" else "UNFLAGGED")
                elif name == "messaging_limit" and value != before:
                    push_quality(self._state, "UPGRADE", before)

    @property
    def contact_book(self) -> set[str]:
        """The business-scoped user ids whose numbers Meta keeps for the office."""
        with self._state.lock:
            return set(self._state.graph.contact_book)

    def set_scopes(self, *scopes: str) -> None:
        """Give the token these permissions and no others."""
        with self._state.lock:
            self._state.graph.scopes = scopes

    def subscribe(self, *, subscribed: bool = True) -> None:
        """Subscribe the app to the account's webhooks, or end that."""
        with self._state.lock:
            self._state.graph.subscribed = subscribed

    @property
    def subscribed(self) -> bool:
        """Whether the app hears the account's webhooks."""
        with self._state.lock:
            return self._state.graph.subscribed

    def settle_held(self, *, dropped: bool = False) -> int:
        """End the quality assessment: held messages are delivered, or fail with 132015; returns how many."""
        with self._state.lock:
            return settle_held(self._state, 132015 if dropped else 0)

    def change_token(self, service: str, token: str) -> None:
        """Give out another token for ``telegram`` or ``whatsapp``; the former one is worth nothing any more."""
        with self._state.lock:
            if service == "telegram":
                self._state.telegram.former_tokens.add(self._state.telegram.token)
                self._state.telegram.token = token
            else:
                self._state.graph.former_tokens.add(self._state.graph.token)
                self._state.graph.token = token

    def revoke_token(self, service: str, *, revoked: bool = True) -> None:
        """Revoke the token of ``telegram`` or ``whatsapp``, or give it back."""
        with self._state.lock:
            if service == "telegram":
                self._state.telegram.revoked = revoked
            else:
                self._state.graph.revoked = revoked
