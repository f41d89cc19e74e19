"""The editor: a letter and what follows it up, in one's own words, and what their reader makes of them."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Select, TextArea

from outreach_sim.inputs.amounts import Unit
from outreach_sim.mail.own import LetterText
from outreach_sim.market.letters import MOST_SPACING_DAYS
from outreach_sim.tui.colours import QUIET
from outreach_sim.tui.draft import Draft, as_planned, own_templates, stands, to_be_kept
from outreach_sim.tui.own_words import Mails, Words
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.editor import EditorScreen
from outreach_sim.tui.seen import Seen, look_at
from outreach_sim.tui.texts import card, words
from outreach_sim.tui.widgets.amount import Amount
from outreach_sim.tui.widgets.choice import Choice
from outreach_sim.tui.widgets.keys import key, next_of
from outreach_sim.tui.widgets.line import line, troubles
from outreach_sim.tui.widgets.offers import Body, Offers, Subject

_OWN, _LEAVE_OUT = "", "-"
"""Choices of a letter beside the ids, which are neither."""


class WriteScreen(EditorScreen):
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
        self._plain = self._as_it_was()

    # -- building ----------------------------------------------------------------------------------

    def terms(self) -> Draft:
        """Those that are shown."""
        return self.draft

    def fields(self, offers: Offers) -> ComposeResult:
        """Which mail, what it says and when, and its subject."""
        yield from line("Mail", Choice(self._mails(), value=0, id="mail"))
        yield from line("Text", Choice(self._letters(), value=self._letter(), id="letter"))
        days = Amount(1, step=1, low=1, high=MOST_SPACING_DAYS, unit=Unit.DAYS, id="after")
        with Vertical(id="days"):
            yield from line("Days", days)
        yield from line("Subject", Subject(offers, id="subject"))

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
            self.choices("#mail", self._mails(), self.mail)
            self.query_one("#subject", Subject).value = now.subject
            self.query_one("#body", Body).show(now.body)
            self.query_one("#after", Amount).set_number(now.days)
        self.set_class(self.mail == 0, "-first")
        self.changed()

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
        self.changed()

    @on(Input.Changed, "#after")
    def _days_changed(self, event: Input.Changed) -> None:
        days = self.query_one("#after", Amount).number
        if days is None:
            self.show_troubles()
        elif self.mail:
            self._put_words(replace(self.words, days=days))
            with self.prevent(Select.Changed):
                self.choices("#mail", self._mails(), self.mail)
            self.look()

    def changed(self) -> None:
        """What kind of text this is, and what else the mail can say."""
        with self.prevent(Select.Changed):
            self.choices("#letter", self._letters(), self._letter())
        super().changed()

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

    def at_work(self) -> tuple[Draft, int]:
        """The draft, and which mail of it is shown."""
        return self.draft, self.mail

    def look_at(self, now: tuple[Draft, int]) -> Seen:
        """Everything about that mail."""
        return look_at(self.play, *now)

    def chance(self) -> Text:
        """The chances of all links."""
        if self._seen.explanation is None:
            return Text("What it is worth is told once it is a letter.", QUIET)
        chances = card.chances(self._seen.explanation)
        chances.rstrip()
        return chances

    def noticed(self) -> RenderableType:
        """What is noticed of the mail."""
        return words.noticed(self._seen, self.mail == 0)

    # -- what becomes of it ------------------------------------------------------------------------

    def action_send(self) -> None:
        """Leave the rest to the screen below; not while a day is no number."""
        if troubles(self):
            self.tell_troubles()
            return
        super().action_send()

    def check(self) -> None:
        """All mails are letters."""
        own_templates(self.play, self.draft)

    def to_be_kept(self, name: str) -> LetterText:
        """The mail that is shown as a letter to anybody."""
        return to_be_kept(self.play, self.draft, self.mail, name)
