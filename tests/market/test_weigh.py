"""A prospect taken from a world says of a letter what the engine will do with it."""

from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.plan import Plan
from outreach_sim.market.prospects import weigh
from outreach_sim.market.setup import Order, Sender
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.world import World
from outreach_sim.model.explain import explain
from tests.market.worlds import rich_setup

SETUP = rich_setup(count=60, days=30)


@pytest.mark.parametrize("weekday", [3, 4], ids=["Thursday", "Friday"])
@pytest.mark.parametrize("template", [1, 2], ids=["names its pay", "names no pay"])
def test_the_truth_explains_the_very_logit_that_the_engine_logs_for_the_first_mail(
    template: int, weekday: int
) -> None:
    world = World(replace(SETUP, weekday=weekday), 7, [0], keep_log=True)
    everyone = [c for c in range(60) if SETUP.people.employer[c] != 2][:25]
    plan = Plan(900_000, template, Sender.HIRING_MANAGER, 300, deadline_days=3)
    prospects = {c: weigh(world, 2, c, plan, "Robin", as_truth=True) for c in everyone}
    order = Order(
        2,
        (0,),
        template=template,
        sender=Sender.HIRING_MANAGER,
        candidates=tuple(everyone),
        pay_usd=900_000,
        pledge_h100e=300,
        deadline_days=3,
    )
    world.orders.append(order)
    play_day(world)
    log = world.recorder.take_log()
    sent = log.where((log.kind == Event.SENT) & (log.lab == 2))
    compared = 0
    for candidate, value in zip(sent.candidate.tolist(), sent.value.tolist(), strict=True):
        if candidate not in prospects:
            continue
        first_mail = explain(SETUP.parameters, prospects[candidate]).mails[0]
        assert abs(first_mail.logit - value / 1e6) < 1e-6
        compared += 1
    assert compared >= 8


def test_a_lab_believes_means_and_a_chance_of_a_gate_where_the_truth_has_facts() -> None:
    world = World(SETUP, 7, [0])
    candidate = int(np.flatnonzero(SETUP.people.employer == 1)[0])
    plan = Plan(900_000, 0)
    truth = weigh(world, 3, candidate, plan, "Robin", as_truth=True)
    belief = weigh(world, 3, candidate, plan, "Robin", as_truth=False)
    assert truth.fit_sd == 0 and belief.fit_sd == SETUP.parameters.fit_sd
    assert belief.features.fit == 0 and belief.features.taste == SETUP.parameters.compute_taste_mean
    assert belief.gate is not None and 0 < belief.gate_now <= SETUP.parameters.gate_share
    assert truth.gate_now in (0.0, 1.0)
    assert (truth.money_sd, truth.heavy_share) == (0.0, 1.0)
    assert truth.features.money == world.tastes.money[candidate] != belief.features.money == 1.0
    assert (belief.money_sd, belief.heavy_share) == (
        SETUP.parameters.money_sd,
        SETUP.parameters.compute_share,
    )
    assert belief.features.present_usd != truth.features.present_usd


def test_a_gated_person_s_truth_says_closed_exactly_where_the_engine_does() -> None:
    world = World(SETUP, 7, [0])
    gated = np.flatnonzero(world.tastes.gate_ppm > 0)
    assert gated.size
    for candidate in gated.tolist():
        for pledge in (0, 500_000):
            plan = Plan(900_000, 0, pledge_h100e=pledge)
            prospect = weigh(world, 3, candidate, plan, "Robin", as_truth=True)
            closed = world.gate_closed(np.array([candidate]), np.array([3]), np.array([pledge]))[0]
            assert (prospect.gate_now == 1.0) == bool(closed)
