"""Who says no because something in a letter is not so says what, and who cannot read it says that."""

from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.mail.compile import with_letters
from outreach_sim.mail.shipped import shipped_letters_for
from outreach_sim.mail.steps import Reason, Step
from outreach_sim.market.mails import read
from outreach_sim.market.plan import Plan, approaches
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Order
from outreach_sim.market.view import own_approaches
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.correspondence.reasons import OF_FALSEHOODS, reason_for
from tests.mail.compiled import letter

SAID = {
    "wrong name": "Hi Deborah Quimby,\n\nWould you write to us about what you would do here?",
    "wrong paper": 'Hi,\n\nYour paper "Forty Ways of Boiling Water" is why I write. What would you do here?',
    "wrong lab": "Hi,\n\nWe at Mistral AI would like to hear from you. What would you do here?",
    "wrong employer": "Hi,\n\nAre you happy at Mistral AI, and what would you do here?",
    "never met": "Hi,\n\nIt was great to meet you. What would you do here?",
    "false deadline": "Hi,\n\nPlease decide within 2 hours. What would you do here?",
    "false machines": "Hi,\n\nWe run 90 million H100s. What would you do here?",
    "chinese": "{{ name }}您好,\n\n我们想请教您一个问题：如果有更多的显卡，您会先做什么？\n\n{{ lab }}",
}
LETTERS = {name.replace(" ", "-"): body for name, body in SAID.items()}


@pytest.fixture(scope="module")
def session() -> Session:
    """*The personal email* with these letters, before anybody writes."""
    everybody = ["population.size=640", "rules.fresh_share=0", "rules.ceo_hours=100"]
    scenario = load_scenario("personal-email", everybody)
    own = {name: letter(name, "A question", body, (name,)) for name, body in LETTERS.items()}
    tables = with_letters(shipped_letters_for(scenario.readership), own, scenario.readership)
    return Session(replace(scenario.setup, letters=tables, script=()), 4)


@pytest.mark.parametrize("what", OF_FALSEHOODS)
def test_what_is_not_so_in_a_letter_is_known_by_name(session: Session, what: str) -> None:
    paper = int(np.flatnonzero(session.setup.people.known & 2)[0])
    template = session.setup.letters.ids.index(what.replace(" ", "-"))
    about = approaches(session.world, session.setup.player, np.array([paper]), Plan(900_000, template))
    assert read(session.world, about, 1).false == (what,)


def test_who_answers_such_a_letter_says_what_was_not_so_or_that_it_is_not_their_language(
    session: Session,
) -> None:
    ids, player = session.setup.letters.ids, session.setup.player
    others = np.flatnonzero(session.setup.people.employer != player)
    session.world.letter_quota[:] = 10_000
    for place, name in enumerate(LETTERS):
        chosen = tuple(others[place :: len(LETTERS)][:8].tolist())
        session.act(Order(player, (0,), template=ids.index(name), candidates=chosen, pay_usd=900_000))
    session.advance(1)
    given: dict[str, set[Reason | None]] = {name: set() for name in LETTERS}
    for own in own_approaches(session.world, player):
        reason = reason_for(session, Step.NOT_INTERESTED, player, own, countered=False)
        given[ids[own.template]].add(reason)
    for name, what in zip(LETTERS, SAID, strict=True):
        expected = OF_FALSEHOODS.get(what, Reason.NOT_MY_LANGUAGE)
        told = given[name] & {*OF_FALSEHOODS.values(), Reason.NOT_MY_LANGUAGE, Reason.FALSE_CLAIM}
        assert told == {expected}, name
