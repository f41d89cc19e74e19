"""What a game that was played has come to: points over doing nothing, what they are made of, and hires."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from outreach_sim.market.letters import LetterTables
from outreach_sim.market.points import NAMES, POINT
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Order
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.market.twin import Twin
from outreach_sim.scenario.load import Scenario

Step = Order | LetterTables | None
"""What was done in a game: an order, a letter that was written, or, for nothing, a day."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a game stands.

    Attributes:
        points: over doing nothing on the same luck.
        lines: what they are made of, by the name of the line; they add up to ``points``.
        hires: people who have said yes.
        usd: first year of hires and raises, and sign-ons, that were granted.
    """

    points: float
    lines: dict[str, float]
    hires: int
    usd: int


def outcome_of(scenario: Scenario, seed: int, steps: Iterable[Step]) -> Outcome:
    """Play a game again, its twin beside it.

    Raises:
        RunError: a number left its bounds.
    """
    session = Session(scenario.setup, seed)
    twin = Twin(session.world, seed, [0])
    for step in steps:
        carry_out(session, step)
    found = twin.points()
    lines = dict(zip(NAMES, (found.by_line()[:, 0] / POINT).tolist(), strict=True))
    world, lab = session.world, scenario.setup.player
    accepted = world.recorder.funnel[lab, FUNNEL.index(Event.ACCEPTED)]
    usd = int(world.committed_usd[lab] + world.raises_usd[lab])
    return Outcome(int(found.score[0]) / POINT, lines, int(accepted), usd)


def carry_out(session: Session, step: Step) -> None:
    """A step in a world without mails and news."""
    if isinstance(step, Order):
        session.act(step)
    elif step is None:
        session.advance()
    else:
        session.write(step)
