"""What letters and answers are worth to a lab, for everybody whom it could write to or answer today.

The letter is the one that the composer begins with. A few people are weighed with each step, so that no key
waits for a thousand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from outreach_sim.mail.usual import usual_letters
from outreach_sim.market.forms import Form
from outreach_sim.market.own_staff import counter_offer
from outreach_sim.market.plan import Plans
from outreach_sim.market.setup import SIGN_ON_YEARS, Sender
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.runs import Index
from outreach_sim.market.values import Worth, answers, letter, standing_offer
from outreach_sim.market.view import OwnApproach
from outreach_sim.storage.correspondence.waiting import in_time

if TYPE_CHECKING:
    from outreach_sim.tui.play import Play

SLICE_PEOPLE = 100
"""So many people are weighed with one step."""
MOST_WEIGHED = 5_000
"""So many are weighed unasked, the best; whoever is shown besides is weighed first."""
F64 = NDArray[np.float64]
OPENING_DAYS = 7
_BEGINS_WITH = (Sender.HIRING_MANAGER, Sender.CEO, Sender.RECRUITER)
"""Who signs the letter that the composer begins with: the first of these whom the lab lets write."""
_RATIO, _ROUND_USD, _LEAST_USD = 1.5, 10_000, 1_000


def opening_letter(ids: Sequence[str], quotas: Mapping[Sender, int]) -> tuple[int, Sender]:
    """The letter that the composer begins with, and who signs it.

    Args:
        ids: of letters.
        quotas: letters a week by sender; who is not in it may write without end.
    """
    usual = usual_letters(ids, quotas)
    sender = next((sender for sender in _BEGINS_WITH if sender in usual), _BEGINS_WITH[0])
    return (list(ids).index(usual[sender]) if usual else 0), sender


def opening_pay_usd(believed_usd: NDArray[np.int64]) -> NDArray[np.int64]:
    """The pay it begins with: half as much again as people are believed to be paid."""
    rounded = np.rint(believed_usd * (_RATIO / _ROUND_USD)).astype(np.int64) * _ROUND_USD
    return np.maximum(rounded, _LEAST_USD)


@dataclass(frozen=True, slots=True)
class PersonWorth:
    """What a decision about one person is worth, in points; each as in ``values.Worth``."""

    if_yes: float
    work: float
    crowding: float
    overpay: float
    expected: float
    served: float
    chance: float

    @classmethod
    def of(cls, worth: Worth) -> PersonWorth:
        """That of the first of some people."""
        return cls(*(float(getattr(worth, name)[0]) for name in _KEPT))


_KEPT = tuple(field.name for field in fields(PersonWorth))


class Worths:
    """Points by person, nan where nothing is known or to be decided.

    Attributes:
        latest: what was expected of them when they were weighed last, shape (people,).
        whole: whether everybody is weighed.
    """

    def __init__(self, people: int) -> None:
        self._nothing: F64 = np.broadcast_to(np.nan, (len(_KEPT), people))
        self._known = self._nothing  # takes no room until somebody is weighed
        self.latest: F64 = self._nothing[0]
        self.whole = self._ever = False
        self._counters: dict[int, float] | None = None

    def counters(self, play: Play) -> dict[int, float]:
        """Points to be expected of a counter-offer to each of one's own who has an offer to answer."""
        if self._counters is None:
            told = [offer.candidate for offer in play.offers_to_answer()]
            points = counter_offer(play.outlook, np.array(told)).expected.tolist() if told else ()
            self._counters = dict(zip(told, points, strict=True))
        return self._counters

    def part(self, name: str) -> F64:
        """One field of ``PersonWorth`` for everybody, shape (people,)."""
        return self._known[_KEPT.index(name)]

    @property
    def if_yes(self) -> F64:
        """Points on the day of a yes, shape (people,)."""
        return self.part("if_yes")

    @property
    def expected(self) -> F64:
        """Points to be expected of the letter, or of the answer, shape (people,)."""
        return self.part("expected")

    def forget(self, done_with: NDArray[np.bool_] | None = None) -> None:
        """Something has changed; what was expected last still tells the order.

        Args:
            done_with: of whom nothing is to be expected any more, shape (people,): they have no place in it.
        """
        if self._known is not self._nothing:
            self.latest = np.where(np.isnan(self.expected), self.latest, self.expected)
        if done_with is not None and self._ever:
            self.latest[done_with] = np.nan
        self._known, self.whole, self._counters = self._nothing, False, None

    def order(self, people: Index) -> F64:
        """What these people are sorted by: the latest that is known of each."""
        if not self._ever:
            return self._nothing[0, : people.size]
        now = self.expected[people]
        return np.where(np.isnan(now), self.latest[people], now)

    def slices(self, play: Play, first: Sequence[int] = ()) -> Iterator[None]:
        """Weigh everybody who is not weighed yet, some people with each step.

        Args:
            play: the game.
            first: who is shown, and weighed before all others.
        """
        yield from self._live(play)
        for people in _in_parts(self._to_weigh(play, first)):
            self._note(people, _letters(play, people))
            yield
        self.whole = True

    def lacks(self, play: Play, shown: Sequence[int]) -> bool:
        """Whether somebody is shown who can be weighed and was not, when all others were."""
        return self.whole and bool(self._to_weigh(play, shown).size)

    def of(self, play: Play, candidate: int) -> PersonWorth | None:
        """What stands of one person, weighed now if need be; ``None`` where nothing is to be decided."""
        if np.isnan(self.expected[candidate]):
            worth = _worth_of(play, candidate)
            if worth is None:
                return None
            self._note(np.array([candidate]), worth)
        return PersonWorth(*self._known[:, candidate].tolist())

    def _to_weigh(self, play: Play, first: Sequence[int]) -> Index:
        able = play.view.free & (play.view.employer >= 0) & (play.view.employer != play.lab)
        best = play.view.judged[able[play.view.judged]][:MOST_WEIGHED]
        wanted = np.concatenate([np.array(first, dtype=np.intp), best.astype(np.intp)])
        _, at = np.unique(wanted, return_index=True)
        wanted = wanted[np.sort(at)]
        return wanted[able[wanted] & np.isnan(self.expected[wanted])]

    def _live(self, play: Play) -> Iterator[None]:
        """Approaches in which something can be decided: the best form for each, or the offer that is out."""
        for own in play.view.approaches:
            if np.isnan(self.expected[own.candidate]) and _is_open(play, own):
                self._note(np.array([own.candidate]), _standing(play, own))
                yield

    def _note(self, people: Index, worth: Worth) -> None:
        if self._known is self._nothing:
            self._known, self._ever = self._nothing.copy(), True
        for place, name in enumerate(_KEPT):
            self._known[place, people] = getattr(worth, name)


def _is_open(play: Play, own: OwnApproach) -> bool:
    """Whether an offer is out, or an answer of today would be heard."""
    return own.state == State.OFFERED or (own.state == State.INTERESTED and in_time(own, play.session.day))


def _worth_of(play: Play, candidate: int) -> Worth | None:
    own = play.approach(candidate)
    if own is not None:
        return _standing(play, own) if _is_open(play, own) else None
    return _letters(play, np.array([candidate])) if play.view.free[candidate] else None


def _in_parts(people: Index) -> Iterator[Index]:
    return (people[at : at + SLICE_PEOPLE] for at in range(0, people.size, SLICE_PEOPLE))


def opening_plans(play: Play, people: Index) -> Plans:
    """The letters with which the composer begins, to each of these people."""
    template, sender = opening_letter(play.ids, play.scenario.setup.labs[play.lab].letters_per_week)
    pay_usd = opening_pay_usd(play.view.pay.of(people))
    return Plans(pay_usd, template, sender, deadline_days=OPENING_DAYS)


def _letters(play: Play, people: Index) -> Worth:
    return letter(play.outlook, people, opening_plans(play, people))


def terms_of(own: OwnApproach) -> Plans:
    """The terms of an approach, as they are weighed."""
    yearly = np.array([own.pay_usd + own.sign_on_usd // SIGN_ON_YEARS])
    return Plans(yearly, own.template, own.sender, own.pledge_h100e, own.direct, own.deadline_days, own.short)


def _standing(play: Play, own: OwnApproach) -> Worth:
    who, plans = np.array([own.candidate]), terms_of(own)
    if own.state == State.OFFERED:
        return standing_offer(play.outlook, who, plans)
    return best_answer(play, own)[1]


def best_answer(play: Play, own: OwnApproach) -> tuple[Form, Worth]:
    """The form of answer to somebody interested that brings most points, on the terms of the letter."""
    every = answers(play.outlook, np.array([own.candidate]), terms_of(own)).values()
    return max(zip(play.outlook.forms, every, strict=True), key=lambda way: float(way[1].expected[0]))
