"""Policies by the name that scenario files use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from outreach_sim.market.policies.base import Policy
from outreach_sim.market.policies.compute_first import ComputeFirst
from outreach_sim.market.policies.copycat import Copycat
from outreach_sim.market.policies.defender import Defender
from outreach_sim.market.policies.patient import Patient
from outreach_sim.market.policies.pay_max import PayMax
from outreach_sim.market.policies.random import Random
from outreach_sim.market.policies.sniper import Sniper
from outreach_sim.market.policies.spray import Spray
from outreach_sim.market.policies.thoughtful import Thoughtful
from outreach_sim.market.setup import BotPolicy, Sender, Setup

POLICIES: Mapping[str, Policy] = {
    "spray": Spray(),
    "pay-max": PayMax(),
    "compute-first": ComputeFirst(),
    "patient": Patient(),
    "sniper": Sniper(),
    "defender": Defender(),
    "copycat": Copycat(),
    "random": Random(),
    "thoughtful": Thoughtful(),
}
"""What a lab can run."""

IDLE = BotPolicy()
NO_POLICIES = (IDLE.kind, "script")
"""What a scenario file names where nothing of ``POLICIES`` acts: nobody, or the script and the player."""


def settings(
    name: str, templates: Sequence[str], quotas: Mapping[Sender, int], sender: Sender | None = None
) -> BotPolicy:
    """A policy as it is run by a lab that sets nothing.

    Args:
        name: one of ``NO_POLICIES`` or ``POLICIES``.
        templates: ids of the letters, in index order; where the usual one is missing the first is used.
        quotas: letters a week of the lab by sender; a policy uses its part of them.
        sender: who signs, if not who usually does.
    """
    if name in NO_POLICIES:
        return IDLE
    policy = POLICIES[name]
    who = policy.sender if sender is None else sender
    return BotPolicy(
        kind=name,
        letters_per_week=round(quotas.get(who, 0) * policy.quota_share),
        pay_ratio=policy.pay_ratio,
        template=templates.index(policy.template) if policy.template in templates else 0,
        sender=who,
        direct=policy.direct,
        counters=policy.counters,
        raises=policy.raises,
        copy_lag_days=policy.copy_lag_days,
    )


def handed_over(setup: Setup, lab: int, policy: BotPolicy = IDLE) -> Setup:
    """The scenario with one lab in other hands, which decide whatever an order can ask for.

    Put aside is all that acted for the lab before: its lines of script, its policy, the raises it gives and
    the tactics it copies by a rule. What no order can ask for stays, such as how often it answers offers made
    to its staff.

    Args:
        setup: the scenario.
        lab: index of the lab.
        policy: what acts for it from now on; ``IDLE`` for a player, or a policy of the user's own.
    """
    hands = replace(setup.labs[lab], policy=policy, raise_share=0.0, raise_ratio=1.0, copies=False)
    labs = (*setup.labs[:lab], hands, *setup.labs[lab + 1 :])
    return replace(setup, labs=labs, script=tuple(order for order in setup.script if order.lab != lab))
