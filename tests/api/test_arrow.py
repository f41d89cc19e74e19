"""A table as Arrow's stream, read by hand: values, what is missing, and who frees what.

What libraries make of it: tests/frames.
"""

import ctypes
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from outreach_sim.api import arrow
from outreach_sim.api.arrow import Array, Schema, Stream
from outreach_sim.api.table import Table

COLUMNS: dict[str, Any] = {
    "n": [1, -2, 3, 2**62, 5, 6, 7, 8, 9],
    "x": [0.5, None, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0],
    "so": [True, False, True, True, False, False, True, False, True],
    "wörter": ["a", None, "", "山 ü", "e", "f", "g", "h", "i"],
    "all": list("abcdefghi"),
}


@pytest.fixture(autouse=True)
def _nothing_is_left_over() -> Any:
    """What an export keeps is let go of by the end of every test."""
    assert arrow._kept == {}
    yield
    assert arrow._kept == {}


def stream_of(capsule: object) -> Stream:
    """The structure in a capsule, where it lies."""
    pointer = ctypes.pythonapi.PyCapsule_GetPointer
    pointer.restype, pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    return Stream.from_address(pointer(capsule, b"arrow_array_stream"))


def asked(stream: Stream) -> tuple[Schema, Array]:
    """The schema of a stream, and its next batch."""
    schema, array = Schema(), Array()
    assert stream.get_schema(ctypes.pointer(stream), ctypes.pointer(schema)) == 0
    assert stream.get_next(ctypes.pointer(stream), ctypes.pointer(array)) == 0
    return schema, array


def freed(*things: Any) -> None:
    """Let go of structures as their owner does."""
    for thing in things:
        thing.release(ctypes.pointer(thing))
        assert not thing.release


def bits(address: int, count: int) -> list[bool]:
    raw = np.frombuffer(ctypes.string_at(address, (count + 7) // 8), dtype=np.uint8)
    return np.unpackbits(raw, count=count, bitorder="little").astype(bool).tolist()


def values(kind: bytes, column: Array) -> list[Any]:
    """What a reader finds in a column."""
    buffers = [column.buffers[i] for i in range(column.n_buffers)]
    there = bits(buffers[0], column.length) if buffers[0] else [True] * column.length
    if kind == b"b":
        found: list[Any] = bits(buffers[1], column.length)
    elif kind == b"U":
        bounds = np.frombuffer(ctypes.string_at(buffers[1], 8 * (column.length + 1)), dtype=np.int64).tolist()
        text = ctypes.string_at(buffers[2], bounds[-1])
        found = [text[a:b].decode() for a, b in pairwise(bounds)]
    else:
        kinds = {b"l": np.int64, b"g": np.float64}
        found = np.frombuffer(ctypes.string_at(buffers[1], 8 * column.length), dtype=kinds[kind]).tolist()
    return [value if is_there else None for value, is_there in zip(found, there, strict=True)]


def read(stream: Stream) -> dict[str, list[Any]]:
    """Columns by their names, and everything let go of."""
    schema, array = asked(stream)
    assert schema.format == b"+s" and schema.n_children == array.n_children
    columns = [(schema.children[i].contents, array.children[i].contents) for i in range(array.n_children)]
    found = {kind.name.decode(): values(kind.format, column) for kind, column in columns}
    assert {column.length for _, column in columns} <= {array.length}
    _, end = (again := asked(stream))
    assert not end.release, "there is one batch"
    freed(schema, array, again[0], stream)
    return found


def test_a_reader_finds_every_value_and_what_is_missing() -> None:
    found = read(stream_of(capsule := Table(COLUMNS).__arrow_c_stream__()))
    assert np.isnan(found["x"].pop(1)) and found.pop("x") == [0.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]
    assert found == {name: column for name, column in COLUMNS.items() if name != "x"}
    del capsule


@pytest.mark.parametrize(
    "columns", [{}, {"n": []}, {"s": np.array([], dtype=object), "so": np.zeros(0, bool)}]
)
def test_a_table_without_rows_or_columns_is_one(columns: dict[str, Any]) -> None:
    capsule = Table(columns).__arrow_c_stream__()
    assert read(stream_of(capsule)) == {name: [] for name in columns}


def test_what_nobody_reads_is_let_go_of_with_its_capsule() -> None:
    capsule = Table(COLUMNS).__arrow_c_stream__()
    assert arrow._kept
    del capsule


def test_a_stream_that_was_moved_outlives_its_capsule() -> None:
    capsule = Table(COLUMNS).__arrow_c_stream__()
    stream, moved = stream_of(capsule), Stream()
    ctypes.memmove(ctypes.pointer(moved), ctypes.pointer(stream), ctypes.sizeof(Stream))
    stream.release = type(stream.release)()
    del capsule, stream
    assert read(moved)["n"] == COLUMNS["n"]


def test_a_column_that_was_taken_out_outlives_its_table() -> None:
    capsule = Table(COLUMNS).__arrow_c_stream__()
    schema, array = asked(stream := stream_of(capsule))
    column, place = Array(), array.children[3]
    ctypes.memmove(ctypes.pointer(column), place, ctypes.sizeof(Array))
    place.contents.release = type(column.release)()
    freed(schema, array, stream)
    assert values(b"U", column) == COLUMNS["wörter"]
    freed(column)


def test_a_change_of_the_table_afterwards_does_not_reach_the_reader() -> None:
    table = Table({"n": [1, 2, 3]})
    capsule = table.__arrow_c_stream__()
    table["n"][0] = 100
    assert read(stream_of(capsule)) == {"n": [1, 2, 3]}


def test_text_that_is_none_is_refused_before_there_is_a_stream() -> None:
    with pytest.raises(UnicodeEncodeError):
        Table({"s": ["\ud800"]}).__arrow_c_stream__()
