"""The hall of fame: what is entered, what proves it, and what is found where it was changed."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copy

import pytest

from outreach_sim.errors import BadInputError, RunError, UsageError
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage import fame
from outreach_sim.storage.fame import (
    Entry,
    enter,
    entries,
    entry_numbered,
    hash_of,
    remove,
    script_numbered,
    seal,
)
from outreach_sim.storage.fame_file import ENTRY, fame_path
from outreach_sim.storage.fame_proof import Proof, proof_of
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.hash_chain import canonical
from outreach_sim.storage.saves.hindsight import luck_of
from outreach_sim.storage.saves.places import HOME_VARIABLE
from outreach_sim.storage.saves.points import points_of
from outreach_sim.storage.saves.shelf import remove as remove_save
from outreach_sim.storage.saves.timeline import branch_at
from outreach_sim.study.steps import finish
from tests.storage.small import TOML, load, play

DAYS = 24
KEEN = """
open_constant = 30
reply_cut_1 = 30
reply_cut_2 = 30
reply_cut_3 = 30
reply_cut_4 = 30
interest_cut = 0
offer_chance_direct = 0.999
"""
SMALL = (
    TOML.replace("days = 80", f"days = {DAYS}\ngoal = 0.1\ndifficulty = 'hard'")
    .replace("2024-02-01", "2024-01-15")
    .replace("[parameters]", f"[parameters]\n{KEEN}")
)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The save of a small game, played to its end, and its points."""
    folder = tmp_path_factory.mktemp("played")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(folder))
        with Game.new("a", load(folder, SMALL), 5) as game:
            play(game, DAYS, 3)
            return folder / "saves" / "a.db", int(points_of(game).score[0])


@pytest.fixture
def game(played: tuple[Path, int], home: Path) -> Iterator[Game]:
    home.mkdir(parents=True)
    copy(played[0], home)
    with Game.open("a") as game:
        yield game


@pytest.fixture
def score(played: tuple[Path, int]) -> int:
    return played[1]


def proof(number: int) -> Proof:
    return finish(proof_of(entry_numbered(number)))


def changed(number: int, sealed_anew: bool, **values: object) -> None:
    """Somebody writes into the file."""
    with closing(sqlite3.connect(fame_path())) as db:
        db.row_factory = sqlite3.Row
        row = {**db.execute("SELECT * FROM entry WHERE id = ?", [number]).fetchone(), **values}
        if sealed_anew:
            row["seal"] = seal(row)
        names = ", ".join(f"{name} = :{name}" for name in ENTRY)
        db.execute(f"UPDATE entry SET {names} WHERE id = :id", row)
        db.commit()


def test_a_finished_game_is_entered_with_all_that_is_known_and_proved(game: Game, score: int) -> None:
    luck = luck_of(game, 6)
    entry = enter(game, score, luck)
    assert entry == entry_numbered(1) and entries() == [entry]
    assert (entry.save, entry.title, entry.difficulty) == ("a", "A small market", "hard")
    assert (entry.seed, entry.days, entry.goal, entry.undone) == (5, DAYS, 0.1, 0)
    assert entry.points == score != 0 and entry.luck == (luck.place, 6)
    assert entry.log_hash == game.log_hash and entry.is_sealed and entry.is_of_this_engine
    assert entry.script_hash == hash_of(script_numbered(1))
    found = proof(1)
    assert found.holds and "the same points, luck and log hash" in found.told(entry)


def test_an_entry_outlives_its_save_and_needs_nothing_else(game: Game, score: int) -> None:
    enter(game, score)
    game.close()
    remove_save("a")
    assert proof(1).holds
    remove(1)
    assert entries() == []
    with pytest.raises(UsageError, match="there is no entry 1 in the hall of fame"):
        remove(1)


def test_the_same_game_is_one_entry_and_a_branch_of_it_another(game: Game, score: int) -> None:
    first = enter(game, score, luck_of(game, 3))
    again = enter(game, score)
    assert again == first, "luck that was counted stays"
    game.undo()
    game.advance(3)
    told = enter(game, score)
    assert (told.number, told.undone, told.luck) == (1, 1, first.luck)
    branch_at(game, "b", 8)
    with Game.open("b") as branch:
        play(branch, DAYS, 4)  # other turns, and orders on other days
        other = enter(branch, int(points_of(branch).score[0]))
    assert (other.number, other.origin[:2]) == (2, "a,") and other.script_hash != first.script_hash
    assert proof(2).holds and len(entries()) == 2
    assert [entry.points for entry in entries()] == sorted((first.points, other.points), reverse=True)


def test_what_is_not_over_or_nobody_played_is_not_entered(tmp_path: Path, home: Path) -> None:
    scenario = load(tmp_path, SMALL)
    with Game.new("a", scenario, 5) as game:
        game.advance(3)
        with pytest.raises(UsageError, match="the game 'a' is not over"):
            enter(game, 0)
    with Game.new("b", scenario, 5, keep_script=True) as game:
        game.advance(DAYS)
        with pytest.raises(UsageError, match="'b' was played by its scenario"):
            enter(game, 0)
    assert not fame_path().exists() and entries() == []


CHANGES = {
    "points": (99_000_000, "its points is 99.0"),
    "medal": ("none such", "its medal is none such"),
    "seed": (6, "its log hash is"),
    "title": ("Another", "its title is Another, its script has A small market"),
    "difficulty": ("easy", "its difficulty is easy"),
    "days": (7, "its days is 7"),
    "goal": (0.01, "its goal is 0.01"),
    "log_hash": ("00" * 32, "its log hash is 00"),
    "luck_place": (7, "its luck is 7 of 6"),
    "luck_worlds": (10**9, "nobody counts luck among 1,000,000,000 worlds"),
    "script_hash": ("00" * 32, "its script is not the one whose hash it names"),
}


def test_whatever_is_changed_is_found_even_where_it_is_sealed_anew(game: Game, score: int) -> None:
    enter(game, score, luck_of(game, 6))
    kept = fame_path().read_bytes()
    for column, (value, said) in CHANGES.items():
        changed(1, sealed_anew=False, **{column: value})
        assert not entry_numbered(1).is_sealed
        assert "its seal is broken" in proof(1).problem, column
        fame_path().write_bytes(kept)
        changed(1, sealed_anew=True, **{column: value})
        assert entry_numbered(1).is_sealed
        assert said in proof(1).problem, column
        fame_path().write_bytes(kept)
    assert proof(1).holds


def test_what_was_changed_is_not_kept_when_the_game_is_entered_again(game: Game, score: int) -> None:
    enter(game, score, luck_of(game, 3))
    changed(1, sealed_anew=False, luck_place=1, entered="2020-01-01 00:00")
    entry = enter(game, score)
    assert entry.luck is None and entry.entered[:4] != "2020" and proof(1).holds


def test_what_only_a_seal_can_show_is_shown_by_it(game: Game, score: int) -> None:
    enter(game, score)
    kept = fame_path().read_bytes()
    for column, value in {"undone": 0, "entered": "2020-01-01", "save": "b", "origin": "x"}.items():
        changed(1, sealed_anew=False, **{column: value if column != "undone" else 5})
        assert "its seal is broken" in proof(1).problem, column
        fame_path().write_bytes(kept)


def test_a_script_of_another_kind_is_never_written(game: Game, score: int) -> None:
    enter(game, score)
    for files in ({"../evil.toml": ""}, {"scenario.toml": 1}, {"letters/../../x.md": ""}, ["scenario.toml"]):
        changed(1, sealed_anew=True, script=zlib.compress(canonical(files)))
        assert script_numbered(1) == {}
        assert "its script is not the one" in proof(1).problem
    for script in (b"", b"nonsense", zlib.compress(b"{")):
        changed(1, sealed_anew=True, script=script)
        assert script_numbered(1) == {}
    broken = {"scenario.toml": "[scenario"}
    changed(1, sealed_anew=True, script=zlib.compress(canonical(broken)), script_hash=hash_of(broken))
    assert "its script cannot be played" in proof(1).problem


def test_an_entry_of_another_engine_says_so_and_its_seal_still_counts(
    game: Game, score: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(game, score)
    monkeypatch.setattr(Entry, "is_of_this_engine", False)
    found = proof(1)
    assert not found.holds and not found.problem
    assert f"it was played by the rules of outreach-sim {entry_numbered(1).engine}" in found.older
    changed(1, sealed_anew=False, points=1)
    assert "its seal is broken" in proof(1).problem


def test_texts_of_a_file_that_was_changed_drive_no_terminal(game: Game, score: int) -> None:
    enter(game, score)
    changed(1, sealed_anew=True, title="\x1b[31mred\x07")
    assert "\x1b" not in entry_numbered(1).title and "\x07" not in entry_numbered(1).title


def test_what_is_no_hall_of_fame_is_left_alone_and_said(game: Game, score: int) -> None:
    path = fame_path()
    for content in (b"no database at all, but a letter", b"SQLite format 3\0" + bytes(100)):
        path.write_bytes(content)
        for ask in (entries, lambda: enter(game, 0)):
            with pytest.raises((BadInputError, RunError), match="hall of fame"):
                ask()
        assert path.read_bytes() == content
    path.unlink()
    path.mkdir()
    with pytest.raises(BadInputError, match="this is a folder, no hall of fame"):
        entries()


def test_a_foreign_trigger_never_runs(game: Game, score: int) -> None:
    enter(game, score)
    with closing(sqlite3.connect(fame_path())) as db:
        db.execute("CREATE TRIGGER evil AFTER INSERT ON entry BEGIN DELETE FROM entry; END")
        db.commit()
    with pytest.raises(BadInputError, match="trigger 'evil'"):
        enter(game, score)
    assert len(entries()) == 1


def test_a_disk_that_refuses_is_said(game: Game, score: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(fame, "transaction", refuse)
    with pytest.raises(RunError, match=r"the hall of fame .* cannot be written to"):
        enter(game, score)


def test_people_from_a_file_and_letters_of_ones_own_are_in_the_proof(tmp_path: Path, home: Path) -> None:
    from outreach_sim.mail.typed import typed_letter
    from outreach_sim.market.setup import Do, Order, Sender
    from outreach_sim.scenario.candidates_csv import write_candidates

    people = load_scenario("first-letter")
    (tmp_path / "people.csv").write_text(
        write_candidates(people.population, people.lab_ids), encoding="utf-8"
    )
    text = people.text.replace("size = 20", 'file = "people.csv"').replace("days = 60", "days = 7")
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    with Game.new("mine", load_scenario(str(tmp_path / "mine.toml")), 3) as game:
        letter = typed_letter("Hi {{ first_name }}", "Come to {{ lab }}?", senders=["ceo"])
        index = len(game.scenario.setup.letters.ids)
        game.write(letter)
        game.act(Order(game.scenario.setup.player, (), Do.SEND, index, Sender.CEO, top=2, pay_ratio=2.0))
        game.advance(7)
        enter(game, int(points_of(game).score[0]))
    assert {"candidates.csv", f"letters/{letter.id}.md"} <= set(script_numbered(1))
    assert proof(1).holds
