"""Words in the market: what a letter names is weighed, what it claims is judged, and each part is told."""

import math
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.plan import Plan
from outreach_sim.market.prospects import weigh
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Conference, Order, Setup
from outreach_sim.market.state.approaches import Flag
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.world import World
from outreach_sim.model.explain import Explanation, explain
from outreach_sim.model.wording import Claims
from tests.market.worlds import CLAIMING, CLAIMS, LETTERS, counts, plain_setup

VAGUE, NAMED = 2, 9_000_000
IN_WORDS = replace(LETTERS, claims=counts(Claims, [*CLAIMS[:2], replace(CLAIMS[2], pay_usd=NAMED)]))


def setup() -> Setup:
    return plain_setup(8, 60, 0, 1.0)


def told(base: Setup, template: int, **facts: object) -> Explanation:
    world = World(base, 3, [0])
    return explain(base.parameters, weigh(world, 0, 0, Plan(900_000, template, **facts), "Robin", True))


def written(base: Setup, template: int) -> Session:
    order = Order(0, (0,), template=template, candidates=(0,), pay_usd=900_000)
    session = Session(replace(base, script=(order,)), 3)
    session.advance(1)
    return session


def test_pay_that_stands_in_the_words_of_a_letter_is_what_its_reader_has_in_mind() -> None:
    plain, in_words = setup(), replace(setup(), letters=IN_WORDS)
    for base, usd, named in ((plain, None, False), (in_words, NAMED, True)):
        table = written(base, VAGUE).world.approaches
        assert bool(table.flags[0] & Flag.NAMED) is named
        assert (int(table.expected_usd[0]) == usd) is named
    vague, rich = told(plain, VAGUE), told(in_words, VAGUE)
    assert rich.mails[0].logit > vague.mails[0].logit
    broken = {term.name: term.value for term in rich.links[4].terms}["broken word"]
    assert broken < 0 and "broken word" not in {term.name for term in vague.links[4].terms}


def test_pay_in_words_is_explained_as_it_is_logged() -> None:
    base = replace(setup(), letters=IN_WORDS)
    session = Session(
        replace(base, script=(Order(0, (0,), template=VAGUE, candidates=(0,), pay_usd=900_000),)), 3
    )
    log = session.advance(1)
    sent = log.value[log.kind == Event.SENT]
    assert told(base, VAGUE).mails[0].logit == pytest.approx(int(sent[0]) / 1e6, abs=2e-6)


@pytest.mark.parametrize("template", [0, 1, 2])
def test_the_sub_terms_of_words_and_subject_add_up_to_what_the_market_adds(template: int) -> None:
    base = replace(setup(), letters=CLAIMING)
    world = World(base, 3, [0])
    who = weigh(world, 0, 0, Plan(900_000, template), "Robin", True)
    for mail in who.mails:
        assert math.fsum(part.value for part in mail.noticed) == pytest.approx(mail.words, abs=1e-12)
        assert len(mail.noticed) >= 2
    assert math.fsum(part.value for part in who.noticed) == pytest.approx(who.subject, abs=1e-12)
    for link in explain(base.parameters, who).links:
        assert math.fsum(term.value for term in link.terms) == pytest.approx(link.logit, abs=1e-9)
    names = {term.name for term in explain(base.parameters, who).links[1].terms}
    assert any(name.startswith("words: ") for name in names) and "words" not in names


def test_a_deadline_that_the_offer_does_not_have_takes_the_good_words_with_it() -> None:
    base = replace(setup(), letters=CLAIMING)
    honest, hurried = told(base, 1, deadline_days=8), told(base, 1, deadline_days=9)
    lies = [
        {term.name: term.value for term in found.mails[0].terms}["words: claims"]
        for found in (honest, hurried)
    ]
    assert lies == pytest.approx([base.parameters.words_false, 2 * base.parameters.words_false])
    assert "words: good words lost" in {term.name for term in hurried.mails[0].terms}


def test_an_earlier_mail_is_claimed_falsely_only_by_the_first_of_the_first_approach() -> None:
    base = replace(setup(), letters=CLAIMING)
    first = [{term.name for term in mail.terms} for mail in told(base, 0).mails]
    assert "words: earlier mail" in first[0] and not any("words: earlier mail" in mail for mail in first[1:])
    world = World(base, 3, [0])
    world.attempts[:] = 1
    again = explain(base.parameters, weigh(world, 0, 0, Plan(900_000, 0), "Robin", True))
    assert "words: earlier mail" not in {term.name for term in again.mails[0].terms}


def test_who_was_met_is_told_no_lie_by_a_letter_that_says_so() -> None:
    week = Conference("The week", start=0, days=5, share=1.0)
    news = replace(CLAIMING, repeats=np.zeros_like(CLAIMING.repeats))
    base = replace(setup(), letters=news, conferences=(week,))
    base = replace(base, mechanisms=replace(base.mechanisms, conferences=True))
    world = World(base, 3, [0])
    strange = weigh(world, 0, 0, Plan(900_000, 1, deadline_days=7), "Robin", True).mails[0].words
    assert world.stores.meetings is not None
    world.day = 1
    world.stores.meetings.met_on[:] = world.day
    met = weigh(world, 0, 0, Plan(900_000, 1, deadline_days=7), "Robin", True).mails[0].words
    assert met > strange - base.parameters.words_false
