"""Results as columns, which data frames of any library are made from, with none of them installed."""

from __future__ import annotations

import csv
import html
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.errors import UsageError
from outreach_sim.inputs.writing import written

_SHOWN_ROWS, _SHOWN_COLUMNS = 10, 8


class Table(Mapping[str, NDArray[Any]]):
    """Named columns of one length: whole numbers, floats, truth values and text.

    A mapping of names to arrays, so that ``dict(table)`` makes a data frame: of pandas, polars, DuckDB.
    These, and pyarrow, take the table itself by Arrow's PyCapsule interface, too.

    Raises:
        ValueError: the columns are of different lengths.
    """

    def __init__(self, columns: Mapping[str, Any]) -> None:
        self._columns = {name: _column(values) for name, values in columns.items()}
        lengths = {name: len(values) for name, values in self._columns.items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"columns are of different lengths: {lengths}")
        self.height = next(iter(lengths.values()), 0)

    @classmethod
    def of_rows(cls, rows: Sequence[Mapping[str, Any]], names: Sequence[str] = ()) -> Table:
        """A table of dictionaries that have the same keys; ``names`` where there may be none of them."""
        return cls({name: [row[name] for row in rows] for name in (rows[0] if rows else names)})

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name not in self._columns:
            raise KeyError(f"there is no column {name!r}, they are {', '.join(self._columns)}")
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.height, len(self)

    def to_dicts(self) -> list[dict[str, Any]]:
        """A dictionary a row, of plain Python values."""
        lists = [values.tolist() for values in self._columns.values()]
        return [dict(zip(self._columns, row, strict=True)) for row in zip(*lists, strict=True)]

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame``.

        Raises:
            UsageError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise UsageError("to_pandas needs pandas, which is not installed; pip install pandas") from None
        return pandas.DataFrame(dict(self))

    def to_csv(self, file: str | Path, force: bool = False) -> None:
        """Write a CSV file, whole or not at all.

        Args:
            file: its name.
            force: whether what is there may be written over.

        Raises:
            BadInputError: it cannot be written, or is there.
        """
        with written(Path(file), force) as path, path.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(self._columns)
            writer.writerows(zip(*(values.tolist() for values in self._columns.values()), strict=True))

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """A copy of the columns by Arrow's PyCapsule interface, which other libraries read.

        Args:
            requested_schema: what a reader would like; types stay what they are, as the interface allows.
        """
        from outreach_sim.api.arrow import capsule_of

        return capsule_of(self._columns, self.height)

    def __repr__(self) -> str:
        named = ", ".join(list(self)[:_SHOWN_COLUMNS])
        more = f" and {len(self) - _SHOWN_COLUMNS} more" if len(self) > _SHOWN_COLUMNS else ""
        return f"<Table of {self.height:,} rows: {named}{more}>"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self)
        body = "".join(f"<tr>{self._cells(row)}</tr>" for row in range(min(self.height, _SHOWN_ROWS)))
        more = f"<caption>{self.height:,} rows</caption>" if self.height > _SHOWN_ROWS else ""
        return f"<table>{more}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _cells(self, row: int) -> str:
        return "".join(f"<td>{html.escape(_shown(values[row]))}</td>" for values in self._columns.values())


def _column(values: Any) -> NDArray[Any]:
    """One column as an array that every library reads; nothing where a number is left out is NaN."""
    array = np.asarray(values)
    if array.dtype.kind == "O" and all(value is None or _is_number(value) for value in array.tolist()):
        return np.array([np.nan if value is None else value for value in array.tolist()], dtype=np.float64)
    if array.dtype.kind in "OU":
        return np.array([None if value is None else str(value) for value in array.tolist()], dtype=object)
    kinds = {"i": np.int64, "u": np.int64, "f": np.float64, "b": np.bool_}
    return np.ascontiguousarray(array, dtype=kinds[array.dtype.kind])


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: Any) -> str:
    return f"{value:,.4g}" if isinstance(value, float | np.floating) else "" if value is None else str(value)
