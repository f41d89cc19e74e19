"""Whom a lab could write to today: the usual letter that is worth most, its chance and its points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.mail.usual import usual_letters
from outreach_sim.market.outlook import Outlook, outlook
from outreach_sim.market.plan import Plans
from outreach_sim.market.session import Session
from outreach_sim.market.setup import SENDER_NAMES, Fact, Sender, number_of
from outreach_sim.market.state.runs import Index
from outreach_sim.market.values import best_pay
from outreach_sim.market.view import LabView
from outreach_sim.scenario.load import Scenario


@dataclass(frozen=True, slots=True)
class Free:
    """Somebody to whom the lab can open an approach.

    Attributes:
        candidate: their number, from 1.
        employer: id of their lab.
        impact: 1 for an average researcher.
        pay_known_usd: yearly pay as far as the lab knows it.
        facts: what a letter can name.
        letter, sender, pay_usd: the usual letter, who signs it, and the pay, that are worth most together.
        chance: of the whole way from that letter to a yes.
        points: to be expected of it by the end of the game; if_yes: on the day of a yes.
    """

    candidate: int
    name: str
    employer: str
    level: int
    impact: float
    pay_known_usd: int
    facts: tuple[str, ...]
    letter: str
    sender: str
    pay_usd: int
    chance: float
    points: float
    if_yes: float


def free_people(scenario: Scenario, session: Session, view: LabView) -> list[Free]:
    """Everybody whom a lab may write to, most points first, ties by number.

    Args:
        scenario: what is played.
        session: between two days.
        view: of the lab, once the orders that wait have been carried out.
    """
    lab, people = view.lab, np.flatnonzero(view.free & (view.employer >= 0))
    if not people.size or session.over:
        return []
    best = _best_letters(outlook(session.world, lab), people, session.setup.letters.ids)
    order = np.lexsort((people, -best.points)).tolist()
    facts, book = session.setup.people, scenario.population.book
    return [
        Free(
            candidate=number_of(candidate := int(people[i])),
            name=book.name(candidate),
            employer=scenario.lab_ids[view.employer[candidate]],
            level=int(facts.level[candidate]),
            impact=int(facts.impact[candidate]) / 100,
            pay_known_usd=int(view.pay_guess_usd[candidate]),
            facts=tuple(fact.name.lower() for fact in Fact if int(facts.known[candidate]) >> fact & 1),
            letter=best.usual[best.which[i]][0],
            sender=SENDER_NAMES[best.usual[best.which[i]][1]],
            pay_usd=int(best.pay_usd[i]),
            chance=float(best.chance[i]),
            points=float(best.points[i]),
            if_yes=float(best.if_yes[i]),
        )
        for i in order
    ]


@dataclass(frozen=True, slots=True)
class _Best:
    """The best of the usual letters for each of some people; ``which`` is its place among ``usual``."""

    usual: tuple[tuple[str, Sender], ...]
    which: Index
    pay_usd: NDArray[np.int64]
    chance: NDArray[np.float64]
    points: NDArray[np.float64]
    if_yes: NDArray[np.float64]


def _best_letters(view: Outlook, people: Index, ids: tuple[str, ...]) -> _Best:
    quotas = view.world.setup.labs[view.lab].letters_per_week
    usual = tuple((letter, sender) for sender, letter in usual_letters(ids, quotas).items())
    found = [best_pay(view, people, Plans(0, ids.index(letter), sender)) for letter, sender in usual]
    which = np.array([worth.advised for _, worth in found]).argmax(axis=0)
    place = which, np.arange(people.size)

    def chosen(name: str) -> NDArray[np.float64]:
        return np.array([getattr(worth, name) for _, worth in found])[place]

    pay = np.array([pay_usd for pay_usd, _ in found])[place]
    return _Best(usual, which, pay, chosen("chance"), chosen("expected"), chosen("if_yes"))
