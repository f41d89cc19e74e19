"""What will look wrong in a letter, or is hardly meant, though the table is sound: counted as it is read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from outreach_sim.errors import Problem
from outreach_sim.formatting import counted
from outreach_sim.scenario.complaints import Record

_TITLE = re.compile(
    r"(?:(?:dr|prof|professor|mr|mrs|ms|miss|mx|sir|dame|herr|frau|mme|mlle)\b\.?"
    r"|(?:dipl|ing|mag|sr|sra|srta|dott|rev|hon|pd|m)\.)\s*\S",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"(?:,|\s)\s*(?:ph\.?\s?d|d\.?\s?phil|m\.?sc|b\.?sc|mba)\.?$|,\s*(?:m\.?a|b\.?a|m\.?d|esq)\.?$",
    re.IGNORECASE,
)
_GENERATION = re.compile(r",\s*(?:jr|sr|i{2,3}|iv)\.?$", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"n\.?/?a\.?|none|null|unknown|anonymous|confidential|redacted|tb[dc]|todo|test(?:er)?(?: ?\w+)?|dummy|"
    r"sample|example|name|(?:first|full|last|your|candidate) ?name|first ?name last ?name|"
    r"candidate(?: ?#?\d+)?|(?:john|jane) doe|(?:max|erika) mustermann|foo(?: .*)?|asdf.*|x{2,}",
    re.IGNORECASE,
)
_TWICE = "twice"


@dataclass(slots=True)
class _Seen:
    """One kind of oddity: its first case, and how many there are."""

    line: int
    column: int
    example: str
    cases: int = 1


@dataclass(slots=True)
class Oddities:
    """Collects what will look wrong.

    Attributes:
        people: rows so far.
        without_topic: those of whom no topic is known.
        unplaced: those whose pay labs do not know, and who have no standing to guess it by.
    """

    people: int = 0
    without_topic: int = 0
    unplaced: int = 0
    _seen: dict[str, _Seen] = field(default_factory=dict)
    _by_name: dict[str, int] = field(default_factory=dict)
    _with_email: set[int] = field(default_factory=set)
    _by_email: dict[str, int] = field(default_factory=dict)

    def look(self, record: Record, cell: int, name: str, email: str, employer: str, topic: str) -> None:
        """Look at one row; ``cell`` is the place of the name in it."""
        self.people += 1
        self.without_topic += not topic
        kind = _kind(name)
        if kind:
            self._note(kind, record, cell, name)
        line = self._earlier(record.line, name, email, employer)
        if line:
            example = f"rows {line} and {record.line} may be one person ({name}, {employer})"
            self._note(_TWICE, record, cell, example)

    def _note(self, kind: str, record: Record, cell: int, example: str) -> None:
        if kind in self._seen:
            self._seen[kind].cases += 1
        else:
            self._seen[kind] = _Seen(*record.place(cell), example)

    def _earlier(self, line: int, name: str, email: str, employer: str) -> int:
        """The line of an earlier row that may be about the same person; 0 if there is none.

        Two addresses are two people, whatever they are called.
        """
        email = email.strip().casefold()
        before = self._by_name.setdefault(f"{employer.casefold()}: {_sorted_words(name)}", line)
        if email:
            same = self._by_email.setdefault(email, line)
            self._with_email.add(line)
            if same != line or before in self._with_email:
                return same if same != line else 0
        return before if before != line else 0

    def told(self, file: str) -> list[Problem]:
        """All of it, in the order of the file."""
        found = [
            Problem(file, seen.line, seen.column, "name", *_in_words(kind, seen, self.people))
            for kind, seen in self._seen.items()
        ]
        if self.without_topic:
            message = f"there is no topic for {self._some(self.without_topic)}"
            hint = "a letter that names it has a hole there"
            found.append(Problem(file, 0, 0, "topic", message, hint))
        if self.unplaced:
            whom = self._some(self.unplaced)
            message = (
                f"labs do not know what {whom} earn, and take them for the median of their employer's band"
            )
            hint = "give each a standing, or say yes where their pay is known"
            found.append(Problem(file, 0, 0, "pay_known", message, hint))
        return sorted(found, key=lambda problem: (not problem.line, problem.line, problem.column))

    def _some(self, people: int) -> str:
        """So many of all."""
        return f"{people:,} of {counted(self.people, 'person', 'people')}"


def _in_words(kind: str, seen: _Seen, people: int) -> tuple[str, str]:
    if kind == _TWICE:
        more = f", and {counted(seen.cases - 1, 'more row')} like these" if seen.cases > 1 else ""
        return f"{seen.example}{more}", ""
    what, cure = _KINDS[kind]
    some = "a name" if people == 1 else f"{seen.cases:,} of {people:,} names"
    return f"{some} {what[seen.cases > 1]}, such as {seen.example!r}", cure


_KINDS = {
    "title": (
        ("begins with a title", "begin with a title"),
        "leave it out, letters greet by the first word",
    ),
    "comma": (("has the family name first", "have the family name first"), "write the first name first"),
    "degree": (("ends in a degree", "end in a degree"), "leave it out"),
    "capitals": (("is all in one case", "are all in one case"), "write it as in a letter"),
    "placeholder": (("is no name", "are no names"), "write who it is"),
}


def _kind(name: str) -> str:
    """What is odd about a name; empty for nothing."""
    if not name:
        return ""
    if _PLACEHOLDER.fullmatch(name) or "@" in name or not any(map(str.isalpha, name)):
        return "placeholder"
    if _TITLE.match(name):
        return "title"
    if _DEGREE.search(name):
        return "degree"
    if "," in name and not _GENERATION.search(name):
        return "comma"
    return "capitals" if _one_case(name) else ""


def _one_case(name: str) -> bool:
    """Whether a name of several letters is all in capitals, or all in small ones."""
    return (name.isupper() or name.islower()) and sum(map(str.isalpha, name)) > 3


def _sorted_words(name: str) -> str:
    """A name without case, accents, marks and order: Braun, Ada is Ada Braun."""
    flat = name
    if not name.isascii():
        flat = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(sorted(re.findall(r"\w+", flat.casefold())))
