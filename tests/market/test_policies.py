"""Every policy plays fair: the same alone and stacked, nothing lost, and each does what its page says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from outreach_sim.cli.main import cli
from outreach_sim.errors import BadInputError, UsageError
from outreach_sim.market.day import play_day
from outreach_sim.market.plan import Plan
from outreach_sim.market.policies.base import Policy
from outreach_sim.market.policies.patient import Patient
from outreach_sim.market.policies.registry import POLICIES, settings
from outreach_sim.market.prospects import weigh
from outreach_sim.market.session import Session
from outreach_sim.market.setup import NEVER_COPIES, PPM, BotPolicy, Order, Sender, Setup
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.market.state.payroll import public_pay_usd
from outreach_sim.market.state.snapshot import restore, snapshot
from outreach_sim.market.state.world import World
from outreach_sim.market.view import LabView
from outreach_sim.scenario.lab_tables import LabTable
from tests.market import test_conservation as kept
from tests.market.worlds import LETTERS, rich_setup

ACCEPTED = FUNNEL.index(Event.ACCEPTED)
EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "my_policy.py"


def with_policies(*names: str, days: int = 60, count: int = 200) -> Setup:
    """The rich world with a policy for each of its four labs, no script, and raises that cost money."""
    base = rich_setup(count, days)
    labs = [
        replace(x, policy=settings(name, LETTERS.ids, x.letters_per_week), budget_usd=x.budget_usd)
        for x, name in zip(base.labs, names, strict=True)
    ]
    mechanisms = replace(base.mechanisms, paid_raises=True)
    return replace(base, labs=tuple(labs), script=(), mechanisms=mechanisms)


MANY = replace(rich_setup().mechanisms, quotas=False, paid_raises=True, fatigue=False)
HALVES = [("spray", "pay-max", "compute-first", "patient"), ("sniper", "defender", "copycat", "random")]


@pytest.mark.parametrize("names", HALVES)
def test_a_world_alone_is_the_same_in_a_stack_and_nothing_is_lost(names: tuple[str, ...]) -> None:
    setup = with_policies(*names)
    stacked = run_worlds(setup, 3, [0, 1, 2])
    for replication in range(3):
        assert run_worlds(setup, 3, [replication]).digests[0] == stacked.digests[replication]
    assert (stacked.funnel[:, :, FUNNEL.index(Event.SENT)].sum(axis=0) > 0).all()
    world = World(setup, 3, [0, 1])
    for _ in range(setup.days):
        play_day(world)
        kept.check_heads(world)
        kept.check_compute(world)
        kept.check_approaches(world)
        kept.check_shortlist(world)


@pytest.mark.parametrize("names", HALVES)
def test_a_saved_world_goes_on_as_if_nothing_had_happened(names: tuple[str, ...]) -> None:
    setup = with_policies(*names)
    whole, half = World(setup, 3, [0]), World(setup, 3, [0])
    for _ in range(setup.days):
        play_day(whole)
    for _ in range(31):
        play_day(half)
    later = World(setup, 3, [0])
    restore(later, snapshot(half))
    for _ in range(setup.days - 31):
        play_day(later)
    assert later.recorder.digests() == whole.recorder.digests()


def lone(name: str, rival: str = "idle", **changes: object) -> Setup:
    setup = with_policies(name, rival, "idle", "idle")
    return replace(setup, labs=(replace(setup.labs[0], budget_usd=10**12), *setup.labs[1:]), **changes)


def live(setup: Setup, days: int) -> World:
    world = World(setup, 5, [0, 1])
    for _ in range(days):
        play_day(world)
    return world


def test_pay_max_offers_three_times_and_sniper_writes_to_seniors_as_the_ceo() -> None:
    world = live(lone("pay-max"), 4)
    table = world.approaches
    assert np.array_equal(table.pay_usd, 3 * public_pay_usd(world, table.person))
    assert (table.sender == Sender.HIRING_MANAGER).all()
    sniper = live(lone("sniper"), 7)
    seniors = sniper.setup.people.level[sniper.approaches.person % sniper.candidates]
    assert seniors.min() >= 4
    assert (sniper.approaches.sender == Sender.CEO).all()
    assert sniper.attempts.sum() == 6  # three letters in each of two worlds


@pytest.mark.parametrize("market_ppm", [1_000_000, 1_300_000])
def test_an_offer_is_bettered_once_whatever_the_market_pays_by_now(market_ppm: int) -> None:
    base = lone("pay-max")
    labs = tuple(replace(one, growth_per_year=0.5) for one in base.labs)
    mechanisms = replace(base.mechanisms, demand=True, counter_offers=True)
    world = World(replace(base, labs=labs, mechanisms=mechanisms), 5, range(8), keep_log=True)
    assert world.stores.demand is not None
    world.stores.demand.market_ppm[:] = market_ppm
    for _ in range(base.days):
        play_day(world)
    log = world.recorder.take_log()
    bettered = log.where(log.kind == Event.IMPROVED)
    columns = (bettered.world, bettered.candidate, bettered.number)
    offers = list(zip(*(column.tolist() for column in columns), strict=True))
    assert len(offers) > 5
    assert len(offers) == len(set(offers))


def test_compute_first_pledges_ten_times_theirs_but_at_most_a_fiftieth_of_what_is_left() -> None:
    setup = lone("compute-first")
    many = replace(setup.labs[0], policy=replace(setup.labs[0].policy, letters_per_week=70))
    world = World(replace(setup, labs=(many, *setup.labs[1:])), 5, [0, 1])
    most = int(world.fleet_today[0] * world.research_share[0]) // 50
    each = world.compute_today
    play_day(world)
    table = world.approaches
    theirs = (10 * each[world.home[table.person]]).astype(np.int64)
    assert np.array_equal(table.pledge_h100e, np.minimum(theirs, most))
    assert theirs.min() < most < theirs.max()


def test_patient_rests_on_slow_days_and_spray_does_not() -> None:
    for name, writes in (("patient", False), ("spray", True)):
        world = live(lone(name), 1)  # day 0 is a Thursday
        before = len(world.approaches)
        play_day(world)  # Friday
        play_day(world)  # Saturday
        assert (len(world.approaches) > before) == writes


def test_a_defender_answers_every_offer_and_pays_for_it() -> None:
    shares, setups = [], {}
    for name in ("idle", "defender"):
        base = with_policies(name, "pay-max", "idle", "idle", count=400)
        many = replace(
            base.labs[1], policy=replace(base.labs[1].policy, letters_per_week=70), letters_per_week={}
        )
        setups[name] = replace(base, labs=(base.labs[0], many, *base.labs[2:]), mechanisms=MANY)
        log = Session(setups[name], 4).advance(base.days)
        at_home = base.people.employer[log.candidate] == 0
        offered = ((log.kind == Event.OFFERED) & (log.lab == 1) & at_home).sum()
        shares.append(((log.kind == Event.COUNTERED) & at_home).sum() / offered)
    assert shares[1] == 1.0
    assert shares[0] < 0.7
    guarded = setups["defender"]
    world, spent = Session(guarded, 4), guarded.labs[0].budget_usd
    log = world.advance(guarded.days)
    own = (log.kind == Event.RAISED) & (log.lab == 0)
    assert own.any()
    assert world.world.cash_usd[0] + world.world.committed_usd[0] < spent


def test_an_explanation_knows_that_a_defender_answers() -> None:
    """Somebody at a defender faces a counter-offer for certain, and that is what the weighing says."""
    setup = with_policies("pay-max", "defender", "idle", "idle")
    world = World(setup, 5, [0])
    at = [int(np.flatnonzero(setup.people.employer == lab)[0]) for lab in (1, 2)]
    chances = [weigh(world, 0, person, Plan(900_000, 0), "Robin", True).counter_chance for person in at]
    assert chances[0] == 1.0
    assert chances[1] == world.counter_chance[at[1]] < 1.0


def ratios(world: World) -> np.ndarray:
    """Pay offered over what is public of the present one in the live approaches of lab 0."""
    mine = world.approaches.row % world.labs == 0
    return world.approaches.pay_usd[mine] / public_pay_usd(world, world.approaches.person[mine])


def test_a_copycat_takes_up_what_won_people_for_rivals() -> None:
    setup = with_policies("copycat", "pay-max", "idle", "idle", days=90)
    before, after = live(setup, 20), live(setup, 90)
    assert ratios(before).max() <= 1.2
    assert after.recorder.funnel[[1, 5], ACCEPTED].min() > 0
    assert ratios(after).max() == pytest.approx(1.5, abs=1e-4)


def test_random_has_no_favourites() -> None:
    """The people it writes to are no better than all; those the sprayer writes to are."""
    means = {}
    for name in ("random", "spray"):
        setup = with_policies(name, "idle", "idle", "idle", count=400)
        world = live(setup, 21)
        people = world.approaches.person % world.candidates
        means[name] = setup.people.impact[people].mean() / setup.people.impact.mean()
    assert means["random"] < 1.4 < means["spray"]


def test_aggressiveness_multiplies_letters() -> None:
    labs = with_policies("spray", "idle", "idle", "idle").labs
    twice = replace(labs[0].policy, letters_per_week=7, aggressiveness=2.0)
    setup = with_policies("spray", "idle", "idle", "idle")
    setup = replace(setup, labs=(replace(labs[0], policy=twice), *labs[1:]))
    assert live(setup, 7).attempts.sum() == 2 * 14


class Greedy:
    """Writes to the first who are free."""

    def act(self, view: LabView) -> Iterable[Order]:
        free = np.flatnonzero(view.free)[:1] + 1
        return [Order(view.lab, (), candidates=tuple(free.tolist()), pay_ratio=2.0)] if free.size else []


class Broken:
    """Asks for somebody who does not exist."""

    def act(self, view: LabView) -> Iterable[Order]:
        return [Order(view.lab, (), candidates=(view.day + 10_000,))]


def test_ones_own_policy_acts_for_its_lab_only() -> None:
    setup = with_policies("idle", "idle", "idle", "idle", days=30)
    result = run_worlds(setup, 3, [0], own={2: Greedy})
    sent = result.funnel[0, :, FUNNEL.index(Event.SENT)]
    assert sent[2] > 20
    assert sent[[0, 1, 3]].sum() == 0
    with pytest.raises(BadInputError, match="lab-2 on day 1: named candidate 10000, but they are 1 to 200"):
        run_worlds(setup, 3, [0], own={2: Broken})


def test_the_documented_example_plays(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = f"pocket-lab={EXAMPLE}:Bargains"
    arguments = ["run", "small-lab", "-n", "2", "--set", "scenario.days=60", "--policy", chosen, "--json"]
    cli(arguments, standalone_mode=False)
    assert '"accepted"' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("option", "error", "says"),
    [
        ("pocket-lab", UsageError, "must read LAB=POLICY"),
        ("nowhere=x.py:A", UsageError, "there is no lab 'nowhere'"),
        ("pocket-lab=missing.py:A", BadInputError, "there is no such Python file"),
        (f"pocket-lab={EXAMPLE}:Nobody", BadInputError, "has no class 'Nobody'"),
    ],
)
def test_a_policy_that_cannot_be_found_is_explained(option: str, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        cli(["run", "small-lab", "--policy", option], standalone_mode=False)


def test_scenario_files_never_name_code() -> None:
    with pytest.raises(BadInputError, match="is not one of"):
        cli(["run", "small-lab", "--set", "labs.open-shop.policy=mine.py:Mine"], standalone_mode=False)


class Guard(Policy):
    """A policy that nothing of the program has heard of."""

    counters = raises = letters_in_file = True
    copy_lag_days = 3
    quota_share = 0.5


def test_a_new_policy_is_its_class_and_a_line_of_the_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(POLICIES, "guard", Guard())
    world = live(with_policies("guard", "pay-max", "idle", "idle", days=40), 40)
    table, rules = world.policies, world.setup.parameters
    assert table.counters.tolist() == [1.0, -1.0, -1.0, -1.0]
    assert (table.raise_share[0], table.raise_ratio_ppm[0]) == (1.0, round((1.0 + rules.counter_raise) * PPM))
    assert table.copy_lag_days.tolist()[:2] == [3, NEVER_COPIES]
    assert world.stores.tactics is not None
    assert world.recorder.funnel[0, FUNNEL.index(Event.SENT)] > 0


def test_what_a_file_must_say_of_a_policy_is_what_the_policy_declares(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = {"id": "a-lab", "name": "A", "researchers": 9, "research_share": 0.5, "compute": 9,
            "pay": {"median": 300_000, "top": 900_000}, "policy": "patient"}  # fmt: skip
    eager = read | {"bot": {"letters_per_week": 1, "aggressiveness": 1.5}}
    assert LabTable.model_validate(read) and LabTable.model_validate(eager)
    monkeypatch.setattr(Patient, "letters_in_file", True)
    monkeypatch.setattr(Patient, "counters", True)
    with pytest.raises(ValueError, match='policy "patient" goes with bot'):
        LabTable.model_validate(read)
    with pytest.raises(ValueError, match="a patient answers at most all offers"):
        LabTable.model_validate(eager)


def test_every_policy_has_settings_of_its_own() -> None:
    for name in POLICIES:
        policy = settings(name, LETTERS.ids, {Sender.RECRUITER: 40, Sender.HIRING_MANAGER: 10, Sender.CEO: 3})
        assert policy.kind == name
        assert policy.letters_per_week > 0
    assert settings("idle", LETTERS.ids, {}) == BotPolicy()
