"""The tables of the shipped letters, kept beside them so that no run compiles ten letters sixteen times.

The file names the hash of the templates it was made of; where they differ (somebody edits a letter) the
letters are compiled. ``python -m outreach_sim.mail.shipped`` writes it anew; a test says when it is stale.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.market.letters import LetterTables

TABLES = "letters.json"
_TYPES: dict[str, Any] = {
    "facts_used": np.uint8,
    "length": np.int32,
    "mistakes": np.int16,
    "names_offer": np.bool_,
    "sequence": np.uint8,
    "pitches": np.uint8,
}


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
    """A hash of all letters of a folder; replies never move the market."""
    total = hashlib.sha256()
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
        columns = {name: np.array(kept[name], dtype=dtype) for name, dtype in _TYPES.items()}
        return LetterTables(ids=tuple(kept["ids"]), **columns)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def as_text(folder: Path, tables: LetterTables) -> str:
    """What the file of the tables holds."""
    names = [field.name for field in fields(tables) if field.name != "ids"]
    columns = {name: getattr(tables, name).tolist() for name in names}
    lines = [f'"of": "{fingerprint(folder)}"', f'"ids": {json.dumps(tables.ids)}']
    lines += [f'"{name}": {json.dumps(column)}' for name, column in columns.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    here = shipped_folder("templates")
    (here / TABLES).write_text(as_text(here, compiled_tables()), encoding="utf-8")
