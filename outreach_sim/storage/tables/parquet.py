"""Tables as Parquet, by pyarrow, which is an extra."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from outreach_sim.errors import UsageError
from outreach_sim.storage.tables.rows import Row
from outreach_sim.storage.tables.schema import Column, Relation


def pyarrow() -> Any:
    """The library, or a sentence how to get it.

    Raises:
        UsageError: it is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise UsageError("--parquet needs pyarrow, which is not installed; pip install pyarrow") from None
    return pyarrow


def dump_parquet(relation: Relation, batches: Iterator[list[Row]], folder: Path) -> None:
    """The rows of a table or view as one file; dates are dates, and what columns mean stands with them."""
    arrow = pyarrow()
    schema = arrow.schema(
        [arrow.field(c.name, _type(arrow, c), metadata={"description": c.means}) for c in relation.columns],
        metadata={"description": relation.means},
    )
    with arrow.parquet.ParquetWriter(folder / f"{relation.name}.parquet", schema) as writer:
        for rows in batches:
            pairs = zip(relation.columns, zip(*rows, strict=True), strict=True)
            columns = [_array(arrow, *pair) for pair in pairs]
            writer.write_table(arrow.table(columns, schema=schema))


def _type(arrow: Any, column: Column) -> Any:
    if column.is_date:
        return arrow.date32()
    return {"INTEGER": arrow.int64(), "REAL": arrow.float64(), "TEXT": arrow.string()}[column.type]


def _array(arrow: Any, column: Column, values: tuple[Any, ...]) -> Any:
    kind = _type(arrow, column)
    return arrow.array(values, arrow.string()).cast(kind) if column.is_date else arrow.array(values, kind)
