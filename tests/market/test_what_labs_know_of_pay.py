"""Ratios are of what a lab believes somebody earns, at every door; no sum tells it what it did not know."""

from dataclasses import fields, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from outreach_sim.market.day import play_day
from outreach_sim.market.plan import Plan, Plans
from outreach_sim.market.policies.base import better_countered
from outreach_sim.market.policies.registry import settings
from outreach_sim.market.prospects import weigh, weigh_many
from outreach_sim.market.session import Session
from outreach_sim.market.setup import NO_LIMIT, Do, Order, Sender, Setup
from outreach_sim.market.state import pay_seen
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.pay_seen import PaySeen
from outreach_sim.market.state.payroll import (
    band_usd,
    believed_pay_usd,
    guess_of_pay,
    pay_more,
    public_pay_usd,
)
from outreach_sim.market.state.world import World
from outreach_sim.market.view import look
from outreach_sim.model.explain import explain
from outreach_sim.scenario.load import load_scenario
from tests.market.worlds import LETTERS, OFF, known_to_all, people, plain_setup, richest_setup

OTHERS = [("script", "pay-max", "compute-first", "patient"), ("spray", "sniper", "copycat", "random")]
OWN = (Event.COUNTERED, Event.RAISED, Event.PAY_RAISED, Event.PEERS_HEARD)
"""What an employer does for its own staff, whose pay it knows."""


def paid_otherwise(setup: Setup) -> Setup:
    """The same people, a stranger to whom would never know, on other pay."""
    factor = np.random.default_rng(6).uniform(0.5, 3.0, len(setup.people))
    paid = (setup.people.pay_usd * factor).astype(np.int64)
    return replace(setup, people=replace(setup.people, pay_usd=paid))


def indifferent(names: tuple[str, ...], days: int = 90) -> Setup:
    """Every mechanism and these policies, among people whom pay leaves cold: answers tell nothing of it."""
    base = richest_setup(200, days)
    labs = tuple(
        replace(x, policy=settings(name, LETTERS.ids, x.letters_per_week), budget_usd=NO_LIMIT)
        for x, name in zip(base.labs, names, strict=True)
    )
    cold = replace(base.parameters, pay_slope=0.0, peers_slope=0.0)
    script = tuple(replace(line, by="pay") if line.do is Do.SEND else line for line in base.script)
    # Who follows a leader names what they earn; nobody else's pay is told.
    walkouts = tuple(replace(walkout, pay_ratio=None) for walkout in base.walkouts)
    return replace(base, labs=labs, parameters=cold, script=script, walkouts=walkouts)


def played(setup: Setup) -> NDArray[np.int64]:
    """Everything that happens in a world, one row each, but for what employers do for their own."""
    session = Session(setup, 4)
    log = session.advance(setup.days)
    log = log.where(~np.isin(log.kind, OWN))
    return np.stack([np.asarray(getattr(log, f.name)).astype(np.int64) for f in fields(log)])


@pytest.mark.parametrize("names", OTHERS)
def test_whatever_labs_do_depends_in_no_sum_on_pay_that_they_do_not_know(names: tuple[str, ...]) -> None:
    setup = indifferent(names)
    events = played(setup)
    assert np.isin([Event.OFFERED, Event.IMPROVED, Event.STARTED], events).all()
    assert np.array_equal(events, played(paid_otherwise(setup)))
    assert not np.array_equal(events, played(paid_otherwise(known_to_all(setup))))


def approached(pay_known: bool, raised: int = 1) -> tuple[Session, NDArray[np.int64]]:
    """A game of one writer whom all answer, and what it believes everybody at the rival earns.

    Args:
        pay_known: whether it knows.
        raised: true pay is so many times that of the first day.
    """
    willing = {"reply_cut_1": 30.0, "interest_cut": 20.0, "open_constant": 30.0, "offer_chance_direct": 1.0}
    base = replace(plain_setup(60, 40, 0, **willing), mechanisms=OFF)
    session = Session(known_to_all(base) if pay_known else base, 3)
    session.world.pay_usd *= raised
    everybody = np.arange(len(base.people))
    believed = session.world.pay_usd if pay_known else band_usd(session.world, 1, everybody)
    return session, believed[base.people.employer == 1]


@pytest.mark.parametrize("some_known", [False, True])
def test_what_was_seen_of_pay_is_what_was_believed_of_each_then_however_late_somebody_asks(
    some_known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = richest_setup(120, 40)
    told = np.arange(len(setup.people)) % 7 < 3 * some_known
    world = World(replace(setup, people=replace(setup.people, pay_known=told)), 3, range(2))
    for _ in range(40):
        play_day(world)
    monkeypatch.setattr(pay_seen, "AT_ONCE", 50)
    everybody, before = np.arange(world.candidates), world.pay_usd.copy()
    seen = [PaySeen(world, row) for row in range(2 * world.labs)]
    believed = [believed_pay_usd(world, row, everybody + row // world.labs * world.candidates)
                for row in range(2 * world.labs)]  # fmt: skip
    world.home[:], world.pay_usd[:] = np.roll(world.home, 1) % world.labs, 7
    assert (before != 7).all()
    for then, each in zip(seen, believed, strict=True):
        assert np.array_equal(then.of(everybody[::3]), each[::3])
        least, most = then.most_usd
        assert np.array_equal(then.of_all, each) and least <= each.max() <= most


@pytest.mark.parametrize("pay_known", [False, True])
def test_letters_offers_and_better_offers_are_multiples_of_what_is_believed(pay_known: bool) -> None:
    session, believed = approached(pay_known, raised=2)
    table, rivals = session.world.approaches, np.flatnonzero(session.setup.people.employer == 1)
    whom, most = tuple(rivals.tolist()), session.setup.rules.pay_ceiling_usd
    assert len(whom) > 20 and np.array_equal(session.observe().pay_guess_usd[rivals], believed)

    def offered(ratio: float, state: State | None = None) -> None:
        rows = np.flatnonzero(table.state != State.EMPTY)
        rows = rows[np.argsort(table.person[rows])]
        assert state is None or (table.state[rows] == state).all()
        wanted = np.minimum(believed * round(100 * ratio) // 100, np.maximum(believed, most))
        assert np.array_equal(table.pay_usd[rows], wanted)

    session.act(Order(0, (), template=1, candidates=whom, pay_ratio=1.25, by_hand=True))
    session.advance()
    offered(1.25)
    while (table.state[table.state != State.EMPTY] != State.INTERESTED).any():
        session.advance()
    session.act(Order(0, (), do=Do.OFFER, candidates=whom, pay_ratio=1.5, deadline_days=20))
    session.advance()
    offered(1.5)
    while (table.state[table.state != State.EMPTY] != State.OFFERED).any():
        session.advance()
    session.act(Order(0, (), do=Do.OFFER, candidates=whom, pay_ratio=1.75))
    session.advance()
    offered(1.75, State.OFFERED)


def test_an_offer_that_a_policy_betters_is_one_on_its_usual_multiple_of_what_it_believes() -> None:
    for raised in (1, 3):
        session, believed = approached(pay_known=False, raised=raised)
        world, table = session.world, session.world.approaches
        rows = np.arange(believed.size)
        table.append(rows.size)
        table.person[rows] = np.flatnonzero(session.setup.people.employer == 1)
        table.state[rows] = State.OFFERED
        table.pay_usd[rows] = believed
        world.countered[table.person[rows]] = True
        for _ in range(2):  # once, and not again
            better_countered(world, np.array([0]), 1_500_000)
            assert np.array_equal(table.pay_usd[rows], believed * 3 // 2)


def test_a_raise_by_ratio_is_of_true_pay_for_an_employer_knows_its_own_staff() -> None:
    session, _ = approached(pay_known=False, raised=2)
    own = np.flatnonzero(session.setup.people.employer == 0)
    before = session.world.pay_usd[own].copy()
    assert np.array_equal(session.observe().pay_guess_usd[own], before)
    session.act(Order(0, (), do=Do.RAISE, candidates=tuple(own.tolist()), pay_ratio=1.5))
    session.advance()
    assert np.array_equal(session.world.pay_usd[own], before * 3 // 2)
    assert np.array_equal(session.observe().pay_guess_usd[own], before * 3 // 2)
    rival = session.observe(1).pay_guess_usd[own]
    assert np.array_equal(rival, band_usd(session.world, 0, own)), "who is not the employer hears of no raise"


def test_whom_a_lab_has_hired_it_knows_and_others_go_by_its_band() -> None:
    setup = plain_setup(60, 40, 0)
    person, paid = np.array([0]), np.array([7_654_321])
    for pay_known, others in ((False, None), (True, paid)):
        world = World(known_to_all(setup) if pay_known else setup, 3, [0, 1])
        for number, row in ((0, 1), (1, 3)):
            who = person + number * world.candidates
            world.home[who] = row
            pay_more(world, who, paid, Event.PAY_RAISED, from_cash=False)
            band = band_usd(world, row, who) if others is None else others
            assert believed_pay_usd(world, row, who) == look(world, 1, number).pay_guess_usd[0] == paid
            assert believed_pay_usd(world, row - 1, who) == look(world, 0, number).pay_guess_usd[0] == band
            assert public_pay_usd(world, who) == band


@pytest.mark.parametrize("pay_known", [False, True])
def test_the_best_paid_are_those_whom_the_lab_believes_to_be(pay_known: bool) -> None:
    base = plain_setup(60, 40, 0)
    setup = replace(known_to_all(base) if pay_known else base, mechanisms=OFF)
    setup = replace(setup, script=(Order(0, (0, 1), template=1, top=5, by="pay"),))
    stack = World(setup, 3, [0, 1, 2])
    rivals = setup.people.employer == 1
    for world in range(3):  # what is true differs from world to world
        stack.pay_usd[world * 60 : (world + 1) * 60] = np.roll(setup.people.pay_usd, world)
    believed = [np.where(rivals, look(stack, 0, world).pay_guess_usd, 0) for world in range(3)]
    play_day(stack)
    for world, pay in enumerate(believed):
        written = stack.approaches.person[stack.world_of[stack.approaches.row] == world] - world * 60
        assert set(written) == set(np.argsort(-pay, kind="stable")[:5])
    assert pay_known != np.array_equal(believed[0], believed[1])


def test_a_plan_for_many_goes_by_true_pay_only_where_that_is_known() -> None:
    setup = richest_setup(120, 40)
    rivals = np.flatnonzero(setup.people.employer != 0)
    plans = Plans(pay_usd=1_500_000)

    def chances(of: Setup) -> NDArray[np.float64]:
        return weigh_many(World(of, 5, [0]), 0, rivals, plans)["chain"]

    assert np.array_equal(chances(setup), chances(paid_otherwise(setup)))
    poor = replace(setup, people=replace(setup.people, pay_usd=setup.people.pay_usd // 2))
    assert (chances(known_to_all(poor)) > chances(known_to_all(setup))).all()
    some = replace(setup, people=replace(setup.people, pay_known=np.arange(120) % 2 == 0))
    apart = np.where(rivals % 2 == 0, chances(known_to_all(setup)), chances(setup))
    assert np.array_equal(chances(some), apart)


def test_nobody_s_pay_is_known_unless_somebody_says_so() -> None:
    assert not people(9, 2).pay_known.any()


def test_an_explanation_says_where_present_pay_is_a_guess_by_the_public_band() -> None:
    base = richest_setup(120, 40)
    some = replace(base, people=replace(base.people, pay_known=np.arange(120) % 2 == 0))
    world, lab = World(some, 5, [0]), 0
    plan = Plan(1_500_000, 0, Sender.CEO, 0, False, 7)
    for candidate in np.flatnonzero(base.people.employer != lab)[:12].tolist():
        for as_truth in (False, True):
            who = weigh(world, lab, candidate, plan, "Robin Sample", as_truth)
            said = explain(some.parameters, who).links[4].terms[1].sentence
            guessed = candidate % 2 == 1 and not as_truth
            assert ("by the public band" in said) == guessed, said


@pytest.mark.parametrize("name", ["small-lab", "personal-email", "superintelligence-summer"])
def test_how_far_a_guess_of_pay_is_off_is_believed_as_it_is(name: str) -> None:
    """In shipped scenarios ln(pay / band) has the mean and spread that labs believe in, for the best, too."""
    world = World(load_scenario(name).setup, 1, [0])
    me, everybody = world.setup.player, np.arange(world.candidates)
    shift, spread = guess_of_pay(world, me, everybody)
    own = world.home == me
    assert not shift[own].any() and not spread[own].any()
    off = np.log(world.pay_usd / believed_pay_usd(world, me, everybody))
    best = world.setup.people.impact >= np.quantile(world.setup.people.impact, 0.8)
    for group in (~own, ~own & best):
        z = (off - shift)[group] / spread[group]
        assert abs(z.mean()) < 3 / np.sqrt(z.size) + 0.05 and 0.85 < z.std() < 1.15
    assert shift[~own & best].mean() < -0.1, "the best earn less than their band says"
    told = World(known_to_all(world.setup), 1, [0])
    assert not any(guess.any() for guess in guess_of_pay(told, me, everybody))
