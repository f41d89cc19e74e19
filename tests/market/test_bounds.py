"""What holds up to a bound holds at the bound itself, and one step beyond it no more."""

from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.letters import words_table
from outreach_sim.market.mechanisms.afterwards import kept
from outreach_sim.market.mechanisms.copying import copy_what_works
from outreach_sim.market.mechanisms.peers import hear_of_pay
from outreach_sim.market.mechanisms.reputation import spread_word
from outreach_sim.market.mechanisms.tactics import Tactic, uses
from outreach_sim.market.rules import Rules
from outreach_sim.market.setup import BotPolicy, Do, Order, Sender, Setup
from outreach_sim.market.state.approaches import NEVER
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.payroll import band_usd
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.world import World
from outreach_sim.market.view import LOOKED_DAYS, seen_looking
from outreach_sim.model.word_terms import reply_worth
from outreach_sim.model.wording import Wording
from tests.market.worlds import LETTERS, OFF, WORDING, counts, lab, plain_setup
from tests.params import PARAMETERS

DAYS, PAY = 60, 1_000_000
SURE = {"reply_cut_1": 30.0, "reply_cut_2": 31.0, "reply_cut_3": 32.0, "reply_cut_4": 33.0,
        "interest_cut": 20.0, "open_constant": 30.0, "offer_chance_direct": 1.0,
        "offer_chance_interviewed": 1.0}  # fmt: skip
"""Everybody opens, answers, is interested and is made an offer."""


def setup(*script: Order, people: int = 1, parameters: dict[str, float] | None = None, **changes) -> Setup:
    """Lab 0 acts by the script; all work at lab 1, whose fleet is the largest."""
    fleets = changes.pop("fleet", 20_000), 1_000_000
    labs = tuple(
        lab(i, DAYS, fleet_h100e=np.broadcast_to(fleet, DAYS + 1).astype(np.int64))
        for i, fleet in enumerate(fleets)
    )
    labs = (replace(labs[0], **changes.pop("first", {})), labs[1])
    base = plain_setup(people, DAYS, 0, **SURE | (parameters or {}))
    mechanisms = replace(OFF, **changes.pop("on", {}))
    return replace(
        base, labs=labs, script=script, mechanisms=mechanisms, rules=Rules(**changes.pop("rules", {}))
    )


def play(setup_: Setup) -> Log:
    world = World(setup_, 4, [0], keep_log=True)
    for _ in range(DAYS):
        play_day(world)
    return world.recorder.take_log()


def of(log: Log, kind: Event) -> Log:
    return log.where(log.kind == kind)


LETTER = Order(0, (0,), template=0, candidates=(0,), pay_usd=PAY, direct=True, deadline_days=50)


@pytest.mark.parametrize(("budget", "made"), [(PAY, True), (PAY - 1, False)])
def test_the_last_dollar_pays_for_an_offer(budget: int, made: bool) -> None:
    log = play(setup(LETTER, first={"budget_usd": budget}, on={"budgets": True}))
    assert bool(len(of(log, Event.OFFERED))) is made
    assert of(log, Event.REFUSED).value.tolist() == ([] if made else [Refusal.CASH])


@pytest.mark.parametrize(("more", "made"), [(500, True), (501, False)])
def test_the_last_dollar_pays_for_a_better_offer(more: int, made: bool) -> None:
    better = Order(0, (30,), do=Do.OFFER, candidates=(0,), pay_usd=PAY + more)
    log = play(setup(LETTER, better, first={"budget_usd": PAY + 500}, on={"budgets": True}))
    assert of(log, Event.OFFERED).day[0] < 30
    assert bool(len(of(log, Event.IMPROVED))) is made
    assert of(log, Event.REFUSED).value.tolist() == ([] if made else [Refusal.CASH])


@pytest.mark.parametrize(("h100e", "made"), [(1_000, True), (1_001, False)])
def test_the_last_dollar_buys_machines(h100e: int, made: bool) -> None:
    order = Order(0, (3,), do=Do.BUY, h100e=h100e)
    log = play(setup(order, first={"budget_usd": 27_500_000}, on={"budgets": True, "purchases": True}))
    assert bool(len(of(log, Event.ORDERED))) is made


@pytest.mark.parametrize(("pledge", "made"), [(10_000, True), (10_001, False)])
def test_the_last_machine_can_be_pledged(pledge: int, made: bool) -> None:
    log = play(setup(replace(LETTER, pledge_h100e=pledge)))
    assert bool(len(of(log, Event.OFFERED))) is made, "half of 20,000 is research"
    assert of(log, Event.REFUSED).value.tolist() == ([] if made else [Refusal.COMPUTE])


@pytest.mark.parametrize(("pledge", "made"), [(10_000, True), (10_001, False)])
def test_the_last_machine_can_be_pledged_in_a_better_offer(pledge: int, made: bool) -> None:
    better = Order(0, (30,), do=Do.OFFER, candidates=(0,), pay_usd=PAY, pledge_h100e=pledge)
    log = play(setup(LETTER, better))
    assert bool(len(of(log, Event.IMPROVED))) is made
    assert of(log, Event.REFUSED).value.tolist() == ([] if made else [Refusal.COMPUTE])


@pytest.mark.parametrize("lasts", [1, 7])
def test_interest_lasts_to_the_day(lasts: int) -> None:
    log = play(setup(replace(LETTER, by_hand=True), rules={"interest_lasts_days": lasts}))
    interested, closed = of(log, Event.INTERESTED), of(log, Event.CLOSED)
    assert len(interested) and closed.value.tolist() == [1]
    assert closed.day[0] == interested.day[0] + lasts


@pytest.mark.parametrize(("fleet", "closed"), [(10_000, False), (9_999, True)])
def test_a_fleet_that_reaches_the_threshold_opens_the_gate(fleet: int, closed: bool) -> None:
    world = World(setup(fleet=fleet, on={"gate": True}), 4, [0])
    world.tastes.gate_ppm[0] = 10_000  # a hundredth of the largest fleet
    world.start_day()
    first = np.zeros(1, dtype=np.intp)
    assert bool(world.gate_closed(first, first, np.zeros(1, dtype=np.int64))[0]) is closed


@pytest.mark.parametrize(("later", "back"), [(10_000, [40]), (9_999, [])])
def test_they_come_back_on_the_day_the_number_they_named_is_there(later: int, back: list[int]) -> None:
    fleet = np.where(np.arange(DAYS + 1) < 40, 500, later)
    gated = {
        "gate_share": 1.0,
        "compute_share": 1.0,
        "gate_fleet_share": 0.01,
        "gate_sd": 0.0,
        "gate_weight": -99.0,
        "interest_cut": 9.0,
    }
    log = play(setup(LETTER, fleet=fleet, on={"gate": True, "come_back": True}, parameters=gated))
    assert of(log, Event.NOT_INTERESTED).value.tolist() == [10_000]
    assert of(log, Event.CAME_BACK).day.tolist() == back


def test_what_is_never_late_comes_on_the_day_of_delivery() -> None:
    order = Order(0, (3,), do=Do.BUY, h100e=10)
    never_late = {"delivery_late_median_days": 1e-9}
    log = play(setup(order, on={"purchases": True}, rules={"delivery_days": 20}, parameters=never_late))
    assert of(log, Event.DELIVERED).day.tolist() == [23]


def test_a_leader_pulls_up_to_the_last_day() -> None:
    world = World(setup(people=12, on={"colleagues": True}), 4, [0])
    teams = world.stores.teams
    assert teams is not None
    teams.led_to[:], teams.led_until[:] = 0, 45
    candidate = np.arange(12)
    home, row = np.ones(12, dtype=np.intp), np.zeros(12, dtype=np.intp)
    for day, pulls in ((44, True), (45, True), (46, False)):
        _, _, led = teams.around(np.zeros(12, dtype=np.intp), candidate, home, row, day)
        assert led.any() == pulls, day
        assert led.sum() in (0, 10), "all but the two leaders themselves"


@pytest.mark.parametrize(("won", "copied"), [(2, True), (1, False)])
def test_a_tactic_is_copied_from_the_win_that_is_enough(won: int, copied: bool) -> None:
    world = World(setup(on={"copying": True}, first={"copies": True}, rules={"copy_after_wins": 2}), 4, [0])
    tactics = world.stores.tactics
    assert tactics is not None
    tactics.won[1, Tactic.CEO] = won
    copy_what_works(world)
    assert np.argwhere(tactics.adopts_on > 0).tolist() == ([[0, Tactic.CEO]] if copied else [])


@pytest.mark.parametrize(("offered", "high"), [(1_500_000, True), (1_499_999, False)])
def test_half_as_much_again_is_high_pay(offered: int, high: bool) -> None:
    one = np.ones(1, dtype=np.int64)
    used = uses(one < 0, np.zeros(1, dtype=np.uint8), offered * one, 1_000_000 * one, 0 * one)
    assert bool(used[0, Tactic.PAY]) is high


@pytest.mark.parametrize(("days", "leaves"), [(730, 730), (731, NEVER)])
def test_a_counter_offer_is_regretted_up_to_the_last_day_of_two_years(
    monkeypatch: pytest.MonkeyPatch, days: int, leaves: int
) -> None:
    world = World(setup(on={"aftermath": True}, parameters={"kept_hazard_per_year": 1.0}), 4, [0])
    draw = np.exp(-(days - 0.5) / 365.0)
    monkeypatch.setattr("outreach_sim.market.mechanisms.afterwards.uniform", lambda _: np.array([draw]))
    kept(world, np.zeros(1, dtype=np.intp))
    assert world.stores.stays is not None
    assert world.stores.stays.leaves_on[0] == leaves


@pytest.mark.parametrize(("less", "heard"), [(0, 0), (1, 1)])
def test_peers_who_get_as_much_hear_nothing_new(less: int, heard: int) -> None:
    base = setup(people=2, on={"peers": True}, parameters={"peers_hear_chance": 1.0})
    alike = replace(base.people, level=np.ones(2, dtype=np.int8), standing=np.zeros(2, dtype=np.int32))
    world = World(replace(base, people=alike), 4, [0], keep_log=True)
    both = np.arange(2)
    world.pay_usd[both] = 2 * band_usd(world, world.home[both], both) - np.array([0, less])
    world.told_today.append(both[:1])
    hear_of_pay(world)
    log = world.recorder.take_log()
    assert of(log, Event.PEERS_HEARD).value.tolist() == [heard] * bool(heard)


def test_a_worn_name_is_news_again_only_once_it_has_mended_well_above_its_mark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World(setup(on={"name_wear": True, "name_news": True}), 4, [0], keep_log=True)
    for weight in (1.0, 0.75, 0.74, 0.79, 0.74, 0.8, 0.74, 0.5, 0.49, 0.54, 0.49):
        monkeypatch.setattr(
            "outreach_sim.market.mechanisms.reputation.reputation_weights",
            lambda _, w=weight: np.array([w, 1.0]),
        )
        spread_word(world)
    told = of(world.recorder.take_log(), Event.NAME_WORN)
    assert told.value.tolist() == [490, 740, 740] and set(told.lab.tolist()) == {0}


@pytest.mark.parametrize("length", [400, 800, 1_200])
def test_a_letter_of_exactly_so_many_characters_still_counts_as_that_short(length: int) -> None:
    letters = [replace(WORDING[0], length=n) for n in (length, length + 1, 1_201)]
    table = words_table(PARAMETERS, replace(LETTERS, wording=counts(Wording, letters)))
    by_length = (
        table[:, 0] - reply_worth(PARAMETERS, replace(WORDING[0], length=90)) + PARAMETERS.words_up_to_400
    )
    names = {400: "words_up_to_400", 800: "words_up_to_800", 1_200: "words_up_to_1200"}
    longer = {400: "words_up_to_800", 800: "words_up_to_1200", 1_200: "words_over_1200"}
    for row, name in ((0, names[length]), (1, longer[length]), (2, "words_over_1200")):
        assert by_length[row] == pytest.approx(getattr(PARAMETERS, name))


def test_a_sniper_writes_to_level_four_and_five_and_to_nobody_below() -> None:
    base = setup(people=5)
    staff = replace(base.people, level=np.array([1, 2, 3, 4, 5], dtype=np.int8))
    sniper = replace(base.labs[0], policy=BotPolicy("sniper", 7, 2.0, 0, Sender.CEO, True))
    log = play(replace(base, people=staff, labs=(sniper, base.labs[1])))
    assert set(of(log, Event.SENT).candidate.tolist()) == {3, 4}


def test_who_was_seen_looking_is_remembered_as_long_as_it_is_said() -> None:
    world = World(setup(people=2, on={"raises": True}), 4, [0])
    assert world.stores.staff is not None
    world.stores.staff.looked_on[:] = 11  # day 10
    for day, remembered in ((11, True), (10 + LOOKED_DAYS, True), (11 + LOOKED_DAYS, False)):
        world.day = day
        seen = seen_looking(world, 1)
        assert seen is not None and seen.tolist() == [remembered] * 2


@pytest.mark.parametrize(("more", "raised"), [(1, True), (0, False)])
def test_a_raise_is_at_least_a_dollar(more: int, raised: bool) -> None:
    base = setup()
    pay = int(base.people.pay_usd[0]) + more
    order = Order(1, (3,), do=Do.RAISE, candidates=(0,), pay_usd=pay)
    log = play(replace(base, script=(order,)))
    assert of(log, Event.PAY_RAISED).value.tolist() == [pay] * raised
    assert of(log, Event.REFUSED).value.tolist() == [Refusal.NO_RAISE] * (not raised)
