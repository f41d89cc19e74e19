"""The conference week: who is there is met once and remembered, and bots write more to everybody."""

import math
from collections import Counter
from dataclasses import replace

import numpy as np

from outreach_sim.market.day import play_day
from outreach_sim.market.plan import Plan
from outreach_sim.market.prospects import weigh
from outreach_sim.market.setup import BotPolicy, Conference, Do, Order, Setup
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.snapshot import restore, snapshot
from outreach_sim.market.state.world import World
from outreach_sim.model.explain import explain
from tests.market.worlds import OFF, lab, plain_setup

DAYS, FIRST, LENGTH, SHARE = 60, 10, 5, 0.4
WEEK = Conference("The week", FIRST, LENGTH, SHARE)
MEET = Order(0, tuple(range(DAYS)), do=Do.ATTEND, top=3)
WRITE = Order(0, (FIRST + LENGTH,), template=0, candidates=tuple(range(100)), pay_ratio=1.5)


def setup(conferences: tuple[Conference, ...] = (WEEK,), script: tuple[Order, ...] = (MEET, WRITE)) -> Setup:
    flat = np.full(DAYS + 1, 100_000, dtype=np.int64)
    labs = (lab(0, DAYS, fleet_h100e=flat), lab(1, DAYS, fleet_h100e=flat))
    mechanisms = replace(OFF, conferences=True, fatigue=True)
    return replace(
        plain_setup(100, DAYS, 0), labs=labs, mechanisms=mechanisms, conferences=conferences, script=script
    )


def play(setup_: Setup, worlds: int = 4) -> Log:
    world = World(setup_, 4, range(worlds), keep_log=True)
    for _ in range(setup_.days):
        play_day(world)
    return world.recorder.take_log()


def test_as_many_attend_as_the_scenario_says_and_the_news_counts_them() -> None:
    log = play(setup(), 20)
    opened, closed = (
        log.where(log.kind == Event.CONFERENCE_OPENED),
        log.where(log.kind == Event.CONFERENCE_CLOSED),
    )
    assert set(opened.day.tolist()) == {FIRST} and set(closed.day.tolist()) == {FIRST + LENGTH}
    n = 20 * 100
    assert abs(opened.value.sum() / n - SHARE) < 4 * math.sqrt(SHARE * (1 - SHARE) / n)
    met = log.where(log.kind == Event.MET)
    assert closed.value.tolist() == [int((met.world == w).sum()) for w in closed.world]


def test_a_lab_meets_only_so_many_a_day_each_person_once_and_only_while_it_lasts() -> None:
    log = play(setup(script=(replace(MEET, top=9),)))
    met = log.where(log.kind == Event.MET)
    assert set(met.day.tolist()) == set(range(FIRST, FIRST + LENGTH))
    a_day = Counter(zip(met.world.tolist(), met.day.tolist(), strict=True))
    assert set(a_day.values()) == {4}
    people = Counter(zip(met.world.tolist(), met.candidate.tolist(), strict=True))
    assert max(people.values()) == 1
    refused = log.where(log.kind == Event.REFUSED)
    assert set(refused.value.tolist()) == {int(Refusal.NO_CONFERENCE)}
    assert len(refused) == 4 * (DAYS - LENGTH)


def test_a_meeting_adds_the_same_to_every_letter_s_logit_and_attending_alone_changes_none() -> None:
    with_week, without = play(setup()), play(setup(script=(WRITE,)))
    met = with_week.where(with_week.kind == Event.MET)
    people = set(zip(met.world.tolist(), met.candidate.tolist(), strict=True))
    sent, before = (log.where((log.kind == Event.SENT) & (log.mail == 1)) for log in (with_week, without))
    for world, candidate, on, off in zip(
        sent.world.tolist(), sent.candidate.tolist(), sent.value, before.value, strict=True
    ):
        expected = 405_465 if (world, candidate) in people else 0
        assert abs(on - off - expected) <= 1
    nowhere = play(setup(conferences=(), script=(WRITE,)))
    quiet = nowhere.where((nowhere.kind == Event.SENT) & (nowhere.mail == 1))
    assert before.value.tolist() == quiet.value.tolist(), "talks are no mail: nobody is more tired of it"


def test_a_meeting_is_forgotten_after_two_months() -> None:
    later = replace(WRITE, days=(FIRST + 62,))
    long = replace(setup(script=(MEET, later)), days=100)
    labs = tuple(replace(x, fleet_h100e=np.full(101, 100_000, dtype=np.int64)) for x in long.labs)
    log = play(replace(long, labs=labs, mechanisms=replace(OFF, conferences=True)))
    plain = play(replace(long, labs=labs, conferences=(), mechanisms=OFF))
    met = log.where(log.kind == Event.MET)
    day_of = dict(
        zip(zip(met.world.tolist(), met.candidate.tolist(), strict=True), met.day.tolist(), strict=True)
    )
    on, off = (x.where((x.kind == Event.SENT) & (x.mail == 1)) for x in (log, plain))
    gain = dict(
        zip(zip(on.world.tolist(), on.candidate.tolist(), strict=True), on.value - off.value, strict=True)
    )
    assert all(gain[who] == 0 for who in gain if who not in day_of)
    remembered = {day for who, day in day_of.items() if abs(gain[who] - 405_465) <= 1}
    # A meeting of day d counts up to day d + 60.
    assert remembered == {FIRST + 2, FIRST + 3, FIRST + 4}
    assert {gain[who] for who, day in day_of.items() if day < FIRST + 2} == {0}


def test_bots_attend_and_write_twice_as_much_in_the_week() -> None:
    base = setup(script=())
    bot = BotPolicy("spray", 14, 1.0, 0)
    log = play(replace(base, labs=(replace(base.labs[0], policy=bot), base.labs[1])))
    first = log.where((log.kind == Event.SENT) & (log.mail == 1))
    a_day = Counter(first.day.tolist())
    assert {a_day[day] for day in range(FIRST, FIRST + LENGTH)} == {4 * 4}
    assert {a_day[day] for day in range(FIRST)} == {4 * 2}
    assert (log.kind == Event.MET).sum() == 4 * 4 * LENGTH


def test_a_saved_week_goes_on_and_its_truth_is_explained() -> None:
    straight, resumed = World(setup(), 4, [0, 2]), World(setup(), 4, [0, 2])
    for _ in range(FIRST + 2):
        play_day(straight)
    restore(resumed, snapshot(straight))
    for world in (straight, resumed):
        while world.day < DAYS:
            play_day(world)
    assert straight.recorder.digests() == resumed.recorder.digests()
    world = World(setup(), 4, [0])
    while world.day < FIRST + LENGTH:
        play_day(world)
    assert world.stores.meetings is not None
    who = int(np.flatnonzero(world.stores.meetings.met_on[:100])[0])
    terms = (
        explain(world.setup.parameters, weigh(world, 0, who, Plan(900_000, 0), "Robin", False)).links[1].terms
    )
    assert [term.value for term in terms if term.name == "occasion"] == [world.setup.parameters.occasion_met]
