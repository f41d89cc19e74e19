"""What decides who comes: shares add up, are of the terms that are explained; chances are the engine's."""

import math
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.errors import UsageError
from outreach_sim.market.plan import Plan, Plans
from outreach_sim.market.prospects import weigh, weigh_many
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Order, Sender, Setup
from outreach_sim.market.state.world import World
from outreach_sim.model.explain import explain
from outreach_sim.scenario.load import list_scenarios, load_scenario
from outreach_sim.study.drivers import Drivers, across_grid, across_people, drivers, worth, worth_or_more
from outreach_sim.study.readers import Question, moments, readers, worths
from outreach_sim.study.statistics import jackknife, summarise
from tests.market.worlds import richest_setup

PEOPLE = "population.size=640"
LOADED = load_scenario("personal-email", (PEOPLE,))
SETUP = LOADED.setup
RIVALS = np.flatnonzero(SETUP.people.employer != SETUP.player)
LETTER = Order(SETUP.player, (0,), template=1, sender=Sender.CEO, pay_ratio=2.0, direct=True)
SMALLEST = int(np.bincount(SETUP.people.employer[RIVALS], minlength=5)[1:].argmin()) + 1


def found(setup: Setup, worlds: int = 2, employer: int | None = None, **letter: object) -> Drivers:
    about = replace(LETTER, lab=setup.player, **letter)
    fleets = 25_000, 2_500_000
    return drivers(setup, Question(setup.player, employer, about, fleets, (1.0, 4.0)), 3, worlds)


def shares(all_of_it: Drivers, across: str) -> dict[str, float]:
    scope = next(scope for scope in all_of_it.scopes if scope.across == across)
    return {share.term: share.share for share in scope.shares}


def with_parameters(setup: Setup, **values: float) -> Setup:
    return replace(setup, parameters=replace(setup.parameters, **values))


@pytest.mark.parametrize("scenario", list_scenarios())
def test_shares_add_up_to_one_in_every_scenario(scenario: str) -> None:
    setup = load_scenario(scenario).setup
    if not setup.people.employer.size or (setup.people.employer == setup.player).all():
        return
    every = found(setup, 1)
    assert [scope.across for scope in every.scopes] == ["employer", "rivals", "conditions"]
    for scope in every.scopes:
        assert math.fsum(share.share for share in scope.shares) == pytest.approx(1.0)
        assert scope.sd > 0.1
    assert math.fsum(part.share for part in every.grid.parts) == pytest.approx(1.0)


def test_with_everything_people_do_switched_on_every_term_has_its_share() -> None:
    setup = richest_setup()
    every = shares(found(setup), "rivals")
    assert {"pay", "compute", "fit", "mission", "product", "peers", "leader"} <= set(every)
    assert min(abs(every[name]) for name in ("compute", "fit", "mission", "product")) > 0.001
    assert math.fsum(every.values()) == pytest.approx(1.0)


def test_shares_are_those_of_the_terms_that_are_explained_person_by_person() -> None:
    told = shares(found(SETUP, employer=SMALLEST), "employer")
    staff = np.flatnonzero(SETUP.people.employer == SMALLEST)
    values = []
    for number in range(2):
        world = World(SETUP, 3, [number])
        offered = readers(world, staff, LETTER).offered_usd[:, 0].astype(int).tolist()
        for candidate, usd in zip(staff.tolist(), offered, strict=True):
            plan = Plan(usd, LETTER.template, LETTER.sender, direct=True)
            alone = weigh(world, SETUP.player, candidate, plan, "She", True)
            terms = {term.name: term.value for term in explain(SETUP.parameters, alone).links[-1].terms}
            values.append([terms.get(name, 0.0) for name in told])
    by_hand = np.cov(np.array(values).T, np.sum(values, axis=1))
    assert list(told.values()) == pytest.approx((by_hand[:-1, -1] / by_hand[-1, -1]).tolist(), abs=1e-9)
    assert 5 < staff.size < 100 and told["compute"] > 0.01


def test_where_all_take_to_a_lab_alike_fit_decides_nothing() -> None:
    assert shares(found(SETUP), "employer")["fit"] > 0.1
    every = found(with_parameters(SETUP, fit_sd=0.0))
    for across in ("employer", "rivals", "conditions"):
        alike = shares(every, across)
        assert alike["fit"] == pytest.approx(0.0, abs=1e-12) and alike["compute"] > 0.01


def test_where_pay_and_what_it_is_worth_are_alike_one_ratio_decides_nothing_between_people() -> None:
    same = np.zeros(len(SETUP.people), dtype=np.int64)
    people = replace(SETUP.people, pay_usd=same + 600_000, standing=same.astype(np.int32))
    every = found(with_parameters(replace(SETUP, people=people), money_sd=0.0))
    assert shares(every, "employer")["pay"] == pytest.approx(0.0, abs=1e-9)
    assert shares(every, "conditions")["pay"] > 0.5


def test_pay_is_what_such_an_order_offers() -> None:
    chosen = tuple(RIVALS[:40].tolist())
    session = Session(replace(SETUP, script=()), 3)
    session.act(replace(LETTER, candidates=chosen, days=()))
    who = readers(World(SETUP, 3, [0]), RIVALS[:40], LETTER)
    told = dict(zip(chosen, who.offered_usd[:, 0].astype(int).tolist(), strict=True))
    session.advance(1)
    table = session.world.approaches
    mine = np.flatnonzero((table.row == SETUP.player) & (table.state > 0))
    sent = dict(zip(table.person[mine].tolist(), table.pay_usd[mine].tolist(), strict=True))
    assert len(sent) >= 3 and sent == {person: told[person] for person in sent}


def test_chances_are_those_of_a_letter_weighed_as_the_truth_with_the_fleet_set_in_the_file() -> None:
    every = found(SETUP)
    for fleet, of_fleet in zip(every.grid.fleets, every.grid.chance, strict=True):
        file = load_scenario("personal-email", (PEOPLE, f"labs.meta.compute={fleet}")).setup
        for ratio, chance in zip(every.grid.ratios, of_fleet, strict=True):
            by_world = []
            for number in range(2):
                world = World(file, 3, [number])
                pay = readers(world, RIVALS, replace(LETTER, pay_ratio=ratio)).offered_usd[:, 0]
                plans = Plans(pay.astype(np.int64), LETTER.template, LETTER.sender, direct=True)
                by_world.append(weigh_many(world, SETUP.player, RIVALS, plans, True)["chain"].mean())
            assert chance == pytest.approx(np.mean(by_world), rel=1e-12)
    assert every.grid.chance[0][0] < every.grid.chance[0][1] < every.grid.chance[1][1]


def test_what_machines_are_worth_never_falls_with_their_number() -> None:
    who = readers(World(SETUP, 3, [0]), RIVALS, replace(LETTER, pay_ratio=1.0))
    priced = [
        [usd for usd, _ in worths(SETUP.parameters, who, RIVALS.size, h100e, 0, 100)]
        for h100e in (100, 1_000, 10_000)
    ]
    assert all(-1.0 <= few <= some <= many for few, some, many in zip(*priced, strict=True))
    assert sum(few < some < many for few, some, many in zip(*priced, strict=True)) > 20


def test_machines_cost_what_the_rules_say_and_are_worth_what_people_say() -> None:
    rules = replace(SETUP.rules, h100e_rent_usd_per_year=12_000, h100e_price_usd=20_000)
    every = found(replace(SETUP, rules=rules), 1)
    assert (every.h100e, every.rent_usd, every.price_usd) == (1_000, 12_000_000, 20_000_000)
    present, letter = every.worths
    assert (present.pay_ratio, letter.pay_ratio) == (1.0, 2.0)
    assert present.keen_usd is not None and present.others_usd is not None
    assert 0.0 <= present.others_usd < present.keen_usd
    assert present.keen_usd < (letter.keen_usd or math.inf), "beside much pay machines are worth more of it"
    assert len(found(SETUP, 1, pay_ratio=1.0).worths) == 1
    cost = worth(1.0, 6_000_000, [(7e6, True), (5e6, True), (math.inf, False), (1.0, False)])
    assert (cost.people, cost.keen, cost.above_rent) == (4, 2, 0.5)
    assert (cost.median_usd, cost.quarter_usd, cost.keen_usd, cost.others_usd) == (7e6, None, 7e6, None)
    assert worth(1.0, 1, [(3.0, True)]).others_usd is None


def test_half_of_nobody_pays_nothing_and_half_of_one_is_that_one() -> None:
    assert worth_or_more(np.array([]), 0.5) is None
    assert worth_or_more(np.array([3.0]), 0.1) == worth_or_more(np.array([3.0]), 0.5) == 3.0


def test_one_person_differs_from_world_to_world_by_taste_alone() -> None:
    people = SETUP.people
    home = np.full_like(people.employer, SETUP.player)
    home[RIVALS[0]] = 1
    alone = replace(SETUP, people=replace(people, employer=home))
    assert found(alone, 1).scopes[0].shares == ()
    told = shares(found(alone, 12), "employer")
    assert told["fit"] > 0.5 and math.fsum(told.values()) == pytest.approx(1.0)


def test_nobody_to_write_to_is_a_sentence() -> None:
    home = SETUP.people.employer
    for employer, all_at, words in (
        (None, SETUP.player, "nobody whom Meta AI could write to"),
        (2, 1, "no candidate works at openai, they work at google-deepmind"),
        (SETUP.player, 1, "meta is the lab that writes"),
    ):
        people = replace(SETUP.people, employer=np.full_like(home, all_at))
        with pytest.raises(UsageError, match=words):
            found(replace(SETUP, people=people), 1, employer)


def test_known_variances_are_taken_apart_as_they_were_made() -> None:
    rng = np.random.default_rng(5)
    terms = rng.normal(size=(3, 50_000)) * np.array([[1.0], [2.0], [0.0]]) + 7.0
    assert across_people(moments(terms))[:3].tolist() == pytest.approx([0.2, 0.8, 0.0], abs=0.01)
    fleet, pay = np.array([[0.01], [0.03]]), np.array([[0.0, 0.04, 0.08]])
    fleet_part, pay_part, both, _ = across_grid(fleet + pay).tolist()
    assert pay_part / fleet_part == pytest.approx(np.var(pay) / np.var(fleet)) and both == pytest.approx(0.0)
    assert np.isnan(across_grid(np.full((2, 2), 0.1))[:3]).all()


def test_the_jackknife_of_a_mean_is_student_s_interval_and_needs_ten_worlds() -> None:
    values = np.random.default_rng(2).normal(size=15)
    _, intervals = jackknife(lambda mean: mean, values[:, None])
    assert intervals[0] == pytest.approx(summarise(values).ci95)
    assert jackknife(lambda mean: mean, values[:9, None])[1] == [None]
