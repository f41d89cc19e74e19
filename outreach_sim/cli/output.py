"""What goes to stdout: tables for people, JSON for programs."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Sequence
from typing import Any

import click


def print_json(data: Any) -> None:
    """One JSON document; numbers that JSON does not know never get this far."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False, default=_plain))


def _plain(value: Any) -> Any:
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"{type(value).__name__} is not for JSON")


def heading(text: str) -> None:
    """A line that stands out where the terminal can show it."""
    click.echo(click.style(text, bold=True))


def paragraph(text: str) -> None:
    """Text folded to the width of the terminal."""
    click.echo(click.wrap_text(text, min(width(), 100)))


def width() -> int:
    """Columns of the terminal; 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns


def table(header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """A table in plain text; the columns of these indices are set to the right."""
    columns = list(zip(header, *rows, strict=True))
    widths = [max(cells(cell) for cell in column) for column in columns]
    for number, row in enumerate([header, *rows]):
        line = "  ".join(pad(cell, widths[i], i in right) for i, cell in enumerate(row)).rstrip()
        click.echo(click.style(line, dim=True) if number == 0 else line)


def cells(text: str) -> int:
    """Terminal cells that a text takes; East Asian characters take two."""
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, size: int, right: bool) -> str:
    """The text filled up with spaces to so many cells."""
    space = " " * max(size - cells(text), 0)
    return space + text if right else text + space


def number(value: float) -> str:
    """A count or mean as people read it: three figures, thousands apart."""
    if value == 0:
        return "0"
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{value:,.0f}"
    return (
        f"{value:,.{max(2 - math.floor(math.log10(abs(value))), 0)}f}"
        if abs(value) < 1e4
        else f"{value:,.0f}"
    )


def percent(share: float) -> str:
    """A probability in percent, never rounded to 0 or 100 unless it is."""
    if 0 < share < 0.001:
        return "<0.1 %"
    if 0.999 < share < 1:
        return ">99.9 %"
    return f"{100 * share:.1f} %"


def bar(value: float, full: float, size: int = 12) -> str:
    """A signed bar around a centre line: losses to the left, gains to the right."""
    filled = min(round(abs(value) / full * size), size) if full > 0 else 0
    left = ("█" * filled if value < 0 else "").rjust(size)
    return f"{left}│{('█' * filled if value > 0 else '').ljust(size)}"
