"""Editors read the same rules from the JSON Schema that the program reads from its models."""

import json

import pytest

from outreach_sim.intake.shipped import shipped_folder
from outreach_sim.scenario.load import json_schema, list_scenarios

FOLDER = shipped_folder("fixtures") / "scenarios"


def test_the_schema_beside_the_scenarios_is_the_one_of_the_models() -> None:
    text = (FOLDER / "scenario.schema.json").read_text(encoding="utf-8")
    assert json.loads(text) == json_schema(), "run: outreach-sim scenario schema > scenario.schema.json"


def test_the_schema_names_keys_as_files_spell_them() -> None:
    tables = json_schema()["$defs"]
    assert "hiring-manager" in tables["LetterQuota"]["properties"]
    assert "from" in tables["To"]["properties"]
    assert all(table["additionalProperties"] is False for table in tables.values())


@pytest.mark.parametrize("name", list_scenarios())
def test_every_shipped_scenario_names_the_schema_beside_it(name: str) -> None:
    first = (FOLDER / f"{name}.toml").read_text(encoding="utf-8").split("\n")[0]
    assert first == "#:schema ./scenario.schema.json"
