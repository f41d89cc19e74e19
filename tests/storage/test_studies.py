"""Studies in a file: killed runs go on, other studies keep apart, other files are refused."""

import errno
import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from outreach_sim.errors import BadInputError, RunError
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage import studies
from outreach_sim.storage.studies import StudyFile, identity
from outreach_sim.study.executors import run_study
from outreach_sim.study.plan import plan, without
from outreach_sim.study.statistics import log_hash
from tests.cli.test_commands import run
from tests.processes import start, until_all_are_gone
from tests.storage.study_kills import SEED, go_on, kept, queries, survive
from tests.waiting import PATIENCE_SECONDS, until

SCENARIO = load_scenario("first-letter")


def fresh(worlds: int):
    return run_study(plan(SCENARIO.setup, SEED, worlds, queries(SCENARIO)))


def test_killed_runs_lose_no_finished_chunk_and_end_the_same(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(studies, "REST_SECONDS", 0.0)
    assert survive(10, tmp_path) > 2


def test_more_worlds_and_other_chunks_build_on_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    for worlds, chunk in ((10, 3), (25, 4), (18, 7), (25, 25)):
        result, expected = go_on(path, SCENARIO, worlds, chunk), fresh(worlds)
        assert log_hash(result.digests) == log_hash(expected.digests)
        for name in ("funnel", "queries", "committed_usd", "raises_usd", "race"):
            assert np.array_equal(getattr(result, name), getattr(expected, name)), name
    assert kept(path, SCENARIO) == 25


def test_without_leaves_gaps_in_order() -> None:
    planned = plan(SCENARIO.setup, SEED, 20, chunk=4)
    gaps = without(planned, [range(12, 16), range(3, 5)]).chunks
    assert [list(c.replications) for c in gaps] == [[0, 1, 2], [5, 6, 7, 8], [9, 10, 11], [16, 17, 18, 19]]


class StoppedError(Exception):
    pass


def test_a_world_goes_on_in_its_middle(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(studies, "REST_SECONDS", 0.0)
    path, days = tmp_path / "s.db", []
    with StudyFile(path, SCENARIO, SEED, queries(SCENARIO)) as file:
        planned, real = plan(SCENARIO.setup, SEED, 2, queries(SCENARIO), chunk=2), file.day

        def stop_on(replications, take) -> None:
            real(replications, take)
            file._seconds = 0.0
            days.append(int(take()["day"][0]))
            if days[-1] == 40:
                raise StoppedError

        monkeypatch.setattr(file, "day", stop_on)
        with pytest.raises(StoppedError):
            run_study(planned, keeper=file)
    with StudyFile(path, SCENARIO, SEED, queries(SCENARIO)) as file:
        days.clear()
        monkeypatch.setattr(file, "day", lambda replications, take: days.append(int(take()["day"][0])))
        result = run_study(planned, keeper=file)
        assert days[0] == 41
        assert file._db.execute("SELECT count(*) FROM state").fetchone()[0] == 0
    assert result.digests == fresh(2).digests and np.array_equal(result.race, fresh(2).race)


def test_another_seed_or_parameter_is_another_study(tmp_path: Path) -> None:
    other = load_scenario("first-letter", ["parameters.pay_slope=1.5"])
    known = {identity(SCENARIO, 1, []), identity(SCENARIO, 2, []), identity(other, 1, [])}
    assert len(known) == 3 and identity(SCENARIO, 1, []) in known
    path = tmp_path / "s.db"
    go_on(path, SCENARIO, 5)
    assert kept(path, other) == 0 and kept(path, SCENARIO) == 5


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda db: db.execute("PRAGMA user_version = 99"), "a newer outreach-sim made this file of studies"),
        (lambda db: db.execute("PRAGMA application_id = 7"), "this is no file of studies"),
        (lambda db: db.execute("UPDATE chunk SET data = x'00'"), "is not as it was written"),
        (lambda db: db.execute("UPDATE chunk SET header = '[]'"), "is not as it was written"),
    ],
)
def test_what_is_newer_foreign_or_damaged_is_refused_unchanged(tmp_path: Path, spoil, words: str) -> None:
    path = tmp_path / "s.db"
    go_on(path, SCENARIO, 5)
    with sqlite3.connect(path) as db:
        spoil(db)
    before = path.read_bytes()
    with pytest.raises(BadInputError, match=words):
        go_on(path, SCENARIO, 5)
    assert path.read_bytes() == before


def test_worlds_of_other_rules_are_left_alone_and_said(tmp_path: Path, monkeypatch, capsys) -> None:
    path = tmp_path / "s.db"
    words = ("run", "first-letter", "-n", "6", "--to", str(path))
    monkeypatch.setattr(studies, "engine", lambda: "0.1.0+of-yesterday")
    assert run(capsys, *words)[0] == 0
    monkeypatch.undo()
    code, out, err = run(capsys, *words, "--json")
    assert code == 0 and "6 worlds of this scenario and seed" in err and "other rules" in err
    assert out == run(capsys, "run", "first-letter", "-n", "6", "--json")[1]
    assert "other rules" not in run(capsys, *words)[2], "now the file has its own"


def test_the_engine_is_known_by_the_code_of_its_rules(monkeypatch) -> None:
    from outreach_sim.scenario import engine as module

    module.engine.cache_clear()
    before = module.engine()
    monkeypatch.setattr(module, "RULES", ("model",))
    module.engine.cache_clear()
    other = module.engine()
    monkeypatch.undo()
    module.engine.cache_clear()
    assert before == module.engine() != other
    names = {name for name, _ in module._sources("market")}
    assert any(name.endswith("policies/base.py") for name in names) and len(names) > 40


def test_two_writers_do_not_share_a_file(tmp_path: Path) -> None:
    with (
        StudyFile(tmp_path / "s.db", SCENARIO, SEED, []),
        pytest.raises(RunError, match="another process is writing"),
    ):
        StudyFile(tmp_path / "s.db", SCENARIO, SEED, [])


def test_a_text_file_and_a_missing_folder_are_sentences(tmp_path: Path, capsys) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("my notes, not to be written over")
    for target, words in ((text, "this is no file of studies"), (tmp_path / "x" / "y.db", "its folder")):
        code, out, err = run(capsys, "run", "first-letter", "--to", str(target))
        assert (code, out) == (65, "") and words in err and err.count("\n") == 1
    assert text.read_text() == "my notes, not to be written over"


@pytest.fixture(scope="module")
def kept_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "s.db"
    with StudyFile(path, SCENARIO, SEED, []):
        pass
    return path


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("DROP TABLE chunk", "its table 'chunk' is missing"),
        ("ALTER TABLE study ADD COLUMN mine TEXT", "its table 'study' is not as outreach-sim makes it"),
        ("CREATE TRIGGER t AFTER INSERT ON chunk BEGIN DELETE FROM study; END", "it holds a trigger 't'"),
        ("PRAGMA application_id = 7", "this is no file of studies of outreach-sim"),
        ("PRAGMA user_version = 999", "a newer outreach-sim made this file of studies"),
    ],
)
def test_a_file_that_is_not_as_ours_are_is_refused_and_left_alone(
    kept_study: Path, tmp_path: Path, capsys, sql: str, words: str
) -> None:
    path = tmp_path / "s.db"
    shutil.copy(kept_study, path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(sql)
    before = path.read_bytes()
    code, out, err = run(capsys, "run", "first-letter", "--to", str(path))
    assert (code, out) == (65, "") and words in err and str(path) in err and err.count("\n") == 1
    assert path.read_bytes() == before


def test_a_run_that_was_killed_while_it_made_its_file_goes_on(tmp_path: Path) -> None:
    half, path = tmp_path / "half.db", tmp_path / "s.db"
    with closing(sqlite3.connect(half)) as db:
        db.execute("PRAGMA cache_size = 1")  # what is not finished is on the disk all the same
        db.execute("BEGIN")
        db.execute("CREATE TABLE study (a)")
        db.executemany("INSERT INTO study VALUES (?)", [("x" * 3_000,)] * 20)
        shutil.copy(half, path)
        shutil.copy(tmp_path / "half.db-journal", tmp_path / "s.db-journal")
    assert path.stat().st_size > 0
    assert go_on(path, SCENARIO, 2).replications == 2


def test_views_of_somebodys_own_do_no_harm(kept_study: Path, tmp_path: Path) -> None:
    shutil.copy(kept_study, tmp_path / "s.db")
    with closing(sqlite3.connect(tmp_path / "s.db")) as db, db:
        db.execute("CREATE VIEW mine AS SELECT hires FROM chunk")
        db.execute("CREATE INDEX fast ON chunk (hires)")
    with StudyFile(tmp_path / "s.db", SCENARIO, SEED, []) as file:
        assert file.done(9) == []


@pytest.mark.parametrize("where", ["first", "all"])
def test_damaged_pages_are_a_sentence(kept_study: Path, tmp_path: Path, capsys, where: str) -> None:
    data = bytearray(kept_study.read_bytes())
    start = 100 if where == "first" else 4_096
    data[start:] = b"\xd6" * (len(data) - start)
    (tmp_path / "s.db").write_bytes(data)
    code, out, err = run(capsys, "run", "first-letter", "--to", str(tmp_path / "s.db"))
    assert (code, out) == (65, "") and "damaged" in err and err.count("\n") == 1 and err.strip().isprintable()


def test_what_is_no_regular_file_holds_no_studies_and_nothing_is_left_beside_it(
    tmp_path: Path, capsys
) -> None:
    (tmp_path / "null").symlink_to(os.devnull)
    os.mkfifo(tmp_path / "pipe")
    for name, words in {
        "null": "a device",
        "pipe": "a pipe",
        "a.lock": "for the locks of such files",
    }.items():
        code, out, err = run(capsys, "run", "first-letter", "--to", str(tmp_path / name))
        assert (code, out) == (65, "") and words in err
    assert sorted(os.listdir(tmp_path)) == ["null", "pipe"]


def test_a_link_to_a_file_of_studies_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "s.db").symlink_to(tmp_path / "far" / "real.db")
    go_on(tmp_path / "s.db", SCENARIO, 2)
    assert (tmp_path / "s.db").is_symlink() and kept(tmp_path / "far" / "real.db", SCENARIO) == 2
    assert sorted(os.listdir(tmp_path)) == ["far", "s.db"], "its lock lies beside the file itself"


def test_a_full_disk_is_one_sentence_and_keeps_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    go_on(path, SCENARIO, 8)
    # A limit on the size of files stands for a full disk.
    process = start(
        "run", "first-letter", "-n", "4000", "--seed", str(SEED), "--to", str(path),
        preexec_fn=lambda: limit_files(path.stat().st_size + 8192),
    )  # fmt: skip
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 1 and out == ""
    assert "cannot be written to" in err and "Traceback" not in err
    assert kept(path, SCENARIO) >= 8


REFUSALS = [
    (OSError(errno.ENOSPC, "No space left on device"), "no space left on device"),
    (sqlite3.OperationalError("database or disk is full"), "database or disk is full"),
]


class Filling:
    """A connection to a disk that has room for so many more chunks."""

    def __init__(self, connection: sqlite3.Connection, room: int, refusal: Exception) -> None:
        self._connection, self._room, self._refusal = connection, room, refusal

    def execute(self, sql: str, *values: object) -> object:
        self._room -= "INTO chunk" in sql
        if self._room < 0:
            raise self._refusal
        return self._connection.execute(sql, *values)

    def __getattr__(self, name: str) -> object:
        return getattr(self._connection, name)


@pytest.mark.parametrize(("refusal", "words"), REFUSALS, ids=["system", "database"])
def test_a_disk_that_fills_up_loses_nothing_that_was_kept(tmp_path: Path, refusal, words: str) -> None:
    path, wanted = tmp_path / "s.db", plan(SCENARIO.setup, SEED, 40, queries(SCENARIO), chunk=8)
    with StudyFile(path, SCENARIO, SEED, queries(SCENARIO)) as file:
        vars(file._db)["conn"] = Filling(file._db.conn, 3, refusal)
        with pytest.raises(RunError) as caught:
            run_study(wanted, keeper=file)
        assert str(caught.value) == (
            f"{path} cannot be written to ({words}, make room on it); what was finished before is kept"
        )
        assert file.kept_worlds == 24
    assert kept(path, SCENARIO) == 24
    go_on(path, SCENARIO, 40)
    assert kept(path, SCENARIO) == 40
    with StudyFile(path, SCENARIO, SEED, queries(SCENARIO)) as file:
        digests = [digest for result in file.done(40) for digest in result.digests]
    assert log_hash(digests) == log_hash(fresh(40).digests)


@pytest.mark.parametrize(("refusal", "words"), REFUSALS, ids=["system", "database"])
def test_a_disk_that_fills_up_fails_the_command_in_one_sentence(
    tmp_path: Path, capsys, monkeypatch, refusal, words: str
) -> None:
    def full(*_: object) -> bytes:
        raise refusal

    monkeypatch.setattr(studies, "_seal", full)
    code, out, err = run(capsys, "run", "first-letter", "-n", "8", "--to", str(tmp_path / "s.db"))
    assert (code, out) == (1, "") and f"({words}, make room on it)" in err and "[Errno" not in err
    assert "0 of 8 worlds are in" in err and "fault" not in err


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("ending", ["s.db", "s.lock"])
def test_a_place_that_cannot_be_written_is_told_before_any_work_with_what_would_be_right(
    tmp_path: Path, capsys, monkeypatch, ending: str, there: bool
) -> None:
    path, really = tmp_path / "s.db", os.open
    if there:
        go_on(path, SCENARIO, 8)

    def refuse(path, *rest, **named):
        if str(path).endswith(ending):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return really(path, *rest, **named)

    monkeypatch.setattr(os, "open", refuse)
    code, out, err = run(capsys, "run", "first-letter", "--to", str(path))
    right = "name a file in a folder that is there and yours"
    assert (code, out) == (65, "")
    assert err == f"outreach-sim: {path}: the file cannot be written to (permission denied), {right}\n"


def limit_files(size: int) -> None:
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_ctrl_c_keeps_what_is_finished_and_the_same_command_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    command = ["run", "first-letter", "-n", "100000", "--jobs", "2", "--to", str(path), "--json"]
    process = start(*command, start_new_session=True)
    until("a chunk in the file", lambda: process.poll() is not None or rows(path))
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, out) == (130, "")
    assert "of 100,000 worlds are in" in err and "interrupted" in err and "Traceback" not in err
    until_all_are_gone(process.pid)
    assert rows(path) > 0


def rows(path: Path) -> int:
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
            return int(db.execute("SELECT count(*) FROM chunk").fetchone()[0])
    except sqlite3.Error:
        return 0


def test_the_command_gives_the_same_json_with_and_without_a_file(tmp_path: Path) -> None:
    words = ["run", "first-letter", "-n", "30", "--json"]
    runs = [words, [*words, "--to", str(tmp_path / "s.db")], [*words, "--to", str(tmp_path / "s.db")]]
    outputs = [start(*r).communicate(timeout=PATIENCE_SECONDS)[0] for r in runs]
    assert outputs[0] and outputs[0] == outputs[1] == outputs[2]
