"""Saves and studies as tables: what they say is what the engine counted, and nothing is written in halves."""

import csv
import json
import shutil
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.market.state.events import FUNNEL, STAGES, Event
from outreach_sim.scenario.engine import engine
from outreach_sim.scenario.load import Scenario, list_scenarios, load_scenario, of_spec
from outreach_sim.storage.kept_study import KeptStudy, scenario_of
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import HOME_VARIABLE
from outreach_sim.storage.studies import identity
from outreach_sim.storage.tables import rows as rows_of
from outreach_sim.storage.tables import write
from outreach_sim.storage.tables.metadata import metadata_text
from outreach_sim.storage.tables.schema import relations, statements, tables
from outreach_sim.storage.tables.source import of_save
from outreach_sim.study.executors import run_study
from outreach_sim.study.plan import plan
from outreach_sim.study.statistics import log_hash
from tests.cli.test_commands import run
from tests.processes import start
from tests.storage.small import TOML, load, play
from tests.storage.test_own_words import INVITATION, OFFER, WORLD, answered
from tests.storage.test_studies import limit_files
from tests.waiting import PATIENCE_SECONDS


def rows(path: Path, sql: str, *values: object) -> list[tuple]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql, values).fetchall()


def kept_game(scenario: Scenario, days: int = 80) -> Game:
    game = Game.new("march", scenario, 5)
    play(game, days)
    return game


@pytest.fixture(scope="module")
def made(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a save and its tables, made once."""
    folder = tmp_path_factory.mktemp("march")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(folder / "home"))
        with kept_game(scenario):
            pass
        assert run_command_line(["tables", "march", "--to", str(folder / "march.db")]) == 0
    return folder


@pytest.fixture
def march(made: Path, tmp_path: Path) -> Path:
    """A copy of it for a test of its own."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "march.db"


def test_every_event_of_a_save_is_there_in_order_with_its_person_and_lab(march: Path) -> None:
    with Game.open("march", write=False) as game:
        log, scenario = game.log, game.scenario
    told = rows(march, "SELECT day, kind, lab, person, sequence, value FROM event ORDER BY event_id")
    assert len(told) == len(log) > 200
    labs, book = scenario.lab_ids, scenario.population.book
    for i, (day, kind, lab, person, sequence, value) in enumerate(told):
        of_nobody = log.candidate[i] < 0
        assert (day, kind, lab) == (log.day[i], Event(log.kind[i]).name.lower(), labs[log.lab[i]])
        assert person == (None if of_nobody else log.candidate[i] + 1)
        assert (sequence or 0, value) == (log.number[i], log.value[i])
    people = dict(rows(march, "SELECT person, name FROM person"))
    assert people == {i + 1: book.name(i) for i in range(len(scenario.setup.people))}
    whose = "SELECT count(*) FROM event WHERE person NOT IN (SELECT person FROM person)"
    assert rows(march, whose) == [(0,)] and rows(march, "PRAGMA foreign_key_check") == []
    ((run_hash, days),) = rows(march, "SELECT log_hash, played_days FROM run")
    assert (run_hash, days) == (game.log_hash, game.session.day)


def test_the_funnel_of_a_study_is_what_the_engine_counts_world_by_world(
    capsys, scenario: Scenario, tmp_path: Path
) -> None:
    study, path = str(tmp_path / "s.db"), tmp_path / "t.db"
    assert run(capsys, "run", str(scenario.file), "-n", "2", "--to", study)[0] == 0
    assert run(capsys, "tables", study, "--to", str(path))[0] == 0
    result = run_study(plan(scenario.setup, 1, 2, sequences=True))
    counted = np.zeros_like(result.funnel)
    for world, lab, *stages in rows(
        path, f"SELECT run, lab, {', '.join(f'sum({s})' for s in STAGES)} FROM funnel GROUP BY run, lab"
    ):
        counted[world - 1, scenario.lab_ids.index(lab)] = stages
    assert np.array_equal(counted, result.funnel) and counted[:, :, FUNNEL.index(Event.ACCEPTED)].sum() > 2
    begun = dict(rows(path, "SELECT lab, count(sent_on) FROM sequences GROUP BY lab"))
    assert result.sequences is not None
    reached = result.sequences.reached[:, :, :, 0].sum(axis=(0, 2))
    assert begun == {lab: n for lab, n in zip(scenario.lab_ids, reached.tolist(), strict=True) if n}
    hashes = [h for (h,) in rows(path, "SELECT log_hash FROM run ORDER BY run")]
    assert hashes == [log_hash([digest]) for digest in result.digests]


def test_a_sequence_says_what_its_events_say(march: Path) -> None:
    events: dict[tuple, list[tuple]] = {}
    sql = (
        "SELECT run, lab, person, sequence, event, date, mail, value FROM events "
        "WHERE sequence IS NOT NULL ORDER BY event_id"
    )
    for row in rows(march, sql):
        events.setdefault(row[:4], []).append(row[4:])
    columns = "mails, sent_on, replied_to_mail, interested, pay_offered_usd, decision, started, ended_on"
    told = {r[:4]: r[4:] for r in rows(march, f"SELECT run, lab, person, sequence, {columns} FROM sequences")}
    assert set(told) == set(events) and len(told) > 30
    for key, happened in events.items():
        by = {event: (date, mail, value) for event, date, mail, value in happened}
        offers = [value for event, _, _, value in happened if event in ("offered", "improved")]
        decided = next((e for e in ("accepted", "declined") if e in by), "open" if offers else None)
        assert told[key] == (
            sum(event == "sent" for event, *_ in happened),
            min(date for event, date, *_ in happened if event == "sent"),
            by["replied"][1] if "replied" in by else None,
            "yes" if "interested" in by else "no" if "not_interested" in by else None,
            offers[-1] if offers else None, decided, int("started" in by), happened[-1][1],
        )  # fmt: skip
    assert Counter(row[5] for row in told.values())["accepted"] >= 1


def test_a_counter_offer_belongs_to_the_offer_that_it_meets() -> None:
    """Its event is of no sequence, but of a person and the lab whose offer opened the decision."""
    happened = [
        ("sent", "a", 1, 1), ("offered", "a", 1, 1), ("declined", "a", 1, 1), ("sent", "a", 1, 2),
        ("sent", "b", 1, 1), ("offered", "b", 1, 1), ("offered", "a", 1, 2), ("countered", "a", 1, None),
        ("offered", "a", 2, 1), ("accepted", "a", 1, 2), ("declined", "b", 1, 1), ("countered", "b", 2, None),
    ]  # fmt: skip
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(statements())
        db.executemany(
            "INSERT INTO person VALUES (?, 'x', 'b', 1, 1, 0, 1, 0, 0, NULL, '', '')", [(1,), (2,)]
        )
        db.executemany(
            "INSERT INTO event VALUES (?, 1, 0, '2024-01-01', ?, ?, ?, ?, NULL, NULL, 0)",
            [(n, *row) for n, row in enumerate(happened, start=1)],
        )
        sql = "SELECT lab, person, sequence, countered FROM sequences ORDER BY lab, person, sequence"
        told = db.execute(sql).fetchall()
    assert told == [("a", 1, 1, 0), ("a", 1, 2, 1), ("a", 2, 1, 0), ("b", 1, 1, 0)]


def test_letters_of_answers_are_named_and_never_taken_for_numbers_of_mails(capsys, tmp_path: Path) -> None:
    with answered("a", load(tmp_path, WORLD)) as game:
        last = rows_of_own_words(game)
    assert run(capsys, "tables", "a", "--to", str(tmp_path / "a.db"))[0] == 0
    told = rows(tmp_path / "a.db", "SELECT event_id, answer FROM event WHERE answer IS NOT NULL")
    assert told == last and {INVITATION.id, OFFER.id} <= {answer for _, answer in told}
    highest = rows(tmp_path / "a.db", "SELECT kind, max(mail) FROM event GROUP BY kind HAVING max(mail) > 0")
    assert {kind for kind, _ in highest} == {"sent", "replied"} and max(n for _, n in highest) <= 4
    outcome = "SELECT DISTINCT value_says FROM events WHERE event = 'withdrawn'"
    assert rows(tmp_path / "a.db", outcome) == [("interested",)]


def rows_of_own_words(game: Game) -> list[tuple[int, str]]:
    log, ids = game.log, game.scenario.setup.letters.ids
    said = (log.mail > 0) & ~np.isin(log.kind, [Event.SENT, Event.REPLIED])
    return [(int(i) + 1, ids[log.mail[i] - 1]) for i in np.flatnonzero(said)]


def test_the_statements_say_what_every_column_of_every_table_and_view_means(march: Path) -> None:
    assert [relation.name for relation in tables()] == ["run", "lab", "person", "kind", "code", "event"]
    with closing(sqlite3.connect(march)) as db:
        for relation in relations():
            there = [c[0] for c in db.execute(f"SELECT * FROM {relation.name}").description]
            assert there == [column.name for column in relation.columns], relation.name
            declared = db.execute(f"PRAGMA foreign_key_list({relation.name})").fetchall()
            # Datasette cannot look up a reference that does not name the column.
            named = {(own, table) for _, _, table, own, to, *_ in declared if to == table}
            assert named == {(c.name, c.references) for c in relation.columns if c.references}
            assert relation.means and all(len(column.means) > 3 for column in relation.columns)
            kinds = {column.name: column.type for column in relation.columns}
            for name, kind in kinds.items():
                found = db.execute(f"SELECT DISTINCT typeof({name}) FROM {relation.name}").fetchall()
                assert {k for (k,) in found} <= {kind.lower(), "null"}, (relation.name, name)
        kept = "".join(sql for (sql,) in db.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL"))
    assert all(column.means in kept for relation in relations() for column in relation.columns)


def test_the_page_of_tables_is_what_the_statements_say() -> None:
    from docs.generate_tables import pages

    (text,) = (text for path, text in pages().items() if path.name == "tables.md")
    for relation in relations():
        assert f"\n## {relation.name}\n" in text
        assert all(f"| `{column.name}` |" in text for column in relation.columns)


def test_a_row_that_refers_to_nothing_is_never_handed_out(
    march: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    real = rows_of.event_rows
    monkeypatch.setattr(rows_of, "event_rows", lambda *a: ((*r[:5], 999, *r[6:]) for r in real(*a)))
    target = march.with_name("broken.db")
    code, _, err = run(capsys, "tables", "march", "--to", str(target))
    assert code == 1 and "of event refers to a row of person that is not there" in err
    assert not target.exists() and not write.metadata_path(target).exists()


def test_nothing_is_written_over_unasked_and_games_and_studies_never(march: Path, capsys) -> None:
    before = march.read_bytes()
    code, _, err = run(capsys, "tables", "march", "--to", str(march))
    assert code == 65 and "the file is there already, use --force" in err
    assert march.read_bytes() == before
    assert run(capsys, "tables", "march", "--to", str(march), "--force")[0] == 0
    study = march.with_name("s.db")
    run(capsys, "run", "first-letter", "-n", "2", "--to", str(study))
    kept = study.read_bytes()
    code, _, err = run(capsys, "tables", str(study), "--to", str(study), "--force")
    assert code == 65 and "this is a file of studies, and tables are never written over one" in err
    assert study.read_bytes() == kept
    code, _, err = run(capsys, "tables", "march", "--csv", str(march.parent))
    assert code == 65 and "something is there already" in err


@pytest.mark.parametrize("option", ["--to", "--csv"])
def test_what_is_interrupted_has_changed_nothing(
    march: Path, monkeypatch: pytest.MonkeyPatch, capsys, option: str
) -> None:
    def stop(*_: object):
        yield (1, 2)
        raise KeyboardInterrupt

    before = {path: path.read_bytes() for path in march.parent.glob("march.*")}
    monkeypatch.setattr(rows_of, "code_rows", stop)
    target = march if option == "--to" else march.with_name("folder")
    monkeypatch.setattr(write, "_insert", lambda db, table, rows: list(rows))
    words = [option, str(target), *(["--force"] if option == "--to" else [])]
    assert run(capsys, "tables", "march", *words)[0] == 130
    assert {path: path.read_bytes() for path in march.parent.glob("march.*")} == before
    assert not list(march.parent.glob(".outreach-sim-*")) and not march.with_name("folder").exists()


def test_a_full_disk_is_one_sentence_and_leaves_what_was_there(march: Path) -> None:
    before = march.read_bytes()
    # A limit on the size of files stands for a full disk.
    words = ["tables", "march", "--to", str(march), "--force"]
    process = start(*words, preexec_fn=lambda: limit_files(40_000))
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 65 and out == "", err
    assert "the file cannot be written" in err and "Traceback" not in err and err.count("\n") == 1
    assert march.read_bytes() == before
    assert not list(march.parent.glob(".outreach-sim-*"))


def test_csv_files_hold_the_same_and_nothing_that_a_spreadsheet_runs(capsys, tmp_path: Path) -> None:
    hostile = TOML.replace('"North Lab"', '"=HYPERLINK(1)"')
    with kept_game(load(tmp_path, hostile), days=30) as game:
        assert game.scenario.setup.labs[0].name == "=HYPERLINK(1)"
    assert run(capsys, "tables", "march", "--to", str(tmp_path / "m.db"))[0] == 0
    assert run(capsys, "tables", "march", "--csv", str(tmp_path / "m"))[0] == 0
    files = {path.stem: path for path in (tmp_path / "m").glob("*.csv")}
    assert set(files) == {relation.name for relation in relations()}
    assert (tmp_path / "m" / "schema.sql").read_text(encoding="utf-8") == statements()
    for name, path in files.items():
        with path.open(newline="", encoding="utf-8") as stream:
            header, *cells = csv.reader(stream)
        there = rows(tmp_path / "m.db", f"SELECT * FROM {name}")
        plain = [["" if c is None else str(c).replace("=HYP", "'=HYP") for c in row] for row in there]
        assert cells == plain and len(header) == len(cells[0])
    assert "'=HYPERLINK(1)" in files["lab"].read_text(encoding="utf-8")


def test_datasette_is_told_of_columns_that_are_there(march: Path) -> None:
    told = json.loads(write.metadata_path(march).read_text(encoding="utf-8"))
    described = told["databases"]["march"]["tables"]
    assert set(described) == {relation.name for relation in relations()}
    for relation in relations():
        there = {column.name for column in relation.columns}
        settings = described[relation.name]
        assert set(settings["columns"]) == there and set(settings.get("facets", [])) <= there
        assert settings.get("label_column", next(iter(there))) in there
    with of_save("march") as source:
        assert json.loads(metadata_text(source, "march")) == told


def test_the_scenario_of_a_study_is_made_from_what_its_file_says() -> None:
    for name in list_scenarios():
        real = load_scenario(name, ["parameters.pay_slope=1.5"])
        spec = real.spec.model_dump_json()
        known = identity(real, 3, real.queries)
        parameters = json.dumps(asdict(real.setup.parameters))
        kept = KeptStudy(Path("s.db"), known, name, spec, parameters, 3, engine(), {})
        assert scenario_of(kept).title == real.title
    assert of_spec("x", real.spec).setup.labs[0].id == real.lab_ids[0]


def test_a_study_of_other_people_or_several_asks_which(capsys, tmp_path: Path) -> None:
    study, target = str(tmp_path / "s.db"), str(tmp_path / "t.db")
    run(capsys, "candidates", "make", "first-letter", "--to", str(tmp_path / "people.csv"))
    text = (load_scenario("first-letter").file).read_text(encoding="utf-8")
    own = text.replace("size = 20", 'file = "people.csv"')
    assert own != text
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    assert run(capsys, "run", str(tmp_path / "own.toml"), "-n", "2", "--to", study)[0] == 0
    code, _, err = run(capsys, "tables", study, "--to", target)
    assert code == 2 and "does not hold its people and letters; name the scenario" in err
    code, _, err = run(capsys, "tables", study, "--scenario", "first-letter", "--to", target)
    assert code == 2 and "was played with another scenario than 'first-letter'" in err
    assert run(capsys, "tables", study, "--scenario", str(tmp_path / "own.toml"), "--to", target)[0] == 0
    assert run(capsys, "run", "first-letter", "-n", "3", "--to", study)[0] == 0
    code, _, err = run(capsys, "tables", study, "--to", target, "--force")
    assert code == 2 and "holds 2 studies, say which with --study: 1 is 'The first letter'" in err
    assert run(capsys, "tables", study, "--study", "2", "--to", target, "--force")[0] == 0
    assert rows(Path(target), "SELECT count(*), max(run) FROM run") == [(3, 3)]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["march"], 2, "say where to write, once"),
        (["march", "--csv", "a", "--to", "b.db"], 2, "say where to write, once"),
        (["march", "--csv", "a", "--force"], 2, "--force goes with --to"),
        (["march", "--parquet", "a"], 2, "not installed; pip install pyarrow"),
        (["nobody", "--to", "b.db"], 2, "there is no save 'nobody'"),
        (["no/where.db", "--to", "b.db"], 65, "the file cannot be read (no such file"),
        (["march.db", "--to", "b.db"], 65, "this is no file of studies"),
        (["march", "--study", "1", "--to", "b.db"], 2, "are for a study"),
        (["march", "--set", "a=1", "--to", "b.db"], 2, "go with --scenario"),
        (["march", "--to", "no/where.db"], 65, "its folder does not exist"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_a_sentence(
    march: Path, monkeypatch: pytest.MonkeyPatch, capsys, words: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(march.parent)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    found, out, err = run(capsys, "tables", *words)
    assert (found, out) == (code, "") and said in err and err.count("\n") == 1


def test_a_study_that_goes_otherwise_than_it_was_kept_is_refused(
    capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, target = str(tmp_path / "s.db"), str(tmp_path / "t.db")
    run(capsys, "run", "first-letter", "-n", "2", "--to", study)
    monkeypatch.setattr(
        "outreach_sim.storage.tables.source.logs_of_worlds",
        lambda setup, seed, part, heard: ([None] * len(part), [b"x"] * len(part)),
    )
    code, _, err = run(capsys, "tables", study, "--to", target)
    assert code == 1 and "world 1 of" in err and "goes otherwise than it was kept" in err
    monkeypatch.setattr("outreach_sim.storage.kept_study.engine", lambda: "9.9.9+x")
    code, _, err = run(capsys, "tables", study, "--to", target)
    assert code == 1 and "whose rules are others" in err and not Path(target).exists()
