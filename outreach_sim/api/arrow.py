"""Columns handed to other libraries by Arrow's PyCapsule interface, with none of them installed.

The three structures and who frees what are those of Arrow's C data and C stream interfaces. What a structure
points to is kept in a dictionary, under the number that it carries as ``private_data``, until its owner calls
``release``; so nothing here depends on where a structure lies, and a consumer may move it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

Buffers = list[NDArray[Any] | None]
_FORMATS = {"i": b"l", "f": b"g", "b": b"b", "O": b"U"}
"""By kind of array: int64, float64, bits, and text of any length in UTF-8."""
_NAME = b"arrow_array_stream"
_NULLABLE = 2
_kept: dict[int, Any] = {}
_numbers = count(1)


class Schema(ctypes.Structure):
    """``ArrowSchema``: the name and format of a column, or of a table of columns."""


class Array(ctypes.Structure):
    """``ArrowArray``: the values of a column, or of a table of columns."""


class Stream(ctypes.Structure):
    """``ArrowArrayStream``: a schema, and batches of rows until there are no more."""


_SchemaPointer, _ArrayPointer = ctypes.POINTER(Schema), ctypes.POINTER(Array)
_StreamPointer = ctypes.POINTER(Stream)
_FreeSchema = ctypes.CFUNCTYPE(None, _SchemaPointer)
_FreeArray = ctypes.CFUNCTYPE(None, _ArrayPointer)
_FreeStream = ctypes.CFUNCTYPE(None, _StreamPointer)
_FreeCapsule = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_GetSchema = ctypes.CFUNCTYPE(ctypes.c_int, _StreamPointer, _SchemaPointer)
_GetNext = ctypes.CFUNCTYPE(ctypes.c_int, _StreamPointer, _ArrayPointer)
_GetError = ctypes.CFUNCTYPE(ctypes.c_void_p, _StreamPointer)
Schema._fields_ = [
    ("format", ctypes.c_char_p), ("name", ctypes.c_char_p), ("metadata", ctypes.c_char_p),
    ("flags", ctypes.c_int64), ("n_children", ctypes.c_int64), ("children", ctypes.POINTER(_SchemaPointer)),
    ("dictionary", ctypes.c_void_p), ("release", _FreeSchema), ("private_data", ctypes.c_void_p),
]  # fmt: skip
Array._fields_ = [
    ("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64), ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)), ("children", ctypes.POINTER(_ArrayPointer)),
    ("dictionary", ctypes.c_void_p), ("release", _FreeArray), ("private_data", ctypes.c_void_p),
]  # fmt: skip
Stream._fields_ = [
    ("get_schema", _GetSchema), ("get_next", _GetNext), ("get_last_error", _GetError),
    ("release", _FreeStream), ("private_data", ctypes.c_void_p),
]  # fmt: skip

_new_capsule = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)(
    ("PyCapsule_New", ctypes.pythonapi)
)
_pointer_of = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi)
)


@dataclass(slots=True)
class _Export:
    """What a stream gives: columns as names, formats and buffers; in one batch, or none once it is given."""

    columns: list[tuple[bytes, bytes, Buffers]]
    height: int
    given: bool = False


def capsule_of(columns: Mapping[str, NDArray[Any]], height: int) -> object:
    """A PyCapsule of a stream with a copy of the columns.

    Args:
        columns: whole numbers, floats, truth values, or text of which some may be ``None``.
        height: how many rows all of them have.
    """
    ready = [(name.encode(), _FORMATS[v.dtype.kind], _buffers(v)) for name, v in columns.items()]
    number = _keep(_Export(ready, height))
    stream = Stream(_GET_SCHEMA, _GET_NEXT, _GET_ERROR, _FREE_STREAM, number)
    place = ctypes.addressof(stream)
    _kept[-place] = stream  # for the capsule, also when what is in it has been moved elsewhere
    return _new_capsule(place, _NAME, ctypes.cast(_FREE_CAPSULE, ctypes.c_void_p))


def _keep(thing: Any) -> int:
    number = next(_numbers)
    _kept[number] = thing
    return number


def _buffers(values: NDArray[Any]) -> Buffers:
    """Which values are there (``None``: all of them), and the values; of text its bounds before them."""
    if values.dtype.kind == "b":
        return [None, _bits(values)]
    if values.dtype.kind != "O":
        return [None, values.copy()]
    there = np.array([value is not None for value in values], dtype=np.bool_)
    texts = [b"" if value is None else value.encode() for value in values]
    bounds = np.cumsum([0, *map(len, texts)], dtype=np.int64)
    return [None if there.all() else _bits(there), bounds, np.frombuffer(b"".join(texts) + b"\0", np.uint8)]


def _bits(values: NDArray[np.bool_]) -> NDArray[np.uint8]:
    return np.packbits(values, bitorder="little")


def _fill_schema(out: Schema, name: bytes, kind: bytes, children: list[Schema]) -> None:
    places = (_SchemaPointer * len(children))(*[ctypes.pointer(child) for child in children])
    out.format, out.name, out.flags = kind, name, _NULLABLE
    out.n_children, out.children = len(children), ctypes.cast(places, ctypes.POINTER(_SchemaPointer))
    out.release, out.private_data = _FREE_SCHEMA, _keep((name, kind, children, places))


def _fill_array(out: Array, length: int, buffers: Buffers, children: list[Array]) -> None:
    places = (_ArrayPointer * len(children))(*[ctypes.pointer(child) for child in children])
    starts = (ctypes.c_void_p * len(buffers))(*(None if b is None else b.ctypes.data for b in buffers))
    out.length, out.null_count, out.offset = length, 0 if buffers[0] is None else -1, 0
    out.n_buffers, out.buffers = len(buffers), ctypes.cast(starts, ctypes.POINTER(ctypes.c_void_p))
    out.n_children, out.children = len(children), ctypes.cast(places, ctypes.POINTER(_ArrayPointer))
    out.release, out.private_data = _FREE_ARRAY, _keep((buffers, starts, children, places))


def _get_schema(stream: Any, out: Any) -> int:
    children = []
    for name, kind, _ in _kept[stream.contents.private_data].columns:
        children.append(Schema())
        _fill_schema(children[-1], name, kind, [])
    _fill_schema(out.contents, b"", b"+s", children)
    return 0


def _get_next(stream: Any, out: Any) -> int:
    export = _kept[stream.contents.private_data]
    ctypes.memset(out, 0, ctypes.sizeof(Array))  # without ``release`` it is the end
    if not export.given:
        export.given, children = True, []
        for _, _, buffers in export.columns:
            children.append(Array())
            _fill_array(children[-1], export.height, buffers, [])
        _fill_array(out.contents, export.height, [None], children)
    return 0


def _get_error(stream: Any) -> None:
    """There is none: whatever could fail has been done before there was a stream."""


def _lasting_callbacks(kept: dict[int, Any], pointer_of: Any) -> tuple[Any, ...]:
    """What frees a schema, an array, a stream and a capsule.

    A frame may outlive this module when Python ends, and is freed then: so these are never taken away, and
    use nothing but what they are given here, no global and no builtin name.
    """
    point, name, no_stream = ctypes.pointer, _NAME, _FreeStream()

    def freeing(kind: Any) -> Any:
        nothing = kind()

        def free(place: Any) -> None:
            freed = place.contents
            for column in freed.children[: freed.n_children]:
                if column.contents.release:  # else somebody has taken it out
                    column.contents.release(column)
            kept.pop(freed.private_data)
            freed.release = nothing

        return kind(free)

    def free_stream(place: Any) -> None:
        kept.pop(place.contents.private_data)
        place.contents.release = no_stream

    def free_capsule(capsule: Any) -> None:
        stream = kept.pop(-pointer_of(capsule, name))
        if stream.release:
            stream.release(point(stream))

    lasting = freeing(_FreeSchema), freeing(_FreeArray), _FreeStream(free_stream), _FreeCapsule(free_capsule)
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(lasting))
    return lasting


_GET_SCHEMA, _GET_NEXT, _GET_ERROR = _GetSchema(_get_schema), _GetNext(_get_next), _GetError(_get_error)
_FREE_SCHEMA, _FREE_ARRAY, _FREE_STREAM, _FREE_CAPSULE = _lasting_callbacks(_kept, _pointer_of)
