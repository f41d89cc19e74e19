"""Makes candidates: facts as integers keyed by id, so 600 people are the first 600 of 1,000."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.formatting import counted
from outreach_sim.market.limits import MAX_PAY_USD
from outreach_sim.market.setup import Fact, People
from outreach_sim.market.state.bands import PAY_NOISE, TOP_QUANTILE_SD
from outreach_sim.model.draws import U64, Purpose, Stream, bits, normal, occasions, pack, uniform, world_keys

if TYPE_CHECKING:
    from outreach_sim.scenario.lab_tables import LabTable

STANDING_IMPACT_CORRELATION = 0.7
"""How far pay standing follows impact (a guess)."""
IMPACT_LOG_SD = 0.8
"""Spread of impact; lognormal with mean 100 (a guess: a tenth of people do a third of the work)."""
LOWEST_PAY_USD = 10_000
LEVEL_QUANTILES = (0.35, 0.65, 0.85, 0.96)
KNOWN_CHANCES = {Fact.TOPIC: 1.0, Fact.PAPER: 0.8, Fact.TEAM: 0.5, Fact.CITY: 0.9}


@dataclass(frozen=True, slots=True)
class LabPay:
    """What decides who works where and for how much.

    Attributes:
        weight: researchers; candidates are spread over labs in this proportion, never more than there are.
        median_usd, top_usd: the public pay band, USD a year.
        stake: mean of what leaving forfeits a year, in years' pay.
        candidates: so many of the researchers are candidates; ``None`` for its part of all.
    """

    weight: int
    median_usd: int
    top_usd: int
    stake: float = 0.0
    candidates: int | None = None


def lab_pay(labs: Sequence[LabTable]) -> list[LabPay]:
    """What the tables of labs say of it."""
    return [LabPay(lab.researchers, lab.pay.median, lab.pay.top, lab.stake, lab.candidates) for lab in labs]


def people_streams(size: int, seed: int) -> U64:
    """One random stream per candidate, from the people seed."""
    key = np.broadcast_to(world_keys(seed, np.zeros(1), Stream.PEOPLE), (size,))
    return occasions(key, pack(np.arange(size), 0, 0))


def make_people(size: int, seed: int, labs: Sequence[LabPay], pay_known: bool = False) -> People:
    """Facts of ``size`` candidates of these labs, shape (size,) each.

    Args:
        size: candidates, at most as many as the labs have researchers.
        seed: the people seed, 0 to 2**63 - 1.
        labs: in the order of their indices, at most 127.
        pay_known: whether labs know what they earn.

    Raises:
        BadInputError: there are more candidates than researchers, or fewer than the labs name.
    """
    if message := no_room(size, labs):
        raise BadInputError(Problem("population", 0, 0, "size", message))
    stream = people_streams(size, seed)
    employer = employers(bits(stream, Purpose.EMPLOYER), labs)
    z_impact = normal(bits(stream, Purpose.JUDGEMENT))
    z_own = normal(bits(stream, Purpose.STANDING))
    rho = STANDING_IMPACT_CORRELATION
    standing = np.rint(1000.0 * (rho * z_impact + math.sqrt(1 - rho**2) * z_own)).astype(np.int32)
    impact = np.exp(IMPACT_LOG_SD * z_impact - IMPACT_LOG_SD**2 / 2)
    pay_usd = pay(standing, normal(bits(stream, Purpose.PAY)), employer, labs)
    return People(
        employer=employer,
        level=levels(z_impact),
        impact=np.maximum(np.rint(100.0 * impact), 1).astype(np.int32),
        standing=standing,
        pay_usd=pay_usd,
        known=known_facts(bits(stream, Purpose.KNOWN)),
        stake_usd=stakes(pay_usd, employer, seed, labs),
        pay_known=np.full(size, pay_known),
    )


def no_room(size: int, labs: Sequence[LabPay]) -> str:
    """What is wrong with so many candidates of these labs; nothing where each has a place."""
    named = sum(lab.candidates or 0 for lab in labs)
    if size < named:
        return f"{counted(size, 'candidate')}, but the labs name {named:,} of their own"
    room = named + sum(lab.weight for lab in labs if lab.candidates is None)
    if size > room:
        there = counted(room, "candidate" if named else "researcher")
        return f"{counted(size, 'candidate')}, but the labs have only {there} in all"
    return ""


def employers(b: U64, labs: Sequence[LabPay]) -> NDArray[np.int8]:
    """Labs drawn in proportion to integer weights; who finds a lab full goes to the next larger one.

    A lab that names its number of candidates has no room for more, and where it was drawn less often the last
    of the others are its own.

    Args:
        b: bits of each candidate.
        labs: with room for all.
    """
    edges = np.cumsum(np.array([lab.weight for lab in labs], dtype=np.int64))
    ticket = (uniform(b) * float(edges[-1])).astype(np.int64)
    drawn = np.searchsorted(edges, ticket, side="right").astype(np.int8)
    lab = _seated(drawn, [one.weight if one.candidates is None else one.candidates for one in labs])
    open_labs = [index for index, one in enumerate(labs) if one.candidates is None]
    for index, one in enumerate(labs):
        if one.candidates and (missing := one.candidates - np.count_nonzero(lab == index)):
            lab[np.flatnonzero(np.isin(lab, open_labs))[-missing:]] = index
    return lab


def _seated(lab: NDArray[np.int8], rooms: Sequence[int]) -> NDArray[np.int8]:
    """Everybody at a lab with room for them; after the largest lab comes the smallest.

    Deferred acceptance with one order of priority, the id, gives what seating people one by one would
    (Gale & Shapley 1962), so a larger population keeps the smaller one.
    """
    room = np.array(rooms, dtype=np.int64)
    by_size = np.argsort(room, kind="stable")
    following = np.empty_like(lab, shape=len(rooms))
    following[by_size] = np.roll(by_size, -1)
    while (full := np.flatnonzero(np.bincount(lab, minlength=len(rooms)) > room)).size:
        for index in full:
            lab[np.flatnonzero(lab == index)[room[index] :]] = following[index]
    return lab


def levels(z_impact: NDArray[np.float64]) -> NDArray[np.int8]:
    """1 (researcher) to 5 (distinguished) by the quantile of impact."""
    from statistics import NormalDist

    cuts = [NormalDist().inv_cdf(q) for q in LEVEL_QUANTILES]
    return (1 + np.searchsorted(cuts, z_impact)).astype(np.int8)


def pay(
    standing: NDArray[np.int32],
    noise: NDArray[np.float64],
    employer: NDArray[np.int8],
    labs: Sequence[LabPay],
) -> NDArray[np.int64]:
    """Yearly pay within the employer's band: lognormal, mostly by standing, whole thousands of USD."""
    median = np.array([lab.median_usd for lab in labs], dtype=np.float64)[employer]
    top = np.array([lab.top_usd for lab in labs], dtype=np.float64)[employer]
    z = math.sqrt(1 - PAY_NOISE) * standing / 1000.0 + math.sqrt(PAY_NOISE) * noise
    usd = median * np.exp(np.log(top / median) / TOP_QUANTILE_SD * z)
    most = np.minimum(np.maximum(3 * top, LOWEST_PAY_USD), MAX_PAY_USD)
    usd = np.clip(usd, np.maximum(median / 4, LOWEST_PAY_USD), most)
    return (np.rint(usd / 1000.0) * 1000.0).astype(np.int64)


def stakes(
    pay_usd: NDArray[np.int64], employer: NDArray[np.int8], seed: int, labs: Sequence[LabPay]
) -> NDArray[np.int64]:
    """What leaving forfeits: 0 to 2 times the employer's mean, evenly, in whole dollars a year.

    It is a fact of the person, keyed by the people seed as pay is: what somebody holds does not change from
    world to world, and a file of candidates can name it.
    """
    u = uniform(bits(people_streams(len(pay_usd), seed), Purpose.VESTED))
    mean = np.array([lab.stake for lab in labs])[employer]
    return np.rint(2.0 * u * mean * pay_usd).astype(np.int64)


def with_stakes(people: People, unsaid: Sequence[int], seed: int, labs: Sequence[LabPay]) -> People:
    """The people of a file, with a stake of their lab's for those whose own it does not name."""
    stake_usd, drawn = people.stake_usd.copy(), stakes(people.pay_usd, people.employer, seed, labs)
    stake_usd[list(unsaid)] = drawn[list(unsaid)]
    return replace(people, stake_usd=stake_usd)


def known_facts(b: U64) -> NDArray[np.uint8]:
    """Which contact facts can be found out about each person: independent, 16 random bits each."""
    known = np.zeros(len(b), dtype=np.uint8)
    for fact, chance in KNOWN_CHANCES.items():
        share = (b >> np.uint64(16 * fact)) & np.uint64(0xFFFF)
        known |= ((share < round(chance * 65536)).astype(np.uint8)) << np.uint8(fact)
    return known
