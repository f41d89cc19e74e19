"""How many decisions a week a game asks for, by quarter, where a reader of the screens plays it.

    python -m tests.market.rhythm [WORLDS [SCENARIO[,KEY=VALUE ...] ...]]

The policy ``thoughtful`` plays. An order is one decision: each letter that the CEO signs, one order a day for
all others together, each of them that promises machines by name (that is chosen person by person), each
answer to who is interested, each better offer, counter-offer and raise. Beside it stand what lets decide:
replies, people interested, own people with an offer, and people who come onto the market.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.day import play_day
from outreach_sim.market.points import POINT
from outreach_sim.market.setup import DAYS_PER_WEEK, Sender, Setup
from outreach_sim.market.state.arithmetic import strict_state
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.observer import EventBatch, Observer
from outreach_sim.market.state.world import World
from outreach_sim.market.twin import Twin
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.balance import with_policy

GAMES = (
    "small-lab", "defender", "personal-email", "superintelligence-summer", "everybody-copies", "sandbox",
)  # fmt: skip
LEAST, MOST = 3.0, 8.0
"""Decisions a week that every quarter of a game is to have."""
QUARTERS = 4
KIND_OF = {
    Event.INVITED: "answers", Event.DRAWN_UP: "answers", Event.IMPROVED: "answers",
    Event.COUNTERED: "counter-offers", Event.PAY_RAISED: "raises",
}  # fmt: skip
DECIDED = ("ceo", "others", "pledges", "answers", "counter-offers", "raises")
"""Letters by the CEO, orders of other letters, those with machines by name, and what else there is."""
HEARD = (Event.REPLIED, Event.INTERESTED, Event.FRESH, Event.TOLD)
"""What lets decide."""


class Decisions(Observer):
    """Counts what the player's lab decides, and what it hears, by day; summed over the worlds.

    Attributes:
        by_day: decisions by what they are, float, one element a day.
    """

    def __init__(self, setup: Setup) -> None:
        self._lab = setup.player
        self.by_day = {name: np.zeros(setup.days) for name in (*DECIDED, *(event.name for event in HEARD))}

    def event(self, world: World, batch: EventBatch) -> None:
        """Count it, where it is the player's doing or for the player to hear."""
        mine = world.lab_of[batch.row] == self._lab
        if batch.event in (Event.COUNTERED, Event.TOLD):  # written down under the lab whose offer it is
            mine = world.lab_of[world.home[batch.person]] == self._lab
        if batch.event is Event.SENT:
            self._letters(world, batch, mine & (np.broadcast_to(batch.mail, mine.shape) == 1))
        elif batch.event is Event.FRESH:
            self._count(world, "FRESH", int(np.broadcast_to(batch.value, mine.shape)[mine].sum()))
        elif batch.event in HEARD:
            self._count(world, batch.event.name, int(mine.sum()))
        elif (kind := KIND_OF.get(batch.event)) is not None:
            self._count(world, kind, int(mine.sum()))

    def _letters(self, world: World, batch: EventBatch, first: NDArray[np.bool_]) -> None:
        assert batch.rows is not None
        rows = batch.rows[first]
        by_ceo = world.approaches.sender[rows] == int(Sender.CEO)
        others = rows[~by_ceo]
        self._count(world, "ceo", int(by_ceo.sum()))
        self._count(world, "others", np.unique(world.approaches.row[others]).size)
        self._count(world, "pledges", int((world.approaches.pledge_h100e[others] > 0).sum()))

    def _count(self, world: World, name: str, count: int) -> None:
        self.by_day[name][world.day] += count


@dataclass(frozen=True)
class Rhythm:
    """One scenario as it was played.

    Attributes:
        a_week: by what is counted, its number a week in each quarter of the game, float, (4,).
        points: at the end, one element a world.
    """

    a_week: dict[str, NDArray[np.float64]]
    points: NDArray[np.float64]

    @property
    def decisions(self) -> NDArray[np.float64]:
        """Decisions a week, of all kinds, by quarter."""
        return np.sum([self.a_week[name] for name in DECIDED], axis=0)

    @property
    def holds(self) -> bool:
        """Whether every quarter has decisions enough, and none too many."""
        return bool(((self.decisions >= LEAST) & (self.decisions <= MOST)).all())


def played(setup: Setup, policy: str, seed: int, replications: Sequence[int]) -> Rhythm:
    """Play these worlds to the end, stacked."""
    setup = with_policy(setup, policy)
    world = World(setup, seed, replications)
    twin, counts = Twin(world, seed, replications), Decisions(setup)
    world.observers.append(counts)
    with strict_state():
        for _ in range(setup.days):
            play_day(world)
    quarter = np.arange(setup.days) * QUARTERS // setup.days
    weeks = np.bincount(quarter) / DAYS_PER_WEEK * world.worlds
    a_week = {name: np.bincount(quarter, by_day) / weeks for name, by_day in counts.by_day.items()}
    return Rhythm(a_week, twin.points().score / POINT)


def table(found: dict[str, Rhythm]) -> str:
    """A row a scenario: decisions a week by quarter, then what they are and what lets decide."""
    lines = [
        "| scenario | 1st | 2nd | 3rd | 4th | answers | for own people | replies | told of | new people |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, one in found.items():
        own = one.a_week["counter-offers"] + one.a_week["raises"]
        heard = (one.a_week[event.name] for event in (Event.REPLIED, Event.TOLD, Event.FRESH))
        more = (number.mean() for number in (one.a_week["answers"], own, *heard))
        cells = [f"{number:.1f}" for number in (*one.decisions, *more)]
        lines.append(f"| {' | '.join([f'`{name}`', *cells])} |")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    worlds, found = int(arguments[0]) if arguments else 32, dict[str, Rhythm]()
    for name in arguments[1:] or GAMES:
        scenario, *overrides = name.split(",")
        found[name] = played(load_scenario(scenario, overrides).setup, "thoughtful", 1, range(worlds))
    sys.stdout.write(table(found) + "\n")
    missed = [name for name, one in found.items() if not one.holds]
    sys.stdout.write(f"outside {LEAST:g} to {MOST:g}: {', '.join(missed)}\n" if missed else "all hold\n")
    return len(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
