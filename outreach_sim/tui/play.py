"""A game as the screens have it: what can be known of it, and what is done in it. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from outreach_sim.errors import UsageError
from outreach_sim.formatting import counted
from outreach_sim.market.setup import Do, Order
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.steps import Steps, outcome_of
from outreach_sim.tui.known import Known
from outreach_sim.tui.turn import Turn, playing

if TYPE_CHECKING:
    from outreach_sim.tui.draft import Draft
    from outreach_sim.tui.own_words import Words


class Play(Known):
    """One game at the desk.

    Attributes:
        game: the game; only this class changes it.
        sayings: what the player means to say to whoever has answered, in own words, by candidate and step.
        unsent: drafts with own words by whom they are for, until they have gone out.
    """

    def __init__(self, game: Game) -> None:
        super().__init__(game)
        self.unsent: dict[tuple[int, ...], Draft] = {}
        self.sayings: dict[int, dict[Do, Words]] = {}

    def act(self, order: Order) -> None:
        """Ask for something today.

        Raises:
            OutreachError: it cannot be asked, or not be kept.
        """
        self.game.act(order)
        self._look()

    def advance(self, days: int, heed: bool = False) -> Turn:
        """Play on, to the end of the game at most: what ``playing`` does, at once.

        Raises:
            OutreachError: nothing was played, for what was played could not be kept.
        """
        return outcome_of(self.playing(days, heed))

    def playing(
        self, days: int, heed: bool = False, leaving: Callable[[], bool] = lambda: False
    ) -> Steps[Turn]:
        """Play on, a day or a mail with each step; whoever closes it before the last has played nothing.

        Args:
            days: how many.
            heed: whether the turn ends with the first day on which something new needs an answer, or has its
                last day.
            leaving: asked after each day whether the turn has to end with it.

        Raises:
            OutreachError: nothing was played, for what was played could not be kept.
        """
        yield from self.reading()
        try:
            past, heard = yield from playing(self, days, heed, leaving)
        except BaseException:
            self._stand()
            raise
        self._heard(past)
        self._look()
        self.unsent = {
            who: own for who, own in self.unsent.items() if self._approaches.keys().isdisjoint(who)
        }
        return heard.told(self, heed)

    def undo(self) -> str:
        """Take back the last order or turn, at once; says which.

        Raises:
            OutreachError: there is nothing to take back.
        """
        return outcome_of(self.undoing())

    def undoing(self) -> Steps[str]:
        """The same, a day or a mail with each step."""
        before = self.session
        try:
            kind = yield from self.game.taking_back()
        finally:
            if self.session is before:
                self._look()
            else:
                self._stand()
        yield from self.reading()
        return "The last turn is taken back." if kind == "days" else "The last order is taken back."

    def travelling(self, going: Callable[[Game], Steps[object]]) -> Steps[bool]:
        """Go to another day of the game, or do again what was taken back, a day or a mail with each step.

        Raises:
            OutreachError: it cannot be; the game stands where it got to.
        """
        self.score.let_go()
        try:
            yield from going(self.game)
        finally:
            self._stand()
        yield from self.reading()
        return True

    def leave(self) -> None:
        """Close the game, which is kept if anything was done in it."""
        if self._past is not None:
            self._past.keep_replies(self.game)
        self.game.leave()

    def mark_read(self, candidate: int) -> None:
        """Everything in a thread has been looked at."""
        self._marks.mark(candidate, self.inbox.threads)

    def meet(self, candidates: tuple[int, ...]) -> str:
        """Send people to today's conference, to these or else to the best of rivals; says what was asked for.

        Raises:
            OutreachError: there is none today, or it cannot be kept.
        """
        if self.view.attending is None:
            raise UsageError("there is no conference today")
        most = self.scenario.setup.rules.meetings_per_day
        top = 0 if candidates else most
        self.act(Order(lab=self.lab, days=(), do=Do.ATTEND, candidates=candidates, top=top))
        meetings = counted(min(most, len(candidates) or most), "researcher")
        return f"Your people look for up to {meetings} today."
