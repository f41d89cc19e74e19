"""People are of a mind about a lab: who has refused it once is likely to refuse it again."""

from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.setup import Order, Setup
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import Purpose, bits, logistic, occasions, pack, uniform
from tests.market.worlds import plain_setup

COUNT, WORLDS, AGAIN = 1_500, 24, 70
EVERYBODY = tuple(range(COUNT))
CUTS = {"reply_cut_1": -0.6, "reply_cut_2": -0.3, "reply_cut_3": 0.0, "reply_cut_4": 0.2}
EAGER = CUTS | {"open_constant": 2.0, "interest_cut": -0.5, "offer_chance_direct": 0.9}


def setup(days: int = 60, *at: int, **changes: float) -> Setup:
    """One lab writes to everybody on these days; nothing wears out, and nobody rests for long."""
    base = plain_setup(COUNT, days, 0, **(EAGER | changes))
    orders = (Order(0, at or (0,), template=0, candidates=EVERYBODY, pay_ratio=1.3, direct=True),)
    return replace(base, script=orders, rules=replace(base.rules, rest_days=5, notice_days=400))


def play(setup_: Setup, attempts: int = 0, worlds: int = WORLDS) -> Log:
    """The log; everybody has been written to so often before the first day."""
    world = World(setup_, 4, range(worlds), keep_log=True)
    world.attempts[:] = attempts
    for _ in range(setup_.days):
        play_day(world)
    return world.recorder.take_log()


def of(log: Log, kind: Event, number: int | None = None) -> set[tuple[int, int]]:
    keep = log.where((log.kind == kind) & (True if number is None else log.number == number))
    return set(zip(keep.world.tolist(), keep.candidate.tolist(), strict=True))


@pytest.mark.parametrize("attempts", [1, 4])
def test_no_campaign_by_itself_does_better_or_worse_because_there_was_one_before(attempts: int) -> None:
    first, later = play(setup()), play(setup(), attempts)
    n = COUNT * WORLDS
    for kind in (Event.REPLIED, Event.INTERESTED, Event.ACCEPTED):
        a, b = len(of(first, kind)), len(of(later, kind))
        share = (a + b) / (2 * n)
        assert a > 1_000
        # Half are of the same mind both times, so the two differ by less than two samples would.
        assert abs(a - b) < 3 * (2 * n * share * (1 - share)) ** 0.5, kind.name


def test_a_mind_is_that_of_person_and_lab_or_the_approach_s_own_in_the_stated_share() -> None:
    for memory in (0.0, 0.5, 0.9):
        world = World(setup(memory=memory), 4, [0, 3])
        world.attempts[:] = 6
        play_day(world)
        table = world.approaches
        key, candidate = world.key_of[table.row], world.candidate_of(np.arange(2 * COUNT))
        pair = occasions(key, pack(candidate, world.lab_of[table.row], 0))
        own = occasions(key, pack(candidate, world.lab_of[table.row], 7))
        assert np.array_equal(table.occasion, own)
        assert np.array_equal(table.mind, np.where(uniform(bits(own, Purpose.SAME_MIND)) < memory, pair, own))
        assert abs((table.mind == pair).mean() - memory) < 4 * (0.25 / pair.size) ** 0.5
        read = table.shock < np.inf
        assert np.array_equal(table.shock[read], logistic(bits(table.mind, Purpose.REPLY))[read])


def test_the_first_approach_makes_up_the_mind() -> None:
    for memory in (0.0, 0.9):
        world = World(setup(memory=memory), 4, [1])
        play_day(world)
        table = world.approaches
        assert np.array_equal(table.mind, world.occasion(table.person, table.row))


def answered_again(memory: float) -> float:
    """Share of those who left a first campaign unanswered that answers a second one."""
    log = play(setup(AGAIN + 40, 0, AGAIN, memory=memory), worlds=8)
    silent = of(log, Event.SENT, 1) - of(log, Event.REPLIED, 1)
    return len(of(log, Event.REPLIED, 2) & silent) / len(of(log, Event.SENT, 2) & silent)


def test_who_did_not_answer_answers_the_less_the_longer_people_remember() -> None:
    never, half, long = (answered_again(memory) for memory in (0.0, 0.5, 0.9))
    assert never > 1.4 * half > 2.0 * long > 0.1


def test_who_remembers_for_good_has_one_answer_for_good() -> None:
    log = play(setup(AGAIN + 40, 0, AGAIN, memory=1.0, open_constant=40.0), worlds=6)
    silent = of(log, Event.SENT, 1) - of(log, Event.REPLIED, 1)
    refused = of(log, Event.NOT_INTERESTED, 1)
    again = of(log, Event.SENT, 2)
    assert min(len(again & who) for who in (silent, refused)) > 500
    assert not of(log, Event.REPLIED, 2) & silent
    assert not of(log, Event.INTERESTED, 2) & refused


def second_yes(memory: float) -> float:
    """Share of those who declined a first offer that takes a second one like it."""
    log = play(setup(AGAIN + 40, 0, AGAIN, memory=memory, open_constant=40.0, accept_constant=0.0))
    again = of(log, Event.DECLINED, 1) & of(log, Event.OFFERED, 2)
    assert len(again) > 500
    return len(of(log, Event.ACCEPTED, 2) & again) / len(again)


def test_a_second_offer_meets_the_same_mind_on_another_day() -> None:
    fresh, same = second_yes(0.0), second_yes(1.0)
    # What staying is worth is drawn anew, so some do take it.
    assert 0.2 < same < fresh - 0.05


def test_frozen_luck_freezes_how_people_take_to_a_lab_and_not_what_they_answer() -> None:
    frozen = replace(setup(), freeze_luck=True)
    world = World(frozen, 4, [0, 1], keep_log=True)
    play_day(world)
    fit, shock = world.approaches.fit.reshape(2, -1), world.approaches.shock.reshape(2, -1)
    assert np.array_equal(fit[0], fit[1])
    read = (shock < np.inf).all(axis=0)
    assert read.sum() > COUNT / 2
    assert abs(np.corrcoef(shock[0][read], shock[1][read])[0, 1]) < 0.15
