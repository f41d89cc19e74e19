"""Regret: what one thing done otherwise would have changed, with hindsight: played again on the same luck."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.day import play_day
from outreach_sim.market.observers.grants import Grants
from outreach_sim.market.points import points
from outreach_sim.market.session import Session
from outreach_sim.market.setup import DAYS_PER_WEEK, Do, Order, Setup
from outreach_sim.market.state.arithmetic import strict_state
from outreach_sim.market.state.copies import copies
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.observer import EventBatch, Observer
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.saved import Arrays
from outreach_sim.market.state.snapshot import restore, snapshot
from outreach_sim.market.state.world import World
from outreach_sim.market.twin import Twin
from outreach_sim.study.decisions import (
    NOT_AT_ALL,
    Change,
    Decision,
    answers_of,
    as_they_went,
    changed_day,
    changes,
    just_told,
    letters_of,
    refused,
)
from outreach_sim.study.diary import Diary, diary_of, following, unscripted
from outreach_sim.study.expected import expected_of
from outreach_sim.study.steps import Steps, finish

MOST_DECISIONS = 40


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one change would have come to.

    Attributes:
        change: its name.
        gain: points over what the game came to, in millionths.
    """

    change: str
    gain: int


@dataclass(frozen=True, slots=True)
class Hindsight:
    """One decision, and what else could have been decided.

    Attributes:
        decision: as it was made, or let pass.
        expected: points that it could be expected to bring, at the time.
        outcomes: of the changes that were possible.
    """

    decision: Decision
    expected: float
    outcomes: tuple[Outcome, ...]

    @property
    def regret(self) -> int:
        """What the best change would have gained, in millionths of a point; 0 if nothing was better."""
        return 0 if self.better is None else self.better.gain

    @property
    def better(self) -> Outcome | None:
        """The change that would have gained most; ``None`` if nothing was better."""
        best = max(self.outcomes, key=lambda outcome: outcome.gain, default=None)
        return best if best is not None and best.gain > 0 else None

    @property
    def worth(self) -> int:
        """What the decision was worth: what not doing it at all would have lost, in millionths."""
        return -sum(outcome.gain for outcome in self.outcomes if outcome.change == NOT_AT_ALL)


@dataclass(frozen=True, slots=True)
class Replays:
    """What came of a decision changed in several ways, one element each.

    Attributes:
        scores: points, in millionths.
        possible: whether it could be done: a letter may have found no quota, an offer no hour of the CEO.
        digests: log hashes.
    """

    scores: NDArray[np.int64]
    possible: NDArray[np.bool_]
    digests: tuple[bytes, ...]


class TurnedDown(Observer):
    """In which worlds of a stack an order of the player's about the person of a decision does not apply."""

    def __init__(self, world: World, decision: Decision) -> None:
        self.where = np.zeros(world.worlds, dtype=np.bool_)
        self._candidate = decision.candidate

    def event(self, world: World, batch: EventBatch) -> None:
        """Note refusals; those of letters in general are about nobody."""
        if batch.event is Event.REFUSED:
            nobody = [int(reason) for reason in Refusal if reason.about]
            about = (batch.person % world.candidates == self._candidate) & ~np.isin(batch.value, nobody)
            mine = world.lab_of[batch.row] == world.setup.player
            self.where[world.world_of[batch.row[about & mine]]] = True


def _is_done(order: Order | None, sent: bool, turned_down: bool) -> bool:
    """Whether what was to be done instead could be done."""
    if order is None:
        return True
    return sent if order.do is Do.SEND else not turned_down


class Film:
    """A game played again from its first day, with what is needed to go on otherwise from any week of it.

    Args:
        setup: what the game is played in.
        seed: its luck seed.
        given: orders that its player has given, dated.
        until: the day on which it stands.

    Attributes:
        decisions: about single people: those about who was ever interested, or had an offer of a rival, come
            first, then the strongest, then the earlier.
        score: points of the game, in millionths.
        digest: log hash of what was played, hexadecimal.
    """

    decisions: list[Decision]
    score: int
    digest: str

    def __init__(self, setup: Setup, seed: int, given: Sequence[Order], until: int) -> None:
        finish(self._filmed(setup, seed, given, until))

    @classmethod
    def in_steps(cls, setup: Setup, seed: int, given: Sequence[Order], until: int) -> Steps[Film]:
        """The same, a day with each step."""
        film = cls.__new__(cls)
        yield from film._filmed(setup, seed, given, until)
        return film

    def _filmed(self, setup: Setup, seed: int, given: Sequence[Order], until: int) -> Steps[None]:
        self._setup, self._seed, self._until = unscripted(setup), seed, until
        self._diary: Diary = diary_of(setup, given)
        self._states: dict[int, tuple[Arrays, Arrays]] = {}
        self._went: dict[int, list[Order]] = {}
        self._expected: dict[Decision, float] = {}
        self._keen: set[int] = set()
        session = Session(self._setup, seed)
        twin = Twin(session.world, seed, [0])
        yield from self._play(session, twin.grants)
        for _ in twin.catch_up():
            yield
        self.score = int(twin.points().score[0])
        self.digest = session.digest()
        self._still = snapshot(twin.world), _copied(twin.twin_grants)
        self.decisions = sorted(self._expected, key=self._rank)

    def _rank(self, decision: Decision) -> tuple[bool, int, int, int]:
        """Who was interested, or sought after, at any time comes first: most hangs on what is done then."""
        who = decision.candidate
        return who not in self._keen, -int(self._setup.people.impact[who]), who, decision.day

    def _play(self, session: Session, grants: Grants) -> Steps[None]:
        """Day by day: states of Mondays, and what was decided."""
        while session.day < self._until:
            if session.day % DAYS_PER_WEEK == 0:
                self._states[session.day] = snapshot(session.world), _copied(grants)
            log = self._watch(session, list(self._diary.get(session.day, ())))
            keen = (log.kind == Event.INTERESTED) & (log.lab == self._setup.player)
            self._keen.update(log.candidate[keen].tolist())
            yield

    def _watch(self, session: Session, orders: Sequence[Order]) -> Log:
        """One day, with what was decided on it and what could be expected of it."""
        day, lab = session.day, self._setup.player
        found = [*answers_of(orders, session.world, lab), *self._let_pass(session.world)]
        if not orders and not found:
            return session.advance()
        self._keen.update(decision.candidate for decision in found if decision.order.do is Do.COUNTER)
        dawn = snapshot(session.world)
        session.world.orders = list(orders)
        log = session.advance()
        letters = letters_of(session.world, lab, log)
        self._went[day] = as_they_went(orders, letters)
        found = [decision for decision in found if decision.candidate not in refused(log, lab)]
        found += [Decision(day, order.candidates[0], order) for order in letters]
        if found:
            morning = World(self._setup, self._seed, [0])
            restore(morning, dawn)
            self._expected |= dict(zip(found, expected_of(morning, lab, found), strict=True))
        return log

    def _let_pass(self, world: World) -> Iterator[Decision]:
        """Offers told of this morning that nobody was ever asked to answer."""
        for decision, until in just_told(world, self._setup.player):
            days = range(world.day, until)
            asked = [order for day in days for order in self._diary.get(day, ()) if order.do is Do.COUNTER]
            if not any(decision.candidate in order.candidates for order in asked):
                yield decision

    def hindsight(self, most: int = MOST_DECISIONS) -> Iterator[Hindsight]:
        """The decisions about the strongest people, each with what one change would have come to.

        Each is a stack of worlds of the same luck, from the Monday before it: stop whenever you like.

        Raises:
            RunError: a number left its bounds.
        """
        for decision in self.decisions[:most]:
            yield finish(self.looking_back(decision))

    def looking_back(self, decision: Decision) -> Steps[Hindsight]:
        """One decision, with what each change would have come to; a day of their stack with each step.

        Raises:
            RunError: a number left its bounds.
        """
        tried = changes(decision)
        found = yield from self._replayed(decision, tried)
        gains = zip(tried, (found.scores - self.score).tolist(), found.possible, strict=True)
        outcomes = tuple(Outcome(change.name, gain) for change, gain, could in gains if could)
        return Hindsight(decision, self._expected[decision], outcomes)

    def expected(self) -> list[tuple[Decision, float]]:
        """Every decision, with the points that could be expected of it at the time; in no sequence."""
        return list(self._expected.items())

    def replay(self, decision: Decision, tried: Sequence[Change]) -> Replays:
        """The game to its end with one decision changed, each way of changing it in a world of its own.

        All other letters go out to whom they went in the game, and when: an order about the strongest who are
        free would find somebody else, and that would be more than one thing changed.
        """
        return finish(self._replayed(decision, tried))

    def _replayed(self, decision: Decision, tried: Sequence[Change]) -> Steps[Replays]:
        day, times = decision.day, len(tried)
        world, grants = self._stack(day // DAYS_PER_WEEK * DAYS_PER_WEEK, times)
        yield from following(world, self._diary, day)
        went = self._went.get(day, [])
        world.orders_of = {i: changed_day(went, decision, change) for i, change in enumerate(tried)}
        before, turned_down = self._attempts(world, decision), TurnedDown(world, decision)
        world.observers.append(turned_down)
        with strict_state():
            play_day(world)
        world.observers.remove(turned_down)
        sent = self._attempts(world, decision) > before
        yield from following(world, self._went, self._until)
        done = zip(tried, sent.tolist(), turned_down.where.tolist(), strict=True)
        possible = np.array([_is_done(change.order, *found) for change, *found in done])
        return Replays(self._points(world, grants), possible, world.recorder.digests())

    def _attempts(self, world: World, decision: Decision) -> NDArray[np.uint8]:
        """How often the lab has written to the person of a decision, in each world."""
        row = np.arange(world.worlds) * world.labs + self._setup.player
        return world.attempts[row * world.candidates + decision.candidate]

    def _stack(self, day: int, times: int) -> tuple[World, Grants]:
        """The game on a Monday, so many times over, with what was granted until then."""
        arrays, granted = self._states[day]
        return self._stood_up(arrays, granted, times)

    def _stood_up(self, arrays: Arrays, granted: Arrays, times: int) -> tuple[World, Grants]:
        setup = self._setup
        world = World(setup, self._seed, [0] * times)
        restore(world, copies(arrays, times, len(setup.labs), len(setup.people)))
        grants = Grants(world, setup.player)
        grants.load({name: np.tile(array, times) for name, array in granted.items()})
        world.observers.append(grants)
        return world, grants

    def _points(self, world: World, grants: Grants) -> NDArray[np.int64]:
        """Points of the replays, over the twin of the game as it is."""
        still, granted = self._stood_up(*self._still, world.worlds)
        return points(world, grants, still, granted).score


def _copied(grants: Grants) -> Arrays:
    return {name: array.copy() for name, array in grants.arrays().items()}
