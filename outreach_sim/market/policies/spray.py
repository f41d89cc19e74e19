"""``spray``: as many letters as the recruiters can write, to the best-ranked who are free."""

from __future__ import annotations

from typing import ClassVar

from outreach_sim.market.policies.base import Policy


class Spray(Policy):
    """Volume. Everybody hears from it; its name wears out, and nobody is courted."""

    letters_in_file: ClassVar[bool] = True
