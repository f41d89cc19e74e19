"""Tables as others read them: Datasette, pandas, polars, DuckDB. Skipped without the extra ``frames``.

Run: pip install -e '.[frames]' and python -m pytest -q tests/frames
"""

from __future__ import annotations

import asyncio
import gc
import json
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from outreach_sim.api import arrow
from outreach_sim.api.table import Table
from outreach_sim.cli.failure import run_command_line
from outreach_sim.storage.saves.places import HOME_VARIABLE
from outreach_sim.storage.tables.schema import relations
from tests.waiting import PATIENCE_SECONDS

SUM = "SELECT lab, count(*) AS n, sum(mails) AS mails FROM sequences GROUP BY lab ORDER BY lab"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same game in all three forms."""
    for library in ("datasette", "duckdb", "pandas", "polars", "pyarrow"):
        pytest.importorskip(library)
    made = tmp_path_factory.mktemp("frames")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(made / "home"))
        for words in (
            ["save", "record", "personal-email", "march"],
            ["tables", "march", "--to", str(made / "march.db")],
            ["tables", "march", "--csv", str(made / "csv")],
            ["tables", "march", "--parquet", str(made / "parquet")],
        ):
            assert run_command_line(words) == 0
    return made


def told(folder: Path, sql: str = SUM) -> list[tuple]:
    with closing(sqlite3.connect(folder / "march.db")) as db:
        return db.execute(sql).fetchall()


def test_pandas_reads_all_three_and_finds_the_same(folder: Path) -> None:
    import pandas

    with closing(sqlite3.connect(folder / "march.db")) as db:
        of_sql = pandas.read_sql("SELECT * FROM sequences", db)
    of_csv = pandas.read_csv(folder / "csv" / "sequences.csv")
    of_parquet = pandas.read_parquet(folder / "parquet" / "sequences.parquet")
    for frame in (of_sql, of_csv, of_parquet):
        found = frame.groupby("lab").agg(n=("lab", "size"), mails=("mails", "sum")).reset_index()
        assert list(found.itertuples(index=False, name=None)) == told(folder)
    assert of_parquet["begun_on"].iloc[0] == date.fromisoformat(of_sql["begun_on"].iloc[0])


def test_polars_reads_files_and_the_types_are_those_declared(folder: Path) -> None:
    import polars

    for relation in relations():
        of_csv = polars.read_csv(folder / "csv" / f"{relation.name}.csv", infer_schema_length=None)
        of_parquet = polars.read_parquet(folder / "parquet" / f"{relation.name}.parquet")
        count = told(folder, f"SELECT count(*) FROM {relation.name}")[0][0]
        assert of_csv.height == of_parquet.height == count and of_csv.columns == of_parquet.columns
        kinds = {"INTEGER": polars.Int64, "REAL": polars.Float64, "TEXT": polars.String}
        wanted = [polars.Date if c.is_date else kinds[c.type] for c in relation.columns]
        assert of_parquet.dtypes == wanted, relation.name
    joined = polars.read_parquet(folder / "parquet" / "event.parquet").join(
        polars.read_parquet(folder / "parquet" / "person.parquet"), on="person", how="inner"
    )
    assert joined.height == told(folder, "SELECT count(person) FROM event")[0][0]


def test_duckdb_queries_csv_and_parquet(folder: Path) -> None:
    import duckdb

    for kind in ("csv", "parquet"):
        sql = SUM.replace("sequences", f"'{folder / kind / f'sequences.{kind}'}'")
        assert duckdb.sql(sql).fetchall() == told(folder)
    sql = f"SELECT max(date) - min(date) FROM '{folder}/parquet/event.parquet'"
    assert duckdb.sql(sql).fetchall() == [(told(folder, "SELECT max(day) - min(day) FROM event")[0][0],)]


def test_what_the_page_of_tables_shows_can_be_done(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import duckdb

    (tmp_path / "march-tables").symlink_to(folder / "parquet")
    for name in ("march.db", "march.metadata.json"):
        (tmp_path / name).symlink_to(folder / name)
    monkeypatch.chdir(tmp_path)
    page = (Path(__file__).parents[2] / "docs" / "tables.md").read_text(encoding="utf-8")
    shell, python, sql = (
        "".join(re.findall(rf"```{name}\n(.*?)```", page, re.S)) for name in ("sh", "python", "sql")
    )
    named: dict[str, Any] = {}
    exec(python, named)
    assert len(named["people"]) == told(folder, "SELECT count(*) FROM sequences")[0][0]
    assert named["events"].height == told(folder, "SELECT count(*) FROM event")[0][0]
    assert named["people"]["sent_on"].dtype.kind == "M"
    assert len(told(folder, sql)) > 1
    (by_sqlite,) = re.findall(r"sqlite3 march.db '(.*)'", shell)
    (by_duckdb,) = re.findall(r'duckdb -c "(.*)"', shell)
    decisions = dict(told(folder, by_sqlite))
    added: Counter[str | None] = Counter()
    for _, decision, count in duckdb.sql(by_duckdb).fetchall():
        added[decision] += count
    assert added == decisions and len(decisions) > 1
    (database, metadata) = re.findall(r"datasette (\S+) --metadata (\S+)", shell)[0]
    assert Path(database).is_file() and json.loads(Path(metadata).read_text(encoding="utf-8"))


def test_datasette_serves_them_with_meanings_labels_and_facets(folder: Path) -> None:
    from datasette.app import Datasette

    metadata = json.loads((folder / "march.metadata.json").read_text(encoding="utf-8"))
    served = Datasette([str(folder / "march.db")], metadata=metadata)

    async def ask(path: str) -> str:
        answer = await served.client.get(path)
        assert answer.status_code == 200, path
        return str(answer.text)

    async def questions() -> None:
        for relation in relations():
            assert relation.columns[0].means in await ask(f"/march/{relation.name}")
        facets = json.loads(await ask("/march/sequences.json?_shape=objects"))["facet_results"]
        found = facets.get("results", facets)
        counts = {f["value"]: f["count"] for f in found["decision"]["results"]}
        sql = "SELECT decision, count(*) FROM sequences WHERE decision NOT NULL GROUP BY 1"
        assert counts == dict(told(folder, sql)) and counts
        assert {"lab", "employer", "level"} <= set(found)
        first = "SELECT name FROM person JOIN event USING (person) ORDER BY event_id LIMIT 1"
        ((name,),) = told(folder, first)
        assert name in await ask("/march/event")  # a foreign key shows who it is

    asyncio.run(questions())


MIXED: dict[str, list[Any]] = {
    "n": [1, 2, 3],
    "x": [0.5, None, 2.0],
    "so": [True, False, True],
    "s": ["a", None, "山"],
}


def read_by_each(shown: Table) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that each library finds in a table that it is given as it is; ``None`` for what is missing."""
    import duckdb
    import pandas
    import polars
    import pyarrow

    frame = pandas.DataFrame.from_arrow(shown)
    found: dict[str, Any] = {
        "pyarrow": zip(*pyarrow.table(shown).to_pydict().values(), strict=True),
        "polars": polars.DataFrame(shown).rows(),
        "pandas": frame.itertuples(index=False, name=None),
        "duckdb": duckdb.sql("select * from shown").fetchall(),
    }
    return {
        library: [tuple(None if value != value else value for value in row) for row in rows]
        for library, rows in found.items()
    }


def test_each_library_reads_a_table_of_the_library_as_it_is_and_nothing_is_left_over() -> None:
    for library in ("duckdb", "pandas", "polars", "pyarrow"):
        pytest.importorskip(library)
    for columns in (MIXED, {name: values[:0] for name, values in MIXED.items()}):
        rows = list(zip(*columns.values(), strict=True))
        for _ in range(50):
            for library, found in read_by_each(Table(columns)).items():
                assert found == rows, library
    gc.collect()
    assert arrow._kept == {}


def test_a_frame_that_outlives_everything_is_freed_without_a_fault() -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip("polars")
    script = """if True:
        import json, sys, polars, pyarrow
        from outreach_sim.api.table import Table
        table = Table({"n": [1, 2], "s": ["a", None]})
        frames = [pyarrow.table(table), polars.DataFrame(table), table.__arrow_c_stream__()]
        here, json.kept, sys.kept = frames, [pyarrow.table(table)], [polars.DataFrame(table)]
        print(len(frames))
    """
    words = [sys.executable, "-X", "dev", "-c", script]
    done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    assert (done.returncode, done.stdout) == (0, "3\n"), done.stderr
