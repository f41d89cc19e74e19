"""Approaches under way by how far they have come: who waits for the lab, then who is nearest to a yes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from outreach_sim.market.state.approaches import NEVER, State
from outreach_sim.market.view import OwnApproach
from outreach_sim.tui.play import Play

MOST_ROWS = 500
"""Rows shown at once."""
STAGES = ("your turn", "offer out", "interviews", "signed", "interested", "letter out")
"""In the order in which they are listed; who is interested without waiting for the player goes on alone."""
_STAGE_OF = {
    State.OFFERED: "offer out",
    State.PROCESS: "interviews",
    State.SIGNED: "signed",
    State.INTERESTED: "interested",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One approach.

    Attributes:
        stage: one of ``STAGES``.
        own: the approach, as the lab knows it.
    """

    stage: str
    own: OwnApproach


def entries(play: Play) -> list[Entry]:
    """All of them; within a stage the one with the next day first."""
    turn = {own.candidate for own in play.your_turn()}
    found = [
        Entry("your turn" if own.candidate in turn else _STAGE_OF.get(own.state, "letter out"), own)
        for own in play.view.approaches
        if own.state != State.MISFIT
    ]
    return sorted(found, key=lambda entry: (STAGES.index(entry.stage), entry.own.due or NEVER, _who(entry)))


def _who(entry: Entry) -> int:
    return entry.own.candidate


def counts(found: list[Entry]) -> list[tuple[str, int]]:
    """How many there are at each stage where somebody is."""
    many = Counter(entry.stage for entry in found)
    return [(stage, many[stage]) for stage in STAGES if many[stage]]
