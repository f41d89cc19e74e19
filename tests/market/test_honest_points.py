"""Expected points come in: a short version, on letters of one day; ``honest_points`` plays games.

On the first day every world looks alike, so one number is held against the mean of many worlds.
"""

from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.outlook import outlook
from outreach_sim.market.plan import Plans
from outreach_sim.market.points import POINT
from outreach_sim.market.setup import NO_LIMIT, Order, Sender
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.market.state.payroll import believed_pay_usd
from outreach_sim.market.state.world import World
from outreach_sim.market.twin import Twin, does_nothing
from outreach_sim.market.values import letter
from outreach_sim.scenario.load import load_scenario
from tests.market.honest_points import Honesty, played

WORLDS, LETTERS = 120, 100
ALL_AT_ONCE = ("rules.fresh_share=0", "rules.ceo_hours=1000000")
GAME = does_nothing(load_scenario("personal-email", ALL_AT_ONCE).setup)


@pytest.mark.parametrize(("ratio", "days", "direct"), [(1.25, 80, False), (1.4, 40, True)])
def test_letters_bring_the_hires_and_the_points_that_were_expected(
    ratio: float, days: int, direct: bool
) -> None:
    me = GAME.player
    lab = replace(GAME.labs[me], budget_usd=NO_LIMIT, letters_per_week={Sender.CEO: LETTERS})
    setup = replace(GAME, days=days, labs=(lab, *GAME.labs[1:]))
    world = World(setup, 5, range(WORLDS))
    twin, view = Twin(world, 5, range(WORLDS)), outlook(world, me)
    strongest = np.argsort(-setup.people.impact, kind="stable")
    people = strongest[setup.people.employer[strongest] != me][:LETTERS]
    pay = (believed_pay_usd(world, me, people) * ratio).astype(np.int64)
    template = setup.letters.ids.index("ceo-personal")
    expected = letter(view, people, Plans(pay, template, Sender.CEO, direct=direct))
    world.orders = [
        Order(me, (), template=template, sender=Sender.CEO, candidates=(person,), pay_usd=usd, direct=direct)
        for person, usd in zip(people.tolist(), pay.tolist(), strict=True)
    ]
    while world.day < days:
        play_day(world)
    came = twin.points().score / POINT
    hires = world.recorder.funnel[me :: world.labs, FUNNEL.index(Event.ACCEPTED)]
    assert (expected.chance * expected.served).sum() == pytest.approx(hires.mean(), rel=0.2)
    error = came.std() / np.sqrt(WORLDS)
    assert expected.expected.sum() == pytest.approx(came.mean(), abs=3 * error)
    assert abs(expected.expected.sum()) > 2 * error, "too few worlds to tell"


def test_no_more_offers_at_once_are_promised_than_the_ceo_has_hours_for() -> None:
    """A hundred letters that are warmly read, and two hours a week for offers at once."""
    me, p = GAME.player, GAME.parameters
    eager = replace(p, open_constant=p.open_constant + 2.0, interest_cut=p.interest_cut + 2.5)
    lab = replace(GAME.labs[me], budget_usd=NO_LIMIT, letters_per_week={Sender.RECRUITER: LETTERS})
    rules = replace(GAME.rules, ceo_hours=2)
    setup = replace(GAME, days=80, labs=(lab, *GAME.labs[1:]), rules=rules, parameters=eager)
    world = World(setup, 5, range(30))
    strongest = np.argsort(-setup.people.impact, kind="stable")
    people = strongest[setup.people.employer[strongest] != me][:LETTERS]
    pay = (believed_pay_usd(world, me, people) * 1.4).astype(np.int64)
    world.orders = [
        Order(me, (), candidates=(person,), pay_usd=usd, direct=True)
        for person, usd in zip(people.tolist(), pay.tolist(), strict=True)
    ]
    play_day(world)
    said = outlook(world, me).hours
    while world.day < setup.days:
        play_day(world)
    counts = world.recorder.funnel[me :: world.labs].sum(axis=0)
    offers, interested = (int(counts[FUNNEL.index(event)]) for event in (Event.OFFERED, Event.INTERESTED))
    served = offers / interested / p.offer_chance_direct
    assert 0.5 * served < said < served < 0.9


def test_a_reader_of_the_numbers_writes_every_week_and_expects_something_of_it() -> None:
    found = played(replace(GAME, days=24), 1, range(2))
    assert (found.expected > 0).all() and found.came.shape == (2,)
    assert found.letters > 2 * 3 * 7, "half of the letters of four Mondays at least"


def test_the_ratio_is_of_the_sums_and_its_interval_knows_how_worlds_differ() -> None:
    came = np.tile([1.0, 3.0, 2.0, 4.0], 100)
    ratio, interval = Honesty(np.full(400, 2.0), came, 1).ratio
    assert ratio == pytest.approx(2.0 / 2.5)
    assert interval is not None
    half = 1.966 * 0.8 * came.std() / 2.5 / np.sqrt(400)
    assert interval == pytest.approx((0.8 - half, 0.8 + half), abs=1e-3)
