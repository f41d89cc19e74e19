"""Writes the fields of ``model/parameters.py`` from the cards, where mypy and readers find them by name.

Run: python docs/generate_parameters.py. A test keeps them true; the rest of that module is by hand.
"""

from __future__ import annotations

import re
from pathlib import Path

from outreach_sim.scenario.parameters import load_cards

PAGE = Path(__file__).parents[1] / "outreach_sim" / "model" / "parameters.py"
_FIELDS = re.compile(r"(?<=\n\n)((?:    \w+: float  # [^\n]*\n)+)")


def page() -> str:
    """The module as it stands, with a field and its unit for every card, in their order."""
    lines = "".join(f"    {name}: float  # {card.unit}\n" for name, card in load_cards().items())
    return _FIELDS.sub(lambda _: lines, PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
