"""Each rival has a named recruiter, made up, and what is said of them is what the engine has the lab do."""

from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.manners import defence, manners
from outreach_sim.market.policies.registry import IDLE, POLICIES
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Order, Sender
from outreach_sim.market.state.approaches import Flag
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.payroll import public_pay_usd
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.scenario.population import StoredBook
from outreach_sim.scenario.recruiters import recruiter_of, recruiters, said_days, said_pay, style_of

CAREER = load_scenario("career")
ME = CAREER.setup.player


def lab(name: str, scenario: Scenario = CAREER) -> int:
    return scenario.lab_ids.index(name)


def style(name: str, scenario: Scenario = CAREER, days: int = 0) -> str:
    session = Session(scenario.setup, 1)
    for _ in range(days):
        session.advance()
    return style_of(session.world, scenario.setup.player, lab(name, scenario))


def test_every_rival_that_writes_has_one_and_nobody_else() -> None:
    labs = CAREER.setup.labs
    rivals = [index for index, lab in enumerate(labs) if lab.policy.acts and index != ME]
    assert [who.lab for who in recruiters(CAREER)] == rivals
    assert not {ME, CAREER.setup.outside} & set(rivals)
    assert recruiter_of(recruiters(CAREER), ME) == ""


def scripted(*orders: Order) -> Scenario:
    """A game whose only rival acts by a script alone."""
    plain = load_scenario("first-letter")
    labs = tuple(replace(each, policy=IDLE) for each in plain.setup.labs)
    return replace(plain, setup=replace(plain.setup, labs=labs, script=orders))


def test_rivals_that_write_by_a_script_have_one_too() -> None:
    assert not recruiters(scripted())
    by_hand = scripted(Order(lab=1, days=(3,), candidates=(0,)))
    assert [who.lab for who in recruiters(by_hand)] == [1]


def test_names_stay_whatever_else_changes_and_follow_the_seed_of_the_people() -> None:
    names = [who.name for who in recruiters(CAREER)]
    changed = ("rules.ceo_hours=4", "labs.aurum.policy=spray", "labs.aurum.bot.letters_per_week=3")
    assert [who.name for who in recruiters(load_scenario("career", changed))] == names
    assert len(set(names)) == len(names)
    other = load_scenario("career", (f"population.seed={CAREER.spec.population.seed + 1}",))
    assert [who.name for who in recruiters(other)] != names


def test_nobody_who_recruits_is_called_as_a_candidate_is() -> None:
    first = recruiters(CAREER)[0].name
    book = CAREER.population.book
    namesake = StoredBook(lambda i: first if i == 7 else book.name(i), book.profile)
    among = replace(CAREER, population=replace(CAREER.population, book=namesake))
    names = [who.name for who in recruiters(among)]
    assert first not in names and names[1:] == [who.name for who in recruiters(CAREER)][1:]


def test_a_style_says_the_pay_and_the_form_that_the_lab_really_offers() -> None:
    assert "twice their pay, without interviews, signed by a hiring manager" in style("aurum")
    assert "Where an employer answers, they offer 50 % more, once." in style("aurum")
    dearer = load_scenario("career", ("labs.aurum.bot.pay_ratio=2.7", "labs.aurum.bot.direct=false"))
    assert "2.7 times their pay, with interviews" in style("aurum", dearer)
    alone = load_scenario("career", ("mechanisms.counter_offers=false",))
    assert "answers" not in style("aurum", alone)
    assert said_pay(1.0) == "the pay they are believed to have" and said_pay(3.0) == "three times their pay"


@pytest.mark.parametrize("kind", sorted(set(POLICIES) - {"thoughtful"}))
def test_days_and_terms_that_are_told_are_those_on_which_the_engine_writes(kind: str) -> None:
    changed = (f"labs.titan.policy={kind}", "labs.titan.bot.letters_per_week=4", "mechanisms.demand=false")
    played = load_scenario("career", changed)
    session, rival = Session(played.setup, 3), lab("titan", played)
    (manner,) = manners(session.world, ME, rival)
    assert manner.terms is not None
    days, ratios, table = set(), [], session.world.approaches
    for _ in range(28):
        log = session.advance()
        new = (log.kind == Event.SENT) & (log.lab == rival) & (log.mail == 1)
        days |= {(played.setup.weekday + session.day - 1) % 7} if new.any() else set()
        rows = np.flatnonzero((table.row == rival) & np.isin(table.person, log.candidate[new]))
        direct = (table.flags[rows] & Flag.DIRECT) > 0
        assert kind == "random" or (direct == manner.terms.direct).all()
        assert (table.sender[rows] == manner.terms.sender).all()
        ratios += (table.pay_usd[rows] / public_pay_usd(session.world, table.person[rows])).tolist()
    assert days == set(manner.weekdays)
    assert kind == "random" or np.allclose(ratios, manner.terms.pay_ratio, rtol=0.01)


def test_a_lab_of_a_script_writes_as_its_lines_say_and_not_once_they_are_over() -> None:
    days = (0, 3, 7, 10, 14)
    told = scripted(Order(lab=1, days=days, top=2, pay_usd=900_000, sender=Sender.CEO, deadline_days=9))
    on = said_days(sorted({(told.setup.weekday + day) % 7 for day in days}))
    said = style_of(Session(told.setup, 1).world, 0, 1)
    assert f", {on}, to the best, as they judge;" in said
    assert "They offer $900k a year, with interviews, 9 days to decide, signed by the CEO." in said
    session = Session(told.setup, 1)
    for _ in range(15):
        session.advance()
    assert style_of(session.world, 0, 1) == "No letters of theirs go out."


def test_what_a_rival_does_besides_is_told_only_where_it_does_it() -> None:
    world = Session(CAREER.setup, 1).world
    assert "take up, 28 days later" in style("echo") and "take up" not in style("covenant")
    assert "get a raise, 50 % of them" in style("aurum")
    assert defence(world, lab("titan")).counters < 0.0 and "their own people" not in style("titan")
    guarded = load_scenario("career", ("labs.titan.policy=defender",))
    assert "They answer all of the offers to their own people." in style("titan", guarded)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((0,), "on Mondays"),
        ((0, 4), "on Mondays and Fridays"),
        ((1, 3, 5), "on Tuesdays, Thursdays and Saturdays"),
        (range(5), "from Monday to Friday"),
        ((0, 1, 2, 3, 4, 6), "on every day but Saturdays"),
        (range(7), "on every day of the week"),
    ],
)
def test_days_of_the_week_are_said_shortly(days: tuple[int, ...], said: str) -> None:
    assert said_days(tuple(days)) == said
