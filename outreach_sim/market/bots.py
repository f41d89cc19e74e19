"""What labs do that nobody plays: one vectorised policy for all worlds and labs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.approaches import Rows
from outreach_sim.market.outreach import Terms, open_approaches
from outreach_sim.market.setup import PPM
from outreach_sim.market.world import World

DAYS_PER_WEEK = 7


def letters_due(letters_per_week: NDArray[np.int64], day: int) -> NDArray[np.int64]:
    """Today's share of a weekly number, spread evenly and exact over any seven days."""
    return (day + 1) * letters_per_week // DAYS_PER_WEEK - day * letters_per_week // DAYS_PER_WEEK


def bot_letters(world: World) -> Rows:
    """Each spraying lab writes to the best-ranked people who are free for it, within its quota."""
    bots = world.bots
    wanted = letters_due(bots.letters_per_week, world.day)[world.lab_of]
    if world.attending is not None:
        wanted = wanted * world.setup.rules.conference_mail_factor
    if world.setup.mechanisms.quotas:
        left = world.letter_quota - world.letters_used
        wanted = np.minimum(wanted, left[np.arange(len(wanted)), bots.sender[world.lab_of]])
    if not wanted.any():
        return np.empty(0, dtype=np.intp)
    row, candidate = world.shortlist.take_first(wanted)
    lab = world.lab_of[row]
    if world.setup.mechanisms.quotas:
        np.add.at(world.letters_used, (row, bots.sender[lab]), 1)
    pay = world.pay_usd[world.persons(row, candidate)]
    terms = Terms(
        template=bots.template[lab],
        sender=bots.sender[lab],
        flags=bots.flags[lab],
        pay_usd=pay * bots.pay_ratio_ppm[lab] // PPM,
        deadline_days=world.setup.rules.deadline_days,
    )
    return open_approaches(world, row, candidate, terms)
