"""Writes the tables of docs/vocabulary.md from where the words are declared; the text around them is by hand.

Run: python docs/generate_vocabulary.py. A test keeps them true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from outreach_sim.mail.fields import FIELDS, Field
from outreach_sim.market.metrics import METRICS
from outreach_sim.market.state.events import Event

PAGE = Path(__file__).parent / "vocabulary.md"
Row = tuple[str, str, str]
_TABLE = r"\n## {}\n(?:(?!\n## ).)*?\n\|---\|---\|---\|\n((?:\|[^\n]*\n)*)"


def tables() -> dict[str, list[Row]]:
    """Rows of each table by its chapter."""
    return {
        "Metrics": [
            (f"`{m.name}`" + (f" (or `{m.also}`)" if m.also else ""), m.words, m.unit) for m in METRICS
        ],
        "Events": [(f"`{event.name}`", event.whose, event.means) for event in Event],
        "Fields of letters": [
            (f"`{name}`", field.meaning, in_a_letter(field)) for name, field in FIELDS.items()
        ],
    }


def in_a_letter(field: Field) -> str:
    """What a letter gives away by naming it."""
    return "contact fact" if field.fact is not None else "names the offer" if field.offer else ""


def page() -> str:
    """The page as it stands, its tables written anew."""
    text = PAGE.read_text(encoding="utf-8")
    for chapter, rows in tables().items():
        place = re.search(_TABLE.format(chapter), text, re.S)
        if place is None:
            raise SystemExit(f"{PAGE} has no chapter with a table: {chapter}")
        text = text[: place.start(1)] + "".join(map(_line, rows)) + text[place.end(1) :]
    return text


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
