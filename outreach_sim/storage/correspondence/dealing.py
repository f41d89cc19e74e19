"""Deals the pieces of replies so that none comes again before all others that fit have been.

Dealing starts at the first day and follows the log, so a game that is played again is dealt the same; what
was dealt may be remembered (`known_replies`). Everybody's replies are dealt from one pack, for all mail of a
game may be read as one stream.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from functools import lru_cache
from typing import TypeVar

from outreach_sim.mail.decks import Piece
from outreach_sim.mail.keys import keyed
from outreach_sim.mail.template import Template

Card = Piece | Template
"""A piece, or a whole reply of a user's own."""
AnyCard = TypeVar("AnyCard", bound=Card)


RESTS = 30
"""So many replies pass before an opening or a close comes again; rather than that it is left out."""


class Dealer:
    """Remembers in which reply a card was dealt."""

    def __init__(self) -> None:
        self._reply = 0
        self._last: dict[str, int] = {}

    def copied(self) -> Dealer:
        """One that remembers the same, and from now on goes its own way."""
        other = copy(self)
        other._last = dict(self._last)
        return other

    def next_reply(self) -> None:
        """What is dealt from now on goes into another reply."""
        self._reply += 1

    def passed_over(self, cards: Iterable[str]) -> None:
        """Another reply, of which it is known already what was dealt for it, by the texts of the cards."""
        self.next_reply()
        self._last |= dict.fromkeys(cards, self._reply)

    def deal(self, seed: int, fitting: Sequence[AnyCard]) -> AnyCard:
        """The card that was dealt longest ago; of those that never were, one's own, then in the deck's order.

        Args:
            seed: of luck; it keys the order of a fresh deck.
            fitting: the cards that there are to choose from, at least one.
        """

        def turn(card: Card) -> tuple[int, bool, int]:
            return self._last.get(_key(card), 0), isinstance(card, Piece), _shuffled(seed, _key(card))

        chosen = min(fitting, key=turn)
        self._last[_key(chosen)] = self._reply
        return chosen

    def deal_rested(self, seed: int, fitting: Sequence[AnyCard]) -> AnyCard | None:
        """The same of the cards that have not been dealt for a while; ``None`` where there is none."""
        rested = [card for card in fitting if self._rested(card)]
        return self.deal(seed, rested) if rested else None

    def _rested(self, card: Card) -> bool:
        last = self._last.get(_key(card))
        return last is None or self._reply - last > RESTS


@lru_cache(maxsize=16_384)
def _shuffled(seed: int, text: str) -> int:
    """The place of a card in a fresh deck; it is asked of every card that fits, reply after reply."""
    return keyed(seed, text)


def _key(card: Card) -> str:
    return card.text if isinstance(card, Piece) else card.body
