"""What a game is worth, on every screen: points beside a twin, what comes next, what is left."""

import numpy as np
import pytest

from outreach_sim.market.points import LINES, POINT
from outreach_sim.market.setup import Do, Order
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.points import points_of
from outreach_sim.study.breakdown import medal, rows_of
from outreach_sim.tui.agenda import agenda
from outreach_sim.tui.outcome import outcome
from outreach_sim.tui.people import Sight, find_people
from outreach_sim.tui.play import Play
from outreach_sim.tui.texts.header import status_bar
from outreach_sim.tui.texts.outcome import page
from tests.tui.desks import NARROW, WIDE, WON, Driver, run
from tests.tui.test_play import letter, rivals


def counted(play: Play) -> int:
    """The score in millionths, as the desk counts it between keys."""
    for _ in play.score.slices():
        pass
    assert play.score.points is not None
    return int(play.score.points.score[0])


def hire_three(play: Play, days: int = 42) -> None:
    """The CEO writes to three people, who are all won; some days pass."""
    for candidate in rivals(play)[:3]:
        play.act(letter(play, candidate, pay_usd=9_000_000).order(play.lab))
    for _ in range(days // 7):
        for own in play.awaiting():
            play.act(letter(play, own.candidate, pay_usd=9_000_000).order(play.lab, Do.OFFER))
        play.advance(7)


@pytest.fixture
def won():
    with Game.new("won", load_scenario("first-letter", [*WON, "scenario.goal=2"]), 5) as game:
        yield Play(game)


def test_points_at_the_desk_are_those_of_the_save_through_turns_undo_and_branches(won: Play) -> None:
    hire_three(won)
    assert counted(won) == int(points_of(won.game).score[0]) != 0
    before = won.session.day
    won.undo()
    assert won.session.day < before and won.score.total is None, "no old number is shown"
    assert counted(won) == int(points_of(won.game).score[0])
    twin = won.score.twin
    won.act(letter(won, rivals(won)[5]).order(won.lab))
    won.undo()
    assert won.score.twin is twin, "an order that is taken back needs no other twin"
    won.game.branch("again")
    with Game.open("again") as game:
        again = Play(game)
        assert counted(again) == counted(won) == int(points_of(game).score[0])


def test_the_twin_is_played_a_day_at_a_time(won: Play) -> None:
    won.advance(20)
    days = [won.score.twin.world.day for _ in won.score.slices()]
    assert days == list(range(1, 21))


def test_the_breakdown_adds_up_across_and_down_as_it_is_shown(won: Play) -> None:
    hire_three(won)
    found = outcome(won)
    rows = rows_of(found.points, 2)
    assert len(rows) == 4 and rows[2].others > 0, "who is beyond the first two stands in one row"
    for row in rows:
        assert round(sum(row.parts), 2) == row.total
    assert round(sum(row.total for row in rows), 2) == round(found.total, 2)
    shown = page(won, found).plain
    at = next(n for n, line in enumerate(shown.splitlines()) if line.startswith("   ") and "points" in line)
    lines = shown.splitlines()[at + 1 :]
    table = [line.split() for line in lines[: lines.index("")]]
    assert len(table) == len(rows_of(found.points, 20)) > 3
    assert round(sum(float(cells[-1]) for cells in table), 2) == round(found.total, 2)
    assert len(LINES) == found.points.by_person.shape[0]


@pytest.mark.parametrize(
    ("points", "called"), [(2.9, ""), (3.0, "bronze"), (4.99, "bronze"), (5, "silver"), (7.5, "gold")]
)
def test_medals_are_given_from_their_part_of_the_goal_on(points: float, called: str) -> None:
    assert medal(points, 5.0) == called


def test_the_board_and_its_medal_are_told_and_money_alone_loses(won: Play) -> None:
    hire_three(won)
    found = outcome(won)
    shown = page(won, found).plain
    assert "The board asks for 2 by" in shown and "1.2 for bronze, 2 for silver, 3 for gold." in shown
    assert "Lost" not in shown
    won.session.world.cash_usd[won.lab] = -1
    won.session.world.has_budget[won.lab] = True
    assert "Lost: the money is gone." in page(won, outcome(won)).plain


def test_the_header_tells_points_goal_hours_money_and_what_comes_next() -> None:
    changed = ["scenario.goal=2.5", "rules.ceo_hours=3"]

    async def steps(driver: Driver) -> None:
        play = driver.play
        assert " 0.0 points · goal 2.5 by 3 May · hours 3/3" in driver.text()
        driver.play.act(letter(play, rivals(play)[0]).order(play.lab))
        driver.app.screen.show_all()  # type: ignore[attr-defined]
        await driver.settle()
        assert "hours 2/3" in driver.shown("#bar")
        for width in (80, 100, 160):
            first, second = status_bar(play, width).plain.split("\n")
            assert max(len(first), len(second)) <= width - 2
            assert second.startswith("0.0 points · goal 2.5 by 3 May · hours 2/3")
        assert "letters left this week: CEO 2" in first
        assert "next: the end" in second

    for size in (NARROW, WIDE):
        run(steps, changed=changed, size=size)


def test_what_needs_an_answer_comes_first_among_what_comes_next(keen: Play) -> None:
    for candidate in rivals(keen)[:2]:
        keen.act(letter(keen, candidate, pay_usd=5_000_000).order(keen.lab))
    while not keen.awaiting():
        keen.advance(1)
    first = agenda(keen)[0]
    own = keen.awaiting()[0]
    assert (first.day, first.text) == (own.due, f"answer {keen.name(own.candidate)[:20]}")
    keen.act(Order(keen.lab, (), do=Do.WITHDRAW, candidates=(own.candidate,)))
    assert next(item for item in agenda(keen) if item.text == first.text).later == 1
    assert [item.text for item in agenda(keen)][-1] == "the end"
    assert np.all(np.diff([item.day for item in agenda(keen)]) >= 0)


def test_a_score_in_the_header_is_that_of_the_outcome() -> None:
    async def steps(driver: Driver) -> None:
        hire_three(driver.play)
        driver.app.screen.show_all()  # type: ignore[attr-defined]
        await driver.settle()
        total = int(points_of(driver.play.game).score[0]) / POINT
        assert f"{total:+.1f} points" in driver.shown("#bar") and total
        await driver.press("o")
        assert f"{total:+.2f} points over doing nothing" in driver.shown("#outcome")
        assert find_people(driver.play, Sight()).found

    run(steps, changed=WON)
