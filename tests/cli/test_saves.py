"""``save`` and ``export``: what they print, and what they write."""

import json
import mailbox
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from outreach_sim.cli import asking, export, run, save
from outreach_sim.cli.main import cli
from outreach_sim.errors import BadInputError, UsageError
from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.market.setup import Order, Sender
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import HOME_VARIABLE


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home" / "saves"


@pytest.fixture
def game(home: Path) -> None:
    with Game.new("a", load_scenario("first-letter"), 5) as game:
        for week in range(4):
            game.act(Order(0, (), sender=Sender.CEO, candidates=(week,), pay_ratio=2.5))
            game.advance(7)
        game.advance(1)
        game.undo()


def call(command: click.Command, *arguments: str) -> Any:
    # Commands keep the help option of the group they are first called from, so that must be like ours.
    group = click.Group("outreach-sim", context_settings=cli.context_settings)
    group.add_command(command)
    words = [str(command.name), *arguments]
    done = CliRunner().invoke(group, words, standalone_mode=False, catch_exceptions=False)
    return json.loads(done.stdout) if "--json" in arguments else done


def test_saves_are_listed_and_an_empty_list_says_where_they_would_lie(home: Path) -> None:
    assert f"No game is saved in {home}" in call(save.command, "list").stdout


def test_a_save_in_the_list_says_where_it_stands(game: None, home: Path) -> None:
    listed = call(save.command, "list", "--json")
    assert listed["folder"] == str(home)
    row = listed["saves"][0]
    assert (row["name"], row["scenario"], row["seed"]) == ("a", "first-letter", 5)
    assert (row["day"], row["days"], row["turns"], row["undone"]) == (28, 60, 4, 1)
    assert row["state"] == "being played"
    assert "The first letter" in call(save.command, "list").stdout


def test_a_damaged_save_does_not_hide_the_others(game: None, home: Path) -> None:
    (home / "b.db").write_bytes(b"no database")
    states = {row["name"]: row["state"] for row in call(save.command, "list", "--json")["saves"]}
    assert states == {"a": "being played", "b": "damaged"}
    shown = call(save.command, "list").stdout
    assert "damaged" in shown and "outreach-sim save verify NAME" in shown


def test_a_save_shows_its_orders_and_funnel(game: None) -> None:
    shown = call(save.command, "show", "a", "--json")
    assert [order["to"]["candidates"] for order in shown["orders"]] == [[1], [2], [3], [4]]
    assert shown["funnel"]["sent"] >= 2 and "interviewed" in shown["funnel"]
    text = call(save.command, "show", "a").stdout
    assert "4 turns, 1 taken back" in text and "2024-03-04  send" in text


def test_a_sound_save_is_said_to_be_sound_and_a_changed_one_where_it_breaks(game: None, home: Path) -> None:
    found = call(save.command, "verify", "a", "--json")
    assert found == {"name": "a", "sound": True, "entries": 11, "turns": 4, "problem": "", "not_measured": ""}
    assert "is sound" in call(save.command, "verify", "a").stdout
    with closing(sqlite3.connect(home / "a.db")) as db, db:
        db.execute("UPDATE event SET value = value + 1 WHERE entry = 4")
    done = call(save.command, "verify", "a")
    assert done.return_value == 65
    assert "sound up to turn 1: entry 4 is not as it was written" in done.stdout
    with pytest.raises(BadInputError, match="damaged after turn 1"):
        call(save.command, "show", "a")
    done = call(save.command, "branch", "a", "rescued")
    assert "what stands before that was copied" in done.stderr
    assert call(save.command, "verify", "rescued", "--json")["turns"] == 1


def test_programs_hear_of_a_save_that_cannot_be_opened_as_of_any_other(game: None, home: Path) -> None:
    (home / "b.db").write_bytes(b"no database")
    found = call(save.command, "verify", "b", "--json")
    assert (found["sound"], found["turns"]) == (False, 0) and "b.db: the save is damaged" in found["problem"]
    with pytest.raises(BadInputError, match=r"b\.db: the save is damaged"):
        call(save.command, "verify", "b")


def test_a_save_that_does_not_come_out_again_is_not_said_to_be_sound_up_to_anywhere(
    game: None, home: Path
) -> None:
    with closing(sqlite3.connect(home / "a.db")) as db, db:
        db.execute("CREATE TABLE mine (a)")
    assert "a is sound up to turn 4: it holds a table 'mine'" in call(save.command, "verify", "a").stdout
    with closing(sqlite3.connect(home / "a.db")) as db, db:
        db.execute("DROP TABLE mine")
        db.execute("PRAGMA user_version = 0")
    done = call(save.command, "verify", "a")
    assert (done.return_value, done.stdout.count("\n")) == (65, 1)
    assert "a is not sound: its header names format 0" in done.stdout


def test_a_game_is_removed_when_it_is_said_twice(
    game: None, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="--yes removes without a question"):
        call(save.command, "remove", "a")
    asked = []

    def answer(question: str, err: bool) -> bool:
        asked.append(question)
        return len(asked) > 1

    monkeypatch.setattr(asking, "may_ask", lambda: True)
    monkeypatch.setattr(click, "confirm", answer)
    assert "a is kept" in call(save.command, "remove", "a").stderr and (home / "a.db").exists()
    assert "a is removed" in call(save.command, "remove", "a").stdout and not list(home.iterdir())
    assert asked[0] == "Remove a (The first letter, day 28, 4 turns)? It cannot be brought back."


def test_a_damaged_game_is_removed_without_a_question_where_that_is_said(game: None, home: Path) -> None:
    (home / "b.db").write_bytes(b"no database")
    assert call(save.command, "remove", "b", "--yes", "--json") == {"removed": "b"}
    assert [row["name"] for row in call(save.command, "list", "--json")["saves"]] == ["a"]
    with pytest.raises(UsageError, match="there is no save 'b'"):
        call(save.command, "remove", "b", "--yes")


def test_a_game_of_a_file_is_kept_under_a_name_made_from_the_files(home: Path, tmp_path: Path) -> None:
    source = shipped_folder("fixtures") / "scenarios" / "first-letter.toml"
    plan = tmp_path / "Q3_Plän.toml"
    plan.write_bytes(source.read_bytes())
    done = call(save.command, "record", str(plan))
    assert "'Q3_Plän' cannot name a save: the game is kept as 'q3-plan'" in done.stderr
    assert "kept as q3-plan" in done.stdout
    assert call(save.command, "verify", "q3-plan", "--json")["sound"]


def test_a_script_that_cannot_be_written_whole_is_not_written_at_all(
    game: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "again-candidates.csv").mkdir()
    monkeypatch.setattr("outreach_sim.storage.saves.script.can_be_made_again", lambda *_: False)
    with pytest.raises(BadInputError, match="this is a folder"):
        call(save.command, "script", "a", "--to", str(tmp_path / "again.toml"), "--force")
    assert not (tmp_path / "again.toml").exists()


def test_a_branch_stops_where_it_is_told_to(game: None) -> None:
    branched = call(save.command, "branch", "a", "b", "--turn", "2", "--json")
    assert (branched["name"], branched["turns"], branched["origin"]) == ("b", 2, "a, turn 2")
    assert "b2 stands at 2024-04-01, after turn 4 of a" in call(save.command, "branch", "a", "b2").stdout


def test_a_script_runs_to_the_same_hash_as_the_game(game: None, tmp_path: Path) -> None:
    target = tmp_path / "played.toml"
    made = call(save.command, "script", "a", "--to", str(target), "--json")
    assert made["orders"] == 4 and made["files"] == [str(target)]
    ran = call(run.command, str(target), "--seed", str(made["seed"]), "--json")
    assert ran["log_hash"] == made["log_hash"] == call(save.command, "show", "a", "--json")["log_hash"]
    assert call(save.command, "script", "a").stdout == target.read_text(encoding="utf-8")
    with pytest.raises(BadInputError, match="--force"):
        call(save.command, "script", "a", "--to", str(target))


@pytest.mark.parametrize("option", ["--mbox", "--maildir"])
def test_a_games_mails_are_exported(game: None, tmp_path: Path, option: str) -> None:
    done = call(export.command, "a", option, str(tmp_path / "mails"), "--json")
    assert done["messages"] >= 4 and done["format"] == option[2:]
    kind = mailbox.mbox if option == "--mbox" else mailbox.Maildir
    with closing(kind(tmp_path / "mails")) as box:
        assert len(box) == done["messages"]


def test_a_scenario_played_once_is_exported(tmp_path: Path) -> None:
    arguments = ["first-letter", "--seed", "3", "--lab", "north", "--mbox", str(tmp_path / "box")]
    assert "letters and replies written to" in call(export.command, *arguments).stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a"], "either --mbox FILE or --maildir FOLDER"),
        (["a", "--mbox", "x", "--maildir", "y"], "either --mbox FILE or --maildir FOLDER"),
        (["a", "--mbox", "x", "--set", "scenario.days=3"], "a save stays as it was played"),
        (["a", "--mbox", "x", "--lab", "nort"], "did you mean 'north'"),
        (["aa", "--mbox", "x"], "did you mean 'a'"),
        (["first-leter", "--seed", "1", "--mbox", "x"], "did you mean 'first-letter'"),
    ],
)
def test_an_export_that_cannot_be_is_a_sentence(
    game: None, arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=words):
        call(export.command, *arguments)
    assert not (tmp_path / "x").exists()


def test_a_recorded_scenario_has_the_log_hash_of_a_run_and_verifies(capsys, monkeypatch, tmp_path) -> None:
    import json

    from outreach_sim.cli.failure import run_command_line

    monkeypatch.setenv("OUTREACH_SIM_HOME", str(tmp_path))
    assert run_command_line(["save", "record", "first-letter", "spring", "--seed", "4", "--json"]) == 0
    recorded = json.loads(capsys.readouterr().out)
    assert run_command_line(["run", "first-letter", "--seed", "4", "--json"]) == 0
    ran = json.loads(capsys.readouterr().out)
    assert recorded["day"] == 60
    assert recorded["log_hash"] == ran["log_hash"]
    assert run_command_line(["save", "verify", "spring"]) == 0
    assert run_command_line(["save", "record", "first-letter", "spring"]) != 0
    assert "spring" in capsys.readouterr().err
    for expected in ("first-letter", "first-letter-2"):
        assert run_command_line(["save", "record", "first-letter", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["name"] == expected
