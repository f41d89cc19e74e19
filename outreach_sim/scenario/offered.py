"""Words that editors are to offer where a file may say something else as well, or that only other files know.

Each is an annotation that pydantic asks as it draws up a JSON Schema, and at no other time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outreach_sim.scenario.parameters import ParameterCard, load_cards, sane_range

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema

Json = dict[str, Any]


class OfferedLetters:
    """The letters that ship, or any other name: that of a letter beside the scenario."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        """The words in front, the general rule behind them."""
        from outreach_sim.mail.shipped import shipped_letters

        return {"anyOf": [{"enum": list(shipped_letters().ids)}, handler(core)]}


class OfferedParameters:
    """The parameters of the model, each with its bounds, its value and where that comes from."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        """A table with a property for each, and no other."""
        known = {name: _number(card) for name, card in load_cards().items()}
        return {"type": "object", "properties": known, "additionalProperties": False}


def _number(card: ParameterCard) -> Json:
    low, high = sane_range(card.name)
    span = f"evidence leaves {card.low:g} to {card.high:g}"
    told = f"{card.unit}, in {', '.join(card.links)}; {span}; {card.source}"
    return {"type": "number", "minimum": low, "maximum": high, "default": card.value, "description": told}
