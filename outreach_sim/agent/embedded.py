"""A scenario within a transcript: its text, what was changed in it, and the files that it names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from outreach_sim.errors import UsageError
from outreach_sim.inputs.paths import below, is_slug, read_text
from outreach_sim.inputs.toml import Document, parse
from outreach_sim.inputs.writing import write_text
from outreach_sim.scenario.load import IN_A_FOLDER, Scenario, load_scenario
from outreach_sim.scenario.overrides import apply_overrides
from outreach_sim.scenario.script_file import MAX_BYTES


@dataclass(frozen=True, slots=True)
class Embedded:
    """Everything that a game is played in.

    Attributes:
        name: of the scenario.
        text: of its file.
        overrides: ``KEY=VALUE``, as ``--set`` takes them.
        files: texts of the files beside it that it names, by their names.
    """

    name: str
    text: str
    overrides: Sequence[str] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, scenario: Scenario, overrides: Sequence[str] = ()) -> Embedded:
        """Of one that was loaded with these overrides.

        Raises:
            OutreachError: a file beside it has gone since.
        """
        document = apply_overrides(parse(scenario.text, scenario.name), overrides)
        files = {name: read_text(scenario.file.parent / name, MAX_BYTES) for name in _named(document)}
        inside = {one["id"] for one in document.data.get("letters", [])}
        files |= {
            f"{name}.md": letter.text for name, letter in scenario.letter_texts.items() if name not in inside
        }
        return cls(scenario.name, scenario.text, tuple(overrides), files)

    @property
    def sha256(self) -> str:
        """Over text, overrides and files, as a JSON list of the three; whatever it is called."""
        said = json.dumps([self.text, list(self.overrides), dict(sorted(self.files.items()))])
        return hashlib.sha256(said.encode("ascii")).hexdigest()

    def as_told(self) -> dict[str, Any]:
        """As the first line of a transcript has it."""
        told = {"name": self.name, "text": self.text, "overrides": list(self.overrides)}
        return told | {"files": dict(self.files), "sha256": self.sha256}

    def load(self) -> Scenario:
        """The scenario again, from nothing else.

        Raises:
            OutreachError: everything that is wrong with it.
        """
        with TemporaryDirectory(prefix="outreach-sim-") as folder:
            home = Path(folder) / (self.name if is_slug(self.name) else "scenario")
            for name, text in {IN_A_FOLDER: self.text, **self.files}.items():
                place = below(home, name)
                if place is None or place == home:
                    raise UsageError(f"a file of the scenario lies outside of its folder: {name!r}")
                place.parent.mkdir(parents=True, exist_ok=True)
                write_text(place, text)
            return load_scenario(str(home), self.overrides)


def _named(document: Document) -> Iterator[str]:
    """Files beside a scenario that it names: people, lines of script, letters."""
    tables = document.data
    yield from filter(None, (tables["population"].get("file"), tables["scenario"].get("script_file")))
    yield from (one["file"] for one in tables.get("letters", []) if "file" in one)
