"""The career on screen: boards with their points, rivals with their recruiters, people who remember."""

import json

import pytest

from outreach_sim.cli.career_view import career_of, show_career
from outreach_sim.cli.failure import run_command_line
from outreach_sim.scenario.load import load_scenario
from outreach_sim.scenario.recruiters import style_of
from outreach_sim.storage.correspondence.boards import points_at_boards
from outreach_sim.storage.saves.band import place_of
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.steps import outcome_of
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.career import CareerScreen
from outreach_sim.tui.screens.desk import DeskScreen
from outreach_sim.tui.screens.outcome import OutcomeScreen
from outreach_sim.tui.widgets.table import PlainTable
from tests.storage.test_career import CHANGED, letter
from tests.tui.desks import NARROW, WIDE, Driver, run


def whole(driver: Driver) -> str:
    """What the screen shows, on one line."""
    return " ".join(driver.text().replace("│", " ").split())


async def weeks(driver: Driver, number: int) -> None:
    for _ in range(number):
        driver.play.act(letter(driver.play.game))
        driver.play.advance(7)
    driver.app.screen.show_all()  # type: ignore[attr-defined]
    await driver.settle()


def fill(play: Play) -> None:
    for _ in play.score.slices():
        pass


def test_points_at_boards_are_counted_as_the_twin_is_played_along_and_go_back_with_the_game() -> None:
    with Game.new("boards", load_scenario("career", CHANGED), 5) as game:
        play = Play(game)
        for _ in range(4):
            play.act(letter(game))
            play.advance(7)
        assert play.score.at_boards == {}, "the twin is not there yet"
        fill(play)
        found = points_at_boards(game)
        assert play.score.at_boards == found and list(found) == [21] and found[21] != 0.0
        outcome_of(play.travelling(lambda game: game.taking_back(8)))  # four turns and their orders
        assert play.session.day == 0 and play.score.at_boards == {}
        play.advance(21)
        fill(play)
        assert play.score.at_boards == {21: 0.0}, "nothing was done this time"


def the_command_tells_the_same(screen: CareerScreen, capsys: pytest.CaptureFixture[str]) -> None:
    name = screen.play.game.name
    told = career_of(name)
    assert told is not None
    assert [board["points"] for board in told["boards"]] == [board.points for board in screen.boards]
    assert [rival["style"] for rival in told["rivals"]] == [rival.style for rival in screen.rivals]
    assert [rival["recruiter"] for rival in told["rivals"]] == [r.recruiter for r in screen.rivals]
    remembered = [(one.candidate + 1, [m.change for m in one.memories]) for one in screen.people]
    assert [
        (one["candidate"], [m["change"] for m in one["memories"]]) for one in told["remember"]
    ] == remembered
    show_career(told)
    plain = " ".join(capsys.readouterr().out.split())
    assert screen.rivals[0].style in plain and "people elsewhere remember you" in plain
    assert " 2023-06-30 3 $3M now " in plain


@pytest.mark.whole
def test_the_command_has_it_among_what_it_shows(capsys: pytest.CaptureFixture[str]) -> None:
    with Game.new("told", load_scenario("career", CHANGED), 5) as game:
        game.advance(7)
    assert run_command_line(["save", "show", "told", "--career", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["career"]
    assert found == json.loads(json.dumps(career_of("told")))
    assert run_command_line(["save", "show", "told", "--career"]) == 0
    assert "people elsewhere remember you" in capsys.readouterr().out


LONG = "Titan Superintelligence"


def nothing_is_cut_that_has_room(driver: Driver, screen: CareerScreen) -> None:
    """Names of labs are whole at any size; what people remember takes all the room that there is."""
    name, lab, _, remembers = screen.table.headings
    assert lab.width == len(LONG) and LONG in driver.text()
    taken = sum(heading.width + 2 for heading in screen.table.headings)
    least = 74
    assert taken == max(screen.table.room, least) and name.width + remembers.width > 20 + 17 - 1
    assert screen.query_one("#of-rivals", PlainTable).headings[0].width == len(LONG)


@pytest.mark.parametrize("size", [NARROW, WIDE, (160, 50)])
def test_boards_rivals_and_people_who_remember_are_on_screen_and_enter_goes_to_the_person(
    size: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[CareerScreen] = []

    async def steps(driver: Driver) -> None:
        play, app = driver.play, driver.app
        await weeks(driver, 4)
        await driver.press("B")
        screen = app.screen
        assert isinstance(screen, CareerScreen)
        points = play.score.at_boards[21]
        assert f"23 Jan 2023 1 {points:+.2f}" in whole(driver)
        assert place_of(play.game).until == play.scenario.boards[1][0]
        assert "now 30 Jun 2023 3" in whole(driver) and "Quarter 2 of 2" in whole(driver)
        assert f"It meets in {play.scenario.boards[1][0] - 28} days." in driver.shown("#detail-text")
        await driver.press("2")
        first = screen.rivals[0]
        assert first.recruiter in driver.text()
        style = style_of(play.session.world, play.lab, first.lab)
        assert style in driver.shown("#detail-text")
        for rival in screen.rivals:
            assert rival.recruiter == play.news.recruiter(rival.lab) != ""
        await driver.press("3", "down")
        seen.append(screen)
        nothing_is_cut_that_has_room(driver, screen)
        one = screen.people[1]
        told = driver.text()
        assert play.name(one.candidate) in told
        assert " ".join(one.memories[0].change.split()[:3]) in whole(driver)
        await driver.press("enter")
        assert isinstance(app.screen, DeskScreen) and app.screen.people.candidate == one.candidate

    run(steps, "career", changed=[*CHANGED, f"labs.titan.name={LONG}"], seed=5, size=size)
    the_command_tells_the_same(seen[0], capsys)


@pytest.mark.whole
def test_enter_on_a_board_shows_points_and_a_game_without_rivals_that_write_says_so() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("B")
        assert "One board" in driver.text()
        await driver.press("enter")
        assert isinstance(driver.app.screen, OutcomeScreen)
        await driver.press("escape", "3", "enter")
        assert "Nobody who works elsewhere remembers you yet" in driver.text()
        await driver.press("2", "enter")
        assert "within the last quarter" in " ".join(driver.notices())
        await driver.press("B")
        assert isinstance(driver.app.screen, DeskScreen)

    run(steps)
