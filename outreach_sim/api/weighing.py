"""A letter that somebody thinks of, weighed by the model as a lab can know it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict

from outreach_sim.errors import UsageError
from outreach_sim.market.plan import Plan
from outreach_sim.market.prospects import weigh
from outreach_sim.market.session import Session
from outreach_sim.market.setup import SIGN_ON_YEARS
from outreach_sim.model.prospect import Prospect
from outreach_sim.scenario.build import SENDERS
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.correspondence.heard import heard_in
from outreach_sim.storage.correspondence.threads import Mail


class Terms(TypedDict, total=False):
    """Terms of a letter, as ``send`` has them."""

    letter: str
    sender: str
    pay: int
    pay_ratio: float
    sign_on: int
    pledge: int
    direct: bool
    short: bool
    deadline_days: int


def weighed(
    scenario: Scenario, session: Session, candidate: int, terms: Terms, thread: Sequence[Mail]
) -> Prospect:
    """Somebody as the player's lab knows them, with the letter that it thinks of.

    Args:
        scenario: what is played.
        session: between two days.
        candidate: their array position.
        terms: what is left out is as in ``send``, and the letter that of recruiters.
        thread: mails between the lab and them.

    Raises:
        UsageError: there is no such letter or sender, or the person works for the lab.
    """
    lab, ids, view = scenario.setup.player, session.setup.letters.ids, session.observe()
    letter, sender = terms.get("letter", "recruiter"), terms.get("sender", "recruiter")
    if letter not in ids:
        raise UsageError(f"there is no letter {letter!r}, letters are {', '.join(ids)}")
    if sender not in SENDERS:
        raise UsageError(f"{sender!r} signs no letter, those who do are {', '.join(SENDERS)}")
    if view.employer[candidate] == lab:
        raise UsageError(f"candidate {candidate + 1} works for you already")
    believed_usd = int(view.pay_guess_usd[candidate])
    pay_usd = terms.get("pay") or round(believed_usd * terms.get("pay_ratio", 1.0))
    plan = Plan(
        pay_usd + terms.get("sign_on", 0) // SIGN_ON_YEARS,
        ids.index(letter),
        SENDERS[sender],
        terms.get("pledge", 0),
        terms.get("direct", False),
        terms.get("deadline_days", 7),
        short=terms.get("short", False),
    )
    name = scenario.population.book.name(candidate)
    who = weigh(session.world, lab, candidate, plan, name, as_truth=False)
    return replace(who, heard=heard_in(thread))
