"""Everybody whom a lab could write to, with one letter before them, in one world of tastes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.errors import UsageError
from outreach_sim.market.plan import Plans, approaches
from outreach_sim.market.prospects import prospects
from outreach_sim.market.setup import Order, Setup
from outreach_sim.market.state.asked import everywhere
from outreach_sim.market.state.offers import ordered_pay
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.model.chain import chances_at
from outreach_sim.model.features import F64
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.prospect import Prospect, as_it_stands, offer_features
from outreach_sim.model.terms import attraction
from outreach_sim.model.what_if import worth_of_compute

Bools = NDArray[np.bool_]


Priced = tuple[float, bool]
"""What machines are worth to somebody, USD a year (``inf`` where no pay is worth as much), and whether the
person's taste for compute is the mean or more."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        lab: index of the lab that writes.
        employer: of whose people the first shares are; ``None`` for the one that most of them work for.
        letter: with the letter's ``template``, ``sender``, ``pay_ratio``, ``direct``, ``short`` and
            ``deadline_days``.
        fleets, ratios: those of the grid.
        h100e: compute by name whose worth is asked.
    """

    lab: int
    employer: int | None
    letter: Order
    fleets: Sequence[int]
    ratios: Sequence[float]
    h100e: int = 1_000

    @property
    def beside(self) -> tuple[float, ...]:
        """Pay over believed pay beside which compute is priced: that itself, and the letter's."""
        return tuple(dict.fromkeys((1.0, self.letter.pay_ratio)))

    def letter_at(self, pay_ratio: float) -> Order:
        """The letter with other pay."""
        return replace(self.letter, pay_ratio=pay_ratio)


@dataclass(frozen=True, slots=True)
class Looked:
    """What is seen in one world of tastes.

    Attributes:
        names: of the terms of V.
        of_employer, of_rivals: of the terms across their people, see ``moments``.
        gated: part of rivals' people whose gate is closed.
        means: mean terms over rivals' people, shape (fleets, ratios, terms).
        chances: the same of the whole chain, shape (fleets, ratios).
        worths: what machines are worth beside each of ``asked.beside``, see ``worths``.
    """

    names: tuple[str, ...]
    of_employer: F64
    of_rivals: F64
    gated: float
    means: F64
    chances: F64
    worths: list[list[Priced]]


def whom(setup: Setup, asked: Question) -> tuple[Index, int]:
    """Everybody whom the lab could write to, and the employer that is looked at.

    Raises:
        UsageError: there is nobody.
    """
    home, lab = setup.people.employer, setup.labs[asked.lab]
    people = np.flatnonzero(home != asked.lab)
    if not people.size:
        raise UsageError(f"there is nobody whom {lab.name} could write to: all candidates work there")
    if asked.employer is None:
        return people, int(np.bincount(home[people]).argmax())
    if asked.employer == asked.lab:
        raise UsageError(f"{lab.id} is the lab that writes, --from names the one whose people are written to")
    if not (home == asked.employer).any():
        has = ", ".join(setup.labs[index].id for index in np.unique(home[people]).tolist())
        raise UsageError(f"no candidate works at {setup.labs[asked.employer].id}, they work at {has}")
    return people, asked.employer


def look(
    setup: Setup, asked: Question, people: Index, of_employer: Bools, seed: int, number: int, each: int
) -> Looked:
    """One world: the letter as it is, then with every fleet and pay; ``each`` people price machines."""
    p, as_it_is = setup.parameters, World(setup, seed, [number])
    who = readers(as_it_is, people, asked.letter)
    terms = pulls(p, who)
    values = np.array(list(terms.values()))
    offered = [readers(as_it_is, people, asked.letter_at(ratio)) for ratio in asked.beside]
    means, chances = [], []
    for fleet in asked.fleets:
        world = World(with_fleet(setup, asked.lab, fleet), seed, [number])
        tried = [readers(world, people, asked.letter_at(ratio)) for ratio in asked.ratios]
        means.append([[float(value.mean()) for value in pulls(p, one).values()] for one in tried])
        chances.append([float(chain(p, one).mean()) for one in tried])
    return Looked(
        tuple(terms),
        moments(values[:, of_employer]),
        moments(values),
        float(who.closed_chance(np.zeros_like(who.offered_usd)).mean()),
        np.array(means),
        np.array(chances),
        [worths(p, one, people.size, asked.h100e, number, each) for one in offered],
    )


def with_fleet(setup: Setup, lab: int, h100e: int) -> Setup:
    """The scenario with another fleet of this lab, the same on each day."""
    labs = list(setup.labs)
    labs[lab] = replace(labs[lab], fleet_h100e=np.full_like(labs[lab].fleet_h100e, h100e))
    return replace(setup, labs=tuple(labs))


def readers(world: World, people: Index, letter: Order) -> Prospect:
    """These people as they are, in columns, with the letter before them, at the pay of such an order."""
    lab = letter.lab
    asked = everywhere(world, replace(letter, candidates=tuple(people.tolist())))
    pay_usd = ordered_pay(world, asked, asked.place, world.persons(np.full(people.shape, lab), people))
    plans = Plans(
        pay_usd, letter.template, letter.sender, letter.pledge_h100e, letter.direct, letter.deadline_days,
        letter.short,
    )  # fmt: skip
    return prospects(world, approaches(world, lab, people, plans), as_truth=True)


def pulls(p: Parameters, who: Prospect) -> dict[str, F64]:
    """The terms of V by name, as these people would weigh the offer; shape (people,) each."""
    trial = as_it_stands(who)
    features = offer_features(p, who, trial, False, False)
    return {name: np.broadcast_to(value, trial.fit.shape)[:, 0] for name, value in attraction(p, features)}


def chain(p: Parameters, who: Prospect) -> F64:
    """Chance of the whole way from a first mail to a yes, shape (people,)."""
    return chances_at(p, who, who.offered_usd, who.pledge_h100e)["chain"][:, 0]


def worths(p: Parameters, who: Prospect, people: int, h100e: int, number: int, each: int) -> list[Priced]:
    """What compute by name is worth to ``each`` of these people, evenly spread, others in every world."""
    asked = min(people, each)
    places = (np.arange(asked) * people // asked + number) % people
    found = []
    for person in map(who.person, places.tolist()):
        usd = worth_of_compute(p, person, h100e)
        keen = bool(person.features.taste >= p.compute_taste_mean)
        found.append((math.inf if usd is None else usd, keen))
    return found


def moments(terms: F64) -> F64:
    """Means across people of the terms and of their products with V, shape (2, terms).

    Args:
        terms: shape (terms, people).
    """
    return np.array([terms.mean(axis=1), (terms * terms.sum(axis=0)).mean(axis=1)])
