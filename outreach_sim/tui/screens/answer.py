"""Answering a person: invite, offer, better the offer, withdraw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from outreach_sim.errors import BadInputError, OutreachError
from outreach_sim.formatting import dated, percent, usd
from outreach_sim.market.setup import Do
from outreach_sim.market.state.approaches import State
from outreach_sim.market.view import OwnApproach
from outreach_sim.model.explain import Explanation
from outreach_sim.storage.correspondence.waiting import in_time
from outreach_sim.tui.colours import BAD, GOOD, WARN
from outreach_sim.tui.draft import Draft, shortfalls, standing_draft
from outreach_sim.tui.own_words import Words
from outreach_sim.tui.play import Play
from outreach_sim.tui.saying import PLAIN_WORDS, called, steps, weighed, written
from outreach_sim.tui.screens.editor import SEND
from outreach_sim.tui.screens.form import FormScreen
from outreach_sim.tui.screens.say import SayScreen
from outreach_sim.tui.slices import STAKES, in_slices
from outreach_sim.tui.stakes import of_answers, of_bettering
from outreach_sim.tui.texts import card, stakes, threads, words
from outreach_sim.tui.widgets.bar import StatusBar
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import key, pressed
from outreach_sim.tui.widgets.terms import TermsForm
from outreach_sim.tui.worths import PersonWorth


class AnswerScreen(FormScreen):
    """One approach under way. Ends with a sentence about what was asked for, or empty."""

    HELP = """
    Somebody you are in touch with, and what can be done next.

    **Interviews** keep the terms of the letter. They take a slot, and weeks; whoever does well gets the
    offer. **Short** ones take half the days. **An offer at once** is made on the terms typed here, and takes
    an hour of the CEO where these are counted. Your own people have a say in all three, and turn most away.

    The table sets the three side by side: how many of those who are interested get the offer, how many of
    these say yes, the days until then, how many hires fit, what it takes, and the points. The best of those
    that can still be had this week stands out.

    **A live offer** can be bettered until the person decides; the day stays. When the employer makes a
    counter-offer, the letters say so, and the chance after a counter-offer is the one that counts.

    **Offering less than the letter named** costs the person's trust: the more, the further below it is.

    **Own words** opens the editor for what you say with each step. Without them the plain words go out.
    """
    BINDINGS: ClassVar = [
        key("answer.invite", "ctrl+n", "invite", "Invite",
            "invite to interviews; an offer on the terms of the letter follows if they go well", first=True),
        key("answer.short", "ctrl+t", "short", "Short", "invite to short interviews", first=True),
        key("answer.offer", "ctrl+o", "offer", "Offer",
            "offer without interviews; or better the live offer, whose deadline stays", first=True),
        key("answer.withdraw", "ctrl+b", "withdraw", "Withdraw", "end it", first=True),
        key("answer.words", "ctrl+e", "words", "Own words", "say it yourself, whatever the step",
            first=True),
        key("answer.why", "ctrl+r", "why", "Reasons", "why it is so, term by term", first=True),
        key("answer.cancel", "escape", "cancel", "Back", "leave it as it is"),
    ]  # fmt: skip

    def __init__(self, play: Play, candidate: int) -> None:
        super().__init__(play)
        own = play.approach(candidate)
        assert own is not None
        self.own: OwnApproach = own
        self.draft = standing_draft(play, own)
        self._reasons = False
        self._last_said: Do | None = None
        self._known: dict[tuple[Draft, Words], tuple[Explanation, Text]] = {}

    def compose(self) -> ComposeResult:
        """Terms and buttons on the left; chance and thread on the right."""
        yield StatusBar(self.play)
        with Horizontal(id="desk"):
            with VerticalScroll(id="fields", can_focus=False):
                yield Static(self._head(), id="to")
                yield TermsForm(
                    self.draft,
                    ask_direct=False,
                    ask_days=not self.live,
                    open_=self.interested or self.live,
                )
                with Horizontal(id="buttons"):
                    for label, action, possible in self._choices():
                        yield Button(label, action=f"screen.{action}", disabled=not possible, compact=True)
                yield Static(id="means")
            yield from self.beside()
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the pay, where there is something to offer; the latest mail in sight."""
        self.query_one("#pay" if self.interested or self.live else "#side").focus()
        self.show()
        self._show_side()

    @property
    def _in_time(self) -> bool:
        return in_time(self.own, self.play.session.day)

    @property
    def live(self) -> bool:
        """Whether there is an offer on the table."""
        return self.own.state == State.OFFERED and self._in_time

    @property
    def interested(self) -> bool:
        """Whether it is the lab's turn."""
        return self.own.state == State.INTERESTED and self._in_time

    @property
    def _undecided(self) -> bool:
        """Whether a yes is still a matter of chance."""
        return self.own.state != State.SIGNED

    def _choices(self) -> list[tuple[str, str, bool]]:
        return [
            ("Full", "invite", self.interested),
            ("Short", "short", self.interested),
            ("Better" if self.live else "At once", "offer", self.interested or self.live),
            ("End", "withdraw", self._undecided),
        ]

    def _head(self) -> Text:
        text = Text().append(self.play.name(self.own.candidate), "bold")
        employer = self.play.lab_called(int(self.play.view.employer[self.own.candidate]))
        text.append(f", {employer}\n", "dim")
        text.append(f"{self.play.status(self.own.candidate)}\n")
        return text.append(card.terms_line(self.own), "italic")

    @on(TermsForm.Changed)
    def _terms_changed(self, event: TermsForm.Changed) -> None:
        event.stop()
        self.show_again()

    def typed(self) -> Draft | None:
        """The terms as typed; to be interviewed or not, and the day of a live offer, are settled."""
        draft = self.query_one(TermsForm).applied_to(self.draft)
        if draft is None or self.interested:
            return None if draft is None else draft.changed(direct=True)
        return draft.changed(direct=self.own.direct, deadline_days=self.own.deadline_days)

    def show(self) -> None:
        """Chance of a yes, money and time for what is typed; the letters so far, or the reasons."""
        draft = self.told_of = self.typed()
        if draft is None:
            self.show_troubles()
            return
        self.query_one("#means", Static).update(self._means(draft))
        if not self._reasons:
            self.query_one("#side-text", Static).update(threads.thread(self.play, self.own.candidate))
        found = self._known.get((draft, self._words(Do.OFFER)))
        if found is None:
            self.show_chance(None)
            self._weigh(draft)
        else:
            self._show_figures(*found)

    @work(exclusive=True, group=STAKES)
    async def _weigh(self, draft: Draft) -> None:
        await in_slices(self._weighing(draft))

    def _weighing(self, draft: Draft) -> Iterator[None]:
        """What these terms come to, once nothing waits to be drawn; remembered while this is open."""
        said = self._words(Do.OFFER)
        try:
            explanation = weighed(self.play, draft, Do.OFFER, said)
        except BadInputError as error:
            self._show_wrong(error)
            return
        yield
        self._known[draft, said] = found = explanation, self._told(draft, explanation)
        if draft == self.told_of:
            self._show_figures(*found)

    def _show_figures(self, explanation: Explanation, told: Text) -> None:
        self.show_chance(told)
        if self._reasons:
            accept = next(link for link in explanation.links if link.stage == "accept")
            reasons = card.reasons(accept, "Says yes, if the fit is middling")
            self.query_one("#side-text", Static).update(reasons)

    def _told(self, draft: Draft, explanation: Explanation) -> Text:
        """The chance, and the points; nothing where no yes is a matter of chance any more."""
        if not self._undecided:
            return Text()
        text = Text().append(f"{percent(explanation.expected['accept'])} ", "bold")
        text.append("that these terms are accepted\n")
        text.append(self._about_counter(explanation), "dim")
        return text.append("\n").append_text(self._points(draft))

    def _show_wrong(self, error: BadInputError) -> None:
        """Own words that are no letter yet."""
        self._chance = None
        said = "\n".join(words.remark(problem) for problem in error.problems)
        self.query_one("#chance", Static).update(Text("Your own words are no letter yet.", WARN))
        self.query_one("#side-text", Static).update(
            Text(f"{said}\n\n{pressed('answer.words')}: go on with them.", BAD)
        )

    def _points(self, draft: Draft) -> Text:
        """The forms to choose from, or what a live offer is worth and what these terms change of it."""
        if self.interested:
            return stakes.ways(of_answers(self.play, self._interviewed(), draft))
        if not self.live:
            return Text()
        change = of_bettering(self.play, self.draft, draft)
        text = stakes.if_yes(PersonWorth.of(change.after))
        return text if draft == self.draft else text.append_text(stakes.bettering(change))

    def _interviewed(self, short: bool = False) -> Draft:
        """The terms that interviews lead to: those of the letter."""
        return self.draft.changed(direct=False, short=short)

    def _about_counter(self, explanation: Explanation) -> str:
        """What a counter-offer would do, or has done."""
        if not self.live:
            return f"{percent(explanation.accept_if_countered)} after a counter-offer"
        employer = self.play.lab_called(int(self.play.view.employer[self.own.candidate]))
        return f"{employer} has made {'a' if explanation.counter_chance else 'no'} counter-offer"

    def _means(self, draft: Draft) -> Text:
        notes = Text()
        if self.interested or self.live:
            notes.append(f"An offer reserves {usd(draft.first_year_usd)}.\n", "dim")
        if not self.interested:
            notes.append(f"{self._stand()}\n", WARN)
        if draft.less_than_named_usd:
            notes.append(f"The letter named {usd(self.own.read_usd)}: less than that breaks a word.\n", BAD)
        for sentence in shortfalls(self.play, draft):
            notes.append(f"{sentence}\n", BAD)
        if self._said:
            said = ", ".join(called(self.own, do) for do in steps(self.own) if do in self._said)
            notes.append(f"In your own words: {said}.\n", GOOD)
        return notes

    def _stand(self) -> str:
        """What can be done with somebody whose turn it is, or why nothing can."""
        due = (
            "" if self.own.due is None else f" on {dated(self.play.scenario.date_of(self.own.due), '%-d %B')}"
        )
        if self.own.state in (State.INTERESTED, State.OFFERED) and not self._in_time:
            return "It ends today, before an answer is heard: nothing is left to be done."
        return {
            State.OFFERED: f"The offer can be bettered until it is decided{due}; that day stays.",
            State.PROCESS: (
                f"Your own people decide{due}. If they agree, the offer is on these terms."
                if self.own.direct
                else f"The interviews end{due}. If they go well, the offer is on these terms."
            ),
            State.SIGNED: f"Signed, and starts{due}: nothing is left to be done.",
        }.get(self.own.state, "No answer yet: the terms of the letter stand. It can only be withdrawn.")

    def action_why(self) -> None:
        """Show the reasons, or the letters again."""
        self._reasons = not self._reasons
        self.show()
        self._show_side()

    def _show_side(self) -> None:
        """The reasons from the first of them, the letters to the latest."""
        side = self.query_one("#side", VerticalScroll)
        scroll = side.scroll_home if self._reasons else side.scroll_end
        scroll(animate=False)

    # -- own words ---------------------------------------------------------------------------------

    @property
    def _said(self) -> Mapping[Do, Words]:
        """What the player means to say, by step."""
        return self.play.sayings.get(self.own.candidate, {})

    def _words(self, do: Do) -> Words:
        """What is said with a step: own words, or the plain ones."""
        return self._said.get(do) or Words(PLAIN_WORDS, "", "")

    def action_words(self) -> None:
        """Say it oneself."""
        draft = self.typed()
        if draft is None:
            self.tell_troubles()
            return
        terms = {Do.OFFER: draft, Do.INVITE: self._interviewed()}
        drafts = {do: terms.get(do, self.draft) for do in steps(self.own)}
        first = self._last_said if self._last_said in drafts else next(iter(drafts))
        editor = SayScreen(self.play, drafts, first, self._said)
        self.app.push_screen(editor, lambda said: self._written(editor.do, editor.said, said or ""))

    def _written(self, do: Do, said: Mapping[Do, Words], how: str) -> None:
        """Go on with what was written for the steps, the last of them first."""
        self.play.sayings[self.own.candidate] = dict(said)
        self._last_said, self._reasons = do, False
        self.show()
        self._show_side()
        if how == SEND:
            {Do.INVITE: self.action_invite, Do.OFFER: self.action_offer}.get(do, self.action_withdraw)()

    # -- what can be done --------------------------------------------------------------------------

    def action_invite(self) -> None:
        """Ask to interviews; an offer on the terms of the letter follows them, if they go well."""
        if self.interested:
            self._ask(Do.INVITE, self._interviewed(), "is invited to interviews")
        else:
            self.app.tell(f"Nobody is invited now. {self._stand()}", severity="warning")

    def action_short(self) -> None:
        """The same with short interviews."""
        if self.interested:
            self._ask(Do.INVITE, self._interviewed(short=True), "is invited to short interviews")
        else:
            self.app.tell(f"Nobody is invited now. {self._stand()}", severity="warning")

    def action_offer(self) -> None:
        """Offer without interviews, or better the live offer."""
        draft = self.typed()
        if not (self.interested or self.live):
            self.app.tell(self._stand(), severity="warning")
            return
        if draft is None:
            self.tell_troubles()
            return
        short = list(shortfalls(self.play, draft))
        if self.interested and self.play.left.hours is not None and not self.play.left.free_hours:
            short.append("The CEO has no hour left this week for an offer without interviews.")
        if short:
            self.app.tell("\n".join(short), title="Not offered", severity="error")
            return
        done = "hears of the better offer" if self.live else "is put forward for an offer without interviews"
        self._ask(Do.OFFER, draft, done)

    def action_withdraw(self) -> None:
        """End the approach."""
        if not self._undecided:
            self.app.tell("What is signed is signed.", severity="warning")
            return
        self._ask(Do.WITHDRAW, self.draft, "is told that it ends here")

    def _ask(self, do: Do, draft: Draft, said: str) -> None:
        who = self.play.name(self.own.candidate)
        try:
            letter = written(self.play, self._words(do))
        except OutreachError as error:
            self.app.say(error)
            return
        self.play.sayings.pop(self.own.candidate, None)
        self.give([draft.order(self.play.lab, do, letter)], f"{who} {said}, with the next day.")
