"""Public pay bands: what a lab's job page promises somebody of a given standing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.limits import LEAST_PAY_USD
from outreach_sim.market.setup import Setup

F64 = NDArray[np.float64]
TOP_QUANTILE_SD = 2.33
"""The top of a public pay band is read as its 99th percentile."""
PAY_NOISE = 0.3
"""Share of the variance of pay that standing does not explain (a guess)."""
LEAST = np.array(float(LEAST_PAY_USD))


class Bands(NamedTuple):
    """Lognormal bands, one element per lab: median and top in USD a year, sd of the logarithm."""

    median_usd: F64
    top_usd: F64
    sigma: F64


def bands_of(setup: Setup) -> Bands:
    """The bands of all labs; the top is the 99th percentile (2.33 sd)."""
    median = np.array([x.pay_median_usd for x in setup.labs], dtype=np.float64)
    top = np.array([x.pay_top_usd for x in setup.labs], dtype=np.float64)
    return Bands(median, top, np.log(top / median) / TOP_QUANTILE_SD)


def pay_within(bands: Bands, lab: NDArray[np.intp], standing: NDArray[np.int32]) -> tuple[F64, F64]:
    """What people of these standings (a thousandth of a sd) earn at these labs: mean and sd of the logarithm.

    A band promises everybody what their standing alone would give; pay follows it only in part, so the best
    earn less than their band says, and nobody quite that.
    """
    explained = np.sqrt(1.0 - PAY_NOISE) * standing / 1000.0
    return np.log(bands.median_usd[lab]) + bands.sigma[lab] * explained, np.sqrt(PAY_NOISE) * bands.sigma[lab]


def public_bands(setup: Setup) -> NDArray[np.int64]:
    """What each lab's band promises each candidate, whole USD a year, at lab x candidates + candidate."""
    bands, standing = bands_of(setup), setup.people.standing
    labs = np.arange(len(setup.labs))
    return np.concatenate([in_band(bands, np.broadcast_to(lab, standing.shape), standing) for lab in labs])


def most_in_a_band_usd(setup: Setup) -> int:
    """No lab's band promises anybody more, whole USD a year."""
    return max(int(bands_of(setup).top_usd.max()), LEAST_PAY_USD)


def in_band(bands: Bands, lab: NDArray[np.intp], standing: NDArray[np.int32]) -> NDArray[np.int64]:
    """What these labs' bands promise people of these standings (a thousandth of a sd), whole USD a year.

    Args:
        bands: of all labs.
        lab: indices of labs.
        standing: of people, one for each lab.
    """
    band = bands.sigma[lab] * (standing / 1000.0)
    np.exp(band, out=band)
    band *= bands.median_usd[lab]
    np.minimum(band, bands.top_usd[lab], out=band)
    np.maximum(band, LEAST, out=band)
    return np.floor(band, out=band).astype(np.int64)
