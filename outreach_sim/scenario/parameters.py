"""The cards of the model's parameters: value, range, unit, source, trust."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.model.parameters import Parameters

NAMES = tuple(field.name for field in fields(Parameters))

_SANE_LOG_ODDS = (-50.0, 50.0)
_SANE_BY_UNIT = {
    "probability": (0.0, 1.0),
    "exponent": (0.01, 20.0),
    "h100e per researcher": (0.01, 1e6),
    "campaigns a person-year": (0.01, 1_000.0),
    "mails per person in 90 days": (0.0, 1_000.0),
    "share of the leader's fleet": (1e-6, 1.0),
    "share of present pay": (0.0, 10.0),
    "share of what the mail before added": (0.0, 1.0),
    "sd of ln threshold": (0.0, 5.0),
    "sd of ln days": (0.0, 5.0),
    "days": (0.01, 365.0),
    "campaigns a day": (0.0, 100.0),
    "rate per year": (0.0, 10.0),
}
_SANE_BY_NAME = {
    "pay_slope": (0.01, 50.0),  # the price of compute divides by it
    "compute_taste_mean": (0.0, 10.0),
    "compute_share": (0.05, 1.0),  # the taste of heavy users is the mean over it
    "money_sd": (0.0, 5.0),
    "fit_sd": (0.0, 10.0),
    "interest_cut": (-50.0, 0.0),  # interest is a part of replies
    "gate_weight": (-50.0, 0.0),
    "mission_taste_sd": (0.0, 10.0),
    "product_taste_sd": (0.0, 10.0),
    "ceo_spam_chance": (0.0, 0.99),  # explained as log-odds
    "counter_chance": (0.0, 0.99),  # it enters as odds
    "offer_chance_interviewed": (0.001, 0.999),  # explained as log-odds
    "offer_chance_direct": (0.001, 0.999),
}


@dataclass(frozen=True, slots=True)
class ParameterCard:
    """What is known about one parameter.

    Attributes:
        value, low, high: default and the range that evidence leaves open.
        unit: log-odds, probability, days …
        links: which links of the chain it enters.
        source, date, trust, derivation: where it comes from; a trust of ``guess`` says so.
        figures: ids of the published figures in ``figures.csv`` that it rests on.
        drawn: how it is drawn where its range counts; empty for by itself.
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
    drawn: str = ""
    figures: tuple[str, ...] = ()


@cache
def load_cards() -> Mapping[str, ParameterCard]:
    """All cards by name, in the order of the file."""
    path = shipped_folder("fixtures") / "parameters.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: ParameterCard(
            name=name,
            **{**table, "links": tuple(table["links"]), "figures": tuple(table.get("figures", ()))},
        )
        for name, table in tables.items()
    }


def sane_range(name: str) -> tuple[float, float]:
    """Values for which the model means anything; far wider than ``low`` and ``high`` of the card."""
    return _SANE_BY_NAME.get(name) or _SANE_BY_UNIT.get(load_cards()[name].unit, _SANE_LOG_ODDS)


def objection_to(name: str, value: float) -> str | None:
    """What is wrong with a value for a known parameter, if anything."""
    low, high = sane_range(name)
    if low <= value <= high:
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return "must be a finite number"
    return f"must be from {low:,g} to {high:,g}"


def load_parameters(overrides: Mapping[str, float] | None = None) -> Parameters:
    """The default parameters with some values replaced.

    Raises:
        BadInputError: an override is no parameter, or a value without meaning.
    """
    values = {name: load_cards()[name].value for name in NAMES}
    for name, value in (overrides or {}).items():
        objection = objection_to(name, value) if name in values else "is not a parameter"
        if objection:
            raise BadInputError(Problem("parameters", 0, 0, name, objection))
        values[name] = float(value)
    return Parameters(**values)
