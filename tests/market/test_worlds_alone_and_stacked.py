"""A world is the same alone, in a stack, in a session, and whatever else is in the stack."""

from dataclasses import replace

import numpy as np

from outreach_sim.market.day import play_day
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Setup
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.events import Event, Query
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.world import World
from tests.market.worlds import rich_setup, richest_setup

SETUP = rich_setup()
RICHER = 30
"""Events from this number on belong to mechanisms that a scenario must switch on."""


def same(a: Log, b: Log) -> bool:
    return all(np.array_equal(getattr(a, f), getattr(b, f)) for f in Log.__dataclass_fields__ if f != "world")


def stack_log(replications: list[int], setup: Setup = SETUP) -> Log:
    world = World(setup, 11, replications, keep_log=True)
    for _ in range(SETUP.days):
        play_day(world)
    return world.recorder.take_log()


def test_a_world_alone_equals_the_same_world_in_a_stack_of_fifty_event_for_event() -> None:
    stacked = stack_log(list(range(50)))
    for replication in (0, 17, 49):
        alone = stack_log([replication])
        assert len(alone) > 300
        assert same(alone, stacked.where(stacked.world == replication))


def test_the_same_holds_with_all_that_people_do_besides() -> None:
    base = richest_setup()
    leaving = replace(
        base.parameters, misfit_chance_direct=0.8, misfit_chance_interviewed=0.6, quit_returns=1.0
    )
    setup = replace(base, parameters=leaving)
    stacked = stack_log(list(range(12)), setup)
    for replication in (0, 11):
        assert same(stack_log([replication], setup), stacked.where(stacked.world == replication))
    assert {int(e) for e in Event if 45 <= e < 60} == {k for k in set(stacked.kind.tolist()) if 45 <= k < 60}


def test_a_session_equals_replication_zero_of_a_study_with_its_seed() -> None:
    session = Session(SETUP, 11)
    log = Log.joined([session.advance(1) for _ in range(SETUP.days)])
    assert same(log, stack_log([0]))
    assert session.digest() == run_worlds(SETUP, 11, [0]).digests[0].hex()


def test_order_and_company_of_replications_do_not_matter() -> None:
    forward = run_worlds(SETUP, 5, [0, 1, 2, 3])
    mixed = run_worlds(SETUP, 5, [3, 9, 1])
    assert mixed.digests[0] == forward.digests[3]
    assert mixed.digests[2] == forward.digests[1]
    assert np.array_equal(mixed.funnel[0], forward.funnel[3])


def test_seeds_and_replications_give_different_worlds() -> None:
    digests = run_worlds(SETUP, 1, range(8)).digests + run_worlds(SETUP, 2, range(8)).digests
    assert len(set(digests)) == 16


def test_every_kind_of_event_of_the_first_world_occurs() -> None:
    kinds = set(stack_log(list(range(20))).kind.tolist())
    never_asked = {Event.IMPROVED, Event.WITHDRAWN}
    assert kinds == {int(e) for e in Event if e not in never_asked and e < RICHER}


def test_funnel_and_queries_count_what_the_log_shows() -> None:
    queries = [
        Query(Event.ACCEPTED, lab=0),
        Query(Event.ACCEPTED, employer=1),
        Query(Event.NOT_INTERESTED, gate_closed=True),
        Query(Event.SENT, sender=2),
        Query(Event.EXITED, gated=True),
    ]
    result = run_worlds(SETUP, 11, range(6), queries)
    world = World(SETUP, 11, range(6), queries, keep_log=True)
    for _ in range(SETUP.days):
        play_day(world)
    log = world.recorder.take_log()
    accepted = log.where(log.kind == Event.ACCEPTED)
    for w in range(6):
        mine = accepted.where(accepted.world == w)
        assert result.queries[w, 0] == (mine.lab == 0).sum()
        assert result.funnel[w, :, 7].tolist() == [int((mine.lab == lab).sum()) for lab in range(4)]
    closed = log.where((log.kind == Event.NOT_INTERESTED) & (log.value > 0))
    assert result.queries[:, 2].sum() == len(closed) > 0
    assert 0 < result.queries[:, 1].sum() < len(accepted)
    assert 0 < result.queries[:, 3].sum() < result.funnel[:, 0, 0].sum()
    assert 0 < result.queries[:, 4].sum() < (log.kind == Event.EXITED).sum()


def test_the_hires_that_are_noted_are_those_of_the_log_world_by_world() -> None:
    noted = run_worlds(SETUP, 11, [3, 1], hires_of=0).hires
    log = stack_log([3, 1])
    yes = log.where((log.kind == Event.ACCEPTED) & (log.lab == 0))
    world = np.array([3, 1])[yes.world]
    by_log = sorted(zip(world.tolist(), yes.day.tolist(), yes.candidate.tolist(), strict=True))
    assert noted is not None and len(by_log) > 3
    assert noted.tolist() == [list(hire) for hire in by_log]
    assert run_worlds(SETUP, 11, [3]).hires is None
