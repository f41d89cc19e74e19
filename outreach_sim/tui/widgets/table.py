"""A table that shows texts as they are: nothing in a cell is markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.text import Text
from textual.widgets import DataTable


@dataclass(frozen=True, slots=True)
class Heading:
    """A column.

    Attributes:
        title: above it.
        width: cells; 0 is as wide as the longest text.
        right: whether it is set to the right.
    """

    title: str
    width: int
    right: bool = False

    @property
    def justify(self) -> Literal["left", "right"]:
        """Where its texts stand."""
        return "right" if self.right else "left"


class PlainTable(DataTable[Text]):
    """Rows of plain text, a cursor on whole rows; keys of rows are any text."""

    def __init__(self, columns: Sequence[Heading], *, id: str) -> None:  # noqa: A002  # Textual's word
        super().__init__(cursor_type="row", id=id)
        self._headings = list(columns)

    def on_mount(self) -> None:
        """Headings, each with its width in cells."""
        self._add_columns()

    def _add_columns(self) -> None:
        for heading in self._headings:
            title = Text(heading.title, justify=heading.justify)
            self.add_column(title, width=heading.width or None, key=heading.title)

    def lay_out(self, columns: Sequence[Heading]) -> bool:
        """Have these columns; whether it had others, and so the rows are to be shown anew."""
        if list(columns) == self._headings:
            return False
        self._headings = list(columns)
        self.clear(columns=True)
        self._add_columns()
        return True

    def show(self, rows: Iterable[tuple[str, Sequence[str | Text], str]], keep: str | None = None) -> None:
        """Replace all rows.

        Args:
            rows: key, texts and a style for each row; a text that has styles of its own keeps them.
            keep: key of the row the cursor goes to, if it is there; else it stays where it is.
        """
        place = self.cursor_row
        self.clear()
        keys = []
        for key, texts, style in rows:
            self.add_row(*self._row(texts, style), key=key)
            keys.append(key)
        if keys:
            row = keys.index(keep) if keep in keys else min(max(place, 0), len(keys) - 1)
            self.move_cursor(row=row, animate=False)

    def _row(self, texts: Sequence[str | Text], style: str) -> Iterator[Text]:
        for text, heading in zip(texts, self._headings, strict=True):
            cell = Text(text) if isinstance(text, str) else text
            cell.style, cell.justify = style, heading.justify
            cell.no_wrap, cell.overflow = True, "ellipsis"
            yield cell

    @property
    def room(self) -> int:
        """Cells for columns, whether the scrollbar is seen or not: else they would come and go with it."""
        return max(self.outer_size.width - self.styles.scrollbar_size_vertical, 0)

    def on_resize(self) -> None:
        """Where a notice takes lines away, the cursor stays in sight."""
        if self.row_count:
            self.move_cursor(row=self.cursor_row, animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where there are no rows, Enter is left to the screen, which says so; so are Home and End."""
        if (action == "select_cursor" and not self.row_count) or action in ("scroll_home", "scroll_end"):
            return False
        return super().check_action(action, parameters)

    @property
    def current(self) -> str | None:
        """Key of the row under the cursor."""
        if not self.row_count or not 0 <= self.cursor_row < self.row_count:
            return None
        return self.ordered_rows[self.cursor_row].key.value
