"""What is wrong with a line of a script that is sound by itself, in the game that it is for.

Every door asks here: files of scenarios, orders in files and of programs, and the desk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from outreach_sim.formatting import counted
from outreach_sim.inputs.toml_places import Location
from outreach_sim.market.setup import Setup
from outreach_sim.scenario.schema import ANSWERS, ScriptLine

if TYPE_CHECKING:
    from outreach_sim.mail.template import Template


@dataclass(frozen=True, slots=True)
class Objection:
    """Something that is wrong.

    Attributes:
        where: in the line.
        message: what is wrong. hint: what would be right; empty where the message says it.
    """

    where: Location
    message: str
    hint: str = ""

    @property
    def sentence(self) -> str:
        """Both, for who sees no file."""
        return ", ".join(filter(None, (self.message, self.hint)))


def objections(line: ScriptLine, setup: Setup, letter: Template | None) -> Iterator[Objection]:
    """What stands against an order, whoever gives it.

    Args:
        line: of the player's lab.
        setup: what is played.
        letter: that the line names; ``None`` where it names none that is there.
    """
    if letter is not None:
        yield from _stage(line, letter)
    yield from hours(line, setup, setup.player)


def _stage(line: ScriptLine, letter: Template) -> Iterator[Objection]:
    """A letter that has no place in the line."""
    is_answer = line.do in ANSWERS
    if is_answer != (letter.stage == "answer"):
        a = "an answer" if is_answer else "a letter that is sent"
        yield Objection(("template",), f"{letter.id!r} has the stage {letter.stage}, and is not {a}")


def signature(line: ScriptLine, senders: Sequence[str]) -> Iterator[Objection]:
    """A letter signed by somebody who is none of its senders."""
    if line.do == "send" and senders and line.sender not in senders:
        hint = f"who signs it is {' or '.join(senders)}"
        yield Objection(("sender",), f"no {line.sender} signs {line.template!r}", hint)


def hours(line: ScriptLine, setup: Setup, lab: int) -> Iterator[Objection]:
    """A standing rule that keeps more hours than the CEO of the lab has."""
    there, kept = setup.ceo_hours(lab), line.keep_hours or 0
    if kept > there:
        message = f"a standing rule cannot keep {counted(kept, 'hour')} of a CEO who has {there:,} a week"
        yield Objection(("keep_hours",), message, f"keep {there:,} at most")
