"""The records of a table in text, each with the place where it stands."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from outreach_sim.scenario.columns import Place
from outreach_sim.scenario.complaints import Complaints, Record

MAX_FIELD = 10_000
"""Characters of a cell."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def records(complaints: Complaints, text: str, place: Place) -> Iterator[list[str]]:
    """Cells of each record that is not blank, the header's first; what is not CSV is a problem, and reading
    goes on.
    """
    csv.field_size_limit(MAX_FIELD)
    lines: list[str] = []
    noted = _noted(text, place.start, lines)
    table = csv.reader(noted, strict=True, delimiter=place.separator, skipinitialspace=True)
    while True:
        line = table.line_num + place.line
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
            complaints.record = Record(line, "")
            complaints.add("", reason, hint)
            continue
        if any(cell.strip() for cell in cells):
            complaints.record = Record(line, "".join(lines), place.separator)
            yield cells


def _noted(text: str, start: int, lines: list[str]) -> Iterator[str]:
    """The lines of a text from a place on; each is noted as it is asked for."""
    for match in _LINE.finditer(text, start):
        lines.append(match.group())
        yield match.group()
