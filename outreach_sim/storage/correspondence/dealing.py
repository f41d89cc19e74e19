"""Deals the pieces of replies so that none comes again before all others that fit have been.

Nothing is stored: dealing starts at the first day and follows the log, so a game that is played again is
dealt the same. Everybody's replies are dealt from one pack, for all mail of a game may be read as one stream.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from outreach_sim.mail.decks import Piece
from outreach_sim.mail.keys import keyed
from outreach_sim.mail.template import Template

Card = Piece | Template
"""A piece, or a whole reply of a user's own."""
AnyCard = TypeVar("AnyCard", bound=Card)


class Dealer:
    """Remembers what was dealt when."""

    def __init__(self) -> None:
        self._dealt = 0
        self._last: dict[str, int] = {}

    def deal(self, seed: int, fitting: Sequence[AnyCard]) -> AnyCard:
        """The card that was dealt longest ago; among those that never were, the first in the deck's order.

        Args:
            seed: of luck; it keys the order of a fresh deck.
            fitting: the cards that there are to choose from, at least one.
        """

        def turn(card: Card) -> tuple[int, int]:
            return self._last.get(_key(card), 0), keyed(seed, _key(card))

        chosen = min(fitting, key=turn)
        self._dealt += 1
        self._last[_key(chosen)] = self._dealt
        return chosen


def _key(card: Card) -> str:
    return card.text if isinstance(card, Piece) else card.body
