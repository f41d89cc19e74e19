"""Candidates from a CSV of the user's own, and back to one. Every problem is reported with row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.intake.paths import read_text
from outreach_sim.intake.text import clean
from outreach_sim.market.setup import Fact, People
from outreach_sim.scenario.names import Profile, reserved_address
from outreach_sim.scenario.population import Population, StoredBook

MAX_BYTES = 400 * 1024 * 1024
MAX_ROWS = 2_000_000
MAX_PROBLEMS = 50
MAX_FIELD = 10_000
MAX_PAY_USD = 1_000_000_000
REQUIRED = ("name", "employer", "pay_usd")
COLUMNS = (
    "id", "name", "email", "employer", "level", "impact", "standing", "pay_usd", "topic", "paper",
    "former_team", "city",
)  # fmt: skip
_FACT_COLUMNS = {"topic": Fact.TOPIC, "paper": Fact.PAPER, "former_team": Fact.TEAM, "city": Fact.CITY}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(slots=True)
class _Row:
    employer: int
    level: int
    impact: int
    standing: int
    pay_usd: int
    known: int
    profile: Profile


class _Reader:
    def __init__(self, file: str, header: Sequence[str], labs: Sequence[str] | None) -> None:
        self.file, self.header, self.labs = file, header, labs
        self.problems: list[Problem] = []
        self.seen_labs: dict[str, int] = {}
        self.ids: set[int] = set()

    def complain(self, line: int, column: str, message: str, hint: str = "") -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(self.file, line, 0, column, message, hint))

    def number(self, line: int, cells: dict[str, str], column: str, default: int, low: int, high: int) -> int:
        text = cells.get(column, "").strip().replace("_", "").replace(",", "")
        if not text:
            return default
        if not text.lstrip("-").isascii() or not text.lstrip("-").isdigit():
            self.complain(line, column, f"{clean(text, 40)!r} is not a whole number")
            return default
        value = int(text) if len(text) < 20 else high + 1
        if not low <= value <= high:
            self.complain(line, column, f"{clean(text, 40)} is not between {low:,} and {high:,}")
            return default
        return value

    def employer(self, line: int, cells: dict[str, str]) -> int:
        lab = clean(cells.get("employer", ""), 64)
        if not lab:
            self.complain(line, "employer", "is empty", "name a lab")
            return 0
        if self.labs is None:
            return self.seen_labs.setdefault(lab, len(self.seen_labs))
        if lab not in self.labs:
            close = get_close_matches(lab, self.labs, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"the labs are {', '.join(self.labs)}"
            self.complain(line, "employer", f"{lab!r} is no lab of the scenario", hint)
            return 0
        return list(self.labs).index(lab)

    def row(self, line: int, number: int, cells: dict[str, str]) -> _Row:
        candidate = self.number(line, cells, "id", number + 1, 1, MAX_ROWS)
        if candidate != number + 1:
            message = f"is {candidate}" + (", which another row has" if candidate in self.ids else "")
            self.complain(line, "id", message, f"rows are numbered 1, 2, 3 …; this one is {number + 1}")
        self.ids.add(candidate)
        name = _unquoted(clean(cells.get("name", ""), 120))
        if not name:
            self.complain(
                line, "name", "is empty or holds nothing that can be shown", "give the person a name"
            )
        facts = {column: _unquoted(clean(cells.get(column, ""), 200)) for column in _FACT_COLUMNS}
        known = sum(1 << fact for column, fact in _FACT_COLUMNS.items() if facts[column])
        employer = self.employer(line, cells)
        lab = clean(cells.get("employer", ""), 64)
        pay_usd = self.number(line, cells, "pay_usd", 0, 1_000, MAX_PAY_USD)
        if not cells.get("pay_usd", "").strip():
            self.complain(line, "pay_usd", "is empty", "yearly pay in USD, a whole number")
        profile = Profile(name=name, email=reserved_address(name, number, _domain(lab)), **facts)
        return _Row(
            employer,
            self.number(line, cells, "level", 2, 1, 5),
            self.number(line, cells, "impact", 100, 1, 1_000_000),
            self.number(line, cells, "standing", 0, -10_000, 10_000),
            pay_usd,
            known,
            profile,
        )


def _domain(lab: str) -> str:
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in lab.lower()).strip("-")
    return kept or "mail"


def read_candidates(path: Path, lab_ids: Sequence[str] | None) -> Population:
    """The candidates of a CSV file.

    Args:
        path: a UTF-8 file with a header; see ``docs/candidates.md`` for its columns.
        lab_ids: labs of the scenario, in its order; ``None`` takes labs as they come (a check without
            a scenario).

    Raises:
        BadInputError: everything that is wrong, at most 50 problems, each with line and column name.
    """
    text = read_text(path, MAX_BYTES)
    header_line, rows = _table(text, str(path))
    reader = _Reader(str(path), header_line, lab_ids)
    _check_header(reader)
    found: list[_Row] = []
    for line, cells in rows:
        if len(found) >= MAX_ROWS:
            reader.complain(line, "", f"the file has more than {MAX_ROWS:,} rows")
            break
        if len(cells) != len(header_line):
            reader.complain(line, "", f"has {len(cells)} cells, the header has {len(header_line)}")
            continue
        found.append(reader.row(line, len(found), dict(zip(header_line, cells, strict=True))))
    if not found and not reader.problems:
        reader.complain(1, "", "the file names no candidate", "add a row below the header")
    if reader.problems:
        raise BadInputError(reader.problems)
    return _population(found)


def _table(text: str, file: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadInputError(Problem(file, line, 0, "", "a NUL character", "save the file as plain text"))
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [clean(cell, 64).lower() for cell in next(reader, [])]
        rows = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        reason = str(error)
        if "field larger" in reason:
            reason = f"a cell is longer than {MAX_FIELD:,} characters"
        raise BadInputError(Problem(file, reader.line_num, 0, "", f"this is not CSV: {reason}")) from None
    return header, rows


def _check_header(reader: _Reader) -> None:
    for number, column in enumerate(reader.header):
        if column not in COLUMNS:
            close = get_close_matches(column, COLUMNS, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"columns are {', '.join(COLUMNS)}"
            reader.complain(1, f"column {number + 1}", f"unknown column {column!r}", hint)
        elif column in reader.header[:number]:
            reader.complain(1, f"column {number + 1}", f"column {column!r} stands there twice")
    for column in REQUIRED:
        if column not in reader.header:
            reader.complain(1, "", f"the column {column!r} is missing")
    if reader.problems:
        raise BadInputError(reader.problems)


def _population(rows: Sequence[_Row]) -> Population:
    people = People(
        employer=np.array([row.employer for row in rows], dtype=np.int8),
        level=np.array([row.level for row in rows], dtype=np.int8),
        impact=np.array([row.impact for row in rows], dtype=np.int32),
        standing=np.array([row.standing for row in rows], dtype=np.int32),
        pay_usd=np.array([row.pay_usd for row in rows], dtype=np.int64),
        known=np.array([row.known for row in rows], dtype=np.uint8),
    )
    return Population(people, StoredBook([row.profile for row in rows]))


def write_candidates(population: Population, lab_ids: Sequence[str]) -> str:
    """CSV text that ``read_candidates`` turns back into the same people; cells that a spreadsheet would
    run as a formula are quoted with an apostrophe.
    """
    people, output = population.people, io.StringIO(newline="")
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(COLUMNS)
    for i in range(len(people)):
        lab = lab_ids[people.employer[i]]
        profile = population.book.profile(i, lab)
        known = int(people.known[i])
        facts = {c: getattr(profile, c) if known >> fact & 1 else "" for c, fact in _FACT_COLUMNS.items()}
        cells = [
            i + 1, profile.name, profile.email, lab, people.level[i], people.impact[i], people.standing[i],
            people.pay_usd[i], facts["topic"], facts["paper"], facts["former_team"], facts["city"],
        ]  # fmt: skip
        writer.writerow([_safe(cell) if isinstance(cell, str) else int(cell) for cell in cells])
    return output.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _unquoted(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell
