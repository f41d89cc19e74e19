"""What every editor of the desk does: looks at what is typed with every key, turns the page, keeps, sends."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.rule import Rule
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Select, Static

from outreach_sim.errors import BadInputError, OutreachError
from outreach_sim.formatting import counted
from outreach_sim.mail.lint import MAX_BODY
from outreach_sim.mail.own import LetterText
from outreach_sim.tui.colours import QUIET
from outreach_sim.tui.draft import Draft, values_of
from outreach_sim.tui.own_words import Words
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.form import FormScreen
from outreach_sim.tui.screens.keep import KeepScreen
from outreach_sim.tui.seen import Seen
from outreach_sim.tui.texts import card, words
from outreach_sim.tui.widgets.bar import StatusBar
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.offers import Body, Offers, Subject

SEND = "send"
"""What an editor ends with where the words are to go out; else with nothing."""


class EditorScreen(FormScreen):
    """Words on the left, what is seen of them on the right. Ends with ``SEND`` or empty."""

    def __init__(self, play: Play) -> None:
        super().__init__(play)
        self._reads = self._looks = False
        self._seen = Seen(())
        self._offered_in: dict[str, Sequence[tuple[str, object]]] = {}

    def compose(self) -> ComposeResult:
        """What is chosen and the words on the left; the chance and remarks on the right."""
        offers = Offers(id="offers")
        offers.values = values_of(self.play, self.terms())
        yield StatusBar(self.play)
        with Horizontal(id="desk"):
            with Vertical(id="fields"):
                yield Static(card.addressees(self.play, self.terms()), id="to")
                yield from self.fields(offers)
                yield Body(offers, id="body")
            yield from self.beside()
        yield offers
        yield KeyBar()

    # -- what an editor has of its own -------------------------------------------------------------

    def terms(self) -> Draft:
        """Whom the words go to, and what they go with."""
        raise NotImplementedError

    def fields(self, offers: Offers) -> ComposeResult:
        """The lines above the words; ``offers`` is for fields in them."""
        raise NotImplementedError

    @property
    def words(self) -> Words:
        """The text that is shown."""
        raise NotImplementedError

    def at_work(self) -> Hashable:
        """What is looked at, as it is now."""
        raise NotImplementedError

    def look_at(self, now: Any) -> Seen:
        """Everything about it; asked for beside the screen."""
        raise NotImplementedError

    def chance(self) -> RenderableType:
        """What is told above."""
        raise NotImplementedError

    def noticed(self) -> RenderableType:
        """What is noticed of the words."""
        raise NotImplementedError

    def check(self) -> None:
        """Object to what cannot go out.

        Raises:
            BadInputError: it is no letter.
        """
        raise NotImplementedError

    def to_be_kept(self, name: str) -> LetterText:
        """What is shown as a letter to anybody.

        Raises:
            BadInputError: it is none.
        """
        raise NotImplementedError

    def changed(self) -> None:
        """Show what kind of text this is, and look at it anew; editors add what can be chosen."""
        body = self.query_one("#body", Body)
        body.border_title = "your own words" if self.words.own else "as it stands"
        body.border_subtitle = f"{len(self.words.body):,} of {counted(MAX_BODY, 'character')}"
        self.look()

    def choices(self, which: str, options: Sequence[tuple[str, object]], value: object) -> None:
        """Offer these where they are others: making a list anew takes longer than a key may."""
        select = self.query_one(which, Select)
        if self._offered_in.get(which) != options:
            self._offered_in[which] = options
            select.set_options(options)
        if select.value != value:
            select.value = value

    # -- what is seen of it ------------------------------------------------------------------------

    def look(self) -> None:
        """Look at what is written now; one look at a time, and the latest text counts.

        A field that is half typed is nothing to be looked at.
        """
        if not self._looks and not self.query_one(Offers).open:
            self._looks = True
            self._look_at(self.at_work())

    @on(Offers.OptionSelected)
    def _clicked(self, event: Offers.OptionSelected) -> None:
        if isinstance(self.focused, Subject | Body) and event.option_id:
            self.focused.take(event.option_id)

    @on(Offers.Closed)
    def _offered(self) -> None:
        self.look()

    @work(thread=True, group="look")
    def _look_at(self, now: Hashable) -> None:
        seen = self.look_at(now)
        self.app.call_from_thread(self._told, now, seen)

    def _told(self, now: Hashable, seen: Seen) -> None:
        self._looks = False
        if not self.is_attached:
            return
        if now != self.at_work():
            self.look()
            return
        self._seen = seen
        self.show()

    def show(self) -> None:
        """The chance; what is noticed, the text as it is read, or both where there is room."""
        self.query_one("#chance", Static).update(self.chance())
        parts = [self.noticed(), words.as_read(self._seen.letter)]
        if self._reads:
            parts.reverse()
        shown = [parts[0], Rule(style=QUIET), parts[1]] if self.has_class("-wide") else parts[:1]
        self.query_one("#side-text", Static).update(Group(*shown))

    def action_turn(self) -> None:
        """The text as it is read before what is noticed of it, or behind it."""
        self._reads = not self._reads
        self.show()
        self.query_one("#side").scroll_home(animate=False)

    # -- what becomes of it ------------------------------------------------------------------------

    def action_send(self) -> None:
        """Leave the rest to the screen below, which knows the terms; not with what is no letter."""
        try:
            self.check()
        except BadInputError as error:
            wrong = "\n".join(words.remark(problem) for problem in error.problems[:3])
            self.app.tell(wrong, title="Not sent", severity="error", seconds=8.0)
            return
        self.dismiss(SEND)

    def action_keep(self) -> None:
        """Ask what it is to be called."""
        self.app.push_screen(KeepScreen(self.play), self._keep)

    def _keep(self, name: str | None) -> None:
        """Keep what is shown under this name."""
        if not name:
            return
        try:
            kept = self.play.keep(self.to_be_kept(name), name)
        except OutreachError as error:
            self.app.say(error)
            return
        self.changed()
        self.app.tell(f"{kept} is a letter of your own now.")
