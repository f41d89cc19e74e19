"""A policy of one's own: hiring managers write to the best of those who are paid little."""


# Try it: outreach-sim run small-lab -n 20 --policy pocket-lab=docs/examples/my_policy.py:Bargains

from __future__ import annotations

from outreach_sim.market.setup import Do, Order, Sender
from outreach_sim.market.state.approaches import State
from outreach_sim.market.view import LabView


class Bargains:
    """Two letters a day, to the best whose band says under half a million; machines for who is interested."""

    def act(self, view: LabView) -> list[Order]:
        """Today's orders, from what the lab can know."""
        orders = []
        best = view.judged - 1  # candidates count from 1, arrays from 0
        cheap = view.judged[view.free[best] & (view.pay_guess_usd[best] < 500_000)]
        if cheap.size:
            letter = Order(
                lab=view.lab,
                days=(),
                template=view.templates.index("hiring-manager"),
                sender=Sender.HIRING_MANAGER,
                candidates=tuple(cheap[:2].tolist()),
                pay_ratio=1.8,
                by_hand=True,
            )
            orders.append(letter)
        interested = [a.candidate for a in view.approaches if a.state is State.INTERESTED]
        if interested:
            offer = Order(
                lab=view.lab,
                days=(),
                do=Do.OFFER,
                candidates=tuple(interested),
                pay_ratio=1.8,
                pledge_h100e=20,
            )
            orders.append(offer)
        return orders
