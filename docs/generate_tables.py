"""Writes tables of pages from where their rows are declared.

Run: python docs/generate_tables.py. A test keeps them true; the text around the tables is by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import numpy as np

from outreach_sim.environments.choices import Choices
from outreach_sim.environments.entries import APPROACHES, LAB, PEOPLE, STAFF, Entry
from outreach_sim.mail.fields import FIELDS, Field
from outreach_sim.market.metrics import METRICS
from outreach_sim.market.state.events import Event
from outreach_sim.model.features import Envelope, Features
from outreach_sim.model.logits import Term
from outreach_sim.model.sentences import TERMS, Name
from outreach_sim.model.terms import accept_terms, attraction, follow_terms, open_terms, reply_terms
from outreach_sim.scenario.load import load_scenario
from outreach_sim.scenario.parameters import load_parameters
from outreach_sim.storage.tables.schema import Column, relations

DOCS = Path(__file__).parent
Row = tuple[str, str, str]
_TABLE = r"\n## {}\n(?:(?!\n## ).)*?\n\|---\|---\|---\|\n((?:\|[^\n]*\n)*)"


def tables() -> dict[str, dict[str, list[Row]]]:
    """Rows of each table, by its page and chapter."""
    metrics = [(f"`{m.name}`" + (f" (or `{m.also}`)" if m.also else ""), m.words, m.unit) for m in METRICS]
    return {
        "vocabulary.md": {
            "Metrics": metrics,
            "Events": [(f"`{event.name}`", event.whose, event.means) for event in Event],
        },
        "templates.md": {
            "Fields": [(f"`{name}`", field.meaning, in_a_letter(field)) for name, field in FIELDS.items()]
        },
        "tables.md": {relation.name: list(map(column_row, relation.columns)) for relation in relations()},
        "environments.md": {
            "Seen: the lab": entry_rows(LAB),
            "Seen: people": entry_rows(PEOPLE),
            "Seen: approaches": entry_rows(APPROACHES),
            "Seen: own people": entry_rows(STAFF),
            "Choices of the campaign": choice_rows("campaign"),
            "Choices of the letters game": choice_rows("letters"),
        },
        "model.md": {"V, what draws a person to a lab": list(terms())},
    }


def in_a_letter(field: Field) -> str:
    """What a letter gives away by naming it."""
    if field.reply:
        return "only in replies"
    return "contact fact" if field.fact is not None else "names the offer" if field.offer else ""


def entry_rows(entries: Iterable[Entry]) -> list[Row]:
    """What an agent sees, in its order."""
    return [(f"`{entry.name}`", entry.means, f"{entry.low:g} to {entry.high:g}") for entry in entries]


def choice_rows(game: str) -> list[Row]:
    """What an agent can choose; those that are asked for once a slot stand in one line."""
    found: dict[tuple[str, ...], list[str]] = {}
    for head in Choices(load_scenario("first-letter"), game).heads:
        sort = re.sub(r"\d", "", head.name), head.means, ", ".join(head.options)
        found.setdefault(sort, []).append(f"`{head.name}`")
    names = (" … ".join(dict.fromkeys((alike[0], alike[-1]))) for alike in found.values())
    return [(name, means, options) for name, (_, means, options) in zip(names, found, strict=True)]


def column_row(column: Column) -> Row:
    """A column, its type, and what its statement says of it."""
    refers = f"; a row of [{column.references}](#{column.references})" if column.references else ""
    return f"`{column.name}`", "date" if column.is_date else column.type.lower(), column.means + refers


def terms() -> Iterable[Row]:
    """Every term with its formula and the links that it is part of, in the order in which they add it."""
    for name, links in yielded().items():
        if TERMS[name].formula:
            yield f"`{name}`", TERMS[name].formula, " and ".join(links)


def yielded() -> dict[Name, list[str]]:
    """The links that add a term, by its name; V stands for what all but that of opening share."""
    p, one = load_parameters(), np.ones(1)
    seen = Features(**{field.name: one for field in fields(Features)})
    links: dict[str, Iterable[Term]] = {
        "V": attraction(p, seen),
        "mail": reply_terms(p, seen),
        "open": open_terms(p, Envelope(one, one, one)),
        "interest": follow_terms(p, seen),
        "offer": accept_terms(p, seen),
    }
    found: dict[Name, list[str]] = {}
    for link, added in links.items():
        for name, _ in added:
            if "V" not in found.setdefault(name, []):
                found[name].append(link)
    return found


def page(name: str) -> str:
    """A page as it stands, its tables written anew."""
    text = (DOCS / name).read_text(encoding="utf-8")
    for chapter, rows in tables()[name].items():
        place = re.search(_TABLE.format(chapter), text, re.S)
        if place is None:
            raise SystemExit(f"docs/{name} has no chapter with a table: {chapter}")
        text = text[: place.start(1)] + "".join(map(_line, rows)) + text[place.end(1) :]
    return text


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def pages() -> dict[Path, str]:
    """Every page with tables that are written here."""
    return {DOCS / name: page(name) for name in tables()}


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
