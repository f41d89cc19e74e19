"""What the palette finds besides commands: people, threads, and games to be played."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.command import CommandList, CommandPalette, Hit, Hits, Provider
from textual.content import Content

from outreach_sim.market.setup import number_of
from outreach_sim.tui.choices import HELP_OF, choices, saved
from outreach_sim.tui.fuzzy import MARK, Sought
from outreach_sim.tui.slices import rest

if TYPE_CHECKING:
    from outreach_sim.tui.screens.desk import DeskScreen

_AT_ONCE = 100
"""People looked at before other things have their turn."""


class Palette(CommandPalette):
    """Textual's own, which goes a page on only once its commands are laid out."""

    def _action_command_list(self, action: str) -> None:
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)


class FindPeople(Provider):
    """People of the game that is played, by parts of their name, lab or id."""

    async def search(self, query: str) -> Hits:
        """Whoever fits, letter by letter in order."""
        desk = _desk_under(self)
        if desk is None:
            return
        sought = Sought(query)
        for some in _in_parts(len(desk.play.scenario.population)):
            await rest()
            for candidate in some:
                text = _called(desk, candidate)
                if match := sought.match(text):
                    go = partial(desk.go_to, candidate)
                    stands = desk.play.status(candidate)
                    yield Hit(match.score, _shown(text, match.places), go, text=text, help=stands)


class FindThreads(Provider):
    """Threads of the inbox, by parts of who writes and of the subject."""

    async def search(self, query: str) -> Hits:
        """Whichever fits; it is shown in the inbox."""
        desk = _desk_under(self)
        if desk is None:
            return
        sought = Sought(query)
        for candidate, mails in desk.play.inbox.threads.items():
            text = f"{mails[-1].letter.subject}, {desk.play.name(candidate)}"
            if match := sought.match(text):
                go = partial(desk.go_to_thread, candidate)
                yield Hit(
                    match.score, _shown(text, match.places), go, text=text, help="A thread of the inbox"
                )


class FindGames(Provider):
    """Saved games and new ones, by parts of their names; the game that is played is kept."""

    async def search(self, query: str) -> Hits:
        """Whichever fits; it is begun, or gone on with."""
        app: Any = self.app
        sought = Sought(query)
        for choice in choices(saved()):
            text = f"{choice.kind}: {choice.name}"
            if match := sought.match(text):
                go = partial(app.open_choice, choice)
                yield Hit(match.score, _shown(text, match.places), go, text=text, help=HELP_OF[choice.kind])


def _shown(text: str, places: Sequence[int]) -> Content:
    """A name with the letters that fit; nothing in it is read as markup."""
    content = Content(text)
    for place in places:
        content = content.stylize(MARK, place, place + 1)
    return content


def _in_parts(number: int) -> Iterator[range]:
    return (range(begin, min(begin + _AT_ONCE, number)) for begin in range(0, number, _AT_ONCE))


def _called(desk: DeskScreen, candidate: int) -> str:
    lab = desk.play.lab_called(int(desk.play.view.employer[candidate]))
    return f"{desk.play.name(candidate)}, {lab}, {number_of(candidate)}"


def _desk_under(provider: Provider) -> DeskScreen | None:
    from outreach_sim.tui.screens.desk import DeskScreen

    screen = provider.screen
    return screen if isinstance(screen, DeskScreen) else None
