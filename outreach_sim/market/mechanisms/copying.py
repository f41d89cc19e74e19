"""Every lab copies what works: tactics that have won people are seen, and taken up after a lag."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.tactics import Tactic, high_pay_usd
from outreach_sim.market.setup import NEVER_COPIES, Sender
from outreach_sim.market.state.approaches import Flag
from outreach_sim.market.state.attention import count_new_letters, letters_left
from outreach_sim.market.state.emit import emit_news
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.offers import Codes, OfferTerms
from outreach_sim.market.state.payroll import public_pay_usd, within_ceiling
from outreach_sim.market.state.runs import Index, rank_in_run
from outreach_sim.market.state.stores.tactics import Tactics
from outreach_sim.market.state.world import World

PLEDGED_PART = 200
"""Who copies a pledge promises one part in so many of the research compute that is left."""


def copy_what_works(world: World) -> None:
    """Phase: labs see what has won people for others, and take it up after their lag."""
    tactics = world.stores.tactics
    if tactics is None:
        return
    by_world = tactics.won.reshape(world.worlds, world.labs, -1)
    see(world, tactics, by_world)
    others_won = (by_world.sum(axis=1, keepdims=True) - by_world).reshape(tactics.won.shape)
    copies = world.policies.copy_lag_days[world.lab_of] != NEVER_COPIES
    enough = others_won >= world.setup.rules.copy_after_wins
    fresh = enough & copies[:, None] & (tactics.adopts_on == 0)
    lag = world.policies.copy_lag_days[world.lab_of].astype(np.int16)
    tactics.adopts_on[fresh] = (world.day + 1 + np.broadcast_to(lag[:, None], fresh.shape))[fresh]
    row, which = np.nonzero(tactics.adopts_on == world.day + 1)
    emit_news(world, Event.ADOPTED, row, which)


def see(world: World, tactics: Tactics, won: NDArray[np.int64]) -> None:
    """A tactic that has won enough people in a world is news, once; the lab is that which won most by it."""
    enough = (won.sum(axis=1) >= world.setup.rules.copy_after_wins) & ~tactics.seen
    if not enough.any():
        return
    where, which = np.nonzero(enough)
    tactics.seen |= enough
    leader = won.argmax(axis=1)[where, which]
    emit_news(world, Event.TACTIC_SEEN, where * world.labs + leader, which)


def adopt(world: World, row: Index, candidate: Index, terms: OfferTerms) -> OfferTerms:
    """The terms of new letters of labs that act by themselves, with what those have copied."""
    tactics = world.stores.tactics
    if tactics is None or not (tactics.adopts_on[row] > 0).any():
        return terms
    on = tactics.adopts_on[row]
    has = (on > 0) & (on <= world.day + 1)
    pay = public_pay_usd(world, world.persons(row, candidate))
    pledge = np.maximum(world.research_left()[row], 0) // PLEDGED_PART
    pledge = np.where(has[:, Tactic.PLEDGE], np.maximum(terms.pledge_h100e, pledge), terms.pledge_h100e)
    direct = np.where(has[:, Tactic.DIRECT], np.uint8(Flag.DIRECT), np.uint8(0))
    high = within_ceiling(world, high_pay_usd(pay), pay)
    return replace(
        terms,
        flags=np.bitwise_or(np.asarray(terms.flags, dtype=np.uint8), direct),
        pay_usd=np.where(has[:, Tactic.PAY], np.maximum(terms.pay_usd, high), terms.pay_usd),
        pledge_h100e=pledge,
        sender=signed_by_ceo(world, row, terms.sender, has[:, Tactic.CEO]),
    )


def signed_by_ceo(world: World, row: Index, sender: Codes, copies: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Signatures of new letters: the first of each lab by its CEO, as far as the CEO's own week lasts.

    A letter that the CEO signs counts against the CEO's quota, and no longer against the usual sender's.
    """
    usual = np.broadcast_to(np.asarray(sender, dtype=np.uint8), row.shape)
    if world.setup.mechanisms.quotas:
        order = np.argsort(row, kind="stable")
        place = np.empty(row.size, dtype=np.int64)
        place[order] = rank_in_run(row[order])
        ceo = np.full(row.size, int(Sender.CEO))
        copies = copies & (place < letters_left(world, row, ceo)) & (usual != ceo)
        count_new_letters(world, row[copies], ceo[copies])
        np.subtract.at(world.letters_used, (row[copies], usual[copies]), 1)
    return np.where(copies, np.uint8(Sender.CEO), usual)
