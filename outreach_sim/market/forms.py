"""Forms in which a lab can answer somebody who is interested, as data: a new form is one more line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import Setup
from outreach_sim.market.state.approaches import Flag

F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Form:
    """How the way from interest to an offer is gone.

    Attributes:
        name: as screens and JSON call it.
        flag: the ``Flag`` bits of an approach that goes this way.
        offer_chance: P(offer | interested).
        misfit_chance: how likely a hire does not fit.
        days: it takes at least and at most so many, each as likely.
        slots: interview slots of the week that it takes.
        hours: of the CEO that it takes.
    """

    name: str
    flag: int
    offer_chance: float
    misfit_chance: float
    days: tuple[int, int]
    slots: int = 0
    hours: int = 0


def forms(setup: Setup) -> tuple[Form, ...]:
    """Those that this scenario has, the most thorough first."""
    p, rules, fits = setup.parameters, setup.rules, setup.mechanisms.misfit
    low, high, at_once = rules.interview_days_low, rules.interview_days_high, rules.direct_days
    full = Form("full", 0, p.offer_chance_interviewed, p.misfit_chance_interviewed * fits, (low, high), 1)
    none = Form(
        "none", Flag.DIRECT, p.offer_chance_direct, p.misfit_chance_direct * fits, (at_once, at_once), hours=1
    )
    return full, none


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
