"""A letter that is being typed: beside its fields its figures, its text, the reasons, what it would take."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text
from textual import work
from textual.widgets import Static

from outreach_sim.errors import BadInputError
from outreach_sim.model.what_if import WhatItTakes
from outreach_sim.tui.colours import BAD, WARN
from outreach_sim.tui.draft import Draft, follow_ups_told, levers, own_templates, preview
from outreach_sim.tui.figures import Figures, LetterFigures
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.form import FormScreen
from outreach_sim.tui.slices import STAKES, in_slices
from outreach_sim.tui.texts import card, stakes, words
from outreach_sim.tui.widgets.keys import pressed


class LetterScreen(FormScreen):
    """Tells of a letter while it is typed.

    Attributes:
        draft: the letter, as it was typed last.
        side: what stands below the chance: ``letter``, ``why``, or what it ``takes``.
        answer: what it takes; ``None`` while nobody has asked.
        wrong: whether it is in own words that are no letter.
        figures: of it, and of all that was typed before it.
    """

    def __init__(self, play: Play, draft: Draft) -> None:
        super().__init__(play)
        self.draft = draft
        self.side = "letter"
        self.answer: WhatItTakes | None = None
        self.wrong = False
        self.figures = LetterFigures(play)

    def show_beside(self) -> None:
        """What is known of the letter at once, and the rest once nothing waits to be drawn."""
        try:
            own_templates(self.play, self.draft)
        except BadInputError as error:
            self._show_wrong(error)
            return
        self.wrong, found = False, self.figures.of(self.draft)
        self._show_figures(found)
        self.query_one("#side-text", Static).update(self._below(found))
        self._weigh(self.draft)

    def _show_wrong(self, error: BadInputError) -> None:
        """Own words that are no letter yet."""
        self.wrong, self._chance = True, None
        said = "\n".join(words.remark(problem) for problem in error.problems)
        self.query_one("#chance", Static).update(Text("Your own words are no letter yet.", WARN))
        self.query_one("#side-text", Static).update(
            Text(f"{said}\n\n{pressed('compose.words')}: go on with them.", BAD)
        )

    # -- figures -----------------------------------------------------------------------------------

    @work(exclusive=True, group=STAKES)
    async def _weigh(self, draft: Draft) -> None:
        await in_slices(self._weighing(draft))

    def _weighing(self, draft: Draft) -> Iterator[None]:
        """Weigh a letter, and show what is found of the one that is typed."""
        shown = self.figures.of(draft)
        for _ in self.figures.weighing(draft):
            yield
            found = self.figures.of(self.draft)
            if found is not shown and not self.wrong and self.told_of is not None:
                self._show_figures(found)
                if shown is None and self.side == "why":
                    self.query_one("#side-text", Static).update(self._below(found))
                shown = found

    def _show_figures(self, found: Figures | None) -> None:
        if found is None:
            self.show_chance(None)
        else:
            told = stakes.letter(found.stakes, found.best, self.draft, found.otherwise)
            self.show_chance(told.append_text(card.chances(found.explanation)))

    # -- below them --------------------------------------------------------------------------------

    def _below(self, found: Figures | None) -> RenderableType:
        if self.side == "why" and found is not None:
            return card.why(found.explanation)
        if self.side == "takes" and self.answer is not None:
            return card.levers(self.answer)
        return self._as_read()

    def _as_read(self) -> Text:
        letter = preview(self.play, self.draft)
        text = Text().append(f"{letter.subject}\n\n", "bold").append(f"{letter.body}\n")
        return text.append(f"\n{follow_ups_told(self.play, self.draft)}", "dim")

    def action_why(self) -> None:
        """Show the reasons, or the letter again."""
        self.side = "letter" if self.side == "why" else "why"
        self.show()

    def action_takes(self) -> None:
        """Ask what would double the chance, or show the letter again."""
        if self.side == "takes" and self.answer is not None:
            self.side = "letter"
            self.show()
            return
        if self.wrong:
            return  # the screen says what
        self.side = "takes"
        self.query_one("#side-text", Static).update(Text("Trying pay, machines, signatures …", "dim"))
        self._ask(self.draft)

    @work(thread=True, exclusive=True, group="takes")
    def _ask(self, draft: Draft) -> None:
        answer = levers(self.play, draft)
        self.app.call_from_thread(self._told, draft, answer)

    def _told(self, draft: Draft, answer: WhatItTakes) -> None:
        if self.is_current and draft == self.draft:
            self.answer = answer
            self.show()
