"""What luck gives each person of each world before the first day: tastes, thresholds, exits, delays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import DAYS_PER_YEAR, PPM, Setup
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
AVERAGE_IMPACT = 100.0


@dataclass(frozen=True, slots=True)
class Tastes:
    """Flat over (world, candidate).

    Attributes:
        compute: weight of compute, log-odds per unit of pull: of heavy users all the same, of others 0.
        money: weight of pay; lognormal with mean 1, never 0.
        gate_ppm: the compute threshold in millionths of the leader's fleet; 0 for people without one, all who
            are no heavy users among them.
        exit_day: day on which the person leaves to no lab, whatever else happens; 32767 for never.
        mission, product: log-odds per unit of what a lab has over the employer, of either sign; ``None``
            where the scenario has no pitches.
    """

    compute: NDArray[np.float64]
    money: NDArray[np.float64]
    gate_ppm: NDArray[np.int64]
    exit_day: NDArray[np.int16]
    mission: NDArray[np.float64] | None = None
    product: NDArray[np.float64] | None = None


def _streams(keys: U64, count: int) -> U64:
    return occasions(np.repeat(keys, count), pack(np.tile(np.arange(count), len(keys)), 0, 0))


def draw_tastes(setup: Setup, keys: U64) -> Tastes:
    """Tastes of every person in every world; with frozen luck, the same in all of them."""
    count, p = len(setup.people), setup.parameters
    luck = _streams(keys, count)
    taste = luck
    if setup.freeze_luck:
        taste = _streams(
            np.repeat(world_keys(setup.people_seed, np.zeros(1), Stream.PEOPLE), len(keys)), count
        )
    heavy = uniform(bits(taste, Purpose.TASTE)) < p.compute_share
    compute = np.where(heavy, p.heavy_taste, 0.0)
    money = value_of_money(p.money_sd, normal(bits(taste, Purpose.MONEY)))
    gate = np.zeros(len(luck), dtype=np.int64)
    if setup.mechanisms.gate:
        gated = (heavy & (uniform(bits(taste, Purpose.GATED)) < p.gated_of_heavy)).nonzero()[0]
        size = np.exp(p.gate_sd * normal(bits(taste[gated], Purpose.GATE_SIZE)))
        ppm = np.rint(p.gate_fleet_share * size * PPM)
        gate[gated] = np.clip(ppm, 1.0, HIGHEST_GATE_PPM).astype(np.int64)
    exit_day = np.full(len(luck), np.iinfo(np.int16).max, dtype=np.int16)
    if setup.mechanisms.exits and p.exit_hazard_per_year > 0.0:
        waiting = -np.log(uniform(bits(luck, Purpose.EXIT))) * (DAYS_PER_YEAR / p.exit_hazard_per_year)
        exit_day = np.minimum(np.ceil(waiting), np.iinfo(np.int16).max).astype(np.int16)
    mission = product = None
    if setup.mechanisms.pitch:
        mission = p.mission_taste_sd * normal(bits(taste, Purpose.MISSION))
        product = p.product_taste_sd * normal(bits(taste, Purpose.PRODUCT))
    return Tastes(compute, money, gate, exit_day, mission, product)


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
