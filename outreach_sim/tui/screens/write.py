"""The editor: a letter and what follows it up, in one's own words, and what their reader makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Select, Static, TextArea

from outreach_sim.errors import BadInputError, OutreachError
from outreach_sim.formatting import counted
from outreach_sim.inputs.amounts import Unit
from outreach_sim.mail.lint import MAX_BODY
from outreach_sim.market.letters import MOST_SPACING_DAYS
from outreach_sim.tui.colours import QUIET
from outreach_sim.tui.draft import Draft, as_planned, own_templates, stands, to_be_kept, values_of
from outreach_sim.tui.own_words import Mails, Words
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.form import FormScreen
from outreach_sim.tui.screens.keep import KeepScreen
from outreach_sim.tui.seen import Seen, look_at
from outreach_sim.tui.texts import books, card, words
from outreach_sim.tui.widgets.amount import Amount
from outreach_sim.tui.widgets.choice import Choice
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import key, next_of
from outreach_sim.tui.widgets.line import line, troubles
from outreach_sim.tui.widgets.offers import Body, Offers, Subject

SEND = "send"
"""What the screen ends with where the letter is to go out; else with nothing."""
_OWN, _LEAVE_OUT = "", "-"
"""Choices of a letter beside the ids, which are neither."""


class WriteScreen(FormScreen):
    """The words of a letter. Ends with ``SEND`` or empty; ``draft`` has what was written.

    Attributes:
        draft: with at least one mail.
        mail: which of them is shown, from 0.
    """

    HELP = """
    The letter is text: change its subject and its words, and see with every key what is wrong with it, what
    its reader will notice, each thing with its log-odds, and the chance of every link.

    **Fields**, as in `{{ first_name }}`, are filled in for whoever reads it; `{{` offers them, Tab or Enter
    takes one. To one person their own values stand in the text, and fields are left where the terms, the
    signature and the day decide. To several people it is one letter with fields, shown for the first of them.

    **Mail**: the letter, and up to five that follow it up, each so many days after the one before. Each is a
    letter that there is, or your own words. An answer ends the sequence: who has replied gets no other.

    **Plain again** puts the letter back as it was; your words are put aside, and can be chosen again.
    **Keep** makes a letter of your own of them, for other people and other games.

    What you have written stays while the desk is open, sent or not. What is sent is kept with the game.
    """
    BINDINGS: ClassVar = [
        key("write.send", "ctrl+s", "send", "Send", "send, with the next day", first=True),
        key("write.read", "ctrl+r", "turn", "As read", "the letter as it is read, or what is noticed",
            first=True),
        key("write.next", "ctrl+n", "next_mail", "Next mail", "the next mail of the sequence", first=True),
        key("write.plain", "ctrl+l", "plain", "Plain again", "the letter as it was before you changed it",
            first=True),
        key("write.keep", "ctrl+o", "keep", "Keep", "keep it as a letter of your own", first=True),
        key("write.cancel", "escape", "cancel", "Back", "back to the terms; your words stay"),
    ]  # fmt: skip

    def __init__(self, play: Play, draft: Draft) -> None:
        super().__init__(play)
        self.draft = draft if draft.mails else draft.changed(mails=as_planned(play, draft))
        self.mail = 0
        self._aside: dict[int, Words] = {}
        self._offered_in: dict[str, Sequence[tuple[str, object]]] = {}
        self._reads = False
        self._seen = Seen(())
        self._looks = False
        self._plain = self._as_it_was()

    # -- building ----------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Which mail and its words on the left; chances and remarks on the right."""
        offers = Offers(id="offers")
        offers.values = values_of(self.play, self.draft)
        yield Static(books.status_bar(self.play), id="bar")
        with Horizontal(id="desk"):
            with Vertical(id="fields"):
                yield Static(card.addressees(self.play, self.draft), id="to")
                yield from line("Mail", Choice(self._mails(), value=0, id="mail"))
                yield from line("Text", Choice(self._letters(), value=self._letter(), id="letter"))
                days = Amount(1, step=1, low=1, high=MOST_SPACING_DAYS, unit=Unit.DAYS, id="after")
                with Vertical(id="days"):
                    yield from line("Days", days)
                yield from line("Subject", Subject(offers, id="subject"))
                yield Body(offers, id="body")
            yield from self.beside()
        yield offers
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the words."""
        super().on_mount()
        self._load_mail()
        self.query_one("#body").focus()

    @property
    def words(self) -> Words:
        """The mail that is shown."""
        return self.draft.mails[self.mail]

    def _as_it_was(self) -> Words:
        """The mail that is shown before anything of it was changed."""
        return stands(self.play, self.draft, self.play.letters[self.words.letter], self.words.days)

    def _mails(self) -> list[tuple[str, int]]:
        """The mails of the sequence by their days, and one more where there is room."""
        shown, day = [("1: the letter", 0)], 0
        for place, words_ in enumerate(self.draft.mails[1:], start=1):
            day += words_.days
            shown.append((f"{place + 1}: day {day}, if unanswered", place))
        if len(shown) < self.play.scenario.setup.rules.sequence_mails:
            shown.append(("and one more …", len(shown)))
        return shown

    def _letters(self) -> list[tuple[str, str]]:
        """What this mail can say: own words, letters of its place, and nothing, where it is not the first."""
        stage = "follow-up" if self.mail else "outreach"
        letters = self.play.letters_of(stage)
        known = [(name, name) for name in dict.fromkeys([*letters, self.words.letter])]
        own = [("your own words", _OWN)] if self.words.own or self.mail in self._aside else []
        return [*own, *known, *([("leave this mail out", _LEAVE_OUT)] if self.mail else [])]

    def _letter(self) -> str:
        return _OWN if self.words.own else self.words.letter

    # -- which mail --------------------------------------------------------------------------------

    def _load_mail(self) -> None:
        """Put another mail into the fields; Ctrl+Z brings back nothing of the one before."""
        with self.prevent(TextArea.Changed):
            self.query_one("#body", Body).load_text(self.words.body)
        self._load()

    def _load(self) -> None:
        """Put the mail that is shown into the fields."""
        self._plain, now = self._as_it_was(), self.words
        with self.prevent(Input.Changed, TextArea.Changed, Select.Changed):
            self._choices("#mail", self._mails(), self.mail)
            self.query_one("#subject", Subject).value = now.subject
            self.query_one("#body", Body).show(now.body)
            self.query_one("#after", Amount).set_number(now.days)
        self.set_class(self.mail == 0, "-first")
        self._changed()

    def _choices(self, which: str, options: Sequence[tuple[str, object]], value: object) -> None:
        """Offer these where they are others: making a list anew takes longer than a key may."""
        select = self.query_one(which, Select)
        if self._offered_in.get(which) != options:
            self._offered_in[which] = options
            select.set_options(options)
        if select.value != value:
            select.value = value

    @on(Select.Changed, "#mail")
    def _mail_chosen(self, event: Select.Changed) -> None:
        if isinstance(event.value, int) and event.value != self.mail:
            self._go_to(event.value)

    def _go_to(self, mail: int) -> None:
        """Show this mail; the one behind the last is a new one."""
        if mail == len(self.draft.mails):
            self._put((*self.draft.mails, self._one_more()))
        self.mail = mail
        self._load_mail()

    def _one_more(self) -> Words:
        """A follow-up that is not in the sequence yet, while there is one."""
        names, used = self.play.letters_of("follow-up"), [words_.letter for words_ in self.draft.mails]
        template = self.play.letters[next((name for name in names if name not in used), names[-1])]
        return stands(self.play, self.draft, template, self.play.scenario.setup.rules.follow_up_days)

    def _put(self, mails: Mails) -> None:
        self.draft = self.draft.changed(mails=mails)

    def _put_words(self, words_: Words) -> None:
        mails = self.draft.mails
        self._put((*mails[: self.mail], words_, *mails[self.mail + 1 :]))

    def action_next_mail(self) -> None:
        """The next mail, the first after the last."""
        self._go_to(next_of(range(len(self.draft.mails)), self.mail))

    # -- what it says ------------------------------------------------------------------------------

    @on(Select.Changed, "#letter")
    def _letter_chosen(self, event: Select.Changed) -> None:
        chosen = event.value
        if not isinstance(chosen, str) or chosen == self._letter():
            return
        if chosen == _LEAVE_OUT:
            self._leave_out()
            self._load_mail()
            return
        if chosen == _OWN:
            self._put_words(replace(self._aside.pop(self.mail), days=self.words.days))
        else:
            self._set_aside()
            self._put_words(stands(self.play, self.draft, self.play.letters[chosen], self.words.days))
        self._load()

    def _leave_out(self) -> None:
        mails = self.draft.mails
        self._put((*mails[: self.mail], *mails[self.mail + 1 :]))
        self._aside = {at - (at > self.mail): kept for at, kept in self._aside.items() if at != self.mail}
        self.mail -= 1

    def _set_aside(self) -> None:
        if self.words.own:
            self._aside[self.mail] = self.words

    @on(Input.Changed, "#subject")
    @on(TextArea.Changed, "#body")
    def _typed(self, event: Input.Changed | TextArea.Changed) -> None:
        field = event.control
        if isinstance(field, Subject | Body) and field.has_focus:
            field.offer()
        subject, body = self.query_one("#subject", Subject).value, self.query_one("#body", Body).text
        self._put_words(self.words.typed(subject, body, self._plain))
        self._changed()

    @on(Input.Changed, "#after")
    def _days_changed(self, event: Input.Changed) -> None:
        days = self.query_one("#after", Amount).number
        if days is None:
            self.show_troubles()
        elif self.mail:
            self._put_words(replace(self.words, days=days))
            with self.prevent(Select.Changed):
                self._choices("#mail", self._mails(), self.mail)
            self._look()

    def _changed(self) -> None:
        """Say what kind of text this is, and look at it anew."""
        body = self.query_one("#body", Body)
        with self.prevent(Select.Changed):
            self._choices("#letter", self._letters(), self._letter())
        body.border_title = "your own words" if self.words.own else "as it stands"
        body.border_subtitle = f"{len(self.words.body):,} of {counted(MAX_BODY, 'character')}"
        self._look()

    @property
    def put_aside(self) -> Mails:
        """The mails with words that were put aside in their places; empty where none were."""
        mails = enumerate(self.draft.mails)
        return tuple(self._aside.get(at, words_) for at, words_ in mails) if self._aside else ()

    def action_plain(self) -> None:
        """The letter as it was."""
        self._set_aside()
        self._put_words(self._plain)
        self._load()

    # -- what is seen of it ------------------------------------------------------------------------

    def _look(self) -> None:
        """Look at the mail as it is now; one look at a time, and the latest text counts.

        A field that is half typed is nothing to be looked at.
        """
        if not self._looks and not self.query_one(Offers).open:
            self._looks = True
            self._look_at(self.draft, self.mail)

    @on(Offers.OptionSelected)
    def _clicked(self, event: Offers.OptionSelected) -> None:
        if isinstance(self.focused, Subject | Body) and event.option_id:
            self.focused.take(event.option_id)

    @on(Offers.Closed)
    def _offered(self) -> None:
        self._look()

    @work(thread=True, group="look")
    def _look_at(self, draft: Draft, mail: int) -> None:
        seen = look_at(self.play, draft, mail)
        self.app.call_from_thread(self._told, draft, mail, seen)

    def _told(self, draft: Draft, mail: int, seen: Seen) -> None:
        self._looks = False
        if not self.is_attached:
            return
        if (draft, mail) != (self.draft, self.mail):
            self._look()
            return
        self._seen = seen
        self.show()

    def show(self) -> None:
        """The chances; what is noticed, the letter as it is read, or both where there is room."""
        seen = self._seen
        chance = Text("What it is worth is told once it is a letter.", QUIET)
        if seen.explanation is not None:
            chance = card.chances(seen.explanation)
            chance.rstrip()
        self.query_one("#chance", Static).update(chance)
        parts: list[RenderableType] = [words.noticed(seen, self.mail == 0), words.as_read(seen.letter)]
        if self._reads:
            parts.reverse()
        shown = [parts[0], Rule(style=QUIET), parts[1]] if self.has_class("-wide") else parts[:1]
        self.query_one("#side-text", Static).update(Group(*shown))

    def action_turn(self) -> None:
        """The letter as it is read before what is noticed of it, or behind it."""
        self._reads = not self._reads
        self.show()
        self.query_one("#side").scroll_home(animate=False)

    # -- what becomes of it ------------------------------------------------------------------------

    def action_send(self) -> None:
        """Leave the rest to the screen below, which knows the terms; not with what is no letter."""
        if troubles(self):
            self.tell_troubles()
            return
        try:
            own_templates(self.play, self.draft)
        except BadInputError as error:
            wrong = "\n".join(words.remark(problem) for problem in error.problems[:3])
            self.app.tell(wrong, title="Not sent", severity="error", seconds=8.0)
            return
        self.dismiss(SEND)

    def action_keep(self) -> None:
        """Ask what it is to be called."""
        self.app.push_screen(KeepScreen(self.play), self._keep)

    def _keep(self, name: str | None) -> None:
        """Keep the mail that is shown under this name."""
        if not name:
            return
        try:
            kept = self.play.keep(to_be_kept(self.play, self.draft, self.mail, name), name)
        except OutreachError as error:
            self.app.say(error)
            return
        self._changed()
        self.app.tell(f"{kept} is a letter of your own now.")
