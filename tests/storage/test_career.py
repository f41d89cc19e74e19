"""Boards, rivals and people who remember the lab: all of it is what the engine has, or would do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from outreach_sim.api.situation import Desk
from outreach_sim.market.habits import habits
from outreach_sim.market.plan import Plan
from outreach_sim.market.points import POINT
from outreach_sim.market.prospects import weigh
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Order, Sender
from outreach_sim.market.state.events import Event
from outreach_sim.market.twin import Twin
from outreach_sim.model.explain import explain
from outreach_sim.scenario.load import load_scenario
from outreach_sim.scenario.recruiters import style_of
from outreach_sim.storage.correspondence.boards import (
    Board,
    below_nothing,
    boards,
    next_board,
    points_at_boards,
)
from outreach_sim.storage.correspondence.remembered import Memory, Why, who_remembers
from outreach_sim.storage.correspondence.rivals import LATELY_DAYS, rivals
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import HOME_VARIABLE

CHANGED = (
    "population.size=160", "labs.meridian.candidates=50", "labs.elsewhere.researchers=200",
    "labs.titan.bot.letters_per_week=90", "labs.titan.bot.direct=true", "labs.titan.bot.pay_ratio=2.5",
    "labs.meridian.rest_days=14", "labs.meridian.letters_per_week.ceo=9", "rules.ceo_hours=9",
    "scenario.goal=[{on=2023-01-23,points=1},{on=2023-06-30,points=3}]",
)  # fmt: skip
LAST = 56


class Played:
    """A quarter of a career, and what there is to see of it."""

    def __init__(self, game: Game) -> None:
        self.game, self.desk = game, Desk(game)
        self.world, self.view = game.session.world, game.session.observe()
        threads = self.desk.inbox.threads
        self.remembering = who_remembers(game.scenario, game.session, self.view, threads)

    def of_kind(self, why: Why) -> list[tuple[int, Memory]]:
        return [(one.candidate, m) for one in self.remembering for m in one.memories if m.why is why]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(tmp_path_factory.mktemp("career")))
        with Game.new("long", load_scenario("career", CHANGED), 5) as game:
            for _ in range(LAST // 7):
                game.act(letter(game))
                game.advance(7)
            yield Played(game)


def letter(game: Game) -> Order:
    ceo = game.scenario.setup.letters.ids.index("ceo-personal")
    return Order(lab=0, days=(), top=9, pay_ratio=1.2, sender=Sender.CEO, template=ceo, direct=True)


def test_points_at_a_board_are_those_of_the_game_as_it_stood(played: Played) -> None:
    game, session = played.game, Session(played.game.scenario.setup, played.game.seed)
    twin = Twin(session.world, game.seed, [0])
    while session.day < 21:
        if session.day % 7 == 0:
            session.act(letter(game))
        session.advance()
    assert points_at_boards(game) == {21: int(twin.points().score[0]) / POINT}
    assert twin.points().score[0] != 0


def test_boards_are_told_in_order_with_their_grants_and_the_quarter_of_now(played: Played) -> None:
    game = played.game
    every = boards(game.scenario, game.session.day, {21: 0.7})
    assert every[0] == Board(21, 1.0, 0, 0.7, True) and every[0].medal == "bronze"
    assert every[1] == Board(88, None, 3_000_000, None, False), "it only pays in"
    assert next_board(every) == every[2] == Board(179, 3.0, 3_000_000, None, False)
    assert [board.day for board in every] == sorted(board.day for board in every)
    assert boards(load_scenario("first-letter"), 0, {})[:-1] == ()


@pytest.mark.parametrize(
    ("points", "row"), [((), 0), ((-1.0,), 1), ((-1.0, -0.5), 2), ((-1.0, 0.0), 0), ((-1.0, 2.0, -0.1), 1)]
)
def test_boards_below_nothing_count_from_the_last(points: tuple[float, ...], row: int) -> None:
    met = tuple(Board(day, 1.0, 0, each, True) for day, each in enumerate(points))
    assert below_nothing((*met, Board(99, 1.0, 0, None, False))) == row


def test_what_rivals_have_done_is_counted_from_what_happened(played: Played) -> None:
    game, desk = played.game, played.desk
    found = list(rivals(game.scenario, game.session, desk.news))
    log, home = game.log, game.scenario.setup.people.employer
    own = home[log.candidate] == 0
    for rival in found:
        told = (log.kind == Event.TOLD) & (log.lab == rival.lab)
        assert rival.offers == int(told.sum())
        assert rival.hires == int(((log.kind == Event.ACCEPTED) & (log.lab == rival.lab) & own).sum())
        assert all(item.lab == rival.lab and item.day >= LAST - LATELY_DAYS for item in rival.lately)
        assert rival.style == style_of(game.session.world, 0, rival.lab)
    assert sum(rival.offers for rival in found) > 0 and any(rival.lately for rival in found)
    assert {rival.lab for rival in found} == {habit.lab for habit in habits(game.session.world, 0)}


def test_who_has_said_no_is_told_with_the_day_from_which_they_can_be_asked_again(played: Played) -> None:
    world, date_of, refused = played.world, played.game.scenario.date_of, played.of_kind(Why.REFUSED)
    assert {played.view.free[who] for who, _ in refused} == {True, False}
    for who, memory in refused:
        said_no = [mail for mail in played.desk.inbox.threads[who] if mail.step is not None][-1]
        free_on: date = date_of(int(world.free_on[who]))
        later = f"again from {free_on.day} {free_on:%b %Y};"
        assert ("written to again;" if played.view.free[who] else later) in memory.change
        assert f"{said_no.when.day} {said_no.when:%b %Y}" in memory.short
        assert "50 % of new letters meet the mind of your first one" in memory.change
        asked = int(world.attempts[who])
        assert f"asked {('', 'once', 'twice')[asked] if asked < 3 else f'{asked} times'}." in memory.said
    live = {own.candidate for own in played.view.approaches}
    assert not live & {one.candidate for one in played.remembering}


def test_former_team_mates_count_as_the_letter_to_them_says(played: Played) -> None:
    world, book, p = played.world, played.game.scenario.population.book, played.world.setup.parameters
    mates = played.of_kind(Why.TEAM)
    assert mates
    for who, memory in mates[:3]:
        found = explain(p, weigh(world, 0, who, Plan(600_000, 0), book.name(who), as_truth=False))
        values = {term.value for link in found.links for term in link.terms if term.name == "colleagues"}
        assert [f"{value:+.2f}" for value in values] == [memory.change.split("adds ")[1].split()[0]]
        assert world.stores.teams is not None
        team = np.flatnonzero(world.stores.teams.of == world.stores.teams.of[who])
        there = [book.name(mate) for mate in team.tolist() if world.stores.teams.works_at[mate] == 0]
        assert there[0] in memory.said and there[0] in memory.short


def test_who_waits_for_machines_is_told_when_the_plan_has_them(played: Played) -> None:
    game, view = played.game, played.view
    plan = game.scenario.setup.labs[0].fleet_h100e
    have, elsewhere = int(view.fleet_h100e[0]), np.flatnonzero(view.employer == 2)
    asked = np.zeros(len(view.employer), dtype=np.int64)
    soon, never, now = elsewhere[-3:].tolist()
    asked[[soon, never, now]] = have + 10_000, 10**7, have
    waiting = replace(view, asked_h100e=asked, approaches=())
    found = {one.candidate: one.memories[0] for one in
             who_remembers(game.scenario, game.session, waiting, {})}  # fmt: skip
    assert all(found[who].why is Why.WAITS for who in (soon, never, now))
    day = int(np.argmax(plan >= have + 10_000))
    on = game.scenario.date_of(day)
    assert f"by plan on {on.day} {on:%b %Y}, or with 10,000 H100s more" in found[soon].change
    assert "by plan never" in found[never].change
    assert "as soon as they may be talked to" in found[now].change
    assert next(iter(found)) in (soon, never, now), "they come before all others"
