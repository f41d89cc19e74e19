"""What luck gives each person of each world before the first day: tastes, thresholds, exits, delays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import DAYS_PER_YEAR, PPM, Setup
from outreach_sim.market.state.runs import Index
from outreach_sim.model.beliefs import value_of_money
from outreach_sim.model.draws import (
    U64,
    Purpose,
    Stream,
    bits,
    normal,
    normal_quantiles,
    occasions,
    pack,
    uniform,
    world_keys,
)
from outreach_sim.model.parameters import Parameters

LONGEST_REPLY_DAYS = 14
HIGHEST_GATE_PPM = 50 * PPM
"""Nobody asks for more than fifty times the leader's fleet: who does would not be won by a thousand times."""
NEVER_EXITS = int(np.iinfo(np.int16).max)
AVERAGE_IMPACT = 100.0


@dataclass(frozen=True, slots=True)
class Tastes:
    """Flat over (world, candidate).

    Attributes:
        compute: weight of compute, log-odds per unit of pull: of heavy users all the same, of others 0.
        money: weight of pay; lognormal with mean 1, never 0.
        gate_ppm: the compute threshold in millionths of the leader's fleet; 0 for people without one, all who
            are no heavy users among them.
        exit_day: next day on which the person leaves to no lab, whatever else happens; 32767 for never.
        mission, product: log-odds per unit of what a lab has over the employer, of either sign; ``None``
            where the scenario has no pitches.
    """

    compute: NDArray[np.float64]
    money: NDArray[np.float64]
    gate_ppm: NDArray[np.int64]
    exit_day: NDArray[np.int16]
    mission: NDArray[np.float64] | None = None
    product: NDArray[np.float64] | None = None


def own_streams(keys: U64, candidate: Index) -> U64:
    """The own stream of each of these candidates, in the worlds with these keys, one element each."""
    return occasions(keys, pack(candidate, 0, 0))


def draw_tastes(setup: Setup, keys: U64) -> Tastes:
    """Tastes of every person in every world; with frozen luck, the same in all of them."""
    count = len(setup.people)
    everybody = np.tile(np.arange(count), len(keys))
    luck = own_streams(np.repeat(keys, count), everybody)
    taste = luck
    if setup.freeze_luck:
        frozen = world_keys(setup.people_seed, np.zeros(1), Stream.PEOPLE)
        taste = own_streams(np.repeat(frozen, len(luck)), everybody)
    drawn = tastes_of(setup, taste, luck)
    _as_said(setup, len(keys), drawn.compute, drawn.money, drawn.gate_ppm)
    return drawn


def tastes_of(setup: Setup, taste: U64, luck: U64) -> Tastes:
    """Tastes drawn from these streams, and exits from the others; one element each."""
    p = setup.parameters
    heavy = uniform(bits(taste, Purpose.TASTE)) < p.compute_share
    compute = np.where(heavy, p.heavy_taste, 0.0)
    money = value_of_money(p.money_sd, normal(bits(taste, Purpose.MONEY)))
    gate = np.zeros(len(luck), dtype=np.int64)
    if setup.mechanisms.gate:
        gated = (heavy & (uniform(bits(taste, Purpose.GATED)) < p.gated_of_heavy)).nonzero()[0]
        size = np.exp(p.gate_sd * normal(bits(taste[gated], Purpose.GATE_SIZE)))
        ppm = np.rint(p.gate_fleet_share * size * PPM)
        gate[gated] = np.clip(ppm, 1.0, HIGHEST_GATE_PPM).astype(np.int64)
    mission = product = None
    if setup.mechanisms.pitch:
        mission = p.mission_taste_sd * normal(bits(taste, Purpose.MISSION))
        product = p.product_taste_sd * normal(bits(taste, Purpose.PRODUCT))
    return Tastes(compute, money, gate, exit_days(setup, luck), mission, product)


def _as_said(
    setup: Setup,
    worlds: int,
    compute: NDArray[np.float64],
    money: NDArray[np.float64],
    gate_ppm: NDArray[np.int64],
) -> None:
    """Replace what luck gives people by what the scenario says of them, in every world."""
    for who in setup.dispositions:
        person = np.arange(worlds) * len(setup.people) + who.candidate
        if who.heavy is not None:
            compute[person] = setup.parameters.heavy_taste * who.heavy
            if not who.heavy:
                gate_ppm[person] = 0  # nobody else has one
        if who.money is not None:
            money[person] = who.money
        if who.gate_ppm is not None and setup.mechanisms.gate:
            gate_ppm[person] = who.gate_ppm


def exit_days(setup: Setup, luck: U64, after: int = 0) -> NDArray[np.int16]:
    """The first day after this one on which each of these people would leave for no lab; ``NEVER_EXITS``.

    One such day follows another after a wait drawn for its number, so that whoever comes back into the market
    leaves again at the usual rate, and the days depend on nothing that happens.

    Args:
        setup: the scenario.
        luck: the people's own streams.
        after: a day of the game.
    """
    days = np.full(luck.size, NEVER_EXITS, dtype=np.int16)
    hazard = setup.parameters.exit_hazard_per_year
    if not setup.mechanisms.exits or hazard <= 0.0:
        return days
    waiting, on, number = np.arange(luck.size), np.zeros(luck.size), 0
    while waiting.size:
        draw = uniform(bits(luck[waiting], Purpose.EXIT, number))
        on = np.minimum(on + np.ceil(-np.log(draw) * (DAYS_PER_YEAR / hazard)), NEVER_EXITS)
        later = on > after
        days[waiting[later]] = on[later]
        waiting, on, number = waiting[~later], on[~later], number + 1
    return days


def reply_delay_table(p: Parameters) -> NDArray[np.int16]:
    """Days until a reply arrives at each of the normal quantiles: 1 + floor(lognormal), at most 14."""
    days = p.reply_delay_median_days * np.exp(p.reply_delay_sd * normal_quantiles())
    return np.minimum(1 + np.floor(days), LONGEST_REPLY_DAYS).astype(np.int16)


def counter_chances(setup: Setup) -> NDArray[np.float64]:
    """P(employer counters an offer) of every candidate: a logit with slope per ln of relative impact."""
    p = setup.parameters
    odds = p.counter_chance / (1.0 - p.counter_chance)
    odds_of = odds * np.power(np.maximum(setup.people.impact, 1) / AVERAGE_IMPACT, p.counter_impact_slope)
    return odds_of / (1.0 + odds_of)
