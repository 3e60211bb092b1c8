# SPDX-License-Identifier: EUPL-1.2
"""The import dialog's services: read a file of numbers, preview the import, run it, add one person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.masking import mask, mask_within
from comunecast_gui.core.ports import Clock
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.work.long_work import Work, counted
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.subscriber_import import ImportIssue, import_rows
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db.database import Database
from comunecast_gui.system import phones
from comunecast_gui.system.spreadsheet_reader import Table, phone_column, read_table, to_import_rows

_FIRST_ROWS = 5


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A row of a file that would not be imported, and why; a warned one is only imported when a person says so.

    ``value`` is what stands there with its digits masked: the number of the row finds it in the file.
    """

    row: int
    value: str = field(repr=False)
    reason: str
    warning: bool = False


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do, or did."""

    added: int
    already: int
    left_before: int
    problems: tuple[ProblemRow, ...]

    @property
    def refused(self) -> int:
        return sum(not problem.warning for problem in self.problems)

    @property
    def warned(self) -> int:
        return sum(problem.warning for problem in self.problems)


@dataclass(frozen=True, slots=True)
class AddedPerson:
    """One person who was added, with the masked number; or the doubt for which that was not done yet."""

    number: str = ""
    doubt: str = ""
    ids: tuple[int, ...] = ()
    """The person's row, once there is one."""


@dataclass(frozen=True, slots=True)
class NumbersFile:
    """A file with subscribers, and the column that looks like the numbers' (None: a person must choose)."""

    path: Path
    table: Table
    column: int | None

    @property
    def first_rows(self) -> tuple[tuple[str, ...], ...]:
        return tuple(cells for _, cells in self.table.rows[:_FIRST_ROWS])


@dataclass(frozen=True, slots=True)
class SubscriberImporter:
    """Every method may take long, and raises InputError or ConfigError.

    ``who`` signs the audit log; ``own`` are the office's numbers, in digits, with which nobody subscribes.
    """

    database: Database
    clock: Clock
    sentences: Sentences
    who: str
    own: frozenset[str]

    def read(self, path: Path, work: Work) -> NumbersFile:
        """Reads a CSV or XLSX file. Raises InputError (``table_*``, "work_stopped")."""
        work.begin("rows")
        table = read_table(path, work)
        try:
            column = phone_column(table)
        except InputError:
            column = None
        return NumbersFile(path, table, column)

    def run(
        self, file: NumbersFile, column: int, source: str, work: Work, *, accept_warned: bool, dry_run: bool
    ) -> ImportPreview:
        """Imports the column in one transaction, or only says what would happen.

        ``work`` hears of each row; stopped, it has added nobody. Raises InputError("work_stopped").
        """
        report = import_rows(
            self.database,
            counted(to_import_rows(file.table, column, phones.parse, self.own), len(file.table.rows), work),
            source=source,
            now=self.clock.now(),
            accept_warned=accept_warned,
            dry_run=dry_run,
            who=self.who,
            work=work,
        )
        problems = [*self._rows(report.refused, warning=False), *self._rows(report.warned, warning=True)]
        problems.sort(key=lambda problem: problem.row)
        return ImportPreview(report.added, report.already, report.left_before, tuple(problems))

    def add(self, number: str, source: str, *, accept_warned: bool = False) -> AddedPerson:
        """Adds one person by hand; ``source`` says how the consent was given. Raises InputError.

        A number that an import would doubt is doubted here too: the person is added only with ``accept_warned``.
        """
        phone = phones.parse(number)
        if phone.digits in self.own:
            raise InputError("phone_own")
        if phone.warning and not accept_warned:
            return AddedPerson(doubt=self.sentences.text(phone.warning))
        person = Person(wa_id=phone.digits)
        id = Subscribers(self.database).add(person, self.clock.now(), source=source, who=self.who)
        return AddedPerson(mask(phone.digits), ids=(id,))

    def _rows(self, issues: tuple[ImportIssue, ...], *, warning: bool) -> Iterator[ProblemRow]:
        for issue in issues:
            value = mask_within(issue.value)
            yield ProblemRow(issue.row, value, self.sentences.text(issue.reason, value=value), warning)
