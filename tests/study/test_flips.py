"""Flips: where two paths part, on which term, and whose yes is lost to a raise."""

from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.observers.journeys import Journeys, Link
from outreach_sim.market.rules import Mechanisms, Rules
from outreach_sim.market.session import Session
from outreach_sim.market.setup import BotPolicy
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.compare import Arm, compare
from outreach_sim.study.flips import FlipCounts, flips_as_dicts, lost_as_dict, partings_as_dicts, said_yes
from outreach_sim.study.partings import Path, Story, part, stories
from tests.market.worlds import known_to_all, plain_setup, rich_setup, richest_setup

YES = (
    Event.OPENED,
    Event.REPLIED,
    Event.INTERESTED,
    Event.DRAWN_UP,
    Event.OFFERED,
    Event.ACCEPTED,
)
LETTER = {"constant": -2.25, "pay": 0.8, "compute": 0.1, "fit": 0.3, "sender": 0.9}
OFFER = {"constant": 2.15, "pay": 0.8, "compute": 0.1, "counter-offer": 0.0, "other offers": 0.0}


def path(*events: Event, letter=LETTER, offer=OFFER, gate: float = 0.0, direct: int = 1) -> Path:
    made = Path(1, 0, 1_000_000, 500_000, 0, direct)
    made.events = dict.fromkeys(events, (3, 1, int(Refusal.CASH)))
    made.terms = {
        (Link.OPEN, 1): {"constant": 1.18, "sender": 0.0, "name": 0.0},
        (Link.LETTER, 1): dict(letter),
        (Link.GATE, 1): {"constant": -1.56, "gate": gate},
        (Link.OFFER, 1): {"constant": -1.17, "direct": 0.77 * direct},
        (Link.DECISION, 1): dict(offer),
    }
    return made


def story(*events: Event, taken_on: int | None = None, **terms) -> Story:
    return Story({1: path(*events, **terms)}, taken_on)


def refused(**terms: float) -> Story:
    return story(*YES[:5], Event.DECLINED, offer=OFFER | terms)


WON = story(*YES)


LOST = [
    (story(*YES[:1], Event.CLOSED, letter=LETTER | {"pay": 0.3, "fit": 0.1}), "reply", "pay", 0.5, "pay"),
    (story(*YES[:1], Event.CLOSED, letter=LETTER | {"sender": 0.0}), "reply", "sender", 0.9, "sender"),
    (story(*YES[:2], Event.NOT_INTERESTED, gate=-6.0), "interest", "gate", 6.0, "gate"),
    (refused(**{"other offers": -1.2, "pay": 1.5}), "decision", "other offers", 1.2, "rivals"),
    (refused(**{"counter-offer": -2.0}), "decision", "counter-offer", 2.0, "counter-offer"),
    (refused(compute=-0.1), "decision", "compute", 0.2, "dilution"),
    (refused(), "decision", None, 0.0, "timing"),
    (story(*YES[:4], Event.NO_OFFER, direct=0), "offer", "direct", 0.77, "direct"),
    (story(*YES[:3], Event.REFUSED), "offer", None, 0.0, "quota: money"),
    (story(*YES[:3], Event.CLOSED), "offer", None, 0.0, "quota: slots"),
    (story(*YES[:4], taken_on=9), "offer", None, 0.0, "rivals"),
    (story(*YES[:5]), "decision", None, 0.0, "timing"),
    (Story({}), "letter", None, 0.0, "quota: letters"),
    (Story({}, taken_on=9), "letter", None, 0.0, "rivals"),
]


@pytest.mark.parametrize(("lost", "link", "term", "difference", "cause"), LOST)
def test_paths_part_where_only_one_goes_on_and_on_the_term_that_differs_most(
    lost: Story, link: str, term: str | None, difference: float, cause: str
) -> None:
    found = part(WON, lost)
    assert (found.link, found.term, found.cause) == (link, term, cause)
    assert found.difference == pytest.approx(difference)


def test_compute_is_dilution_only_where_the_fleets_are_the_same() -> None:
    assert part(WON, refused(compute=-0.1), same_fleet=False).cause == "compute"


def test_two_yeses_do_not_part() -> None:
    with pytest.raises(ValueError, match="both"):
        part(WON, WON)


def crowded():
    """Everybody writes to everybody, and offers stay open long enough to meet."""
    rich = rich_setup(200, 90)
    spray = BotPolicy("spray", 60, 3.0, 0, direct=True)
    labs = tuple(replace(lab, policy=spray, letters_per_week={}) for lab in rich.labs)
    p = replace(rich.parameters, offer_chance_direct=0.95, interest_cut=-0.5, gate_share=0.3)
    return replace(rich, labs=labs, script=(), parameters=p, rules=Rules(deadline_days=30))


@pytest.fixture(scope="module", params=[rich_setup, crowded])
def setup(request):
    return request.param()


@pytest.fixture(scope="module")
def journeys(setup) -> Journeys:
    found = run_worlds(setup, 11, [0], journeys_of=0).journeys
    assert found is not None
    return found


def test_noted_terms_add_up_to_the_logits_of_the_log(setup, journeys: Journeys) -> None:
    log = Session(setup, 11).advance(150)
    sums = journeys.terms.sum(axis=1)
    weighed = journeys.weighed.columns
    for link, kinds in ((Link.LETTER, [Event.SENT]), (Link.DECISION, [Event.ACCEPTED, Event.DECLINED])):
        rows = log.where((log.lab == 0) & np.isin(log.kind, kinds))
        noted = weighed["link"] == link
        mail = rows.mail if link is Link.LETTER else np.zeros_like(rows.mail)
        keys = zip(rows.candidate, rows.number, mail, strict=True)
        logged = dict(zip(keys, rows.value / 1e6, strict=True))
        mails = weighed["mail"] if link is Link.LETTER else np.zeros_like(weighed["mail"])
        keys = zip(weighed["candidate"][noted], weighed["number"][noted], mails[noted], strict=True)
        ours = dict(zip(keys, sums[noted], strict=True))
        assert len(ours) == len(logged) > 4
        assert all(abs(ours[key] - logged[key]) < 2e-6 for key in logged)


def test_a_crowded_world_has_every_kind_of_term() -> None:
    found = run_worlds(crowded(), 3, range(3), journeys_of=3).journeys  # the lab with hardly a fleet
    assert found is not None
    for term in ("other offers", "counter-offer", "gate", "direct", "fatigue", "compute", "appeal"):
        assert np.any(found.terms[:, found.names.index(term)]), term


def test_notes_of_a_world_are_the_same_alone_and_in_a_stack() -> None:
    alone = run_worlds(rich_setup(), 3, [4], journeys_of=0).journeys
    stacked = run_worlds(rich_setup(), 3, range(6), journeys_of=0).journeys
    assert alone is not None and stacked is not None
    everyone = {(4, candidate) for candidate in range(200)}
    assert said_yes(alone) == {key for key in said_yes(stacked) if key[0] == 4}
    assert stories(alone, everyone) == stories(stacked, everyone)


EAGER = {"reply_cut_1": 2.0, "reply_cut_2": 2.1, "reply_cut_3": 2.2, "reply_cut_4": 2.3, "interest_cut": 0.0}


def test_who_comes_back_has_a_story_and_did_not_for_want_of_machines() -> None:
    base = richest_setup(days=100)
    spray = BotPolicy("spray", 40, 3.0, 0, direct=True)
    labs = tuple(replace(lab, policy=spray, letters_per_week={}) for lab in base.labs)
    p = replace(base.parameters, **EAGER, gate_share=0.45, gate_weight=-20.0, offer_chance_direct=0.95)
    waiting = replace(base, labs=labs, parameters=p)
    journeys = run_worlds(waiting, 5, [0, 1], journeys_of=3).journeys
    assert journeys is not None
    columns = journeys.events.columns
    back = (columns["event"] == Event.CAME_BACK) & (columns["own"] == 1)
    wanted = set(zip(columns["world"][back].tolist(), columns["candidate"][back].tolist(), strict=True))
    told = stories(journeys, wanted)
    paths = [one for tale in told.values() for one in tale.paths.values() if one.began == "come back"]
    assert len(paths) == back.sum() > 5
    assert any(len(one.events) > 1 for one in paths), "and some went on"


def test_a_yes_after_coming_back_is_won_by_the_machines_that_came() -> None:
    won = story(Event.CAME_BACK, *YES[4:])
    for lost in (Story({}), story(*YES[:1], Event.CLOSED)):
        assert part(won, lost).link == "letter"
        assert part(won, lost).cause == "gate"
    assert part(won, Story({}, taken_on=9)).cause == "rivals"
    again = story(Event.CAME_BACK, Event.INVITED, Event.OFFERED, Event.DECLINED, offer=OFFER | {"pay": -1.0})
    assert part(won, again).link == "decision"


def richer(pay_ratio: float):
    return known_to_all(plain_setup(300, 60, 100, pay_ratio, gate_share=0.0, money_sd=0.0))


def test_where_only_pay_differs_every_flip_is_on_pay_by_the_pay_term_itself() -> None:
    low, high = richer(1.0), richer(2.0)
    found = compare([Arm("a", low, 0), Arm("b", high, 0)], 1, 12).pairs[0]
    assert found.flips is not None
    p = low.parameters
    by_hand = p.pay_slope * (1.0 - 2.0**-p.pay_curvature) / p.pay_curvature
    flips = flips_as_dicts(found.flips, 1_000)
    assert len(flips) > 10
    assert {flip["won_by"] for flip in flips} == {"b"}
    for (_, _, link, term, _), (times, total) in found.flips.parted.items():
        if term is not None:
            assert (link, term) in {(link, "pay") for link in ("reply", "interest", "decision")}
            assert total / times == pytest.approx(by_hand, abs=1e-4)  # whole dollars
    assert sum(p["per_world"] for p in partings_as_dicts(found.flips) if p["term"] == "pay") > 1


def test_flips_account_for_the_whole_difference_in_people_won() -> None:
    a = load_scenario("first-letter").setup
    b = load_scenario("first-letter", ["script.1.offer.pay_ratio=1.2"]).setup
    pair = compare([Arm("a", a, 0), Arm("b", b, 0)], 2, 60).pairs[0]
    assert pair.flips is not None
    signed = {"a": -1, "b": 1}
    net = sum(signed[key[0]] * count for key, (count, _) in pair.flips.parted.items())
    assert net == round(pair.differences["hires"].difference * 60) != 0


def test_a_raise_that_uses_up_the_money_loses_yeses_to_the_quota() -> None:
    rich = rich_setup()
    poor = replace(rich.labs[0], budget_usd=4_000_000)
    bots = replace(poor, policy=BotPolicy("spray", 60, 1.5, 0))
    weak = replace(rich, labs=(bots, *rich.labs[1:]), script=(), mechanisms=Mechanisms(gate=False))
    strong_bots = replace(bots, policy=BotPolicy("spray", 60, 3.0, 0))
    strong = replace(weak, labs=(strong_bots, *rich.labs[1:]))
    pair = compare([Arm("a", weak, 0), Arm("b", strong, 0)], 1, 12).pairs[0]
    assert pair.flips is not None
    lost = lost_as_dict(pair.flips, 10)
    assert lost["causes"].get("quota: money", 0) > 0
    assert {row["won_by"] for row in lost["candidates"]} == {"a"}
    assert lost["per_world"] == pytest.approx(sum(lost["causes"].values()))


def test_a_yes_to_the_better_offer_is_no_lost_yes() -> None:
    counts = FlipCounts()
    a, b = (run_worlds(richer(ratio), 1, range(8), journeys_of=0).journeys for ratio in (1.0, 2.0))
    assert a is not None and b is not None
    counts.add(a, b, 8, True)
    assert counts.parted and not [key for key in counts.lost if key[0] == "b"]
