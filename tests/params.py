"""The default parameters, read from the fixture itself."""

import tomllib
from dataclasses import fields
from pathlib import Path

from outreach_sim.model.parameters import Parameters

_FILE = Path(__file__).parents[1] / "fixtures" / "parameters.toml"
_CARDS = tomllib.loads(_FILE.read_text(encoding="utf-8"))

PARAMETERS = Parameters(**{f.name: float(_CARDS[f.name]["value"]) for f in fields(Parameters)})
