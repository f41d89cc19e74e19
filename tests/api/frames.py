"""Tables in pandas, polars and DuckDB: the same rows in each. None of them is needed by anything else.

Usage: pip install pandas polars duckdb; python -m tests.api.frames
"""

import sys

import outreach_sim as osim


def main() -> None:
    """Hires by lab, by each of them."""
    import duckdb
    import pandas
    import polars

    table = osim.run("first-letter", worlds=20).to_table()
    worlds = {lab: table["hires"][table["lab"] == lab] for lab in ("north", "south")}
    expected = {lab: float(values.mean()) for lab, values in worlds.items()}
    frame = pandas.DataFrame(dict(table))
    assert frame.equals(table.to_pandas())
    assert frame.groupby("lab")["hires"].mean().to_dict() == expected
    again = polars.DataFrame(dict(table))
    means = again.group_by("lab").agg(polars.col("hires").mean())
    assert dict(means.iter_rows()) == expected
    for shown in (dict(table), frame):  # DuckDB finds them by their names
        rows = duckdb.sql("select lab, avg(hires) from shown group by lab").fetchall()
        assert dict(rows) == expected, shown
    for other in (osim.scenarios(), osim.play("first-letter").people(), osim.play("first-letter").staff()):
        assert polars.DataFrame(dict(other)).height == len(other.to_pandas()) == other.height > 0
    told = [f"{library.__name__} {library.__version__}" for library in (pandas, polars, duckdb)]
    sys.stdout.write(f"{', '.join(told)}\n")


if __name__ == "__main__":
    main()
