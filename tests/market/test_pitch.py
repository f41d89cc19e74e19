"""Mission and products suit some people and put others off; a letter gains only by what it speaks of."""

import math
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.mail.compile import compile_letters, features_of
from outreach_sim.mail.template import parse_template, shipped_templates
from outreach_sim.market.day import play_day
from outreach_sim.market.plan import Plan
from outreach_sim.market.prospects import weigh
from outreach_sim.market.setup import Order, Setup
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.world import World
from outreach_sim.model.explain import explain
from tests.market.worlds import LETTERS, OFF, lab, plain_setup

DAYS = 120
BOTH = {"mission": 1.5, "product": -1.0}


def setup(pitches: tuple[int, int, int], on: bool = True, **parameters: float) -> Setup:
    flat = np.full(DAYS + 1, 100_000, dtype=np.int64)
    labs = (
        lab(0, DAYS, fleet_h100e=flat, researchers=10_000),
        lab(1, DAYS, fleet_h100e=flat, researchers=10_000),
    )
    labs = (replace(labs[0], **BOTH), labs[1])
    order = Order(0, (0,), template=1, candidates=tuple(range(200)), pay_ratio=1.5, direct=True)
    letters = replace(LETTERS, pitches=np.array(pitches, dtype=np.uint8))
    base = plain_setup(200, DAYS, 0, **parameters)
    return replace(base, labs=labs, letters=letters, script=(order,), mechanisms=replace(OFF, pitch=on))


def play(setup_: Setup, worlds: int = 5) -> tuple[Log, World]:
    world = World(setup_, 4, range(worlds), keep_log=True)
    for _ in range(setup_.days):
        play_day(world)
    return world.recorder.take_log(), world


def values(log: Log, *kinds: Event, mail: int = 0) -> dict[tuple[int, int], int]:
    log = log.where(np.isin(log.kind, [int(k) for k in kinds]) & ((log.mail == mail) | (mail == 0)))
    return dict(
        zip(zip(log.world.tolist(), log.candidate.tolist(), strict=True), log.value.tolist(), strict=True)
    )


@pytest.mark.parametrize("pitches", [0, 1, 2, 3])
def test_a_letter_moves_the_reply_by_taste_times_strength_of_what_it_names_only(pitches: int) -> None:
    (log, world), (plain, _) = play(setup((0, pitches, 0))), play(setup((0, pitches, 0), on=False))
    on, off = values(log, Event.SENT, mail=1), values(plain, Event.SENT, mail=1)
    assert world.tastes.mission is not None and world.tastes.product is not None
    for (w, c), value in on.items():
        person = w * 200 + c
        expected = 1.5 * world.tastes.mission[person] * (pitches & 1)
        expected += -1.0 * world.tastes.product[person] * (pitches >> 1)
        assert (value - off[w, c]) / 1e6 == pytest.approx(expected, abs=2e-6)


def test_the_real_thing_counts_in_the_decision_whatever_the_letter_said() -> None:
    eager = {"reply_cut_1": 5.0, "reply_cut_2": 5.1, "reply_cut_3": 5.2, "reply_cut_4": 5.3}
    eager |= {"interest_cut": 0.0, "offer_chance_direct": 0.99}
    (log, world), (plain, _) = play(setup((0, 0, 0), **eager)), play(setup((0, 0, 0), False, **eager))
    on, off = (values(x, Event.ACCEPTED, Event.DECLINED) for x in (log, plain))
    assert on.keys() == off.keys() and len(on) > 500
    assert world.tastes.mission is not None and world.tastes.product is not None
    for (w, c), value in on.items():
        expected = 1.5 * world.tastes.mission[w * 200 + c] - world.tastes.product[w * 200 + c]
        assert (value - off[w, c]) / 1e6 == pytest.approx(expected, abs=2e-6)


def test_tastes_are_signed_with_the_spread_of_the_evidence_and_those_who_answer_like_what_was_pitched() -> (
    None
):
    log, world = play(setup((1, 1, 1)), 20)
    taste = world.tastes.mission
    assert taste is not None
    sd = world.setup.parameters.mission_taste_sd
    assert abs(taste.mean()) < 4 * sd / math.sqrt(taste.size) and abs(taste.std() / sd - 1) < 0.1
    replied = log.where(log.kind == Event.REPLIED)
    liking = taste[replied.world * 200 + replied.candidate]
    # Selection: in the low tail odds rise by e^x, which moves a normal's mean by its variance times 1.5.
    assert 0.3 * 1.5 * sd**2 < liking.mean() < 1.5 * sd**2 + 4 * sd / math.sqrt(liking.size)


def test_the_words_of_a_letter_decide_what_it_pitches_and_a_person_s_paper_does_not() -> None:
    def template(body: str) -> int:
        front = '+++\nname = "x"\nstage = "outreach"\nsenders = ["ceo"]\nsubject = "x"\n+++\n'
        return features_of(parse_template(front + body, "x.md", "x"))[15].pitches

    assert template("Our mission is safety.") == 1
    assert template("You would ship products to millions.") == 2
    assert template("One mission, one product.") == 3
    assert template("Hello {{ first_name }}, I like {{ paper }}. Permission and productivity.") == 0
    letters = compile_letters(shipped_templates())
    assert letters.pitches is not None
    assert letters.pitches[letters.ids.index("recruiter")] == 1


def test_the_pitch_is_explained_in_the_letter_that_makes_it_and_in_every_decision() -> None:
    world = World(setup((0, 1, 0)), 4, [0])
    who = weigh(world, 0, 3, Plan(900_000, 1), "Robin", True)
    told = explain(world.setup.parameters, who)
    links = {link.stage: {t.name: t.value for t in link.terms} for link in (told.mails[0], told.links[4])}
    assert links["reply"]["mission"] == links["accept"]["mission"] != 0
    assert "product" not in links["reply"] and links["accept"]["product"] != 0
    belief = weigh(world, 0, 3, Plan(900_000, 1), "Robin", False)
    assert belief.features.mission is belief.features.product is None
