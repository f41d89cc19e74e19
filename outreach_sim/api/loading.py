"""Scenarios from Python: those that ship, files, and what is changed in them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from outreach_sim.api.table import Table
from outreach_sim.errors import UsageError
from outreach_sim.scenario.load import Scenario, list_scenarios, load_scenario

Changes = Mapping[str, Any] | Sequence[str]
"""Values by their dotted keys, or ``KEY=VALUE`` as ``--set`` takes them."""


def scenarios() -> Table:
    """The scenarios that ship: name, title, days, people, labs, player."""
    loaded = [load_scenario(name) for name in list_scenarios()]
    return Table(
        {
            "name": [one.name for one in loaded],
            "title": [one.title for one in loaded],
            "days": [one.days for one in loaded],
            "people": [len(one.population) for one in loaded],
            "labs": [len(one.lab_ids) for one in loaded],
            "player": [one.spec.scenario.player for one in loaded],
        }
    )


def load(name_or_path: str | Path, changes: Changes = ()) -> Scenario:
    """A scenario, with values changed: ``load("small-lab", {"labs.pocket-lab.compute": 9_000})``.

    Args:
        name_or_path: a shipped name, or the path of a TOML file or of a folder that holds one.
        changes: values by their dotted keys, or ``KEY=VALUE`` strings.

    Raises:
        OutreachError: there is no such scenario, or everything that is wrong with it.
    """
    return load_scenario(str(name_or_path), overrides(changes))


def loaded(scenario: str | Path | Scenario, changes: Changes = ()) -> Scenario:
    """The scenario that is meant.

    Raises:
        UsageError: one that is loaded is to be changed.
    """
    if not isinstance(scenario, Scenario):
        return load(scenario, changes)
    if changes:
        raise UsageError("changes go with the name of a scenario: load it with them")
    return scenario


def overrides(changes: Changes) -> tuple[str, ...]:
    """Changes as ``--set`` takes them."""
    if isinstance(changes, str):
        return (changes,)
    if isinstance(changes, Mapping):
        return tuple(f"{key}={_toml(value)}" for key, value in changes.items())
    return tuple(changes)


def _toml(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, np.generic):
        return _toml(value.item())
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence | np.ndarray):
        return "[" + ", ".join(map(_toml, value)) + "]"
    raise UsageError(f"a scenario holds numbers, text, dates, lists and tables, not {type(value).__name__}")
