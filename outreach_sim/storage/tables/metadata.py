"""What Datasette shows beside the tables: descriptions, facets, labels."""

from __future__ import annotations

import json
from typing import Any

from outreach_sim.storage.tables.schema import Relation, relations
from outreach_sim.storage.tables.source import Source

_SETTINGS: dict[str, dict[str, Any]] = {
    "run": {"label_column": "name"},
    "lab": {"label_column": "name", "facets": ["player"]},
    "person": {"label_column": "name", "facets": ["employer", "level", "city"]},
    "kind": {"label_column": "kind", "size": 100},
    "event": {"facets": ["kind", "lab"]},
    "events": {"facets": ["event", "lab", "employer", "level"]},
    "sequences": {"facets": ["lab", "employer", "level", "interested", "decision"]},
    "funnel": {"facets": ["lab", "employer", "level"]},
}
"""What of a table is counted beside it, and which column stands for a row that others refer to."""


def metadata_text(source: Source, database: str) -> str:
    """The metadata as JSON.

    Args:
        source: what the tables are of.
        database: the name by which Datasette calls the file, its own without its ending.
    """
    described = {relation.name: _described(relation) for relation in relations()}
    metadata = {
        "title": source.scenario.title,
        "description": f"{source.name}, seed {source.seed}, played by outreach-sim {source.engine}. "
        "No mail was sent.",
        "databases": {database: {"tables": described}},
    }
    return json.dumps(metadata, indent=2, ensure_ascii=False) + "\n"


def _described(relation: Relation) -> dict[str, Any]:
    columns = {column.name: column.means for column in relation.columns}
    return {"description": relation.means, "columns": columns, **_SETTINGS.get(relation.name, {})}
