"""The editor of an answer: an invitation, an offer or the end of it in one's own words, and what they do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Select, TextArea

from outreach_sim.formatting import percent
from outreach_sim.mail.one_reader import with_fields
from outreach_sim.mail.own import LetterText
from outreach_sim.mail.typed import typed_letter
from outreach_sim.market.setup import Do
from outreach_sim.tui.colours import QUIET, STRONG, WARN
from outreach_sim.tui.draft import Draft, reader, stands
from outreach_sim.tui.own_words import Words
from outreach_sim.tui.play import Play
from outreach_sim.tui.saying import PLAIN_WORDS, STAGE, called, look_at, plain, steps, template_of
from outreach_sim.tui.screens.editor import EditorScreen
from outreach_sim.tui.seen import Seen
from outreach_sim.tui.texts import words
from outreach_sim.tui.widgets.choice import Choice
from outreach_sim.tui.widgets.keys import key, next_of
from outreach_sim.tui.widgets.line import line
from outreach_sim.tui.widgets.offers import Body, Offers

_OWN, _PLAIN = "own", "plain"
_LETTER = "letter:"
"""Choices of a text: own words, the plain ones, and before the id of a letter."""


class SayScreen(EditorScreen):
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
    open, sent or not. **Keep** makes an answer of your own of them, for other people and other games.
    """
    BINDINGS: ClassVar = [
        key("say.send", "ctrl+s", "send", "Say it", "say it, with the next day", first=True),
        key("say.read", "ctrl+r", "turn", "As read", "the answer as it is read, or what is noticed",
            first=True),
        key("say.next", "ctrl+n", "next_step", "Next step", "the words of the next step", first=True),
        key("say.plain", "ctrl+l", "plain", "Plain again", "the words that come with the program",
            first=True),
        key("say.keep", "ctrl+o", "keep", "Keep", "keep it as a letter of your own", first=True),
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

    def terms(self) -> Draft:
        """Those that are shown."""
        return self.draft

    def fields(self, offers: Offers) -> ComposeResult:
        """Which step, and what it says."""
        yield from line("For", Choice(self._steps(), value=self.do, id="step"))
        yield from line("Text", Choice(self._texts(), value=self._text(), id="text"))

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
        self.changed()

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
        self.changed()

    def changed(self) -> None:
        """What kind of text this is, and what else can be said."""
        with self.prevent(Select.Changed):
            self.choices("#text", self._texts(), self._text())
        super().changed()

    # -- what is seen of it ------------------------------------------------------------------------

    def at_work(self) -> tuple[Do, Words]:
        """The step, and its words."""
        return self.do, self.words

    def look_at(self, now: tuple[Do, Words]) -> Seen:
        """Everything about them."""
        do, said = now
        return look_at(self.play, self.drafts[do], do, said)

    def chance(self) -> Text:
        """How likely the offer is accepted once that is said."""
        if self.do is Do.WITHDRAW:
            return Text("With these words it ends; they are read, and move nothing.", QUIET)
        if self._seen.explanation is None:
            return Text("What it is worth is told once it is a letter.", WARN)
        text = Text().append(f"{percent(self._seen.explanation.expected['accept'])} ", STRONG)
        return text.append("that the offer is accepted")

    def noticed(self) -> RenderableType:
        """What is noticed of the words; of the plain ones there is nothing to tell."""
        if not self._seen.wrong and self._text() == _PLAIN:
            return Text("The plain words, or others like them: they move nothing.", QUIET)
        return words.noticed(self._seen, False, "Words, for a yes")

    # -- what becomes of it ------------------------------------------------------------------------

    def check(self) -> None:
        """The words of this step are a letter, or the plain ones."""
        template_of(self.play, self.words)

    def to_be_kept(self, name: str) -> LetterText:
        """An answer to anybody."""
        body = with_fields(self.words.body, reader(self.play, self.draft).values)
        return typed_letter("", body, stage=STAGE, senders=(), name=name)
