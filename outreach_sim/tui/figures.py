"""What is reckoned of a letter while one types: a part with each step, each letter once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from outreach_sim.model.explain import Explanation
from outreach_sim.tui.draft import Draft, weighed
from outreach_sim.tui.play import Play
from outreach_sim.tui.stakes import BestPay, LetterStakes, best_pay_of, of_letter, of_other_form


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one letter.

    Attributes:
        explanation: the chance of each link, and why.
        stakes, best: what it is worth, and the pay that brings most.
        otherwise: what could be expected in the other form of interview; ``None`` until it is weighed.
    """

    explanation: Explanation
    stakes: LetterStakes
    best: BestPay
    otherwise: float | None = None


class LetterFigures:
    """Figures of letters, remembered until the game is another."""

    def __init__(self, play: Play) -> None:
        self._play, self._view = play, play.view
        self._known: dict[Draft, Figures] = {}
        self._best: dict[Draft, BestPay] = {}

    def of(self, draft: Draft) -> Figures | None:
        """What is known of a letter so far; ``None`` while it is too little to be shown."""
        return self._remembered().get(_asked(draft))

    def best(self, draft: Draft) -> BestPay:
        """Advice on its pay: the same whatever its pay is, so it is asked for once.

        Raises:
            BadInputError: own words that are no letter.
        """
        self._remembered()
        asked = _asked(draft).changed(pay_usd=0)
        if asked not in self._best:
            self._best[asked] = best_pay_of(self._play, draft)
        return self._best[asked]

    def weighing(self, draft: Draft) -> Iterator[None]:
        """The steps to all of it that is not known yet; whatever is shown first is weighed first.

        Raises:
            BadInputError: own words that are no letter.
        """
        found, asked = self.of(draft), _asked(draft)
        if found is None:
            explanation = weighed(self._play, draft)
            yield
            stakes = of_letter(self._play, draft)
            yield
            found = self._known[asked] = Figures(explanation, stakes, self.best(draft))
            yield
        if found.otherwise is None:
            self._known[asked] = replace(found, otherwise=of_other_form(self._play, draft))
            yield

    def _remembered(self) -> dict[Draft, Figures]:
        if self._view is not self._play.view:
            self._view = self._play.view
            self._known.clear()
            self._best.clear()
        return self._known


def _asked(draft: Draft) -> Draft:
    """The letter but for what changes none of its figures."""
    return draft if draft.by_hand else draft.changed(by_hand=True)
