"""A letter, or a round of letters, before it goes out: its terms, its chance, and what it would bind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from outreach_sim.formatting import are, counted, usd
from outreach_sim.mail.languages import language_of
from outreach_sim.mail.letter import Letter, render
from outreach_sim.market.plan import Plan
from outreach_sim.market.prospects import weigh
from outreach_sim.market.setup import SENDER_NAMES, SIGN_ON_YEARS, Do, Order, Sender
from outreach_sim.market.state.approaches import State
from outreach_sim.market.view import OwnApproach
from outreach_sim.model.explain import Explanation, explain
from outreach_sim.model.prospect import Prospect
from outreach_sim.model.what_if import WhatItTakes, what_would_it_take
from outreach_sim.storage.correspondence.values import letter_values
from outreach_sim.tui.left import first_year_usd
from outreach_sim.tui.play import Play


@dataclass(frozen=True, slots=True)
class Draft:
    """What the player is about to ask for.

    Attributes:
        candidates: whom it goes to; the first one is shown.
        template: index into the scenario's letters.
        pay_usd: base and equity a year. sign_on_usd: once. pledge_h100e: by name.
        own: the approach under way that this goes on with; ``None`` for a first letter.
        next_on: the day on which its next mail goes out, where that is known.
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
            self.own, self.next_on,
        )  # fmt: skip

    @property
    def less_than_named_usd(self) -> int:
        """By how much the offer falls short of what the letter named, USD a year; 0 where it does not."""
        if self.own is None or not self.own.named:
            return 0
        return max(self.own.read_usd - self.pay_usd - self.sign_on_usd // SIGN_ON_YEARS, 0)

    def order(self, lab: int, do: Do = Do.SEND) -> Order:
        """What the market is asked for."""
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
        )

    def for_each(self, pay_guess_usd: Sequence[int]) -> Iterator[Draft]:
        """One draft for each of them: the same multiple of what each is paid, as the lab can guess it.

        Args:
            pay_guess_usd: of everybody, by candidate.
        """
        for candidate in self.candidates:
            share = int(pay_guess_usd[candidate]) / int(pay_guess_usd[self.first])
            pay = self.pay_usd if candidate == self.first else round(self.pay_usd * share / 1_000) * 1_000
            yield replace(self, candidates=(candidate,), pay_usd=max(pay, 1_000))

    def changed(self, **fields: object) -> Draft:
        """The same with other terms."""
        return replace(self, **fields)  # type: ignore[arg-type]  # the names are checked by the dataclass


def first_draft(play: Play, candidates: tuple[int, ...]) -> Draft:
    """A sensible letter to begin with: half as much again as people of this standing are paid."""
    letters = list(play.scenario.setup.letters.ids)
    wish = "hiring-manager" if "hiring-manager" in letters else letters[0]
    pay = int(round(int(play.view.pay_guess_usd[candidates[0]]) * 1.5, -4))
    return Draft(candidates, letters.index(wish), Sender.HIRING_MANAGER, max(pay, 1_000))


def standing_draft(play: Play, own: OwnApproach) -> Draft:
    """The terms of an approach as they stand."""
    return Draft(
        (own.candidate,), own.template, own.sender, own.pay_usd, own.sign_on_usd, own.pledge_h100e,
        own.direct, own.deadline_days, own.by_hand, own, play.next_mail_on(own),
    )  # fmt: skip


def prospect(play: Play, draft: Draft) -> Prospect:
    """How the letter to the first of them stands, as the lab can know it."""
    name = play.name(draft.first)
    return weigh(play.session.world, play.lab, draft.first, draft.plan(), name, as_truth=False)


def weighed(play: Play, draft: Draft) -> Explanation:
    """The chance of each link, and why."""
    return explain(play.scenario.setup.parameters, prospect(play, draft))


def levers(play: Play, draft: Draft, link: str = "chain") -> WhatItTakes:
    """The ways to twice that chance."""
    senders = [SENDER_NAMES[sender] for sender in senders_for(play, draft.template)]
    p = play.scenario.setup.parameters
    return what_would_it_take(p, prospect(play, draft), link=link, senders=senders)


def preview(play: Play, draft: Draft) -> Letter:
    """The first letter as it would go out today."""
    template, session = play.game.templates[play.scenario.setup.letters.ids[draft.template]], play.session
    sent, language = _as_sent(draft), language_of(template.body)
    return render(template, letter_values(play.scenario, session, play.lab, sent, session.day, language))


def _as_sent(draft: Draft) -> OwnApproach:
    return OwnApproach(
        draft.first, State.WAITING, 1, 1, draft.template, draft.sender, draft.direct, draft.by_hand,
        draft.pay_usd, draft.sign_on_usd, draft.pledge_h100e, draft.deadline_days, None,
    )  # fmt: skip


def senders_for(play: Play, template: int) -> tuple[Sender, ...]:
    """Who may sign a letter."""
    roles = play.game.templates[play.scenario.setup.letters.ids[template]].senders
    return tuple(sender for sender in Sender if SENDER_NAMES[sender] in roles)


def obstacles(play: Play, draft: Draft) -> Iterator[str]:
    """Why the market would refuse some of these letters, in sentences; nothing where it would not."""
    letters, left = len(draft.candidates), play.left.letters[draft.sender]
    closed = [c for c in draft.candidates if not play.left.free[c]]
    if closed:
        more = _so_are(len(closed) - 1)
        yield f"{play.why_closed(closed[0])}{more}"
    if left is not None and left < letters:
        yield f"{role(draft.sender)} can write {left} more this week."
    if draft.sender not in senders_for(play, draft.template):
        verb = "do" if draft.sender is Sender.RECRUITER else "does"
        yield f"{role(draft.sender)} {verb} not sign this letter."
    yield from shortfalls(play, draft)


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


def role(sender: Sender) -> str:
    """A sender as sentences call them."""
    return {
        Sender.CEO: "The CEO",
        Sender.HIRING_MANAGER: "The hiring manager",
        Sender.RECRUITER: "The recruiters",
    }[sender]
