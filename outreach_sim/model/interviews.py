"""What an offer and a hire come to by the form of the interviews: full, short, or none.

Two forms have cards; short interviews stand half-way between them (``Parameters.offer_chance_short``,
``misfit_chance_short``).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from outreach_sim.model.features import F64
from outreach_sim.model.parameters import Parameters

YesOrNo = Any
"""``bool`` of one person, an array of many."""
Days = Any
"""Whole days, of one or of many."""


def offer_chance_by_form(p: Parameters, direct: YesOrNo, short: YesOrNo) -> F64:
    """P(offer | interested) without interviews, after short ones, or after full ones."""
    interviewed = np.where(short, p.offer_chance_short, p.offer_chance_interviewed)
    return np.where(direct, p.offer_chance_direct, interviewed)


def interview_days(full_days: Days, short: YesOrNo) -> Days:
    """How many days interviews take that would take so many in full: short ones half of them, rounded up."""
    return full_days + short >> short


def misfit_chance_by_form(p: Parameters, direct: YesOrNo, short: YesOrNo) -> F64:
    """P(a hire does not fit) without interviews, after short ones, or after full ones."""
    interviewed = np.where(short, p.misfit_chance_short, p.misfit_chance_interviewed)
    return np.where(direct, p.misfit_chance_direct, interviewed)
