"""Which worlds a leaderboard is about: public ones that nobody may learn from, or those of a private ring.

A private ring is a file with its own luck, its own people and its own parameters, drawn from the ranges that
the evidence leaves open. Its SHA-256 is told before anybody plays, and the file after: whoever has both can
check that nothing was chosen in between. A salt keeps anybody from finding the file by trying seeds.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from outreach_sim.errors import BadInputError, NewerFormatError, Problem, UsageError
from outreach_sim.inputs.paths import printable, read_bytes
from outreach_sim.inputs.writing import write_text
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.scenario.parameters import load_cards, load_parameters
from outreach_sim.scenario.text import text_with
from outreach_sim.study.ignorance import draw

TRAINING = range(1_000)
"""Public worlds, by number, that anybody may learn from."""
FIRST_TEST_WORLD = TRAINING.stop
"""From this world on nobody learns: a policy that has seen them is no entry."""
VERSION = 1
SALT_BYTES = 16
MAX_BYTES = 1024 * 1024
MAX_SEED = 2**63 - 1
PEOPLE = "population.seed"
_KIND = "outreach-sim ring"


@dataclass(frozen=True, slots=True)
class Ring:
    """Worlds that are played.

    Attributes:
        seed: of their luck.
        first: number of the first of them.
        people_seed: who the people are; ``None`` for those of the scenario.
        parameters: of the model, by name, in place of the published ones.
        salt: nobody can guess it, so nobody can guess the file from its hash.
        sha256: of the file; empty for a public ring.
    """

    seed: int = 1
    first: int = FIRST_TEST_WORLD
    people_seed: int | None = None
    parameters: Mapping[str, float] = field(default_factory=dict)
    salt: str = ""
    sha256: str = ""

    def overrides(self, scenario: Scenario) -> tuple[str, ...]:
        """What it changes in a scenario, as ``--set`` takes it; what the scenario sets itself stays.

        Raises:
            UsageError: its people come from a file, so there can be no others.
        """
        if self.people_seed is None:
            return ()
        if scenario.spec.population.file is not None:
            raise UsageError(
                f"the people of {scenario.name} come from a file, so a private ring cannot have others: "
                "name a scenario with a population.seed"
            )
        drawn = {
            name: value for name, value in self.parameters.items() if name not in scenario.spec.parameters
        }
        return (f"{PEOPLE}={self.people_seed}", *(f"parameters.{name}={drawn[name]!r}" for name in drawn))

    def scenario(self, name_or_path: str, overrides: tuple[str, ...] = ()) -> Scenario:
        """A scenario as it is played in this ring.

        Raises:
            OutreachError: there is no such scenario, or it cannot be played so.
        """
        public = load_scenario(name_or_path, overrides)
        changed = self.overrides(public)
        return load_scenario(name_or_path, (*overrides, *changed)) if changed else public

    def text(self, name_or_path: str, overrides: tuple[str, ...] = ()) -> str:
        """The same as a file, for agents to play in this ring.

        Raises:
            OutreachError: as for ``scenario``.
        """
        changed = self.overrides(load_scenario(name_or_path, overrides))
        return text_with(name_or_path, (*overrides, *changed))


def drawn_ring() -> Ring:
    """A private ring that nobody has seen."""
    parameters = draw(load_parameters(), load_cards(), (), 1, secrets.randbelow(MAX_SEED)).sets[0]
    return Ring(
        seed=secrets.randbelow(MAX_SEED),
        first=0,
        people_seed=secrets.randbelow(2**31),
        parameters={name: getattr(parameters, name) for name in load_cards()},
        salt=secrets.token_hex(SALT_BYTES),
    )


def write_ring(ring: Ring, path: Path, force: bool = False) -> str:
    """Write a private ring; returns its SHA-256.

    Raises:
        BadInputError: the file is there already, or cannot be written.
    """
    told = {"kind": _KIND, "v": VERSION, **asdict(ring)}
    del told["sha256"]
    text = json.dumps(told, indent=2) + "\n"
    write_text(path, text, force)
    return sha256_of(text.encode())


def sha256_of(data: bytes) -> str:
    """What ``sha256sum`` says of the file."""
    return hashlib.sha256(data).hexdigest()


def read_ring(path: Path) -> Ring:
    """A private ring as it was written.

    Raises:
        BadInputError: it is none, or a value in it cannot be.
    """
    data = read_bytes(path, MAX_BYTES)
    try:
        told: dict[str, Any] = json.loads(data)
        if told.pop("kind") != _KIND:
            raise ValueError("it is of another kind")
        version = int(told.pop("v"))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise _wrong(path, "this is no ring of worlds", "leaderboard --new-ring FILE writes one") from None
    if version > VERSION:
        message = f"a newer version of this program wrote it (ring {version})"
        raise NewerFormatError(Problem(printable(path), 0, 0, "", message, "install that version"))
    return _checked(path, told, sha256_of(data))


def _checked(path: Path, told: dict[str, Any], sha256: str) -> Ring:
    """The ring, every value of which is what it can be."""
    known, names = load_cards(), {"seed", "first", "people_seed", "parameters", "salt"}
    if missing := sorted(names - set(told)) or sorted(set(told) - names):
        what = "is missing" if names - set(told) else "is not known"
        raise _wrong(path, f"its key {missing[0]!r} {what}")
    for name in ("seed", "first", "people_seed"):
        if isinstance(told[name], bool) or not isinstance(told[name], int) or not 0 <= told[name] <= MAX_SEED:
            raise _wrong(path, f"{name} must be a whole number from 0 to {MAX_SEED:,}")
    parameters = told["parameters"]
    if not isinstance(parameters, dict) or (unknown := sorted(set(parameters) - set(known))):
        named = repr(unknown[0]) if isinstance(parameters, dict) else "a table of them"
        raise _wrong(path, f"there is no parameter {named}")
    for name, value in parameters.items():
        low, high = known[name].low, known[name].high
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise _wrong(path, f"parameters.{name} must be from {low:g} to {high:g}, which evidence allows")
    if not isinstance(told["salt"], str):
        raise _wrong(path, "salt must be text")
    return Ring(**told, sha256=sha256)


def _wrong(path: Path, message: str, hint: str = "") -> BadInputError:
    return BadInputError(Problem(printable(path), 0, 0, "", message, hint))
