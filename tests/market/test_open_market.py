"""People leave for those outside and are hired from there; who quits early goes back to where they were."""

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from outreach_sim.market.day import play_day
from outreach_sim.market.mechanisms.exits import leave_the_board
from outreach_sim.market.mechanisms.returns import who_goes_back
from outreach_sim.market.phases import arrivals
from outreach_sim.market.setup import Setup
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.approaches import NEVER, Rows, State
from outreach_sim.market.state.events import Event, Query
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.tastes import exit_days
from outreach_sim.market.state.world import World
from tests.market.worlds import OFF, opened, plain_setup, rich_setup, richest_setup
from tests.params import PARAMETERS as P

EAGER = {"reply_cut_1": 2.0, "reply_cut_2": 2.1, "reply_cut_3": 2.2, "reply_cut_4": 2.3, "interest_cut": 0.0,
         "offer_chance_direct": 0.9, "offer_chance_interviewed": 0.9, "gate_share": 0.0, "fatigue_slope": 0.0,
         "misfit_chance_direct": 0.9, "misfit_chance_interviewed": 0.9,
         "exit_hazard_per_year": 1.0}  # fmt: skip


def eager(base: Setup) -> Setup:
    """Letters are answered, offers follow, and hires do not last."""
    rules = replace(base.rules, interview_days_low=3, interview_days_high=6, notice_days=5)
    mechanisms = replace(base.mechanisms, returns=True, budgets=False)
    return replace(base, rules=rules, mechanisms=mechanisms, parameters=replace(base.parameters, **EAGER))


CLOSED = eager(richest_setup())
OPEN = opened(CLOSED)


def play(setup: Setup, worlds: int = 3, days: int | None = None) -> tuple[World, Log]:
    world = World(setup, 5, range(worlds), keep_log=True)
    for _ in range(days or setup.days):
        play_day(world)
    return world, world.recorder.take_log()


@pytest.fixture(scope="module")
def played() -> tuple[World, Log]:
    return play(OPEN, worlds=6)


def rows(log: Log, kind: Event) -> set[tuple[int, int, int]]:
    """Day, world and candidate of each event of a kind."""
    these = log.kind == kind
    found = (log.day[these].tolist(), log.world[these].tolist(), log.candidate[these].tolist())
    return set(zip(*found, strict=True))


# -- leaving, and coming in ------------------------------------------------------------------------------


def test_people_leave_for_those_outside_are_hired_from_there_and_leave_again(
    played: tuple[World, Log],
) -> None:
    world, log = played
    outside = OPEN.outside
    assert outside is not None and not (world.status == Status.GONE).any()
    assert {k for k in (Event.EXITED, Event.QUIT, Event.LEFT_LATER) if not rows(log, k)} == set()
    from_outside = np.flatnonzero(OPEN.people.employer == outside)
    came_in = {(w, c): d for d, w, c in rows(log, Event.STARTED) if c in from_outside}
    assert len(came_in) > 20
    left_again = [(d, w, c) for d, w, c in rows(log, Event.EXITED) if came_in.get((w, c), NEVER) < d]
    assert left_again, "who came in leaves again at the usual rate"
    assert (world.tastes.exit_day >= world.day).all(), "another day follows the one that has passed"


def test_nobody_outside_leaves_for_outside(played: tuple[World, Log]) -> None:
    world, log = played
    where = np.tile(OPEN.people.employer.astype(int), world.worlds).reshape(world.worlds, -1)
    moves = {Event.STARTED, Event.EXITED, Event.QUIT, Event.LEFT_LATER, Event.RETURNED}
    seen = 0
    for n in np.argsort(log.day, kind="stable").tolist():
        kind, w, c, lab = Event(log.kind[n]), log.world[n], log.candidate[n], log.lab[n]
        if kind not in moves:
            continue
        seen += 1
        if kind in (Event.STARTED, Event.RETURNED):
            where[w, c] = lab
        elif kind is not Event.QUIT or where[w, c] == lab:
            assert where[w, c] == lab != OPEN.outside, (kind, w, c)
            where[w, c] = OPEN.outside
    assert seen > 300
    assert np.array_equal(where.ravel(), world.home % world.labs)


def test_those_outside_are_written_to_as_anybody_and_write_to_nobody(played: tuple[World, Log]) -> None:
    _, log = played
    sent = log.kind == Event.SENT
    assert not (log.lab[sent] == OPEN.outside).any()
    to_them = (OPEN.people.employer[log.candidate[sent]] == OPEN.outside).mean()
    assert 0.15 < to_them < 0.4  # a quarter of the people


def test_without_those_outside_the_same_people_are_gone_for_good() -> None:
    world, log = play(replace(CLOSED, mechanisms=replace(CLOSED.mechanisms, returns=False)))
    left = rows(log, Event.EXITED) | rows(log, Event.QUIT) | rows(log, Event.LEFT_LATER)
    assert len(left) == np.count_nonzero(world.status == Status.GONE) > 0
    assert not rows(log, Event.RETURNED)


def test_who_moves_leaves_behind_what_the_employer_knew_offered_and_promised() -> None:
    world = World(OPEN, 5, [0, 1])
    person = np.array([3, 7, 250])
    home, heads = world.home[person].copy(), world.heads.copy()
    staff, peers = world.stores.staff, world.stores.peers
    assert staff is not None and peers is not None
    world.any_pledge = True
    world.pledge_h100e[person] = 40
    np.add.at(world.pledged_h100e, home, 40)
    world.countered[person] = True
    staff.looked_on[person] = staff.raised_on[person] = 9
    peers.heard_usd[person] = 700_000
    to = world.first_person[home] // world.candidates * world.labs + (home + 1) % world.labs
    world.move(person, to)
    kept = (world.pledge_h100e, world.countered, staff.looked_on, staff.raised_on, peers.heard_usd)
    assert not any(array[person].any() for array in kept) and not world.pledged_h100e.any()
    assert np.array_equal(world.before[person], home) and np.array_equal(world.home[person], to)
    change = np.bincount(to, minlength=heads.size) - np.bincount(home, minlength=heads.size)
    assert np.array_equal(world.heads - heads, change)


def test_an_exit_undoes_what_was_signed_at_once() -> None:
    world, _ = play(OPEN, days=40)
    table = world.approaches
    signed = table.in_state(State.SIGNED)
    assert signed.size
    person, row = table.person[signed], table.row[signed]
    cost = table.first_year_usd(signed)
    cash, committed = world.cash_usd.copy(), world.committed_usd.copy()
    world.recorder.take_log()
    leave_the_board(world, person)
    told = world.recorder.take_log()
    assert set(told.kind.tolist()) == {Event.HIRE_LOST}, "where they had signed it is heard"
    assert sorted(told.candidate.tolist()) == sorted((person % world.candidates).tolist())
    assert sorted(told.lab.tolist()) == sorted((row % world.labs).tolist())
    assert not table.in_state(State.SIGNED).size
    assert (world.status[person] == Status.HERE).all()
    assert (world.home[person] % world.labs == OPEN.outside).all()
    back = np.bincount(row, cost, minlength=cash.size).astype(np.int64)
    assert np.array_equal(world.cash_usd, cash + back)
    assert np.array_equal(world.committed_usd, committed - back)
    assert not world.marked.any()


def test_who_signed_and_is_gone_for_good_is_missed_on_the_first_day() -> None:
    world, _ = play(CLOSED, days=40)
    table = world.approaches
    signed = table.in_state(State.SIGNED)
    due = signed[table.due[signed] < CLOSED.days]
    who = (table.person[due] // world.candidates, table.person[due] % world.candidates)
    world.remove(table.person[signed])
    while world.day < CLOSED.days:
        play_day(world)
    log = world.recorder.take_log()
    lost = log.where(log.kind == Event.HIRE_LOST)
    told = set(zip(lost.world.tolist(), lost.candidate.tolist(), strict=True))
    missing = set(zip(*(column.tolist() for column in who), strict=True))
    assert missing
    assert missing <= told


# -- days of leaving ---------------------------------------------------------------------------------------


def test_the_next_exit_comes_at_the_same_rate_from_every_day_on_and_is_one_of_the_same_days() -> None:
    setup = replace(plain_setup(4_000, 900, 0, exit_hazard_per_year=0.5), mechanisms=replace(OFF, exits=True))
    world = World(setup, 3, [0])
    streams = world.own_stream(np.arange(4_000))
    first = exit_days(setup, streams)
    assert np.array_equal(first, world.tastes.exit_day)
    chance = 1 - math.exp(-0.5)
    for after in (0, 1, 200, 600):
        found = exit_days(setup, streams, after)
        assert (found > after).all()
        assert np.array_equal(found[first > after], first[first > after])
        share = (found <= after + 365).mean()
        assert abs(share - chance) < 4 * math.sqrt(chance * (1 - chance) / 4_000), after


def test_where_nobody_exits_there_is_no_day() -> None:
    setup = plain_setup(50, 100, 0)
    assert (World(setup, 3, [0]).tastes.exit_day == NEVER).all()


# -- going back --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("base", [CLOSED, OPEN], ids=["closed", "open"])
def test_early_quitters_go_back_to_where_they_were_as_often_as_the_parameter_says(
    base: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:
    could = 0

    def noting(world: World, quitting: Rows) -> NDArray[np.bool_]:
        nonlocal could
        person = world.approaches.person[quitting]
        could += int(np.count_nonzero(may_go_back(world, person)))
        return who_goes_back(world, quitting)

    monkeypatch.setattr(arrivals, "who_goes_back", noting)
    setup = replace(base, parameters=replace(base.parameters, exit_hazard_per_year=0.0))
    world, log = play(setup, worlds=7)
    came_from: dict[tuple[int, int], int] = {}
    where = np.tile(setup.people.employer.astype(int), (world.worlds, 1))
    moves = np.isin(log.kind, (Event.STARTED, Event.RETURNED))
    columns = (log.kind, log.world, log.candidate, log.lab)
    for kind, w, c, lab in zip(*(x[moves].tolist() for x in columns), strict=True):
        if kind == Event.STARTED:
            came_from[w, c] = int(where[w, c])
        else:
            assert lab == came_from[w, c] != setup.outside
        where[w, c] = lab
    back, expected = np.count_nonzero(log.kind == Event.RETURNED), P.quit_returns
    assert could > 80
    assert abs(back - expected * could) < 4 * math.sqrt(could * expected * (1 - expected))


def may_go_back(world: World, person: Index) -> NDArray[np.bool_]:
    """Who came from a lab on the board that is not writing to them."""
    before = world.before[person]
    idle = world.free_on[world.pairs(before, person % world.candidates)] != NEVER
    return idle & (before % world.labs != (-1 if world.outside is None else world.outside))


@pytest.fixture(scope="module")
def all_go_back() -> tuple[World, Log]:
    return play(replace(OPEN, parameters=replace(OPEN.parameters, quit_returns=1.0)), days=130)


def test_nobody_goes_back_to_those_outside_nor_where_a_letter_is_on_its_way(
    all_go_back: tuple[World, Log],
) -> None:
    world, _ = all_go_back
    quitting = world.approaches.in_state(State.MISFIT)
    person = world.approaches.person[quitting]
    may = may_go_back(world, person)
    assert may.any() and not may.all()
    assert np.array_equal(who_goes_back(world, quitting), may)


def test_who_goes_back_has_the_pay_they_had_and_their_old_team_around_them(
    all_go_back: tuple[World, Log],
) -> None:
    world, log = all_go_back
    back = log.where(log.kind == Event.RETURNED)
    assert len(back) > 10
    columns = (back.world, back.candidate, back.lab, back.value)
    last = {(w, c): (lab, pay) for w, c, lab, pay in zip(*(x.tolist() for x in columns), strict=True)}
    person = np.array([w * world.candidates + c for w, c in last])
    lab, pay = np.array(list(last.values())).T
    still = world.home[person] % world.labs == lab
    assert still.any() and (world.pay_usd[person[still]] >= pay[still]).all()
    teams = world.stores.teams
    assert teams is not None
    here = still & (world.status[person] == Status.HERE)
    assert np.array_equal(teams.works_at[person[here]], world.home[person[here]])


# -- what those outside are not ----------------------------------------------------------------------------


def test_their_machines_lead_nobody_and_the_gate_is_as_it_was() -> None:
    setup = opened(rich_setup(days=10))
    world = World(setup, 1, [0, 1])
    on_the_board = max(int(lab.fleet_h100e[0]) for lab in setup.labs if not lab.outside)
    assert world.fleet_today.max() > on_the_board == world.leader_today.min() == world.leader_today.max()


def test_they_make_nobody_scarce_and_hear_of_no_pay(played: tuple[World, Log]) -> None:
    world, log = played
    demand = world.stores.demand
    assert demand is not None and not demand.targets[OPEN.outside].any()
    heard = log.where(log.kind == Event.PEERS_HEARD)
    assert len(heard) and not (heard.lab == OPEN.outside).any()


def test_starts_are_counted_by_the_employer_they_come_from() -> None:
    asked = [Query(Event.STARTED), *(Query(Event.STARTED, employer=n) for n in range(len(OPEN.labs)))]
    counted = run_worlds(OPEN, 5, [0], [*asked, Query(Event.STARTED, lab=0, employer=0)]).queries[0]
    assert counted[0] == counted[1:-1].sum() > counted[1 + (OPEN.outside or 0)] > 0 == counted[-1]


# -- one hash ------------------------------------------------------------------------------------------------


def test_a_world_alone_is_the_same_world_in_a_stack() -> None:
    setup = opened(richest_setup(days=60), exit_hazard_per_year=2.0)
    stacked = run_worlds(setup, 8, [0, 1, 2])
    assert run_worlds(setup, 8, [2]).digests == stacked.digests[2:]
    assert len(set(stacked.digests)) == 3
