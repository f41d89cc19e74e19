"""Whatever has a name is found by a few of its letters: people, threads, saved games, scenarios."""

from pathlib import Path

import pytest
from rich.text import Text
from textual.command import CommandPalette
from textual.widgets import OptionList

from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.tui.fuzzy import MARK, Sought, folded
from outreach_sim.tui.panes.people import PeoplePane
from outreach_sim.tui.people import Sight, Who, find_people
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.desk import DeskScreen
from tests.tui.desks import Driver, hostile_scenario, run
from tests.tui.test_inbox import write_to_many


@pytest.mark.parametrize(
    ("typed", "text", "marked"),
    [
        ("jjns", "Joshua Jones", "J J n s"), ("shua", "Joshua Jones", "shua"), ("oner", "Joshua Jones", None),
        ("jones", "Joshua Jones", "Jones"), ("josjon", "Joshua Jones", "Jos Jon"),
        ("ones hua", "Joshua Jones", "hua ones"), ("toepfer", "Björn Töpfer", None),
        ("bjotop", "Björn Töpfer", "Bjö Töp"),
        ("uj", "Joshua Jones", None), ("jj xx", "Joshua Jones", None), ("", "Joshua Jones", None),
        ("(a[", "x (a[b", "(a["), ("i", "\u0130lker", "\u0130"),
    ],
)  # fmt: skip
def test_letters_in_order_from_the_start_of_a_word_are_found_and_marked(
    typed: str, text: str, marked: str | None
) -> None:
    match = Sought(typed).match(text)
    if marked is None:
        assert match is None
    else:
        assert match is not None and "".join(text[place] for place in match.places) == marked.replace(" ", "")
        assert Sought(typed).near(folded(text)) or Sought(typed).holds(folded(text))


def test_no_letters_make_a_search_long() -> None:
    sought = Sought("a" * 40 + "b")
    assert sought.match("a " * 5_000) is None  # every way to place forty letters would take for ever


def test_words_as_they_were_typed_come_before_letters_and_those_nearest_first(play: Play) -> None:
    everybody = Sight(who=Who.EVERYONE)
    wanted = find_people(play, everybody).candidates[7]
    first, *_, last = play.name(wanted).split()
    exact = find_people(play, Sight(who=Who.EVERYONE, find=last[1:]))
    assert wanted in exact.candidates and not exact.near
    letters = f"{first[0]}{first[2]}{last[0]}{last[-1]}"
    near = find_people(play, Sight(who=Who.EVERYONE, find=letters))
    scores = [Sought(letters).match(f"{play.name(c)}\n") for c in near.candidates]
    assert near.near and wanted in near.candidates
    assert [m.score for m in scores if m] == sorted((m.score for m in scores if m), reverse=True)


def test_people_are_found_by_their_letters_which_stand_out(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("slash")
        await driver.type("bjtop")
        pane = driver.app.screen.query_one(PeoplePane)
        assert [driver.play.name(c) for c in pane.shown] == ["Björn Töpfer"]
        assert 'near to "bjtop"' in driver.shown("#sight")
        cell = pane.table._make(0)[0][0]
        assert isinstance(cell, Text)
        assert "".join(cell.plain[span.start] for span in cell.spans if span.style == MARK) == "BjTöp"
        await driver.press("enter", "space")
        assert pane.marked == {pane.candidate}
        await driver.press("escape")
        assert len(pane.shown) == 4 and isinstance(pane.table._make(0)[0][0], str)

    names = ["Bjarne Tofte", "Ann Björk", "Björn Töpfer", "Jörn Topf"]
    run(steps, str(hostile_scenario(tmp_path, names)))


@pytest.mark.whole
def test_threads_are_found_by_letters_of_who_writes_where_no_letter_holds_the_words() -> None:
    async def steps(driver: Driver) -> None:
        write_to_many(driver.play)
        screen = driver.app.screen
        assert isinstance(screen, DeskScreen)
        screen.show_all()
        wanted = next(iter(driver.play.inbox.threads))
        first, *_, last = driver.play.name(wanted).split()
        letters = f"{first[:2]}{last[:2]}{last[-1]}"
        await driver.press("2", "slash")
        await driver.type(letters)
        assert "near to that" in driver.text()
        await driver.press("enter")
        assert wanted in screen.inbox._people
        found = screen.inbox._people.index(wanted)
        prompt = screen.inbox.threads.get_option_at_index(found).prompt
        assert isinstance(prompt, Text) and any(span.style == MARK for span in prompt.spans)
        await driver.press(*["down"] * found, "enter")
        assert screen.inbox.candidate == wanted
        await driver.press("1", "ctrl+p")
        assert isinstance(driver.app.screen, CommandPalette)
        await driver.type(driver.play.inbox.threads[wanted][-1].letter.subject[:12].lower())
        assert "A thread" in driver.text()

    run(steps, size=(120, 40))


def test_games_are_found_by_letters_of_their_names() -> None:
    Game.new("autumn-campaign", load_scenario("first-letter"), 3).close()

    async def steps(driver: Driver) -> None:
        games = driver.app.screen.query_one("#games", OptionList)
        every = games.option_count
        await driver.press("slash")
        await driver.type("fstl")
        names = [str(games.get_option_at_index(i).prompt).strip() for i in range(games.option_count)]
        assert names[-2:] == ["New game", "first-letter"] and games.option_count < every
        await driver.press("escape")
        assert games.option_count == every and games.has_focus
        await driver.press("slash")
        await driver.type("autcam")
        assert games.option_count == 2
        await driver.type("zz")
        assert games.option_count == 0 and "No game is called so." in driver.text()

    run(steps, None)


@pytest.mark.whole
def test_games_are_found_from_the_palette_too_and_the_one_that_is_played_is_kept() -> None:
    Game.new("autumn-campaign", load_scenario("first-letter"), 3).close()

    async def steps(driver: Driver) -> None:
        await driver.press("ctrl+p")
        await driver.type("frstgam")
        assert "New game: first-game" in driver.text()
        await driver.press("down", "enter")
        await driver.settle()
        assert driver.play.scenario.name == "first-game"
        await driver.press("ctrl+p")
        await driver.type("autcam")
        await driver.press("down", "enter")
        await driver.settle()
        assert driver.play.game.name == "autumn-campaign"

    run(steps, None)
