"""A user's own policy, in plain Python: asked for each world by itself, it sees only what its lab can know.

Files of scenarios never name code; who wants this says so on the command line. See ``docs/policies.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from inspect import iscoroutine
from itertools import islice
from typing import Any, Protocol, runtime_checkable

import numpy as np

from outreach_sim.formatting import counted
from outreach_sim.market.policies.blame import UnfitError, blaming
from outreach_sim.market.policies.numbers import numbered
from outreach_sim.market.policies.own_order import as_order, described
from outreach_sim.market.setup import Order, Setup
from outreach_sim.market.state.world import World
from outreach_sim.market.view import LabView, look

NOTHING = object()
"""Stands for an order about nobody."""
MOST_ORDERS = 10_000
"""Orders of one lab on one day; a list without an end would never be carried out."""


@runtime_checkable
class Wording(Protocol):
    """Something asked for in the words of a script, as the library's ``send`` and ``offer`` make it."""

    def order_in(self, setup: Setup) -> Order | None:
        """The order of this game, letters and labs by their indices, candidates by their numbers.

        ``None`` where it is about people of whom there are none.
        """


class OwnPolicy(Protocol):
    """What a user writes: a class without arguments; one object is made for each world."""

    def act(self, view: LabView) -> Iterable[Order | Wording]:
        """Today's orders; ``lab`` and ``days`` of an order are filled in."""


Makers = Mapping[int, Callable[[], Any]]
"""What makes the policy of a lab, by the lab's index: an ``OwnPolicy``, or an ``ArrayPolicy``."""


def sorted_out(makers: Makers) -> tuple[Makers, Makers]:
    """Those that act in one world each, and those that act in all of a stack at once."""
    at_once = {lab: make for lab, make in makers.items() if hasattr(_thing(make), "act_all")}
    return {lab: make for lab, make in makers.items() if lab not in at_once}, at_once


def _thing(make: Callable[[], Any]) -> Any:
    """What a maker stands for: a reference to a class says so by ``__wrapped__``, as ``functools`` does."""
    return getattr(make, "__wrapped__", make)


def engage(setup: Setup, makers: Makers) -> dict[int, Any]:
    """Policies for one world, or for one stack, by the index of their lab.

    Raises:
        BadInputError: one cannot be made.
    """
    made = {}
    for lab, make in makers.items():
        with blaming(f"making the policy of {setup.labs[lab].id}", _thing(make)):
            made[lab] = make()
    return made


def ask(world: World, policies: Sequence[Mapping[int, OwnPolicy]]) -> None:
    """Let each policy see its lab at the start of the day and ask for something in its own world.

    Args:
        world: one, or a stack.
        policies: of each world, by the index of their lab.

    Raises:
        BadInputError: a policy failed, or asked for what no order can be.
    """
    for number, players in enumerate(policies):
        world.orders_of[number] = [
            order for lab, policy in players.items() for order in wanted_by(policy, world, lab, number)
        ]


def wanted_by(policy: OwnPolicy, world: World, lab: int, number: int) -> list[Order]:
    """What one policy asks for today.

    Raises:
        BadInputError: it failed, or asked for what no order can be.
    """
    view, kind = numbered(look(world, lab, number)), type(policy)
    where = f"the policy of {world.setup.labs[lab].id} on day {world.day + 1:,}"
    with blaming(where, kind.act, kind), np.errstate(all="warn", under="ignore"):  # as users know it
        asked = (_of_game(order, world) for order in listed(policy.act(view)))
        return [as_order(world, lab, order) for order in asked if order is not NOTHING]


def _of_game(order: object, world: World) -> object:
    """What is asked for in the words of a script as an order; ``NOTHING`` if it is about nobody."""
    if not isinstance(order, Wording):
        return order
    found = order.order_in(world.setup)
    return NOTHING if found is None else found


def listed(given: object) -> list[object]:
    """What a policy gave back, one by one.

    Raises:
        UnfitError: it is no collection of orders, or has no end.
    """
    if iscoroutine(given):
        given.close()
        raise UnfitError("act must be a plain method, not an async one")
    if given is None:
        raise UnfitError("act gave nothing back; it must return its orders, or [] for none")
    if isinstance(given, str | bytes | Mapping | Order) or not isinstance(given, Iterable):
        raise UnfitError(f"act must return a list of orders, not {described(given)}")
    orders = list(islice(given, MOST_ORDERS + 1))
    if len(orders) > MOST_ORDERS:
        raise UnfitError(f"asked for more than {counted(MOST_ORDERS, 'order')} on one day")
    return orders
