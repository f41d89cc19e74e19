"""Forecast, luck and regret of a saved game in which everything that can be ordered was ordered."""

from collections.abc import Iterator

import numpy as np
import pytest

from outreach_sim.mail.typed import typed_letter
from outreach_sim.market.observers.said import Said
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order, Sender
from outreach_sim.market.state.approaches import State
from outreach_sim.market.twin import Twin
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.hindsight import film_of, given, luck_of
from outreach_sim.storage.saves.places import HOME_VARIABLE
from outreach_sim.storage.saves.points import points_of
from outreach_sim.study.decisions import COUNTERED, Change
from outreach_sim.study.diary import diary_of
from outreach_sim.study.forecast import forecast
from outreach_sim.study.luck import habits
from outreach_sim.study.regret import Film
from tests.study.test_forecast import hide

SETTINGS = (
    "rules.ceo_hours=9", "rules.fresh_share=0.4", "labs.harbour.counters=by-hand", "population.size=480",
    "parameters.interest_cut=-0.2", "parameters.accept_constant=0.5", "labs.harbour.budget_usd=30_000_000",
)  # fmt: skip
SCENARIO = load_scenario("defender", SETTINGS)
LETTER = typed_letter(
    "A word, {{ first_name }}",
    "Hi {{ first_name }},\n\nI typed this by hand. Would you talk to us about {{ topic }}?\n\n{{ lab }}",
    senders=["ceo", "hiring-manager"],
    follow_ups=["follow-up", "follow-up-again", "follow-up-last"],
    spacing_days=[2, 4, 9],
)
UNTIL = 49


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Game]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(tmp_path_factory.mktemp("home")))
        with Game.new("a", SCENARIO, 10) as played:
            index = len(SCENARIO.setup.letters.ids)
            assert played.write(LETTER) == played.scenario.setup.letters.ids[index]
            while played.session.day < UNTIL:
                for order in orders_of_today(played.session, index):
                    played.act(order)
                played.advance(1)
            yield played


def orders_of_today(session: Session, letter: int) -> Iterator[Order]:
    """Whatever a player can do about people."""
    view, me, day = session.observe(), session.setup.player, session.day
    if day % 7 == 0:
        yield Order(me, (), Do.SEND, letter, Sender.CEO, top=2, pay_ratio=2.0, by_hand=True)
    told = [offer.candidate for offer in view.offered if not offer.countered and offer.candidate % 3 == 1]
    if told:
        yield Order(me, (), Do.COUNTER, candidates=tuple(told))
    for one in view.approaches:
        if one.state == State.INTERESTED:
            do = Do.OFFER if one.candidate % 3 == 0 else Do.INVITE
            yield Order(me, (), do, candidates=(one.candidate,), short=one.candidate % 3 == 1, pay_ratio=1.5)
    if day % 21 == 7:
        yield Order(me, (), Do.STAND, counter_from=1.5, keep_hours=1)
    if day % 21 == 14:
        yield Order(me, (), Do.STAND)
    if day % 7 == 0:
        yield Order(me, (), Do.SEND, letter, Sender.HIRING_MANAGER, top=4, pay_ratio=2.0, short=True)


@pytest.fixture(scope="module")
def film(game: Game) -> Film:
    return film_of(game)


def played_again(game: Game, more: Order | None = None) -> tuple[Session, Twin, Said]:
    """The game by its orders, and one more."""
    orders = [*given(game), *([] if more is None else [more])]
    session = Session(game.scenario.setup, game.seed)
    twin, said = Twin(session.world, game.seed, [0]), Said(session.world, session.setup.player)
    session.world.observers.append(said)
    while session.day < UNTIL:
        session.world.orders = [order for order in orders if session.day in order.days]
        session.advance()
    return session, twin, said


@pytest.fixture(scope="module")
def again(game: Game) -> tuple[Session, Twin, Said]:
    return played_again(game)


def test_nothing_changed_has_the_hash_of_the_game_from_any_kind_of_decision(game: Game, film: Film) -> None:
    assert film.digest == game.session.digest()
    assert film.score == int(points_of(game).score[0])
    kinds = {(d.order.do, d.order.short): d for d in film.decisions if d.made}
    assert {do for do, _ in kinds} == {Do.SEND, Do.INVITE, Do.OFFER, Do.COUNTER}
    assert any(short for _, short in kinds)
    for decision in kinds.values():
        same = film.replay(decision, [Change("as it was", decision.order)] * 2)
        assert same.scores.tolist() == [film.score] * 2 and same.possible.all()
        assert {digest.hex() for digest in same.digests} == {film.digest}


def test_a_counter_offer_that_nobody_made_is_told_by_making_it(game: Game, film: Film) -> None:
    let_pass = [decision for decision in film.decisions if not decision.made]
    countered = {order.candidates for order in given(game) if order.do is Do.COUNTER}
    assert let_pass and not {d.order.candidates for d in let_pass} & countered
    every = film.hindsight(most=len(film.decisions))
    found = next(h for h in every if not h.decision.made and h.outcomes)  # there were an hour and the money
    session, twin, _ = played_again(game, more=found.decision.order)
    (outcome,) = found.outcomes
    assert outcome.change == COUNTERED
    assert film.score + outcome.gain == int(twin.points().score[0])
    made = film.replay(found.decision, [Change(COUNTERED, found.decision.order)])
    assert made.digests[0].hex() == session.digest() != game.session.digest()
    assert found.worth == 0 and found.expected > 0


def test_luck_is_that_of_letters_and_rules_and_the_rest_was_done_by_hand(game: Game) -> None:
    kept = habits(diary_of(game.scenario.setup, given(game))).values()
    assert {order.do for orders in kept for order in orders} == {Do.SEND, Do.STAND}
    found = luck_of(game, 3)
    assert found.by_hand == int(points_of(game).score[0]) - int(found.points[0]) != 0


def test_games_that_have_seen_the_same_have_the_same_band(
    game: Game, again: tuple[Session, Twin, Said]
) -> None:
    session, twin, said = again
    assert session.digest() == game.session.digest()
    before = forecast(session.world, twin, said, 5)
    hide(session.world)
    hide(twin.world)
    after = forecast(session.world, twin, said, 5)
    assert np.array_equal(before.points, after.points) and np.array_equal(before.hires, after.hires)
    assert len(set(before.points.tolist())) > 2


def test_mails_of_a_typed_letter_are_noted_on_their_own_days(again: tuple[Session, Twin, Said]) -> None:
    mails = again[2].mails()
    first = np.flatnonzero((mails.mail[:-3] == 1) & (mails.mail[3:] == 4))
    assert first.size > 5
    days = np.stack([mails.day[first + step] for step in range(4)])
    assert (np.diff(days, axis=0) == [[2], [4], [9]]).all()
    assert (mails.next_on[first] == days[1]).all() and (mails.next_on[first + 3] == days[3] + 5).all()
