"""Points: over a twin that does nothing, by person, to the last digit; and watching changes nothing."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.observers.grants import NOT_STARTED, Grants
from outreach_sim.market.points import LINES, NAMES, POINT, Points, millionths, points
from outreach_sim.market.session import Session
from outreach_sim.market.setup import BotPolicy, Do, Order, Setup
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.observer import EventBatch
from outreach_sim.market.state.world import World
from outreach_sim.market.twin import Twin, does_nothing
from outreach_sim.market.workforce import hire, workforce
from outreach_sim.scenario.load import load_scenario
from tests.market.worlds import known_to_all, opened, plain_setup, rich_setup, richest_setup, two_chairs
from tests.points_oracle import Book, score

RICH = rich_setup(120, 150)


def without_sign_on(setup: Setup) -> Setup:
    """The log names yearly pay, a quarter of the sign-on included; the oracle reads it."""
    return replace(setup, script=tuple(replace(order, sign_on_usd=0) for order in setup.script))


def eager(setup: Setup) -> Setup:
    """The same where many say yes, misfits among them."""
    p = replace(setup.parameters, accept_constant=1.0, interest_cut=-0.2, misfit_chance_direct=0.4)
    return replace(setup, parameters=p)


def watched(setup: Setup, seed: int, replications: Sequence[int], day: int) -> tuple[World, Points]:
    world = World(setup, seed, replications)
    twin = Twin(world, seed, replications)
    while world.day < day:
        play_day(world)
    return world, twin.points()


SMALL = {
    "rich": eager(without_sign_on(RICH)),
    "everything on": eager(without_sign_on(richest_setup(120, 150))),
    "somebody outside": eager(without_sign_on(opened(RICH))),
    "short interviews and hours": eager(without_sign_on(two_chairs(RICH))),
    "pay is known": eager(without_sign_on(known_to_all(RICH))),
}


@pytest.mark.parametrize("name", SMALL)
def test_points_are_those_of_a_plain_reading_of_the_log(name: str) -> None:
    game, still = Session(SMALL[name], 5), Session(does_nothing(SMALL[name]), 5)
    twin, books = Twin(game.world, 5, [0]), (Book(game), Book(still))
    seen = []
    for _ in range(10):
        for book in books:
            for _ in range(15):
                book.read(book.session.advance(1))
        found = twin.points()
        seen.append(found.by_line()[:, 0])
        assert found.score[0] / POINT == pytest.approx(score(*books), abs=1e-4)
    lines = dict(zip(NAMES, np.array(seen).T.tolist(), strict=True))
    assert all(any(lines[line]) for line in ("won", "crowding", "overpay", "under_way")), lines


@pytest.mark.parametrize(
    ("name", "seed"),
    [("small-lab", 0), ("small-lab", 1), ("personal-email", 2), ("defender", 3), ("everybody-copies", 4)],
)
def test_the_lines_add_up_to_the_formula_to_the_last_digit(name: str, seed: int) -> None:
    setup = load_scenario(name).setup
    world = World(setup, seed, [seed])
    twin = Twin(world, seed, [seed])
    while world.day < 70:
        play_day(world)
    found = twin.points()
    by_person = [sum(map(int, found.by_person[:, 0, c])) for c in range(world.candidates)]
    assert sum(by_person) + int(found.everybody[0]) == int(found.score[0]) == found.by_line().sum()
    now, then = (
        workforce(world, setup.player, twin.grants),
        workforce(twin.world, setup.player, twin.twin_grants),
    )
    whole = research(now) - research(then)
    over = float((twin.grants.over_usd - twin.twin_grants.over_usd).sum())
    whole -= 0.5 * over / setup.labs[setup.player].pay_median_usd
    out = found.by_line()[NAMES.index("under_way"), 0] / POINT
    # Each of at most five lines a person is half a millionth off at most.
    assert abs(found.score[0] / POINT - out - whole) <= 2.5e-6 * np.count_nonzero(found.by_person) + 1e-6


def research(force) -> float:
    work = (force.there * force.fits * force.impact * force.with_pledge(force.pledge_h100e)).sum()
    return float(work + ((force.heads - force.there.sum(axis=1)) * force.common)[0])


@pytest.mark.parametrize("name", ["small-lab", "defender", "hollow-out", "sandbox"])
def test_doing_nothing_is_exactly_nothing_on_every_day(name: str) -> None:
    setup = does_nothing(load_scenario(name).setup)
    world = World(setup, 2, [0, 1])
    twin = Twin(world, 2, [0, 1])
    while world.day < 60:
        play_day(world)
        if world.day % 10 == 0:
            found = twin.points()
            assert not found.by_person.any() and not found.everybody.any()


def test_machines_by_themselves_are_nothing_and_make_good_what_is_pledged() -> None:
    setup = rich_setup(120, 150)
    setup = replace(setup, mechanisms=replace(setup.mechanisms, purchases=True))
    buys = Order(0, (0,), do=Do.BUY, h100e=2_000)
    rich = replace(setup.labs[0], budget_usd=2**50, raise_share=0.0)
    setup = replace(setup, labs=(rich, *setup.labs[1:]), rules=replace(setup.rules, delivery_days=5))
    alone = watched(replace(setup, script=(buys,)), 1, [0], 120)[1]
    assert not alone.by_person.any() and not alone.everybody.any()
    pledging = tuple(order for order in eager(setup).script if order.do is Do.SEND)
    without = watched(replace(eager(setup), script=pledging), 1, [0], 120)
    having = watched(replace(eager(setup), script=(*pledging, buys)), 1, [0], 120)
    assert without[0].pledge_h100e.any() and having[0].pledge_h100e.any()
    crowding = NAMES.index("crowding")
    assert having[1].by_line()[crowding, 0] > without[1].by_line()[crowding, 0]


def test_worlds_in_a_stack_have_the_points_they_have_alone() -> None:
    together = watched(eager(RICH), 3, range(3), 80)[1]
    for number in range(3):
        alone = watched(eager(RICH), 3, [number], 80)[1]
        assert np.array_equal(alone.by_person[:, 0], together.by_person[:, number])
        assert alone.everybody[0] == together.everybody[number]
    assert len(set(together.score.tolist())) == 3


def test_who_asks_for_points_changes_nothing() -> None:
    plain = World(RICH, 1, range(3))
    while plain.day < 60:
        play_day(plain)
    assert watched(RICH, 1, range(3), 60)[0].recorder.digests() == plain.recorder.digests()


def test_a_hire_moves_the_score_by_what_it_is_said_to_be_worth() -> None:
    """What a screen says of a yes is what the yes brings, but for what is of second order in the heads."""
    setup = eager(plain_setup(150, 120, 35, 1.6))
    big = tuple(replace(lab, researchers=4_000) for lab in setup.labs)
    world = World(replace(setup, labs=big), 1, [0])
    twin, seen = Twin(world, 1, [0]), 0
    before, offers = twin.points(), dict[int, float]()
    while world.day < 100:
        force = workforce(world, 0, twin.grants)
        live = world.approaches.in_state(5)
        people = world.approaches.person[live]
        more = world.approaches.pay_usd[live] - world.pay_usd[people]
        none = np.zeros(people.size, dtype=np.int64)
        worth = hire(force, 0, people, np.zeros(people.size), none, more, 600_000).points
        offers = dict(zip(people.tolist(), worth.tolist(), strict=True))
        play_day(world)
        now = twin.points()
        out = NAMES.index("under_way")
        change = np.delete(now.by_person - before.by_person, out, axis=0).sum(axis=(0, 1)) / POINT
        for person in np.flatnonzero(change[: len(setup.people)]).tolist():
            if person in offers:
                assert change[person] == pytest.approx(offers[person], abs=0.02)
                seen += 1
        before = now
    assert seen > 3


def test_who_is_still_there_is_surer_to_fit_and_the_mean_over_all_hires_stays() -> None:
    world = World(RICH, 1, [0])
    grants = Grants(world, 0)
    grants.misfit_chance[:] = 0.2
    grants.started_on[:] = NOT_STARTED
    assert grants.stay_chance(90) == pytest.approx(0.8)
    grants.started_on[:] = 10
    for day in (10, 40, 41, 100, 190, 191, 300):
        quit_by_now = 0.2 * min(max(day - 10 - 30, 0) / 151, 1)
        assert grants.stay_chance(day) * (1 - quit_by_now) == pytest.approx(0.8)
    assert grants.stay_chance(191) == pytest.approx(1.0)


def test_what_a_signature_cost_comes_back_if_she_never_starts_and_a_raise_stays() -> None:
    world = World(RICH, 1, [0])
    grants, person = Grants(world, 0), np.array([7])
    world.approaches.append(1)
    table = world.approaches
    table.person[0], table.row[0] = 7, 0
    table.pay_usd[0], table.sign_on_usd[0] = world.pay_usd[7] + 100_000, 40_000
    grants.event(world, EventBatch(Event.ACCEPTED, np.array([0]), person, np.array([0]), 0, 0))
    assert grants.over_usd[7] == 140_000
    grants.event(world, EventBatch(Event.PAY_RAISED, np.array([0]), person, None, 0, world.pay_usd[7] + 5))
    grants.event(world, EventBatch(Event.PAY_RAISED, np.array([1]), person, None, 0, world.pay_usd[7] + 9))
    assert grants.over_usd[7] == 140_005
    grants.event(world, EventBatch(Event.HIRE_LOST, np.array([0]), person, np.array([0]), 0, 1))
    grants.event(world, EventBatch(Event.HIRE_LOST, np.array([0]), person, np.array([0]), 0, 1))
    assert grants.over_usd[7] == 5


def test_own_people_who_would_have_gone_are_kept_and_who_is_driven_away_is_lost() -> None:
    raising = BotPolicy("defender", 0, counters=True, raises=True)
    setup = load_scenario("defender").setup
    labs = list(setup.labs)
    labs[setup.player] = replace(labs[setup.player], policy=raising, budget_usd=2**50)
    found = watched(replace(setup, labs=tuple(labs)), 1, range(4), setup.days)[1].by_line()
    kept, over = found[NAMES.index("kept")], found[NAMES.index("overpay")]
    assert kept.sum() > 0 > over.sum()


def test_arrays_of_grants_go_on_where_they_were_kept() -> None:
    world = World(eager(RICH), 3, range(2))
    twin = Twin(world, 3, range(2))
    while world.day < 80:
        play_day(world)
    other = Grants(World(eager(RICH), 3, range(2)), 0)
    other.load({name: array.copy() for name, array in twin.grants.arrays().items()})
    twin.points()
    again = points(world, other, twin.world, twin.twin_grants)
    assert np.array_equal(again.by_person, twin.points().by_person) and other.over_usd.any()


def test_people_of_a_breakdown_stand_by_what_they_are_worth() -> None:
    found = watched(eager(RICH), 3, range(2), 120)[1]
    people = found.people(1)
    worth = found.by_person[:, 1].sum(axis=0)
    assert worth[people].tolist() == sorted(worth[people].tolist(), reverse=True)
    assert set(people.tolist()) == set(np.flatnonzero(found.by_person[:, 1].any(axis=0)).tolist())
    assert len(LINES) == len(found.by_person) and millionths(np.array([0.5e-6, 1.6e-6])).tolist() == [0, 2]
