"""The cards of the model's parameters: value, range, unit, source, trust."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.intake.shipped import shipped_folder
from outreach_sim.model.parameters import Parameters

NAMES = tuple(field.name for field in fields(Parameters))


@dataclass(frozen=True, slots=True)
class ParameterCard:
    """What is known about one parameter.

    Attributes:
        value, low, high: default and the range that evidence leaves open.
        unit: log-odds, probability, days …
        links: which links of the chain it enters.
        source, date, trust, derivation: where it comes from; a trust of ``guess`` says so.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    links: tuple[str, ...]
    source: str
    date: str
    trust: str
    derivation: str


@cache
def load_cards() -> Mapping[str, ParameterCard]:
    """All cards by name, in the order of the file."""
    path = shipped_folder("fixtures") / "parameters.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: ParameterCard(name=name, **{**table, "links": tuple(table["links"])})
        for name, table in tables.items()
    }


def load_parameters(overrides: Mapping[str, float] | None = None) -> Parameters:
    """The default parameters with some values replaced.

    Raises:
        BadInputError: an override is no parameter, or not a finite number.
    """
    values = {name: load_cards()[name].value for name in NAMES}
    for name, value in (overrides or {}).items():
        if name not in values or not math.isfinite(value):
            message = "is not a parameter" if name not in values else "must be a finite number"
            raise BadInputError(Problem("parameters", 0, 0, name, message))
        values[name] = float(value)
    return Parameters(**values)
