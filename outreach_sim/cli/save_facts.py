"""What is said of a game at a glance, and of an order in a line: the same at every ``save`` command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from outreach_sim.formatting import counted

if TYPE_CHECKING:
    from outreach_sim.storage.saves.game import Game


def facts(game: Game) -> dict[str, Any]:
    """What can be said of a game at a glance."""
    return {
        "name": game.name,
        "scenario": game.scenario.name,
        "title": game.scenario.title,
        "seed": game.seed,
        "day": game.session.day,
        "days": game.scenario.days,
        "date": str(game.scenario.date_of(game.session.day)),
        "turns": game.turn,
        "undone": game.undone,
        "origin": game.origin,
        "log_hash": game.log_hash,
    }


def order_words(line: Mapping[str, Any]) -> str:
    """An order as one line: when, what, and to whom or how much."""
    to, what = line.get("to", {}), " ".join(filter(None, (line["do"], line.get("template"))))
    if "h100e" in line:
        return f"{line['on']}  {what} {counted(line['h100e'], 'H100')}"
    if line["do"] == "stand":
        return f"{line['on']}  {what} by {line['keep_hours']} a week from {line.get('counter_from', 0.0):g}"
    whom = to.get("candidates") or f"the first {to.get('top')}"
    return f"{line['on']}  {what} to {whom}"


def order_table(line: Any) -> dict[str, Any]:
    """An order as a line of a scenario's script would say it."""
    table: dict[str, Any] = line.model_dump(
        mode="json", by_alias=True, exclude_none=True, exclude_defaults=True
    )
    return {"do": line.do} | table
