"""``defender``: answers every offer made to its own people, and writes little itself."""

from __future__ import annotations

from typing import ClassVar

from outreach_sim.market.policies.base import Policy


class Defender(Policy):
    """Keep what you have: a counter-offer to everybody who gets an offer, paid from the budget."""

    pay_ratio: ClassVar[float] = 1.1
    quota_share: ClassVar[float] = 0.1
    counters: ClassVar[bool] = True
    raises: ClassVar[bool] = True
