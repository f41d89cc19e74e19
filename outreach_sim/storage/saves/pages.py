"""Looks below the tables for what deleting leaves behind: rows of a save are added at the end, and stay.

Pages and cells as https://sqlite.org/fileformat.html describes them in its section 1.6.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from

_INNER, _LEAF = 5, 13
"""Pages of a table that name other pages, and those that hold rows."""


def were_rows_deleted(image: bytes, root: int) -> bool:
    """Whether anything but zeros is left between the rows of a table to whose end alone rows were added.

    Args:
        image: all pages of the database.
        root: the number of the table's first page, from 1.

    Raises:
        IndexError, struct.error: the pages are not those of a table.
    """
    size = int(unpack_from(">H", image, 16)[0])
    size = 65_536 if size == 1 else size
    pages = (image[(number - 1) * size : number * size] for number in _leaves(image, size, root))
    return any(_has_gaps(page) for page in pages)


def _leaves(image: bytes, size: int, root: int) -> Iterator[int]:
    waiting, seen = [root], set()
    while waiting:
        number = waiting.pop()
        page = image[(number - 1) * size : number * size]
        if number in seen or page[0] not in (_INNER, _LEAF):
            raise IndexError(f"page {number} is none of a table")
        seen.add(number)
        if page[0] == _LEAF:
            yield number
        else:
            cells = unpack_from(f">{unpack_from('>H', page, 3)[0]}H", page, 12)
            waiting += [unpack_from(">I", page, at)[0] for at in (8, *cells)]


def _has_gaps(leaf: bytes) -> bool:
    free, rows, start, fragments = unpack_from(">HHHB", leaf, 1)
    return bool(free or fragments or any(leaf[8 + 2 * rows : start]))
