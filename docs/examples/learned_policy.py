"""A policy that has learned eleven numbers: how to use what the screens say, in a stack of worlds.

On the first day every world looks alike, so what a letter is worth is looked up then, once for a stack: for
each of the strongest, on each pay, with and without machines by name, signed by each, met in each form. What
to do with that table is learned from worlds 0 to 999 by ``train_policy.py``; the numbers are kept beside this
file in ``learned_policy.json``.
"""


# Try it: outreach-sim leaderboard personal-email --entry own=docs/examples/learned_policy.py:PersonalEmail

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import outreach_sim as osim
from outreach_sim.market.outlook import outlook
from outreach_sim.market.pay_at_yes import weigh_and_pay
from outreach_sim.market.plan import Plans
from outreach_sim.market.setup import Sender
from outreach_sim.market.thoughtful.letters import opening_letters
from outreach_sim.market.workforce import hire

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
STRONGEST = 300
"""So many are written to at all."""
MENU = (1.0, 1.1, 1.25, 1.4, 1.6, 1.9, 2.3, 3.0)
"""Pay over what the lab believes of the present one."""
SHARES = (0, 1, 2)
"""Machines by name, in shares of those that everybody has."""
SIGNERS = (("ceo", Sender.CEO), ("hiring-manager", Sender.HIRING_MANAGER), ("recruiter", Sender.RECRUITER))
"""Whose letters go to the best, and whose to those after them."""
COMPARED_AT = 2
"""Place in the menu of the pay at which letters are compared."""
WEIGHTS = Path(__file__).with_name("learned_policy.json")
TIES = 1e6
"""Points are compared as whole millionths, so that no choice hangs on the last bit of a number."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What is learned.

    Attributes:
        overpay_letters, overpay_answers: how much overpay counts when a letter is written, and later.
        late: part of that which is gone at the end of the game.
        money: points that a million of pay costs beside it.
        again: part of its points that a letter to somebody who was written to before has left.
        hours_kept: hours of the CEO that no letter gets.
        for_the_ceo: points, at the start, from which recruiters leave somebody to the CEO.
        direct, short: points that an offer without interviews, or with short ones, costs besides.
        counter_from: impact from which own people get a counter-offer.
        pledge: points that a share of the machines by name costs besides.
    """

    overpay_letters: float = 1.5
    overpay_answers: float = 1.1
    late: float = 0.2
    money: float = 0.0
    again: float = 0.85
    hours_kept: float = 1.0
    for_the_ceo: float = 0.03
    direct: float = -0.05
    short: float = 0.0
    counter_from: float = 1.0
    pledge: float = 0.0


@cache
def weights_of(scenario: str) -> Weights:
    """What was learned of a scenario."""
    return Weights(**json.loads(WEIGHTS.read_text(encoding="utf-8"))[scenario]["weights"])


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """What the screens say on the first day, the same in every world.

    Axes are q shares of machines, p people, s signers, f forms, m pay.

    Attributes:
        people: indices of candidates, shape (p,). place: of every candidate among them, or -1.
        pay_usd: shape (p, m). pledge_h100e: shape (q,). letter: places of letters, shape (p, s).
        contact: chance that somebody answers and is interested, shape (q, p, s, m).
        accept: that they take an offer, shape (q, p, f, m). offered: that one is made, shape (f,).
        work: points of a hire without overpay, shape (q, p, f). overpay: shape (q, p, f, m).
    """

    people: NDArray[np.intp]
    place: NDArray[np.intp]
    pay_usd: I64
    pledge_h100e: I64
    letter: NDArray[np.intp]
    contact: F64
    accept: F64
    offered: F64
    work: F64
    overpay: F64


def book_of(stack: osim.Stack, lab: int) -> Book:
    """Look everything up; to be asked for on the first day."""
    world, view = stack.world, outlook(stack.world, lab)
    staff = world.setup.people.employer == lab
    people = np.sort(np.argsort(np.where(staff, np.inf, -stack.impact), kind="stable")[:STRONGEST])
    known = stack.pay_guess_usd[0, people]
    pay = np.array([known * round(ratio * 100) // 100 for ratio in MENU]).T
    pledges = np.rint(np.array(SHARES) * view.force.c_h100e[0]).astype(np.int64)
    letters = _letters(stack, lab, people, pay[:, COMPARED_AT])
    shape = (len(SHARES), people.size, len(SIGNERS), len(MENU))
    contact, accept, overpay = np.zeros((3, *shape))
    work = np.zeros(shape[:-1])
    for q, m in np.ndindex(len(SHARES), len(MENU)):
        usd = pay[:, m]
        for s, (_, sender) in enumerate(SIGNERS):
            plans = Plans(usd, letters[:, s], int(sender), int(pledges[q]))
            contact[q, :, s, m] = _contact(weigh_and_pay(world, lab, people, plans, usd)[0])
        for f, form in enumerate(view.forms):
            how: Any = {"short": form.name == "short", "direct": form.name == "none"}
            plans = Plans(usd, letters[:, 0], int(Sender.CEO), int(pledges[q]), **how)
            found, more_usd = weigh_and_pay(world, lab, people, plans, usd)
            misfit, pledge = np.full(people.size, form.misfit_chance), np.full(people.size, pledges[q])
            worth = hire(view.force, 0, people, misfit, pledge, more_usd, view.median_usd)
            accept[q, :, f, m], overpay[q, :, f, m] = found["accept"], worth.overpay
            work[q, :, f] = worth.work - worth.crowding
    place = np.full(stack.shape[1], -1)
    place[people] = np.arange(people.size)
    offered = np.array([form.offer_chance for form in view.forms])
    return Book(people, place, pay, pledges, letters, contact, accept, offered, work, overpay)


def _letters(stack: osim.Stack, lab: int, people: NDArray[np.intp], pay_usd: I64) -> NDArray[np.intp]:
    """The letter that suits each best, by signer."""
    openers, columns = opening_letters(stack.world.setup), []
    for _, sender in SIGNERS:
        plans = [Plans(pay_usd, int(opener), int(sender)) for opener in openers]
        chances = [_contact(weigh_and_pay(stack.world, lab, people, plan, pay_usd)[0]) for plan in plans]
        columns.append(openers[_whole(np.array(chances)).argmax(axis=0)])
    return np.array(columns, dtype=np.intp).T


def _contact(chances: dict[str, F64]) -> F64:
    return chances["open"] * chances["reply"] * chances["interested"]


def _whole(points: F64) -> I64:
    return np.rint(points * TIES).astype(np.int64)


class Learned:
    """Letters when a week begins, answers on any day.

    Args:
        weights: what was learned.
        book: what the screens say, where somebody has looked it up already.
    """

    def __init__(self, weights: Weights, book: Book | None = None) -> None:
        self.weights, self._found = weights, book

    def act_all(self, stack: osim.Stack, lab: int) -> None:
        """What has to be decided today, in each world."""
        if self._found is None:
            self._found = book_of(stack, lab)
        self.book, self.hours = self._found, stack.hours_left
        if stack.day % 7 == 0:
            self.value(stack.day / stack.days)
        self.keep(stack)
        self.better(stack)
        self.answer(stack)
        if stack.day % 7 == 0:
            self.write(stack)

    def value(self, gone: float) -> None:
        """What offers and letters are worth by what was learned, once so much of the game is gone."""
        book, mine = self.book, self.weights
        rest = 1.0 - mine.late * gone
        price = np.zeros((len(SHARES), 1, len(book.offered), 1))
        price += np.array([0.0, mine.short, mine.direct])[:, None]
        price += mine.pledge * np.array(SHARES)[:, None, None, None]
        price = price + mine.money * (book.pay_usd / 1e6)[:, None, :]

        def offer(overpay: float) -> F64:
            worth: F64 = book.accept * (book.work[..., None] - overpay * rest * book.overpay) - price
            return worth

        self.offers = offer(mine.overpay_answers) * book.offered[:, None]
        met = (offer(mine.overpay_letters) * book.offered[:, None]).max(axis=2)
        letters = np.moveaxis(book.contact * met[:, :, None, :], 0, 2)
        flat = _whole(letters.reshape(*letters.shape[:2], -1))
        best = flat.argmax(axis=2)
        self.pledged, self.paid = np.divmod(best, len(MENU))
        self.letters = np.take_along_axis(flat, best[:, :, None], 2)[:, :, 0] / TIES

    # -- own people ----------------------------------------------------------------------------------

    def keep(self, stack: osim.Stack) -> None:
        """Counter-offers for the strong, the strongest first."""
        told = stack.told(stack.shape[1])
        impact = np.where(told > 0, stack.impact[told - 1], 0.0)
        order = np.argsort(-impact, axis=1, kind="stable")
        told, impact = (np.take_along_axis(each, order, axis=1) for each in (told, impact))
        told = np.where((impact >= self.weights.counter_from) & _first(self.hours, told.shape[1]), told, 0)
        told = told[:, told.any(axis=0)]
        self.hours = self.hours - np.count_nonzero(told, axis=1)
        stack.counter(told)

    # -- people who were written to ------------------------------------------------------------------

    def better(self, stack: osim.Stack) -> None:
        """A better offer on the last day, where that is worth more and the money lasts."""
        numbers = _narrow(stack.closing(stack.shape[1]))
        if not numbers.size:
            return
        terms, place = stack.terms(numbers), self.book.place[numbers - 1]
        q, now = self.nearest(place, terms)
        form = np.where(terms.direct, 2, np.where(terms.short, 1, 0))
        worth = self.offers[q, place, form]
        worth = np.where(np.arange(len(MENU)) >= now[..., None], worth, -np.inf)
        best = worth.argmax(axis=2)
        pay = self.book.pay_usd[place, best]
        good = (best > now) & (place >= 0) & (pay - terms.pay_usd <= stack.cash_usd[:, None])
        stack.offer(np.where(good, numbers, 0), pay_usd=pay, pledge_h100e=terms.pledge_h100e)

    def answer(self, stack: osim.Stack) -> None:
        """Everybody who is interested is met in the form of which most is expected, as far as time lasts."""
        numbers = _narrow(stack.waiting(stack.shape[1]))
        if not numbers.size:
            return
        terms, place = stack.terms(numbers), self.book.place[numbers - 1]
        q, now = self.nearest(place, terms)
        every = self.offers[q, place]
        worth = np.take_along_axis(every, now[..., None, None], 3)[..., 0]
        at_once = np.where(np.arange(len(MENU)) >= now[..., None], every[:, :, 2], -np.inf)
        paid = at_once.argmax(axis=2)
        worth[..., 2] = at_once.max(axis=2)
        worth[(place < 0) | (numbers == 0)] = 0.0
        form = self.met(stack, worth, terms.days)
        pay = self.book.pay_usd[place, paid]
        stack.offer(np.where(form == 2, numbers, 0), pay_usd=pay, pledge_h100e=terms.pledge_h100e)
        for which in (0, 1):
            stack.invite(np.where(form == which, numbers, 0), short=which == 1)

    def met(self, stack: osim.Stack, worth: F64, days: I64) -> I64:
        """In which form each is met today, those first of whom most is expected; -1 for nobody.

        Whoever is worth something waits for a form for which there is no time, unless that goes cold.
        """
        form, slots = np.full(worth.shape[:2], -1), stack.interviews_left
        for world, place in zip(*np.nonzero(worth.max(axis=2) > 0.0), strict=True):
            for which in np.argsort(-_whole(worth[world, place]), kind="stable").tolist():
                if worth[world, place, which] <= 0.0:
                    break
                left = self.hours if which == 2 else slots
                if left[world] > 0:
                    left[world] -= 1
                    form[world, place] = which
                    break
                if days[world, place] > 7:
                    break
        return form

    def nearest(self, place: NDArray[np.intp], terms: Any) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Places of these terms among shares of machines and on the menu of pay."""
        apart = np.abs(self.book.pay_usd[place] - terms.pay_usd[..., None])
        shares = np.abs(self.book.pledge_h100e - terms.pledge_h100e[..., None])
        return shares.argmin(axis=2), apart.argmin(axis=2)

    # -- letters -------------------------------------------------------------------------------------

    def write(self, stack: osim.Stack) -> None:
        """The letters of a week, each on its own terms: of those who are free the best, signer by signer."""
        book, mine = self.book, self.weights
        free = stack.free[:, book.people]
        left = np.where(stack.written[:, book.people], mine.again, 1.0)
        leave = mine.for_the_ceo * (1.0 - stack.day / stack.days)
        for s, (signer, _) in enumerate(SIGNERS):
            worth = self.letters[:, s] * left
            able = free & (worth > 0.002)
            if signer == "recruiter":
                able &= self.letters[:, 0] * left <= leave
            most = stack.letters_left(signer)
            if signer == "ceo":
                most = np.minimum(most, np.maximum(self.hours - round(mine.hours_kept), 0))
            width = min(int(most.max(initial=0)), book.people.size)
            top = np.argsort(np.where(able, -_whole(worth), 1), axis=1, kind="stable")[:, :width]
            good = np.take_along_axis(able, top, axis=1) & _first(most, width)
            stack.send(
                np.where(good, book.people[top] + 1, 0),
                letter=book.letter[top, s],
                sender=signer,
                pay_usd=book.pay_usd[top, self.paid[top, s]],
                pledge_h100e=book.pledge_h100e[self.pledged[top, s]],
                by_hand=True,
            )
            world, place = np.nonzero(good)
            free[world, top[world, place]] = False
            if signer == "ceo":
                self.hours = self.hours - good.sum(axis=1)


def _first(most: I64, width: int) -> NDArray[np.bool_]:
    """The first so many places of each row, shape (worlds, width)."""
    return np.arange(width) < most[:, None]


def _narrow(numbers: NDArray[np.int32]) -> NDArray[np.int32]:
    """Without columns in which there is nobody."""
    return numbers[:, numbers.any(axis=0)]


class PersonalEmail(Learned):
    """What was learned of ``personal-email``."""

    def __init__(self) -> None:
        super().__init__(weights_of("personal-email"))


class Summer(Learned):
    """What was learned of ``superintelligence-summer``."""

    def __init__(self) -> None:
        super().__init__(weights_of("superintelligence-summer"))
