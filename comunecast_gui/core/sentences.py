# SPDX-License-Identifier: EUPL-1.2
"""Turns codes into sentences for people; the sentences live in one file per language and not in code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from comunecast_gui.core.changes import LanePhase, LaneProgress, SetAside
from comunecast_gui.core.errors import (
    ConfigError,
    Misconfigured,
    OutcomeUnknown,
    SendError,
    Transient,
    UserError,
)
from comunecast_gui.core.model import kind_of

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_EITHER = re.compile(r"\[\[(.+?)(?:\|(.*?))?\]\]")
_MISSING = "-"
_LONGEST_VALUE = 300
"""Characters of a value, which may be anything that somebody wrote into a file; longer than most names of files."""
_THOUSANDS = {"it": "."}
"""What stands between the thousands, where it is not a comma."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """All sentences of one language. Keys are ``section.key``; a bare ``key`` is found in whichever section has it."""

    language: str
    by_path: Mapping[str, str]
    by_key: Mapping[str, str]

    @classmethod
    def load(cls, folder: Path, language: str = "it", *, window: bool = False) -> Sentences:
        """``<folder>/<language>.toml``, read once in each process. Raises ConfigError("sentences_file").

        ``window``: in the words of an officer, who knows buttons and pages, and no commands or names of settings.
        """
        return _load(folder / f"{language}.toml", window)

    def has(self, code: str) -> bool:
        """Whether there is a sentence with this code."""
        return code in self.by_path or code in self.by_key

    def text(self, code: str, /, **values: object) -> str:
        """The sentence with this code, filled; a placeholder without a value becomes a dash, never an error.

        ``{kept}`` says that what did not go out is queued, unless the values say otherwise; ``{key}`` calls the
        credential of that ``name`` by the words of an officer.
        """
        sentence = self.by_path.get(code) or self.by_key.get(code)
        if sentence is None:
            unknown = self.by_path.get("general.unknown_code", "{code}")
            return fill(unknown, {"code": code})
        kept = self.by_path.get("general.kept", "")
        known = {"kept": kept, "key": self.by_path.get(f"secret_key.{values.get('name')}", _MISSING)}
        return fill(sentence, known | {name: cut_short(value) for name, value in values.items()})

    def number(self, value: int) -> str:
        """A number as the language writes it."""
        return f"{value:,}".replace(",", _THOUSANDS.get(self.language, ","))

    def of(self, error: UserError | SendError, *, queued: bool = True) -> str:
        """What happened and what to do, for the person who asked for something; rows and lanes have their own methods.

        ``queued``: whether what did not go out waits in the queue.
        """
        kept = self.text("general.kept" if queued else "general.not_queued")
        paths: tuple[str, ...]
        match error:
            case UserError(code="schedule_false" | "schedule_as_it_was"):
                because = self.of_held(str(error.values.get("why")), str(error.values.get("detail")))
                return self.text(error.code, **{**error.values, "because": because})
            case UserError():
                return self.text(error.code, **{"kept": kept, **error.values})
            case Transient():
                paths = (f"call.{error.code}", "call.transient")
            case OutcomeUnknown():
                paths = ("call.unknown",)
            case Misconfigured():
                paths = (f"channel.{error.code}", "send.misconfigured")
            case _:
                paths = (f"channel.{error.code}", "send.permanent")
        return self.text(self._there(*paths), code=error.code, detail=error.detail or error.code, kept=kept)

    def of_delivery(self, code: str, detail: str = "") -> str:
        """Why a delivery has its state: ``code`` and ``detail`` are those recorded with it.

        It does not say what the program will do next, because a row cannot tell.
        """
        return self._of_row(code, detail)

    def of_trial(self, code: str, detail: str = "") -> str:
        """Why a trial of the set-up did not arrive; as :meth:`of_delivery`, but nothing else waits for it."""
        return self._of_row(code, detail, f"trial.{code}", kept=self.text("general.not_queued"))

    def _of_row(self, code: str, detail: str, *first: str, **values: str) -> str:
        path = self._there(*first, f"channel.{code}", f"channel.whatsapp_{code}", "") if code else ""
        if path:
            return self.text(path, code=code, detail=detail or code, **values)
        return f"{detail} ({code})" if detail and code else code

    def of_post_change(self, act: str, mark: str, state: str, code: str = "", detail: str = "") -> str:
        """A change of a post that is out and how it stands, as ``correction, done``."""
        what = self.text(f"post_act.{mark}") if mark else self.text(f"post_act.{act}")
        why = self.text(self._there(f"post_why.{code}", "post_why.other"), detail=detail or code)
        if state == "dropped" and f"post_why.{code}" in self.by_path:
            state = "pointless"
        return f"{what}, {self.text(f'post_state.{state}', why=why)}"

    def of_held(self, code: str, detail: str = "") -> str:
        """Why a notice did not go out at its hour, as a part of a sentence."""
        left, _, people = detail.partition("/")  # of how many, where it is a number of people
        path = self._there(f"schedule.{code}", "schedule.cannot_be_checked")
        return self.text(path, detail=detail, left=left, people=people)

    def of_lane(self, lane: LaneProgress | SetAside) -> str:
        """Why a lane ended, or does not send a notice, and what to do; empty where there is no reason."""
        if not lane.code:
            return ""
        if f"stopped.{lane.code}" in self.by_path:
            return self.text(f"stopped.{lane.code}", detail=lane.detail)
        if f"channel.{lane.code}" in self.by_path and f"waiting.{lane.code}" not in self.by_path:
            return self.of(Misconfigured(lane.code, lane.detail))
        if f"waiting.{lane.code}" not in self.by_path and lane.code in self.by_key:  # of the database, or the keyring
            return self.text(lane.code, detail=lane.detail)
        if isinstance(lane, LaneProgress) and lane.phase is LanePhase.MISCONFIGURED:
            return self.of(Misconfigured(lane.code, lane.detail))
        return fill(self.by_path["lane.gave_up"], {"cause": self._cause(lane)})

    def of_pause(self, lane: LaneProgress, time: str) -> str:
        """Why a lane waits, and that it tries again at ``time``; empty where there is no reason."""
        values = {"cause": self._cause(lane), "time": time}
        return fill(self.by_path["lane.waits"], values) if lane.code else ""

    def of_wait(self, lane: LaneProgress | SetAside) -> tuple[str, str]:
        """Why a lane with a ``code`` waits, in a short sentence without a full stop, and what a person can do."""
        service = kind_of(lane.channel).service if isinstance(lane, LaneProgress) else self.text("general.service")
        code = lane.code if f"waiting.{lane.code}" in self.by_path else "other"
        values = {"service": service, "detail": lane.detail or lane.code}
        return self.text(f"waiting.{code}", **values), self.text(f"waiting_advice.{code}", **values)

    def _there(self, *paths: str) -> str:
        """The first of ``paths`` that has a sentence, or the last."""
        return next((path for path in paths if path in self.by_path), paths[-1])

    def _cause(self, lane: LaneProgress | SetAside) -> str:
        sentence, advice = self.of_wait(lane)
        return f"{sentence}. {advice}"


@cache
def _load(path: Path, window: bool) -> Sentences:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError("sentences_file", file=path.name, reason=str(error)) from error
    by_path = {dotted: _worded(text, window=window) for dotted, text in _flatten(data)}
    by_key: dict[str, str] = {}
    for dotted, text in by_path.items():
        by_key.setdefault(dotted.rpartition(".")[2], text)
    return Sentences(path.stem, by_path, by_key)


def _worded(text: str, *, window: bool) -> str:
    """The sentence for a window or for a terminal: of ``[[one|the other]]`` only the words for whoever reads it."""
    return _EITHER.sub(lambda match: (match[2] or "") if window else match[1], text)


def fill(sentence: str, values: Mapping[str, object]) -> str:
    """Replaces ``{name}`` by the value of that name; lists are joined by commas."""
    return _PLACEHOLDER.sub(lambda match: _shown(values.get(match[1], _MISSING)), sentence)


def _shown(value: object) -> str:
    if isinstance(value, (tuple, list, set, frozenset)):
        return ", ".join(str(item) for item in value)
    return str(value)


def cut_short(value: object) -> object:
    """The value, shortened if it is too long for a sentence."""
    if isinstance(value, (tuple, list, set, frozenset)):
        return tuple(map(cut_short, value))
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _flatten(data: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
