"""What a lab can believe of somebody it writes to: no taste, no fit, no true pay, perhaps a gate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from outreach_sim.model.features import F64
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.prospect import Gate, Number, Prospect, one

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
"""Nine-point Gauss-Hermite rule for what is believed about fit (a standard normal)."""
WEIGHTS = WEIGHTS / WEIGHTS.sum()


def as_lab(p: Parameters, truth: Prospect, present_usd: Number, gate: Gate | None) -> Prospect:
    """The same prospect with what the lab that writes cannot know replaced by what it believes.

    Args:
        p: parameters.
        truth: the prospect as it is.
        present_usd: yearly pay now, estimated from the employer's public band.
        gate: from ``believed_gate``; ``None`` where the scenario has no gates.
    """
    taste: Number = p.compute_taste_mean
    fit: Number = 0.0
    features = replace(
        truth.features,
        present_usd=present_usd,
        taste=taste,
        fit=fit,
        heard_usd=None,
        mission=None,
        product=None,
    )
    return replace(truth, features=features, fit_sd=p.fit_sd, gate=gate)


def believed_gate(p: Parameters, fleet_h100e: float, leader_h100e: float) -> Gate:
    """A stranger's threshold: a share of people has one, lognormal around a share of the leader's fleet.

    Args:
        p: parameters.
        fleet_h100e: fleet of the lab that writes, today.
        leader_h100e: largest fleet of all labs, today.
    """
    return Gate(fleet_h100e, p.gate_fleet_share * leader_h100e, p.gate_sd, p.gate_share)


def fit_belief(who: Prospect) -> tuple[F64, F64]:
    """Values of fit and their weights (which sum to one): nine points, or one where fit is known.

    Weights have shape (points,); values the same, or (people, points).
    """
    if not np.any(who.fit_sd):
        return one(who.features.fit), one(1.0)
    return who.features.fit + who.fit_sd * NODES, WEIGHTS
