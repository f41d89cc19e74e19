"""A game of an older engine: nothing of it is lost, and every door says in a sentence what still works."""

import csv
import io
import json
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path

import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.errors import BadInputError, OlderEngineError
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.past import read_past
from outreach_sim.storage.saves.past_script import past_script
from outreach_sim.storage.saves.shelf import State, glance, latest_first, look
from outreach_sim.storage.saves.store import Store
from tests.storage.old import OLD_HASH, put_old_save
from tests.storage.small import play

WORDS = "was played by outreach-sim 0.2.0, an older engine whose rules are gone"


@pytest.fixture
def old(home: Path) -> Path:
    return put_old_save(home)


def called(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run_command_line(list(words))
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


@pytest.mark.parametrize("write", [True, False])
def test_it_cannot_be_played_and_is_not_changed_by_trying(old: Path, write: bool) -> None:
    before = old.read_bytes()
    with pytest.raises(OlderEngineError, match=WORDS) as caught:
        Game.open("old", write=write)
    assert "\n" not in str(caught.value) and "damaged" not in str(caught.value)
    assert old.read_bytes() == before
    assert list(old.parent.iterdir()) == [old]


def test_the_list_tells_it_apart_and_still_knows_where_it_stands(old: Path, capsys) -> None:
    assert latest_first() == ["old"] and glance("old") is State.OLDER
    assert look("old", str)[0] is State.OLDER
    _, out, _ = called(capsys, "save", "list", "--json")
    row = json.loads(out)["saves"][0]
    assert (row["title"], row["day"], row["days"], row["turns"]) == ("An old market", 14, 30, 2)
    assert (row["state"], row["log_hash"]) == ("played by an older engine", OLD_HASH)


def test_its_history_is_what_the_version_that_played_it_tells(old: Path, capsys) -> None:
    past = read_past("old")
    assert dict(past.funnel) == {
        "sent": 4, "opened": 3, "replied": 2, "interested": 2, "interviewed": 0, "offered": 0,
        "countered": 0, "accepted": 0, "started": 0,
    }  # fmt: skip
    assert [order["do"] for order in past.orders] == ["send", "send", "buy", "offer"]
    assert past.facts["undone"] == 1 and past.facts["log_hash"] == OLD_HASH
    code, out, err = called(capsys, "save", "show", "old")
    assert code == 0 and WORDS in err and err.count("\n") == 1
    assert "2024-01-12  send mine to [3]" in out and "2024-01-19  buy 10 H100s" in out
    assert "2024-01-19  offer to [1]" in out and OLD_HASH[:16] in out


def test_a_check_of_it_says_that_nothing_was_made_anew(old: Path, capsys) -> None:
    code, out, _ = called(capsys, "save", "verify", "old")
    assert code == 1 and "is as it was sealed (9 entries, 2 turns), but cannot be made anew" in out
    assert out.count("\n") == 1
    code, out, _ = called(capsys, "save", "verify", "old", "--json")
    assert (code, json.loads(out)["sound"]) == (1, None)


def test_a_check_of_it_finds_what_was_changed(old: Path, capsys) -> None:
    with closing(sqlite3.connect(old)) as db, db:
        db.execute("UPDATE event SET value = value + 1 WHERE entry = 2")
    code, out, _ = called(capsys, "save", "verify", "old")
    assert code == 65 and "entry 2 is not as it was written" in out
    assert glance("old") is State.DAMAGED


def test_a_branch_of_it_is_such_a_save_again(old: Path, capsys) -> None:
    code, out, _ = called(capsys, "save", "branch", "old", "first-week", "--turn", "1", "--json")
    assert (code, json.loads(out)["turns"], json.loads(out)["origin"]) == (0, 1, "old, turn 1")
    assert glance("first-week") is State.OLDER and len(read_past("first-week").orders) == 1
    with closing(sqlite3.connect(old.with_name("first-week.db"))) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert len(db.execute("SELECT * FROM person").fetchone()) == 13


def test_its_script_is_the_scenario_as_it_was_with_letters_and_people(
    old: Path, tmp_path: Path, capsys
) -> None:
    script, seed, digest = past_script("old", "people.csv")
    played = tomllib.loads(script.toml)
    assert (seed, digest, script.days, script.orders) == (7, OLD_HASH, 14, 2)
    assert [lab.get("brand") for lab in played["labs"]] == [0.4, 0.0]
    assert played["parameters"] == {"conference_load": 3.0, "reply_cut_4": 2.0}
    assert [line["do"] for line in played["script"]] == ["send", "send"]
    assert "mine.md" in script.letters and "ceo-personal.md" not in script.letters
    people = list(csv.DictReader(io.StringIO(script.candidates)))
    assert [row["name"] for row in people] == ["Robin Sample", "Kim Muster", "'=Sam Probe", "Alex Esempio"]
    target = tmp_path / "again.toml"
    code, out, err = called(capsys, "save", "script", "old", "--to", str(target))
    assert code == 0 and WORDS in err and "with the version that played it" in out
    assert {path.name for path in tmp_path.glob("*.*")} == {"again.toml", "again-candidates.csv", "mine.md"}


@pytest.mark.parametrize("words", [["export", "old", "--mbox", "box"], ["export", "old", "--maildir", "box"]])
def test_what_would_have_to_be_played_is_refused_in_a_sentence(
    old: Path, words: list[str], capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = called(capsys, *words)
    assert (code, out, err.count("\n")) == (1, "", 1) and WORDS in err
    assert not (tmp_path / "box").exists()


def test_it_can_be_removed(old: Path, capsys) -> None:
    assert called(capsys, "save", "remove", "old", "--yes")[0] == 0
    assert not list(old.parent.glob("old.db"))


def test_one_that_holds_no_game_is_a_sentence(old: Path) -> None:
    from outreach_sim.storage.saves.branch import branch
    from outreach_sim.storage.saves.store import Store

    with closing(Store.open("old", write=False)) as store:
        rows = dict(store.content)
        rows["game"] = [tuple("no table" if v == store.game()["toml"] else v for v in rows["game"][0])]
        store.content = rows
        branch(store, "odd")
    with pytest.raises(BadInputError, match=r"odd"):
        read_past("odd")
    assert look("odd", str, lambda past: str(past.facts))[0] is State.DAMAGED


def test_a_game_from_before_words_counted_is_such_a_save_too(scenario: Scenario, home: Path, capsys) -> None:
    with Game.new("new", scenario, 5) as game:
        play(game, 12)
    with closing(Store.open("new", write=False)) as store:
        entries = [store.written(entry) for entry in store.entries]
        Store.create("before", store.content, entries, 2).close()
    with pytest.raises(OlderEngineError, match="an older engine whose rules are gone"):
        Game.open("before")
    assert glance("before") is State.OLDER
    code, out, _ = called(capsys, "save", "show", "before")
    assert code == 0 and "send" in out
    code, out, _ = called(capsys, "save", "verify", "before")
    assert code == 1 and "is as it was sealed" in out
    script, _, _ = past_script("before", "people.csv")
    assert script.orders == len(game.lines())
