"""All commands of the desk that have keys: where they are, which keys they have, what they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from textual.binding import Binding

from outreach_sim.tui.widgets.keys import bindings_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where commands are.

    Attributes:
        called: as the page of the keys has it.
        module, kind: of the program, of a screen or of a widget.
        typed: whether text is typed there, so that a plain letter can be no command.
    """

    called: str
    module: str
    kind: str
    typed: bool = False

    @property
    def bindings(self) -> list[Binding]:
        """Its commands."""
        owner: Any = getattr(import_module(f"outreach_sim.tui.{self.module}"), self.kind)
        return list(bindings_of(owner))


EVERYWHERE = Place("everywhere", "app", "Desk")
SCREENS = (
    Place("choice of games", "screens.start", "StartScreen"),
    Place("desk", "screens.desk", "DeskScreen"),
    Place("writing", "screens.compose", "ComposeScreen", typed=True),
    Place("own words", "screens.write", "WriteScreen", typed=True),
    Place("keeping", "screens.keep", "KeepScreen", typed=True),
    Place("answering", "screens.answer", "AnswerScreen", typed=True),
    Place("own answers", "screens.say", "SayScreen", typed=True),
    Place("volume", "screens.volume", "VolumeScreen", typed=True),
    Place("spending", "screens.spend", "SpendScreen", typed=True),
    Place("your staff", "screens.staff", "StaffScreen"),
    Place("standing rule", "screens.rule", "RuleScreen", typed=True),
    Place("note", "screens.note", "NoteScreen", typed=True),
    Place("columns", "screens.columns", "ColumnsScreen"),
    Place("tags", "screens.tag", "TagScreen", typed=True),
    Place("career", "screens.career", "CareerScreen"),
    Place("time machine", "screens.time", "TimeScreen", typed=True),
    Place("card", "screens.card", "CardScreen"),
    Place("outcome", "screens.outcome", "OutcomeScreen"),
    Place("the end", "screens.debrief", "DebriefScreen"),
    Place("hall of fame", "screens.fame", "FameScreen"),
    Place("help", "screens.help", "HelpScreen"),
)
"""In the order in which they are told of."""


def commands() -> Iterator[tuple[Place, Binding]]:
    """Every command, with where it is."""
    for place in (EVERYWHERE, *SCREENS):
        for binding in place.bindings:
            yield place, binding


def heard_on(screen: Place) -> list[Binding]:
    """The commands that are heard on a screen: its own, and those that are heard everywhere."""
    return [*EVERYWHERE.bindings, *screen.bindings]
