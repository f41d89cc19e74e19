"""Saves that are not as they were written: caught by the chain, said in a sentence, kept as far as sound."""

import random
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from outreach_sim.errors import BadInputError, UsageError
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.saves.arrays import pack, unpack
from outreach_sim.storage.saves.branch import branch
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.hash_chain import START, Entry, fold, link
from outreach_sim.storage.saves.migrations import VERSION
from outreach_sim.storage.saves.places import HOME_VARIABLE
from outreach_sim.storage.saves.rows import first_entry
from outreach_sim.storage.saves.store import Store
from tests.storage.small import play

FLIPS = 120


@pytest.fixture(scope="module")
def played(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a save of ten turns, and its backup of five."""
    home = tmp_path_factory.mktemp("played")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(home))
        with Game.new("a", scenario, 5) as game:
            play(game, 20)
        with Game.open("a") as game:
            play(game, 40)
    return home / "saves"


@pytest.fixture
def saved(played: Path, home: Path) -> Path:
    """A copy of that save."""
    shutil.copytree(played, home)
    return home / "a.db"


def change(path: Path, sql: str) -> None:
    with sqlite3.connect(path) as db:
        assert db.execute(sql).rowcount > 0
    db.close()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE event SET value = value + 1 WHERE id = (SELECT max(id) FROM event WHERE entry = 20)",
        "UPDATE event SET candidate = 3 WHERE entry = 20",
        "DELETE FROM event WHERE entry = 20",
        "UPDATE entry SET body = replace(body, '4', '3') WHERE id = 20",
        "UPDATE entry SET digest = lower(hex(zeroblob(32))) WHERE id = 20",
        "UPDATE entry SET parent = 18 WHERE id = 20",
        "UPDATE entry SET link = zeroblob(32) WHERE id = 20",
        "DELETE FROM entry WHERE id = 20",
        "INSERT INTO snapshot VALUES (20, '[]', x'00')",
    ],
)
def test_a_changed_entry_is_named_and_what_stands_before_it_can_be_kept(saved: Path, sql: str) -> None:
    change(saved, sql)
    with pytest.raises(BadInputError, match=r"after turn 4: entry 2\d is not .*save branch a NEW-NAME"):
        Game.open("a")
    store = Store.open("a", write=False)
    branch(store, "rescued")
    store.close()
    with Game.open("rescued") as game:
        assert (game.turn, game.session.day) == (4, 16)
        play(game, 20)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE game SET seed = seed + 1",
        "UPDATE game SET parameters = replace(parameters, '0.2', '0.3')",
        "UPDATE person SET pay_usd = pay_usd + 1 WHERE id = 7",
        "UPDATE person SET name = 'Somebody Else' WHERE id = 7",
        "DELETE FROM person WHERE id = 60",
        "UPDATE template SET text = text || ' ' WHERE id = 'recruiter'",
        "UPDATE entry SET day = 1 WHERE id = 0",
        "DROP TABLE person",
    ],
)
def test_a_save_damaged_from_its_beginning_points_to_its_backup(saved: Path, sql: str) -> None:
    db = sqlite3.connect(saved)
    db.execute(sql)
    db.commit()
    db.close()
    with pytest.raises(BadInputError, match=r"damaged from its beginning: .*save branch a NEW-NAME --backup"):
        Game.open("a")
    store = Store.open_backup("a")
    branch(store, "rescued")
    store.close()
    with Game.open("rescued") as game:
        assert game.session.day == 20


def test_no_flipped_bit_goes_unnoticed(saved: Path) -> None:
    sound = Store.open("a", write=False)
    content, entries = dict(sound.content), list(sound.entries)
    events = [sound.events_of(entry.id) for entry in entries]
    sound.close()
    original, dice, caught = saved.read_bytes(), random.Random(6), 0
    copy = saved.with_name("copy.db")
    for _ in range(FLIPS):
        data = bytearray(original)
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        copy.write_bytes(data)
        try:
            store = Store.open("copy", write=False)
        except BadInputError:
            caught += 1
            continue
        if store.damage:
            caught += 1
        else:
            assert store.content == content and store.entries == entries
            assert all(map(np.array_equal, map(store.events_of, range(len(entries))), events))
        store.close()
    assert caught > FLIPS // 4


@pytest.mark.parametrize("data", [b"", b"no database at all" * 400, b"SQLite format 3\0" + b"\xff" * 4_000])
def test_a_file_that_is_no_save_is_said_to_be_none(saved: Path, data: bytes) -> None:
    saved.write_bytes(data)
    with pytest.raises(BadInputError, match=r"no save of|damaged|cannot be read"):
        Game.open("a")
    assert saved.read_bytes() == data


def test_a_file_cut_short_is_caught(saved: Path) -> None:
    data = saved.read_bytes()
    saved.write_bytes(data[: len(data) // 2])
    with pytest.raises(BadInputError):
        Game.open("a")


def test_another_programs_database_is_refused(saved: Path) -> None:
    db = sqlite3.connect(saved)
    db.execute("PRAGMA application_id = 77")
    db.close()
    with pytest.raises(BadInputError, match="this is no save of outreach-sim"):
        Game.open("a")


def test_a_save_of_a_newer_program_is_refused_by_name_and_left_alone(saved: Path) -> None:
    db = sqlite3.connect(saved)
    db.execute(f"PRAGMA user_version = {VERSION + 1}")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    before = saved.read_bytes()
    for write in (True, False):
        with pytest.raises(
            BadInputError, match=rf"a newer outreach-sim made this save \(format {VERSION + 1}"
        ):
            Game.open("a", write=write)
    assert saved.read_bytes() == before


def test_a_hostile_state_cannot_fill_the_memory_or_be_anything_but_numbers() -> None:
    header, data = pack({"a": np.arange(5), "b": np.ones((2, 2), dtype=bool), "c": np.zeros(0)})
    assert [array.tolist() for array in unpack(header, data).values()] == [
        [0, 1, 2, 3, 4],
        [[True] * 2] * 2,
        [],
    ]
    hostile = [
        '[["a", "<i8", [1000000000000]]]',
        '[["a", "|O8", [1]]]',
        '[["a", "<i8", [-1]]]',
        '[["a", "<i8", [4]]]',
        '[["a", "<i8", [6]]]',
        '[["a", "nonsense", [5]]]',
        '[["a"]]',
        "no json",
    ]
    for text in hostile:
        with pytest.raises(ValueError, match=r".+"):
            unpack(text, data)
    with pytest.raises(ValueError, match="cannot be unpacked"):
        unpack(header, b"\x80\x04pickle")


def test_names_and_templates_of_a_hostile_save_pass_the_gate(saved: Path) -> None:
    source = Store.open("a", write=False)
    content = {table: [list(row) for row in rows] for table, rows in source.content.items()}
    content["person"][0][1] = "\x1b]52;c;ZXZpbA==\x07Eve\u202e [/] \x9b31m"
    front = "+++\nname = 'x'\nstage = 'outreach'\nsenders = ['ceo']\nsubject = 'x'\n+++\n"
    content["template"][0][1] = front + "{{ ''.join() }}"
    Store.create(
        "evil", content, [first_entry(content, source.entries[0].digest, source.snapshot_of(0))]
    ).close()
    source.close()
    with Game.open("evil") as game:
        profile = game.scenario.population.book.profile(0)
        assert profile.name == "Eve [/]" and profile.email.startswith("eve.1@")
        with pytest.raises(BadInputError, match=r"evil.db: [a-z-]+:7:1: a call is not allowed"):
            _ = game.templates


def test_a_backup_is_kept_when_a_sound_save_is_opened(saved: Path) -> None:
    backup = saved.with_suffix(".backup")
    assert backup.stat().st_mode & 0o777 == 0o600
    Game.open("a").close()
    store = Store.open_backup("a")
    assert len(store.entries) == 41
    store.close()
    shutil.copy(backup, saved)
    Game.open("a").close()


def test_there_may_be_no_backup_yet(scenario: Scenario) -> None:
    Game.new("young", scenario, 5).close()
    with pytest.raises(UsageError, match="no backup"):
        Store.open_backup("young")


def test_a_folder_that_cannot_be_written_to_is_read_and_that_is_said(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach_sim.storage.saves.store.os.access", lambda path, mode: False)
    with Game.open("a") as game:
        assert game.read_only and "cannot be written to" in game.why_read_only
        assert game.session.day == 40
        for attempt in (game.advance, game.undo):
            with pytest.raises(UsageError, match="open for reading only"):
                attempt()


@pytest.mark.parametrize(
    "other",
    [[b"abc", b""], [b"", b"abc"], [b"a", b"bc"], [b"ab", b"", b"c"], [b"abc"], [b"ab", b"c", b""]],
)
def test_no_byte_of_a_link_can_change_sides(other: list[bytes]) -> None:
    assert fold(other) != fold([b"ab", b"c"])


def test_an_entry_s_link_tells_its_snapshot_s_header_from_its_data() -> None:
    entry, nothing = Entry(0, -1, "new", 0, "{}", ""), np.zeros((0, 8), dtype=np.int64)
    links = {link(START, entry, nothing, snapshot) for snapshot in (("ab", b"c"), ("a", b"bc"), ("abc", b""))}
    assert len(links) == 3
