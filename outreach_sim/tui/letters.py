"""The letters that a player can send: those of the game, those written in it, those kept for any game."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from outreach_sim.inputs.paths import slug_of
from outreach_sim.mail.template import Template
from outreach_sim.storage.saves.game import Game

if TYPE_CHECKING:
    from outreach_sim.mail.own import LetterText


class Letters:
    """What a game has of letters, and the player besides.

    Attributes:
        game: the game; only this class writes letters in it.
    """

    def __init__(self, game: Game) -> None:
        self.game = game

    @property
    def ids(self) -> tuple[str, ...]:
        """Letters that orders can name, by their places."""
        return self.game.session.setup.letters.ids

    @property
    def letters(self) -> Mapping[str, Template]:
        """Every letter by id: those of the game, those written in it, and those that the player keeps."""
        return {**self.kept, **self.game.templates}

    def letters_of(self, stage: str) -> list[str]:
        """Ids of letters for this place of a sequence: those that the game began with and those that are
        kept. What was written for somebody is in no list.
        """
        written, letters = set(self.game.written), self.letters
        names = [*self.kept, *(name for name in self.ids if name not in written)]
        return [name for name in names if letters[name].stage == stage]

    def write(self, text: LetterText) -> str:
        """Write a letter, so that orders can name it; returns its id.

        Raises:
            OutreachError: it is none, or cannot be kept.
        """
        return self.game.write(text)

    def keep(self, text: LetterText, name: str) -> str:
        """Keep a letter for all games, under a name; returns the id that it comes to.

        Raises:
            OutreachError: it is no letter, the name is taken, or it cannot be kept.
        """
        from outreach_sim.storage.letter_shelf import keep_letter

        identity = letter_id(name)
        keep_letter(text, identity)
        self.__dict__.pop("kept", None)
        return identity

    @cached_property
    def kept(self) -> Mapping[str, Template]:
        """Letters kept for any game, by id; but for replies, and those that this game calls otherwise."""
        from outreach_sim.storage.letter_shelf import kept_letters

        texts = kept_letters()
        every = {name: text.read(tuple(texts)) for name, text in texts.items() if name not in self.ids}
        return {name: letter for name, letter in every.items() if letter.stage != "reply"}


def letter_id(name: str) -> str:
    """The id that a name comes to."""
    identity = slug_of(name)
    return identity if identity != slug_of("") or identity in name.lower() else "letter"
