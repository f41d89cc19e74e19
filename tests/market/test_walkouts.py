"""A walkout with an offer to everybody is a public question: who follows depends on how many do."""

from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.mechanisms.walkouts import walk_out
from outreach_sim.market.observers.journeys import Link
from outreach_sim.market.phases import questions
from outreach_sim.market.plan import standing
from outreach_sim.market.prospects import weigh
from outreach_sim.market.setup import Order, Setup, Walkout
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.approaches import NEVER, State
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.payroll import believed_pay_usd, is_pay_guessed, public_pay_usd
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.snapshot import restore, snapshot
from outreach_sim.market.state.world import World
from outreach_sim.market.view import own_approaches
from outreach_sim.model.draws import Purpose, bits, logistic
from outreach_sim.model.explain import explain
from outreach_sim.model.features import some_of
from outreach_sim.model.logits import total
from outreach_sim.model.terms import follow_terms
from outreach_sim.study.flips import FlipCounts
from tests.market.worlds import OFF, plain_setup, rich_setup

COUNT, DAYS, START = 300, 50, 3


def setup(back: int = DAYS + 1, ratio: float | None = 1.0, days: int = DAYS, **changes: float) -> Setup:
    """The head of lab 1, where everybody works, goes to lab 0 on day 3."""
    base = plain_setup(COUNT, days, 0, **changes)
    on = replace(OFF, colleagues=True, gate=True, pitch=True, ceo_spam=True, weekday=True, fatigue=True)
    return replace(base, mechanisms=on, walkouts=(Walkout(1, 0, START, back, ratio),))


def played(setup_: Setup, worlds: int = 4, days: int | None = None) -> tuple[World, Log]:
    world = World(setup_, 4, range(worlds), keep_log=True)
    for _ in range(setup_.days if days is None else days):
        play_day(world)
    return world, world.recorder.take_log()


def of(log: Log, kind: Event) -> Log:
    return log.where(log.kind == kind)


def test_the_crowd_is_the_least_fixed_point_in_whatever_order_people_are_asked() -> None:
    _, log = played(setup(crowd_pull=4.0), 6, START + 1)
    said = of(log, Event.INTERESTED)
    assert set(said.day.tolist()) == {START} and 0 < len(said) < 6 * COUNT
    # The same morning once more, one person at a time.
    before = World(setup(crowd_pull=4.0), 4, range(6))
    while before.day < START:
        play_day(before)
    walk_out(before)
    person = np.arange(6 * COUNT)
    row = person // COUNT * 2
    features = questions.follow_features(before, person, row, before.pay_usd[person])
    shock = logistic(bits(before.occasion(person, row), Purpose.SIGNS))
    rng = np.random.default_rng(1)
    for number in range(6):
        joined: set[int] = set()
        waiting = list(range(number * COUNT, (number + 1) * COUNT))
        again = True
        while again:
            again = False
            for who in rng.permutation(sorted(set(waiting) - joined)).tolist():
                alone = some_of(features, np.array([who]))
                alone.crowd = np.array([len(joined) / COUNT])
                if total(follow_terms(before.setup.parameters, alone))[0] >= shock[who]:
                    joined.add(who)
                    again = True
        assert {c + number * COUNT for c in said.candidate[said.world == number].tolist()} == joined


def test_a_staff_tips_where_the_crowd_pulls_and_only_a_few_go_where_it_does_not() -> None:
    shares = [len(of(played(setup(crowd_pull=pull))[1], Event.INTERESTED)) / 4 / COUNT for pull in (0, 8)]
    assert shares[0] < 0.3 < 0.9 < shares[1]


def test_nobody_is_asked_where_the_other_lab_offers_nothing() -> None:
    world, log = played(setup(ratio=None))
    assert world.stores.crowds is None
    assert not len(of(log, Event.INTERESTED)) and len(of(log, Event.LED_AWAY)) == 4


def test_who_follows_is_offered_their_pay_times_the_ratio_without_a_letter_and_nearly_all_take_it() -> None:
    world, log = played(setup(ratio=1.5, crowd_pull=8.0))
    said, offered = of(log, Event.INTERESTED), of(log, Event.OFFERED)
    assert not len(of(log, Event.SENT)) and len(said) > 3.5 * COUNT
    earned = world.setup.people.pay_usd[offered.candidate]
    assert np.array_equal(offered.value, earned * 3 // 2)
    assert len(offered) == len(said), "the offer stands open to everybody"
    assert len(of(log, Event.STARTED)) > 0.9 * len(said)
    told = of(log, Event.SAID_SO)
    first = told.where(told.day == START)
    assert first.value.tolist() == np.bincount(said.world[said.day == START], minlength=4).tolist()


def test_who_takes_up_an_open_offer_has_said_what_they_earn_and_nobody_else_has() -> None:
    world, log = played(setup(crowd_pull=4.0), 1, START + 1)
    said = of(log, Event.INTERESTED).candidate
    everybody = np.arange(COUNT)
    told = np.isin(everybody, said)
    assert 0 < told.sum() < COUNT
    believed = believed_pay_usd(world, 0, everybody)
    assert np.array_equal(believed[told], world.pay_usd[told])
    assert np.array_equal(believed[~told], public_pay_usd(world, everybody)[~told])
    assert np.array_equal(~is_pay_guessed(world, 0, everybody), told)


def test_when_the_leader_is_back_the_question_ends_and_nobody_moves() -> None:
    gone, back = (played(setup(day, crowd_pull=8.0))[1] for day in (DAYS + 1, START + 5))
    assert of(back, Event.INTERESTED).day.max() < START + 5
    assert len(of(gone, Event.STARTED)) > 0.8 * 4 * COUNT
    assert len(of(back, Event.INTERESTED)) > 0.8 * 4 * COUNT
    assert len(of(back, Event.STARTED)) < 0.02 * 4 * COUNT


def asked_after_letters(rest: bool) -> tuple[Log, Log]:
    """Everybody gets a letter first; their letters are closed when the head goes, or still unanswered."""
    base = setup(crowd_pull=8.0, days=30)
    order = Order(0, (0,), template=0, candidates=tuple(range(COUNT)), pay_ratio=1.0)
    rules = replace(base.rules, sequence_mails=1, follow_up_days=1 if rest else 20)
    _, log = played(replace(base, script=(order,), rules=rules))
    return of(log, Event.INTERESTED), of(log, Event.CLOSED)


@pytest.mark.parametrize("rest", [True, False], ids=["whose letters are closed", "who have not answered"])
def test_people_are_asked_all_the_same(rest: bool) -> None:
    said, closed = asked_after_letters(rest)
    public = said.where(said.number == 2)
    assert len(public) > 3 * COUNT
    pairs = list(zip(said.world.tolist(), said.candidate.tolist(), said.number.tolist(), strict=True))
    assert len(set(pairs)) == len(pairs)
    ended = of_day(closed, START) if not rest else closed
    assert len(ended) >= 2.5 * COUNT


def of_day(log: Log, day: int) -> Log:
    return log.where(log.day == day)


def test_one_pair_has_one_approach_and_no_letter_while_it_is_in_talks() -> None:
    base = setup(crowd_pull=6.0, days=40, accept_constant=-3.0)
    orders = tuple(Order(0, (d,), template=0, top=60, pay_ratio=1.0) for d in range(0, 40, 2))
    rules = replace(base.rules, rest_days=6, sequence_mails=2)
    world = World(replace(base, script=orders, rules=rules), 4, range(3))
    for _ in range(40):
        play_day(world)
        table = world.approaches
        live = np.flatnonzero(table.state != State.EMPTY)
        pair = world.pairs(table.row[live], world.candidate_of(live))
        assert np.unique(pair).size == pair.size
        assert (world.free_on[pair] == NEVER).all()
        free = world.shortlist.is_free(table.row[live], world.candidate_of(live))
        assert not free.any()


def test_who_has_said_so_and_declined_is_not_asked_again() -> None:
    base = setup(crowd_pull=8.0, accept_constant=-12.0)
    _, log = played(replace(base, rules=replace(base.rules, rest_days=2)))
    said = of(log, Event.INTERESTED)
    assert len(of(log, Event.DECLINED)) > 2 * COUNT
    pairs = list(zip(said.world.tolist(), said.candidate.tolist(), strict=True))
    assert len(set(pairs)) == len(pairs)


def test_a_card_shows_the_crowd_and_adds_up_to_what_is_logged() -> None:
    world, log = played(setup(crowd_pull=5.0), 1, START + 1)
    said = of(log, Event.INTERESTED)
    logged = dict(zip(said.candidate.tolist(), said.value.tolist(), strict=True))
    assert len(logged) > 20
    for own in own_approaches(world, 0)[:30]:
        plan = standing(own, answered=True)
        who = weigh(world, 0, own.candidate, plan, "Robin", as_truth=True)
        shown = explain(world.setup.parameters, who)
        interest, offer = (next(x for x in shown.links if x.stage == s) for s in ("interested", "offer"))
        assert interest.logit == pytest.approx(logged[own.candidate] / 1e6, abs=1e-5)
        assert "crowd" in {term.name for term in interest.terms}
        assert {term.name for term in interest.terms}.isdisjoint({"words", "sender", "weekday", "fatigue"})
        assert offer.probability == pytest.approx(1.0)
        assert any("would follow" in term.sentence for term in shown.links[-1].terms)


def test_worlds_stacked_alone_and_resumed_in_the_middle_have_one_hash() -> None:
    base = rich_setup(count=150, days=90)
    on = replace(base.mechanisms, colleagues=True, come_back=True, raises=True, copying=True, pitch=True)
    base = replace(base, mechanisms=on, walkouts=(Walkout(1, 2, 20, 70, 1.2), Walkout(0, 3, 30, 91, 1.5)))
    stacked = World(base, 3, [0, 1, 2], keep_log=True)
    for _ in range(36):
        play_day(stacked)
    resumed = World(base, 3, [0, 1, 2])
    restore(resumed, snapshot(stacked))
    for world in (stacked, resumed):
        while world.day < 90:
            play_day(world)
    said = of(stacked.recorder.take_log(), Event.SAID_SO)
    assert len(set(said.lab.tolist())) == 2 and said.day.max() > 36
    alone = [World(base, 3, [number]) for number in range(3)]
    for world in alone:
        while world.day < 90:
            play_day(world)
    digests = stacked.recorder.digests()
    assert resumed.stores.crowds is not None and stacked.stores.crowds is not None
    for name in ("staff_of", "said_to", "staff", "said"):
        kept, again = getattr(stacked.stores.crowds, name), getattr(resumed.stores.crowds, name)
        assert np.array_equal(kept, again), name
    assert resumed.recorder.digests() == digests
    assert tuple(world.recorder.digests()[0] for world in alone) == tuple(digests)


def test_followers_are_no_sequences_and_have_a_journey_of_their_own() -> None:
    base = setup(crowd_pull=8.0)
    order = Order(0, (0,), template=0, candidates=tuple(range(50)), pay_ratio=2.0)
    rules = replace(base.rules, follow_up_days=1, sequence_mails=1)
    result = run_worlds(
        replace(base, script=(order,), rules=rules), 4, range(3), sequences=True, journeys_of=0
    )
    assert result.sequences is not None and result.journeys is not None
    reached = result.sequences.reached.sum(axis=(0, 1, 2))
    assert reached[0] == 150 and (np.diff(reached[[0, 2, 3, 7]]) <= 0).all()
    assert (result.sequences.undecided >= 0).all()
    begun, weighed = result.journeys.begun.columns, result.journeys.weighed.columns
    assert begun["world"].size > 3 * COUNT
    assert (weighed["link"] == Link.DECISION).sum() > 2 * COUNT


def test_all_who_work_there_are_the_staff_and_leavers_stay_in_the_count() -> None:
    world, _ = played(setup(crowd_pull=8.0), 2)
    crowds = world.stores.crowds
    assert crowds is not None
    assert crowds.staff.tolist() == [0, COUNT, 0, COUNT]
    went = (world.home.reshape(2, -1) == np.array([[0], [2]])).sum(axis=1)
    signed = (world.status == Status.SIGNED).reshape(2, -1).sum(axis=1)
    assert (went > 0.8 * COUNT).all() and (crowds.said[[1, 3]] >= went).all()
    assert (crowds.said[[1, 3]] <= went + signed + COUNT * 0.2).all()


def test_who_follows_under_one_scenario_alone_parts_at_the_walkout() -> None:
    many, few = (
        run_worlds(setup(crowd_pull=pull), 4, range(2), journeys_of=0).journeys for pull in (8.0, 2.0)
    )
    assert many is not None and few is not None
    counts = FlipCounts()
    counts.add(many, few, 2, same_fleet=True)
    parted = {(key[0], key[2], key[4]): 0.0 for key in counts.parted}
    for key, found in counts.parted.items():
        parted[key[0], key[2], key[4]] += found[0]
    assert parted["a", "letter", "walkout"] > 0.9 * sum(parted.values()) > 200
    assert {link for _, link, _ in parted} <= {"letter", "offer", "decision"}
