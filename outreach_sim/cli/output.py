"""What goes to stdout: tables for people, JSON for programs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from typing import Any

import click

from outreach_sim.model.shown import bar, cells, number, pad, percent

__all__ = [
    "bar", "cells", "heading", "number", "pad", "paragraph", "percent", "print_json", "table", "width",
]  # fmt: skip


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
    for place, row in enumerate([header, *rows]):
        line = "  ".join(pad(cell, widths[i], i in right) for i, cell in enumerate(row)).rstrip()
        click.echo(click.style(line, dim=True) if place == 0 else line)
