"""People follow colleagues and leaders, and stay for them."""

import math
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.rules import Rules
from outreach_sim.market.setup import Order, Setup, Walkout
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.snapshot import restore, snapshot
from outreach_sim.market.state.stores.teams import NOWHERE, seat
from outreach_sim.market.state.world import World
from tests.market.worlds import OFF, lab, plain_setup, rich_setup
from tests.params import PARAMETERS as P

DAYS = 80
EAGER = {"reply_cut_1": 5.0, "reply_cut_2": 5.1, "reply_cut_3": 5.2, "reply_cut_4": 5.3, "interest_cut": 0.0,
         "offer_chance_direct": 0.99}  # fmt: skip
ALL = tuple(range(120))


def setup(days_to_write: tuple[int, ...], colleagues: bool = True, **changes: object) -> Setup:
    flat = np.full(DAYS + 1, 100_000, dtype=np.int64)
    labs = tuple(lab(i, DAYS, fleet_h100e=flat, researchers=10_000) for i in range(2))
    order = Order(0, days_to_write, template=0, candidates=ALL, pay_ratio=1.0, direct=True)
    base = plain_setup(120, DAYS, 0, **EAGER)
    rules = Rules(rest_days=2_000, direct_days=1, deadline_days=2)
    on = replace(OFF, colleagues=colleagues)
    return replace(base, **{"labs": labs, "script": (order,), "mechanisms": on, "rules": rules} | changes)


def play(setup_: Setup, worlds: int = 3, before: object = None) -> Log:
    world = World(setup_, 4, range(worlds), keep_log=True)
    if callable(before):
        before(world)
    for _ in range(setup_.days):
        play_day(world)
    return world.recorder.take_log()


def of(log: Log, kind: Event) -> Log:
    return log.where(log.kind == kind)


def first_mails(log: Log) -> dict[int, float]:
    sent = log.where((log.kind == Event.SENT) & (log.mail == 1))
    return dict(zip(sent.candidate.tolist(), (sent.value / 1e6).tolist(), strict=True))


def test_teams_are_six_of_a_lab_by_id_and_the_first_people_keep_theirs_in_a_larger_population() -> None:
    small, large = rich_setup(count=120), rich_setup(count=200)
    large = replace(large, people=replace(large.people, employer=np.r_[small.people.employer, [0] * 80]))
    a, b = seat(small), seat(large)
    pairs = np.arange(119)
    assert np.array_equal(a[pairs] == a[pairs + 1], b[pairs] == b[pairs + 1])
    assert np.bincount(a).max() == 6
    for team in range(a.max() + 1):
        assert len(set(small.people.employer[a == team].tolist())) == 1


def test_named_teams_are_kept_and_the_highest_impact_leads() -> None:
    base = setup((0,))
    team = np.zeros(120, dtype=np.int32)
    team[[3, 50, 99]] = 7
    people = replace(base.people, team=team)
    world = World(replace(base, people=people), 1, [0])
    teams = world.stores.teams
    assert teams is not None
    assert set(np.flatnonzero(teams.of == teams.of[50]).tolist()) == {3, 50, 99}
    best = max((3, 50, 99), key=lambda c: people.impact[c])
    assert teams.leader[teams.of[3]] == best


def test_people_outside_work_for_many_employers_so_each_sits_alone_unless_a_file_names_their_team() -> None:
    base = setup((0,))
    labs = (replace(base.labs[0], outside=True), base.labs[1])
    employer = np.repeat([0, 1], 60)
    people = replace(base.people, employer=employer, team=np.zeros(120, dtype=np.int32))
    teams = seat(replace(base, labs=labs, people=people))
    assert np.bincount(teams)[teams[:60]].tolist() == [1] * 60
    assert np.bincount(teams)[teams[60:]].tolist() == [6] * 60
    named = replace(people, team=np.where(np.arange(120) < 4, 9, 0).astype(np.int32))
    teams = seat(replace(base, labs=labs, people=named))
    assert np.bincount(teams)[teams[:6]].tolist() == [4, 4, 4, 4, 1, 1]


def test_who_leads_nobody_is_no_news_when_they_sign() -> None:
    base = setup(())
    alone = replace(base.rules, team_size=1)
    waves = tuple(Order(0, (8 * k,), template=0, candidates=ALL[k::6], direct=True) for k in range(6))
    many, few = (play(replace(base, script=waves, rules=rules)) for rules in (base.rules, alone))
    assert len(of(many, Event.LED_AWAY)) > 10 and not len(of(few, Event.LED_AWAY))
    assert len(of(few, Event.ACCEPTED)) > 100


def test_where_a_head_is_follows_from_the_day() -> None:
    base = setup((), walkouts=(Walkout(1, 0, 5, 20), Walkout(0, 1, 10, DAYS + 1)))
    straight = World(base, 4, [0, 1])
    for day in range(40):
        teams = straight.stores.teams
        assert teams is not None
        expected = [1 if day >= 10 else NOWHERE, 0 if 5 <= day < 20 else NOWHERE]
        expected += [3 if day >= 10 else NOWHERE, 2 if 5 <= day < 20 else NOWHERE]
        assert teams.walk_to.tolist() == expected
        restored = World(base, 4, [0, 1])
        restore(restored, snapshot(straight))
        assert restored.stores.teams is not None
        assert restored.stores.teams.walk_to.tolist() == expected
        play_day(straight)


def test_three_of_six_gone_to_the_lab_add_what_the_formula_says_to_the_rest() -> None:
    def move(world: World) -> None:
        teams = world.stores.teams
        assert teams is not None
        teams.move(np.array([0, 1, 2]), np.array([0, 0, 0]))

    on, off = first_mails(play(setup((0,)), 1, move)), first_mails(play(setup((0,), False), 1))
    expected = P.colleague_pull * math.log(4) - P.team_hold * math.log(3 / 6)
    assert expected == pytest.approx(0.87, abs=0.01)
    for mate in (3, 4, 5):
        assert on[mate] - off[mate] == pytest.approx(expected, abs=2e-6)
    assert all(on[other] == off[other] for other in range(6, 120))


def test_a_leader_who_signs_draws_the_team_for_some_weeks_and_is_in_the_news() -> None:
    world = World(setup((10,)), 4, [0], keep_log=True)
    teams = world.stores.teams
    assert teams is not None
    lead = int(teams.leader[0])
    mates = [c for c in range(6) if c != lead]
    order = Order(0, (0,), template=0, candidates=(lead,), pay_ratio=50.0, direct=True)
    log = play(setup((), script=(order, Order(0, (30,), template=0, candidates=ALL))), 1)
    assert of(log, Event.LED_AWAY).candidate.tolist()[:1] == [lead]
    assert of(log, Event.LED_AWAY).value.tolist()[:1] == [5]
    on, off = first_mails(log), first_mails(play(setup((30,), False), 1))
    expected = P.leader_pull + P.colleague_pull * math.log(2) - P.team_hold * math.log(5 / 6)
    for mate in mates:
        assert on[mate] - off[mate] == pytest.approx(expected, abs=2e-6)


def test_paired_on_the_same_luck_more_follow_where_people_know_each_other() -> None:
    waves = tuple(Order(0, (8 * k,), template=0, candidates=ALL[k::6], direct=True) for k in range(6))
    on, off = (of(play(setup((0,), c, script=waves), 6), Event.ACCEPTED) for c in (True, False))
    assert len(on) > 1.03 * len(off) > 300


def walkout(back: int, colleagues: bool = True) -> Log:
    base = setup((0,), colleagues, walkouts=(Walkout(1, 0, 0, back),))
    changed = replace(base.parameters, leader_pull=3.0, accept_constant=0.0)
    return play(replace(base, parameters=changed))


def test_when_the_head_of_a_lab_goes_most_sign_and_nearly_nobody_moves_once_the_head_is_back() -> None:
    gone, back, nothing = walkout(DAYS + 1), walkout(25), walkout(25, colleagues=False)
    signed = len(of(back, Event.ACCEPTED))
    assert signed > 1.5 * len(of(nothing, Event.ACCEPTED)) > 50
    assert len(of(gone, Event.STARTED)) == len(of(gone, Event.ACCEPTED)) >= signed
    stayed = of(back, Event.REINSTATED)
    assert stayed.day.tolist() == [25] * 3
    assert stayed.value.sum() == len(of(back, Event.TURNED_BACK)) > 0.94 * signed
    # Talks that were still open end on the day, but for one in fifty.
    open_talks = of(back, Event.WITHDRAWN)
    assert set(open_talks.day.tolist()) <= {25}
    moved_later = of(back, Event.STARTED).where(of(back, Event.STARTED).day > 25)
    assert len(moved_later) < 0.06 * signed
    assert of(gone, Event.LED_AWAY).candidate.tolist().count(-1) == 3


def test_counts_follow_people_on_every_day() -> None:
    base = rich_setup(count=120, days=120)
    world = World(replace(base, mechanisms=replace(base.mechanisms, colleagues=True)), 3, [0, 1])
    teams = world.stores.teams
    assert teams is not None
    for _ in range(120):
        play_day(world)
        gone = world.status == Status.GONE
        assert (teams.works_at[gone] == NOWHERE).all()
        here = world.status == Status.HERE
        assert np.array_equal(teams.works_at[here], world.home[here])
        there = teams.works_at != NOWHERE
        cells = teams.cell(np.flatnonzero(there), teams.works_at[there])
        assert np.array_equal(np.bincount(cells, minlength=teams.count.size), teams.count)
    resumed = World(world.setup, 3, [0, 1])
    fresh = World(world.setup, 3, [0, 1])
    for _ in range(50):
        play_day(fresh)
    restore(resumed, snapshot(fresh))
    for each in (fresh, resumed):
        while each.day < 120:
            play_day(each)
    assert fresh.recorder.digests() == resumed.recorder.digests() == world.recorder.digests()
