"""One world being played: what all doors use, and nothing else.

A session with seed S is replication 0 of a study with seed S, event for event.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

from outreach_sim.market.day import begin_day, play_day
from outreach_sim.market.letters import LetterTables, check_room, joined
from outreach_sim.market.phases.orders import carry_out
from outreach_sim.market.setup import Order, Setup
from outreach_sim.market.state.arithmetic import strict_state
from outreach_sim.market.state.asked import everywhere
from outreach_sim.market.state.events import Query
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.world import World
from outreach_sim.market.view import LabView, look


@dataclass(frozen=True, slots=True)
class Trial:
    """What would become of orders.

    Attributes:
        world: a copy in which they were carried out; it may be looked at, and is of no other use.
        log: what happened in it.
        letters: candidates to whom a first letter would go out.
    """

    world: World
    log: Log
    letters: tuple[int, ...]


class Session:
    """A world, its log, and the orders waiting for the next day."""

    def __init__(self, setup: Setup, seed: int, replication: int = 0, queries: Sequence[Query] = ()) -> None:
        self.seed = seed
        self.world = World(setup, seed, [replication], queries, keep_log=True)

    @property
    def setup(self) -> Setup:
        """What is played, with the letters written so far."""
        return self.world.setup

    @property
    def day(self) -> int:
        """The day about to be played, from 0; equals ``setup.days`` when the game is over."""
        return self.world.day

    @property
    def over(self) -> bool:
        """Whether all days have been played."""
        return self.day >= self.setup.days

    def act(self, order: Order) -> Order:
        """Ask for something today; returns the order dated today, as a script would say it."""
        dated = replace(order, days=(self.day,))
        self.world.orders.append(dated)
        return dated

    def tried(self, orders: Sequence[Order]) -> Trial:
        """What would become of orders, after those that wait.

        They are carried out in a copy of the world, in its morning: what the day brings that nobody can know
        yet, such as answers that arrive on it, is left out.
        """
        world = deepcopy(self.world)
        with strict_state():
            begin_day(world)
            world.recorder.take_log()
            dated = [*world.orders, *(replace(order, days=(self.day,)) for order in orders)]
            rows = [carry_out(world, everywhere(world, order)) for order in dated]
        letters = tuple(int(c) for some in rows for c in world.candidate_of(some))
        return Trial(world, world.recorder.take_log(), letters)

    def write(self, letter: LetterTables) -> int:
        """Add a letter to those that can be sent; returns its place among them, and that of one of its name.

        Args:
            letter: its row (``mail.typed.row_of`` measures one); its ``sequence`` counts in the letters that
                there are and itself.

        Raises:
            UsageError: there are as many as a game can have.
        """
        letters, (name,) = self.setup.letters, letter.ids
        if name not in letters.ids:
            check_room(len(letters.ids) + 1)
            self.world.read_letters(joined(letters, letter))
        return self.setup.letters.ids.index(name)

    def advance(self, days: int = 1) -> Log:
        """Play up to ``days`` days, not beyond the end; returns what happened, in canonical order."""
        with strict_state():
            for _ in range(min(days, self.setup.days - self.day)):
                play_day(self.world)
        return self.world.recorder.take_log()

    def observe(self, lab: int | None = None) -> LabView:
        """What a lab (the player's, unless said otherwise) can know now."""
        return look(self.world, self.setup.player if lab is None else lab)

    def digest(self) -> str:
        """The log hash so far, in hexadecimal."""
        return self.world.recorder.digests()[0].hex()
