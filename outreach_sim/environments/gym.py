"""The games as Gymnasium has them: one world, or many in a stack."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import gymnasium
import numpy as np
from gymnasium import spaces
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

from outreach_sim.api.loading import Changes
from outreach_sim.api.studies import MOST_WORLDS, whole
from outreach_sim.environments.turns import Block, Seen, Turns
from outreach_sim.errors import UsageError
from outreach_sim.market.setup import DAYS_PER_WEEK
from outreach_sim.scenario.load import Scenario

Where = str | Path | Scenario
FIRST_SEED = 1
"""Luck of an environment that was never given a seed."""


def observation_space(turns: Turns) -> spaces.Dict:
    """What one world shows, from the declared entries."""
    boxes: dict[str, spaces.Space[Any]] = {name: _box(block) for name, block in turns.blocks.items()}
    mask = spaces.Box(0, 1, (sum(turns.choices.sizes),), np.int8)
    return spaces.Dict(boxes | {"mask": mask})


def _box(block: Block) -> spaces.Box:
    shape = (block.slots, len(block.entries)) if block.slots else (len(block.entries),)
    low, high = (
        # An empty slot is all zeros, and not every entry reaches down to 0.
        np.broadcast_to(np.array([pick(0.0, bound) for bound in bounds], dtype=np.float32), shape)
        for pick, bounds in (
            (min, [entry.low for entry in block.entries]),
            (max, [entry.high for entry in block.entries]),
        )
    )
    return spaces.Box(low, high, shape, np.float32)


class Luck:
    """Which worlds come next: those after the latest ones, or from a seed on the first.

    Args:
        worlds: how many are played at once.
        repeat_after: after so many worlds the first come again; ``None`` for never.

    Raises:
        UsageError: they do not go in full stacks into so many.
    """

    def __init__(self, worlds: int, repeat_after: int | None) -> None:
        if repeat_after is not None and whole("repeat_after", repeat_after, worlds, MOST_WORLDS) % worlds:
            raise UsageError(f"repeat_after must be {worlds} or a multiple of it, not {repeat_after!r}")
        self._worlds, self._most = worlds, repeat_after or MOST_WORLDS
        self._seed, self._next = FIRST_SEED, 0

    def next(self, seed: int | None, options: dict[str, Any] | None) -> tuple[int, int]:
        """Seed and first world of an episode.

        Raises:
            UsageError: an option is asked for that is none.
        """
        if seed is not None:
            self._seed, self._next = seed, 0
        if self._next + self._worlds > self._most:
            self._next = 0
        known = {"first_world": self._next} | (options or {})
        if len(known) > 1:
            unknown = min(known.keys() - {"first_world"}, key=str)
            raise UsageError(f"reset has no option {unknown!r}, the one there is is first_world")
        first = whole("first_world", known["first_world"], 0, MOST_WORLDS)
        self._next = first + self._worlds
        return self._seed, first


class OutreachVectorEnv(VectorEnv[Any, Any, Any]):
    """Many worlds of one scenario in one stack; they end together, and begin again on the step after.

    Args:
        scenario, game, turn_days, changes, stop: as in ``Turns``.
        num_envs: how many worlds.
        repeat_after: after so many worlds the first come again; ``None`` for never. A fixed set to learn on,
            whose twins are played once.
        render_mode: ``None``; there is nothing to draw.

    Raises:
        OutreachError: as in ``Turns``.
    """

    metadata: ClassVar[dict[str, Any]] = {"render_modes": [], "autoreset_mode": AutoresetMode.NEXT_STEP}

    def __init__(
        self,
        scenario: Where = "first-letter",
        num_envs: int = 1,
        game: str = "campaign",
        turn_days: int = DAYS_PER_WEEK,
        changes: Changes = (),
        stop: bool = False,
        repeat_after: int | None = None,
        render_mode: str | None = None,
    ) -> None:
        self.turns = Turns(scenario, game, num_envs, turn_days, stop, changes)
        draw_nothing(render_mode)
        self.num_envs, self.render_mode = num_envs, None
        self.single_observation_space = observation_space(self.turns)
        self.single_action_space = spaces.MultiDiscrete(self.turns.choices.sizes)
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self._luck = Luck(num_envs, repeat_after)

    def reset(
        self, *, seed: int | list[int | None] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Seen, dict[str, Any]]:
        """Begin anew: with a seed in its first worlds, without one in those after the latest ones.

        Args:
            seed: of luck, one for all worlds: each has its own number, from 0.
            options: ``first_world``, the number of the first of them.

        Raises:
            UsageError: these are no such seed or options.
        """
        if isinstance(seed, list):
            raise UsageError("one seed is for all worlds, which differ by their numbers: reset(seed=7)")
        super().reset(seed=seed)
        seen = self.turns.reset(*self._luck.next(seed, options))
        return seen, self._info()

    def step(self, actions: Any) -> tuple[Seen, NDArray[np.float64], Any, Any, dict[str, Any]]:
        """A step in every world; after the last one of an episode the next begins, for no reward."""
        going_on = np.zeros(self.num_envs, dtype=np.bool_)
        if self.turns.over:
            seen, info = self.reset()
            return seen, np.zeros(self.num_envs), going_on, going_on.copy(), info
        seen, reward = self.turns.step(actions)
        return seen, reward, going_on | self.turns.over, going_on, self._info()

    def _info(self) -> dict[str, Any]:
        told = info_of(self.turns)
        everywhere = np.ones(self.num_envs, dtype=np.bool_)
        return told | {f"_{name}": everywhere for name in told}


class OutreachEnv(gymnasium.Env[Any, Any]):
    """One world: that of the same number in a stack, step by step.

    Args:
        scenario, game, turn_days, changes, stop: as in ``Turns``.
        repeat_after: as in ``OutreachVectorEnv``.
        render_mode: ``None``; there is nothing to draw.

    Raises:
        OutreachError: as in ``Turns``.
    """

    metadata: ClassVar[dict[str, Any]] = {"render_modes": []}

    def __init__(
        self,
        scenario: Where = "first-letter",
        game: str = "campaign",
        turn_days: int = DAYS_PER_WEEK,
        changes: Changes = (),
        stop: bool = False,
        repeat_after: int | None = None,
        render_mode: str | None = None,
    ) -> None:
        self.turns = Turns(scenario, game, 1, turn_days, stop, changes)
        draw_nothing(render_mode)
        self.render_mode = None
        self.observation_space = observation_space(self.turns)
        self.action_space = spaces.MultiDiscrete(self.turns.choices.sizes)
        self._luck = Luck(1, repeat_after)

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Seen, dict[str, Any]]:
        """Begin anew: with a seed in its world 0, without one in the next.

        Args:
            seed: of luck.
            options: ``first_world``, the number of the world.

        Raises:
            UsageError: these are no such seed or options.
        """
        super().reset(seed=seed)
        seen = self.turns.reset(*self._luck.next(seed, options))
        return alone(seen), alone(info_of(self.turns))

    def step(self, action: Any) -> tuple[Seen, float, bool, bool, dict[str, Any]]:
        """A step of the world."""
        seen, reward = self.turns.step(np.asarray(action)[None])
        return alone(seen), float(reward[0]), self.turns.over, False, alone(info_of(self.turns))


def info_of(turns: Turns) -> dict[str, Any]:
    """What is told besides, one element a world."""
    return {
        "world": np.array(turns.numbers),
        "seed": np.full(turns.worlds, turns.seed),
        "day": np.full(turns.worlds, turns.world.day),
        "points": turns.points,
        "hires": turns.hires,
        "cash_usd": turns.cash_usd,
    }


def alone(arrays: dict[str, Any]) -> dict[str, Any]:
    """The same of one world."""
    return {name: array[0] for name, array in arrays.items()}


def draw_nothing(render_mode: str | None) -> None:
    """Object to every way of drawing: there is none.

    Raises:
        UsageError: one is asked for.
    """
    if render_mode is not None:
        raise UsageError(f"there is no render_mode {render_mode!r}, these games draw nothing: leave it out")
