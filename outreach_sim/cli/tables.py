"""Tables in plain text, made to fit: texts are folded first, then columns go into blocks below each other."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import click

from outreach_sim.formatting import cells

GAP = 2
_LEAST_TEXT = 10
Row = Sequence[str]


def natural_width(table: Sequence[Row]) -> int:
    """Terminal cells that a table takes where nothing is folded."""
    widths = [max(map(_cells, column)) for column in zip(*table, strict=True)]
    return sum(widths) + GAP * (len(widths) - 1)


def blocks(table: Sequence[Row], right: Collection[int], keep: int, limit: int | None) -> list[list[Row]]:
    """The table as blocks of lines, the first line of each its header; more than one where it is too wide.

    Args:
        table: the header, then the rows.
        right: indices of columns that are set to the right: numbers, never folded but for their header.
        keep: so many first columns stand in every block.
        limit: terminal cells there are; ``None`` for no limit.
    """
    if limit is None or natural_width(table) <= limit:
        return [_block(table, right, _natural(table))]
    found = []
    for group in _groups(table, right, keep, limit):
        part = [[row[i] for i in group] for row in table]
        numbers = {place for place, i in enumerate(group) if i in right}
        found.append(_block(part, numbers, _fitted(part, numbers, limit)))
    return found


def _block(table: Sequence[Row], right: Collection[int], widths: Sequence[int]) -> list[Row]:
    """Every row as one line or more of this width; the lines of the header are the first element."""
    return [_lines(row, right, widths) for row in table]


def _lines(row: Row, right: Collection[int], widths: Sequence[int]) -> list[str]:
    folded = [_folded(cell, size) for cell, size in zip(row, widths, strict=True)]
    gap = " " * GAP
    return [
        gap.join(
            _pad(lines[n] if n < len(lines) else "", widths[i], i in right) for i, lines in enumerate(folded)
        ).rstrip()
        for n in range(max(map(len, folded)))
    ]


def _folded(text: str, size: int) -> list[str]:
    """The words of a text in lines of so many cells; a word that is longer stands alone."""
    if _cells(text) <= size:
        return [text]
    lines = [""]
    for part in _parts(text):
        longer = lines[-1] + part
        if lines[-1] and _cells(longer.rstrip()) > size:
            lines.append(part)
        else:
            lines[-1] = longer
    return [line.rstrip() for line in lines]


def _parts(text: str) -> list[str]:
    """Words with the blank after them; a dotted key can be folded after its dots."""
    return re.split(r"(?<=\s)(?=\S)|(?<=\.)(?=[A-Za-z_*])", text)


def _cells(text: str) -> int:
    """Terminal cells of a text that may be styled."""
    return cells(click.unstyle(text))


def _pad(text: str, size: int, right: bool) -> str:
    space = " " * max(size - _cells(text), 0)
    return space + text if right else text + space


def _natural(table: Sequence[Row]) -> list[int]:
    return [max(map(_cells, column)) for column in zip(*table, strict=True)]


def _least(table: Sequence[Row], right: Collection[int]) -> list[int]:
    """How narrow each column can be: no word is broken, and of numbers only the header is folded."""
    found = []
    for i, (name, *body) in enumerate(zip(*table, strict=True)):
        folded = [name] if i in right else [name, *body]
        whole = body if i in right else []
        words = [_cells(part.rstrip()) for text in folded for part in _parts(text)]
        natural = max(map(_cells, (name, *body)))
        floor = 0 if i in right else min(_LEAST_TEXT, natural)
        found.append(max([floor, *words, *map(_cells, whole)]))
    return found


def _fitted(table: Sequence[Row], right: Collection[int], limit: int) -> list[int]:
    """Widths of columns: the one with most to give gives, until all fit or nothing is left to give."""
    widths, least = _natural(table), _least(table, right)
    over = sum(widths) + GAP * (len(widths) - 1) - limit
    while over > 0:
        slack = [width - low for width, low in zip(widths, least, strict=True)]
        most = max(slack)
        if most <= 0:
            break
        widths[slack.index(most)] -= 1
        over -= 1
    return widths


def _groups(table: Sequence[Row], right: Collection[int], keep: int, limit: int) -> list[list[int]]:
    """Which columns stand in which block; as many as can be made to fit in each."""
    least, first = _least(table, right), list(range(keep))
    taken = sum(least[i] + GAP for i in first)
    found, used = [list(first)], taken
    for i in range(keep, len(least)):
        if used + least[i] > limit and len(found[-1]) > keep:
            found.append(list(first))
            used = taken
        found[-1].append(i)
        used += least[i] + GAP
    return found
