"""A table that shows texts as they are: nothing in a cell is markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text
from textual.widgets import DataTable


class PlainTable(DataTable[Text]):
    """Rows of plain text, a cursor on whole rows; keys of rows are any text."""

    def __init__(self, columns: Sequence[tuple[str, int]], *, id: str) -> None:  # noqa: A002  # Textual's word
        super().__init__(cursor_type="row", id=id)
        self._titles = columns

    def on_mount(self) -> None:
        """Headings, each with its width in cells; 0 is as wide as the longest text."""
        self._add_columns()

    def _add_columns(self) -> None:
        for title, width in self._titles:
            self.add_column(Text(title), width=width or None, key=title)

    def widen(self, title: str, width: int) -> bool:
        """Give a column another width; whether it had one, and so the rows are to be shown anew."""
        if (title, width) in self._titles:
            return False
        self._titles = [(known, width if known == title else cells) for known, cells in self._titles]
        self.clear(columns=True)
        self._add_columns()
        return True

    def show(self, rows: Iterable[tuple[str, Sequence[str], str]], keep: str | None = None) -> None:
        """Replace all rows.

        Args:
            rows: key, texts and a style for each row.
            keep: key of the row the cursor goes to, if it is there; else it stays where it is.
        """
        place = self.cursor_row
        self.clear()
        keys = []
        for key, texts, style in rows:
            self.add_row(*(Text(text, style, no_wrap=True, overflow="ellipsis") for text in texts), key=key)
            keys.append(key)
        if keys:
            row = keys.index(keep) if keep in keys else min(max(place, 0), len(keys) - 1)
            self.move_cursor(row=row, animate=False)

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
