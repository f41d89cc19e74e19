"""Numbers stay numbers: what grows on its own result ends where the rules say, and nothing is played on with
that is no number.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.errors import ExitCode, RunError
from outreach_sim.market.day import play_day
from outreach_sim.market.limits import LEAST_PAY_USD, MAX_H100E, MAX_PAY_USD, MAX_PEOPLE
from outreach_sim.market.mechanisms.peers import over_the_band
from outreach_sim.market.phases.arrivals import micro
from outreach_sim.market.phases.decisions import log_sum_of_others
from outreach_sim.market.policies.registry import settings
from outreach_sim.market.rules import Rules
from outreach_sim.market.session import Session
from outreach_sim.market.setup import NO_LIMIT, PPM, BotPolicy, Do, Order, Sender, Setup
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.approaches import MOST_ATTEMPTS, State
from outreach_sim.market.state.bands import bands_of, in_band
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.tastes import draw_tastes
from outreach_sim.market.state.world import World
from outreach_sim.market.view import LabView
from outreach_sim.model.draws import world_keys
from outreach_sim.scenario.load import load_scenario
from outreach_sim.scenario.parameters import NAMES, sane_range
from outreach_sim.scenario.people import LabPay, make_people
from outreach_sim.scenario.schema import RulesTable
from outreach_sim.study.balance import play_through
from tests.market.worlds import OFF, known_to_all, lab, people, plain_setup, richest_setup

DAYS = 90
CEILING = 4_000_000
FAST = Rules(rest_days=1, notice_days=1, direct_days=1, interview_days_low=1, interview_days_high=2,
             raise_rest_days=1, deadline_days=1, pay_ceiling_usd=CEILING)  # fmt: skip
EAGER = {"reply_cut_1": 5.0, "reply_cut_2": 5.1, "reply_cut_3": 5.2, "reply_cut_4": 5.3, "interest_cut": 0.0,
         "offer_chance_interviewed": 0.99, "offer_chance_direct": 0.99, "open_constant": 9.0,
         "accept_constant": 5.0, "notice_chance": 0.99, "counter_chance": 0.9,
         "counter_raise": 0.4}  # fmt: skip


def setup(first: BotPolicy, second: BotPolicy, script: tuple[Order, ...] = (), **switches: bool) -> Setup:
    """Two labs that change people with each other as fast as the rules let them, and know what all earn."""
    flat = np.full(DAYS + 1, 100_000, dtype=np.int64)
    both = [replace(lab(i, DAYS, researchers=500, policy=bot), fleet_h100e=flat) for i, bot in
            enumerate((first, second))]  # fmt: skip
    base = plain_setup(60, DAYS, 0, **EAGER)
    played = replace(
        base,
        labs=tuple(both),
        people=people(60, 2),
        script=script,
        rules=FAST,
        mechanisms=replace(OFF, **switches),
    )
    return known_to_all(played)


def loyal(base: Setup) -> Setup:
    """The same with people who listen to everybody and go nowhere."""
    return replace(base, parameters=replace(base.parameters, accept_constant=-9.0))


def bot(kind: str, ratio: float, direct: bool = True, letters: int = 70) -> BotPolicy:
    usual = settings(kind, (), {}, Sender.RECRUITER)
    return replace(usual, letters_per_week=letters, pay_ratio=ratio, direct=direct)


IDLE = BotPolicy()
DAILY = tuple(range(DAYS))
MUTUAL = tuple(Order(i, DAILY, top=60, pay_ratio=1.5, direct=True, deadline_days=1) for i in (0, 1))
SIGN_ON = tuple(replace(order, pay_ratio=1.0, sign_on_usd=2_000_000) for order in MUTUAL)
LOOPS = {
    "offers of a policy": setup(bot("spray", 1.5), bot("spray", 1.5)),
    "offers on any terms": setup(bot("random", 1.5), bot("random", 1.5)),
    "offers bettered against counter-offers": setup(
        bot("pay-max", 1.2), bot("pay-max", 1.2), counter_offers=True
    ),
    "offers of a script": setup(IDLE, IDLE, MUTUAL),
    "sign-ons": setup(IDLE, IDLE, SIGN_ON),
    "raises by order": setup(IDLE, IDLE, (Order(0, DAILY, do=Do.RAISE, top=60, pay_ratio=1.2),)),
    "counter-offers": loyal(setup(bot("spray", 1.0), IDLE, counter_offers=True)),
    "raises by a rule": loyal(setup(bot("spray", 1.0), bot("defender", 1.0), raises=True)),
    "what is copied": setup(bot("spray", 1.6), bot("copycat", 1.1), copying=True),
    "market pay": setup(bot("spray", 1.0), bot("spray", 1.0), demand=True),
}


def check_bounds(world: World, ceiling: int = MAX_PAY_USD) -> None:
    """Pay, money and machines are where no product of them leaves 64 bits."""
    table = world.approaches
    live = table.state != State.EMPTY
    pays = (world.pay_usd, table.pay_usd[live], table.expected_usd[live])
    assert min(pay.min(initial=MAX_PAY_USD) for pay in pays) >= LEAST_PAY_USD
    assert max(pay.max(initial=0) for pay in pays[:2]) <= ceiling
    assert min(x.min() for x in (world.reserved_usd, world.committed_usd, world.raises_usd, world.heads)) >= 0
    assert np.isfinite(table.value[live]).all() and np.isfinite(table.fit[live]).all()


@pytest.mark.parametrize("loop", LOOPS)
def test_pay_that_grows_on_its_own_result_ends_at_the_ceiling(loop: str) -> None:
    base = LOOPS[loop]
    if loop == "market pay":
        labs = tuple(replace(x, growth_per_year=10.0) for x in base.labs)
        base = replace(base, labs=labs, parameters=replace(base.parameters, market_pay_per_gap=10.0))
    start = int(base.people.pay_usd.max())
    assert start < CEILING
    free = World(replace(base, rules=replace(base.rules, pay_ceiling_usd=MAX_PAY_USD)), 4, [0])
    held = World(base, 4, [0])
    offers = [0, 0]
    for _ in range(DAYS):
        for i, world in enumerate((free, held)):
            play_day(world)
            offers[i] = max(offers[i], int(world.approaches.pay_usd.max(initial=0)))
        check_bounds(held, CEILING)
    assert max(int(free.pay_usd.max()), offers[0]) > CEILING, "else there is nothing to hold"
    assert max(int(held.pay_usd.max()), offers[1]) == CEILING


def test_named_pay_stands_above_the_ceiling_and_multiples_of_it_do_not_grow() -> None:
    named = Order(0, (0,), top=60, pay_usd=40 * CEILING, direct=True, deadline_days=1)
    world = World(setup(IDLE, bot("spray", 1.5), (named,)), 4, [0])
    for _ in range(DAYS):
        play_day(world)
        check_bounds(world, 40 * CEILING)
    assert world.pay_usd.max() == 40 * CEILING


def test_pay_by_ratio_never_falls_below_what_anybody_can_name() -> None:
    low = tuple(replace(order, pay_ratio=0.01) for order in MUTUAL)
    base = setup(IDLE, IDLE, low)
    world = World(
        replace(base, parameters=replace(base.parameters, accept_constant=50.0, pay_slope=0.01)), 4, [0]
    )
    for _ in range(DAYS):
        play_day(world)
    assert world.pay_usd.min() == LEAST_PAY_USD


def test_market_pay_ends_at_its_ceiling_and_is_no_news_there() -> None:
    base = LOOPS["market pay"]
    labs = tuple(replace(x, growth_per_year=10.0) for x in base.labs)
    rules = replace(base.rules, market_pay_ceiling=1.5)
    parameters = replace(base.parameters, market_pay_per_gap=10.0)
    world = World(replace(base, labs=labs, rules=rules, parameters=parameters), 4, [0], keep_log=True)
    for _ in range(DAYS):
        play_day(world)
    assert world.stores.demand is not None and world.stores.demand.market_ppm.tolist() == [1_500_000]
    log = world.recorder.take_log()
    news = log.value[log.kind == Event.MARKET_PAY]
    assert news.max() == 1_500 and len(news) == len(set(news.tolist()))


def test_a_lab_never_wants_more_people_than_a_lab_can_have() -> None:
    base = setup(IDLE, IDLE, demand=True)
    labs = tuple(replace(x, researchers=MAX_PEOPLE, growth_per_year=10.0) for x in base.labs)
    world = World(replace(base, labs=labs), 4, [0])
    play_day(world)
    assert world.stores.demand is not None and world.stores.demand.targets.max() == MAX_PEOPLE


def test_labs_that_shrink_to_nothing_leave_market_pay_alone() -> None:
    base = setup(IDLE, IDLE, demand=True)
    labs = tuple(replace(x, researchers=1, growth_per_year=-0.9) for x in base.labs)
    world = World(replace(base, labs=labs), 4, [0])
    for _ in range(DAYS):
        play_day(world)
    assert world.stores.demand is not None and world.stores.demand.market_ppm.tolist() == [PPM]


def test_nobody_comes_to_own_more_machines_than_there_can_be() -> None:
    half = MAX_H100E // 2
    buy = tuple(Order(0, (day,), do=Do.BUY, h100e=half) for day in range(3))
    world = World(setup(IDLE, IDLE, buy, purchases=True), 4, [0], keep_log=True)
    for _ in range(DAYS):
        play_day(world)
    log = world.recorder.take_log()
    assert log.day[log.kind == Event.ORDERED].tolist() == [0]  # 100,000 are there already
    refused = log.where(log.kind == Event.REFUSED)
    assert refused.value.tolist() == 2 * [Refusal.NO_MACHINES] and refused.day.tolist() == [1, 2]


def test_what_peers_hear_stays_within_the_ceiling_however_far_bands_lie_apart() -> None:
    world = World(setup(IDLE, IDLE), 4, [0])
    over = np.array([MAX_PAY_USD * PPM // LEAST_PAY_USD, 2 * PPM])
    band = np.array([900_000, 900_000])
    assert over_the_band(world, over, band).tolist() == [CEILING * PPM // 900_000 * 900_000 // PPM, 1_800_000]


def test_a_lab_writes_to_nobody_more_often_than_attempts_can_be_counted() -> None:
    days = 700
    rules = Rules(rest_days=1, follow_up_days=1, sequence_mails=1)
    base = plain_setup(
        4, days, 28, reply_cut_1=-40.0, reply_cut_2=-39.0, reply_cut_3=-38.0, reply_cut_4=-37.0
    )
    world = World(replace(base, rules=rules), 4, [0])
    numbers = set()
    for _ in range(days):
        play_day(world)
        numbers |= set(world.approaches.number.tolist())
    assert numbers == set(range(1, MOST_ATTEMPTS + 1))
    assert world.attempts.max() == MOST_ATTEMPTS and not len(world.approaches)


def test_a_number_that_is_none_stops_the_run_with_the_day_and_the_place() -> None:
    session = Session(setup(bot("spray", 1.0), IDLE), 4)
    session.advance(3)
    session.world.pay_usd[:] = 0
    said = r"day 4 cannot be played: .*divide by zero.* in terms\.pay_term"
    with np.errstate(all="ignore"), pytest.raises(RunError, match=said):
        session.advance()


def overflow(world: World) -> None:
    np.exp(np.full(1, 1e3))


PLAYERS: dict[str, Callable[[Setup], object]] = {
    "a session": lambda setup: Session(setup, 4).advance(),
    "a stack": lambda setup: run_worlds(setup, 4, [0, 1]),
    "a balance": lambda setup: play_through(setup, 4, 2),
}


@pytest.mark.parametrize("who", PLAYERS)
def test_whoever_plays_days_plays_them_with_numbers_only(who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach_sim.market.day.open_day", overflow)
    with np.errstate(all="ignore"), pytest.raises(RunError, match="day 1 cannot be played"):
        PLAYERS[who](setup(IDLE, IDLE))


def test_a_policy_of_the_user_s_own_reckons_as_numpy_does_for_everybody() -> None:
    class Reckons:
        def act(self, view: LabView) -> list[Order]:
            with pytest.warns(RuntimeWarning, match="overflow"):
                np.exp(np.full(1, 1e3))
            return []

    run_worlds(replace(setup(IDLE, IDLE), days=2), 4, [0], own={0: Reckons})


def test_worlds_that_cannot_be_made_of_numbers_are_not_made() -> None:
    base = richest_setup(days=20)
    said = r"these worlds cannot be made: a number left its bounds \(overflow"
    with np.errstate(all="ignore"), pytest.raises(RunError, match=said):
        World(replace(base, parameters=replace(base.parameters, gate_sd=1e6)), 4, [0])


def test_a_stopped_run_is_a_sentence_and_exit_code_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach_sim.market.day.open_day", overflow)
    assert run_command_line(["run", "first-letter"]) == ExitCode.FAILED
    said = capsys.readouterr().err
    assert "outreach-sim: day 1 cannot be played: a number left its bounds" in said
    assert "Traceback" not in said and "fault in" not in said


def test_what_is_certain_is_logged_as_certain_and_no_sum_of_odds_overflows() -> None:
    assert micro(np.array([1.5, 1e300, -1e300])).tolist() == [1_500_000, 10**12, -(10**12)]
    first, size = np.array([0]), np.array([3])
    assert log_sum_of_others(np.array([0.0, 1e6, 1e6]), first, size)[0] == pytest.approx(700 + math.log(2))


def test_thresholds_tastes_and_bands_have_ends_too() -> None:
    base = richest_setup(count=400, days=10)
    wide = replace(
        base.parameters,
        gate_share=1.0,
        compute_share=1.0,
        gate_fleet_share=1.0,
        gate_sd=5.0,
        compute_taste_mean=1e-300,
    )
    tastes = draw_tastes(replace(base, parameters=wide), world_keys(1, np.zeros(1)))
    assert tastes.gate_ppm.max() == 50 * PPM and tastes.compute.max() == 1e-300
    far = bands_of(
        replace(base, labs=(replace(base.labs[0], pay_median_usd=1_000, pay_top_usd=MAX_PAY_USD),))
    )
    pays = in_band(far, np.zeros(2, dtype=np.intp), np.array([-5_000, 5_000], dtype=np.int32))
    assert pays.tolist() == [LEAST_PAY_USD, MAX_PAY_USD]
    made = make_people(900, 3, [LabPay(900, 500_000_000, MAX_PAY_USD)])
    assert made.pay_usd.max() == MAX_PAY_USD


def ends_of_rules() -> dict[str, tuple[float, float]]:
    """Every rule with its least and largest value."""
    ends = {}
    for name, field in RulesTable.model_fields.items():
        marks = {
            key: getattr(mark, key) for mark in field.metadata for key in ("ge", "le") if hasattr(mark, key)
        }
        ends[name] = (marks["ge"], marks["le"])
    return ends


@pytest.mark.parametrize("seed", range(8))
def test_every_rule_and_parameter_may_stand_at_either_end_of_its_bounds(seed: int) -> None:
    dice = random.Random(seed)
    base = richest_setup(count=80, days=40)
    rules = {name: dice.choice(ends) for name, ends in ends_of_rules().items()}
    rules["interview_days_high"] = max(rules["interview_days_low"], rules["interview_days_high"])
    parameters = {name: float(dice.choice(sane_range(name))) for name in NAMES}
    parameters |= {name: getattr(base.parameters, name) for name in NAMES if name.startswith("reply_cut")}
    world = World(
        replace(base, rules=Rules(**rules), parameters=replace(base.parameters, **parameters)), seed, [0]
    )
    for _ in range(base.days):
        play_day(world)
        check_bounds(world)


@pytest.mark.parametrize("name", ["sandbox", "superintelligence-summer"])
def test_a_scenario_that_goes_on_for_longer_than_it_was_made_for_stays_in_bounds(name: str) -> None:
    base = load_scenario(name, ["scenario.days=250", "rules.pay_ceiling_usd=60_000_000"]).setup
    world = World(base, 1, [0])
    start = int(base.people.pay_usd.max())
    for day in range(base.days):
        play_day(world)
        if day % 10 == 0:
            check_bounds(world, max(start, 60_000_000))
    assert (world.cash_usd < 2 * NO_LIMIT).all()
