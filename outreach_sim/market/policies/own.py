"""A user's own policy, in plain Python: slow, one world at a time, and it sees only what its lab can know.

Files of scenarios never name code; who wants this says so on the command line. See ``docs/policies.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from outreach_sim.errors import RunError
from outreach_sim.market.setup import Do, Order
from outreach_sim.market.view import LabView, look
from outreach_sim.market.world import World


class OwnPolicy(Protocol):
    """What a user writes: a class without arguments; one object is made for each world."""

    def act(self, view: LabView) -> Iterable[Order]:
        """Today's orders; ``lab`` and ``days`` of an order are filled in."""


Makers = Mapping[int, Callable[[], OwnPolicy]]
"""What makes the policy of a lab, by the lab's index."""


def ask(world: World, policies: Mapping[int, OwnPolicy]) -> None:
    """Let each policy see its lab at the start of the day and put its orders where a player's would be.

    Raises:
        RunError: a policy failed, or asked for what no order can be.
    """
    for lab, policy in policies.items():
        try:
            wanted = list(policy.act(look(world, lab)))
        except Exception as error:
            raise RunError(f"the policy of lab {world.setup.labs[lab].id} failed: {error!r}") from error
        world.orders += [dated(world, lab, order) for order in wanted]


def dated(world: World, lab: int, order: object) -> Order:
    """The order as this lab's of today.

    Raises:
        RunError: it is not an order that can be carried out.
    """
    whose = f"the policy of lab {world.setup.labs[lab].id}"
    if not isinstance(order, Order):
        raise RunError(f"{whose} asked for {order!r}, which is no Order")
    wrong = [c for c in order.candidates if not 0 <= c < world.candidates]
    if wrong:
        raise RunError(f"{whose} named candidate {wrong[0]}, but they are 0 to {world.candidates - 1}")
    if order.do in (Do.INVITE, Do.OFFER, Do.WITHDRAW) and not order.candidates:
        raise RunError(f"{whose} must name candidates in an order {order.do.name}")
    if not 0 <= order.template < len(world.setup.letters.ids) or order.deadline_days < 1:
        raise RunError(f"{whose} asked for a template or a deadline that does not exist")
    return replace(order, lab=lab, days=(world.day,))
