"""The truth about people, which is told when a game is over: what the lab that played it could not know."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.points import POINT, Points
from outreach_sim.market.setup import PPM
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.payroll import believed_pay_usd
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World

STRONGEST = 500
"""So many of those who were never written to are told of."""


@dataclass(frozen=True, slots=True)
class Truth:
    """One person, as luck made them, on the first day of the game.

    Attributes:
        candidate: array position.
        impact: in average researchers.
        pay_usd: what they earned. believed_usd: what the lab believed it to be.
        money: what money was worth to them; the mean of all people is 1.
        heavy: whether machines decided, as they do for heavy users.
        gate_h100e: the fleet without which they come to no lab; 0 for none.
        fit: how they took to the lab, log-odds of every yes; the mean of all people is 0.
        mission, product: log-odds per unit of what a lab has over another; ``None`` without pitches.
        written_to: whether the lab ever wrote to them.
        points: what they have brought the lab.
        became: where they are now, in words.
    """

    candidate: int
    impact: float
    pay_usd: int
    believed_usd: int
    money: float
    heavy: bool
    gate_h100e: int
    fit: float
    mission: float | None
    product: float | None
    written_to: bool
    points: float
    became: str


def truth_about(world: World, seed: int, points: Points) -> list[Truth]:
    """Everybody who was written to or has moved points, who moved most first; then the strongest others.

    Args:
        world: the game, one world, when it is over.
        seed: its luck seed.
        points: what it has come to.
    """
    setup, lab = world.setup, world.setup.player
    brought = points.by_person[:, 0].sum(axis=0)
    written = world.attempts[lab * world.candidates :][: world.candidates] > 0
    met = np.flatnonzero(written | (brought != 0))
    others = np.setdiff1d(np.flatnonzero(setup.people.employer != lab), met)
    impact = setup.people.impact
    met = met[np.lexsort((met, -impact[met], -np.abs(brought[met])))]
    others = others[np.lexsort((others, -impact[others]))][:STRONGEST]
    who = np.concatenate([met, others])
    return _told(World(setup, seed, [0]), world, who, written, brought / POINT)


def _told(
    first: World, last: World, who: Index, written: NDArray[np.bool_], points: NDArray[np.float64]
) -> list[Truth]:
    """These people, of the world on its first day and on its last."""
    lab, tastes, people = last.setup.player, first.tastes, first.setup.people
    row = np.full(who.size, lab)
    fit = first.fit(who, row)
    believed = believed_pay_usd(first, row, who)
    gates = tastes.gate_ppm[who] * int(first.leader_today[0]) // PPM
    became = _became(last, who)
    return [
        Truth(
            candidate,
            int(people.impact[candidate]) / 100,
            int(first.pay_usd[candidate]),
            int(believed[place]),
            float(tastes.money[candidate]),
            bool(tastes.compute[candidate] > 0.0),
            int(gates[place]),
            float(fit[place]),
            None if tastes.mission is None else float(tastes.mission[candidate]),
            None if tastes.product is None else float(tastes.product[candidate]),
            bool(written[candidate]),
            float(points[candidate]),
            became[place],
        )
        for place, candidate in enumerate(who.tolist())
    ]


def _became(world: World, who: Index) -> list[str]:
    """Where each of these people of one world is, and whether a hire will last."""
    labs, table = world.setup.labs, world.approaches
    misfits = set(table.person[table.in_state(State.MISFIT)].tolist())
    signed = table.in_state(State.SIGNED)
    signed_with = dict(zip(table.person[signed].tolist(), table.row[signed].tolist(), strict=True))
    found = []
    for candidate in who.tolist():
        home = int(world.home[candidate])
        if world.status[candidate] == Status.GONE:
            found.append("left research")
        elif candidate in signed_with:
            found.append(f"signed with {labs[signed_with[candidate]].name}")
        elif home == world.outside:
            found.append("outside")
        else:
            found.append(f"at {labs[home].name}{', will not last' if candidate in misfits else ''}")
    return found
