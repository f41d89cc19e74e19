"""What a policy by columns sees and asks is what a policy of one world sees and asks, person by person."""

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import outreach_sim as osim
from outreach_sim.market.policies.numbers import numbered
from outreach_sim.market.policies.registry import handed_over
from outreach_sim.market.setup import NO_LIMIT, Do, Order, Sender, Setup
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.market.view import LabView, look
from tests.market.worlds import richest_setup

WORLDS, LAB = 3, 0


@pytest.fixture(scope="module")
def setup() -> Setup:
    """Offers to the lab's own people among it, and a CEO whose hours count."""
    setup = handed_over(richest_setup(count=200, days=90), LAB)
    labs = (replace(setup.labs[LAB], counters_by_hand=True), *setup.labs[1:])
    return replace(setup, labs=labs, rules=replace(setup.rules, ceo_hours=3))


def lot(world: int, day: int, size: int) -> dict[str, Any]:
    """Terms for so many people of one world on one day, by lot."""
    rng = np.random.default_rng([world, day])
    return {
        "pay_usd": rng.integers(500_000, 2_000_000, size),
        "pledge_h100e": rng.integers(0, 20, size),
        "letter": rng.integers(0, 3, size),
    }


class InOne:
    """Acts in one world, by orders: each person on their own terms."""

    def __init__(self, world: int) -> None:
        self.world = world

    def act(self, view: LabView) -> list[Order]:
        terms, orders = lot(self.world, view.day, 4), list[Order]()
        told = sorted({one.candidate for one in view.offered if not one.countered})
        if told:
            orders.append(Order(LAB, (), do=Do.COUNTER, candidates=tuple(told)))
        for place, who in enumerate(view.best_free[:4].tolist()):
            letter, pay, pledge = (int(terms[name][place]) for name in ("letter", "pay_usd", "pledge_h100e"))
            orders.append(Order(LAB, (), template=letter, sender=Sender.HIRING_MANAGER, candidates=(who,),
                                pay_usd=pay, pledge_h100e=pledge, by_hand=True))  # fmt: skip
        waits = [own for own in view.approaches if own.state == State.INTERESTED][:2]
        out = [own for own in view.approaches if own.state == State.OFFERED and own.due == view.day + 1]
        return orders + [
            Order(LAB, (), do=Do.OFFER, candidates=(own.candidate,), pay_usd=own.pay_usd + 10_000,
                  pledge_h100e=own.pledge_h100e)
            for own in (*waits, *out)
        ]  # fmt: skip


class InAll:
    """The same in all of them, by columns; what it sees is held against the view of each world."""

    seen = 0

    def act_all(self, stack: osim.Stack, lab: int) -> None:
        self.compare(stack)
        lots = [lot(world, stack.day, 4) for world in range(WORLDS)]
        terms = {name: np.array([one[name] for one in lots]) for name in lots[0]}
        stack.counter(stack.told(20))
        stack.send(stack.best_free(4), sender="hiring-manager", by_hand=True, **terms)
        for numbers in (stack.waiting(2), stack.closing(20)):
            now = stack.terms(numbers)
            pay = np.where(numbers > 0, now.pay_usd + 10_000, 0)
            stack.offer(numbers, pay_usd=pay, pledge_h100e=now.pledge_h100e)

    def compare(self, stack: osim.Stack) -> None:
        for world in range(WORLDS):
            view = numbered(look(stack.world, LAB, world))
            told = sorted({one.candidate for one in view.offered if not one.countered})
            assert [who for who in stack.told(20)[world] if who] == told
            assert stack.hours_left[world] == view.hours_left
            left = view.interviews_left
            assert stack.interviews_left[world] == (
                stack.shape[1] if left is None else min(left, stack.shape[1])
            )
            numbers = np.array([[own.candidate for own in view.approaches]] * WORLDS, dtype=np.int32)
            found = stack.terms(numbers)
            for place, own in enumerate(view.approaches):
                assert found.pay_usd[world, place] == own.pay_usd
                assert found.pledge_h100e[world, place] == own.pledge_h100e
                assert found.direct[world, place] == own.direct and found.short[world, place] == own.short
                assert stack.written[world, own.candidate - 1]
                assert own.due is None or found.days[world, place] == own.due - stack.day
            InAll.seen += len(told) * 100 + len(view.approaches)


def test_personal_terms_answers_and_counter_offers_are_the_orders_of_each_world(setup: Setup) -> None:
    number = itertools.count()
    alone = run_worlds(setup, 3, range(WORLDS), own={LAB: lambda: InOne(next(number))})
    at_once = run_worlds(setup, 3, range(WORLDS), own={LAB: InAll})
    assert alone.digests == at_once.digests and len(set(alone.digests)) == WORLDS
    done = alone.funnel[:, LAB].sum(axis=0)
    assert all(done[FUNNEL.index(event)] for event in (Event.SENT, Event.OFFERED))
    assert InAll.seen > 1_000, "own people told of offers, and approaches were under way"


def test_what_nobody_counts_is_as_many_as_people(setup: Setup) -> None:
    free = replace(
        setup,
        rules=replace(setup.rules, ceo_hours=0),
        mechanisms=replace(setup.mechanisms, quotas=False),
        labs=tuple(replace(lab, interviews_per_week=NO_LIMIT) for lab in setup.labs),
        days=1,
    )
    seen: list[Any] = []

    class Looks:
        def act_all(self, stack: osim.Stack, lab: int) -> None:
            seen.extend([stack.hours_left, stack.interviews_left, stack.impact, stack.letters])

    run_worlds(free, 1, range(2), own={LAB: Looks})
    assert seen[0].tolist() == seen[1].tolist() == [200, 200]
    assert seen[2].mean() == pytest.approx(free.people.impact.mean() / 100)
    assert seen[3] == free.letters.ids
