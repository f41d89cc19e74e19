"""The number shown is the number used: what an explanation says as the truth is what the engine then logs.

Two worlds with every mechanism on. In the wild one labs act by themselves, fleets grow, people come and go:
whatever is about to happen today is explained in the morning, for every lab. In the still one nothing happens
but what the player asks for: there whole sequences and offers are explained from beginning to end.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from outreach_sim.market.day import play_day
from outreach_sim.market.phases.features import letter_features, offer_features, open_chances, subject_levels
from outreach_sim.market.plan import Plan, approaches, mails_of, sketch_letters, sketch_offers, standing
from outreach_sim.market.prospects import weigh
from outreach_sim.market.setup import NO_LIMIT, BotPolicy, Do, Order, Sender, Setup
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.snapshot import restore, snapshot
from outreach_sim.market.state.world import World
from outreach_sim.market.view import OwnApproach, look, own_approaches
from outreach_sim.model.explain import Explanation, Link, explain
from outreach_sim.model.prospect import as_it_stands
from outreach_sim.model.prospect import letter_features as letter_shown
from outreach_sim.model.prospect import offer_features as offer_shown
from tests.market.worlds import SPACED, richest_setup

CLOSE = 5e-5
"""The log keeps whole micro-log-odds, and who leaves in the morning moves what the market pays a little."""
COUNT, DAYS = 120, 100
Key = tuple[int, int, int]
"""Lab, candidate, and the number of the mail; 0 for a decision."""


def eager() -> Setup:
    """Every mechanism, and people who answer; the player may write as much as they like."""
    base = richest_setup(COUNT, DAYS)
    likely = replace(
        base.parameters, reply_cut_1=0.0, reply_cut_2=0.1, reply_cut_3=0.2, reply_cut_4=0.3,
        interest_cut=-0.1, offer_chance_direct=0.9, ceo_spam_chance=0.2, gate_weight=-0.8,
        gate_fleet_share=0.3,
    )  # fmt: skip
    besides = tuple(order for order in base.script if order.do is not Do.SEND)
    labs = (replace(base.labs[0], letters_per_week={}, budget_usd=NO_LIMIT), *base.labs[1:])
    letters = replace(SPACED, pitches=base.letters.pitches)
    return replace(base, labs=labs, parameters=likely, script=besides, letters=letters)


def still() -> Setup:
    """The same mechanisms where nothing happens that nobody asks for: no bots, fleets that stay, no exits."""
    base = eager()
    labs = tuple(
        replace(x, policy=BotPolicy(), fleet_h100e=np.full_like(x.fleet_h100e, x.fleet_h100e[0]))
        for x in base.labs
    )
    calm = replace(base.parameters, exit_hazard_per_year=0.0, market_pay_per_gap=0.0)
    return replace(base, labs=labs, parameters=calm, script=(), conferences=(), walkouts=())


def told(world: World, lab: int, candidate: int, plan: Plan) -> Explanation:
    return explain(world.setup.parameters, weigh(world, lab, candidate, plan, "Robin", as_truth=True))


def interest(world: World, lab: int, candidate: int, plan: Plan, mail: int) -> float:
    """The logit of interest if this mail of the sequence is the one that is answered."""
    who = weigh(world, lab, candidate, plan, "Robin", as_truth=True)
    alone = replace(who, mails=tuple(m for m in who.mails if m.number == mail))
    return explain(world.setup.parameters, alone).links[2].logit


def reloaded(world: World, seed: int) -> World:
    """The same world from its save."""
    fresh = World(world.setup, seed, [0], keep_log=True)
    restore(fresh, snapshot(world))
    return fresh


def random_plan(rng: np.random.Generator, world: World, candidate: int) -> Plan:
    return Plan(
        pay_usd=int(world.pay_usd[candidate] * rng.uniform(0.8, 4.0)),
        template=int(rng.integers(3)),
        sender=Sender(int(rng.integers(3))),
        pledge_h100e=int(rng.choice([0, 0, 300, 5_000])),
        direct=bool(rng.integers(2)),
        deadline_days=int(rng.integers(1, 9)),
        short=bool(rng.integers(2)),
    )


def order_of(plan: Plan, lab: int, candidate: int, do: Do = Do.SEND) -> Order:
    send = do is Do.SEND
    return Order(
        lab, (), do, plan.template if send else 0, plan.sender if send else Sender.RECRUITER,
        candidates=(candidate,), pay_usd=plan.pay_usd, pledge_h100e=plan.pledge_h100e, direct=plan.direct,
        deadline_days=plan.deadline_days, by_hand=send, short=plan.short,
    )  # fmt: skip


def every_approach(world: World) -> list[tuple[int, OwnApproach]]:
    """All live approaches, as each lab knows its own."""
    return [(lab, own) for lab in range(world.labs) for own in own_approaches(world, lab)]


def follow_ups_today(world: World) -> list[tuple[int, OwnApproach]]:
    """Silent people who are written to again today."""
    table, rows = world.approaches, world.approaches.due_on(world.day)
    rows = rows[
        (table.state[rows] == State.WAITING) & (table.mails[rows] < SPACED.mails[table.template[rows]])
    ]
    pairs = set(zip(table.row[rows].tolist(), table.person[rows].tolist(), strict=True))
    return [(lab, own) for lab, own in every_approach(world) if (lab, own.candidate) in pairs]


def decided_today(world: World) -> list[tuple[int, OwnApproach]]:
    """All live offers to people who decide today."""
    table = world.approaches
    offers = table.in_state(State.OFFERED)
    who = set(table.person[offers[table.due[offers] == world.day]].tolist())
    live = [(lab, own) for lab, own in every_approach(world) if own.state == State.OFFERED]
    return [(lab, own) for lab, own in live if own.candidate in who]


BEFORE_DECISIONS = (Event.STARTED, Event.QUIT, Event.EXITED, Event.TURNED_BACK, Event.LEFT_LATER)
BEFORE_LETTERS = (*BEFORE_DECISIONS, Event.ACCEPTED, Event.RAISED, Event.PAY_RAISED, Event.MET)


def disturbed(world: World, log: Log, kinds: tuple[Event, ...]) -> set[int]:
    """Whom something else happened to this day: themselves, or somebody of their team."""
    assert world.stores.teams is not None
    team = world.stores.teams.of
    touched = log.candidate[np.isin(log.kind, kinds) & (log.candidate >= 0)]
    return set(np.flatnonzero(np.isin(team, team[touched])).tolist())


def crowd_counts(world: World) -> NDArray[np.int64]:
    """How many of each staff say that they would follow their leader; each day's question counts anew."""
    assert world.stores.crowds is not None
    return world.stores.crowds.said.copy()


def logged(log: Log, *kinds: Event) -> dict[Key, float]:
    """Logits by lab, candidate and mail."""
    part = log.where(np.isin(log.kind, kinds))
    mail = np.where(np.isin(part.kind, (Event.SENT, Event.REPLIED)), part.mail, 0)
    keys = zip(part.lab.tolist(), part.candidate.tolist(), mail.tolist(), strict=True)
    return dict(zip(keys, (part.value / 1e6).tolist(), strict=True))


def open_chance(world: World, candidate: int, plan: Plan) -> float:
    """P(open) of a first mail as the engine draws it."""
    (level,) = subject_levels(world, np.array([plan.template]), np.array([candidate]), np.array([0]))
    return float(open_chances(world)[0, plan.sender, level])


class Wild:
    """A world in which everything goes on, what was shown in the morning, and what was compared with it."""

    def __init__(self, seed: int) -> None:
        self.seed, self.rng = seed, np.random.default_rng(seed)
        self.words = np.random.default_rng([seed, 1])
        self.world = World(eager(), seed, [0], keep_log=True)
        self.interest: dict[Key, float] = {}
        self.compared: Counter[str] = Counter()
        self.recounted: set[int] = set()

    def day(self) -> None:
        """A morning in which much is shown, and what the day makes of it."""
        if self.world.day % 3 == 1:
            self.world = reloaded(self.world, self.seed)
        letters, answers = self.write() | self.follow_ups(), self.decisions()
        self.answer()
        said = crowd_counts(self.world)
        play_day(self.world)
        recounted = np.flatnonzero(crowd_counts(self.world) != said)
        self.recounted = set(np.flatnonzero(np.isin(self.world.home, recounted)).tolist())
        log = self.world.recorder.take_log()
        self.compare_letters(letters, log)
        self.compare_interest(log)
        self.compare_decisions(answers, log)

    def write(self) -> dict[Key, float]:
        """Letters of the player to anybody."""
        world, shown = self.world, {}
        free = np.flatnonzero(world.shortlist.is_free(np.zeros(COUNT, dtype=np.intp), np.arange(COUNT)))
        for candidate in self.rng.choice(free, min(free.size, 3), replace=False).tolist():
            plan = random_plan(self.rng, world, candidate)
            explained = told(world, 0, candidate, plan)
            shown[0, candidate, 1] = explained.mails[0].logit
            self.interest[0, candidate, 1] = interest(world, 0, candidate, plan, 1)
            assert explained.links[0].probability == pytest.approx(open_chance(world, candidate, plan))
            world.orders.append(order_of(plan, 0, candidate))
        return shown

    def follow_ups(self) -> dict[Key, float]:
        """Some of the mails that go out by themselves, whoever wrote."""
        due, shown = follow_ups_today(self.world), {}
        for lab, own in [due[i] for i in self.rng.permutation(len(due))[:3].tolist()]:
            number = own.mails + 1
            mails = told(self.world, lab, own.candidate, standing(own)).mails
            shown[lab, own.candidate, number] = mails[number - 1].logit
            key = lab, own.candidate, number
            self.interest[key] = interest(self.world, lab, own.candidate, standing(own), number)
        return shown

    def decisions(self) -> dict[Key, Link]:
        """All offers that are decided today, whoever made them."""
        return {
            (lab, own.candidate, 0): told(self.world, lab, own.candidate, standing(own)).links[4]
            for lab, own in decided_today(self.world)
        }

    def answer(self) -> None:
        """The player offers to whoever is interested, and changes live offers, on any terms."""
        for own in own_approaches(self.world, 0):
            turn = own.state == State.INTERESTED or (own.state == State.OFFERED and own.due != self.world.day)
            if turn and self.rng.random() < 0.5:
                plan = random_plan(self.rng, self.world, own.candidate)
                order = order_of(plan, 0, own.candidate, Do.OFFER)
                self.world.orders.append(replace(order, words=int(self.words.integers(-1, 3))))

    def compare_letters(self, shown: dict[Key, float], log: Log) -> None:
        sent, moved = logged(log, Event.SENT), disturbed(self.world, log, BEFORE_LETTERS) | self.recounted
        for key in sent:
            if key[1] in moved or key not in shown:
                self.interest.pop(key, None)
            else:
                assert shown[key] == pytest.approx(sent[key], abs=CLOSE), key
                self.compared["first letters" if key[2] == 1 else "follow-ups"] += 1

    def compare_interest(self, log: Log) -> None:
        """A gate may have opened or closed since the mail went out."""
        yes, gated = logged(log, Event.INTERESTED), self.world.tastes.gate_ppm > 0
        for lab, candidate, mail in logged(log, Event.REPLIED).keys() & self.interest.keys():
            if (lab, candidate, 0) in yes and not gated[candidate]:
                shown = self.interest[lab, candidate, mail]
                assert shown == pytest.approx(yes[lab, candidate, 0], abs=CLOSE)
                self.compared["interest"] += 1

    def compare_decisions(self, shown: dict[Key, Link], log: Log) -> None:
        moved = disturbed(self.world, log, BEFORE_DECISIONS) | self.recounted
        moved |= set(log.candidate[log.kind == Event.OFFERED].tolist())
        decided = logged(log, Event.ACCEPTED, Event.DECLINED)
        for key in shown.keys() & decided.keys():
            if key[1] not in moved:
                assert shown[key].logit == pytest.approx(decided[key], abs=CLOSE), key
                self.compared["decisions"] += 1
                self.compared.update(term.name for term in shown[key].terms)


ENOUGH = {
    "first letters": 100, "follow-ups": 100, "interest": 10, "decisions": 40, "other offers": 2,
    "counter-offer": 10, "broken word": 5, "gate": 2, "wait": 5, "colleagues": 5, "peers": 2,
    "answer: claims": 3, "answer: facts": 3,
}  # fmt: skip
"""How often each must have been compared; what is rare in one world is waited for in others."""


def test_what_is_shown_in_the_morning_is_what_is_logged_in_the_evening_before_and_after_a_reload() -> None:
    compared, seeds = Counter[str](), iter(range(3, 11))
    while too_few := {name: compared[name] for name in ENOUGH if compared[name] < ENOUGH[name]}:
        seed = next(seeds, None)
        assert seed is not None, too_few
        wild = Wild(seed)
        while wild.world.day < DAYS:
            wild.day()
        compared += wild.compared


def test_a_whole_sequence_is_shown_before_its_first_mail_goes_out() -> None:
    rng, compared = np.random.default_rng(5), 0
    for candidate in range(12):
        world = World(still(), 5, [0], keep_log=True)
        if world.home[candidate] == 0:
            continue
        plan = random_plan(rng, world, candidate)
        shown = told(world, 0, candidate, plan)
        assert len(shown.mails) == SPACED.mails[plan.template]
        wanted = [interest(world, 0, candidate, plan, mail) for mail in range(1, len(shown.mails) + 1)]
        world.orders.append(order_of(plan, 0, candidate))
        for _ in range(40):
            play_day(world)
        log = world.recorder.take_log()
        for (_, _, mail), value in logged(log, Event.SENT).items():
            assert shown.mails[mail - 1].logit == pytest.approx(value, abs=CLOSE)
            compared += 1
        mails = [mail for _, _, mail in logged(log, Event.REPLIED)]
        for value in logged(log, Event.INTERESTED).values():
            assert wanted[mails[0] - 1] == pytest.approx(value, abs=CLOSE)
            compared += 1
    assert compared > 20


def test_the_mails_before_one_have_faded_for_as_many_days_as_lie_between_them() -> None:
    world = World(still(), 5, [0])
    candidate = next(c for c in range(COUNT) if world.home[c] != 0)
    mails = weigh(world, 0, candidate, Plan(1_000_000, 1, Sender.RECRUITER), "Robin", as_truth=True).mails
    days = [0, 3, 12, 17, 18, 20]

    def left(after: int) -> int:
        count = 65_536
        for _ in range(after):
            count -= count // 64
        return count

    assert len(mails) == 6
    for number, mail in enumerate(mails):
        own = sum(left(days[number] - sent) for sent in days[:number]) / 65_536
        assert mail.mails_per_person == pytest.approx(own * 90 / 64 / COUNT)
        inbox = left(days[number]) / 65_536 if number else 0.0
        assert mail.load_campaigns == pytest.approx(inbox * 365 / 64)


@pytest.fixture(scope="module")
def interested() -> World:
    """A still world in which people wait for an answer of the player; rivals have asked the same people."""
    world = World(still(), 5, [0], keep_log=True)
    rng = np.random.default_rng(6)
    for candidate in range(90):
        for lab in (0, int(rng.integers(1, 4))):
            if world.home[candidate] not in (0, lab):
                world.orders.append(order_of(random_plan(rng, world, candidate), lab, candidate))
    while world.day < 12:
        play_day(world)
    return world


def offered(world: World, candidate: int, plan: Plan, days: int = 40) -> tuple[Log, list[Explanation]]:
    """Offer this and play until it is decided; what was shown in each morning until then."""
    shown = [told(world, 0, candidate, replace(plan, direct=True))]
    world.orders.append(order_of(plan, 0, candidate, Do.OFFER))
    for _ in range(days):
        play_day(world)
        own = next((o for o in own_approaches(world, 0) if o.candidate == candidate), None)
        if own is None or own.state > State.OFFERED:
            break
        shown.append(told(world, 0, candidate, standing(own)))
    return world.recorder.take_log(), shown


@pytest.mark.parametrize("rival", [False, True], ids=["alone", "beside a rival's offer"])
def test_an_answer_on_any_terms_is_shown_as_it_is_decided_from_the_moment_it_is_typed(
    interested: World, rival: bool
) -> None:
    rng, seen = np.random.default_rng(7), Counter[str]()
    waiting = [own for own in own_approaches(interested, 0) if own.state == State.INTERESTED]
    for own in waiting[:30]:
        world = reloaded(interested, 5)
        if rival:
            others = [lab for lab, o in every_approach(world)
                      if lab and o.candidate == own.candidate and o.state == State.INTERESTED]  # fmt: skip
            if not others:
                continue
            late = replace(random_plan(rng, world, own.candidate), deadline_days=30)
            world.orders.append(order_of(late, others[0], own.candidate, Do.OFFER))
            for _ in range(4):
                play_day(world)
            world = reloaded(world, 5)
        log, shown = offered(world, own.candidate, random_plan(rng, world, own.candidate))
        countered = bool((log.kind == Event.COUNTERED).any()) or bool(shown[0].counter_chance == 1.0)
        for (lab, _, _), value in logged(log, Event.ACCEPTED, Event.DECLINED).items():
            if lab == 0:
                live = [e for e in shown if e.counter_chance in (0.0, 1.0)]
                assert live and all(e.links[4].logit == pytest.approx(value, abs=CLOSE) for e in live)
                first = np.log(1.0 / (1.0 / shown[0].accept_if_countered - 1.0))
                assert (first if countered else shown[0].links[4].logit) == pytest.approx(value, abs=CLOSE)
                seen.update(term.name for term in shown[-1].links[4].terms)
                seen["decisions"] += 1
    assert seen["decisions"] >= 3 and (seen["other offers"] > 0) == rival
    assert rival or (seen["broken word"] and seen["compute"] and seen["counter-offer"])


def test_bettering_a_live_offer_is_shown_as_it_will_be_decided_and_its_day_stays(interested: World) -> None:
    rng, compared = np.random.default_rng(9), 0
    for own in [o for o in own_approaches(interested, 0) if o.state == State.INTERESTED][:8]:
        world = reloaded(interested, 5)
        first = replace(random_plan(rng, world, own.candidate), deadline_days=2)
        world.orders.append(order_of(first, 0, own.candidate, Do.OFFER))
        for _ in range(4):
            play_day(world)
        if not any(
            o.candidate == own.candidate and o.state == State.OFFERED for o in own_approaches(world, 0)
        ):
            continue
        log, shown = offered(
            world, own.candidate, replace(random_plan(rng, world, own.candidate), deadline_days=9)
        )
        assert "deadline" in {term.name for term in shown[0].links[4].terms}
        for value in logged(log, Event.ACCEPTED, Event.DECLINED).values():
            assert shown[0].links[4].logit == pytest.approx(value, abs=CLOSE)
            compared += 1
    assert compared >= 3


def test_every_field_of_the_engine_s_cards_comes_through_to_the_explanation() -> None:
    """A field that a mechanism adds to the cards and no prospect knows would be missing in what is shown."""
    world, compared = World(eager(), 8, [0]), Counter[str]()
    while world.day < 17:  # the last day of the conference
        play_day(world)
    for lab, own in every_approach(world)[::7]:
        plan = standing(own)
        about = approaches(world, lab, np.array([own.candidate]), plan)
        numbers, answerable = mails_of(world, about)
        mails = numbers[answerable[0]]
        who = weigh(world, lab, own.candidate, plan, "", as_truth=True)
        letter_rows, offer_rows = sketch_letters(world, about, mails), sketch_offers(world, about)
        trial = as_it_stands(who)
        letters = [letter_shown(world.setup.parameters, who, trial, mail) for mail in who.mails]
        offers = [offer_shown(world.setup.parameters, who, trial, who.gate_now == 1.0, False)]
        for engine, shown in (
            (letter_features(world, letter_rows, np.arange(mails.size)), letters),
            (offer_features(world, offer_rows, np.arange(1)), offers),
        ):
            for field in fields(engine):
                value = getattr(engine, field.name)
                if value is None or (field.name in ("weekday", "load_campaigns") and own.mails):
                    continue
                mine = [float(np.ravel(getattr(features, field.name))[0]) for features in shown]
                assert mine == pytest.approx(np.broadcast_to(value, len(shown)).tolist()), field.name
                compared[field.name] += bool(np.any(value))
    assert len(compared) >= 20 and sum(count > 0 for count in compared.values()) >= 18, compared


@pytest.mark.parametrize("day", [0, 14, 31, 60, 77])
def test_a_lab_sees_the_same_before_and_after_a_reload(day: int) -> None:
    world = World(eager(), 4, [0])
    while world.day < day:
        play_day(world)
    again = reloaded(world, 4)
    for lab in range(world.labs):
        before, after = look(world, lab), look(again, lab)
        for field in fields(before):
            assert np.array_equal(getattr(before, field.name), getattr(after, field.name)), field.name
    plan = random_plan(np.random.default_rng(day), world, 5)
    assert told(world, 0, 5, plan) == told(again, 0, 5, plan)
    play_day(world)
    assert np.array_equal(again.fleet_today, world.fleets_on(day)), "what the day is played with"
