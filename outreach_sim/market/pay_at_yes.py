"""What people who say yes had: chances as a lab believes them, taken apart by what people may earn now.

Whoever earns less than the public band promises says yes more often, to what is more above their pay. So what
hires cost above their pay is more than what strangers seem to cost.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.plan import Approaches, Plan, Plans, approaches, column, part_of
from outreach_sim.market.prospects import AT_ONCE, prospects
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.model.chain import STAGES, reached_at_each_pay
from outreach_sim.model.features import F64

Chances = dict[str, F64]


def weigh_and_pay(
    world: World,
    lab: int,
    candidates: Index,
    plan: Plan | Plans,
    first_year_usd: NDArray[np.int64],
    in_world: int = 0,
) -> tuple[Chances, F64]:
    """What ``weigh_many`` says as the lab believes it, and how much more those who say yes get than they had.

    Args:
        world: between two days.
        lab: index of the lab.
        candidates: indices of candidates, shape (people,).
        plan: one for all of them, or one for each.
        first_year_usd: what each of them would get, sign-on included; shape (people,).
        in_world: which world of the stack.

    Returns:
        Chances, and USD above present pay, at least 0, shape (people,).
    """
    row, parts = in_world * world.labs + lab, range(0, max(len(candidates), 1), AT_ONCE)
    found = [
        _chances_and_pay(
            world, approaches(world, row, candidates[part], part_of(plan, part)), first_year_usd[part]
        )
        for part in (slice(start, start + AT_ONCE) for start in parts)
    ]
    chances = {stage: np.concatenate([part[0][stage] for part in found]) for stage in found[0][0]}
    return chances, np.concatenate([part[1] for part in found])


def _chances_and_pay(
    world: World, about: Approaches, first_year_usd: NDArray[np.int64]
) -> tuple[Chances, F64]:
    """The same for these approaches: what is believed, taken apart by what people may earn."""
    p, who = world.setup.parameters, prospects(world, about, as_truth=False)
    offered_usd, pledge_h100e = column(about.pay_usd), column(about.pledge_h100e)
    reached = {stage: np.zeros(offered_usd.shape) for stage in STAGES}
    more_usd = np.zeros(offered_usd.shape)
    for weight, present_usd, so_far in reached_at_each_pay(p, who, offered_usd, pledge_h100e):
        for stage in STAGES:
            reached[stage] += weight * so_far[stage]
        more_usd += weight * so_far[STAGES[-1]] * np.maximum(column(first_year_usd) - present_usd, 0.0)
    before, found = np.ones(offered_usd.shape), {}
    for stage, now in reached.items():
        found[stage] = np.divide(now, before, out=np.zeros(now.shape), where=before > 0.0)[:, 0]
        before = now
    more_usd = np.divide(more_usd, before, out=np.zeros(before.shape), where=before > 0.0)
    return found | {"chain": before[:, 0]}, more_usd[:, 0]
