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

from outreach_sim.errors import BadInputError
from outreach_sim.formatting import counted
from outreach_sim.inputs.amounts import NoAmount, Unit, whole
from outreach_sim.inputs.cells import safe_cell, unquoted
from outreach_sim.inputs.paths import printable, read_bytes
from outreach_sim.inputs.table import decoded
from outreach_sim.inputs.text import clean
from outreach_sim.market.limits import MAX_USD
from outreach_sim.market.setup import Fact, People
from outreach_sim.model.wording import reading_mask
from outreach_sim.scenario.columns import COLUMNS, find_header, known_columns
from outreach_sim.scenario.complaints import Complaints
from outreach_sim.scenario.diagnosis import Diagnosis, diagnose
from outreach_sim.scenario.names import READABLE, Profile, reserved_address
from outreach_sim.scenario.oddities import Oddities
from outreach_sim.scenario.population import Population, StoredBook
from outreach_sim.scenario.records import records

MAX_BYTES = 400 * 1024 * 1024
MAX_ROWS = 2_000_000
MAX_PAY_USD = 1_000_000_000
MAX_LABS = 100
CHUNK = 10_000
"""Rows between two reports of progress; people written at a time."""
_FACT_COLUMNS = {"topic": Fact.TOPIC, "paper": Fact.PAPER, "former_team": Fact.TEAM, "city": Fact.CITY}
_UNITS = {"pay_usd": Unit.USD, "stake_usd": Unit.USD}
_CODE = re.compile(r"[a-z]{2}")
_NOT_SAID = -1
_YES, _NO = ("yes", "y", "true", "1", "x"), ("no", "n", "false", "0", "")
"""How spreadsheets and people write them; where some are marked, those that are not are meant as no."""
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
    pay_known: bool
    known: int
    team: int
    stake_usd: int
    reads: tuple[str, ...]
    profile: Profile


class _Reader:
    """Turns cells into facts, and notes what is wrong with them and what is odd."""

    def __init__(self, file: str, labs: Sequence[str] | None) -> None:
        self.open = labs is None
        self.labs = {lab: index for index, lab in enumerate(labs or ())}
        self.complaints, self.oddities = Complaints(file), Oddities()
        self.ids: set[int] = set()

    def number(self, cells: dict[str, str], column: str, default: int, low: int, high: int) -> int:
        text = cells.get(column, "").strip()
        if not text:
            return default
        try:
            value = whole(text, _UNITS.get(column, Unit.NUMBER))
        except NoAmount as error:
            self.complaints.add(column, error.message, error.hint)
            return default
        if not low <= value <= high:
            self.complaints.add(column, f"{clean(text, 40)} is not between {low:,} and {high:,}")
            return default
        return value

    def identity(self, number: int, cells: dict[str, str]) -> None:
        candidate = self.number(cells, "id", number, 1, MAX_ROWS)
        if candidate != number:
            message = f"is {candidate}" + (", which another row has" if candidate in self.ids else "")
            self.complaints.add("id", message, f"rows are numbered 1, 2, 3 …; this one is {number}")
        self.ids.add(candidate)

    def pay_known(self, cells: dict[str, str]) -> bool:
        """Whoever brings pay knows it, unless a column says of whom that does not hold."""
        if "pay_known" not in cells:
            return True
        word = cells["pay_known"].strip().casefold()
        if word not in _YES and word not in _NO:
            message = f"{clean(cells['pay_known'], 40)!r} is neither yes nor no"
            self.complaints.add("pay_known", message, "yes where labs know what the person earns, else no")
        return word in _YES

    def reads(self, cells: dict[str, str]) -> tuple[str, ...]:
        """Codes of languages; of those that no letter is told apart by it is as if they said English."""
        codes = re.findall(r"[^\s,;/]+", clean(cells.get("reads", ""), 200).casefold())
        if wrong := next((code for code in codes if not _CODE.fullmatch(code)), ""):
            message = f"{wrong[:20]!r} is no code of a language"
            self.complaints.add("reads", message, "codes of two letters with blanks between, such as de en")
        return tuple(code for code in READABLE if code in codes) or READABLE[: bool(codes)]

    def employer(self, lab: str) -> int:
        if lab in self.labs:
            return self.labs[lab]
        if not lab:
            self.complaints.add("employer", "is empty", "name a lab")
        elif not self.open:
            close = get_close_matches(lab, self.labs, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"the labs are {', '.join(self.labs)}"
            self.complaints.add("employer", f"{lab!r} is no lab of the scenario", hint)
        elif len(self.labs) == MAX_LABS:
            self.complaints.add("employer", f"{lab!r} is one lab too many, a scenario has at most {MAX_LABS}")
        else:
            self.labs[lab] = len(self.labs)
            return self.labs[lab]
        return 0

    def row(self, number: int, cells: dict[str, str]) -> _Row:
        for column in (column for column in COLUMNS if "\0" in cells.get(column, "")):
            self.complaints.add(column, "a NUL character", "save the file as plain text")
        self.identity(number, cells)
        text = {column: unquoted(clean(cells.get(column, ""), 200)) for column in _FACT_COLUMNS}
        name, lab = unquoted(clean(cells.get("name", ""), 120)), clean(cells.get("employer", ""), 64)
        at = self.complaints.columns.get("name", 0)
        email, topic = cells.get("email", ""), text["topic"]
        self.oddities.look(self.complaints.record, at, name, email, lab, topic)
        if not name and "name" in self.complaints.columns:
            hint = "give the person a name"
            self.complaints.add("name", "is empty or holds nothing that can be shown", hint)
        if not cells.get("pay_usd", "").strip() and "pay_usd" in self.complaints.columns:
            self.complaints.add("pay_usd", "is empty", "yearly pay in USD, a whole number")
        pay_known = self.pay_known(cells)
        self.oddities.unplaced += not pay_known and not cells.get("standing", "").strip()
        return _Row(
            employer=self.employer(lab) if "employer" in self.complaints.columns else 0,
            level=self.number(cells, "level", 2, 1, 5),
            impact=self.number(cells, "impact", 100, 1, 1_000_000),
            standing=self.number(cells, "standing", 0, -10_000, 10_000),
            pay_usd=self.number(cells, "pay_usd", 0, 1_000, MAX_PAY_USD),
            pay_known=pay_known,
            known=sum(1 << fact for column, fact in _FACT_COLUMNS.items() if text[column]),
            team=self.number(cells, "team", 0, 0, 1_000_000),
            stake_usd=self.number(cells, "stake_usd", _NOT_SAID, 0, MAX_USD),
            reads=self.reads(cells),
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
        BadInputError: everything that is wrong: what the table is, in one sentence, then what is wrong with
            its rows, each with line and column, the same thing once with the number of its rows; the first
            50 in words.
    """
    return read_with_labs(path, lab_ids, progress)[0]


def read_with_labs(
    path: Path, lab_ids: Sequence[str] | None = None, progress: Progress = _silent
) -> tuple[Population, tuple[str, ...]]:
    """The same, and the labs in the order in which ``employer`` counts them."""
    text, encoding = decoded(read_bytes(path, MAX_BYTES), path)
    reader = _Reader(printable(path), lab_ids)
    found, rows = _read(reader, text, encoding, progress)
    if not rows and not found.fault and not reader.complaints:
        reader.complaints.add("", "the file names no candidate", "add a row below the header")
    problems = [*filter(None, (found.fault,)), *reader.complaints.told()]
    if problems:
        raise BadInputError(problems)
    left_out = tuple(filter(None, (found.note,)))
    people = _population(rows)
    return replace(people, left_out=left_out, oddities=reader.oddities.told(printable(path))), tuple(
        reader.labs
    )


def _read(reader: _Reader, text: str, encoding: str, progress: Progress) -> tuple[Diagnosis, list[_Row]]:
    """What is to be said of the table, and its rows; they are judged whatever is wrong with it."""
    place = find_header(text)
    table = records(reader.complaints, text, place)
    cells = next(table, [])
    found = diagnose(reader.complaints.file, text, encoding, place, cells)
    reader.complaints.columns = known_columns(cells)
    if not reader.complaints.columns:
        return found, []  # where nothing is known, nothing can be judged
    lines = text.count("\n") + 1
    return found, _rows(reader, table, len(cells), lambda line: progress(min(line / lines, 1.0)))


def _rows(
    reader: _Reader, table: Iterator[list[str]], width: int, progress: Callable[[int], None]
) -> list[_Row]:
    found: list[_Row] = []
    complaints, columns = reader.complaints, reader.complaints.columns
    needed = max(columns.values()) + 1
    for number, cells in enumerate(table, start=1):
        if number > MAX_ROWS:
            complaints.add("", f"the file has more than {MAX_ROWS:,} rows")
            break
        if number % CHUNK == 0:
            progress(complaints.record.line)
        if len(cells) < needed or any(map(str.strip, cells[width:])):
            hint = "a text that holds a comma goes in quotes" if len(cells) > width else ""
            complaints.add("", f"has {counted(len(cells), 'cell')}, the header has {width}", hint)
            continue
        row = reader.row(number, {column: cells[at] for column, at in columns.items()})
        if not complaints:
            found.append(row)
    return found


def _population(rows: Sequence[_Row]) -> Population:
    stake_usd = np.array([row.stake_usd for row in rows], dtype=np.int64)
    people = People(
        employer=np.array([row.employer for row in rows], dtype=np.int8),
        level=np.array([row.level for row in rows], dtype=np.int8),
        impact=np.array([row.impact for row in rows], dtype=np.int32),
        standing=np.array([row.standing for row in rows], dtype=np.int32),
        pay_usd=np.array([row.pay_usd for row in rows], dtype=np.int64),
        pay_known=np.array([row.pay_known for row in rows], dtype=np.bool_),
        known=np.array([row.known for row in rows], dtype=np.uint8),
        team=np.array([row.team for row in rows], dtype=np.int32),
        stake_usd=np.maximum(stake_usd, 0),
        reads=np.array([reading_mask(row.reads) for row in rows], dtype=np.uint8),
    )
    book = StoredBook(lambda i: rows[i].profile.name, lambda i: rows[i].profile, lambda i: rows[i].reads)
    return Population(people, book, stake_unsaid=np.flatnonzero(stake_usd == _NOT_SAID).tolist())


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
    facts = (people.level, people.impact, people.standing, people.pay_usd)
    known = np.where(people.pay_known, "yes", "no")
    columns = (fact[part].tolist() for fact in (known, people.known, people.team, people.stake_usd, *facts))
    profiles = population.book.profiles(ids, labs)
    for i, lab, who, told, mask, team, stake_usd, *numbers in zip(ids, labs, profiles, *columns, strict=True):
        contact = [
            safe_cell(getattr(who, c)) if mask >> fact & 1 else "" for c, fact in _FACT_COLUMNS.items()
        ]
        more = (*contact, " ".join(population.book.reads(i)), team or "", stake_usd)
        yield (i + 1, safe_cell(who.name), who.email, lab, *numbers, told, *more)
