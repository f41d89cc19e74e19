"""``save fame`` at the command line, and the commands that the end of a game names."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from outreach_sim.cli import asking
from outreach_sim.cli.main import cli
from outreach_sim.errors import ExitCode, UsageError
from outreach_sim.market.setup import Do, Order
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.fame import Entry
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import HOME_VARIABLE
from outreach_sim.tui.debrief import Debrief
from outreach_sim.tui.play import Play
from outreach_sim.tui.texts.debrief import again
from tests.storage.test_fame import changed

SCENARIO = load_scenario("first-letter", ["scenario.days=7"])


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def call(*words: str) -> Result:
    return CliRunner().invoke(cli, words, standalone_mode=False, catch_exceptions=False)


def asked(*words: str) -> Any:
    return json.loads(call(*words, "--json").stdout)


def begun(name: str = "a", days: int = 3) -> None:
    """A game in which nine people were written to, and some days passed."""
    with Game.new(name, SCENARIO, 3) as game:
        game.act(Order(SCENARIO.setup.player, (), Do.SEND, top=9, pay_ratio=2.5))
        game.advance(days)


def test_a_game_that_ends_is_entered_shown_and_proved() -> None:
    assert "the hall of fame is empty" in call("save", "fame").stdout
    begun()
    told = call("save", "advance", "a").stdout
    assert "It is in the hall of fame: outreach-sim save fame 1" in told
    (row,) = asked("save", "fame")["entries"]
    assert row == asked("save", "fame", "1") == asked("save", "fame", "--add", "a")
    assert (row["save"], row["seed"], row["undone"], row["luck"]) == ("a", 3, 0, None)
    assert row["points"] == asked("save", "show", "a", "--score")["points"]["score"]
    assert row["log_hash"] == asked("save", "show", "a")["log_hash"]
    assert "The first letter" in call("save", "fame").stdout
    assert "nobody has counted its luck" in call("save", "fame", "1").stdout
    found = call("save", "fame", "--verify")
    assert found.return_value == ExitCode.OK and "is so" in found.stdout
    assert asked("save", "fame", "1", "--verify")["entries"] == [{"number": 1, "proved": True, "problem": ""}]
    with pytest.raises(UsageError, match="there is no entry 2 in the hall of fame"):
        call("save", "fame", "2")


def test_a_game_that_is_gone_to_the_end_of_is_entered_too() -> None:
    begun()
    assert asked("save", "go", "a", "--day", "7")["fame"] == 1
    assert "fame" not in asked("save", "undo", "a")
    assert "It is in the hall of fame: outreach-sim save fame 1" in call("save", "redo", "a").stdout
    assert asked("save", "fame", "1")["undone"] == 1


def test_the_truth_about_people_is_told_when_a_game_is_over() -> None:
    begun()
    with pytest.raises(UsageError, match="the game 'a' is not over; what your lab cannot know is told"):
        call("save", "show", "a", "--truth")
    call("save", "advance", "a")
    people = asked("save", "show", "a", "--truth")["truth"]
    met = [one for one in people if one["written_to"]]
    assert met and people[: len(met)] == met
    with Game.open("a", write=False) as game:
        world = game.session.world
        assert [one["money"] for one in met] == [
            float(world.tastes.money[one["candidate"] - 1]) for one in met
        ]
    told = call("save", "show", "a", "--truth").stdout
    assert "What your lab could not know" in told and all(one["name"] in told for one in met)


def test_luck_is_counted_where_it_is_asked_for() -> None:
    begun(days=7)
    row = asked("save", "fame", "--add", "a", "--luck")
    assert row["luck"] == {
        key: asked("save", "show", "a", "--luck")["luck"][key] for key in ("place", "worlds")
    }


def test_an_entry_that_was_changed_is_refused_with_bad_input(monkeypatch: pytest.MonkeyPatch) -> None:
    begun(days=7)
    call("save", "fame", "--add", "a")
    changed(1, sealed_anew=True, points=9_000_000)
    found = call("save", "fame", "1", "--verify")
    assert found.return_value == ExitCode.BAD_INPUT
    assert "is not so: its points is 9.0, its script has" in found.stdout
    changed(1, sealed_anew=False, points=8_000_000)
    assert "not as written" in call("save", "fame").stdout
    assert "its seal is broken" in call("save", "fame", "1").stdout
    call("save", "fame", "--add", "a")
    monkeypatch.setattr(Entry, "is_of_this_engine", False)
    found = call("save", "fame", "1", "--verify")
    assert found.return_value == ExitCode.FAILED and "cannot be played again here" in found.stdout
    assert asked("save", "fame", "--verify")["entries"][0]["proved"] is None


def test_an_entry_is_taken_away_after_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    begun(days=7)
    call("save", "fame", "--add", "a")
    with pytest.raises(UsageError, match="--yes removes without a question"):
        call("save", "fame", "1", "--remove")
    monkeypatch.setattr(asking, "may_ask", lambda: True)
    monkeypatch.setattr("click.confirm", lambda question, err: False)
    assert "Entry 1 is kept" in call("save", "fame", "1", "--remove").stderr
    assert asked("save", "fame", "1", "--remove", "--yes") == {"removed": 1}
    assert asked("save", "fame")["entries"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--add a --verify", "give one of --add, --verify, --folder and --remove at a time"),
        ("1 --add a", "leave out NUMBER"),
        ("--remove", "say which entry: save fame NUMBER --remove"),
        ("--folder f", "say which entry: save fame NUMBER --folder FOLDER"),
        ("--luck", "--luck goes with --add NAME"),
        ("--add b", "there is no save 'b'"),
    ],
)
def test_what_cannot_be_asked_is_said(words: str, said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        call("save", "fame", *words.split())


def test_the_commands_that_the_end_of_a_game_names_give_its_hash_again() -> None:
    begun(days=7)
    with Game.open("a") as game:
        debrief = Debrief(Play(game))
        list(debrief.counted())
        debrief.enter()
        told, hashed = again(debrief).plain, game.log_hash[:16]
    commands = [shlex.split(line)[1:] for line in told.splitlines() if "  outreach-sim" in line]
    script, run, verify = commands
    call(*script)
    assert hashed in told and f"Log hash {hashed}" in call(*run).stdout
    assert call(*verify).return_value == ExitCode.OK
    call("save", "fame", "1", "--folder", "proof")
    assert asked("run", "proof", "--seed", "3")["log_hash"][:16] == hashed
