"""A lab answers in its own words: which letter they stand in, and what is so of it on the day it is read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.conference import met_lately
from outreach_sim.market.phases.features import answer_place
from outreach_sim.market.state.approaches import ApproachTable, Flag, Rows, State
from outreach_sim.market.state.world import World
from outreach_sim.market.variants import at
from outreach_sim.model.wording import ANSWERED, MET, false_claims


def say(world: World, rows: Rows, words: NDArray[np.integer]) -> None:
    """Answer these people in these letters (index + 1 each); where there is none (0), nothing new is said."""
    own = words.nonzero()[0]
    if own.size:
        world.approaches.answer[rows[own]] = words[own]
        world.any_answer = True


def read(world: World, rows: Rows) -> None:
    """Those who were answered in the lab's own words read them today.

    What is claimed is judged once and for all. Pay that was named before and is not named again stays named.
    """
    table = world.approaches
    rows = rows[table.answer[rows] > 0]
    if not rows.size:
        return
    place = answer_place(world, table, rows)
    claims = at(world.reading.first_claims, place)
    fleet = world.fleet_today[table.row[rows]]
    table.answer_false[rows] = false_claims(
        claims, in_touch(world, table, rows), days_left(world, table, rows), fleet
    )
    by_field = world.setup.letters.names_offer[table.answer[rows] - 1]
    named = np.where(claims.pay_usd > 0, claims.pay_usd, by_field * table.offered_usd(rows))
    table.answer_usd[rows] = np.maximum(table.answer_usd[rows], named)


def in_touch(world: World, table: ApproachTable, rows: Rows) -> NDArray[np.int64]:
    """``MET`` for whom the lab has met, in interviews or at a conference; the others have answered it."""
    interviewed = (table.state[rows] == State.OFFERED) & ~table.has_flag(rows, Flag.DIRECT)
    if world.stores.meetings is None:
        return np.where(interviewed, MET, ANSWERED)
    lately = met_lately(world, table.person[rows] + world.pair_offset[table.row[rows]]) > 0
    return np.where(interviewed | lately, MET, ANSWERED)


def days_left(world: World, table: ApproachTable, rows: Rows) -> NDArray[np.int64]:
    """Days that these people have to decide: of a live offer what is left of them."""
    due = table.due[rows].astype(np.int64) - world.day
    return np.where(table.state[rows] == State.OFFERED, due, table.deadline_days[rows])


def of_direct_offers(world: World, rows: Rows) -> NDArray[np.uint16] | int:
    """The own words (index + 1) in which offers without interviews are made; 0 for the plain ones.

    Whoever was interviewed has read what the lab said before, in the invitation.
    """
    if not world.any_answer:
        return 0
    table = world.approaches
    return table.answer[rows] * table.has_flag(rows, Flag.DIRECT)
