"""A policy of one's own that acts in all worlds of a stack at once: the same as ``my_policy``, as arrays."""


# Try it: outreach-sim run small-lab -n 200 --policy pocket-lab=docs/examples/my_array_policy.py:Bargains

from __future__ import annotations

import outreach_sim as osim


class Bargains:
    """Two letters a day, to the best whose band says under half a million; machines for who is interested."""

    def act_all(self, stack: osim.Stack, lab: int) -> None:
        """Ask for something today in each world; numbers from 1, 0 is nobody."""
        cheap = stack.best_free(2, stack.pay_guess_usd < 500_000)
        stack.send(cheap, letter="hiring-manager", sender="hiring-manager", pay_ratio=1.8, by_hand=True)
        stack.offer(stack.waiting(20), pay_ratio=1.8, pledge_h100e=20)
