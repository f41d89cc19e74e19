"""The labs' policies as columns, so that one call serves all labs of all worlds that run one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import NEVER_COPIES, PPM, Lab, Setup
from outreach_sim.market.state.approaches import Flag
from outreach_sim.market.state.runs import Index


@dataclass(frozen=True, slots=True)
class PolicyTable:
    """The labs' settings as columns, one element per lab.

    Attributes:
        letters_per_week: new sequences a week, before the sender's quota.
        pay_ratio_ppm: yearly pay offered over what the lab believes the present one to be, millionths.
        counters: share of offers to its staff that the lab answers; below 0 the usual chance.
        template, sender, flags: as in ``BotPolicy``; a policy may choose others by the letter.
        raise_share, raise_ratio_ppm: staff seen looking elsewhere who get a raise; pay after it over before.
        copy_lag_days: how long after a tactic has won others people the lab uses it; ``NEVER_COPIES``.
        runs: each policy that some lab runs, with the rows (world x labs + lab) that run it.
    """

    letters_per_week: NDArray[np.int64]
    pay_ratio_ppm: NDArray[np.int64]
    counters: NDArray[np.float64]
    template: NDArray[np.uint16]
    sender: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    raise_share: NDArray[np.float64]
    raise_ratio_ppm: NDArray[np.int64]
    copy_lag_days: NDArray[np.int64]
    runs: tuple[tuple[str, Index], ...]


def policy_table(setup: Setup, worlds: int) -> PolicyTable:
    """Columns for the labs of a scenario, and who runs what in a stack of worlds."""
    bots = [lab.policy for lab in setup.labs]
    kinds = np.tile(np.array([b.kind for b in bots]), worlds)
    acting = sorted({b.kind for b in bots if b.acts})
    letters = np.array([int(b.letters_per_week * b.aggressiveness) for b in bots])
    raises = [_raises(setup, lab) for lab in setup.labs]
    return PolicyTable(
        letters_per_week=letters,
        pay_ratio_ppm=np.array([round(b.pay_ratio * PPM) for b in bots]),
        counters=np.array([_counters(lab) for lab in setup.labs]),
        template=np.array([b.template for b in bots], dtype=np.uint16),
        sender=np.array([int(b.sender) for b in bots], dtype=np.uint8),
        flags=np.array([int(Flag.DIRECT) if b.direct else 0 for b in bots], dtype=np.uint8),
        raise_share=np.array([share for share, _ in raises]),
        raise_ratio_ppm=np.array([round(ratio * PPM) for _, ratio in raises]),
        copy_lag_days=np.array([_copy_lag(setup, lab) for lab in setup.labs]),
        runs=tuple((kind, np.flatnonzero(kinds == kind)) for kind in acting),
    )


def _counters(lab: Lab) -> float:
    """Part of the offers to its staff that a lab answers; -1 where it does so by the usual chance."""
    if lab.policy.counters:
        return lab.policy.aggressiveness
    return 0.0 if lab.counters_by_hand else -1.0


def _raises(setup: Setup, lab: Lab) -> tuple[float, float]:
    """A policy that raises and is told nothing else does so by what a counter-offer would bring."""
    if lab.policy.raises and lab.raise_share == 0.0:
        return lab.policy.aggressiveness, 1.0 + setup.parameters.counter_raise
    return lab.raise_share, lab.raise_ratio


def _copy_lag(setup: Setup, lab: Lab) -> int:
    if lab.policy.copy_lag_days != NEVER_COPIES:
        return lab.policy.copy_lag_days
    return setup.rules.copy_lag_days if lab.copies and setup.mechanisms.copying else NEVER_COPIES
