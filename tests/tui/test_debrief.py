"""The end of a game: luck, decisions with hindsight, the truth about people, and playing from there."""

import threading
from collections.abc import Callable, Iterator

import pytest

from outreach_sim.api.truth import truth_about
from outreach_sim.formatting import signed
from outreach_sim.market.points import POINT
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.market.setup import Do, Order, Sender
from outreach_sim.market.state.approaches import State
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.fame import entries, entry_numbered
from outreach_sim.storage.fame_file import fame_path
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.hindsight import film_of, luck_of
from outreach_sim.storage.saves.places import list_names, save_path
from outreach_sim.study.decisions import Decision
from outreach_sim.study.steps import finish
from outreach_sim.tui import debrief as debriefing
from outreach_sim.tui import slices
from outreach_sim.tui.debrief import Debrief
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.debrief import DebriefScreen
from outreach_sim.tui.screens.desk import DeskScreen
from outreach_sim.tui.screens.fame import FameScreen
from outreach_sim.tui.screens.start import StartScreen
from outreach_sim.tui.texts.debrief import again, intro, progress
from outreach_sim.tui.widgets.table import PlainTable
from tests.storage.test_fame import changed
from tests.tui.desks import NARROW, ROOMY, WON, Driver, run

DAYS = 28
OVER = (*WON, *ROOMY, f"scenario.days={DAYS}", "parameters.accept_constant=2")


def finished(name: str = "over") -> str:
    """A short game in which letters were written and answered by hand, played to its end."""
    scenario = load_scenario("first-letter", OVER)
    me = scenario.setup.player
    with Game.new(name, scenario, 5) as game:
        game.act(Order(me, (), Do.SEND, 0, Sender.HIRING_MANAGER, top=3, pay_ratio=1.4, by_hand=True))
        while not game.session.over:
            for own in game.session.observe().approaches:
                if own.state == State.INTERESTED:
                    do = Do.OFFER if own.candidate % 2 else Do.INVITE
                    game.act(Order(me, (), do, candidates=(own.candidate,), pay_ratio=1.4))
            game.advance(1)
    return name


@pytest.fixture
def looked_back() -> Iterator[Debrief]:
    with Game.open(finished()) as game:
        play = Play(game)
        finish(play.score.slices())
        yield Debrief(play)


def test_what_is_found_a_step_at_a_time_with_rests_is_what_the_commands_find(
    looked_back: Debrief, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debriefing, "SIDE_BY_SIDE", 3)
    game = looked_back.play.game
    steps = sum(1 for _ in looked_back.lucky())
    luck = luck_of(game, Debrief.worlds)
    assert looked_back.luck is not None and looked_back.luck.points.tolist() == luck.points.tolist()
    assert looked_back.luck.by_hand == luck.by_hand
    assert luck.points[3] != luck.points[0], "each world is another"
    assert steps >= 4 * DAYS, "a day of three worlds with each step, and of their twins"
    wiser, steps = looked_back.wiser(), 0
    while len(looked_back.found) < 2:
        next(wiser)
        steps += 1
    assert looked_back.wiser() is wiser and not looked_back.done, "who comes back goes on"
    steps += sum(1 for _ in wiser)
    film = film_of(game)
    found = list(film.hindsight(Debrief.most))
    assert looked_back.found == found and looked_back.done
    assert steps >= sum(DAYS - one.decision.day for one in found), "a day with each step"
    dear = sorted((one.regret for one in found if one.regret), reverse=True)
    assert [one.regret for one in looked_back.costliest()] == dear[: debriefing.SHOWN] != []
    best = looked_back.best()
    assert best is not None and best.worth == max(one.worth for one in found) > 0
    letters = [(d.candidate, e) for d, e in film.expected() if d.order.do is Do.SEND]
    assert looked_back.promised() == dict(letters)
    assert looked_back.fits()
    looked_back.play.undo()
    assert not looked_back.fits(), "another day is another game"


def test_among_too_many_people_a_command_is_named(
    looked_back: Debrief, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debriefing, "MOST_PEOPLE", 19)
    list(looked_back.counted())
    assert looked_back.outcome is not None and not looked_back.people
    assert "it takes a command" in intro(looked_back, others=False).plain
    assert not list(looked_back.lucky()) and not list(looked_back.wiser())
    said = "with 20 people it takes a command: outreach-sim save show over --luck --regret --truth"
    assert looked_back.trouble == looked_back.command == said
    assert progress(looked_back, False).plain == f"Luck and decisions are left out: {said}."


def test_the_more_people_the_fewer_worlds_a_step_plays() -> None:
    worlds = {people: debriefing.side_by_side(people) for people in (20, 2_000, debriefing.MOST_PEOPLE)}
    assert worlds == {20: 20, 2_000: 20, 5_000: 8}, "at most as many people as twenty worlds of two thousand"


def test_the_end_is_told_at_eighty_columns_and_played_from_in_a_game_of_its_own() -> None:
    before = save_path(finished()).read_bytes()

    async def steps(driver: Driver) -> None:
        ended = driver.play.game.log_hash
        await driver.press("o", "enter")  # to the decisions first
        screen = driver.app.screen
        assert isinstance(screen, DebriefScreen) and screen.room == "decisions"
        look_at(driver, screen.debrief)
        await driver.press("escape", "w")
        assert isinstance(driver.app.screen, DeskScreen) and "The game is over" in driver.notices()[-1]
        await driver.press("o")
        back = driver.app.screen
        assert isinstance(back, DebriefScreen) and back.debrief is screen.debrief
        await driver.press("3")
        met = sum(one.written_to or one.points != 0 for one in screen.debrief.people)
        assert back.query_one("#truth", PlainTable).row_count == met
        assert "Your letters promised" in driver.shown("#intro")
        await driver.press("f")
        assert "never wrote" in driver.shown("#intro")
        listed, back._listed = back._listed, []
        await driver.press("2", "enter")
        assert driver.app.screen is back and "No decision is listed" in driver.notices()[-1]
        back._listed = listed
        await driver.press("enter")
        assert isinstance(driver.app.screen, DeskScreen)
        await look_at_branch(driver, screen.debrief.costliest()[0].decision)
        with Game.open("over") as old:
            assert (old.log_hash, old.session.over) == (ended, True)
        await look_at_fame(driver, screen.debrief)

    run(steps, size=NARROW, resume="over")
    assert save_path("over").read_bytes() == before, "the finished game is untouched"
    assert len(list_names()) == 2


def look_at(driver: Driver, debrief: Debrief) -> None:
    """What the end tells is what was found."""
    assert debrief.luck is not None and debrief.done
    told, listed = driver.shown("#outcome"), driver.text()
    assert f"Luck: number {debrief.luck.place} of 6 worlds" in told
    assert "rules in your place" in told and all(f". {policy}" in told for policy in POLICIES)
    assert "u takes back the last turn" in told
    for found in debrief.costliest():
        assert f"{signed(found.regret / POINT)} points; {signed(found.expected)} could be" in listed
    best = debrief.best()
    assert best is not None and f"worth {signed(best.worth / POINT)} points" in listed
    assert "it is one luck" in listed and "All of 6 decisions were looked at." in " ".join(listed.split())


async def look_at_branch(driver: Driver, decision: Decision) -> None:
    """The desk shows a game of its own, on the morning of the decision, and says which it is."""
    game, day = driver.play.game, decision.day
    assert game.name == f"over-day-{day}" and (game.session.day, game.pending) == (day, ())
    assert game.origin == f"over, day {day}, before {decision.about} {driver.play.name(decision.candidate)}"
    assert game.origin in driver.notices()[-1] and not game.read_only
    await driver.press("n")
    assert game.session.day > day
    await driver.press("q")
    assert f"A branch, from {game.origin}" in driver.shown("#summary")
    assert f"from day {day}, before" in driver.text(), "the list says which it is"


async def look_at_fame(driver: Driver, debrief: Debrief) -> None:
    """The game that ended has entered by itself; it is proved, refused where it was changed, and removed."""
    entry, points, luck = entry_numbered(1), debrief.play.score.points, debrief.luck
    assert points is not None and luck is not None
    assert entry == debrief.entry and entry.points == int(points.score[0])
    assert entry.luck == (luck.place, 6) and "save fame 1 --verify" in again(debrief).plain
    await driver.press("f")
    assert isinstance(driver.app.screen, FameScreen)
    told = driver.text()
    assert f"{luck.place} of 6" in told and f"script {entry.script_hash[:16]}" in told
    await driver.press("v")
    assert "is so: its script comes to the same points, luck and log hash." in driver.shown("#entry")
    changed(1, sealed_anew=True, points=77_000_000)
    await driver.press("escape", "f")
    assert "+77.00" in driver.text()
    await driver.press("enter")
    assert "is not so: its points is 77.0" in driver.shown("#entry")
    await driver.press("x")
    assert len(entries()) == 1 and "takes entry 1 away for good" in driver.notices()[-1]
    await driver.press("x")
    assert entries() == [] and "No game has been finished yet" in driver.text()
    await driver.press("x", "v", "escape")
    assert isinstance(driver.app.screen, StartScreen)


def test_a_hall_of_fame_that_cannot_be_used_is_said_and_left_alone(looked_back: Debrief) -> None:
    fame_path().write_text("not a database, but a letter of mine", encoding="utf-8")
    list(looked_back.counted())
    looked_back.enter()
    assert looked_back.outcome is not None and looked_back.entry is None
    assert "Not entered:" in again(looked_back).plain and "is no hall of fame" in again(looked_back).plain
    assert fame_path().read_text(encoding="utf-8") == "not a database, but a letter of mine"


def test_looking_back_stops_when_asked_and_when_left_and_leaves_no_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finished()
    threads, steps_done = set(threading.enumerate()), []

    def endless(self: Debrief) -> Iterator[None]:
        while True:
            steps_done.append(self)
            yield

    monkeypatch.setattr(Debrief, "_look_back", endless)
    monkeypatch.setattr(Debrief, "_place", lambda self: iter(()))
    monkeypatch.setattr(slices, "SLICE_SECONDS", 0.0)

    async def goes_on(driver: Driver, key: str) -> bool:
        """Whether more is done some time after a key."""
        await driver.pilot.press(key)
        before = len(steps_done)
        for _ in range(200):
            await driver.pilot.pause(0.02)
            if len(steps_done) > before:
                return True
        return False

    async def stops(driver: Driver, key: str) -> bool:
        """Whether nothing more is done after a key."""
        await driver.pilot.press(key)
        before = len(steps_done)
        for _ in range(3):
            await driver.pilot.pause(0.02)
        return len(steps_done) == before

    async def steps(driver: Driver) -> None:
        assert await goes_on(driver, "o")
        screen = driver.app.screen
        assert isinstance(screen, DebriefScreen) and screen.running
        assert await stops(driver, "x") and not screen.running
        assert await stops(driver, "2")
        assert "x goes on" in driver.shown("#progress")
        assert await goes_on(driver, "x")
        assert "x stops" in driver.shown("#progress")
        assert await stops(driver, "escape") and not driver.app.workers
        assert await goes_on(driver, "o")
        again = driver.app.screen
        assert isinstance(again, DebriefScreen) and again.debrief is screen.debrief
        await driver.pilot.press("ctrl+q")

    run(steps, resume="over")
    assert len(set(map(id, steps_done))) == 1
    assert {thread for thread in threading.enumerate() if thread.is_alive()} <= threads


@pytest.mark.whole
def test_a_thread_that_is_ended_while_the_screen_waits_for_it_is_no_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finished()
    begun = threading.Event()

    def until_stopped(self: Debrief, stopped: Callable[[], bool]) -> None:
        begun.set()
        while not stopped():
            threading.Event().wait(0.001)

    monkeypatch.setattr(Debrief, "_look_back", lambda self: iter(()))
    monkeypatch.setattr(Debrief, "_place", lambda self: iter(()))
    monkeypatch.setattr(Debrief, "rank", until_stopped)

    async def steps(driver: Driver) -> None:
        await driver.pilot.press("o")
        while not begun.is_set():
            await driver.pilot.pause(0.02)
        driver.app.screen.workers.cancel_group(driver.app.screen, "rules")
        await driver.settle()
        assert isinstance(driver.app.screen, DebriefScreen) and not driver.app.screen.running

    run(steps, resume="over")


def test_the_truth_is_what_the_engine_drew(looked_back: Debrief) -> None:
    play = looked_back.play
    world, points = play.session.world, play.score.points
    assert points is not None
    people = truth_about(world, play.game.seed, points)
    assert sorted(one.candidate for one in people) == sorted(
        {*range(20)} - {one for one in range(20) if world.setup.people.employer[one] == play.lab}
    )
    first = play.scenario.setup.people
    for one in people:
        assert one.pay_usd == int(first.pay_usd[one.candidate])
        assert one.money == float(world.tastes.money[one.candidate])
        assert one.written_to == bool(world.attempts[play.lab * world.candidates + one.candidate])
        assert one.points == int(points.by_person[:, 0, one.candidate].sum()) / POINT
    moved = [abs(one.points) for one in people if one.written_to or one.points]
    assert moved == sorted(moved, reverse=True) and moved[0] > 0
    won = [one for one in people if one.points > 0 and one.became.startswith("at ")]
    assert not won or any("at North" in one.became for one in won)
