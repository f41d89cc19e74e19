"""What an agent can choose, declared once: spaces, orders and the table of the page are made from it.

An action is one number a head, the place among the head's options.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from outreach_sim.environments.sight import APPROACH_SLOTS, FREE_SLOTS, STAFF_SLOTS
from outreach_sim.errors import UsageError
from outreach_sim.market.forms import forms
from outreach_sim.market.setup import NO_LIMIT, PPM, SENDER_NAMES, Sender
from outreach_sim.scenario.load import Scenario

GAMES = ("campaign", "letters")
SHARES = (0.0, 0.1, 0.25, 0.5, 1.0)
PAY_RATIOS = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0)
PLEDGED_SHARES = (0.0, 0.5, 1.0, 2.0)
KEPT_HOURS = (0, 1, 2, 4)
LETTERS = 4
"""Letters that can be written in a step of the letters game."""
MOST_LETTERS = 64
"""Of which shares are taken where a sender has no quota."""
WAIT, INTERVIEWS, SHORT, OFFER, WITHDRAW = range(5)
ANSWERS = ("wait", "interviews", "short interviews", "offer", "withdraw")


@dataclass(frozen=True, slots=True)
class Head:
    """One choice of an action.

    Attributes:
        name: in the page; heads that are asked for several times have a number behind it.
        means: what it decides.
        options: what there is to choose from, in words.
    """

    name: str
    means: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Choices:
    """The heads of a game in one scenario.

    Attributes:
        scenario: what is played. game: one of ``GAMES``.
    """

    scenario: Scenario = field(repr=False)
    game: str

    def __post_init__(self) -> None:
        """There are two games.

        Raises:
            UsageError: this is neither, or the lab may write to nobody.
        """
        if self.game not in GAMES:
            raise UsageError(f"there is no game {self.game!r}, games are {' and '.join(GAMES)}")
        if not self.letters:
            lab = self.scenario.spec.scenario.player
            raise UsageError(
                f"nobody may sign a letter for {lab} in {self.scenario.name}, nothing can be learned"
            )

    @cached_property
    def letters(self) -> tuple[tuple[int, Sender], ...]:
        """Letters that open an approach, each with a sender who may sign it and has letters to write."""
        setup, texts = self.scenario.setup, self.scenario.templates()
        quotas = setup.labs[setup.player].letters_per_week
        senders = {name: sender for sender, name in SENDER_NAMES.items() if quotas.get(sender, NO_LIMIT)}
        return tuple(
            (place, senders[name])
            for place, letter in enumerate(setup.letters.ids)
            if texts[letter].stage == "outreach"
            for name in texts[letter].senders
            if name in senders
        )

    @cached_property
    def template(self) -> NDArray[np.int64]:
        """Place of each of these letters among those of the scenario."""
        return np.array([place for place, _ in self.letters])

    @cached_property
    def sender(self) -> NDArray[np.int64]:
        """Who signs each of them."""
        return np.array([int(sender) for _, sender in self.letters])

    @cached_property
    def form_flags(self) -> NDArray[np.int64]:
        """Flags of an approach in each form of interview."""
        return np.array([form.flag for form in forms(self.scenario.setup)])

    @cached_property
    def heads(self) -> tuple[Head, ...]:
        """In the order of an action."""
        return (*(self._campaign() if self.game == "campaign" else self._letters()), self._keep())

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many options each head has."""
        return tuple(len(head.options) for head in self.heads)

    def _campaign(self) -> tuple[Head, ...]:
        names = tuple(form.name for form in forms(self.scenario.setup))
        shares = tuple(f"{share:.0%}" for share in SHARES)
        return (
            Head(
                "share",
                "part of the letters that their sender has left this week, to the best who are free",
                shares,
            ),
            *self._terms(""),
            Head("form", "interviews before an offer, held by themselves with whoever is interested", names),
        )

    def _letters(self) -> tuple[Head, ...]:
        slots = (*(f"slot {slot + 1}" for slot in range(FREE_SLOTS)), "nobody")
        found: list[Head] = []
        for number in range(1, LETTERS + 1):
            found += [Head(f"who {number}", "to whom a letter goes; answers wait for an order", slots)]
            found += self._terms(f" {number}")
        for number in range(1, APPROACH_SLOTS + 1):
            found += [
                Head(
                    f"answer {number}",
                    "to the approach in this slot; to an offer that is out `offer` betters it",
                    ANSWERS,
                )
            ]
            found += [self._pay(f" of answer {number}"), self._pledge(f" of answer {number}")]
        for number in range(1, STAFF_SLOTS + 1):
            found += [
                Head(f"counter {number}", "a counter-offer to the own person in this slot", ("no", "yes"))
            ]
        return tuple(found)

    def _terms(self, number: str) -> tuple[Head, ...]:
        ids = self.scenario.setup.letters.ids
        letters = tuple(f"{ids[place]} by {SENDER_NAMES[sender]}" for place, sender in self.letters)
        return (
            Head(f"letter{number}", "which letter, and who signs it", letters),
            self._pay(number),
            self._pledge(number),
        )

    def _pay(self, number: str) -> Head:
        ratios = tuple(f"{ratio:g}" for ratio in PAY_RATIOS)
        return Head(f"pay{number}", "yearly pay over what the lab believes the present one to be", ratios)

    def _pledge(self, number: str) -> Head:
        shares = tuple(f"{share:g}" for share in PLEDGED_SHARES)
        return Head(
            f"pledge{number}", "machines promised by name, over what a researcher of the lab has", shares
        )

    def _keep(self) -> Head:
        hours = tuple(str(hour) for hour in KEPT_HOURS)
        return Head(
            "keep", "counter-offers a week that a standing rule makes to own people, the best first", hours
        )


PAY_PPM = np.array([round(ratio * PPM) for ratio in PAY_RATIOS])
"""The ratios in millionths, as orders have them."""
