"""Whether a letter could still change how a game ends."""

from __future__ import annotations

import numpy as np

from outreach_sim.mail.usual import usual_letters
from outreach_sim.market.outlook import outlook
from outreach_sim.market.plan import Plans
from outreach_sim.market.session import Session
from outreach_sim.market.values import best_pay

MOST_TRIED = 200
"""So many are tried, the best."""
NOTHING = 0.0005
"""Points below this are shown as none."""


def letters_bring(session: Session, lab: int) -> bool:
    """Whether a letter can be expected to bring points by the end: a usual one of today, at the pay for it.

    Whoever rests, or cannot be written to yet, counts as if they could: later letters bring less.

    Args:
        session: between two days.
        lab: index of the lab.
    """
    view = session.observe(lab)
    at_rivals = (view.employer >= 0) & (view.employer != lab)
    at_rivals[[own.candidate for own in view.approaches]] = False
    people = view.judged[at_rivals[view.judged]][:MOST_TRIED].astype(np.intp)
    if session.over or not people.size:
        return False
    ahead, ids = outlook(session.world, lab), session.setup.letters.ids
    usual = usual_letters(ids, session.setup.labs[lab].letters_per_week)
    return any(
        float(best_pay(ahead, people, Plans(0, ids.index(letter), sender))[1].expected.max()) >= NOTHING
        for sender, letter in usual.items()
    )
