"""The columns of a list of candidates: what they are called here and elsewhere, and where a header stands."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

COLUMNS = (
    "id", "name", "email", "employer", "level", "impact", "standing", "pay_usd", "pay_known", "topic",
    "paper", "former_team", "city", "reads", "team", "stake_usd",
)  # fmt: skip
REQUIRED = ("name", "employer", "pay_usd")
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_LOOKED_AT = 64 * 1024
"""Characters in which a header is looked for."""
_LINES_ABOVE = 50
_CLOSE = 0.8
_ELSEWHERE = {
    "name": "fullname candidate candidatename person researcher contact contactname displayname nom",
    "employer": """company companyname currentcompany currentemployer employername organization organisation
        org currentorganization lab firm affiliation institution account workplace arbeitgeber firma
        unternehmen entreprise""",
    "pay_usd": """pay currentpay annualpay salary currentsalary annualsalary basesalary salaryusd
        salaryexpectation expectedsalary compensation currentcompensation totalcompensation totalcomp comp tc
        wage income gehalt salaire""",
    "stake_usd": """stake unvested unvestedequity unvestedusd equityforfeited forfeited
        goldenhandcuffs""",
    "email": "mail emailaddress primaryemail workemail personalemail",
    "level": "grade seniority joblevel",
    "topic": """researcharea researchtopic area field interests researchinterests specialty speciality
        expertise thema""",
    "paper": "papers publication toppaper bestpaper papertitle",
    "former_team": "previousteam lastteam exteam previouscompany formeremployer",
    "reads": "language languages sprache sprachen langue langues",
    "city": "location currentlocation candidatelocation town basedin ort stadt ville",
}
"""What the columns are called in lists from elsewhere, as ``plain`` has it."""
_TELLING = {
    "salary": "pay_usd", "compensation": "pay_usd", "pay": "pay_usd", "company": "employer",
    "employer": "employer", "organization": "employer", "organisation": "employer", "location": "city",
    "city": "city",
}  # fmt: skip
"""Words that tell what a longer name is about."""
_PARTS_OF_A_NAME = (
    re.compile(r"(?:candidate)?(?:firstname|givenname|forename|vorname|prenom)"),
    re.compile(r"(?:candidate)?(?:lastname|surname|familyname|nachname)"),
)


class Place(NamedTuple):
    """Where the line stands that names the columns.

    Attributes:
        separator: what stands between the cells.
        start: where the line begins in the text.
        line: its number, from 1.
    """

    separator: str
    start: int
    line: int


def plain(text: str) -> str:
    """The name of a column without case, blanks and marks: ``Pay (USD)`` and ``pay_usd`` are the same."""
    return re.sub(r"[\W_]", "", text.lower())


_HERE = {plain(column): column for column in COLUMNS}
_MEANT = {word: column for column, words in _ELSEWHERE.items() for word in words.split()}


def meant_by(cell: str) -> str:
    """The column for which a name from elsewhere, or one with a slip in it, stands; empty for none."""
    word = plain(cell)
    close = get_close_matches(word, _HERE, 1, _CLOSE) if len(word) > 3 else []
    return _MEANT.get(word) or (_HERE[close[0]] if close else "")


def perhaps_meant_by(cell: str) -> str:
    """The column that a longer name is perhaps about, by a word in it; empty for none."""
    return next((_TELLING[word] for word in re.findall(r"[a-z]+", cell.lower()) if word in _TELLING), "")


def part_of_name(cell: str) -> int | None:
    """0 for a first name, 1 for a family name, ``None`` for anything else."""
    return next((n for n, part in enumerate(_PARTS_OF_A_NAME) if part.fullmatch(plain(cell))), None)


def known_columns(cells: Sequence[str]) -> dict[str, int]:
    """Place by name of the columns that are known; the first where a name stands twice."""
    columns: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if plain(cell) in _HERE:
            columns.setdefault(_HERE[plain(cell)], place)
    return columns


def find_header(text: str) -> Place:
    """The line, and the separator, with which most names make sense; the first line where none does."""
    first = re.match(r"[^\r\n]*", text)
    best, most = Place(max(SEPARATORS, key=first[0].count) if first else ",", 0, 1), 0
    for line in _lines(text[:_LOOKED_AT]):
        for separator in SEPARATORS:
            score = _score(_cells(line.text, separator))
            if score > most and (score > 1 or line.number == 1):
                best, most = Place(separator, line.start, line.number), score
    return best


def _cells(line: str, separator: str) -> list[str]:
    """The cells of a line; none where it is no line of a table."""
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


class _Line(NamedTuple):
    number: int
    start: int
    text: str


def _score(cells: Sequence[str]) -> int:
    """How many of the cells could name a column."""
    return sum(plain(cell) in (*_HERE, *_MEANT) or part_of_name(cell) is not None for cell in cells)


def _lines(text: str) -> Iterator[_Line]:
    """The first lines that are not blank."""
    for number, match in enumerate(re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|$)", text), start=1):
        if number > _LINES_ABOVE:
            return
        if match[0].strip():
            yield _Line(number, match.start(), match[0].rstrip("\r\n"))
