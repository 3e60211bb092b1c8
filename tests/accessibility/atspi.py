# SPDX-License-Identifier: EUPL-1.2
"""A small client of AT-SPI, the bus that screen readers speak: it reads the tree, acts, and hears what is announced.

The names of interfaces, methods and events are those of the XML files of at-spi2-core; the numbers of states and
relations are those of its ``atspi-constants.h``.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

T = TypeVar("T")
_REGISTRY = "org.a11y.atspi.Registry"
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ACTION = "org.a11y.atspi.Action"
_COMPONENT = "org.a11y.atspi.Component"
_EDITABLE = "org.a11y.atspi.EditableText"
_TEXT = "org.a11y.atspi.Text"
_VALUE = "org.a11y.atspi.Value"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_EVENTS = "org.a11y.atspi.Event.Object"
_ANSWER = 60.0
"""Seconds that the program may take for one answer."""
_REFUSED: tuple[Any, ...] = ("refused",)
PATIENCE = 60.0
"""Seconds after which what was waited for does not come any more."""

_LEAVES = frozenset({"list item", "cell", "column header", "push button", "check box", "radio button"})
"""Roles below which there is nothing to read."""
STATES = {
    "active": 1, "busy": 3, "checked": 4, "editable": 7, "enabled": 8, "expanded": 10, "focusable": 11, "focused": 12,
    "modal": 16, "multi line": 17, "selectable": 22, "selected": 23, "showing": 25, "visible": 30, "required": 33,
    "invalid entry": 36, "checkable": 41, "has popup": 42, "read only": 43,
}  # fmt: skip
RELATIONS = {1: "label for", 2: "labelled by", 3: "controller for", 4: "controlled by", 16: "description for",
             17: "described by", 18: "details", 20: "error message", 21: "error for"}  # fmt: skip


class NotThereError(AssertionError):
    """What was looked for is not in the tree, even after a while."""


class GoneError(Exception):
    """The program answered that this object is no longer there."""


@dataclass(frozen=True, slots=True)
class Node:
    """One accessible object, as it was when it was read."""

    reader: Reader
    bus: str
    path: str
    role: str
    name: str
    states: frozenset[str]
    depth: int = 0

    def __repr__(self) -> str:
        return f"<{self.role} {self.name!r}>"

    # -- reading ------------------------------------------------------------------------------------------------

    @property
    def now(self) -> Node:
        """The same object, read again. Raises GoneError."""
        return self.reader.read([(self.bus, self.path)], self.depth)[0]

    @property
    def description(self) -> str:
        """What is said of it beside its name."""
        return str(self._ask(_PROPERTIES, "Get", "ss", (_ACCESSIBLE, "Description"))[0][1])

    @property
    def text(self) -> str:
        """The whole text of a field."""
        return str(self._ask(_TEXT, "GetText", "ii", (0, -1))[0])

    @property
    def value(self) -> float:
        """The value of a bar or a spin box."""
        return float(self._ask(_PROPERTIES, "Get", "ss", (_VALUE, "CurrentValue"))[0][1])

    @property
    def actions(self) -> tuple[str, ...]:
        """The names of what can be done with it, as a program knows them."""
        count = self._ask(_PROPERTIES, "Get", "ss", (_ACTION, "NActions"))[0][1]
        return tuple(str(self._ask(_ACTION, "GetName", "i", (index,))[0]) for index in range(count))

    @property
    def relations(self) -> dict[str, tuple[str, ...]]:
        """By kind of relation, the names of the objects it leads to."""
        found: dict[str, tuple[str, ...]] = {}
        for kind, targets in self._ask(_ACCESSIBLE, "GetRelationSet")[0]:
            found[RELATIONS.get(kind, str(kind))] = tuple(one.name for one in self.reader.read(targets))
        return found

    def all(self) -> list[Node]:
        """It and everything in it that is showing, from top to bottom."""
        return self.reader.below(self)

    # -- acting -------------------------------------------------------------------------------------------------

    def press(self) -> None:
        """The first thing that can be done with it, which is what a press does."""
        for action in ("Press", "Toggle"):
            if action in self.actions:
                self.do(action)
                return
        raise AssertionError(f"{self!r} cannot be pressed: {self.actions}")

    def do(self, action: str) -> None:
        """One of its actions, by name."""
        assert self._ask(_ACTION, "DoAction", "i", (self.actions.index(action),))[0]

    def write(self, text: str) -> None:
        """Puts ``text`` in place of what the field holds."""
        assert self._ask(_EDITABLE, "SetTextContents", "s", (text,))[0]

    def focus(self) -> None:
        """Moves the keyboard's focus to it."""
        assert self._ask(_COMPONENT, "GrabFocus")[0]

    def _ask(self, interface: str, method: str, signature: str = "", body: tuple[Any, ...] = ()) -> tuple[Any, ...]:
        call = self.reader.call(self.bus, self.path, interface, method, signature, body)
        return self.reader.ask([call])[0]


class Reader:
    """What a screen reader is to the desktop: it finds programs, reads them, and hears what they announce."""

    def __init__(self, session_bus: str) -> None:
        """``session_bus`` is the address of the session's bus, which knows that of the accessibility bus."""
        with open_dbus_connection(session_bus) as session:
            asked = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
            address = session.send_and_get_reply(asked, timeout=_ANSWER).body[0]
        self._connection: DBusConnection = open_dbus_connection(address)
        self.heard: list[str] = []
        """What was announced since the last look, the oldest first."""
        self._spoken: deque[Message] = deque()
        rule = MatchRule(type="signal", interface=_EVENTS, member="Announcement")
        registry = DBusAddress("/org/a11y/atspi/registry", _REGISTRY, _REGISTRY)
        self.ask([message_bus.AddMatch(rule)])
        wanted = new_method_call(registry, "RegisterEvent", "s", ("object:announcement",))
        self.until(  # the first call starts the registry, which now and then gives up while the X server is young
            lambda: self.ask([wanted], strict=False)[0] is not _REFUSED or None, lambda: "the registry does not start"
        )

    def close(self) -> None:
        self._connection.close()

    # -- the tree -----------------------------------------------------------------------------------------------

    def programs(self) -> list[Node]:
        """The programs that can be read now."""
        root = (_REGISTRY, "/org/a11y/atspi/accessible/root")
        return self.read(self._children([root])[0])

    def showing(self) -> list[Node]:
        """Everything that shows now, window after window, from top to bottom."""
        return [node for program in self.programs() for node in self.below(program)]

    def below(self, top: Node) -> list[Node]:
        """``top`` and all below it that shows; one level of the tree at a time, because each answer takes its while."""
        children: dict[tuple[str, str], list[Node]] = {}
        level, depth = [top], top.depth
        while level:
            depth += 1
            parents: dict[tuple[str, str], Node] = {}
            lists = self._children([(one.bus, one.path) for one in level])
            for node, refs in zip(level, lists, strict=True):
                parents |= {(bus, path): node for bus, path in refs}
            level = []
            for child in self.read(parents, depth):
                if "showing" in child.states:
                    parent = parents[child.bus, child.path]
                    children.setdefault((parent.bus, parent.path), []).append(child)
                    if child.role not in _LEAVES:
                        level.append(child)
        found: list[Node] = []
        waiting = [top]
        while waiting:
            node = waiting.pop()
            found.append(node)
            waiting += reversed(children.get((node.bus, node.path), []))
        return found

    def find(self, role: str, name: str, *, within: str = "", state: str = "") -> Node:
        """The first object with this role whose name is or begins with ``name``; waits for it. Raises NotThereError.

        ``within`` is the name of a window or dialog; ``state`` one that it has to have.
        """
        seen: list[Node] = []

        def look() -> Node | None:
            seen[:] = self._within(within)
            fitting = [one for one in seen if one.role == role and (not state or state in one.states)]
            exact = [one for one in fitting if one.name == name]
            return next(iter(exact or [one for one in fitting if name and one.name.startswith(name)]), None)

        return self.until(look, lambda: f"no {role} {name!r} {state} among {[one for one in seen if one.name]}")

    def gone(self, role: str, name: str) -> None:
        """Waits until no object of this role and name shows. Raises NotThereError."""
        self.until(
            lambda: not any(one.role == role and one.name == name for one in self.showing()) or None,
            lambda: f"{role} {name!r} is still there",
        )

    def _within(self, window: str) -> list[Node]:
        found: list[Node] = []
        for program in self.programs():
            tops = self.read(self._children([(program.bus, program.path)])[0], 1)
            for top in tops:
                if window in top.name:
                    found += self.below(top)
        return found

    def read(self, refs: Iterable[tuple[str, str]], depth: int = 0) -> list[Node]:
        """These objects, without those that went away meanwhile."""
        refs = [(bus, path) for bus, path in refs]
        calls = []
        for bus, path in refs:
            calls += [
                self.call(bus, path, _ACCESSIBLE, "GetRoleName"),
                self.call(bus, path, _PROPERTIES, "Get", "ss", (_ACCESSIBLE, "Name")),
                self.call(bus, path, _ACCESSIBLE, "GetState"),
            ]
        answers = self.ask(calls, strict=False)
        nodes = []
        for index, (bus, path) in enumerate(refs):
            role, name, states = answers[3 * index : 3 * index + 3]
            if _REFUSED not in (role, name, states):
                low, high = states[0]
                bits = low | high << 32
                held = frozenset(word for word, bit in STATES.items() if bits >> bit & 1)
                nodes.append(Node(self, bus, path, role[0], name[0][1], held, depth))
        return nodes

    def _children(self, refs: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
        calls = [self.call(bus, path, _ACCESSIBLE, "GetChildren") for bus, path in refs]
        return [[] if answer is _REFUSED else list(answer[0]) for answer in self.ask(calls, strict=False)]

    # -- what is said -------------------------------------------------------------------------------------------

    def hear(self, words: str) -> str:
        """Waits until something with these words is announced, and returns all of it. Raises NotThereError.

        What was announced before is forgotten with it.
        """

        def listen() -> str | None:
            self.listen(0.05)
            for index, said in enumerate(self.heard):
                if words in said:
                    del self.heard[: index + 1]
                    return said
            return None

        return self.until(listen, lambda: f"{words!r} was not announced, but {self.heard}")

    def listen(self, seconds: float) -> None:
        """Hears for so long, or until something is said."""
        if not self._spoken:
            try:
                self._take(self._connection.receive(timeout=seconds))
            except TimeoutError:
                return
        while self._spoken:
            self.heard.append(str(self._spoken.popleft().body[3][1]))

    def until(self, look: Callable[[], T | None], otherwise: Callable[[], str]) -> T:
        """What ``look`` finds, as soon as it finds something. Raises NotThereError with the words of ``otherwise``."""
        end = time.monotonic() + PATIENCE
        while True:
            began = time.monotonic()
            found = look()
            if found is not None:
                return found
            if time.monotonic() > end:
                raise NotThereError(otherwise())
            self.listen(max(0.02, time.monotonic() - began))  # the program has to get on between two looks

    # -- the bus ------------------------------------------------------------------------------------------------

    def call(
        self, bus: str, path: str, interface: str, method: str, signature: str = "", body: tuple[Any, ...] = ()
    ) -> Message:
        return new_method_call(DBusAddress(path, bus, interface), method, signature or None, body)

    def ask(self, calls: Sequence[Message], *, strict: bool = True) -> list[tuple[Any, ...]]:
        """The answers to all calls, sent at once. One that is refused raises GoneError, or is ``_REFUSED``."""
        waiting: dict[int, int] = {}
        for index, call in enumerate(calls):
            serial = next(self._connection.outgoing_serial)
            waiting[serial] = index
            self._connection.send(call, serial=serial)
        answers: list[tuple[Any, ...]] = [_REFUSED] * len(calls)
        end = time.monotonic() + _ANSWER
        while waiting:
            message = self._connection.receive(timeout=max(0.0, end - time.monotonic()))
            index_of = waiting.pop(message.header.fields.get(HeaderFields.reply_serial, 0), None)
            if index_of is None:
                self._take(message)
            elif message.header.message_type is MessageType.error:
                if strict:
                    raise GoneError(message.header.fields.get(HeaderFields.error_name), *message.body)
            else:
                answers[index_of] = message.body
        return answers

    def _take(self, message: Message) -> None:
        if message.header.fields.get(HeaderFields.member) == "Announcement":
            self._spoken.append(message)
