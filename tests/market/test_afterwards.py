"""Acceptance is not the end: people who were kept leave later, misfits early, and tenure is counted."""

import math
from dataclasses import replace

import numpy as np

from outreach_sim.market.day import play_day
from outreach_sim.market.mechanisms.afterwards import tenure
from outreach_sim.market.rules import Rules
from outreach_sim.market.setup import Order, Setup
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.snapshot import restore, snapshot
from outreach_sim.market.state.world import World
from outreach_sim.study.retention import retention_of
from tests.market.worlds import OFF, lab, plain_setup, rich_setup
from tests.params import PARAMETERS as P

EAGER = {"reply_cut_1": 5.0, "reply_cut_2": 5.1, "reply_cut_3": 5.2, "reply_cut_4": 5.3, "interest_cut": 0.0,
         "offer_chance_direct": 0.99, "offer_chance_interviewed": 0.99}  # fmt: skip


def setup(days: int, direct: bool = True, **parameters: float) -> Setup:
    flat = np.full(days + 1, 100_000, dtype=np.int64)
    labs = tuple(lab(i, days, fleet_h100e=flat, researchers=10_000) for i in range(2))
    order = Order(0, (0,), template=0, candidates=tuple(range(200)), pay_ratio=1.0, direct=direct)
    base = plain_setup(200, days, 0, **EAGER | parameters)
    on = replace(OFF, aftermath=True, counter_offers=True, misfit=True)
    return replace(base, labs=labs, script=(order,), mechanisms=on, rules=Rules(rest_days=3_000))


def play(setup_: Setup, worlds: int = 6) -> tuple[Log, World]:
    world = World(setup_, 4, range(worlds), keep_log=True)
    for _ in range(setup_.days):
        play_day(world)
    return world.recorder.take_log(), world


def of(log: Log, kind: Event) -> Log:
    return log.where(log.kind == kind)


def test_a_third_of_those_kept_by_a_raise_leave_within_two_years_and_nobody_without_the_mechanism() -> None:
    base = setup(800, counter_chance=0.95)
    log, _ = play(base)
    kept, later = of(log, Event.RAISED), of(log, Event.LEFT_LATER)
    chance = 1 - math.exp(-2 * P.kept_hazard_per_year)
    assert 0.34 < chance < 0.36 and len(kept) > 300
    assert abs(len(later) - chance * len(kept)) < 4 * math.sqrt(len(kept) * chance * (1 - chance))
    assert later.value.min() >= 1 and 365 < later.value.max() <= 730
    raised = dict(
        zip(zip(kept.world.tolist(), kept.candidate.tolist(), strict=True), kept.day.tolist(), strict=True)
    )
    for world, candidate, day, value in zip(
        later.world, later.candidate, later.day, later.value, strict=True
    ):
        assert day - raised[int(world), int(candidate)] == value
    off, _ = play(replace(base, mechanisms=replace(base.mechanisms, aftermath=False)))
    assert not len(of(off, Event.LEFT_LATER)) and len(of(off, Event.RAISED)) == len(kept)


def test_direct_offers_are_faster_reach_more_and_are_quit_more_often_on_the_same_luck() -> None:
    evidence = {
        "offer_chance_direct": P.offer_chance_direct,
        "offer_chance_interviewed": P.offer_chance_interviewed,
    }
    direct, asked = (play(setup(300, d, **evidence), 12)[0] for d in (True, False))
    interested = len(of(direct, Event.INTERESTED))
    assert interested == len(of(asked, Event.INTERESTED)) > 500
    for log, chance in ((direct, P.offer_chance_direct), (asked, P.offer_chance_interviewed)):
        share = len(of(log, Event.OFFERED)) / interested
        assert abs(share - chance) < 4 * math.sqrt(chance * (1 - chance) / interested)
    # The same draw decides, so whoever gets an offer after interviews gets one without them as well.
    who = [
        set(zip(x.world.tolist(), x.candidate.tolist(), strict=True))
        for x in (of(asked, Event.OFFERED), of(direct, Event.OFFERED))
    ]
    assert who[0] < who[1]
    wait = [np.mean(of(x, Event.OFFERED).day) for x in (direct, asked)]
    assert 14 - 3 < wait[1] - wait[0] < 42 - 3
    quits = [len(of(x, Event.QUIT)) / len(of(x, Event.STARTED)) for x in (direct, asked)]
    for share, chance, log in zip(quits, (0.2, 0.1), (direct, asked), strict=True):
        started = len(of(log, Event.STARTED))
        assert abs(share - chance) < 4 * math.sqrt(chance * (1 - chance) / started)


def test_tenure_counts_everybody_once() -> None:
    base = rich_setup(count=120)
    world = World(
        replace(base, mechanisms=replace(base.mechanisms, aftermath=True)), 3, [0, 1, 2], keep_log=True
    )
    for _ in range(base.days):
        play_day(world)
    counted, log = tenure(world), world.recorder.take_log()
    assert counted is not None
    started = len(of(log, Event.STARTED))
    assert counted[:, :, 0].sum() == 3 * 120
    assert counted[:, :, 1].sum() == started > 20
    assert counted[:, :, :, 1].sum() == (world.status != Status.GONE).sum()
    gone = sum(len(of(log, e)) for e in (Event.EXITED, Event.QUIT, Event.LEFT_LATER))
    assert counted[:, :, :, 0].sum() == gone + started


def test_retention_at_24_months_is_the_hazard_s_and_misfits_cost_what_they_should() -> None:
    base = setup(900, counter_chance=0.0, exit_hazard_per_year=0.12)
    base = replace(base, mechanisms=replace(base.mechanisms, exits=True))
    result = run_worlds(base, 4, range(8))
    assert result.tenure is not None
    staff, hires = retention_of(result.tenure[:, 0])[0:1], retention_of(result.tenure[:, 0])
    assert not staff or staff[0].cohort in ("staff", "hires")
    hired = next(cohort for cohort in hires if cohort.cohort == "hires")
    rest = next(cohort for cohort in retention_of(result.tenure[:, 1]) if cohort.cohort == "staff")
    assert hired.months == rest.months == 24
    expected = 0.8 * math.exp(-0.12 * 2)
    assert abs(hired.share - expected) < 4 * math.sqrt(expected * (1 - expected) / hired.people)
    assert run_worlds(replace(base, mechanisms=OFF), 4, range(1)).tenure is None


def test_kaplan_meier_by_hand() -> None:
    counts = np.zeros((1, 2, 2, 25), dtype=np.int64)
    counts[0, 1, 0, [2, 5]] = 3, 2  # left
    counts[0, 1, 1, [3, 24]] = 5, 10  # still there
    (only,) = retention_of(counts)
    assert (only.cohort, only.months, only.people, only.left) == ("hires", 24, 20, 5)
    assert math.isclose(only.share, (1 - 3 / 20) * (1 - 2 / 12))


def test_a_saved_wait_of_kept_people_goes_on() -> None:
    base = setup(300, counter_chance=0.9)
    straight, resumed = World(base, 4, [0]), World(base, 4, [0])
    for _ in range(60):
        play_day(straight)
    restore(resumed, snapshot(straight))
    for world in (straight, resumed):
        while world.day < base.days:
            play_day(world)
    assert straight.recorder.digests() == resumed.recorder.digests()
    assert np.array_equal(tenure(straight), tenure(resumed))
