"""Saves side by side: a damaged one is a line like the others, a newer one is not called damaged."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from outreach_sim.errors import BadInputError, NewerFormatError, RunError, UsageError
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.lock import Lock
from outreach_sim.storage.saves.places import HOME_VARIABLE, free_name, list_names, renamed, saves_folder
from outreach_sim.storage.saves.shelf import State, glance, latest_first, look, remove
from outreach_sim.storage.saves.store import Store
from outreach_sim.storage.saves.verify import verify


@pytest.fixture(scope="module")
def made(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a save of one turn."""
    home = tmp_path_factory.mktemp("shelf")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(home))
        with Game.new("sound", scenario, 5) as game:
            game.advance(3)
    return home / "saves"


@pytest.fixture
def sound(made: Path, home: Path) -> Path:
    shutil.copytree(made, home)
    return home / "sound.db"


def flip(sound: Path, to: Path, old: bytes, new: bytes) -> None:
    data = sound.read_bytes()
    assert old in data[:4_096], "the first page holds the schema"
    to.write_bytes(data.replace(old, new, 1))


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        for sql in statements:
            db.execute(sql)


def of_a_folder(sound: Path, to: Path) -> None:
    to.mkdir()
    (to / "mine.txt").write_text("precious")


def pipe(sound: Path, to: Path) -> None:
    os.mkfifo(to)


DAMAGE: dict[str, Callable[[Path, Path], object]] = {
    "one bit of the schema page": lambda sound, to: flip(sound, to, b"CREATE TABLE", b"CREATE TABLD"),
    "a schema that is no text": lambda sound, to: flip(sound, to, b'"title" TEXT', b'"title" \xd6\xe0XT'),
    "a schema that is no text inside": lambda sound, to: flip(sound, to, b'"game"', b'"g\xd6me"'),
    "cut at half": lambda sound, to: to.write_bytes(sound.read_bytes()[: sound.stat().st_size // 2]),
    "cut behind its first page": lambda sound, to: to.write_bytes(sound.read_bytes()[:4_096]),
    "empty": lambda sound, to: to.touch(),
    "a text": lambda sound, to: to.write_text("Dear all, " * 999),
    "a folder": of_a_folder,
    "a pipe": pipe,
    "a link to nothing": lambda sound, to: to.symlink_to(to.with_name("nothing")),
    "a link to itself": lambda sound, to: to.symlink_to(to),
    "another program's": lambda sound, to: change(to, "CREATE TABLE a (b)"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_one_damaged_save_is_one_line_and_the_others_stay_playable(sound: Path, damage: str) -> None:
    DAMAGE[damage](sound, sound.with_name("bad.db"))
    assert set(list_names()) == set(latest_first()) == {"bad", "sound"}
    assert (glance("bad"), glance("sound")) == (State.DAMAGED, State.PLAYED)
    state, problem, told = look("bad", lambda game: game.name)
    assert (state, told) == (State.DAMAGED, None) and "bad.db: " in problem and "\n" not in problem
    assert problem.isprintable()
    for write in (True, False):
        with pytest.raises(BadInputError, match=r"bad\.db: "):
            Game.open("bad", write=write)
    with Game.open("sound") as game:
        game.advance()


def test_a_save_that_may_not_be_read_is_a_line_too(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = os.open

    def refuse(path, *rest, **named):
        if str(path).endswith("sound.db"):
            raise PermissionError(13, "Permission denied", str(path))
        return really(path, *rest, **named)

    monkeypatch.setattr(os, "open", refuse)
    assert glance("sound") is State.DAMAGED
    assert look("sound", str)[1].endswith("the save cannot be read (permission denied)")


def test_whatever_reading_a_save_raises_the_list_goes_on(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("outreach_sim.storage.saves.embed._restored", broken)
    assert look("sound", str)[::2] == (State.DAMAGED, None)


def test_a_newer_save_is_called_newer_everywhere(sound: Path) -> None:
    change(sound, "PRAGMA user_version = 999", "CREATE TABLE of_the_future (a)", "DROP TABLE event")
    assert glance("sound") is State.NEWER
    assert look("sound", str)[0] is State.NEWER
    for write in (True, False):
        with pytest.raises(NewerFormatError, match="a newer outreach-sim made this save"):
            Store.open("sound", write=write)


def test_a_save_of_other_rules_is_not_called_damaged(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach_sim.market.state.recorder._GOLDEN", 3)
    assert look("sound", str)[0] is State.OTHERWISE
    assert glance("sound") is State.PLAYED


def test_too_few_open_files_are_no_damage(
    sound: Path, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(count: int) -> None:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("outreach_sim.storage.saves.places.check_open_files", refuse)
    monkeypatch.setattr("outreach_sim.storage.saves.store.check_open_files", refuse)
    assert look("sound", str)[0] is State.UNKNOWN
    with pytest.raises(RunError, match=r"cannot be read now .too many open files.; allow more .*ulimit -n"):
        Game.open("sound")
    with pytest.raises(RunError, match=r"cannot be written .too many open files.; allow more .*ulimit -n"):
        Game.new("other", scenario, 5)


# -- removing ------------------------------------------------------------------------------------------


def test_a_removed_save_leaves_nothing_behind(sound: Path) -> None:
    Game.open("sound").close()  # makes a backup and a lock
    for ending in ("-wal", "-shm", "-journal"):
        sound.with_name(f"sound.db{ending}").touch()
    remove("sound")
    assert list(sound.parent.iterdir()) == []
    with pytest.raises(UsageError, match="there is no save 'sound'"):
        remove("sound")


@pytest.mark.parametrize("damage", [damage for damage in DAMAGE if damage != "a folder"])
def test_a_damaged_save_can_be_removed_and_what_a_link_names_stays(sound: Path, damage: str) -> None:
    DAMAGE[damage](sound, sound.with_name("bad.db"))
    remove("bad")
    assert list_names() == ["sound"]


def test_a_folder_that_is_called_like_a_save_is_left_alone(sound: Path) -> None:
    of_a_folder(sound, sound.with_name("bad.db"))
    with pytest.raises(BadInputError, match="this is a folder, no save, move it elsewhere"):
        remove("bad")
    assert (sound.parent / "bad.db" / "mine.txt").read_text() == "precious"


def test_a_game_that_is_played_is_not_removed(sound: Path) -> None:
    with Game.open("sound") as game:
        with pytest.raises(UsageError, match="another process is playing the game 'sound'"):
            remove("sound")
        game.advance()
    assert sound.is_file()


def test_what_an_older_save_left_behind_is_not_taken_for_the_new_ones(
    sound: Path, scenario: Scenario
) -> None:
    with Game.open("sound") as game:
        game.advance()
        wal, backup = sound.with_name("sound.db-wal").read_bytes(), sound.with_suffix(".backup").read_bytes()
    remove("sound")
    sound.with_name("sound.db-wal").write_bytes(wal)
    sound.with_suffix(".backup").write_bytes(backup)
    Game.new("sound", scenario, 6).close()
    with closing(Store.open("sound", write=False)) as store:
        assert len(store.entries) == 1 and verify(store).problem == ""


def test_a_game_in_which_nothing_was_done_is_not_kept(home: Path, scenario: Scenario) -> None:
    for _ in range(3):
        Game.new(free_name("small"), scenario, 5).leave()
    assert list(home.iterdir()) == []
    game = Game.new("small", scenario, 5)
    game.advance()
    game.undo()
    game.leave()
    Game.open("small").leave()
    assert list_names() == ["small"], "what was done and taken back was done"


def test_an_old_game_of_no_turn_stays(home: Path, scenario: Scenario) -> None:
    with Game.new("begun", scenario, 5) as game:
        game.branch("branched", 0)
    Game.open("branched").leave()
    Game.open("begun").leave()
    assert list_names() == ["begun", "branched"]


# -- names and places ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "name"),
    [("summer", "summer"), ("Q3_Plan", "q3-plan"), ("Ümläut plan", "umlaut-plan"), (".toml", "toml"),
     ("", "game"), ("План", "game"), ("Straße", "strasse"), ("con", "con-game"), ("LPT1", "lpt1-game"),
     ("-a--b-", "a-b"), ("a\x1b[2Jb", "a-2jb"), ("x" * 63 + "_y", "x" * 63), ("\udc80x", "x"),
     ("ﬁn ²", "fin-2")],
)  # fmt: skip
def test_a_files_name_is_turned_into_one_that_can_name_a_save(wish: str, name: str) -> None:
    assert free_name(wish) == name
    assert (renamed(wish, name) == "") == (wish == name)
    assert renamed(wish, name).isprintable()


def test_a_name_that_is_refused_comes_with_one_that_is_not(scenario: Scenario) -> None:
    with pytest.raises(UsageError, match=r"'Q3_Plan' cannot name .*, such as 'q3-plan'$"):
        Game.new("Q3_Plan", scenario, 5)


def test_homes_that_cannot_be_are_sentences_that_name_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scenario: Scenario
) -> None:
    (tmp_path / "file").touch()
    for home, words in {
        str(tmp_path / "file"): r"file.saves cannot be read .not a directory",
        "~no-such-user-here/x": "is ~no-such-user-here/x, and there is no home folder ~no-such-user-here",
    }.items():
        monkeypatch.setenv(HOME_VARIABLE, home)
        for use in (list_names, lambda: Game.new("a", scenario, 5), lambda: Game.open("a")):
            with pytest.raises(RunError, match=f"{words}|cannot be made") as caught:
                use()
            assert f"set {HOME_VARIABLE} to a folder of your own" in str(caught.value)


def no_home(*_: object, **__: object) -> Path:
    raise RuntimeError("could not determine the home directory")


@pytest.mark.parametrize("found", [lambda *_, **__: Path("~/.local/share/outreach-sim"), no_home])
def test_without_any_home_saves_do_not_lie_in_the_present_folder(
    found: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(HOME_VARIABLE)
    monkeypatch.setattr("platformdirs.user_data_path", found)
    with pytest.raises(RunError, match=f"nobody knows where your home folder is; set {HOME_VARIABLE}"):
        saves_folder()


def test_the_lock_of_a_removed_save_can_be_taken_anew(sound: Path) -> None:
    remove("sound")
    lock = Lock(sound)
    assert lock.take()
    lock.remove()
