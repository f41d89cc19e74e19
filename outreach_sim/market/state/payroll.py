"""What people earn, what labs believe of it, how it changes, and how far pay grows that follows from pay.

Whoever is hired at a multiple of their pay has more pay to multiply. Offers by ratio, raises, counter-offers,
bettered offers, market pay and what is copied all feed on their own result, so all of them pass one ceiling.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.limits import LEAST_PAY_USD
from outreach_sim.market.setup import PPM
from outreach_sim.market.state.bands import bands_of, pay_within
from outreach_sim.market.state.emit import emit_of
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World

LEAST = np.array(LEAST_PAY_USD)


def band_usd(world: World, row: Index | int, person: Index) -> NDArray[np.int64]:
    """Yearly pay that the public bands of these lab rows promise these people of their worlds, whole USD."""
    return world.band_usd[person + world.band_offset[row]]


def public_pay_usd(world: World, person: Index) -> NDArray[np.int64]:
    """What everybody can know of what these people earn now, whole USD a year.

    The band of the employer, which says nothing of raises or of what anybody was hired at; the true pay of
    those whose pay is known, whatever becomes of it.
    """
    band = band_usd(world, world.home[person], person)
    if not world.any_pay_known:
        return band
    return np.where(world.setup.people.pay_known[person % world.candidates], world.pay_usd[person], band)


def knows_pay(world: World, row: Index | int, person: Index | slice) -> NDArray[np.bool_]:
    """Whose pay these labs know by themselves: that of their own staff, and of who followed a leader to them.

    A walkout's open offer is a multiple of what somebody earns, so whoever takes it up has said what that is.
    """
    own = world.home[person] == row
    crowds = world.stores.crowds
    return own if crowds is None else own | (crowds.said_to[person] == row)


def believed_pay_usd(world: World, row: Index | int, person: Index) -> NDArray[np.int64]:
    """What these labs believe these people to earn now: the truth where they know it, else what is public.

    Whatever a lab offers as a multiple of pay is a multiple of this, so no sum tells it more than it knew.

    Args:
        world: one, or a stack.
        row: of the lab that believes it, for all or for each.
        person: whose pay.
    """
    guessed, band = is_pay_guessed(world, row, person), band_usd(world, world.home[person], person)
    return np.where(guessed, band, world.pay_usd[person])


def is_pay_guessed(world: World, row: Index | int, person: Index | slice) -> NDArray[np.bool_]:
    """Whether what these labs believe these people, who may be neighbours, to earn is a guess by the band."""
    strangers = ~knows_pay(world, row, person)
    if not world.any_pay_known:
        return strangers
    return strangers & ~world.setup.people.pay_known[_candidates(world, person)]


def _candidates(world: World, person: Index | slice) -> Index | slice:
    """Which candidates these people are; neighbours are of one world."""
    if not isinstance(person, slice):
        return person % world.candidates
    start = person.start % world.candidates
    return slice(start, start + person.stop - person.start)


def guess_of_pay(world: World, row: Index | int, person: Index) -> tuple[NDArray[np.float64], ...]:
    """How far these labs' guesses are off: mean and sd of ln(true pay / ``believed_pay_usd``); 0 if known."""
    guessed = is_pay_guessed(world, row, person)
    standing = world.setup.people.standing[person % world.candidates]
    mean, sd = pay_within(bands_of(world.setup), world.lab_of[world.home[person]], standing)
    off = mean - np.log(believed_pay_usd(world, row, person))
    return np.where(guessed, off, 0.0), np.where(guessed, sd, 0.0)


def within_ceiling(
    world: World, wanted_usd: NDArray[np.int64], from_usd: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Pay that somebody wants to make of other pay, as far as the rules let it grow.

    Args:
        world: its ``rules.pay_ceiling_usd`` counts.
        wanted_usd: a year.
        from_usd: the pay it follows from. Where that is above the ceiling (somebody named it), it is the
            ceiling.
    """
    most = np.maximum(from_usd, world.pay_ceiling_usd)
    np.minimum(wanted_usd, most, out=most)
    return np.maximum(most, LEAST, out=most)


def times(world: World, pay_usd: NDArray[np.int64], ratio_ppm: NDArray[np.int64] | int) -> NDArray[np.int64]:
    """So many millionths of this pay, whole USD a year, within the ceiling."""
    return within_ceiling(world, pay_usd * ratio_ppm // PPM, pay_usd)


def pay_more(world: World, person: Index, pay_usd: NDArray[np.int64], event: Event, from_cash: bool) -> None:
    """These distinct people earn so much from now on; the raise of the first year is counted."""
    if not person.size:
        return
    home, more = world.home[person], pay_usd - world.pay_usd[person]
    np.add.at(world.raises_usd, home, more)
    if from_cash:
        np.subtract.at(world.cash_usd, home, np.where(world.has_budget[home], more, 0))
    emit_of(world, event, home, person, pay_usd)  # who looks on sees what they had until now
    world.pay_usd[person] = pay_usd
    if world.stores.peers is not None:
        world.told_today.append(person)


def counter_usd(
    world: World, person: Index, present_usd: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """Yearly pay after the raise that a counter-offer promises these people, or people with this pay."""
    present = world.pay_usd[person] if present_usd is None else present_usd
    raised = present * (1.0 + world.setup.parameters.counter_raise)
    return within_ceiling(world, np.floor(raised).astype(np.int64), present)
