"""What the tables are: read from the statements that make them, which every file of tables keeps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_STATEMENT = re.compile(r"((?:^-- [^\n]*\n)+)CREATE (TABLE|VIEW) (\w+)(.*?);\n", re.M | re.S)
_OF_A_TABLE = re.compile(r"^  (\w+) (INTEGER|REAL|TEXT)\b([^\n]*?) -- ([^\n]*)$", re.M)
_OF_A_VIEW = re.compile(r" AS (\w+),? -- (INTEGER|REAL|TEXT) ([^\n]*)$", re.M)
_REFERENCES = re.compile(r"REFERENCES (\w+)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table or view.

    Attributes:
        name: as it is called.
        type: ``INTEGER``, ``REAL`` or ``TEXT``, SQLite's own.
        means: what stands in it, with its unit.
        references: the table whose key it holds; empty where it holds none.
    """

    name: str
    type: str
    means: str
    references: str = ""

    @property
    def is_date(self) -> bool:
        """Whether it holds dates, as ISO text."""
        return self.name == "date" or self.name.endswith("_on")


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or a view.

    Attributes:
        name: as it is called.
        is_view: whether it is computed from the tables.
        means: what a row is, a sentence or two.
        columns: in order.
    """

    name: str
    is_view: bool
    means: str
    columns: tuple[Column, ...]


@cache
def statements() -> str:
    """The statements that make the tables and views, with what each of their columns means."""
    return (files("outreach_sim.storage.tables") / "schema.sql").read_text(encoding="utf-8")


@cache
def relations() -> tuple[Relation, ...]:
    """Every table, then every view, as the statements say."""
    return tuple(
        Relation(name, kind == "VIEW", _words(comment), _columns(kind, body))
        for comment, kind, name, body in _STATEMENT.findall(statements())
    )


def tables() -> tuple[Relation, ...]:
    """The tables alone, each after those that it refers to."""
    return tuple(relation for relation in relations() if not relation.is_view)


def _words(comment: str) -> str:
    return " ".join(line.removeprefix("-- ") for line in comment.splitlines())


def _columns(kind: str, body: str) -> tuple[Column, ...]:
    if kind == "VIEW":
        return tuple(Column(*found) for found in _OF_A_VIEW.findall(body))
    return tuple(
        Column(name, type_, means, "".join(_REFERENCES.findall(rest)))
        for name, type_, rest, means in _OF_A_TABLE.findall(body)
    )
