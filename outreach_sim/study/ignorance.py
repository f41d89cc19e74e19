"""Draws parameters from the ranges that evidence leaves open.

Each is drawn from the triangle over low, value, high of its card: the value is the best guess, the ends are
what some source or judgement still allows, so the middle must count for more than the ends; a uniform draw
would make the ends of a guess as likely as a published figure. Draws are a keyed Latin hypercube: every
parameter's range is cut into as many equally likely slices as there are draws, and each slice is used once.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.model.beliefs import as_lab
from outreach_sim.model.chain import chances
from outreach_sim.model.draws import Purpose, bits, occasions, pack, uniform, world_keys
from outreach_sim.model.features import Features
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.prospect import Prospect
from outreach_sim.scenario.parameters import ParameterCard

RIDGE = "on the ridge"
ON_THE_RIDGE = ("pay_slope", "pay_curvature")
"""What the CEO's weight follows."""
_TRIES = 64
_STEPS = 100
_CLOSE = 1e-11
_US = "us"

_ALL_ELSE_EQUAL: dict[str, Any] = {
    "money": 1.0,
    "taste": 0.0,
    "pull_lab": 0.0,
    "pull_employer": 0.0,
    "appeal": 0.0,
    "fit": 0.0,
}
_OFFER: dict[str, Any] = {"offered_usd": 6.3e6, "present_usd": 1.0e6, "direct": 1.0}
REFERENCE = Prospect(
    candidate=_US,
    lab=_US,
    employer=_US,
    features=Features(**_OFFER, **_ALL_ELSE_EQUAL),
    offered_usd=6.3e6,
    lab_h100e=100.0,
    employer_h100e=100.0,
    sender="ceo",
)
"""The letter behind "10 hired of more than 100 approached at 4 to 10 times their pay": signed by a CEO, with
6.3 times present pay (the geometric mean), no interviews, all else equal."""


@dataclass(frozen=True, slots=True)
class Draws:
    """Parameter sets.

    Attributes:
        sets: one ``Parameters`` a draw.
        shares: of the parameters drawn by themselves, by name: where in its distribution each draw lies,
            0 to 1, shape (draws,).
        followers: names that follow each of those.
    """

    sets: tuple[Parameters, ...]
    shares: dict[str, NDArray[np.float64]]
    followers: dict[str, tuple[str, ...]]


def draw(
    base: Parameters, cards: Mapping[str, ParameterCard], fixed: Collection[str], count: int, seed: int
) -> Draws:
    """So many parameter sets around ``base``.

    Args:
        base: the scenario's parameters.
        cards: ranges by name.
        fixed: names that the scenario sets itself; they stay.
        count: draws.
        seed: of the draws.
    """
    free = [name for name in cards if name not in fixed]
    alone = [name for name in free if not cards[name].drawn]
    shares = {name: _slices(name, count, seed) for name in alone}
    columns = {name: triangle(shares[name], cards[name]) for name in alone}
    leaders = {name: cards[name].drawn.removeprefix("with ") for name in free if cards[name].drawn}
    for name, leader in leaders.items():
        if leader in shares:
            columns[name] = triangle(shares[leader], cards[name])
    ceo = next((name for name, leader in leaders.items() if leader == RIDGE), None)
    if ceo is not None and all(name in shares for name in ON_THE_RIDGE):
        columns[ceo] = _ridge(base, cards, ceo, columns, shares, seed)
    sets = [replace(base, **{n: float(c[i]) for n, c in columns.items()}) for i in range(count)]
    followers = {
        name: tuple(
            f for f, leader in leaders.items() if leader == name or (leader, name) == (RIDGE, "pay_slope")
        )
        for name in alone
    }
    return Draws(tuple(sets), shares, followers)


def triangle(share: NDArray[np.float64], card: ParameterCard) -> NDArray[np.float64]:
    """The values below which these shares of the triangle over low, value, high lie."""
    width, rise, fall = card.high - card.low, card.value - card.low, card.high - card.value
    below = card.low + np.sqrt(share * width * rise)
    above = card.high - np.sqrt((1.0 - share) * width * fall)
    return np.where(share * width < rise, below, above)


def _slices(name: str, count: int, seed: int) -> NDArray[np.float64]:
    """A Latin hypercube's column: one share in each of ``count`` slices, in keyed order."""
    stream = _stream(name, count, seed)
    rank = np.argsort(np.argsort(bits(stream, Purpose.PARAMETER), kind="stable"))
    return (rank + uniform(bits(stream, Purpose.PARAMETER, 1))) / count


def _stream(name: str, count: int, seed: int) -> NDArray[np.uint64]:
    """One stream per draw, keyed by the parameter's name: a new parameter moves no other's draws."""
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
    return occasions(world_keys(seed, np.arange(count)), pack(np.full(count, key, dtype=np.uint64), 0, 0))


def _ridge(
    base: Parameters,
    cards: Mapping[str, ParameterCard],
    ceo: str,
    columns: dict[str, NDArray[np.float64]],
    shares: dict[str, NDArray[np.float64]],
    seed: int,
) -> NDArray[np.float64]:
    """The CEO's weight that goes with each draw of the pay terms; pay is drawn again where there is none
    within the CEO's own range.
    """
    count, card = len(columns[ON_THE_RIDGE[0]]), cards[ceo]
    target = chances(base, reference(base))["chain"]
    streams = {name: _stream(name, count, seed) for name in ON_THE_RIDGE}
    weight = np.empty(count)
    for i in range(count):
        for attempt in range(_TRIES):
            if attempt:
                for name in ON_THE_RIDGE:
                    again = uniform(bits(streams[name][i : i + 1], Purpose.PARAMETER, 1 + attempt))
                    shares[name][i], columns[name][i] = again[0], triangle(again, cards[name])[0]
            pay = {name: float(columns[name][i]) for name in ON_THE_RIDGE}
            weight[i] = _weight_on_ridge(replace(base, **pay), ceo, target)
            if card.low <= weight[i] <= card.high:
                break
        weight[i] = min(max(weight[i], card.low), card.high)
    return weight


def reference(p: Parameters) -> Prospect:
    """``REFERENCE`` sent to many: people who differ in all that a lab cannot know of them."""
    return as_lab(p, REFERENCE, _OFFER["present_usd"], None)


def _weight_on_ridge(p: Parameters, ceo: str, target: float) -> float:
    """The CEO's weight at which the reference letter wins ``target``; infinite where none does.

    If people were all alike, one step would do; as they differ, each step leaves a smaller rest.
    """
    p = replace(p, **{ceo: 0.0})
    for _ in range(_STEPS):
        found, weight = chances(p, reference(p)), float(getattr(p, ceo))
        interested = found["reply"] * found["interested"]
        wanted = interested * target / found["chain"]
        if abs(wanted - interested) <= _CLOSE * interested:
            return weight
        if wanted >= 1.0:
            return math.inf
        p = replace(p, **{ceo: weight + _logit(wanted) - _logit(interested)})
    return math.inf


def _logit(chance: float) -> float:
    return math.log(chance / (1.0 - chance))
