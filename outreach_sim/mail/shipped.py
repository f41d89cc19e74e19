"""The tables of the shipped letters, kept beside them so that no run compiles ten letters sixteen times.

The file names the hash of the templates it was made of; where they differ (somebody edits a letter) the
letters are compiled. ``python -m outreach_sim.mail.shipped`` writes it anew; a test says when it is stale.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.mail.own_words import OwnWords
from outreach_sim.mail.readership import FACT_OF, Column, Readership, coded
from outreach_sim.mail.tables import plain_tables, tables_from
from outreach_sim.mail.variants import Library, Pairs, Row, Told, Written, measured, variants_of
from outreach_sim.market.letters import KNOWN_MASKS, LetterTables
from outreach_sim.model.wording import Claims, Wording
from outreach_sim.words.facts import VERSION

if TYPE_CHECKING:
    from outreach_sim.mail.template import Template

TABLES = "letters.json"
_LISTS = ("inserts", "lowered", "greets", "titles")
Found = TypeVar("Found")


@cache
def shipped_letters() -> LetterTables:
    """Tables of the shipped letters, for readers whose values stand in none."""
    kept = kept_tables(shipped_folder("templates"))
    return compiled_tables() if kept is None else kept


@cache
def shipped_library() -> Library:
    """The shipped letters, with what was measured of them for made-up people."""
    kept = kept_library(shipped_folder("templates"))
    if kept is not None:
        return kept
    from outreach_sim.mail.template import shipped_templates

    return Written(shipped_templates())


def shipped_letters_for(readers: Readership) -> LetterTables:
    """The same with rows for those of these readers who read something else than others."""
    tables = shipped_letters()
    return replace(tables, variants=variants_of(_sequences(tables), shipped_library(), readers))


def _sequences(tables: LetterTables) -> list[list[str]]:
    return [[tables.ids[row] for row in rows] for rows in tables.sequence.tolist()]


def compiled_tables() -> LetterTables:
    """The tables from the letters themselves."""
    from outreach_sim.mail.compile import compile_letters
    from outreach_sim.mail.template import shipped_templates

    return compile_letters(shipped_templates())


@dataclass(frozen=True)
class Kept:
    """The shipped letters as the file of the tables has them; a ``Library``.

    Attributes:
        said: their own words, by id.
        rows: what made-up people notice whose values stand in these, by sequence, known facts and values.
    """

    said: Mapping[str, OwnWords]
    rows: Mapping[tuple[str, int, Pairs], Row]

    def template(self, name: str) -> Template:
        """The letter."""
        from outreach_sim.mail.template import shipped_templates

        return shipped_templates()[name]

    def own_words(self, name: str) -> OwnWords:
        """What it says to everybody."""
        return self.said[name]

    def row(self, name: str, known: int, live: Pairs) -> Row | None:
        """What was measured of a sequence, if it was."""
        return self.rows.get((name, known, live))


def measured_library(tables: LetterTables) -> Kept:
    """The same from the letters themselves."""
    from outreach_sim.mail.template import shipped_templates

    library, readers = Written(shipped_templates()), _made_up()
    every = [Told(mails, library, readers) for mails in _sequences(tables)]
    rows = {
        (one.mails[0], who.known, who.live): measured(one, library, readers, who)
        for one in every
        for who in one.classes
    }
    return Kept({name: library.own_words(name) for name in tables.ids}, rows)


def _made_up() -> Readership:
    """One person for each value of the lists of made-up people and each combination of known facts."""
    text = (shipped_folder("fixtures") / "people.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)
    papers = map(" ".join, product(*(lists[f"paper_{part}"] for part in ("adjectives", "nouns", "endings"))))
    listed = (lists["topics"], [*papers], lists["teams"], lists["cities"])
    people = [(name, value) for name, values in zip(FACT_OF, listed, strict=True) for value in values]
    known = np.tile(np.arange(KNOWN_MASKS, dtype=np.uint8), len(people))

    def column(name: str) -> Column:
        texts = [value if name == of else "" for of, value in people]
        return coded([text for text in texts for _ in range(KNOWN_MASKS)])

    return Readership((), known, column, made_up=True)


def fingerprint(folder: Path) -> str:
    """A hash of all letters of a folder and of how they are measured; replies never move the market."""
    total = hashlib.sha256(f"words {VERSION}\n".encode())
    for path in sorted(folder.glob("*.md")):
        text = path.read_bytes().replace(b"\r\n", b"\n")
        total.update(f"{path.name} {len(text)}\n".encode())
        total.update(text)
    return total.hexdigest()


def kept_tables(folder: Path) -> LetterTables | None:
    """The tables kept beside the letters; ``None`` where there are none, or they are of other letters."""
    return _from(folder, tables_from)


def kept_library(folder: Path) -> Kept | None:
    """What else is kept there."""
    return _from(folder, lambda kept: Kept(_said_from(kept["said"]), _rows_from(kept["own"])))


def _from(folder: Path, read: Callable[[Any], Found]) -> Found | None:
    try:
        kept = json.loads((folder / TABLES).read_text(encoding="utf-8"))
        return read(kept) if kept["of"] == fingerprint(folder) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _said_from(said: Mapping[str, Mapping[str, Any]]) -> dict[str, OwnWords]:
    return {
        name: OwnWords(words["text"], **{key: tuple(words[key]) for key in _LISTS}, shipped=True)
        for name, words in said.items()
    }


def _rows_from(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, int, Pairs], Row]:
    return {
        (row["of"], row["known"], tuple((name, value) for name, value in row["live"])): (
            [(Wording(*wording), Claims(*claims)) for wording, claims in row["mails"]],
            row["again"],
        )
        for row in rows
    }


def as_text(folder: Path, tables: LetterTables, library: Kept) -> str:
    """What the file of the tables holds."""
    lines = [f'"of": "{fingerprint(folder)}"']
    for name, columns in plain_tables(tables).items():
        if isinstance(columns, dict):
            inner = [f'"{key}": {json.dumps(column)}' for key, column in columns.items()]
            lines.append(f'"{name}": {{\n' + ",\n".join(inner) + "\n}")
        else:
            lines.append(f'"{name}": {json.dumps(columns)}')
    said = [f'"{name}": {json.dumps(asdict(words))}' for name, words in library.said.items()]
    lines.append('"said": {\n' + ",\n".join(said) + "\n}")
    rows = [json.dumps(_plain_row(*key, row)) for key, row in library.rows.items()]
    lines.append('"own": [\n' + ",\n".join(rows) + "\n]")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _plain_row(name: str, known: int, live: Pairs, row: Row) -> dict[str, Any]:
    mails = [[list(astuple(wording)), list(astuple(claims))] for wording, claims in row[0]]
    return {"of": name, "known": known, "live": live, "mails": mails, "again": row[1]}


if __name__ == "__main__":
    here, compiled = shipped_folder("templates"), compiled_tables()
    (here / TABLES).write_text(as_text(here, compiled, measured_library(compiled)), encoding="utf-8")
