"""Who moved in the first world, and why: the decisions of the people whose move weighs most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outreach_sim.market.plan import standing
from outreach_sim.market.prospects import weigh
from outreach_sim.market.session import Session
from outreach_sim.market.setup import number_of
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.world import World
from outreach_sim.market.view import own_approach
from outreach_sim.model.explain import Link, TermCard, explain
from outreach_sim.scenario.load import Scenario

MOST = 5
MOST_PEOPLE = 50_000
"""A larger population is not played a second time only to tell its stories."""
MICRO = 1e-6
_SEEN = 5e-4


@dataclass(frozen=True, slots=True)
class Mover:
    """One person who said yes.

    Attributes:
        candidate: id as users see it, from 1.
        impact: contribution relative to the average.
        link: the terms of the decision; they add up to the logit it was drawn with.
    """

    day: int
    candidate: int
    name: str
    employer: str
    lab: str
    impact: float
    pay_usd: int
    link: Link


def movers(scenario: Scenario, seed: int) -> list[Mover]:
    """The biggest moves of world 0: by impact, then id; none where there are too many people to replay."""
    setup = scenario.setup
    if len(setup.people) > MOST_PEOPLE:
        return []
    log = Session(setup, seed).advance(setup.days)
    yes = log.where(log.kind == Event.ACCEPTED)
    order = np.lexsort((yes.day, yes.candidate, -setup.people.impact[yes.candidate]))[:MOST]
    picked = yes.where(np.isin(np.arange(len(yes)), order))
    session, found = Session(setup, seed), []
    columns = (picked.day, picked.candidate, picked.lab, picked.value)
    for day, candidate, lab, logit in zip(*(column.tolist() for column in columns), strict=True):
        session.advance(day - session.day)
        found.append(_told(scenario, session.world, candidate, lab, logit * MICRO))
    return sorted(found, key=lambda mover: (-mover.impact, mover.candidate))


def _told(scenario: Scenario, world: World, candidate: int, lab: int, logit: float) -> Mover:
    """The person on the morning of the decision, in a world of one."""
    setup, name = world.setup, scenario.population.book.name(candidate)
    own = own_approach(world, lab, candidate)
    assert own is not None
    plan = standing(own)
    who = weigh(world, lab, candidate, plan, name, as_truth=True)
    link = explain(setup.parameters, who).links[-1]
    return Mover(
        world.day,
        number_of(candidate),
        name,
        who.employer,
        who.lab,
        float(setup.people.impact[candidate]) / 100.0,
        plan.pay_usd,
        _completed(link, logit),
    )


def _completed(link: Link, logit: float) -> Link:
    """The link with what else stood against the offer on the day as a term of its own."""
    rest = logit - link.logit
    if abs(rest) < _SEEN:
        return link
    chance = 1.0 / (1.0 + np.exp(-logit))
    words = "what else came on the table that very day"
    return Link("accept", float(chance), logit, (*link.terms, TermCard("others", rest, words, "")), chance)
