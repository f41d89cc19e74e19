"""A letter, or a round of letters, before it goes out: its terms, its chance, and what it would bind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

import numpy as np

from outreach_sim.formatting import are, counted, usd
from outreach_sim.mail.languages import ENGLISH, language_of
from outreach_sim.mail.letter import Letter, render
from outreach_sim.mail.one_reader import rows_for, with_fields
from outreach_sim.mail.own import LetterText
from outreach_sim.mail.reading import facts_of
from outreach_sim.mail.template import ROLES, Template
from outreach_sim.mail.typed import typed_letter
from outreach_sim.market.plan import Plan, letters_had
from outreach_sim.market.prospects import weigh
from outreach_sim.market.setup import PLAIN, SENDER_NAMES, SIGN_ON_YEARS, Do, Order, Sender
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.pay_seen import PaySeen
from outreach_sim.market.view import OwnApproach
from outreach_sim.model.explain import Explanation, explain
from outreach_sim.model.prospect import Prospect
from outreach_sim.model.what_if import WhatItTakes, what_would_it_take
from outreach_sim.storage.correspondence.heard import heard_in
from outreach_sim.storage.correspondence.values import letter_values
from outreach_sim.tui.left import first_year_usd
from outreach_sim.tui.own_words import Mails, Words, as_it_stands, letter_text, templates_of
from outreach_sim.tui.play import Play
from outreach_sim.tui.status import role
from outreach_sim.tui.worths import OPENING_DAYS, opening_letter, opening_pay_usd
from outreach_sim.words.facts import Facts


@dataclass(frozen=True, slots=True)
class Draft:
    """What the player is about to ask for.

    Attributes:
        candidates: whom it goes to; the first one is shown.
        template: index into the scenario's letters.
        pay_usd: base and equity a year. sign_on_usd: once. pledge_h100e: by name.
        own: the approach under way that this goes on with; ``None`` for a first letter.
        next_on: the day on which its next mail goes out, where that is known.
        mails: the letter in the player's own words, with what follows it up; empty for the template as it is.
        short: whether interviews are held in their short form.
    """

    candidates: tuple[int, ...]
    template: int
    sender: Sender
    pay_usd: int
    sign_on_usd: int = 0
    pledge_h100e: int = 0
    direct: bool = False
    deadline_days: int = 7
    by_hand: bool = True
    own: OwnApproach | None = None
    next_on: int | None = None
    mails: Mails = ()
    short: bool = False

    @property
    def first(self) -> int:
        """Whose letter is shown."""
        return self.candidates[0]

    @property
    def first_year_usd(self) -> int:
        """What the offer to one of them reserves."""
        return self.pay_usd + self.sign_on_usd

    def plan(self) -> Plan:
        """The letter as the model weighs it."""
        yearly = self.pay_usd + self.sign_on_usd // SIGN_ON_YEARS
        return Plan(
            yearly, self.template, self.sender, self.pledge_h100e, self.direct, self.deadline_days,
            self.own, self.next_on, short=self.short,
        )  # fmt: skip

    @property
    def less_than_named_usd(self) -> int:
        """By how much the offer falls short of what the letter named, USD a year; 0 where it does not."""
        if self.own is None:
            return 0
        return max(self.own.named_usd - self.pay_usd - self.sign_on_usd // SIGN_ON_YEARS, 0)

    def order(self, lab: int, do: Do = Do.SEND, words: int = PLAIN) -> Order:
        """What the market is asked for; an answer in the words of this letter."""
        send = do is Do.SEND
        return Order(
            lab=lab,
            days=(),
            do=do,
            template=self.template if send else 0,
            sender=self.sender if send else Sender.RECRUITER,
            candidates=self.candidates,
            pay_usd=self.pay_usd,
            sign_on_usd=self.sign_on_usd,
            pledge_h100e=self.pledge_h100e,
            direct=self.direct,
            deadline_days=self.deadline_days,
            by_hand=self.by_hand and send,
            words=words,
            short=self.short and do in (Do.SEND, Do.INVITE),
        )

    def for_each(self, believed: PaySeen) -> Iterator[Draft]:
        """One draft for each of them: the same multiple of what each is paid, as the lab believes."""
        present_usd = believed.of(np.array(self.candidates)).tolist()
        for candidate, usd_now in zip(self.candidates, present_usd, strict=True):
            share = usd_now / present_usd[0]
            pay = self.pay_usd if candidate == self.first else round(self.pay_usd * share / 1_000) * 1_000
            yield replace(self, candidates=(candidate,), pay_usd=max(pay, 1_000))

    def changed(self, **fields: object) -> Draft:
        """The same with other terms."""
        return replace(self, **fields)  # type: ignore[arg-type]  # the names are checked by the dataclass


def first_draft(play: Play, candidates: tuple[int, ...]) -> Draft:
    """A sensible letter to begin with: half as much again as people of this standing are paid."""
    template, sender = opening_letter(play.ids, play.scenario.setup.labs[play.lab].letters_per_week)
    pay = int(opening_pay_usd(play.view.pay.of(candidates[0])))
    return Draft(candidates, template, sender, pay, deadline_days=OPENING_DAYS)


def standing_draft(play: Play, own: OwnApproach) -> Draft:
    """The terms of an approach as they stand."""
    return Draft(
        (own.candidate,), own.template, own.sender, own.pay_usd, own.sign_on_usd, own.pledge_h100e,
        own.direct, own.deadline_days, own.by_hand, own, play.next_mail_on(own), short=own.short,
    )  # fmt: skip


def prospect(play: Play, draft: Draft) -> Prospect:
    """How the letter to the first of them stands, as the lab can know it.

    Raises:
        BadInputError: own words that are no letter.
    """
    name, plan = play.name(draft.first), plan_of(play, draft)
    who = weigh(play.session.world, play.lab, draft.first, plan, name, as_truth=False)
    return replace(who, heard=heard_in(play.inbox.threads.get(draft.first, ()) if play.has_read else ()))


def plan_of(play: Play, draft: Draft) -> Plan:
    """The letter as the model weighs it, own words as the first of its readers will have them.

    Raises:
        BadInputError: they are no letter.
    """
    if not draft.mails:
        return draft.plan()
    place, (first, *after) = len(play.ids), own_templates(play, draft)
    mails = [replace(first, spacing_days=days_before(draft.mails[1:])), *after]
    before = letters_had(play.session.world, play.lab, draft.first)
    had = {index: play.letters[play.ids[index]] for index in before}
    return replace(draft.plan(), template=place, letters=rows_for(mails, reader(play, draft), place, had))


def own_templates(play: Play, draft: Draft) -> list[Template]:
    """Its mails as templates.

    Raises:
        BadInputError: everything in any of them that no letter may hold.
    """
    return templates_of(draft.mails, play.letters, SENDER_NAMES[draft.sender])


def reader(play: Play, draft: Draft) -> Facts:
    """The first of them, as the words of a letter are held against."""
    labs = [lab.name for lab in play.scenario.setup.labs]
    reads = frozenset(play.scenario.population.book.reads(draft.first))
    return facts_of(values_of(play, draft), reads, labs)


def weighed(play: Play, draft: Draft) -> Explanation:
    """The chance of each link, and why."""
    return explain(play.scenario.setup.parameters, prospect(play, draft))


def levers(play: Play, draft: Draft, link: str = "chain") -> WhatItTakes:
    """The ways to twice that chance."""
    senders = [SENDER_NAMES[sender] for sender in senders_for(play, draft)]
    p = play.scenario.setup.parameters
    return what_would_it_take(p, prospect(play, draft), link=link, senders=senders)


def values_of(play: Play, draft: Draft, language: str = ENGLISH) -> dict[str, str]:
    """What a letter in this language to the first of them inserts, as it would go out today."""
    session = play.session
    return letter_values(play.scenario, session, play.lab, _as_sent(draft), session.day, language)


def preview(play: Play, draft: Draft, mail: int = 0) -> Letter:
    """One of its mails as it would go out today; the first where nothing else is said.

    Raises:
        BadInputError: own words that are no letter.
    """
    template = own_templates(play, draft)[mail] if draft.mails else play.letters[play.ids[draft.template]]
    return render(template, values_of(play, draft, language_of(template.body)))


def _as_sent(draft: Draft) -> OwnApproach:
    return OwnApproach(
        draft.first, State.WAITING, 1, 1, draft.template, draft.sender, draft.direct, draft.by_hand,
        draft.pay_usd, draft.sign_on_usd, draft.pledge_h100e, draft.deadline_days, None,
    )  # fmt: skip


def senders_for(play: Play, draft: Draft) -> tuple[Sender, ...]:
    """Who may sign it: own words, everybody."""
    if draft.mails:
        return tuple(Sender)
    roles = play.letters[play.ids[draft.template]].senders
    return tuple(sender for sender in Sender if SENDER_NAMES[sender] in roles)


def as_planned(play: Play, draft: Draft, letter: str = "") -> Mails:
    """The mails of a letter as they stand, of the draft's own where no other is named: filled in for one
    person, with their fields for several.
    """
    first = play.letters[letter or play.ids[draft.template]]
    rules = play.scenario.setup.rules
    after = zip_longest(first.follow_ups, first.spacing_days, fillvalue=rules.follow_up_days)
    mails = [(first, 0), *((play.letters[str(name)], int(days)) for name, days in after)]
    return tuple(stands(play, draft, template, days) for template, days in mails[: rules.sequence_mails])


def stands(play: Play, draft: Draft, template: Template, days: int = 0) -> Words:
    """A letter as the player finds it in the editor, before anything is changed."""
    values = values_of(play, draft) if len(draft.candidates) == 1 else None
    return as_it_stands(template, values, days)


def follow_ups_told(play: Play, draft: Draft) -> str:
    """What comes after the letter as long as nobody answers, in a sentence; empty where nothing does."""
    after = (draft.mails or as_planned(play, draft))[1:]
    if not after:
        return ""
    days = {words.days for words in after}
    named = ["your own words" if words.own else words.letter for words in after]
    if len(days) == 1:
        every = counted(min(days), "day")
        return f"Then, every {every.removeprefix('1 ')} without an answer: {', '.join(named)}."
    each = [f"after {counted(words.days, 'day')} {name}" for words, name in zip(after, named, strict=True)]
    return f"Then, without an answer: {', '.join(each)}."


def with_letter(play: Play, draft: Draft, letter: str) -> Draft:
    """The draft with this letter; one that the game does not have yet goes out as own words do."""
    if letter in play.ids:
        return draft.changed(template=play.ids.index(letter), mails=())
    return draft.changed(mails=as_planned(play, draft, letter))


def is_own(play: Play, draft: Draft) -> bool:
    """Whether anything of it is otherwise than the letter has it."""
    return bool(draft.mails) and draft.mails != as_planned(play, draft, draft.mails[0].letter)


def with_mails(play: Play, draft: Draft, mails: Mails) -> Draft:
    """The draft with these mails; where they are a letter's of the game as it is, with that letter."""
    own = draft.changed(mails=mails)
    return own if is_own(play, own) else with_letter(play, draft, mails[0].letter)


def written(play: Play, draft: Draft) -> Draft:
    """The draft once its own words are letters of the game, which orders can name.

    Raises:
        OutreachError: they are no letters, or cannot be kept.
    """
    if not draft.mails:
        return draft
    first, *after = draft.mails
    role = SENDER_NAMES[draft.sender]
    names = [_written_alone(play, words, role) for words in after]
    template = play.letters[first.letter]
    subject, body = (first.subject, first.body) if first.own else (template.subject, template.body)
    days = days_before(after)
    text = typed_letter(subject, body, senders=(role,), follow_ups=names, spacing_days=days)
    name = play.write(text)
    return draft.changed(template=play.ids.index(name), mails=())


def to_be_kept(play: Play, draft: Draft, mail: int, name: str) -> LetterText:
    """One of its mails as a letter to anybody, with what follows it up and is a letter already.

    Raises:
        BadInputError: it is none.
    """
    words, values = draft.mails[mail], values_of(play, draft)
    alone = len(draft.candidates) == 1
    subject, body = (with_fields(text, values) if alone else text for text in (words.subject, words.body))
    after = [other for other in draft.mails[1:] if not (mail or other.own)]
    stage, follow_ups = play.letters[words.letter].stage, [other.letter for other in after]
    return typed_letter(
        subject, body, stage=stage, senders=ROLES, name=name,
        follow_ups=follow_ups, spacing_days=days_before(after),
    )  # fmt: skip


def days_before(after: Sequence[Words]) -> tuple[int, ...]:
    """Days before each of the mails that follow up."""
    return tuple(words.days for words in after)


def _written_alone(play: Play, words: Words, role: str) -> str:
    """The id of a mail that follows up."""
    if not words.own and words.letter in play.ids:
        return words.letter
    return play.write(letter_text(words, play.letters[words.letter], role))


def obstacles(play: Play, draft: Draft) -> Iterator[str]:
    """Why the market would refuse some of these letters, in sentences; nothing where it would not."""
    yield from too_many(play, draft)
    yield from unsigned(play, draft)


def too_many(play: Play, draft: Draft) -> Iterator[str]:
    """Who of them cannot be written to, and how many letters are left, where that is too few."""
    letters, left = len(draft.candidates), play.left.letters[draft.sender]
    closed = [c for c in draft.candidates if not play.left.free[c]]
    if closed:
        more = _so_are(len(closed) - 1)
        yield f"{play.why_closed(closed[0])}{more}"
    if left is not None and left < letters:
        yield f"{role(draft.sender)} can write {left} more this week."


def unsigned(play: Play, draft: Draft) -> Iterator[str]:
    """Who signs no such letter, to however many it goes."""
    if draft.sender not in senders_for(play, draft):
        verb = "do" if draft.sender is Sender.RECRUITER else "does"
        yield f"{role(draft.sender)} {verb} not sign this letter."


def _so_are(others: int) -> str:
    """How many more the same holds for, after a sentence about one."""
    return "" if not others else f" So {are(others)} {counted(others, 'other')}."


def shortfalls(play: Play, draft: Draft) -> Iterator[str]:
    """What money and machines would not allow, once it comes to an offer; a live one is bound already."""
    left, live = play.left, draft.own is not None and draft.own.state == State.OFFERED
    own = draft.own if live else None
    more = draft.first_year_usd - (first_year_usd(own) if own else 0)
    if left.free_usd is not None and more > left.free_usd:
        yield f"An offer reserves {usd(more)}{' more' if own else ''}; {usd(max(left.free_usd, 0))} is free."
    if draft.pledge_h100e - (own.pledge_h100e if own else 0) > left.pledgeable_h100e:
        left_h100e = max(left.pledgeable_h100e, 0)
        yield f"{counted(left_h100e, 'H100')} {are(left_h100e)} left to pledge."
