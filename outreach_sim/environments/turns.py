"""The games that are learned on: many worlds at once, step by step, without Gymnasium.

A step is some days of all worlds; its reward is what the lab's points have changed by, over a twin world in
which it does nothing. World w of a stack is played as it would be alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outreach_sim.api.loading import Changes, loaded
from outreach_sim.api.studies import MOST_WORLDS, whole
from outreach_sim.environments.choices import Choices
from outreach_sim.environments.entries import APPROACHES, LAB, PEOPLE, STAFF, Entry, seen
from outreach_sim.environments.orders import allowed, orders
from outreach_sim.environments.reward import Reward
from outreach_sim.environments.sight import APPROACH_SLOTS, FREE_SLOTS, STAFF_SLOTS, Sight, Slots
from outreach_sim.errors import UsageError
from outreach_sim.market.day import play_day
from outreach_sim.market.points import POINT
from outreach_sim.market.setup import DAYS_PER_WEEK
from outreach_sim.market.state.arithmetic import strict_state
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.market.state.world import World
from outreach_sim.scenario.handover import without_players_script
from outreach_sim.scenario.load import Scenario

F64 = NDArray[np.float64]
Seen = dict[str, NDArray[Any]]
"""An observation: ``lab``, ``people``, ``mask``, and of the letters game ``approaches`` and ``staff``."""
MOST_TURN_DAYS = 28
"""A step is no longer, for people who are interested wait a month."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of an observation: so many slots of these entries, or none where there is one of each."""

    entries: tuple[Entry, ...]
    slots: int = 0


BLOCKS = {"lab": Block(LAB), "people": Block(PEOPLE, FREE_SLOTS)}
LETTERS_BLOCKS = {"approaches": Block(APPROACHES, APPROACH_SLOTS), "staff": Block(STAFF, STAFF_SLOTS)}


class Turns:
    """A game in so many worlds, which begin and end together.

    Args:
        scenario: a shipped name, a path, or one that was loaded; the script of the player's lab is put aside.
        game: ``campaign`` or ``letters``.
        worlds: how many.
        turn_days: how long a step is.
        stop: whether a step ends before that, on the first day on which something new needs an answer; of
            one world only, for stacked worlds go on together.
        changes: values by their dotted keys, or ``KEY=VALUE`` strings.

    Attributes:
        choices: what an action is made of.
        world: the stack; made by ``reset``.
        numbers: which worlds it stacks. seed: their luck.

    Raises:
        OutreachError: there is no such scenario or game, or a number is out of its bounds.
    """

    def __init__(
        self,
        scenario: str | Path | Scenario,
        game: str = "campaign",
        worlds: int = 1,
        turn_days: int = DAYS_PER_WEEK,
        stop: bool = False,
        changes: Changes = (),
    ) -> None:
        self.scenario = without_players_script(loaded(scenario, changes))
        self.choices = Choices(self.scenario, game)
        self.worlds = whole("worlds", worlds, 1, 100_000)
        self.turn_days = whole("turn_days", turn_days, 1, MOST_TURN_DAYS)
        if stop and (worlds > 1 or game != "letters"):
            raise UsageError("stop goes with the letters game of one world: stacked worlds go on together")
        self.stop, self._reward = stop, Reward()
        self._whole = False

    @property
    def blocks(self) -> dict[str, Block]:
        """Parts of an observation besides the mask."""
        return BLOCKS | LETTERS_BLOCKS if self.choices.game == "letters" else BLOCKS

    @property
    def lab(self) -> int:
        """Index of the lab that is played."""
        return self.scenario.setup.player

    @property
    def over(self) -> bool:
        """Whether all days have been played."""
        return self.world.day >= self.world.setup.days

    def reset(self, seed: int = 1, first_world: int = 0) -> Seen:
        """Begin anew in worlds ``first_world`` and those after it.

        Args:
            seed: of luck: the same seed and worlds, the same luck.
            first_world: its number; ``run`` with the same seed plays the same worlds.
        """
        whole("seed", seed, 0, 2**63 - 1)
        first = whole("first_world", first_world, 0, MOST_WORLDS)
        return self.reset_to(seed, range(first, first + self.worlds))

    def reset_to(self, seed: int, numbers: Sequence[int]) -> Seen:
        """Begin anew in the worlds of these numbers."""
        self.seed, self.numbers = seed, numbers
        self.world = World(self.scenario.setup, seed, numbers)
        self._reward.begin(self.world, seed, numbers)
        self._score: NDArray[np.int64] = np.zeros(self.worlds, dtype=np.int64)
        self._whole = True
        return self.look()

    def look(self) -> Seen:
        """What the lab sees at the start of today."""
        self.sight = Sight(self.world, self.lab)
        parts: dict[str, Sight | Slots] = {"lab": self.sight, "people": self.sight.free}
        if self.choices.game == "letters":
            parts |= {"approaches": self.sight.approaches, "staff": self.sight.staff}
        found: Seen = {name: seen(self.blocks[name].entries, part) for name, part in parts.items()}
        return found | {"mask": allowed(self.choices, self.sight)}

    def step(self, actions: ArrayLike) -> tuple[Seen, F64]:
        """Ask for what these actions say, and play the days of a step.

        Args:
            actions: shape (worlds, heads).

        Returns:
            What the lab sees then, and the reward of each world: by how many points it has gained.

        Raises:
            UsageError: there is no game, it is over, or these are no such actions.
        """
        if not self._whole:
            raise UsageError("reset comes first: no game has begun, or its last step was broken off")
        if self.over:
            raise UsageError("the game is over, reset it")
        asked = list(orders(self.choices, self.sight, self._checked(actions)))
        self._whole = False  # whatever breaks off a day leaves half of one
        self.world.asked += asked
        self._play()
        before, self._score = self._score, self._reward.points()
        found = self.look()
        self._whole = True
        return found, (self._score - before) / POINT

    def _checked(self, actions: ArrayLike) -> NDArray[np.int64]:
        given, shape = np.asarray(actions), (self.worlds, len(self.choices.heads))
        if given.dtype.kind not in "iu" or given.shape != shape:
            raise UsageError(f"actions must be whole numbers, shape {shape}, not {given.dtype} {given.shape}")
        if not ((given >= 0) & (given < self.choices.sizes)).all():
            raise UsageError(f"choices count from 0 and are fewer than {self.choices.sizes}, head by head")
        return given.astype(np.int64)

    def _play(self) -> None:
        known = self._alarms()
        with strict_state():
            for _ in range(min(self.turn_days, self.world.setup.days - self.world.day)):
                play_day(self.world)
                if self.stop and not self._alarms() <= known:
                    return

    def _alarms(self) -> set[tuple[int, int, bool]]:
        """What needs an answer: from whom it came, until when, and whether today is the last day for it."""
        if not self.stop:
            return set()
        sight, table = Sight(self.world, self.lab), self.world.approaches
        rows = np.concatenate([sight.waiting, sight.countered, sight.offers_to_staff])
        last = table.due[rows].astype(np.int64) - 1
        in_time = last >= self.world.day
        found = zip(table.person[rows[in_time]], last[in_time], last[in_time] == self.world.day, strict=True)
        return {(int(person), int(day), bool(is_last)) for person, day, is_last in found}

    # -- what is told of them ----------------------------------------------------------------------

    @property
    def points(self) -> F64:
        """What each world is worth so far, over doing nothing in it, shape (worlds,)."""
        return self._score / POINT

    @property
    def hires(self) -> NDArray[np.int64]:
        """People who have said yes so far, shape (worlds,)."""
        return self.world.recorder.funnel[self.sight.rows, FUNNEL.index(Event.ACCEPTED)].astype(np.int64)

    @property
    def cash_usd(self) -> F64:
        """Money that is promised to nobody, shape (worlds,); infinite without a budget."""
        limited = self.world.has_budget[self.sight.rows]
        return np.where(limited, self.sight.free_usd, np.inf)
