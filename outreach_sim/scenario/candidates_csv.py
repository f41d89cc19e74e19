"""Candidates from a CSV of the user's own, and back to one. A problem is told once, with row and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.intake.amounts import NoAmount, Unit, whole
from outreach_sim.intake.paths import read_text, shown
from outreach_sim.intake.text import clean
from outreach_sim.market.setup import Fact, People
from outreach_sim.model.shown import counted
from outreach_sim.scenario.names import Profile, reserved_address
from outreach_sim.scenario.population import Population, StoredBook

MAX_BYTES = 400 * 1024 * 1024
MAX_ROWS = 2_000_000
MAX_PROBLEMS = 50
MAX_FIELD = 10_000
MAX_PAY_USD = 1_000_000_000
MAX_LABS = 100
REQUIRED = ("name", "employer", "pay_usd")
COLUMNS = (
    "id", "name", "email", "employer", "level", "impact", "standing", "pay_usd", "topic", "paper",
    "former_team", "city", "team",
)  # fmt: skip
CHUNK = 10_000
"""Rows between two reports of progress; people written at a time."""
_FACT_COLUMNS = {"topic": Fact.TOPIC, "paper": Fact.PAPER, "former_team": Fact.TEAM, "city": Fact.CITY}
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""What makes a spreadsheet run a cell; the wide signs in Japanese ones."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_CELL = re.compile(r'("(?:[^"]|"")*"|[^,\r\n]*)(?:,|\r?\n|\r|$)')
_UNITS = {"pay_usd": Unit.USD}
Progress = Callable[[float], None]
"""Told the share done, from 0 to 1."""


def _silent(share: float) -> None:
    """Nobody watches."""


@dataclass(slots=True)
class _Row:
    employer: int
    level: int
    impact: int
    standing: int
    pay_usd: int
    known: int
    team: int
    profile: Profile


@dataclass(slots=True)
class _Complaint:
    """The first row that something is wrong with, and how many there are."""

    problem: Problem
    rows: int = 1

    def told(self) -> Problem:
        if self.rows == 1:
            return self.problem
        return replace(self.problem, message=f"{self.problem.message} (in {counted(self.rows, 'row')})")


@dataclass(frozen=True, slots=True)
class _Record:
    """A row as it stands in the file, over one line or more."""

    line: int
    text: str

    def place(self, cell: int) -> tuple[int, int]:
        """Line and column at which a cell starts, both from 1."""
        at = 0
        for _ in range(cell):
            match = _CELL.match(self.text, at)
            at = match.end() if match else at
        before = self.text[:at].replace("\r\n", "\n").replace("\r", "\n")
        return self.line + before.count("\n"), len(before) - before.rfind("\n")


class _Reader:
    """Turns cells into facts and collects what is wrong with them, the same thing once."""

    def __init__(self, file: str, labs: Sequence[str] | None) -> None:
        self.file, self.open = file, labs is None
        self.labs = {lab: index for index, lab in enumerate(labs or ())}
        self.columns: dict[str, int] = {}
        self.record = _Record(1, "")
        self.complaints: dict[tuple[str, str, str], _Complaint] = {}
        self.unsaid = 0
        self.ids: set[int] = set()

    def complain(self, where: str, message: str, hint: str = "", cell: int | None = None) -> None:
        """Note what is wrong with the present record, or with one of its cells."""
        known = self.complaints.get((where, message, hint))
        if known:
            known.rows += 1
        elif len(self.complaints) < MAX_PROBLEMS:
            if where and cell is None:
                cell = self.columns.get(where)
            line, column = (self.record.line, 0) if cell is None else self.record.place(cell)
            problem = Problem(self.file, line, column, where, message, hint)
            self.complaints[where, message, hint] = _Complaint(problem)
        else:
            self.unsaid += 1

    def all_problems(self) -> list[Problem]:
        told = [complaint.told() for complaint in self.complaints.values()]
        if self.unsaid:
            told.append(Problem(self.file, 0, 0, "", f"and {counted(self.unsaid, 'more problem')}"))
        return told

    def header(self, cells: Sequence[str]) -> list[str]:
        header = [clean(cell, 64).lower() for cell in cells]
        for number, column in enumerate(header):
            if column not in COLUMNS:
                close = get_close_matches(column, COLUMNS, 1)
                hint = f"did you mean {close[0]!r}?" if close else f"columns are {', '.join(COLUMNS)}"
                self.complain(f"column {number + 1}", f"unknown column {column!r}", hint, number)
            elif column in header[:number]:
                message = f"column {column!r} stands there twice"
                self.complain(f"column {number + 1}", message, cell=number)
        for column in REQUIRED:
            if column not in header:
                self.complain("", f"the column {column!r} is missing")
        self.columns = {column: number for number, column in enumerate(header)}
        return header

    def number(self, cells: dict[str, str], column: str, default: int, low: int, high: int) -> int:
        text = cells.get(column, "").strip()
        if not text:
            return default
        try:
            value = whole(text, _UNITS.get(column, Unit.NUMBER))
        except NoAmount as error:
            self.complain(column, error.message, error.hint)
            return default
        if not low <= value <= high:
            self.complain(column, f"{clean(text, 40)} is not between {low:,} and {high:,}")
            return default
        return value

    def identity(self, number: int, cells: dict[str, str]) -> None:
        candidate = self.number(cells, "id", number, 1, MAX_ROWS)
        if candidate != number:
            message = f"is {candidate}" + (", which another row has" if candidate in self.ids else "")
            self.complain("id", message, f"rows are numbered 1, 2, 3 …; this one is {number}")
        self.ids.add(candidate)

    def employer(self, lab: str) -> int:
        if lab in self.labs:
            return self.labs[lab]
        if not lab:
            self.complain("employer", "is empty", "name a lab")
        elif not self.open:
            close = get_close_matches(lab, self.labs, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"the labs are {', '.join(self.labs)}"
            self.complain("employer", f"{lab!r} is no lab of the scenario", hint)
        elif len(self.labs) == MAX_LABS:
            self.complain("employer", f"{lab!r} is one lab too many, a scenario has at most {MAX_LABS}")
        else:
            self.labs[lab] = len(self.labs)
            return self.labs[lab]
        return 0

    def row(self, number: int, cells: dict[str, str]) -> _Row:
        for column in (column for column in COLUMNS if "\0" in cells.get(column, "")):
            self.complain(column, "a NUL character", "save the file as plain text")
        self.identity(number, cells)
        text = {column: _unquoted(clean(cells.get(column, ""), 200)) for column in _FACT_COLUMNS}
        name, lab = _unquoted(clean(cells.get("name", ""), 120)), clean(cells.get("employer", ""), 64)
        if not name and "name" in self.columns:
            hint = "give the person a name"
            self.complain("name", "is empty or holds nothing that can be shown", hint)
        if not cells.get("pay_usd", "").strip() and "pay_usd" in self.columns:
            self.complain("pay_usd", "is empty", "yearly pay in USD, a whole number")
        return _Row(
            employer=self.employer(lab) if "employer" in self.columns else 0,
            level=self.number(cells, "level", 2, 1, 5),
            impact=self.number(cells, "impact", 100, 1, 1_000_000),
            standing=self.number(cells, "standing", 0, -10_000, 10_000),
            pay_usd=self.number(cells, "pay_usd", 0, 1_000, MAX_PAY_USD),
            known=sum(1 << fact for column, fact in _FACT_COLUMNS.items() if text[column]),
            team=self.number(cells, "team", 0, 0, 1_000_000),
            profile=Profile(name=name, email=reserved_address(name, number - 1, _domain(lab)), **text),
        )


def _domain(lab: str) -> str:
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in lab.lower()[:60]).strip("-")
    return kept or "mail"


def read_candidates(path: Path, lab_ids: Sequence[str] | None, progress: Progress = _silent) -> Population:
    """The candidates of a CSV file.

    Args:
        path: a UTF-8 file with a header; see ``docs/candidates.md`` for its columns.
        lab_ids: labs of the scenario, in its order; ``None`` takes labs as they come.
        progress: told the share read so far.

    Raises:
        BadInputError: everything that is wrong, each with line and column, the same thing once with the
            number of its rows; the first 50 in words.
    """
    return read_with_labs(path, lab_ids, progress)[0]


def read_with_labs(
    path: Path, lab_ids: Sequence[str] | None = None, progress: Progress = _silent
) -> tuple[Population, tuple[str, ...]]:
    """The same, and the labs in the order in which ``employer`` counts them."""
    text = read_text(path, MAX_BYTES)
    reader = _Reader(shown(path), lab_ids)
    rows = _rows(reader, text, progress)
    if not rows and not reader.complaints:
        reader.complain("", "the file names no candidate", "add a row below the header")
    if reader.complaints:
        raise BadInputError(reader.all_problems())
    return _population(rows), tuple(reader.labs)


def _rows(reader: _Reader, text: str, progress: Progress) -> list[_Row]:
    records = _records(reader, text)
    header = reader.header(next(records, []))
    if reader.columns.keys().isdisjoint(COLUMNS):
        return []  # this is not a header, so nothing below it would make sense either
    found: list[_Row] = []
    lines = text.count("\n") + 1
    for number, cells in enumerate(records, start=1):
        if number > MAX_ROWS:
            reader.complain("", f"the file has more than {MAX_ROWS:,} rows")
            break
        if number % CHUNK == 0:
            progress(min(reader.record.line / lines, 1.0))
        if len(cells) != len(header):
            reader.complain("", f"has {counted(len(cells), 'cell')}, the header has {len(header)}")
        else:
            row = reader.row(number, dict(zip(header, cells, strict=True)))
            if not reader.complaints:
                found.append(row)
    return found


def _records(reader: _Reader, text: str) -> Iterator[list[str]]:
    """Cells of each record that is not blank; what is not CSV is a problem, and reading goes on."""
    csv.field_size_limit(MAX_FIELD)
    lines: list[str] = []
    table = csv.reader(_noted(text, lines), strict=True)
    while True:
        line = table.line_num + 1
        lines.clear()
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            reason, hint = f"this is not CSV: {error}", ""
            if "field larger" in reason:
                reason = f"a cell is longer than {MAX_FIELD:,} characters"
                hint = "is a quotation mark left open?"
            reader.record = _Record(line, "")
            reader.complain("", reason, hint)
            continue
        if any(cell.strip() for cell in cells):
            reader.record = _Record(line, "".join(lines))
            yield cells


def _noted(text: str, lines: list[str]) -> Iterator[str]:
    """The lines of a text; each is noted as it is asked for."""
    for match in _LINE.finditer(text):
        lines.append(match.group())
        yield match.group()


def _population(rows: Sequence[_Row]) -> Population:
    people = People(
        employer=np.array([row.employer for row in rows], dtype=np.int8),
        level=np.array([row.level for row in rows], dtype=np.int8),
        impact=np.array([row.impact for row in rows], dtype=np.int32),
        standing=np.array([row.standing for row in rows], dtype=np.int32),
        pay_usd=np.array([row.pay_usd for row in rows], dtype=np.int64),
        known=np.array([row.known for row in rows], dtype=np.uint8),
        team=np.array([row.team for row in rows], dtype=np.int32),
    )
    return Population(people, StoredBook(lambda i: rows[i].profile.name, lambda i: rows[i].profile))


def write_candidates(population: Population, lab_ids: Sequence[str], progress: Progress = _silent) -> str:
    """CSV text that ``read_candidates`` turns back into the same people; cells that a spreadsheet would
    run as a formula are quoted with an apostrophe.
    """
    output = io.StringIO(newline="")
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(COLUMNS)
    for start in range(0, len(population), CHUNK):
        progress(start / len(population))
        writer.writerows(_cells(population, range(start, min(start + CHUNK, len(population))), lab_ids))
    return output.getvalue()


def _cells(population: Population, ids: range, lab_ids: Sequence[str]) -> Iterator[tuple[object, ...]]:
    people, part = population.people, slice(ids.start, ids.stop)
    labs = [lab_ids[index] for index in people.employer[part].tolist()]
    facts = (people.level, people.impact, people.standing, people.pay_usd, people.known, people.team)
    columns = (fact[part].tolist() for fact in facts)
    profiles = population.book.profiles(ids, labs)
    for i, lab, who, level, impact, standing, pay_usd, known, team in zip(
        ids, labs, profiles, *columns, strict=True
    ):
        contact = [_safe(getattr(who, c)) if known >> fact & 1 else "" for c, fact in _FACT_COLUMNS.items()]
        yield (i + 1, _safe(who.name), who.email, lab, level, impact, standing, pay_usd, *contact, team or "")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _unquoted(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell
