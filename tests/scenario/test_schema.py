"""Editors read the same rules from the JSON Schema that the program reads from its models; no text of a file
gets through any of these models as it stands there.
"""

import json
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

import outreach_sim
from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.inputs.text import visible
from outreach_sim.mail.shipped import shipped_letters
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.market.setup import SENDER_NAMES
from outreach_sim.scenario import field_types as kinds
from outreach_sim.scenario.field_types import Strict, TextCheck
from outreach_sim.scenario.json_schema import json_schema
from outreach_sim.scenario.load import list_scenarios
from outreach_sim.scenario.parameters import NAMES, load_cards, sane_range

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


def every_rule(node: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every schema inside a schema, with its place: properties, elements, choices."""
    yield place, node
    for name, table in node.get("$defs", {}).items():
        yield from every_rule(table, name)
    for key, inner in node.get("properties", {}).items():
        yield from every_rule(inner, f"{place}.{key}")
    for choice in (*node.get("anyOf", ()), *node.get("oneOf", ()), *filter(None, [node.get("items")])):
        yield from every_rule(choice, f"{place}[]")


RULES = list(every_rule(json_schema()))


def test_every_property_says_what_it_is_for() -> None:
    keys = [f"{place}.{key}" for place, rule in RULES for key in rule.get("properties", {})]
    told = {place for place, rule in RULES if rule.get("description")}
    assert len(keys) > 200 and [key for key in keys if key not in told] == []


def test_the_schema_asks_for_nothing_that_toml_cannot_write() -> None:
    assert [
        place for place, rule in RULES if rule.get("type") == "null" or rule.get("default", 0) is None
    ] == []
    assert [place for place, rule in RULES if isinstance(rule.get("default"), dict | list)] == []


def test_the_schema_says_what_it_is() -> None:
    top = json_schema()
    assert (top["$schema"], top["title"]) == (
        "https://json-schema.org/draft/2020-12/schema", "Outreach Sim scenario",
    )  # fmt: skip


def test_known_words_are_offered_and_those_of_a_user_s_own_files_are_allowed() -> None:
    letters = list(shipped_letters().ids)
    for table, key in (("Bot", "template"), ("ScriptLine", "template"), ("ScenarioTable", "letters")):
        rule = json_schema()["$defs"][table]["properties"][key]
        assert rule.get("items", rule)["anyOf"] == [{"enum": letters}, {"type": "string"}]
    enums = {place: rule["enum"] for place, rule in RULES if "enum" in rule}
    assert enums["LabTable.policy"] == ["idle", "script", *POLICIES]
    assert enums["Bot.sender"] == enums["Expect.sender"] == list(SENDER_NAMES.values())


def test_parameters_are_those_of_the_model_with_the_bounds_that_files_are_held_to() -> None:
    known = json_schema()["properties"]["parameters"]
    assert list(known["properties"]) == list(NAMES) and known["additionalProperties"] is False
    for name, rule in known["properties"].items():
        assert (rule["minimum"], rule["maximum"]) == sane_range(name)
        assert rule["default"] == load_cards()[name].value


# -- every string of every schema -------------------------------------------------------------------------


NEED_AN_EXTRA = ("environments.gym", "environments.registration")
"""Gymnasium's part of the environments: without it they cannot be imported, and they read no files."""


def every_model() -> list[type[BaseModel]]:
    """Every model of the package, wherever it is defined."""
    for module in pkgutil.walk_packages(outreach_sim.__path__, "outreach_sim."):
        if not any(part in module.name for part in ("tui", "__main__", *NEED_AN_EXTRA)):
            import_module(module.name)

    def below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
        for child in model.__subclasses__():
            yield from (child, *below(child))

    # Whatever a test defined is not of the package.
    return [model for model in below(BaseModel) if model.__module__.startswith("outreach_sim.")]


def unchecked_texts(schema: Any, place: str = "", *, checked: bool = False) -> Iterator[str]:
    """Where pydantic's own plan of a model takes text that no gate sees: places in the plan."""
    if isinstance(schema, list | tuple):
        for number, part in enumerate(schema):
            yield from unchecked_texts(part, f"{place}.{number}", checked=checked)
    elif isinstance(schema, dict):
        if schema.get("type") == "str" and not checked:
            yield place
        passes = schema.get("type") == "function-after" and schema["function"]["function"] in GATES
        for key, part in schema.items():
            if key not in ("metadata", "function", "serialization"):
                yield from unchecked_texts(part, f"{place}.{key}", checked=passes and key == "schema")


GATES = {
    check.func: name
    for name, kind in vars(kinds).items()
    for check in getattr(kind, "__metadata__", ())
    if isinstance(check, TextCheck)
}
HOSTILE = "https://x.example/\x1b]52;c;QQ==\x07\x1b[2J\x9b31m\u202e\u200b\u2028\ue000x"


def test_every_text_of_every_model_passes_a_gate() -> None:
    models = every_model()
    assert len(models) > 15
    for model in models:
        assert issubclass(model, Strict) or model is Strict, model
        model.model_rebuild()
        assert not list(unchecked_texts(model.__pydantic_core_schema__)), model


def test_the_walk_finds_text_that_no_gate_sees() -> None:
    class Open(BaseModel):
        names: dict[str, list[str | None]]
        kept: kinds.DisplayText

    assert len(list(unchecked_texts(Open.__pydantic_core_schema__))) == 2


@pytest.mark.parametrize("gate", GATES, ids=GATES.get)
def test_a_gate_cleans_or_refuses(gate: Any) -> None:
    try:
        answer = gate(HOSTILE)
    except ValueError as refused:
        answer = str(refused)
    assert visible(answer) == answer != HOSTILE


@pytest.mark.parametrize(
    "kind", ["str", "list[str]", "dict[str, int]", "Annotated[str, Field(max_length=3)] | None"]
)
def test_a_table_with_any_other_text_cannot_be_defined(kind: str) -> None:
    with pytest.raises(TypeError, match=r"Careless\.words is text that nobody checks"):
        type("Careless", (Strict,), {"__annotations__": {"words": kind}, "__module__": kinds.__name__})


def test_a_link_is_cleaned_and_stays_a_link() -> None:
    source = {"what": "w", "source": "s", "date": "2024", "trust": "guess"}
    from outreach_sim.scenario.lab_tables import Source

    assert (
        Source.model_validate(source | {"url": "https://x.example/\x1b]52;c;QQ==\x07a"}).url
        == "https://x.example/a"
    )
    for url in ("javascript:alert(1)", "https://\x1b[2J", "https://a b"):
        with pytest.raises(ValidationError):
            Source.model_validate(source | {"url": url})
