"""What one decision about one person is worth, for the screens that decide it: the engine's own values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.forms import Form
from outreach_sim.market.outlook import Outlook
from outreach_sim.market.plan import Plan, Plans, with_letters_of
from outreach_sim.market.setup import SIGN_ON_YEARS
from outreach_sim.market.state.approaches import Flag
from outreach_sim.market.values import Change, Worth, answer, best_pay, better, letter
from outreach_sim.tui.draft import Draft, plan_of
from outreach_sim.tui.play import Play
from outreach_sim.tui.worths import terms_of


@dataclass(frozen=True, slots=True)
class LetterStakes:
    """A letter in points.

    Attributes:
        worth: of the first of them. expected: of all of them together.
    """

    worth: Worth
    expected: float


@dataclass(frozen=True, slots=True)
class BestPay:
    """The pay that brings most points from the first of them, whatever was typed.

    Attributes:
        pay_usd: sign-on aside. ratio: with it, over what is believed of the present pay.
        worth: of the letter with that pay.
    """

    pay_usd: int
    ratio: float
    worth: Worth


def of_letter(play: Play, draft: Draft) -> LetterStakes:
    """What a letter to these people is worth.

    Raises:
        BadInputError: own words that are no letter.
    """
    every = of_every_letter(play, draft)
    return LetterStakes(every.of(np.arange(1)), float(every.expected.sum()))


def of_other_form(play: Play, draft: Draft) -> float:
    """What could be expected of the first with interviews, where none are meant, and without them otherwise.

    Raises:
        BadInputError: own words that are no letter.
    """
    turned = replace(draft, candidates=draft.candidates[:1], direct=not draft.direct)
    return float(of_every_letter(play, turned).expected[0])


def of_every_letter(play: Play, draft: Draft) -> Worth:
    """The same of each of them, in the order in which the draft has these people.

    Raises:
        BadInputError: own words that are no letter.
    """
    plan = plan_of(play, draft)
    singles = list(draft.for_each(play.view.pay))
    who = np.array([single.first for single in singles])
    yearly = np.array([single.plan().pay_usd for single in singles])
    return letter(_with_letters(play.outlook, plan), who, _plans(plan, yearly), draft.sign_on_usd)


def best_pay_of(play: Play, draft: Draft) -> BestPay:
    """Advice on the pay of a letter.

    Raises:
        BadInputError: own words that are no letter.
    """
    plan, who = plan_of(play, draft), np.array([draft.first])
    best_usd, worth = best_pay(_with_letters(play.outlook, plan), who, _plans(plan, np.zeros(1, np.int64)))
    yearly = int(best_usd[0])
    ratio = yearly / int(play.view.pay.of(draft.first))
    return BestPay(yearly - draft.sign_on_usd // SIGN_ON_YEARS, ratio, worth)


def _with_letters(view: Outlook, plan: Plan) -> Outlook:
    """The outlook in the world as it would be with the own words of a plan."""
    return view if plan.letters is None else replace(view, world=with_letters_of(view.world, plan))


def _plans(plan: Plan, yearly_usd: NDArray[np.int64]) -> Plans:
    return Plans(
        yearly_usd, plan.template, plan.sender, plan.pledge_h100e, plan.direct, plan.deadline_days, plan.short
    )


@dataclass(frozen=True, slots=True)
class Way:
    """One form in which somebody who is interested can be answered.

    Attributes:
        form: its chances, days and price.
        worth: of an answer in it.
        lacks: what the week has no more of that it takes; empty where it can be had.
    """

    form: Form
    worth: Worth
    lacks: str


def of_answers(play: Play, interviewed: Draft, at_once: Draft) -> tuple[Way, ...]:
    """Every form of interview, side by side.

    Args:
        play: the game.
        interviewed: the terms that interviews lead to.
        at_once: those of an offer without any.
    """
    ways = []
    for place, form in enumerate(play.outlook.forms):
        draft = at_once if form.flag & Flag.DIRECT else interviewed
        worth = answer(play.outlook, np.array([draft.first]), _terms(draft), place)
        ways.append(Way(form, worth, _lacks(play, form)))
    return tuple(ways)


def _lacks(play: Play, form: Form) -> str:
    left = play.left
    if form.hours and left.hours is not None and left.free_hours < form.hours:
        return "hour"
    if form.slots and left.interviews is not None and left.interviews < form.slots:
        return "slot"
    return ""


def best_of(ways: Sequence[Way]) -> Way | None:
    """The form with most points among those that can be had; ``None`` where none can."""
    able = [way for way in ways if not way.lacks]
    return max(able, key=lambda way: float(way.worth.expected[0])) if able else None


def of_bettering(play: Play, now: Draft, then: Draft) -> Change:
    """Other terms for the offer that is out to somebody."""
    return better(play.outlook, np.array([now.first]), _terms(now), _terms(then))


def _terms(draft: Draft) -> Plans:
    assert draft.own is not None, "whoever is answered has a live approach"
    own = replace(
        draft.own, pay_usd=draft.pay_usd, sign_on_usd=draft.sign_on_usd, pledge_h100e=draft.pledge_h100e,
        direct=draft.direct, deadline_days=draft.deadline_days,
    )  # fmt: skip
    return terms_of(own)
