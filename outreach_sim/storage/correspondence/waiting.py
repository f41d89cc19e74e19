"""Whose turn it is: what waits for a lab's answer, and the last day on which an order is in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from outreach_sim.mail.steps import Step
from outreach_sim.market.mechanisms.conference import attending_today
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order
from outreach_sim.market.state.approaches import State
from outreach_sim.market.view import OwnApproach, offers_to_staff, own_approaches
from outreach_sim.storage.correspondence.threads import Mail

Threads = Mapping[int, Sequence[Mail]]
ANSWERS = (Do.INVITE, Do.OFFER, Do.WITHDRAW)
"""Orders that answer somebody."""
NOBODY = -1


class Need(StrEnum):
    """What is wanted of the lab."""

    ANSWER = "answer"
    BETTER = "better"
    COUNTER = "counter"
    ATTEND = "attend"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that needs an answer.

    Attributes:
        need: what: an answer to who is interested, a better offer to who was countered, a counter-offer to
            one's own, or people for the conference of the day.
        candidate: about whom; ``NOBODY`` for a conference.
        last: the last day on which an order is in time.
        lab: index of the rival whose offer one's own have; ``NOBODY`` for none.
    """

    need: Need
    candidate: int
    last: int
    lab: int = NOBODY


def answered_today(orders: Iterable[Order], among: tuple[Do, ...] = ANSWERS) -> frozenset[int]:
    """Whom orders of these kinds are about that wait for the next day."""
    return frozenset(c for order in orders if order.do in among for c in order.candidates)


def interested(
    live: Iterable[OwnApproach], day: int, answered: frozenset[int] = frozenset()
) -> list[OwnApproach]:
    """Approaches that their person has answered and the lab still can; those that lapse first come first."""
    waits = [own for own in live if _is_interested(own) and own.candidate not in answered]
    return _soonest(own for own in waits if in_time(own, day))


def _is_interested(own: OwnApproach) -> bool:
    return own.by_hand and own.state == State.INTERESTED


def in_time(own: OwnApproach, day: int) -> bool:
    """Whether an order of this day is heard: decisions and lapses come before orders on their day."""
    return own.due is None or own.due > day


def your_turn(
    live: Iterable[OwnApproach], day: int, threads: Threads, answered: frozenset[int] = frozenset()
) -> list[OwnApproach]:
    """The same, and whoever has a counter-offer that can be outbid."""
    waits = [own for own in live if own.candidate not in answered and in_time(own, day)]
    return _soonest(own for own in waits if _is_interested(own) or _is_countered(own, threads))


def _soonest(waiting: Iterable[OwnApproach]) -> list[OwnApproach]:
    return sorted(waiting, key=lambda own: (own.due or 0, own.candidate))


def _is_countered(own: OwnApproach, threads: Threads) -> bool:
    last = [mail.step for mail in threads.get(own.candidate, ())][-1:]
    return own.state == State.OFFERED and last == [Step.COUNTERED]


def all_waiting(session: Session, lab: int, threads: Threads, orders: Sequence[Order]) -> list[Waiting]:
    """Everything that needs an answer of a lab, and can have one in time, soonest first.

    Args:
        session: between two days.
        lab: index of the lab.
        threads: its mails by candidate.
        orders: those of the lab that wait for the next day.
    """
    world, day = session.world, session.day
    turns = your_turn(own_approaches(world, lab), day, threads, answered_today(orders))
    found = [Waiting(_NEEDS[own.state], own.candidate, own.due - 1) for own in turns if own.due is not None]
    if session.setup.mechanisms.counter_offers:
        countered = answered_today(orders, (Do.COUNTER,))
        found += [
            Waiting(Need.COUNTER, offer.candidate, offer.until - 1, offer.lab)
            for offer in offers_to_staff(world, lab)
            if not offer.countered and offer.candidate not in countered
        ]
    if attending_today(world) is not None and not any(order.do is Do.ATTEND for order in orders):
        found.append(Waiting(Need.ATTEND, NOBODY, day))
    heard = (waiting for waiting in found if waiting.last >= day)
    return sorted(heard, key=lambda waiting: (waiting.last, waiting.candidate))


_NEEDS = {State.INTERESTED: Need.ANSWER, State.OFFERED: Need.BETTER}


class Lookout:
    """Looks on while days are played: a turn should stop when something new waits, or has its last day."""

    def __init__(self, session: Session, lab: int, threads: Threads, orders: Sequence[Order]) -> None:
        self._lab, self._threads = lab, threads
        self._known = _alarms(session, all_waiting(session, lab, threads, orders))

    def calls(self, session: Session) -> list[Waiting]:
        """What of the day just played should stop the turn, soonest first."""
        found = _alarms(session, all_waiting(session, self._lab, self._threads, ()))
        return [waiting for waiting, last in found if (waiting, last) not in self._known]


def _alarms(session: Session, waiting: Iterable[Waiting]) -> list[tuple[Waiting, bool]]:
    """What waits, and whether today is the last day for it."""
    return [(one, one.last == session.day) for one in waiting]
