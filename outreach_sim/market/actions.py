"""Phase 5: labs act. Interested people are invited, follow-ups and new letters go out."""

from __future__ import annotations

import numpy as np

from outreach_sim.market.mechanisms.conference import policies_attend
from outreach_sim.market.phases.invitations import automatic, invite
from outreach_sim.market.phases.orders import carry_out
from outreach_sim.market.phases.outreach import write
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.market.state.approaches import Rows, State
from outreach_sim.market.state.asked import everywhere, in_turn
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World


def act(world: World, follow_ups: Rows) -> None:
    """Invitations, orders, policies, then one writing of all mails of the day."""
    invite_by_themselves(world)
    orders = [order for order in world.setup.script if world.day in order.days] + world.orders
    policies_attend(world)
    letters = [carry_out(world, everywhere(world, order)) for order in orders]
    if world.orders_of:
        letters += [carry_out(world, asked) for asked in in_turn(world, world.orders_of)]
    letters += [carry_out(world, asked) for asked in world.asked]
    world.orders, world.orders_of, world.asked = [], {}, []
    by_policy = [follow_own_mind(world, kind, rows) for kind, rows in world.policies.runs]
    # An order may have ended an approach whose follow-up was due, and its slot may be in use again.
    follow_ups = follow_ups[world.approaches.due[follow_ups] == world.day]
    write(world, np.concatenate([follow_ups, *letters, *by_policy]))


def invite_by_themselves(world: World) -> None:
    """Interviews for whoever is interested and nobody answers by hand."""
    invite(world, automatic(world, world.approaches.in_state(State.INTERESTED)))


def follow_own_mind(world: World, kind: str, rows: Index) -> Rows:
    """One policy acts for all labs of all worlds that run it; returns its new approaches."""
    policy = POLICIES[kind]
    policy.answer(world, rows)
    return policy.letters(world, rows)
