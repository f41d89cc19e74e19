"""``save go``, ``redo``, ``bookmark`` and ``branch --day``: the time machine without the desk."""

import json
from functools import partial

import pytest

from tests.cli.test_commands import run as run_with


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("OUTREACH_SIM_HOME", str(tmp_path))


@pytest.fixture
def run(capsys):
    """Runs a command, beside a game that was recorded."""
    run_with(capsys, "save", "record", "first-letter", "march", "--seed", "5")
    return partial(run_with, capsys)


@pytest.fixture
def asked(run):
    """Runs a command, and reads its JSON."""

    def ask(*words: str) -> dict:
        code, out, err = run(*words, "--json")
        assert code == 0, err
        return json.loads(out)

    return ask


def test_a_game_goes_back_and_forth_and_is_the_same_again(run, asked) -> None:
    end = asked("save", "show", "march")
    back = asked("save", "go", "march", "--day", "10")
    assert (back["day"], back["undone"] > 0) == (10, True) and back["to_redo"] > 0
    assert "day 14 of 60" in run("save", "go", "march", "--day", "14")[1]
    again = asked("save", "redo", "march", "--all")
    assert (again["day"], again["log_hash"], again["to_redo"]) == (60, end["log_hash"], 0)
    code, _, err = run("save", "redo", "march")
    assert (code, "there is nothing to do again" in err) == (2, True)
    assert run("save", "verify", "march")[0] == 0


def test_bookmarks_are_set_listed_gone_to_and_forgotten(run, asked) -> None:
    run("save", "go", "march", "--day", "21")
    assert asked("save", "bookmark", "march", "before the offer")["bookmarks"][0]["day"] == 21
    run("save", "go", "march", "--day", "3")
    assert "before the offer   21" in run("save", "bookmark", "march")[1]
    assert asked("save", "go", "march", "--bookmark", "before the offer")["day"] == 21
    assert run("save", "bookmark", "march", "before the offer", "--remove")[1] == "march has no bookmark.\n"
    for words in (
        ("go", "march"),
        ("go", "march", "--day", "1", "--bookmark", "x"),
        ("bookmark", "march", "--remove"),
    ):
        assert run("save", *words)[0] == 2


def test_a_branch_begins_on_any_day(run, asked) -> None:
    known = asked("save", "branch", "march", "other", "--day", "12")
    assert (known["day"], known["undone"]) == (12, 0) and known["origin"].startswith("march")
    assert run("save", "branch", "march", "third", "--day", "12", "--turn", "1")[0] == 2
