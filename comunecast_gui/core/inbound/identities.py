# SPDX-License-Identifier: EUPL-1.2
"""Works out which person is behind a number or a user id, whatever the order in which messages are read.

A number belongs to one person until a move says that this person changed to another number; what is written from it
later comes from its next holder. A business-scoped user id always belongs to the same person. Where one message names
both, they are the same person. The newest request of a person counts; of two at the same moment, the one to leave.
Source: Meta, Cloud API, "system messages webhook" (``user_changed_number``) and "Business-scoped user IDs".
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Node = tuple[str, int]
"""A number's name and how many people had it before; a user id's name and :data:`FOR_EVER`."""
FOR_EVER = -1


class StatementKind(StrEnum):
    """The kind of request, and whether the person or the office made it."""

    JOIN = "join"
    LEAVE = "leave"
    OFFICE = "office"
    """The office spoke for the person: counts only while the person said nothing."""
    OTHER = "other"
    """Something that leaves open whether the person wants notices, and yet shows which names are one person's."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something asked under a number, a user id, or both; each stands for itself as any text, empty where missing."""

    number: str
    bsuid: str
    at: datetime
    kind: StatementKind
    source: str = ""
    words: str = ""
    privacy: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A change from a number, a user id or both to others; a request of that very moment counts as made before it."""

    number: str
    bsuid: str
    to_number: str
    to_bsuid: str
    at: datetime

    @property
    def order(self) -> tuple[datetime, str, str, str, str]:
        """Puts moves of one moment in an order of their own, whichever was read first."""
        return self.at, self.number, self.to_number, self.bsuid, self.to_bsuid


@dataclass(frozen=True, slots=True)
class Identity:
    """One person: the current names (empty where unknown), and all requests and moves."""

    number: str
    bsuid: str
    nodes: frozenset[Node] = field(repr=False)
    statements: tuple[Statement, ...] = ()
    moves: tuple[Move, ...] = ()

    @property
    def decisive(self) -> Statement | None:
        """The wish that counts; None where nobody asked for anything."""
        own = [
            statement for statement in self.statements if statement.kind in (StatementKind.JOIN, StatementKind.LEAVE)
        ]
        office = [statement for statement in self.statements if statement.kind is StatementKind.OFFICE]
        return max(
            own or office, key=lambda statement: (statement.at, statement.kind is StatementKind.LEAVE), default=None
        )


class Names:
    """Tells the people apart who used a number or a user id."""

    def __init__(self, statements: Iterable[Statement], moves: Iterable[Move]) -> None:
        self._ends: dict[str, list[Move]] = defaultdict(list)
        self._times: dict[str, list[datetime]] = {}
        moves = sorted(set(moves), key=lambda move: move.order)
        for move in moves:
            if move.number:
                self._ends[move.number].append(move)
        self._times = {number: [move.at for move in ends] for number, ends in self._ends.items()}
        self.people = self._people(list(statements), moves)
        self._by_node = {node: person for person in self.people for node in person.nodes}

    def at(self, number: str, bsuid: str, moment: datetime) -> Identity | None:
        """The person behind these names at ``moment``."""
        nodes = self._nodes(number, bsuid, moment)
        return next((self._by_node[node] for node in nodes if node in self._by_node), None)

    def now(self, number: str, bsuid: str) -> Identity | None:
        """The person behind these names now, as far as is known."""
        nodes = [*([self._last(number)] if number else []), *([(bsuid, FOR_EVER)] if bsuid else [])]
        return next((self._by_node[node] for node in nodes if node in self._by_node), None)

    def after(self, move: Move, since: datetime) -> Identity | None:
        """The person who now holds what was kept under ``move.number`` since ``since``, as known before the move."""
        ends = self._ends[move.number]
        here = ends.index(move)
        if since <= move.at and here == len(ends) - 1:
            return self._by_node[move.number, here]
        return self.now(move.number, "")

    def _nodes(self, number: str, bsuid: str, moment: datetime) -> list[Node]:
        nodes: list[Node] = []
        if number:
            nodes.append((number, bisect_left(self._times.get(number, []), moment)))
        if bsuid:
            nodes.append((bsuid, FOR_EVER))
        return nodes

    def _last(self, number: str) -> Node:
        return number, len(self._ends.get(number, []))

    def _ends_of(self, move: Move) -> list[Node]:
        """The names that a move shows to belong to one person."""
        nodes: list[Node] = []
        if move.number:
            nodes.append((move.number, self._ends[move.number].index(move)))
        nodes += [(bsuid, FOR_EVER) for bsuid in (move.bsuid, move.to_bsuid) if bsuid]
        target = self._target(move)
        return [*nodes, target] if target else nodes

    def _target(self, move: Move) -> Node | None:
        if not move.to_number:
            return None
        return move.to_number, sum(end.order < move.order for end in self._ends.get(move.to_number, []))

    def _people(self, statements: Sequence[Statement], moves: Sequence[Move]) -> list[Identity]:
        parents: dict[Node, Node] = {}

        def root(node: Node) -> Node:
            while (parent := parents.setdefault(node, node)) != node:
                node = parent
            return node

        for nodes in (
            *(self._nodes(statement.number, statement.bsuid, statement.at) for statement in statements),
            *(self._ends_of(move) for move in moves),
        ):
            for node in nodes:
                parents[root(node)] = root(nodes[0])
        together: dict[Node, set[Node]] = defaultdict(set)
        for node in list(parents):
            together[root(node)].add(node)
        said: dict[Node, list[Statement]] = defaultdict(list)
        for statement in statements:
            said[root(self._nodes(statement.number, statement.bsuid, statement.at)[0])].append(statement)
        moved: dict[Node, list[Move]] = defaultdict(list)
        for move in moves:
            moved[root(self._ends_of(move)[0])].append(move)
        return [self._person(nodes, said[first], moved[first]) for first, nodes in together.items()]

    def _person(self, nodes: set[Node], statements: list[Statement], moves: list[Move]) -> Identity:
        """Of several names of one kind, the one heard last is the person's current one."""
        open_ = {node for node in nodes if node[1] != FOR_EVER and node == self._last(node[0])}
        numbers: list[tuple[datetime, bool, str]] = []
        ids: list[tuple[datetime, bool, str]] = []
        for statement in statements:
            held = bool(statement.number) and self._nodes(statement.number, "", statement.at)[0] in open_
            if held:
                numbers.append((statement.at, False, statement.number))
            if statement.bsuid and (held or not statement.number):
                ids.append((statement.at, False, statement.bsuid))
        for move in moves:
            target = self._target(move)
            if target in open_:
                numbers.append((move.at, True, move.to_number))
            if move.to_bsuid and (target is None or target in open_):
                ids.append((move.at, True, move.to_bsuid))
        left_at: dict[str, datetime] = {}
        for move in moves:
            if move.bsuid and move.bsuid != move.to_bsuid:
                left_at[move.bsuid] = max(move.at, left_at.get(move.bsuid, move.at))
        kept = [one for one in ids if one[2] not in left_at or one[0] > left_at[one[2]]]
        return Identity(
            max(numbers)[2] if numbers else "",
            max(kept)[2] if kept else "",
            frozenset(nodes),
            tuple(statements),
            tuple(moves),
        )
