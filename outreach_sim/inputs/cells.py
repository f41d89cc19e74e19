"""Cells of files that spreadsheets open: what one would run as a formula is quoted with an apostrophe."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""What makes a spreadsheet run a cell; the wide signs in Japanese ones."""


def safe_cell(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def unquoted(cell: str) -> str:
    """What ``safe_cell`` was given."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell


def text_or_number(cell: str) -> str:
    """The same of a text that may be a number, which stays one."""
    try:
        float(cell)
    except ValueError:
        return safe_cell(cell)
    return cell
