"""Rivals as a player meets them: who recruits for them and how, and what they have done to the lab."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outreach_sim.market.session import Session
from outreach_sim.market.state.events import Event
from outreach_sim.scenario.load import Scenario
from outreach_sim.scenario.recruiters import style_of
from outreach_sim.storage.correspondence.news import Headline, Kind, News

LATELY_DAYS = 91
"""A quarter: so long something counts as done lately."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A lab on the board that is not the player's.

    Attributes:
        lab: its index.
        recruiter: the name of who recruits for it; empty where nobody does.
        style: what it does, in sentences; empty where nobody recruits for it.
        offers: to people of the player's lab, of which these have told.
        hires: how many of them it has won.
        lately: what it has done to the lab in the last quarter, the latest first.
    """

    lab: int
    recruiter: str
    style: str
    offers: int
    hires: int
    lately: tuple[Headline, ...]


def rivals(scenario: Scenario, session: Session, news: News) -> Iterator[Rival]:
    """All of them, those that recruit first; each is looked at when it is asked for.

    Args:
        scenario: that is played.
        session: between two days.
        news: everything that the lab has heard so far.
    """
    labs = scenario.setup.labs
    others = [index for index, lab in enumerate(labs) if not lab.outside and index != news.lab]
    for lab in sorted(others, key=lambda lab: not news.recruiter(lab)):
        yield _rival(session, news, lab)


def _rival(session: Session, news: News, lab: int) -> Rival:
    recruiter = news.recruiter(lab)
    done = [item for item in news.headlines if item.kind is Kind.YOURS and item.lab == lab]
    return Rival(
        lab,
        recruiter,
        style_of(session.world, news.lab, lab) if recruiter else "",
        _count(done, Event.TOLD),
        _count(done, Event.ACCEPTED),
        tuple(item for item in reversed(done) if session.day - item.day <= LATELY_DAYS),
    )


def _count(done: Sequence[Headline], event: Event) -> int:
    return sum(item.event is event for item in done)
