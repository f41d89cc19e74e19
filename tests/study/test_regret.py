"""Regret: one decision changed, on the same luck; nothing changed is the same game."""

from dataclasses import replace
from functools import cache

import numpy as np

from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order, Sender
from outreach_sim.market.state.events import Event
from outreach_sim.market.twin import Twin
from outreach_sim.study.decisions import NOT_AT_ALL, Change, changes
from outreach_sim.study.regret import Film
from tests.study.busy import BUSY

SETUP = replace(BUSY, script=())
SEED, UNTIL = 7, 160


@cache
def by_hand() -> tuple[list[Order], Session]:
    """A game in which letters are written, and who is interested is answered, by hand."""
    session, given = Session(SETUP, SEED), []
    while session.day < UNTIL:
        asked = [
            Order(SETUP.player, (), Do.INVITE if a.candidate % 2 else Do.OFFER, candidates=(a.candidate,))
            for a in session.observe().approaches
            if a.due is not None and a.state == 3
        ]
        if session.day % 14 == 0:
            asked.append(
                Order(SETUP.player, (), Do.SEND, 1, Sender.HIRING_MANAGER, top=5, pay_ratio=1.6, by_hand=True)
            )
        given += [session.act(order) for order in asked]
        session.advance()
    return given, session


@cache
def film() -> Film:
    """The game on film."""
    return Film(SETUP, SEED, by_hand()[0], UNTIL)


def test_the_game_is_played_again_with_its_hash() -> None:
    assert film().digest == by_hand()[1].digest()


def test_nothing_changed_is_the_same_game_from_any_decision() -> None:
    kinds = {decision.order.do for decision in film().decisions if decision.made}
    assert {Do.SEND, Do.INVITE, Do.OFFER} <= kinds
    for do in kinds:
        decision = [d for d in film().decisions if d.order.do is do and d.made][-1]
        same = film().replay(decision, [Change("as it was", decision.order)] * 2)
        assert same.scores.tolist() == [film().score] * 2
        assert {digest.hex() for digest in same.digests} == {film().digest}


def test_a_change_is_what_a_game_played_so_comes_to() -> None:
    answers = [order for order in by_hand()[0] if order.do in (Do.INVITE, Do.OFFER)]
    decision = next(d for d in film().decisions if d.order.do is Do.OFFER)
    found = next(h for h in film().hindsight() if h.decision == decision)
    gains = {outcome.change: outcome.gain for outcome in found.outcomes}
    other = next(
        order for order in answers if decision.day in order.days and decision.candidate in order.candidates
    )
    changed = [replace(order, do=Do.INVITE) if order is other else order for order in by_hand()[0]]
    session = Session(SETUP, SEED)
    twin = Twin(session.world, SEED, [0])
    while session.day < UNTIL:
        session.world.orders = [order for order in changed if session.day in order.days]
        session.advance()
    assert film().score + gains["interviews"] == int(twin.points().score[0])


def test_nobody_else_is_written_to_in_the_place_of_one_who_is_not() -> None:
    decision = next(d for d in film().decisions if d.order.do is Do.SEND and d.day < 28)
    letter = decision.order.days, decision.order.candidates
    asked = [order for order in letters_as_they_went() if (order.days, order.candidates) != letter]
    session = Session(SETUP, SEED)
    twin = Twin(session.world, SEED, [0])
    while session.day < UNTIL:
        session.world.orders = [order for order in asked if session.day in order.days]
        session.advance()
    found = film().replay(decision, [Change(NOT_AT_ALL, None)])
    assert found.digests[0].hex() == session.digest()
    assert int(found.scores[0]) == int(twin.points().score[0])


def letters_as_they_went() -> list[Order]:
    """The orders of the game with a letter for each person in the place of those about the first few."""
    session, asked = Session(SETUP, SEED), []
    while session.day < UNTIL:
        today = [order for order in by_hand()[0] if session.day in order.days]
        session.world.orders = list(today)
        log = session.advance()
        asked += [order for order in today if order.do is not Do.SEND]
        first = (log.kind == Event.SENT) & (log.lab == SETUP.player) & (log.mail == 1)
        letter = next((order for order in today if order.do is Do.SEND), None)
        if letter is not None:
            who = log.candidate[first].tolist()
            asked += [replace(letter, top=0, candidates=(candidate,)) for candidate in who]
    return asked


def test_decisions_about_the_interested_come_first_and_the_rest_can_wait() -> None:
    few = list(film().hindsight(most=20))
    impact = SETUP.people.impact
    keen = [int(impact[h.decision.candidate]) for h in few]
    assert keen == sorted(keen, reverse=True)
    assert any(outcome.gain for found in few for outcome in found.outcomes)
    made = [found for found in few if found.decision.made]
    assert all(found.worth == -found.outcomes[0].gain and found.regret >= 0 for found in made)
    assert all(found.outcomes[0].change == NOT_AT_ALL for found in made)
    assert np.isfinite([found.expected for found in few]).all()


def test_the_ceo_who_has_no_letter_left_is_no_way_out() -> None:
    quota = {sender: (0 if sender is Sender.CEO else 20) for sender in Sender}
    lab = replace(SETUP.labs[SETUP.player], letters_per_week=quota)
    labs = tuple(lab if i == SETUP.player else other for i, other in enumerate(SETUP.labs))
    film = Film(replace(SETUP, labs=labs, script=()), SEED, by_hand()[0][:1], 40)
    names = {outcome.change for found in film.hindsight(most=3) for outcome in found.outcomes}
    assert names and "by the CEO" not in names


def test_an_offer_at_once_without_an_hour_is_no_way_out() -> None:
    invited = [replace(order, do=Do.INVITE) if order.do is Do.OFFER else order for order in by_hand()[0]]
    found = {}
    for hours in (1, 0):
        setup = replace(SETUP, rules=replace(SETUP.rules, ceo_hours=hours))
        film = Film(setup, SEED, [order for order in invited if order.days[0] < 60], 60)
        decision = next(d for d in film.decisions if d.order.do is Do.INVITE)
        found[hours] = film.replay(decision, changes(decision)).possible.tolist()
    assert found == {1: [True, True, True], 0: [True, True, False]}
