"""Decks of pieces that replies are made of: the files of ``templates/replies``, one folder a language.

A file is a deck and each of its tables a cell; in a cell stand pieces by the temper that writes them::

    [pay]                                  # not-interested.toml: why
    any = ["Below what I have now."]
    curt = ["Too little."]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from outreach_sim.inputs.shipped import shipped_folder

TEMPERS = ("dry", "warm", "curt", "formal")
ANY = "any"
"""Stands for every temper."""
PLAIN = "plain"
"""The cell of a step for which no reason, or none with a cell of its own, is given."""
_WORDS = "words"
"""The file that holds no pieces, but what slots say."""
_SLOT = re.compile(r"\{\{ (\w+) \}\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence or a few, to be put together with others.

    Attributes:
        text: with slots such as ``{{ employer }}``, names of ``fields.FIELDS``.
        tempers: who writes so.
        needs: its slots; a piece fits only where each has something to say.
    """

    text: str
    tempers: frozenset[str]
    needs: frozenset[str]

    def fits(self, values: Mapping[str, str]) -> bool:
        """Whether each of its slots has something to say."""
        return all(values[name] for name in self.needs)

    def filled(self, values: Mapping[str, str]) -> str:
        """The text with its slots filled in; what fills them is never read as a slot itself."""
        return _SLOT.sub(lambda slot: values[slot[1]], self.text)


@dataclass(frozen=True, slots=True)
class Decks:
    """All decks of one language.

    Attributes:
        cells: pieces by deck and cell.
        words: names of days, months, roles and the like, by kind.
    """

    cells: Mapping[tuple[str, str], tuple[Piece, ...]]
    words: Mapping[str, Any]

    def cell(self, deck: str, name: str) -> Sequence[Piece]:
        """The pieces of a cell; those of ``PLAIN`` where there is none of this name, or none at all."""
        return self.cells.get((deck, name)) or self.cells.get((deck, PLAIN), ())


@cache
def shipped_decks() -> Mapping[str, Decks]:
    """What comes with the program, by language."""
    folders = sorted(path for path in (shipped_folder("templates") / "replies").iterdir() if path.is_dir())
    return {folder.name: _read(folder) for folder in folders}


def pieces_by_cell() -> list[dict[str, Any]]:
    """How many pieces each cell has in each language, decks and cells in the order of their names."""
    decks = shipped_decks()
    cells = sorted({cell for language in decks.values() for cell in language.cells})
    return [
        {
            "deck": deck,
            "cell": name,
            "pieces": {code: len(found.cells.get((deck, name), ())) for code, found in decks.items()},
        }
        for deck, name in cells
    ]


def piece_of(text: str, temper: str) -> Piece:
    """A piece as a file has it."""
    tempers = TEMPERS if temper == ANY else (temper,)
    return Piece(text, frozenset(tempers), frozenset(_SLOT.findall(text)))


def _read(folder: Path) -> Decks:
    tables = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.toml")}
    words = tables.pop(_WORDS)
    cells = {
        (deck, name): tuple(_pieces(table)) for deck, cells in tables.items() for name, table in cells.items()
    }
    return Decks(cells, words)


def _pieces(table: Mapping[str, Sequence[str]]) -> Iterator[Piece]:
    for temper, texts in table.items():
        for text in texts:
            yield piece_of(text, temper)
