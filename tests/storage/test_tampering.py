"""Saves that somebody changed with care, chain and all: what replay does not give again is not sound."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from outreach_sim.errors import BadInputError
from outreach_sim.market.day import play_day
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Order
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.snapshot import snapshot, unordered
from outreach_sim.market.state.world import World
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.saves import states
from outreach_sim.storage.saves.arrays import pack, unpack
from outreach_sim.storage.saves.branch import branch
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.hash_chain import START, Entry, content_hash, link
from outreach_sim.storage.saves.migrations import (
    ENTRY,
    EVENT,
    EVENT_COLUMNS,
    GAME,
    PERSON,
    SNAPSHOT,
    TEMPLATE,
)
from outreach_sim.storage.saves.pages import were_rows_deleted
from outreach_sim.storage.saves.places import HOME_VARIABLE
from outreach_sim.storage.saves.states import same_state
from outreach_sim.storage.saves.store import TABLES, Store
from outreach_sim.storage.saves.verify import verify
from tests.market.worlds import richest_setup
from tests.storage.small import play

A_REPLY = '+++\nname = "x"\nstage = "reply"\noutcome = "quit"\n+++\nBye.'
COLUMNS: dict[str, dict[str, Any]] = {
    "game": GAME, "person": PERSON, "template": TEMPLATE, "entry": ENTRY, "event": EVENT,
    "snapshot": SNAPSHOT,
}  # fmt: skip
TAKEN = {("game", "scenario"), ("game", "origin"), ("game", "undone_before"), ("game", "engine")}
"""What follows from nothing else, and changes nothing that is played."""


@pytest.fixture(scope="module")
def played(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a save of a few turns, with states kept, something taken back, and orders that wait."""
    home = tmp_path_factory.mktemp("tampered")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(home))
        patch.setattr(states, "SNAPSHOT_DAYS", 8)
        with Game.new("a", scenario, 5) as game:
            play(game, 24, 6)
            for _ in range(5):
                game.undo()
            play(game, 20, 5)
            game.act(Order(0, (), candidates=(1,), pay_ratio=2.0))
            game.undo()
            game.act(Order(0, (), candidates=(2,), pay_ratio=2.0))
    return home / "saves"


@pytest.fixture
def saved(played: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(states, "SNAPSHOT_DAYS", 8)
    shutil.copytree(played, home)
    return home / "a.db"


def reseal(db: sqlite3.Connection) -> None:
    """Make the chain fit whatever the tables hold: there is no key in it."""
    content = {
        table: db.execute(f"SELECT * FROM {table} ORDER BY {key}").fetchall() for table, key in TABLES.items()
    }
    db.execute("UPDATE entry SET body = ? WHERE id = 0", [content_hash(content)])
    before = START
    for *columns, _ in db.execute("SELECT * FROM entry ORDER BY id").fetchall():
        entry = Entry(*columns)
        sql = f"SELECT {', '.join(EVENT_COLUMNS)} FROM event WHERE entry = ? ORDER BY id"
        events = np.array(db.execute(sql, [entry.id]).fetchall(), dtype=np.int64).reshape(
            -1, len(EVENT_COLUMNS)
        )
        state = db.execute("SELECT header, data FROM snapshot WHERE entry = ?", [entry.id]).fetchone()
        before = link(before, entry, events, state)
        db.execute("UPDATE entry SET link = ? WHERE id = ?", [before, entry.id])


def change(path: Path, *statements: str, seal: bool = True) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        for sql in statements:
            if sql == "VACUUM":
                db.commit()
            db.execute(sql)
        if seal:
            reseal(db)


def verdict(name: str = "a") -> str:
    """What is wrong with a save, whether it can be opened or not."""
    try:
        store = Store.open(name, write=False)
    except BadInputError as error:
        return str(error)
    with closing(store):
        return verify(store).problem


def test_the_save_that_is_changed_here_is_sound_even_when_sealed_again(saved: Path) -> None:
    assert verdict() == ""
    change(saved)
    assert verdict() == ""


ANOTHER = {int: "coalesce({0}, 0) + 1000", str: "{0} || 'x'", bytes: "cast({0} || x'00' AS BLOB)"}


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for table, columns in COLUMNS.items() for column in columns]
)
def test_no_column_of_any_table_can_be_changed_unnoticed(saved: Path, table: str, column: str) -> None:
    key = next(iter(COLUMNS[table]))
    value = ANOTHER[COLUMNS[table][column]].format(column)
    sql = f"UPDATE {table} SET {column} = {value} WHERE {key} = (SELECT max({key}) FROM {table})"
    change(saved, sql, "VACUUM", seal=column != "link")
    assert (verdict() == "") == ((table, column) in TAKEN)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("DELETE FROM person WHERE id = 60", "candidate 60 is missing"),
        ("DELETE FROM template WHERE id = 'short-note'", "the letter 'short-note' is missing"),
        (f"INSERT INTO template VALUES ('mine', '{A_REPLY}')",
         "the letter 'mine' comes of nothing that was played"),
        ("UPDATE game SET letters = replace(letters, '\"length\": [[', '\"length\": [[9')",
         "its letters is not"),
        ("UPDATE game SET parameters = replace(parameters, '\"exit_hazard_per_year\": 0.2', "
         "'\"exit_hazard_per_year\": 0.3')", "its parameters is not"),
        ("UPDATE game SET toml = toml || '# and a remark'", "its toml is not"),
        ("UPDATE person SET pay_usd = pay_usd + 1 WHERE id = 7", "candidate 7: its pay_usd is not"),
        ("UPDATE template SET text = replace(text, 'H', 'h') WHERE id = 'recruiter'",
         "'recruiter': its text is not"),
        ("UPDATE event SET value = value + 1 WHERE entry = 8 AND id % 7 = 0",
         r"event \d+ of entry 8: its value"),
        ("DELETE FROM event WHERE id = 100", "event 100 of entry 8 is missing"),
        ("UPDATE event SET entry = -1 WHERE id = 100", "event 100 of entry -1: its entry is not"),
        ("UPDATE event SET entry = 12 WHERE id = 100", "event 100 of entry 12: its entry is not"),
        ("UPDATE event SET value = value + 1 WHERE entry = 16", r"event \d+ of entry 16: its value is not"),
        ("DELETE FROM snapshot WHERE entry = 16", "the state kept with entry 16 is missing"),
        ("INSERT INTO snapshot SELECT 2, header, data FROM snapshot WHERE entry = 0",
         "the state kept with entry 2 comes of nothing"),
    ],
)  # fmt: skip
def test_what_does_not_come_out_again_is_named(saved: Path, sql: str, words: str) -> None:
    change(saved, sql)
    assert re.search(words, verdict())


def test_zeroed_states_are_not_sound_though_nobody_may_ever_play_from_them(saved: Path) -> None:
    with closing(sqlite3.connect(saved)) as db, db:
        for entry, *kept in db.execute("SELECT * FROM snapshot").fetchall():
            zeros = pack({name: np.zeros_like(array) for name, array in unpack(*kept).items()})
            assert zeros[0] == kept[0]
            db.execute("UPDATE snapshot SET data = ? WHERE entry = ?", [zeros[1], entry])
        reseal(db)
    assert "the state kept with entry 0: its data is not" in verdict()


@pytest.mark.parametrize(
    ("name", "value"),
    [("home", 1_000), ("approach.person", -1), ("approach.row", 127), ("approach.template", 255)],
)
def test_a_kept_state_that_points_at_nothing_is_damaged_before_a_day_is_played_from_it(
    saved: Path, name: str, value: int
) -> None:
    with closing(sqlite3.connect(saved)) as db, db:
        sql = "SELECT * FROM snapshot WHERE entry = (SELECT max(entry) FROM snapshot)"
        entry, *kept = db.execute(sql).fetchone()
        arrays = unpack(*kept)
        arrays[name][-1] = value
        db.execute("UPDATE snapshot SET data = ? WHERE entry = ?", [pack(arrays)[1], entry])
        reseal(db)
    words = f"cannot be played .what is saved as '{name.removeprefix('approach.')}' cannot be there"
    with pytest.raises(BadInputError, match=words):
        Game.open("a")


@pytest.mark.parametrize(
    "body", ["7", "{}", '{"do": "send", "to": {"candidates": [9999]}}', '{"do": []}', "["]
)
def test_an_order_that_nobody_could_give_is_damage(saved: Path, body: str) -> None:
    with closing(sqlite3.connect(saved)) as db, db:
        sql = "SELECT max(id) FROM entry WHERE kind = 'order'"
        db.execute(f"UPDATE entry SET body = ? WHERE id = ({sql})", [body])
        reseal(db)
    with pytest.raises(BadInputError, match="what this save holds cannot be played"):
        Game.open("a")


@pytest.mark.parametrize("kind", [KeyError, TypeError, ValueError, IndexError])
def test_a_mistake_of_our_own_while_a_game_is_opened_is_not_called_damage(
    saved: Path, kind: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_: object) -> None:
        raise kind("a mistake")

    monkeypatch.setattr(Session, "act", mistaken)
    with pytest.raises(kind, match="a mistake"):
        Game.open("a")
    with pytest.raises(kind, match="a mistake"):
        verdict()


def test_the_rows_of_a_kept_state_may_stand_in_any_order(saved: Path) -> None:
    with closing(sqlite3.connect(saved)) as db, db:
        sql = "SELECT * FROM snapshot WHERE entry = (SELECT max(entry) FROM snapshot)"
        entry, *kept = db.execute(sql).fetchone()
        arrays = unpack(*kept)
        assert len(arrays["approach.person"]) > 1
        turned = {n: a[::-1] if n.startswith("approach.") else a for n, a in arrays.items()}
        db.execute("UPDATE snapshot SET data = ? WHERE entry = ?", [pack(turned)[1], entry])
        reseal(db)
    assert verdict() == ""


def test_which_tables_have_rows_in_any_order_is_what_the_stores_say() -> None:
    world = World(richest_setup(days=30), 3, range(2))
    while world.day < 20:
        play_day(world)
    waiting, live = world.stores.waiting, np.flatnonzero(world.approaches.state != State.EMPTY)
    assert waiting is not None
    waiting.add(world.approaches, live[:5], np.arange(5_000, 10_000, 1_000))
    state, loose = snapshot(world), unordered(world)
    turned = {n: a[::-1] if n.startswith(("approach.", "waiting.")) else a for n, a in state.items()}
    assert same_state(pack(state), pack(turned), loose)
    for table in loose:
        assert not same_state(pack(state), pack(turned), [other for other in loose if other != table])
    moved = turned | {"home": state["home"][::-1]}
    assert not same_state(pack(state), pack(moved), loose)


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (["DELETE FROM entry WHERE id = 28"], "entry 29 is not as it was written"),
        (["DELETE FROM entry WHERE id >= 25"], "something after entry 24 is missing: its"),
        (["DELETE FROM entry WHERE id >= 25", "DELETE FROM event WHERE entry >= 25"],
         "something after entry 24 is missing: its state is there"),
    ],
)  # fmt: skip
def test_deleted_entries_are_missed_where_anything_of_them_is_left(
    saved: Path, statements: list[str], words: str
) -> None:
    change(saved, *statements)
    assert re.search(words, verdict())


def test_deleted_entries_are_missed_where_the_backup_has_them(saved: Path) -> None:
    Game.open("a").close()
    tables = ("entry WHERE id", "event WHERE entry", "snapshot WHERE entry")
    change(saved, *(f"DELETE FROM {table} >= 25" for table in tables))
    assert verdict() == "something after entry 24 is missing: its backup goes on"
    saved.with_suffix(".backup").unlink()
    assert verdict() == "something was deleted from it, perhaps what came after entry 24"
    change(saved, "VACUUM")
    assert verdict() == "", "a chain without a key cannot know of them any more"


def test_entries_that_nothing_came_with_leave_traces_too(saved: Path) -> None:
    """The trial: a last turn in which nothing happened, and with which no state was kept."""
    change(saved, "DELETE FROM entry WHERE id > 27", "DELETE FROM event WHERE entry > 27",
           "DELETE FROM snapshot WHERE entry > 27")  # fmt: skip
    assert "perhaps what came after entry 27" in verdict()


FOREIGN = {
    "trigger 'evil'": "CREATE TRIGGER evil AFTER INSERT ON {table} BEGIN DELETE FROM person; END",
    "view 'evil'": "CREATE VIEW evil AS SELECT * FROM person",
    "table 'evil'": "CREATE TABLE evil (a)",
    "index 'evil'": "CREATE INDEX evil ON person (name)",
}


@pytest.mark.parametrize("called", FOREIGN)
def test_what_is_added_beside_the_tables_is_named_and_left_behind_by_a_branch(
    saved: Path, called: str
) -> None:
    change(saved, FOREIGN[called].format(table="entry"))
    assert f"{called} that outreach-sim did not make" in verdict()
    with pytest.raises(
        BadInputError, match="did not make, keep what is sound with 'outreach-sim save branch a"
    ):
        Game.open("a")
    with closing(Store.open("a", write=False)) as store:
        branch(store, "clean")
    assert verdict("clean") == ""


@pytest.mark.parametrize("table", ["entry", "event", "snapshot", "_sqlite_migrations", "person"])
def test_a_foreign_trigger_is_never_run(saved: Path, table: str) -> None:
    change(saved, FOREIGN["trigger 'evil'"].format(table=table))
    if table == "_sqlite_migrations":
        change(saved, "DELETE FROM _sqlite_migrations")
    before = saved.read_bytes()
    with pytest.raises(BadInputError, match="trigger 'evil'"):
        Game.open("a")
    assert saved.read_bytes() == before


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("ALTER TABLE person ADD COLUMN shoe_size INTEGER", "its table 'person' is not as"),
        ("DROP TABLE snapshot", "its table 'snapshot' is missing"),
        ("DROP INDEX idx_event_entry", "its index 'idx_event_entry' is missing"),
        ("DELETE FROM _sqlite_migrations", "migration 1 is missing"),
        ("PRAGMA user_version = 0", "its header names format 0"),
        ("UPDATE _sqlite_migrations SET applied_at = 'now and then'", "its applied_at is not"),
    ],
)
def test_changed_tables_and_headers_are_named(saved: Path, sql: str, words: str) -> None:
    change(saved, sql, seal=False)
    assert words in verdict()


def test_bytes_behind_the_last_page_are_noticed(saved: Path) -> None:
    with saved.open("ab") as stream:
        stream.write(b"a message to nobody")
    assert verdict() == "something was added behind its last page"


def test_an_index_that_does_not_fit_its_table_is_noticed(saved: Path) -> None:
    with closing(sqlite3.connect(saved)) as db:
        sql = "SELECT rootpage FROM sqlite_master WHERE name LIKE 'idx__sqlite_migrations%'"
        root, size = db.execute(sql).fetchone()[0], db.execute("PRAGMA page_size").fetchone()[0]
    data = saved.read_bytes()
    at = data.index(b"first_tables", (root - 1) * size, root * size)
    saved.write_bytes(data[:at] + b"first_tablez" + data[at + 12 :])
    assert "its pages do not belong together (row" in verdict()


def test_a_game_that_goes_in_circles_is_damaged_and_ends(saved: Path) -> None:
    """A first entry of another kind once had the way back to it looked for until the memory was full."""
    change(saved, "UPDATE entry SET kind = 'days' WHERE id = 0")
    assert "entry 0 is not as it was written" in verdict()


@pytest.mark.parametrize("sql", ["kind = 'new'", "parent = 6", "parent = 40", "parent = -1"])
def test_entries_go_on_from_earlier_ones_only(saved: Path, sql: str) -> None:
    change(saved, f"UPDATE entry SET {sql} WHERE id = 6")
    assert verdict() == "entry 6 is not as it was written"


def test_a_save_of_another_version_says_which_when_it_comes_out_otherwise(saved: Path) -> None:
    change(saved, "UPDATE game SET engine = '9.9\x1b[2J'", "UPDATE person SET pay_usd = 7 WHERE id = 7")
    assert "(outreach-sim 9.9 made it, this is " in verdict()


@pytest.mark.parametrize("where", ["id = 1", "id = 300", "id = 600", "id > 590", "id < 40"])
def test_rows_that_are_deleted_from_a_table_of_many_pages_leave_traces(where: str) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)")
        db.executemany("INSERT INTO t VALUES (?, ?)", [(n, "x" * (n % 90)) for n in range(1, 601)])
        db.commit()
        root, pages = (db.execute(sql).fetchone()[0] for sql in (
            "SELECT rootpage FROM sqlite_master", "PRAGMA page_count"))  # fmt: skip
        assert pages > 5 and not were_rows_deleted(db.serialize(), root)
        db.execute(f"DELETE FROM t WHERE {where}")
        db.commit()
        freed = db.execute("PRAGMA freelist_count").fetchone()[0]
        assert freed or were_rows_deleted(db.serialize(), root)
