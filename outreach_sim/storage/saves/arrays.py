"""Named numpy arrays as bytes and back: raw little-endian numbers behind a JSON header, deflated.

Nothing here can run code, and what is read back is never larger than its header says.
"""

from __future__ import annotations

import io
import json
import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]

MAX_BYTES = 1 << 30
"""The largest state that is read back; a million candidates need about 200 MB."""
_KINDS = frozenset("biuf")


def pack(arrays: Mapping[str, NDArray[Any]]) -> tuple[str, bytes]:
    """Header and data of these arrays; booleans, integers and floats only."""
    header, data, deflater = [], io.BytesIO(), zlib.compressobj(1)
    for name, array in arrays.items():
        little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        header.append([name, little.dtype.str, list(array.shape)])
        data.write(deflater.compress(little.reshape(-1).view(np.uint8).data))  # one array at a time
    data.write(deflater.flush())
    return json.dumps(header, separators=(",", ":")), data.getvalue()


def unpack(header: str, data: bytes) -> Arrays:
    """The arrays again, in this machine's byte order.

    Raises:
        ValueError: header and data do not belong together, or promise more than ``MAX_BYTES``.
    """
    described = [(str(name), _dtype(code), _shape(shape)) for name, code, shape in json.loads(header)]
    sizes = [dtype.itemsize * math.prod(shape) for _, dtype, shape in described]
    parts = _inflate(data, sizes)
    arrays = {}
    for (name, dtype, shape), part in zip(described, parts, strict=True):
        array = np.frombuffer(part, dtype=dtype).reshape(shape)
        arrays[name] = array.astype(dtype.newbyteorder("="), copy=False)
    return arrays


def _dtype(code: object) -> np.dtype[Any]:
    try:
        dtype = np.dtype(str(code))
    except TypeError:
        raise ValueError(f"{str(code)[:20]!r} is no kind of number") from None
    if dtype.kind not in _KINDS:
        raise ValueError(f"{str(code)[:20]!r} is no kind of number that is saved")
    return dtype


def _shape(shape: object) -> tuple[int, ...]:
    if not isinstance(shape, list) or not all(isinstance(n, int) and n >= 0 for n in shape):
        raise ValueError("a shape is a list of whole numbers")
    return tuple(shape)


def _inflate(data: bytes, sizes: Sequence[int]) -> Iterator[bytearray]:
    """The bytes of one array after the other, so that a large state is in memory only once."""
    if sum(sizes) > MAX_BYTES:
        raise ValueError(f"the state is larger than {MAX_BYTES >> 20} MB")
    inflater, rest = zlib.decompressobj(), data
    try:
        for size in sizes:
            # A limit of zero would mean none.
            part = bytearray(inflater.decompress(rest, size)) if size else bytearray()
            rest = inflater.unconsumed_tail if size else rest
            if len(part) != size:
                raise ValueError("the state is not as long as its header says")
            yield part
        if inflater.decompress(rest, 1) or not inflater.eof or inflater.unused_data:
            raise ValueError("the state is not as long as its header says")
    except zlib.error:
        raise ValueError("the state cannot be unpacked") from None
