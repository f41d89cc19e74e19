"""A name wears out under mass mail, which is news; a CEO's letter may be taken for spam."""

import math
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.mechanisms.reputation import reputation_weights
from outreach_sim.market.phases.features import open_chances
from outreach_sim.market.plan import Plan
from outreach_sim.market.prospects import weigh
from outreach_sim.market.setup import BotPolicy, Order, Sender, Setup
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.snapshot import restore, snapshot
from outreach_sim.market.state.world import World
from outreach_sim.model.explain import explain
from tests.market.worlds import OFF, plain_setup
from tests.params import PARAMETERS as P


def mailing(letters_per_week: int, **on: bool) -> Setup:
    base = plain_setup(100, 120, 0)
    bot = BotPolicy("spray", letters_per_week, 1.0, 0)
    mechanisms = replace(OFF, **{"name_wear": True, "name_news": True} | on)
    return replace(base, labs=(replace(base.labs[0], policy=bot), base.labs[1]), mechanisms=mechanisms,
                   rules=replace(base.rules, rest_days=10))  # fmt: skip


def play(setup: Setup, worlds: int = 4) -> tuple[Log, World]:
    world = World(setup, 4, range(worlds), keep_log=True)
    for _ in range(setup.days):
        play_day(world)
    return world.recorder.take_log(), world


def test_mass_mail_costs_replies_paired_on_the_same_luck_by_what_the_formula_says() -> None:
    (worn, world), (fresh, _) = play(mailing(70)), play(mailing(70, name_wear=False, name_news=False))
    late = [x.where((x.kind == Event.SENT) & (x.day > 100)) for x in (worn, fresh)]
    loss = (late[0].value.mean() - late[1].value.mean()) / 1e6
    mails = len(worn.where((worn.kind == Event.SENT) & (worn.day >= 30))) / 4 / 100
    assert mails > 5, "mails a head in ninety days"
    assert loss == pytest.approx(-1.2 * math.log((1 + mails) / 2.8), abs=0.3)
    assert loss == pytest.approx(np.log(reputation_weights(world)[::2]).mean(), abs=0.2)
    rates = [
        len(x.where(x.kind == Event.REPLIED)) / len(x.where(x.kind == Event.SENT)) for x in (worn, fresh)
    ]
    assert rates[0] < 0.5 * rates[1]
    (few, _), (same, _) = play(mailing(3)), play(mailing(3, name_wear=False, name_news=False))
    assert np.array_equal(few.value[few.kind == Event.SENT], same.value[same.kind == Event.SENT])


def test_a_worn_name_is_news_once_at_each_mark() -> None:
    log, world = play(mailing(70))
    news = log.where(log.kind == Event.NAME_WORN)
    assert set(news.lab.tolist()) == {0} and set(news.candidate.tolist()) == {-1}
    for w in range(4):
        values = news.value[news.world == w]
        assert 1 <= len(values) <= 2 and values[-1] <= 500 and (values < 750).all()
    weights = reputation_weights(world).reshape(4, 2)
    assert (weights[:, 0] < 0.5).all() and (weights[:, 1] == 1.0).all()
    assert not (play(mailing(3))[0].kind == Event.NAME_WORN).any()


def test_a_name_mends_when_the_mail_stops_and_can_wear_again() -> None:
    setup = replace(mailing(0), days=900, rules=replace(mailing(0).rules, rest_days=10))
    flat = np.full(901, 100_000, dtype=np.int64)
    labs = tuple(replace(x, fleet_h100e=flat) for x in setup.labs)
    bursts = (*range(30), *range(500, 530))
    order = Order(0, bursts, template=0, top=10)
    news = play(replace(setup, labs=labs, script=(order,)), 1)[0]
    news = news.where(news.kind == Event.NAME_WORN)
    assert len(news) >= 2 and (news.day < 60).any() and (news.day > 490).any()
    assert not ((news.day >= 60) & (news.day <= 490)).any()


def spam(on: bool, sender: Sender, chance: float = 0.1) -> Setup:
    base = plain_setup(200, 60, 0, ceo_spam_chance=chance)
    order = Order(0, (0,), template=0, sender=sender, candidates=tuple(range(200)), pay_ratio=1.5)
    return replace(base, script=(order,), mechanisms=replace(OFF, ceo_spam=on))


def who(log: Log, kind: Event) -> set[tuple[int, int]]:
    log = log.where(log.kind == kind)
    return set(zip(log.world.tolist(), log.candidate.tolist(), strict=True))


def test_one_ceo_letter_in_ten_is_taken_for_spam_and_everyone_else_is_left_as_before() -> None:
    (log, _), (plain, _) = play(spam(True, Sender.CEO), 10), play(spam(False, Sender.CEO), 10)
    lost, opened = who(log, Event.TAKEN_FOR_SPAM), who(plain, Event.OPENED)
    assert lost <= opened and who(log, Event.OPENED) == opened - lost
    assert abs(len(lost) / len(opened) - 0.1) < 4 * math.sqrt(0.09 / len(opened))
    assert who(log, Event.REPLIED) == who(plain, Event.REPLIED) - lost
    assert who(log, Event.REPLIED) < who(plain, Event.REPLIED)
    recruiters = play(spam(True, Sender.RECRUITER), 4)[0]
    assert not who(recruiters, Event.TAKEN_FOR_SPAM)


def test_the_open_link_is_explained_to_the_last_digit() -> None:
    world = World(spam(True, Sender.CEO, 0.25), 4, [0])
    prospect = weigh(world, 0, 3, Plan(900_000, 0, Sender.CEO), "Robin", True)
    link = explain(world.setup.parameters, prospect).links[0]
    assert link.probability == pytest.approx(0.75 / (1 + math.exp(-P.open_constant - P.open_ceo)), abs=1e-12)
    assert open_chances(world)[0, Sender.CEO, 0] == pytest.approx(link.probability, abs=1e-12)
    assert [t.name for t in link.terms] == ["constant", "spam"]
    recruiter = weigh(world, 0, 3, Plan(900_000, 0), "Robin", True)
    assert [t.name for t in explain(world.setup.parameters, recruiter).links[0].terms] == ["constant"]
    assert math.fsum(t.value for t in link.terms) == pytest.approx(link.logit, abs=1e-12)


def test_a_saved_name_goes_on() -> None:
    straight, resumed = World(mailing(70), 4, [0]), World(mailing(70), 4, [0])
    for _ in range(40):
        play_day(straight)
    restore(resumed, snapshot(straight))
    for world in (straight, resumed):
        while world.day < 120:
            play_day(world)
    assert straight.recorder.digests() == resumed.recorder.digests()
