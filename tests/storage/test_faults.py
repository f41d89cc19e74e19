"""What happens to processes and disks: kills, two at once, a full disk. Nothing acknowledged is lost."""

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from outreach_sim.errors import RunError, UsageError
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.lock import Lock
from outreach_sim.storage.saves.places import HOME_VARIABLE
from outreach_sim.storage.saves.store import Store
from outreach_sim.storage.saves.verify import verify
from tests.storage.small import orders, play
from tests.waiting import PATIENCE_SECONDS

ROOT = Path(__file__).parents[2]


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )


def test_kills_lose_nothing_that_was_acknowledged() -> None:
    done = python("-m", "tests.storage.kills", "20")
    assert done.returncode == 0, done.stderr
    assert "20 kills" in done.stdout and "nothing acknowledged was lost" in done.stdout


def test_a_second_player_only_looks_and_is_told_so(scenario: Scenario) -> None:
    code = """
from outreach_sim.storage.saves.game import Game
from outreach_sim.errors import RunError, UsageError
with Game.open("a") as game:
    print(game.read_only, game.session.day, game.why_read_only)
    try:
        game.advance()
    except UsageError as error:
        print(error)
"""
    with Game.new("a", scenario, 5) as game:
        play(game, 12)
        second = python("-c", code)
        assert second.returncode == 0, second.stderr
        assert second.stdout.splitlines() == [
            "True 12 another process is playing it",
            "the game 'a' is open for reading only: another process is playing it",
        ]
        play(game, 16)
    first_gone = python("-c", code)
    assert first_gone.stdout.splitlines() == ["False 16 "]


def test_two_games_of_one_process_do_not_share_a_save(scenario: Scenario) -> None:
    with Game.new("a", scenario, 5) as first, Game.open("a") as second:
        assert (first.read_only, second.read_only) == (False, True)
        for attempt in (lambda: second.act(orders(0)[0]), second.advance, second.undo):
            with pytest.raises(UsageError, match="another process is playing it"):
                attempt()
        first.advance()
    with Game.open("a") as third:
        assert not third.read_only and third.session.day == 1


def test_a_lock_goes_with_its_process(tmp_path: Path) -> None:
    save = tmp_path / "a.db"
    code = f"""
import os
from pathlib import Path
from outreach_sim.storage.saves.lock import Lock
assert Lock(Path({str(save)!r})).take()
print("held", flush=True)
input()
"""
    holder = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None and holder.stdin is not None
    with holder, holder.stdin, holder.stdout:
        assert holder.stdout.readline() == "held\n"
        lock = Lock(save)
        assert not lock.take()
        holder.kill()
        holder.wait()
        assert lock.take()
        lock.release()


def test_who_writes_behind_the_locks_back_is_noticed(scenario: Scenario) -> None:
    with Game.new("a", scenario, 5) as first:
        lock = Lock(first._store.path)
        assert first._store._lock is not None
        first._store._lock.release()
        with Game.open("a") as second:
            second.advance()
        assert lock.take()
        lock.release()
        with pytest.raises(Exception, match="another process has written"):
            first.advance()


def test_a_full_disk_costs_the_turn_and_nothing_before_it(scenario: Scenario) -> None:
    with Game.new("a", scenario, 5) as game:
        play(game, 8)
    code = """
import os, resource
from outreach_sim.errors import RunError
from outreach_sim.storage.saves.game import Game
from tests.storage.small import orders
with Game.open("a") as game:
    size = game._store.path.stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20_000, size + 20_000))
    turns = 0
    try:
        while True:
            for order in orders(game.session.day):
                game.act(order)
            game.advance(3)
            turns += 1
    except RunError as error:
        print(error)
        path = game.path()
        assert (game.session.day, game.session.digest()) == (path[-1].day, path[-1].digest)
        print(game.session.day, game.session.digest(), len(path), len(game.pending))
"""
    done = python("-c", code)
    assert done.returncode == 0, done.stderr
    sentence, state = done.stdout.splitlines()
    assert sentence.startswith("the save 'a' cannot be written to") and "nothing of this was kept" in sentence
    with Game.open("a") as game:
        now = (game.session.day, game.session.digest(), len(game.path()), len(game.pending))
        assert " ".join(map(str, now)) == state
        play(game, 40)
    store = Store.open("a", write=False)
    assert verify(store).problem == ""
    store.close()


def test_a_turn_that_was_not_kept_has_not_happened(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with Game.new("a", scenario, 5) as game:
        play(game, 8)
        digest, given = game.session.digest(), game.act(orders(8)[0])
        with monkeypatch.context() as patch:
            patch.setattr("outreach_sim.storage.saves.store.insert_entry", full)
            for attempt in (game.advance, game.undo, lambda: game.act(orders(8)[1])):
                with pytest.raises(RunError, match="disk is full"):
                    attempt()
                assert (game.session.day, game.session.digest(), game.pending) == (8, digest, (given,))
        game.advance()
        assert game.session.day == 9


def test_a_disk_too_full_for_a_new_save_leaves_none_behind(scenario: Scenario, home: Path) -> None:
    file = str(scenario.file)
    code = f"""
import resource
from outreach_sim.errors import RunError
from outreach_sim.storage.saves.game import Game
from outreach_sim.scenario.load import load_scenario
from tests.waiting import PATIENCE_SECONDS
scenario = load_scenario({file!r})
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
try:
    Game.new("a", scenario, 1)
except RunError as error:
    print(error)
"""
    done = python("-c", code)
    assert done.returncode == 0, done.stderr
    assert "cannot be written" in done.stdout
    assert list(home.iterdir()) == []


def refusing(monkeypatch: pytest.MonkeyPatch, ending: str, number: int) -> None:
    really = os.open

    def refuse(path, *rest, **named):
        if str(path).endswith(ending):
            raise OSError(number, os.strerror(number), str(path))
        return really(path, *rest, **named)

    monkeypatch.setattr(os, "open", refuse)


@pytest.mark.parametrize("ending", [".lock", ".tmp"])
def test_a_save_where_nothing_can_be_written_is_told_with_what_would_be_right(
    scenario: Scenario, home: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    for number, words in (
        (errno.EACCES, f"(permission denied); set {HOME_VARIABLE} to a folder of your own"),
        (errno.ENOSPC, "(no space left on device, make room on it)"),
    ):
        with monkeypatch.context() as patch:
            refusing(patch, ending, number)
            with pytest.raises(RunError) as caught:
                Game.new("a", scenario, 1)
        assert str(caught.value) == f"the save {home / 'a.db'} cannot be written {words}"


def test_a_game_whose_lock_cannot_be_made_is_looked_at_and_nobody_else_is_blamed(
    scenario: Scenario, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Game.new("a", scenario, 1).close()
    refusing(monkeypatch, ".lock", errno.EACCES)
    with Game.open("a") as game:
        assert game.why_read_only == f"{home} cannot be written to (permission denied)"


def test_a_folder_for_saves_that_cannot_be_made_is_a_sentence(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "file"))
    with pytest.raises(Exception, match=r"the folder for saves .* cannot be made \(not a directory\)"):
        Game.new("a", scenario, 1)
    assert os.environ[HOME_VARIABLE]
