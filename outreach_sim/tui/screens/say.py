"""The editor of an answer: an invitation, an offer or the end of it in one's own words, and what they do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Select, Static, TextArea

from outreach_sim.formatting import counted, percent
from outreach_sim.mail.lint import MAX_BODY
from outreach_sim.market.setup import Do
from outreach_sim.tui.colours import QUIET, STRONG, WARN
from outreach_sim.tui.draft import Draft, reader, stands
from outreach_sim.tui.own_words import Words
from outreach_sim.tui.play import Play
from outreach_sim.tui.saying import PLAIN_WORDS, STAGE, called, look_at, plain, steps
from outreach_sim.tui.screens.form import FormScreen
from outreach_sim.tui.screens.write import SEND
from outreach_sim.tui.seen import Seen
from outreach_sim.tui.texts import books, card, words
from outreach_sim.tui.widgets.choice import Choice
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import key, next_of
from outreach_sim.tui.widgets.line import line
from outreach_sim.tui.widgets.offers import Body, Offers

_OWN, _PLAIN = "own", "plain"
_LETTER = "letter:"
"""Choices of a text: own words, the plain ones, and before the id of a letter."""


class SayScreen(FormScreen):
    """The words of an answer. Ends with ``SEND`` or empty; ``said`` has what was written, ``do`` for what.

    Attributes:
        do: the step whose words are shown.
        said: words by step; plain ones are left out.
    """

    HELP = """
    What you say to somebody who has answered: it goes out with the step, in place of the plain words, and is
    read under the thread's subject.

    **For** chooses the step. **Text**: the plain words, a letter of yours of the stage *answer*, or your own.
    Change the text, and see with every key what is wrong with it, what is noticed of it, each thing with its
    log-odds, and the chance of a yes. `{{` offers the fields; the terms are filled in as they stand that day.

    **Words move a yes little**: a quarter of what they move in a first letter. **What is not so costs in
    full.** Pay that you name is an offer: a smaller one later breaks your word.

    **Plain again** leads back; your words are put aside, and can be chosen again. They stay while the desk is
    open, sent or not.
    """
    BINDINGS: ClassVar = [
        key("say.send", "ctrl+s", "send", "Say it", "say it, with the next day", first=True),
        key("say.read", "ctrl+r", "turn", "As read", "the answer as it is read, or what is noticed",
            first=True),
        key("say.next", "ctrl+n", "next_step", "Next step", "the words of the next step", first=True),
        key("say.plain", "ctrl+l", "plain", "Plain again", "the words that come with the program",
            first=True),
        key("say.cancel", "escape", "cancel", "Back", "back to the terms; your words stay"),
    ]  # fmt: skip

    def __init__(self, play: Play, drafts: Mapping[Do, Draft], do: Do, said: Mapping[Do, Words]) -> None:
        """The words for one of the steps first.

        Args:
            play: the game.
            drafts: the terms of each step.
            do: which is shown first.
            said: words so far, by step.
        """
        super().__init__(play)
        self.drafts, self.do, self.said = drafts, do, dict(said)
        self._plain = {step: plain(play, draft, step) for step, draft in drafts.items()}
        self._aside: dict[Do, Words] = {}
        self._reads = self._looks = False
        self._seen = Seen(())

    def compose(self) -> ComposeResult:
        """Which step and its words on the left; the chance and remarks on the right."""
        offers = Offers(id="offers")
        offers.values = reader(self.play, self.draft).values
        yield Static(books.status_bar(self.play), id="bar")
        with Horizontal(id="desk"):
            with Vertical(id="fields"):
                yield Static(card.addressees(self.play, self.draft), id="to")
                yield from line("For", Choice(self._steps(), value=self.do, id="step"))
                yield from line("Text", Choice(self._texts(), value=self._text(), id="text"))
                yield Body(offers, id="body")
            yield from self.beside()
        yield offers
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the words."""
        super().on_mount()
        self._load()
        self.query_one("#body").focus()

    @property
    def draft(self) -> Draft:
        """The terms of the step that is shown."""
        return self.drafts[self.do]

    @property
    def words(self) -> Words:
        """Its words."""
        return self.said.get(self.do, self._plain[self.do])

    def _steps(self) -> list[tuple[str, Do]]:
        own = self.draft.own
        assert own is not None, "whoever is answered has a live approach"
        return [(called(own, do), do) for do in steps(own)]

    def _texts(self) -> list[tuple[str, str]]:
        """What can be said: own words, the plain ones, and letters that are answers."""
        own = [("your own words", _OWN)] if self.words.own or self.do in self._aside else []
        letters = [(name, f"{_LETTER}{name}") for name in self.play.letters_of(STAGE)]
        return [*own, ("the plain words", _PLAIN), *letters]

    def _text(self) -> str:
        if self.words.own:
            return _OWN
        return _PLAIN if self.words.letter == PLAIN_WORDS else f"{_LETTER}{self.words.letter}"

    # -- what it says ------------------------------------------------------------------------------

    def _load(self) -> None:
        """Put the words of the step into the field."""
        with self.prevent(TextArea.Changed, Select.Changed):
            self.query_one("#step", Select).value = self.do
            self.query_one("#body", Body).show(self.words.body)
        self._changed()

    def _put(self, now: Words) -> None:
        """Say this; the plain words are nothing to be kept."""
        if now.own or now.letter != PLAIN_WORDS:
            self.said[self.do] = now
        else:
            self.said.pop(self.do, None)

    @on(Select.Changed, "#step")
    def _step_chosen(self, event: Select.Changed) -> None:
        if isinstance(event.value, Do) and event.value != self.do:
            self.do = event.value
            self._load()

    def action_next_step(self) -> None:
        """The next step, the first after the last."""
        self.do = next_of(list(self.drafts), self.do)
        self._load()

    @on(Select.Changed, "#text")
    def _text_chosen(self, event: Select.Changed) -> None:
        chosen = event.value
        if not isinstance(chosen, str) or chosen == self._text():
            return
        if chosen == _OWN:
            self._put(self._aside.pop(self.do))
        else:
            self._set_aside()
            self._put(self._as_it_was(chosen))
        self._load()

    def _as_it_was(self, chosen: str) -> Words:
        """A text before anything of it was changed."""
        if chosen == _PLAIN:
            return self._plain[self.do]
        return stands(self.play, self.draft, self.play.letters[chosen.removeprefix(_LETTER)])

    def _set_aside(self) -> None:
        if self.words.own:
            self._aside[self.do] = self.words

    def action_plain(self) -> None:
        """The words that come with the program."""
        self._set_aside()
        self._put(self._plain[self.do])
        self._load()

    @on(TextArea.Changed, "#body")
    def _typed(self) -> None:
        body = self.query_one("#body", Body)
        if body.has_focus:
            body.offer()
        letter = self.words.letter
        before = self._as_it_was(_PLAIN if letter == PLAIN_WORDS else f"{_LETTER}{letter}")
        self._put(self.words.typed("", body.text, before))
        self._changed()

    def _changed(self) -> None:
        """Say what kind of text this is, and look at it anew."""
        body, select = self.query_one("#body", Body), self.query_one("#text", Select)
        with self.prevent(Select.Changed):
            select.set_options(self._texts())
            select.value = self._text()
        body.border_title = "your own words" if self.words.own else "as it stands"
        body.border_subtitle = f"{len(self.words.body):,} of {counted(MAX_BODY, 'character')}"
        self._look()

    # -- what is seen of it ------------------------------------------------------------------------

    def _look(self) -> None:
        """Look at the words as they are now; one look at a time, and the latest text counts."""
        if not self._looks and not self.query_one(Offers).open:
            self._looks = True
            self._look_at(self.do, self.words)

    @on(Offers.Closed)
    def _offered(self) -> None:
        self._look()

    @work(thread=True, group="look")
    def _look_at(self, do: Do, now: Words) -> None:
        seen = look_at(self.play, self.drafts[do], do, now)
        self.app.call_from_thread(self._told, do, now, seen)

    def _told(self, do: Do, now: Words, seen: Seen) -> None:
        self._looks = False
        if not self.is_attached:
            return
        if (do, now) != (self.do, self.words):
            self._look()
            return
        self._seen = seen
        self.show()

    def show(self) -> None:
        """The chance; what is noticed, the answer as it is read, or both where there is room."""
        self.query_one("#chance", Static).update(self._chance())
        noticed: RenderableType = words.noticed(self._seen, False, "Words, for a yes")
        if not self._seen.wrong and not self.words.own and self.words.letter == PLAIN_WORDS:
            noticed = Text("The plain words, or others like them: they move nothing.", QUIET)
        parts = [noticed, words.as_read(self._seen.letter)]
        if self._reads:
            parts.reverse()
        shown = [parts[0], Rule(style=QUIET), parts[1]] if self.has_class("-wide") else parts[:1]
        self.query_one("#side-text", Static).update(Group(*shown))

    def _chance(self) -> Text:
        if self.do is Do.WITHDRAW:
            return Text("With these words it ends; they are read, and move nothing.", QUIET)
        if self._seen.explanation is None:
            return Text("What it is worth is told once it is a letter.", WARN)
        text = Text().append(f"{percent(self._seen.explanation.expected['accept'])} ", STRONG)
        return text.append("that the offer is accepted")

    def action_turn(self) -> None:
        """The answer as it is read before what is noticed of it, or behind it."""
        self._reads = not self._reads
        self.show()
        self.query_one("#side").scroll_home(animate=False)

    def action_send(self) -> None:
        """Leave the rest to the screen below, which knows the terms."""
        self.dismiss(SEND)
