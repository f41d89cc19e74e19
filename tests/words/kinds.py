"""The table of kinds of letters in docs/words.md: what they are worth here, beside what the design gave them.

Run: python -m tests.words.kinds
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from outreach_sim.words.measure import Measured, measure
from tests.words.readers import INGRID, SIGNED, P

PAGE = Path(__file__).parents[2] / "docs" / "words.md"
_TABLE = re.compile(r"(?<=## Kinds of letters\n)\n.*?\n\n(?=\S[^|])", re.DOTALL)
_HEAD = (
    "| letter | opening | reply | the design's opening | reply | why another |\n|---|---|---|---|---|---|\n"
)


@cache
def kinds() -> Mapping[str, dict[str, Any]]:
    """The letters, by kind."""
    entries = tomllib.loads(Path(__file__).with_name("kinds.toml").read_text(encoding="utf-8"))["letters"]
    return {entry["kind"]: entry for entry in entries}


def body_of(entry: Mapping[str, Any]) -> str:
    return f"{entry['body'].strip()}\n\n{entry.get('sign', SIGNED.strip())}"


def measured(kind: str) -> Measured:
    """A letter as its reader notices it."""
    entry = kinds()[kind]
    about = replace(INGRID, reads=frozenset(entry["reads"])) if "reads" in entry else INGRID
    if "after" in entry:
        first = kinds()[entry["after"]]
        about = replace(about, earlier=((first["subject"], body_of(first)),))
    return measure(entry["subject"], body_of(entry), about)


def number(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−") if round(value, 2) else "0"


def row(kind: str) -> str:
    entry, found = kinds()[kind], measured(kind)
    values = (found.opening(P), found.reply(P), *entry["design"])
    return f"| {kind} | {' | '.join(map(number, values))} | {entry.get('says', '')} |\n"


def table() -> str:
    """The table, measured now."""
    return _HEAD + "".join(map(row, kinds()))


def page() -> str:
    """The page, with the table as it is measured now."""
    return _TABLE.sub(lambda _: f"\n{table()}\n", PAGE.read_text(encoding="utf-8"), count=1)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
