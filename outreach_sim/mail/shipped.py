"""The tables of the shipped letters, kept beside them so that no run compiles ten letters sixteen times.

The file names the hash of the templates it was made of; where they differ (somebody edits a letter) the
letters are compiled. ``python -m outreach_sim.mail.shipped`` writes it anew; a test says when it is stale.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.mail.tables import plain_tables, tables_from
from outreach_sim.market.letters import LetterTables
from outreach_sim.words.facts import VERSION

TABLES = "letters.json"


@cache
def shipped_letters() -> LetterTables:
    """Tables of the shipped letters."""
    folder = shipped_folder("templates")
    kept = kept_tables(folder)
    return compiled_tables() if kept is None else kept


def compiled_tables() -> LetterTables:
    """The same from the letters themselves."""
    from outreach_sim.mail.compile import compile_letters
    from outreach_sim.mail.template import shipped_templates

    return compile_letters(shipped_templates())


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
    try:
        kept = json.loads((folder / TABLES).read_text(encoding="utf-8"))
        if kept["of"] != fingerprint(folder):
            return None
        return tables_from(kept)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def as_text(folder: Path, tables: LetterTables) -> str:
    """What the file of the tables holds."""
    lines = [f'"of": "{fingerprint(folder)}"']
    for name, columns in plain_tables(tables).items():
        if isinstance(columns, dict):
            inner = [f'"{key}": {json.dumps(column)}' for key, column in columns.items()]
            lines.append(f'"{name}": {{\n' + ",\n".join(inner) + "\n}")
        else:
            lines.append(f'"{name}": {json.dumps(columns)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    here = shipped_folder("templates")
    (here / TABLES).write_text(as_text(here, compiled_tables()), encoding="utf-8")
