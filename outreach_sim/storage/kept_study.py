"""A study that a file keeps, to be looked at: its worlds, and the scenario that they were played with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from outreach_sim.errors import BadInputError, OtherRulesError, UsageError
from outreach_sim.formatting import counted
from outreach_sim.inputs.paths import printable
from outreach_sim.inputs.text import clean
from outreach_sim.scenario.engine import engine
from outreach_sim.scenario.load import Scenario, of_spec
from outreach_sim.scenario.parameters import load_parameters
from outreach_sim.scenario.schema import Spec
from outreach_sim.storage.saves.database import UNREADABLE, damaged, why
from outreach_sim.storage.studies import identity, worlds_in
from outreach_sim.storage.study_file import KIND, OTHER, STUDY, read_file

NAME_IT = "name the scenario that it was played with: --scenario FILE, with its --set and --letters"


@dataclass(frozen=True, slots=True)
class KeptStudy:
    """A study as its file has it.

    Attributes:
        path: the file.
        identity: what the study is known by, see ``studies.identity``.
        name: of the scenario.
        spec: the scenario's validated tables, as JSON.
        parameters: those it was played with, as JSON.
        seed: luck seed.
        engine: the rules by which it was played.
        digests: of every finished world, by its number from 0, in order.
    """

    path: Path
    identity: str
    name: str
    spec: str
    parameters: str
    seed: int
    engine: str
    digests: dict[int, bytes]


def read_study(path: Path, number: int | None = None) -> KeptStudy:
    """One study of a file, by its number from 1 where the file holds several; nothing is written.

    Raises:
        BadInputError: the file is something else, damaged, of a newer version, or holds no finished world.
        UsageError: it holds several and none was named, or not so many.
    """
    with closing(read_file(path)) as db:
        try:
            found = db.execute("SELECT * FROM study ORDER BY id").fetchall()
            row = _chosen(path, [dict(zip(STUDY, values, strict=True)) for values in found], number)
            digests = worlds_in(db, path, row["id"])
        except UNREADABLE as error:
            raise damaged(path, f"this {KIND.noun} is damaged ({why(error)})", OTHER) from None
    if not digests:
        raise damaged(path, "no world of this study is finished", "let the command that began it go on")
    kept = {key: row[key] for key in ("identity", "spec", "parameters", "seed", "engine")}
    return KeptStudy(path, name=clean(row["scenario"]), digests=digests, **kept)


def _chosen(path: Path, rows: Sequence[dict[str, Any]], number: int | None) -> dict[str, Any]:
    if not rows:
        raise damaged(path, "this file of studies is empty", OTHER)
    if number is None and len(rows) == 1:
        return rows[0]
    if number is not None and number <= len(rows):
        return rows[number - 1]
    told = "; ".join(
        f"{i} is {clean(row['title'], 60)!r} with seed {row['seed']}" for i, row in enumerate(rows, start=1)
    )
    many = counted(len(rows), "study", "studies")
    raise UsageError(f"{printable(path)} holds {many}, say which with --study: {told}")


def scenario_of(kept: KeptStudy, named: Scenario | None = None) -> Scenario:
    """The scenario of a study, made from what the file says, or the one that the user names.

    Raises:
        OtherRulesError: another engine played it.
        UsageError: its people or letters come from files of their own, or another scenario is named.
    """
    if kept.engine != engine():
        raise OtherRulesError(
            f"this study was played by outreach-sim {clean(kept.engine, 60)}, whose rules are others than "
            f"those of {engine()}; its worlds cannot be played again here"
        )
    scenario = named or _made(kept)
    if scenario is None:
        raise UsageError(f"{printable(kept.path)} does not hold its people and letters; {NAME_IT}")
    if identity(scenario, kept.seed, scenario.queries) != kept.identity:
        message = f"{printable(kept.path)} was played with another scenario than {clean(scenario.name)!r}"
        raise UsageError(message if named else f"{message} of this program; {NAME_IT}")
    return scenario


def _made(kept: KeptStudy) -> Scenario | None:
    """The scenario of made-up people and shipped letters; nothing where it had others."""
    try:
        data = json.loads(kept.spec)
        # A file that gives a text gives one that can be shown; none at all is left out.
        data["scenario"] = {key: value for key, value in data["scenario"].items() if value != ""}
        for line in data["script"]:
            if line["to"]["top"] is None and not line["to"]["candidates"]:
                del line["to"]  # of machines and standing rules, which are for nobody
        spec = Spec.model_validate_json(json.dumps(data))
        parameters = load_parameters(json.loads(kept.parameters))
    except (ValueError, TypeError, KeyError, AttributeError, BadInputError) as error:
        message = f"what this study was played with cannot be read ({clean(str(error), 120)})"
        raise damaged(kept.path, message, OTHER) from None
    if spec.population.file is not None or spec.scenario.letters:
        return None
    try:
        scenario = of_spec(kept.name, spec)
    except KeyError:  # a letter that this program does not ship
        return None
    return replace(scenario, setup=replace(scenario.setup, parameters=parameters))
