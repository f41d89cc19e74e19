"""What an agent is told of a game: the first line, and the rules."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_type_hints

from annotated_types import DocInfo

from outreach_sim.agent.questions import QUESTIONS, Questions
from outreach_sim.api.play import Game
from outreach_sim.api.told import boards_table, means
from outreach_sim.mail.fields import FIELDS
from outreach_sim.market.points import LINES
from outreach_sim.market.rules import Mechanisms, Rules
from outreach_sim.scenario.load import Scenario

GOAL = (
    "Win people from rival labs by letters and offers, and keep your own. The score is points over what your "
    "lab would have had doing nothing on the same luck."
)


def greeting_of(scenario: Scenario) -> dict[str, Any]:
    """Who the agent is, where, and what for; nothing of the seed."""
    lab = scenario.setup.labs[scenario.setup.player]
    return {
        "scenario": {
            "title": scenario.title,
            "summary": scenario.summary,
            "start": scenario.start.isoformat(),
            "days": scenario.days,
            "people": len(scenario.population),
        },
        "you": {"lab": lab.id, "name": lab.name},
        "goal": GOAL,
    }


def rules_of(game: Game, questions: Questions) -> dict[str, Any]:
    """Everything that is so from the first day to the last."""
    scenario = game.scenario
    setup = scenario.setup
    return {
        "goal": GOAL,
        "points": {line.name: line.means for line in LINES},
        "boards": boards_table(scenario),
        "labs": game.labs().to_dicts(),
        "letters": game.letters(),
        "fields": {name: one.meaning for name, one in FIELDS.items() if not one.reply},
        "mechanisms": _told(Mechanisms, setup.mechanisms, only_on=True),
        "numbers": _told(Rules, setup.rules),
        "questions": {
            "days": questions.asked_on,
            "ask": {name: f"{least} or more say yes by the end" for name, least in QUESTIONS.items()},
            "unanswered": "counts as .5",
        },
        "means": means(game.view()),
    }


def _told(kind: type[Any], kept: Any, *, only_on: bool = False) -> dict[str, Any]:
    """Fields of a dataclass of rules with their lines of text: switches that are on, or values."""
    hints = get_type_hints(kind, include_extras=True)
    texts = {
        field.name: next(
            one.documentation for one in hints[field.name].__metadata__ if isinstance(one, DocInfo)
        )
        for field in fields(kind)
    }
    if only_on:
        return {name: text for name, text in texts.items() if getattr(kept, name)}
    return {name: {"value": getattr(kept, name), "means": text} for name, text in texts.items()}
