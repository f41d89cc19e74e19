"""The composer: a letter, its terms, its chance while one types, and what it would take."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Checkbox, Select, Static

from outreach_sim.errors import OutreachError
from outreach_sim.formatting import counted, usd
from outreach_sim.market.setup import Sender
from outreach_sim.tui import batch
from outreach_sim.tui.colours import BAD, WARN
from outreach_sim.tui.draft import (
    Draft,
    is_own,
    obstacles,
    senders_for,
    shortfalls,
    unsigned,
    with_letter,
    with_mails,
    written,
)
from outreach_sim.tui.own_words import Mails
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.editor import SEND
from outreach_sim.tui.screens.letter import LetterScreen
from outreach_sim.tui.screens.write import WriteScreen
from outreach_sim.tui.status import role
from outreach_sim.tui.texts import card
from outreach_sim.tui.widgets.amount import Amount
from outreach_sim.tui.widgets.bar import StatusBar
from outreach_sim.tui.widgets.choice import Choice
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import key, pressed
from outreach_sim.tui.widgets.line import line
from outreach_sim.tui.widgets.terms import TermsForm
from outreach_sim.tui.widgets.tick import Tick

_OWN = ""
"""The choice of own words among letters, which have ids."""


class ComposeScreen(LetterScreen):
    """A letter to one or several people. Ends with a sentence about what was sent, or empty."""

    HELP = """
    A letter and the terms it names. It goes out with the next day; without an answer, others follow.
    The chance of every link is weighed anew with every key, and so are the points; while they are dim, they
    are those of what stood there before.

    **If yes**: the work of who comes, less the share of the machines that is taken from all others, less half
    a point for every median salary of pay above what they had. **Expected** is that by the end of the game,
    times the chance of the whole way, as far as time and means (money, interviews, hours) last. **Best pay**
    weighs overpay half as much again: a part of those who come leaves, and what they were granted stays.

    **Letter and signature.** Each letter is signed by some roles only, your own words by any. The CEO's is
    answered most, and is scarce. **Own words** opens the editor: the letter is text that you can change, with
    the mails that follow it up.

    **Pay a year** is base and equity. **Sign-on** is paid once. **H100s by name** are promised to this
    person. **Days to decide**: few of them keep others from bidding, and annoy.

    **Offer without interviews**: it takes days, not weeks, and more of them end in an offer; more of
    those who come turn out misfits, and leave.

    **Ask me before each step**: when the person is interested, you choose what comes next, and have a
    month for it. Without the mark your people go on by themselves, on the terms of the letter.
    """
    BINDINGS: ClassVar = [
        key("compose.send", "ctrl+s", "send", "Send", "send, with the next day", first=True),
        key("compose.words", "ctrl+e", "words", "Own words", "write it yourself, and plan what follows it up",
            first=True),
        key("compose.fit", "ctrl+f", "fit", "Those that fit",
            "of many, as many as can be written to this week, the best first", footer=False, first=True),
        key("compose.best", "ctrl+b", "best", "Best pay", "the pay that brings most points", first=True),
        key("compose.takes", "ctrl+t", "takes", "What would it take?", "what would double the chance",
            first=True),
        key("compose.why", "ctrl+r", "why", "Reasons", "why it is so, term by term", first=True),
        key("compose.cancel", "escape", "cancel", "Back", "write nothing"),
    ]  # fmt: skip

    def __init__(self, play: Play, candidates: tuple[int, ...]) -> None:
        super().__init__(play, batch.draft_for(play, candidates))
        self._own: Mails = self.draft.mails

    # -- building ----------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Fields on the left; chance and letter on the right."""
        yield StatusBar(self.play)
        with Horizontal(id="desk"):
            with VerticalScroll(id="fields", can_focus=False):
                yield Static(card.addressees(self.play, self.draft), id="to")
                yield from line("Letter", Choice(self._letters(), value=self._letter(), id="template"))
                yield from line(
                    "Signed by",
                    Choice(self._roles(), value=self.draft.sender, id="sender"),
                )
                yield TermsForm(self.draft)
                yield Tick("Ask me before each step", self.draft.by_hand, id="by-hand")
                yield Static(id="means")
                yield Static(card.facts(self.play, self.draft.first), id="who")
            yield from self.beside()
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the pay."""
        self.query_one("#pay").focus()
        self.show()

    def _letters(self) -> list[tuple[str, str]]:
        """Own words, and letters that open an approach, by id; what follows others up opens none."""
        own = [("your own words", _OWN)] if self._own else []
        return [*own, *((name, name) for name in self.play.letters_of("outreach"))]

    def _letter(self) -> str:
        if is_own(self.play, self.draft):
            return _OWN
        return self.draft.mails[0].letter if self.draft.mails else self.play.ids[self.draft.template]

    def _roles(self) -> list[tuple[str, Sender]]:
        able = sorted(senders_for(self.play, self.draft), reverse=True)
        return [(role(sender).removeprefix("The "), sender) for sender in able]

    # -- what is typed -----------------------------------------------------------------------------

    @on(TermsForm.Changed)
    def _terms_changed(self, event: TermsForm.Changed) -> None:
        event.stop()
        self.show_again()

    @on(Select.Changed, "#template")
    def _letter_changed(self, event: Select.Changed) -> None:
        if isinstance(event.value, str) and event.value != self._letter():
            self._take(event.value)
            self.soon(self.show)

    def _take(self, letter: str) -> None:
        """Write with this letter, by somebody who may sign it."""
        own = self.draft.changed(mails=self._own)
        self.draft = with_letter(self.play, self.draft, letter) if letter else own
        self._offer_roles()

    def _offer_roles(self) -> None:
        roles = self._roles()
        keep = self.draft.sender if self.draft.sender in [s for _, s in roles] else roles[0][1]
        self.draft = self.draft.changed(sender=keep)
        select = self.query_one("#sender", Select)
        with self.prevent(Select.Changed):
            select.set_options(roles)
            select.value = keep

    @on(Select.Changed, "#sender")
    def _sender_changed(self, event: Select.Changed) -> None:
        if isinstance(event.value, Sender):
            self.draft = self.draft.changed(sender=event.value)
            self.show_again()

    @on(Checkbox.Changed, "#by-hand")
    def _hand_changed(self, event: Checkbox.Changed) -> None:
        self.draft = self.draft.changed(by_hand=event.value)

    # -- what is shown -----------------------------------------------------------------------------

    def typed(self) -> Draft | None:
        """The draft with the terms as typed; ``None`` while they hold no numbers."""
        return self.query_one(TermsForm).applied_to(self.draft)

    def show(self) -> None:
        """Chance, money and letter for what is typed."""
        draft = self.told_of = self.typed()
        if draft is None:
            self.show_troubles()
            return
        if draft != self.draft:
            self.answer = None
        self.draft = draft
        self.query_one("#means", Static).update(self._means(draft))
        self.show_beside()

    def _means(self, draft: Draft) -> Text:
        text = Text()
        free = self.play.left.free_usd
        if len(draft.candidates) > 1:
            text.append("The others are offered the same multiple of what they are paid.\n", "dim")
        if free is not None and draft.first_year_usd <= free:
            text.append(f"An offer reserves {usd(draft.first_year_usd)} of {usd(free)} free.\n", "dim")
        for sentence in self._hard(draft):
            text.append(f"{sentence}\n", BAD)
        for sentence in shortfalls(self.play, draft):
            text.append(f"{sentence} The letter can go out; an offer waits for more, or is less.\n", WARN)
        return text

    def _hard(self, draft: Draft) -> list[str]:
        """Why some of it would not go out, and what can be done about it."""
        if not batch.fits_in_part(self.play, draft):
            return list(obstacles(self.play, draft))
        return [batch.offered(self.play, draft, pressed("compose.fit")), *unsigned(self.play, draft)]

    # -- what can be done --------------------------------------------------------------------------

    def action_fit(self) -> None:
        """Write to as many as can be written to this week; the others stay marked at the desk."""
        draft = self.typed()
        if draft is None or self.wrong:
            return  # the screen says what
        if not batch.fits_in_part(self.play, draft):
            self.app.tell("All of these letters can go out, as far as their number goes.")
            return
        others = len(draft.candidates)
        self.draft = batch.that_fit(self.play, draft)
        others -= len(self.draft.candidates)
        with self.prevent(TermsForm.Changed):
            self.query_one(TermsForm).show(self.draft)
        self.query_one("#to", Static).update(card.addressees(self.play, self.draft))
        self.query_one("#who", Static).update(card.facts(self.play, self.draft.first))
        self.show()
        self.app.tell(f"{counted(others, 'other stays', 'others stay')} marked at the desk.")

    def action_best(self) -> None:
        """Set the pay that brings most points; the fields say what it comes to."""
        draft = self.typed()
        if draft is None or self.wrong:
            return  # the screen says what
        self.query_one("#pay", Amount).set_number(self.figures.best(draft).pay_usd)

    def action_words(self) -> None:
        """Write it oneself."""
        draft = self.typed()
        if draft is None:
            self.tell_troubles()
            return
        editor = WriteScreen(self.play, draft)
        self.app.push_screen(editor, lambda said: self._written(editor, said or ""))

    def _written(self, editor: WriteScreen, said: str) -> None:
        """Go on with what was written."""
        self.draft = with_mails(self.play, editor.draft, editor.draft.mails)
        self._own = self.draft.mails if is_own(self.play, self.draft) else editor.put_aside or self._own
        self.side = "letter"
        with self.prevent(Select.Changed):
            select = self.query_one("#template", Select)
            select.set_options(self._letters())
            select.value = self._letter()
        self._offer_roles()
        self.show()
        if said == SEND:
            self.action_send()

    def action_cancel(self) -> None:
        """Back to the desk; own words wait there."""
        who = batch.whom(self.draft.candidates)
        if not self._own:
            self.dismiss("")
            return
        self.play.unsent[who] = self.draft.changed(mails=self._own)
        self.dismiss(f"Your words to {self._who()} wait here while the desk is open.")

    def _who(self) -> str:
        many = len(self.draft.candidates)
        return self.play.name(self.draft.first) if many == 1 else counted(many, "person", "people")

    def action_send(self) -> None:
        """Send, if anything of it would go out."""
        draft = self.typed()
        if draft is None:
            self.tell_troubles()
            return
        hard = self._hard(draft)
        if hard:
            if batch.fits_in_part(self.play, draft) and not self.wrong:
                hard[0] = f"{hard[0]} {batch.named(self.play, draft)}"
            self.app.tell("\n".join(hard), title="Not sent", severity="error", seconds=8.0)
            return
        try:
            draft = written(self.play, draft)
        except OutreachError as error:
            self.app.say(error)
            return
        if is_own(self.play, self.draft):
            self.play.unsent[batch.whom(draft.candidates)] = self.draft  # the order may be taken back
        singles = draft.for_each(self.play.view.pay)
        orders = (single.order(self.play.lab) for single in singles)
        self.give(orders, f"The letter to {self._who()} goes out with the next day.")
