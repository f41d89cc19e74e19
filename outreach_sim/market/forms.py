"""Forms in which a lab can answer somebody who is interested, as data: a new form is one more line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import Setup
from outreach_sim.market.state.approaches import Flag
from outreach_sim.model.interviews import interview_days, misfit_chance_by_form, offer_chance_by_form

F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Form:
    """How the way from interest to an offer is gone.

    Attributes:
        name: as screens and JSON call it.
        flag: the ``Flag`` bits of an approach that goes this way.
        offer_chance: P(offer | interested).
        misfit_chance: how likely a hire does not fit.
        days: it takes one of so many, each entry as likely.
        slots: interview slots of the week that it takes.
        hours: of the CEO that it takes.
    """

    name: str
    flag: int
    offer_chance: float
    misfit_chance: float
    days: tuple[int, ...]
    slots: int = 0
    hours: int = 0

    @property
    def mean_days(self) -> float:
        """How long it takes on average."""
        return sum(self.days) / len(self.days)


def forms(setup: Setup) -> tuple[Form, ...]:
    """Those that this scenario has, the most thorough first."""
    p, rules, fits = setup.parameters, setup.rules, setup.mechanisms.misfit
    full = range(rules.interview_days_low, rules.interview_days_high + 1)
    halved = interview_days(np.array(full), short=True).tolist()

    def form(name: str, flag: int, days: Iterable[int], slots: int, hours: int) -> Form:
        direct, short = bool(flag & Flag.DIRECT), bool(flag & Flag.SHORT)
        offer = float(offer_chance_by_form(p, direct, short))
        misfit = float(misfit_chance_by_form(p, direct, short))
        return Form(name, flag, offer, misfit * fits, tuple(days), slots, hours)

    return (
        form("full", 0, full, slots=1, hours=0),
        form("short", int(Flag.SHORT), halved, slots=1, hours=0),
        form("none", int(Flag.DIRECT), (rules.direct_days,), slots=0, hours=1),
    )


def form_of(known: Sequence[Form], flags: NDArray[np.integer]) -> NDArray[np.intp]:
    """Which of these forms approaches with these ``Flag`` bits take, as places among them."""
    mask = 0
    for form in known:
        mask |= form.flag
    places = np.zeros(flags.shape, dtype=np.intp)
    for place, form in enumerate(known):
        places[(flags & mask) == form.flag] = place
    return places


def of_each(known: Sequence[Form], name: str, places: NDArray[np.intp]) -> F64:
    """A number of the forms, for each of these places."""
    return np.array([getattr(form, name) for form in known], dtype=np.float64)[places]
