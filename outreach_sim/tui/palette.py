"""What the palette finds besides commands: people, and games to be played."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING
from unicodedata import normalize

from textual.command import Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import FuzzySearch

from outreach_sim.market.setup import number_of
from outreach_sim.tui.slices import rest

if TYPE_CHECKING:
    from outreach_sim.tui.screens.desk import DeskScreen

_AT_ONCE = 100
"""People looked at before other things have their turn."""


class FindPeople(Provider):
    """People of the game that is played, by parts of their name, lab or id."""

    async def search(self, query: str) -> Hits:
        """Whoever fits, letter by letter in order."""
        desk = _desk_under(self)
        if desk is None:
            return
        fuzzy, asked = FuzzySearch(), _folded(query)
        for some in _in_parts(len(desk.play.scenario.population)):
            await rest()
            for candidate in some:
                text = _called(desk, candidate)
                score, places = fuzzy.match(asked, _folded(text))
                if score > 0:
                    shown = _shown(text, places)
                    go = partial(desk.go_to, candidate)
                    yield Hit(score, shown, go, text=text, help=desk.play.status(candidate))


def _shown(text: str, places: Sequence[int]) -> Content:
    """A name with the letters that fit; nothing in it is read as markup."""
    content = Content(text)
    for place in places:
        content = content.stylize("reverse", place, place + 1)
    return content


def _folded(text: str) -> str:
    """The same characters without their accents, each in its place, so that lege finds Léger."""
    return "".join(normalize("NFD", character)[0] for character in text)


def _in_parts(number: int) -> Iterator[range]:
    return (range(begin, min(begin + _AT_ONCE, number)) for begin in range(0, number, _AT_ONCE))


def _called(desk: DeskScreen, candidate: int) -> str:
    lab = desk.play.lab_called(int(desk.play.view.employer[candidate]))
    return f"{desk.play.name(candidate)}, {lab}, {number_of(candidate)}"


def _desk_under(provider: Provider) -> DeskScreen | None:
    from outreach_sim.tui.screens.desk import DeskScreen

    screen = provider.screen
    return screen if isinstance(screen, DeskScreen) else None
