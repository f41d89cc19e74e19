"""What goes to stdout: tables for people, JSON for programs."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import click

from outreach_sim.cli.tables import blocks
from outreach_sim.formatting import bar, cells, number, pad, percent, signed
from outreach_sim.inputs.text import is_unicode, visible

__all__ = [
    "alike",
    "as_sentence",
    "bar",
    "beside",
    "cells",
    "decimals",
    "fields_of",
    "heading",
    "limit",
    "nine_in_ten",
    "number",
    "pad",
    "paragraph",
    "percent",
    "plain",
    "print_json",
    "rounded",
    "sentence",
    "table",
    "too_few_worlds",
    "width",
]  # fmt: skip


LEAST_BESIDE = 20
"""Columns in which a text can still be read."""


def print_json(data: Any) -> None:
    """One JSON document; numbers that JSON does not know never get this far.

    It is written in ASCII where stdout has no other characters, or where some would have to be spelled out:
    JSON has escapes of its own for them.
    """
    text = _json(data, ascii_only=False)
    if visible(text) != text or not is_unicode(getattr(sys.stdout, "encoding", None) or "utf-8"):
        text = _json(data, ascii_only=True)
    click.echo(text)


def _json(data: Any, *, ascii_only: bool) -> str:
    return json.dumps(data, indent=2, ensure_ascii=ascii_only, allow_nan=False, default=plain)


def plain(value: Any) -> Any:
    """What JSON knows: NumPy's numbers are numbers, and what was found is its fields, by their names."""
    if hasattr(value, "as_dict"):  # where programs are told in other words
        return value.as_dict()
    if is_dataclass(value):
        return fields_of(value)
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"{type(value).__name__} is not for JSON")


def fields_of(value: Any) -> dict[str, Any]:
    """The fields of a dataclass by name, as they are: what is in them is for ``print_json``."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def heading(text: str) -> None:
    """A line that stands out where the terminal can show it."""
    sentence(click.style(text, bold=True))


def paragraph(text: str) -> None:
    """Text folded to the width of the terminal."""
    click.echo(click.wrap_text(text, min(width(), 100)))


def width() -> int:
    """Columns of the terminal; 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns


def limit() -> int | None:
    """Columns that lines must fit into; ``None`` in a file or a pipe, where a line stays a line."""
    return width() if sys.stdout is not None and sys.stdout.isatty() else None


def as_sentence(error: Exception) -> str:
    """What went wrong, as a sentence of its own: it is told, and the command goes on."""
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."


def sentence(text: str, indent: int = 0) -> None:
    """A sentence on a line of its own; on a terminal it is folded at words.

    Args:
        text: may be styled.
        indent: blanks before the first line; the next ones are two further in.
    """
    columns, before = limit(), " " * indent
    if columns is None or cells(click.unstyle(text)) + indent <= columns:
        click.echo(before + text)
        return
    # A number keeps its sign of percent beside it.
    words = click.wrap_text(text.replace(" %", "\u00a0%"), max(columns, 20), before, before + "  ")
    click.echo(words.replace("\u00a0%", " %"))


def beside(first: str, text: str) -> None:
    """A text beside a picture; on a terminal it is folded there, unless the picture leaves no room."""
    columns, room = limit(), cells(first)
    if columns is None or columns - room < LEAST_BESIDE:
        sentence(first + text)
        return
    for place, line in enumerate(click.wrap_text(text, columns - room).split("\n")):
        click.echo((" " * room if place else first) + line)


def too_few_worlds() -> str:
    """What stands where an interval would, if there were more worlds."""
    from outreach_sim.study.statistics import FEWEST_FOR_SPREAD

    return f"-n {FEWEST_FOR_SPREAD} or more tell how sure that is"


def nine_in_ten(quantiles: Mapping[str, float | None]) -> list[str]:
    """The two numbers between which nine in ten lie; empty where there are too few to say."""
    return [f"{value:.0f}" for level in ("5%", "95%") if (value := quantiles[level]) is not None]


def alike(values: Sequence[float], signs: bool = False) -> list[str]:
    """Numbers that are read together, with as many decimals each: three figures of the largest.

    Args:
        values: a mean and its interval, or a column.
        signs: whether those above zero have one too, as differences do.
    """
    places = decimals(values)
    return [rounded(value, places, signs) for value in values]


def decimals(values: Sequence[float]) -> int:
    """So many decimals that the largest has three figures; none where all are whole."""
    most = max((abs(value) for value in values), default=0.0)
    if most >= 100 or all(float(value).is_integer() for value in values):
        return 0
    return 1 if most >= 10 else 2 if most >= 1 else 3


def rounded(value: float, places: int, sign: bool = False) -> str:
    """A number with so many decimals, thousands apart; never a nothing with a sign."""
    return signed(value, places) if sign else f"{round(value, places) + 0.0:,.{places}f}"


def table(
    header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = (), keep: int = 1
) -> None:
    """A table in plain text, made to fit where stdout is a terminal.

    Args:
        header: names of the columns.
        rows: of the same length.
        right: columns of these indices are set to the right.
        keep: so many first columns are repeated where the table has to be cut into blocks.
    """
    for place, (head, *body) in enumerate(blocks([header, *rows], set(right), keep, limit())):
        if place:
            click.echo()
        for line in head:
            click.echo(click.style(line, dim=True))
        for lines in body:
            click.echo("\n".join(lines))
