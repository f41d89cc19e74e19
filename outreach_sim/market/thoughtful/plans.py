"""Plans for many people as columns: some of them, all of them again, two lots of them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.plan import Plans, each
from outreach_sim.market.state.runs import Index


def columns(size: int, **given: NDArray[Any]) -> Plans:
    """Plans for so many people, what is not given as usual."""
    plain = Plans(0)
    usual = {
        f.name: each(getattr(plain, f.name), np.arange(size)) for f in fields(Plans) if f.name not in given
    }
    return Plans(**usual, **given)


def chosen(plans: Plans, which: Index | NDArray[np.bool_]) -> Plans:
    """Some of the plans."""
    return Plans(**{f.name: np.asarray(getattr(plans, f.name))[which] for f in fields(Plans)})


def repeated(plans: Plans, count: int) -> Plans:
    """All of them, so many times one after the other."""
    return Plans(**{f.name: np.tile(np.asarray(getattr(plans, f.name)), count) for f in fields(Plans)})


def joined(first: Plans, second: Plans) -> Plans:
    """Both, one after the other."""
    return Plans(
        **{
            f.name: np.concatenate((np.asarray(getattr(first, f.name)), np.asarray(getattr(second, f.name))))
            for f in fields(Plans)
        }
    )
