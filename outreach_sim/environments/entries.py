"""What an agent sees, declared once: spaces, observations and the table of the page are made from it.

Every entry is a function of what the lab can know, and is scaled so that usual values lie between -1 and 1;
what lies beyond its bounds is cut to them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from outreach_sim.environments.sight import Sight, Slots
from outreach_sim.market.setup import DAYS_PER_WEEK, Sender
from outreach_sim.market.state.approaches import State
from outreach_sim.model.features import F64

F32 = NDArray[np.float32]


class Entry(NamedTuple):
    """One number of an observation.

    Attributes:
        name: in the page. means: the same in words, with its unit and its scale.
        low, high: bounds.
        of: what it is, of a ``Sight``, shape (worlds,), or of ``Slots``, shape (worlds, slots).
    """

    name: str
    means: str
    low: float
    high: float
    of: Callable[[Any], NDArray[Any]]


def log10_of(amount: NDArray[Any], unit: float = 1.0) -> F64:
    """Logarithm of an amount in such units, at least one unit of 1."""
    return np.log10(np.maximum(amount, 1.0) / unit)


def share(left: NDArray[np.int64], of: NDArray[np.int64]) -> F64:
    """What is left of something; 1 where it has no limit."""
    return np.where(of > 1_000_000, 1.0, left / np.maximum(of, 1))


def _letters(sender: Sender) -> Callable[[Sight], F64]:
    return lambda sight: share(sight.letters_left(sender), sight.world.letter_quota[sight.rows, sender])


def _count(state: int) -> Callable[[Sight], F64]:
    return lambda sight: sight.count(state) / 10.0


_LEFT = "left this week, over what a week has; 1 without a limit"
LAB = (
    Entry("day", "days played, over those of the game", 0, 1,
          lambda s: s.all(s.world.day / s.world.setup.days)),
    Entry("weekday", "of today, 0 Monday to 1 Sunday", 0, 1,
          lambda s: s.all(s.weekday / (DAYS_PER_WEEK - 1))),
    Entry("money", "free money, over the budget; 1 without one", -1, 10, lambda s: s.money),
    Entry("letters_recruiter", f"letters of recruiters {_LEFT}", 0, 1, _letters(Sender.RECRUITER)),
    Entry("letters_manager", f"letters of hiring managers {_LEFT}", 0, 1, _letters(Sender.HIRING_MANAGER)),
    Entry("letters_ceo", f"letters of the CEO {_LEFT}", 0, 1, _letters(Sender.CEO)),
    Entry("interviews", f"interview slots {_LEFT}", 0, 1, lambda s: share(*s.interviews)),
    Entry("hours", f"hours of the CEO {_LEFT}", 0, 1, lambda s: share(*s.hours)),
    Entry("kept", "hours kept for the standing rule, tens", 0, 1, lambda s: s.kept / 10.0),
    Entry("compute", "research machines a head, log10 of hundreds of H100e", -2, 4,
          lambda s: log10_of(s.compute_h100e[:, s.lab], 100.0)),
    Entry("rival", "the same of the rival that has most", -2, 4, lambda s: log10_of(s.rival_h100e, 100.0)),
    Entry("pledgeable", "research machines promised to nobody, log10 of 1,000 H100e", -3, 6,
          lambda s: log10_of(s.world.research_left()[s.rows], 1e3)),
    Entry("heads", "people of the lab, log10 of hundreds", -2, 4,
          lambda s: log10_of(s.world.heads[s.rows], 100.0)),
    Entry("silent", "people written to who have not answered yet, tens", 0, 100, _count(State.WAITING)),
    Entry("interested", "people who are interested and wait for an answer, tens", 0, 100,
          _count(State.INTERESTED)),
    Entry("interviewed", "people in interviews, or whose offer is drawn up, tens", 0, 100,
          _count(State.PROCESS)),
    Entry("offered", "offers that are out, tens", 0, 100, _count(State.OFFERED)),
    Entry("signed", "people who have signed and not started, tens", 0, 100, _count(State.SIGNED)),
    Entry("threatened", "own people with an offer of a rival, tens", 0, 100, lambda s: s.threatened / 10.0),
    Entry("market", "what the market pays over what it paid on the first day, less 1", -1, 9,
          lambda s: s.market - 1.0),
)  # fmt: skip
"""Of the lab."""

_THERE = Entry("there", "1 where somebody is in the slot; else all of it is 0", 0, 1, lambda p: p.there)
_PLACE = Entry("place", "place in the lab's judgement, 0 the best, to 1", 0, 1, lambda p: p.place)
_LEVEL = Entry("level", "level, 1 to 5, over 5", 0, 1, lambda p: p.level / 5.0)
_PAY = Entry("pay", "yearly pay as far as the lab knows it, log10 of millions of USD", -6, 4,
             lambda p: log10_of(p.pay_usd, 1e6))  # fmt: skip
_EMPLOYER = Entry("employer", "research machines a head where they work, log10 of hundreds of H100e", -2, 4,
                  lambda p: log10_of(p.employer_h100e, 100.0))  # fmt: skip
PEOPLE = (
    _THERE, _PLACE, _LEVEL, _PAY, _EMPLOYER,
    Entry("fresh", "1 where they came onto the market in the last seven days", 0, 1, lambda p: p.fresh),
    Entry("asked", "the fleet that they asked this lab for, log10 of H100e, over 6; 0 for none", 0, 2,
          lambda p: log10_of(p.asked_h100e) / 6.0),
)  # fmt: skip
"""Of somebody to whom the lab can write, a slot each, best first as the lab judges them."""

APPROACHES = (
    _THERE, _PLACE, _LEVEL, _PAY, _EMPLOYER,
    Entry("out", "1 where an offer is out, 0 where somebody is interested and waits for an answer", 0, 1,
          lambda p: p.of_table("state") == State.OFFERED),
    Entry("countered", "1 where their employer has answered the offer, as they write", 0, 1,
          lambda p: p.countered & (p.of_table("state") == State.OFFERED)),
    Entry("left", "days until they decide, or until interest goes cold, over 30", 0, 10,
          lambda p: p.days_left / 30.0),
    Entry("terms", "yearly pay meant or offered, log10 of millions of USD", -6, 4,
          lambda p: log10_of(p.of_table("pay_usd"), 1e6)),
    Entry("pledge", "machines promised by name, over what a researcher of the lab has", 0, 100,
          lambda p: p.of_table("pledge_h100e") / p.own_h100e),
)  # fmt: skip
"""Of an approach that the lab can answer, a slot each, those first that end first."""

STAFF = (
    _THERE, _PLACE, _LEVEL, _PAY,
    Entry("left", "days until they decide, over 30", 0, 10, lambda p: p.days_left / 30.0),
    Entry("rival", "research machines a head of the lab that offers, log10 of hundreds of H100e", -2, 4,
          lambda p: log10_of(p.rival_h100e, 100.0)),
)  # fmt: skip
"""Of own people with an offer that nobody has answered, a slot each, those first who decide first."""


def seen(entries: tuple[Entry, ...], of: Sight | Slots) -> F32:
    """These entries, along the last axis."""
    columns = np.stack([np.clip(entry.of(of), entry.low, entry.high) for entry in entries], axis=-1)
    if isinstance(of, Slots):
        columns[~of.there] = 0.0
    return columns.astype(np.float32)
