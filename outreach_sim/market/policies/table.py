"""The labs' policies as columns, so that one call serves all labs of all worlds that run one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.approaches import Flag
from outreach_sim.market.setup import PPM, BotPolicy, Do, Order, Setup

Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class PolicyTable:
    """The labs' settings as columns, one element per lab.

    Attributes:
        letters_per_week: new sequences a week, before the sender's quota.
        pay_ratio_ppm: yearly pay offered over present pay, millionths.
        counters: share of offers to its staff that the lab answers; below 0 the usual chance.
        template, sender, flags: as in ``BotPolicy``; a policy may choose others by the letter.
        writes: whether the lab writes by policy or script.
        sender_seen, flags_seen, ratio_seen_ppm: how it writes, as those hear who are written to: its first
            script line, else its policy.
        runs: each policy that some lab runs, with the rows (world x labs + lab) that run it.
    """

    letters_per_week: NDArray[np.int64]
    pay_ratio_ppm: NDArray[np.int64]
    counters: NDArray[np.float64]
    template: NDArray[np.uint8]
    sender: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    writes: NDArray[np.bool_]
    sender_seen: NDArray[np.uint8]
    flags_seen: NDArray[np.uint8]
    ratio_seen_ppm: NDArray[np.int64]
    runs: tuple[tuple[str, Index], ...]


def policy_table(setup: Setup, worlds: int) -> PolicyTable:
    """Columns for the labs of a scenario, and who runs what in a stack of worlds."""
    bots = [lab.policy for lab in setup.labs]
    kinds = np.tile(np.array([b.kind for b in bots]), worlds)
    acting = sorted({b.kind for b in bots} - {"idle"})
    letters = np.array([int(b.letters_per_week * b.aggressiveness) for b in bots])
    lines = {order.lab: order for order in reversed(setup.script) if order.do is Do.SEND}
    seen: list[BotPolicy | Order] = [lines.get(lab, bot) for lab, bot in enumerate(bots)]
    return PolicyTable(
        letters_per_week=letters,
        pay_ratio_ppm=np.array([round(b.pay_ratio * PPM) for b in bots]),
        counters=np.array([b.aggressiveness if b.kind == "defender" else -1.0 for b in bots]),
        template=np.array([b.template for b in bots], dtype=np.uint8),
        sender=np.array([int(b.sender) for b in bots], dtype=np.uint8),
        flags=_flags(bots),
        writes=(letters > 0) | np.array([lab in lines for lab in range(len(bots))]),
        sender_seen=np.array([int(b.sender) for b in seen], dtype=np.uint8),
        flags_seen=_flags(seen),
        ratio_seen_ppm=np.array([round(b.pay_ratio * PPM) for b in seen]),
        runs=tuple((kind, np.flatnonzero(kinds == kind)) for kind in acting),
    )


def _flags(who: Sequence[BotPolicy | Order]) -> NDArray[np.uint8]:
    return np.array([int(Flag.DIRECT) if w.direct else 0 for w in who], dtype=np.uint8)
