"""People who named a number of machines come back once the lab has them."""

from dataclasses import replace

import numpy as np

from outreach_sim.market.day import play_day
from outreach_sim.market.plan import Plan
from outreach_sim.market.prospects import weigh
from outreach_sim.market.setup import Order, Setup
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.snapshot import restore, snapshot
from outreach_sim.market.state.world import World
from outreach_sim.market.view import look
from outreach_sim.model.chain import gate_chance
from outreach_sim.model.prospect import Answer
from tests.market.worlds import OFF, lab, plain_setup

DAYS, JUMP = 150, 60
EAGER = {"reply_cut_1": 3.0, "reply_cut_2": 3.1, "reply_cut_3": 3.2, "reply_cut_4": 3.3, "interest_cut": 0.0}


def setup(come_back: bool = True, grows_to: int = 30_000, **changes: object) -> Setup:
    """A lab of 500 machines, all people gated at about a hundredth of a million; a delivery on day 60."""
    fleet = np.where(np.arange(DAYS + 1) < JUMP, 500, grows_to).astype(np.int64)
    leader = np.full(DAYS + 1, 1_000_000, dtype=np.int64)
    base = plain_setup(150, DAYS, 0, gate_share=1.0, compute_share=1.0, **EAGER)
    labs = (lab(0, DAYS, fleet_h100e=fleet), lab(1, DAYS, fleet_h100e=leader))
    order = Order(0, (0,), template=0, candidates=tuple(range(100)), pay_ratio=2.0)
    on = replace(OFF, gate=True, come_back=come_back)
    return replace(base, labs=labs, script=(order,), mechanisms=on, **changes)


def play(setup_: Setup, worlds: int = 3) -> Log:
    world = World(setup_, 4, range(worlds), keep_log=True)
    for _ in range(setup_.days):
        play_day(world)
    return world.recorder.take_log()


def of(log: Log, kind: Event) -> Log:
    return log.where(log.kind == kind)


def test_everyone_whose_number_is_reached_comes_back_that_day_and_nobody_else() -> None:
    log = play(setup())
    said, back = of(log, Event.NOT_INTERESTED), of(log, Event.CAME_BACK)
    said = said.where(said.value > 0)
    assert len(said) > 150
    reached = said.where(said.value <= 30_000)
    assert 0.9 * len(said) < len(reached) < len(said)
    assert set(zip(back.world, back.candidate, back.value, strict=True)) == set(
        zip(reached.world, reached.candidate, reached.value, strict=True)
    )
    assert set(back.day.tolist()) == {JUMP}
    assert set(back.number.tolist()) == {2}, "the rest is not waited for"


def test_who_came_back_goes_on_to_offers_and_the_gate_is_open_for_them() -> None:
    on, off = play(setup()), play(setup(come_back=False))
    accepted = of(on, Event.ACCEPTED)
    assert len(of(off, Event.ACCEPTED)) <= 2
    # As many of those who come back as of any others get an offer at twice their pay, and most take it.
    chance = setup().parameters.offer_chance_interviewed
    back, offered = len(of(on, Event.CAME_BACK)), len(of(on, Event.OFFERED))
    assert abs(offered / back - chance) < 4 * (chance * (1 - chance) / back) ** 0.5
    assert len(accepted) > 0.7 * offered
    assert not len(of(play(setup(grows_to=1_000)), Event.CAME_BACK))


def test_the_number_grows_with_the_leader_s_fleet() -> None:
    small = setup()
    leader = np.full(DAYS + 1, 3_000_000, dtype=np.int64)
    large = replace(small, labs=(small.labs[0], replace(small.labs[1], fleet_h100e=leader)))
    few, many = of(play(small), Event.NOT_INTERESTED), of(play(large), Event.NOT_INTERESTED)
    median_few, median_many = np.median(few.value[few.value > 0]), np.median(many.value[many.value > 0])
    assert 2.8 < median_many / median_few < 3.2
    assert 8_000 < median_few < 12_500


def test_who_comes_back_is_of_the_mind_that_answered() -> None:
    world = World(setup(), 4, [0])
    minds = dict.fromkeys(range(100))
    for day in range(JUMP + 1):
        play_day(world)
        table = world.approaches
        if day == 0:
            minds = dict(zip(table.person.tolist(), table.mind.tolist(), strict=True))
    back = table.number == 2
    assert back.sum() > 40
    assert [minds[who] for who in table.person[back].tolist()] == table.mind[back].tolist()


def test_a_saved_wait_goes_on() -> None:
    straight, resumed = World(setup(), 4, [0, 2]), World(setup(), 4, [0, 2])
    for _ in range(30):
        play_day(straight)
    assert straight.stores.waiting is not None and len(straight.stores.waiting) > 50
    restore(resumed, snapshot(straight))
    for world in (straight, resumed):
        while world.day < DAYS:
            play_day(world)
    assert straight.recorder.digests() == resumed.recorder.digests()


def test_a_lab_believes_what_people_told_it() -> None:
    world = World(setup(), 4, [0], keep_log=True)
    while world.day < JUMP - 1:
        play_day(world)
    said = of(world.recorder.take_log(), Event.NOT_INTERESTED)
    told = int(said.candidate[said.value > 0][0])
    view = look(world, 0)
    assert view.asked_h100e is not None
    assert view.asked_h100e[told] == said.value[said.candidate == told][0]
    belief = weigh(world, 0, told, Plan(900_000, 0), "Robin", False)
    assert belief.gate is not None and belief.gate_now == 1.0
    assert belief.gate.threshold_h100e == view.asked_h100e[told]
    stranger = weigh(world, 0, 149, Plan(900_000, 0), "Robin", False)
    assert stranger.gate is not None and stranger.gate.spread > 0
    while world.day <= JUMP + 1:
        play_day(world)
    assert weigh(world, 0, told, Plan(900_000, 0), "Robin", False).gate is None


def test_the_truth_about_somebody_who_came_back_knows_no_gate() -> None:
    world = World(setup(), 4, [0], keep_log=True)
    while world.day <= JUMP:
        play_day(world)
    back = of(world.recorder.take_log(), Event.CAME_BACK)
    # The leader's fleet has grown a thousandfold since: they do not raise their number.
    world.leader_today = np.full(1, 1_000_000_000)
    assert weigh(world, 0, int(back.candidate[0]), Plan(900_000, 0), "Robin", True).gate is None
    assert weigh(world, 0, 149, Plan(900_000, 0), "Robin", True).gate is not None


def test_of_people_who_answered_as_many_are_gated_as_the_model_says() -> None:
    """People under the luck of many worlds, letters on one day: what was said against what is so."""
    odds = {"gate_share": 0.5, "compute_share": 0.6, "gate_weight": -1.5, "interest_cut": -3.5}
    base = setup(come_back=False)
    base = replace(base, parameters=replace(base.parameters, **odds))
    world = World(base, 4, range(20), keep_log=True)
    while world.day < JUMP // 3:
        play_day(world)
    log, p = world.recorder.take_log(), base.parameters
    kinds = {
        Answer.YES: of(log, Event.INTERESTED),
        Answer.NO: (no := of(log, Event.NOT_INTERESTED)).where(no.value == 0),
    }
    beliefs = [
        weigh(world, 0, c, Plan(int(pay), 0), "Robin", False)
        for c, pay in enumerate((2 * look(world, 0).pay_guess_usd[:100]).tolist())
    ]
    for heard, said in kinds.items():
        told = np.array([gate_chance(p, replace(who, heard=heard)) for who in beliefs])[said.candidate]
        person = said.world * world.candidates + said.candidate
        gated = world.gate_closed(person, np.zeros(person.size, np.intp), np.zeros(person.size, np.int64))
        error = float(np.sqrt((told * (1 - told)).sum())) / len(said)
        assert len(said) > 500 and abs(float(gated.mean() - told.mean())) < 3 * error, heard
        assert abs(float(gated.mean()) - beliefs[0].gate_now) > 3 * error, "what is said beforehand is not it"
