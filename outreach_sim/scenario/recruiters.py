"""Who writes for the rivals: a made-up name for each lab, and how its policy goes about it. View only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from outreach_sim.market.limits import MAX_PEOPLE
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.market.setup import BotPolicy
from outreach_sim.scenario.load import Scenario
from outreach_sim.scenario.names import NameBook

_TIMES = {1.0: "the pay they are believed to have", 2.0: "twice their pay", 3.0: "three times their pay"}


@dataclass(frozen=True, slots=True)
class Recruiter:
    """Somebody who recruits for a rival.

    Attributes:
        lab: index of the rival.
        name: as people are called; made up.
        style: a sentence about how they go about it.
    """

    lab: int
    name: str
    style: str


def recruiters(scenario: Scenario) -> tuple[Recruiter, ...]:
    """One for each rival that a policy acts for, in the order of the labs.

    Names are drawn as those of candidates are, from the people's seed, by numbers that no candidate has: the
    same in every game of a scenario, and whoever joins or leaves the file changes none.
    """
    return tuple(_recruiters(scenario))


def _recruiters(scenario: Scenario) -> Iterator[Recruiter]:
    book = NameBook(scenario.spec.population.seed)
    for index, lab in enumerate(scenario.setup.labs):
        if index != scenario.setup.player and lab.policy.acts:
            name = book.name(MAX_PEOPLE + index)
            yield Recruiter(index, name, f"{name} of {lab.name} {style_of(lab.policy)}.")


def style_of(policy: BotPolicy) -> str:
    """What a lab does by its policy, with what its own settings make of it."""
    interviews = "without interviews" if policy.direct else "with interviews"
    return POLICIES[policy.kind].style.format(pay=said_pay(policy.pay_ratio), interviews=interviews)


def said_pay(ratio: float) -> str:
    """A multiple of pay in words, ``twice their pay``, or as a number."""
    return _TIMES.get(ratio, f"{ratio:g} times their pay")
