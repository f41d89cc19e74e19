"""A letter that is written while a world is played does what it would have done from the start."""

from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.errors import UsageError
from outreach_sim.mail.compile import with_letters
from outreach_sim.mail.template import Template
from outreach_sim.mail.typed import typed_letter, write
from outreach_sim.market import letters as tables
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Order, Setup
from outreach_sim.scenario.load import load_scenario

LINES = ['labs.anthropic.policy="random"', "mechanisms.pitch=true", "scenario.days=90"]


@pytest.fixture(scope="module")
def setup() -> Setup:
    return load_scenario("personal-email", LINES).setup


@pytest.fixture(scope="module")
def typed() -> Template:
    body = (
        "Dear {{ first_name }},\n\nit was good to talk. We have 10,000,000 H100s, and our mission matters. "
        'I read "{{ paper }}". Would you join us for $2 million a year? Please answer within two days.'
    )
    return typed_letter(
        "Your paper, {{ first_name }}", body, senders=["ceo"], follow_ups=["follow-up"]
    ).read()


def send(session: Session, template: int, first: int) -> None:
    """A letter to some people of other labs."""
    people = session.setup.people.employer != session.setup.player
    chosen = tuple(np.flatnonzero(people)[first : first + 40].tolist())
    session.act(Order(session.setup.player, (), template=template, candidates=chosen, pay_ratio=2.0))


def test_a_letter_written_between_two_days_is_as_one_that_was_there_from_the_start(
    setup: Setup, typed: Template
) -> None:
    late, early = (
        Session(setup, 3),
        Session(replace(setup, letters=with_letters(setup.letters, {typed.id: typed})), 3),
    )
    for session in (late, early):
        send(session, 0, 0)
        session.advance(20)
    place = write(late, typed)
    assert place == len(setup.letters.ids) == early.setup.letters.ids.index(typed.id)
    for session in (late, early):
        send(session, place, 40)
        session.advance(70)
    assert late.digest() == early.digest()
    unlike = Session(setup, 3)
    send(unlike, 0, 0)
    unlike.advance(20)
    send(unlike, 0, 40)
    unlike.advance(70)
    assert unlike.digest() != late.digest()


def test_places_of_letters_that_are_there_stay(setup: Setup, typed: Template) -> None:
    session = Session(setup, 1)
    place = write(session, typed)
    assert session.setup.letters.ids[:-1] == setup.letters.ids
    assert write(session, typed) == place
    assert len(session.setup.letters.ids) == place + 1
    assert session.setup is session.world.setup
    assert typed.id not in setup.letters.ids, "nobody else's world has it"


def test_a_policy_of_any_letter_takes_none_of_somebodys_own(setup: Setup, typed: Template) -> None:
    played, beside = Session(setup, 2), Session(setup, 2)
    write(beside, typed)
    for session in (played, beside):
        session.advance(30)
    assert played.digest() == beside.digest()


def test_a_game_has_room_for_so_many_letters(
    setup: Setup, typed: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_LETTERS", len(setup.letters.ids) + 1)
    session = Session(setup, 1)
    write(session, typed)
    other = typed_letter("Hi", "Would you come?", senders=["ceo"]).read()
    with pytest.raises(UsageError, match="a game has room for 11 letters, and all of them are written"):
        write(session, other)
    assert session.setup.letters.ids[-1] == typed.id
