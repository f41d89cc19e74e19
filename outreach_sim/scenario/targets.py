"""The published figures that calibration holds the model against, read from ``fixtures``."""

from __future__ import annotations

import csv
import io
import tomllib
from dataclasses import dataclass
from functools import cache

from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.scenario.load import Scenario, load_scenario

MEASURES = ("share", "gain", "elasticity", "retention", "flow", "staff")


@dataclass(frozen=True, slots=True)
class Target:
    """One published figure, and how it is simulated.

    Attributes:
        id: short name. that: what the value says, after the value.
        scenario: a file of ``fixtures/calibration`` or a shipped scenario.
        measure: one of ``MEASURES``: a share of sequences or people that came so far; times as many as on
            the same luck under ``against``; elasticity to a ``step`` between two settings; staff still
            there after two years; people who moved one way for each who moved back; a share of the
            employer's candidates.
        of, over: events, or ``sequences``.
        lab, origin: ids of labs, where the measure needs them; ``origin`` is ``from`` in the file.
        set, against: values set in the scenario, and in what it is compared with.
        value, low, high: published, and the range in which the model counts as right.
        figure: id in ``figures.csv``.
        step: ratio of the two settings of an elasticity.
        worlds: multiplies the number of worlds, for rare events.
        held_out: kept aside: no parameter was set from it.
        why: a sentence that explains a miss.
    """

    id: str
    that: str
    scenario: str
    measure: str
    value: float
    low: float
    high: float
    figure: str
    of: str = ""
    over: str = ""
    lab: str = ""
    origin: str = ""
    set: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    step: float = 1.0
    worlds: float = 1.0
    held_out: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure: who says what of whom, when, and how far it can be trusted."""

    id: str
    about: str
    figure: str
    value: str
    unit: str
    date: str
    source: str
    url: str
    trust: str


@cache
def load_targets() -> tuple[Target, ...]:
    """All targets, in the order of the file."""
    text = (shipped_folder("fixtures") / "targets.toml").read_text(encoding="utf-8")
    return tuple(_target(table) for table in tomllib.loads(text)["target"])


def _target(table: dict[str, object]) -> Target:
    fields = {"origin" if key == "from" else key: value for key, value in table.items()}
    listed = {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}
    return Target(**listed)  # type: ignore[arg-type]


@cache
def load_figures() -> dict[str, Figure]:
    """All published figures by id, in the order of the file."""
    text = (shipped_folder("fixtures") / "figures.csv").read_text(encoding="utf-8")
    return {row["id"]: Figure(**row) for row in csv.DictReader(io.StringIO(text))}


@cache
def condition(scenario: str, overrides: tuple[str, ...]) -> Scenario:
    """The scenario in which a target is simulated, with these values set; of the calibration or shipped."""
    own = shipped_folder("fixtures") / "calibration" / f"{scenario}.toml"
    return load_scenario(str(own) if own.is_file() else scenario, overrides)
