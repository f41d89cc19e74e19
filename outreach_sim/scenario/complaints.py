"""What is wrong with the rows of a table: each thing once, at its first place, and in how many rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from outreach_sim.errors import Problem
from outreach_sim.formatting import counted

MAX_PROBLEMS = 50


class Record(NamedTuple):
    """A row as it stands in the file, over one line or more."""

    line: int
    text: str
    separator: str = ","

    def place(self, cell: int) -> tuple[int, int]:
        """Line and column at which a cell starts, both from 1."""
        at, end = 0, re.escape(self.separator)
        one = re.compile(rf'( *"(?:[^"]|"")*"|[^{end}\r\n]*)(?:{end}|\r?\n|\r|$)')
        for _ in range(cell):
            match = one.match(self.text, at)
            at = match.end() if match else at
        before = self.text[:at].replace("\r\n", "\n").replace("\r", "\n")
        return self.line + before.count("\n"), len(before) - before.rfind("\n")


@dataclass(slots=True)
class _Complaint:
    """The first row that something is wrong with, and how many there are."""

    problem: Problem
    rows: int = 1

    def told(self) -> Problem:
        if self.rows == 1:
            return self.problem
        return replace(self.problem, message=f"{self.problem.message} (in {counted(self.rows, 'row')})")


@dataclass(slots=True)
class Complaints:
    """Collects what is wrong, the same thing once.

    Attributes:
        file: as the user named it.
        columns: place of each column by name.
        record: the row that is looked at now.
    """

    file: str
    columns: Mapping[str, int] = field(default_factory=dict)
    record: Record = field(default_factory=lambda: Record(1, ""))
    _found: dict[tuple[str, str, str], _Complaint] = field(default_factory=dict)
    _unsaid: int = 0

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, where: str, message: str, hint: str = "") -> None:
        """Note what is wrong with the present record, or with its cell in the column ``where``."""
        known = self._found.get((where, message, hint))
        if known:
            known.rows += 1
        elif len(self._found) < MAX_PROBLEMS:
            cell = self.columns.get(where)
            line, column = (self.record.line, 0) if cell is None else self.record.place(cell)
            problem = Problem(self.file, line, column, where, message, hint)
            self._found[where, message, hint] = _Complaint(problem)
        else:
            self._unsaid += 1

    def told(self) -> list[Problem]:
        """All of them, the first fifty in words."""
        told = [complaint.told() for complaint in self._found.values()]
        if self._unsaid:
            told.append(Problem(self.file, 0, 0, "", f"and {counted(self._unsaid, 'more problem')}"))
        return told
