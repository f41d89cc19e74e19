"""The tables whose columns can be chosen, by the names that settings have for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from outreach_sim.tui import people_columns, pipeline
from outreach_sim.tui.columns import Look
from outreach_sim.tui.texts import staff

TABLES: Mapping[str, Sequence[Look[Any]]] = {
    "people": people_columns.LOOKS,
    "pipeline": pipeline.LOOKS,
    "staff": staff.LOOKS,
}
