"""The JSON Schema of scenario files, for editors, for Tab and for their page."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, NoDefault

from outreach_sim.scenario.schema import Spec

Json = dict[str, Any]


class _AsTomlHasIt(GenerateJsonSchema):
    """What is left out is no value: TOML has no null to write, and a table nobody opens no contents."""

    def nullable_schema(self, schema: Any) -> Json:
        """What may stand there where something does."""
        return self.generate_inner(schema["schema"])

    def get_default_value(self, schema: Any) -> Any:
        """Only what is one word in a file: the keys of a table have defaults of their own."""
        default = super().get_default_value(schema)
        return default if isinstance(default, bool | int | float | str) else NoDefault

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never: the key is the title."""
        return False


def json_schema() -> Json:
    """The schema: every key with its bounds, its default where it has one, and what it is for."""
    rules = Spec.model_json_schema(by_alias=True, schema_generator=_AsTomlHasIt)
    about = {"$schema": GenerateJsonSchema.schema_dialect, "title": "Outreach Sim scenario"}
    return about | {key: rule for key, rule in rules.items() if key != "title"}
