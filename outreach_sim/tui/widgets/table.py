"""A table that shows texts as they are: nothing in a cell is markup. Only rows that are seen are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.binding import Binding
from textual.events import Click, Leave, MouseMove
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

_PADDING = 1
"""Blank cells on each side of a text."""
Row = tuple[Sequence[str | Text], str]
"""The texts of a row, one for each column, and their style; parts of a text may have another."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column.

    Attributes:
        title: above it.
        width: cells.
        right: whether it is set to the right.
        most: cells it may grow to where there is room; 0 where it never does.
    """

    title: str
    width: int
    right: bool = False
    most: int = 0

    def set(self, words: str | Text) -> Text:
        """Words in the width of the column, and the blanks around it; too many end with an ellipsis."""
        if isinstance(words, str) and words.isascii() and len(words) <= self.width:
            filled = (words.rjust if self.right else words.ljust)(self.width)
            return Text(" " * _PADDING + filled + " " * _PADDING)
        text = Text(words) if isinstance(words, str) else words.copy()
        text.truncate(self.width, overflow="ellipsis")
        text.align("right" if self.right else "left", self.width)
        text.pad(_PADDING)
        return text


def shared_out(widths: Sequence[int], most: Sequence[int], left: int) -> list[int]:
    """Widths after what is left of the room went to those that can use it, one cell after the other."""
    grown = list(widths)
    while left > 0 and any(width < limit for width, limit in zip(grown, most, strict=True)):
        for place, limit in enumerate(most):
            if left > 0 and grown[place] < limit:
                grown[place], left = grown[place] + 1, left - 1
    return grown


class PlainTable(ScrollView, can_focus=True):
    """Rows of plain text under headings, a cursor on whole rows; keys of rows are any text.

    However many rows there are, those in sight are made and drawn, and no others.

    Attributes:
        keys: of all rows, from top to bottom.
        cursor_row: place of the row under the cursor, 0 where there is none.
        headings: of its columns.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar = [
        Binding("enter", "select_cursor", "Select", show=False),
        Binding("up", "cursor_up", "Cursor up", show=False),
        Binding("down", "cursor_down", "Cursor down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
    ]
    COMPONENT_CLASSES: ClassVar = {"table--heading", "table--cursor", "table--hover"}
    DEFAULT_CSS = """
    PlainTable {
        color: $foreground;
        height: auto;
        max-height: 100%;
        & > .table--heading { text-style: bold; background: $panel; color: $foreground; }
        & > .table--hover { background: $block-hover-background; }
        & > .table--cursor {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus { background-tint: $foreground 5%; }
        &:focus > .table--heading { background-tint: $foreground 5%; }
        &:focus > .table--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
    }
    """

    @dataclass
    class _Told(Message):
        table: PlainTable

        @property
        def control(self) -> PlainTable:
            """Whose it is."""
            return self.table

    class RowHighlighted(_Told):
        """The cursor has come to another row, or the row under it is another."""

    class RowSelected(_Told):
        """The row under the cursor was chosen."""

    @dataclass
    class HeaderSelected(_Told):
        """Somebody clicked on a heading."""

        column_index: int

    def __init__(self, columns: Sequence[Heading], *, id: str) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id)
        self.headings = self._least = list(columns)
        self._row: Callable[[str], Row] = lambda key: ((), "")
        self._made: dict[str, Row] = {}
        self._hovered = -1
        self.keys: tuple[str, ...] = ()
        self.cursor_row = 0
        self._measure()

    # -- what is shown -----------------------------------------------------------------------------

    def lay_out(self, columns: Sequence[Heading]) -> bool:
        """Have these columns; whether it had others, and so the rows are to be shown anew."""
        if list(columns) == self._least:
            return False
        self._least = list(columns)
        self._grow()
        self.show((), self._row)
        return True

    def _grow(self) -> None:
        """Give columns that may grow the room there is."""
        left = self.room - sum(heading.width + 2 * _PADDING for heading in self._least)
        widths = shared_out([each.width for each in self._least], [each.most for each in self._least], left)
        self.headings = [replace(each, width=width) for each, width in zip(self._least, widths, strict=True)]
        self._measure()

    def show(self, keys: Sequence[str], row: Callable[[str], Row], keep: str | None = None) -> None:
        """Replace all rows.

        Args:
            keys: of the rows.
            row: makes one by its key, once, when it is seen first.
            keep: key of the row the cursor goes to, if it is there; else it stays where it is.
        """
        before = self.current
        self.keys, self._row, self._made = tuple(keys), row, {}
        if keep is not None and keep in self.keys:
            self.cursor_row = self.keys.index(keep)
        self._measure()
        self.move_cursor(self.cursor_row)
        self.refresh()
        if self.current != before:
            self.post_message(self.RowHighlighted(self))

    def show_row(self, key: str) -> None:
        """One row is otherwise than it was."""
        self._made.pop(key, None)
        self.refresh_line(self.keys.index(key) + 1)

    def _measure(self) -> None:
        width = sum(heading.width + 2 * _PADDING for heading in self.headings)
        size = Size(width, len(self.keys) + 1)
        if size != self.virtual_size:
            self.virtual_size = size
            self.refresh(layout=self.styles.is_auto_height)

    @property
    def room(self) -> int:
        """Cells for columns, whether the scrollbar is seen or not: else they would come and go with it."""
        return max(self.outer_size.width - self.styles.scrollbar_size_vertical, 0)

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self.keys)

    @property
    def current(self) -> str | None:
        """Key of the row under the cursor."""
        return self.keys[self.cursor_row] if self.cursor_row < len(self.keys) else None

    def on_resize(self) -> None:
        """Columns take the room there is; where a notice takes lines away, the cursor stays in sight."""
        self._grow()
        self._into_sight()

    # -- drawing -----------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """The headings, which stay, or a row."""
        place = self._place_at(y)
        if y == 0:
            return self._drawn([heading.title for heading in self.headings], self._style("heading"))
        if place is None:
            return Strip.blank(self.size.width, self.rich_style)
        return self._drawn(self._make(place)[0], self._style_of(place))

    def _drawn(self, words: Sequence[str | Text], style: Style) -> Strip:
        """A line with a text in each column; what is to the right of the last looks the same."""
        left, style = self.scroll_offset.x, self.rich_style + style
        cells = map(Heading.set, self.headings, words)
        line = Strip([part for cell in cells for part in self._segments(cell, style)])
        return line.crop_extend(left, left + self.size.width, style)

    def _segments(self, cell: Text, style: Style) -> list[Segment]:
        if not cell.spans:
            return [Segment(cell.plain, style)]
        parts = cell.render(self.app.console)
        return [Segment(part.text, style + part.style if part.style else style) for part in parts]

    def _make(self, place: int) -> Row:
        key = self.keys[place]
        if key not in self._made:
            self._made[key] = self._row(key)
        return self._made[key]

    def _style_of(self, place: int) -> Style:
        style = Style.parse(self._make(place)[1])
        if place == self.cursor_row:
            return style + self._style("cursor")
        return style + self._style("hover") if place == self._hovered else style

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(f"table--{part}")

    def _place_at(self, y: int) -> int | None:
        """Which row is drawn in a line below the headings."""
        place = y - 1 + self.scroll_offset.y
        return place if y > 0 and place < len(self.keys) else None

    # -- the cursor --------------------------------------------------------------------------------

    def move_cursor(self, row: int) -> None:
        """Put the cursor on a row, or on the nearest there is, and bring it into sight."""
        before, self.cursor_row = self.cursor_row, max(min(row, len(self.keys) - 1), 0)
        self._into_sight()
        if self.cursor_row != before:
            self.refresh_line(before + 1)
            self.refresh_line(self.cursor_row + 1)
            self.post_message(self.RowHighlighted(self))

    def _into_sight(self) -> None:
        lines, top = self.scrollable_content_region.height - 1, self.scroll_offset.y
        highest = min(top, self.cursor_row) if lines > 0 else top
        wanted = max(highest, self.cursor_row - lines + 1) if lines > 0 else top
        if wanted != top:
            self.scroll_to(y=wanted, animate=False, force=True)

    def action_cursor_up(self) -> None:
        """One row up."""
        self.move_cursor(self.cursor_row - 1)

    def action_cursor_down(self) -> None:
        """One row down."""
        self.move_cursor(self.cursor_row + 1)

    def action_page(self, pages: int) -> None:
        """As many rows up or down as are in sight."""
        self.move_cursor(self.cursor_row + pages * max(self.scrollable_content_region.height - 1, 1))

    def action_select_cursor(self) -> None:
        """Choose the row under the cursor."""
        self.post_message(self.RowSelected(self))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where there are no rows, Enter is left to the screen, which says so; so are Home and End."""
        if (action == "select_cursor" and not self.keys) or action in ("scroll_home", "scroll_end"):
            return False
        return super().check_action(action, parameters)

    # -- the mouse ---------------------------------------------------------------------------------

    def on_click(self, event: Click) -> None:
        """On a heading: say which. On a row: go there, and choose it where the cursor was there already."""
        event.stop()
        at = event.get_content_offset(self)
        if at is None:
            return
        if at.y == 0:
            self._choose_heading(at.x + self.scroll_offset.x)
        elif (place := self._place_at(at.y)) is not None:
            was_there = place == self.cursor_row
            self.move_cursor(place)
            if was_there:
                self.action_select_cursor()

    def _choose_heading(self, x: int) -> None:
        for place, heading in enumerate(self.headings):
            x -= heading.width + 2 * _PADDING
            if x < 0:
                self.post_message(self.HeaderSelected(self, place))
                return

    def on_mouse_move(self, event: MouseMove) -> None:
        """Mark the row under the mouse."""
        at = event.get_content_offset(self)
        self._hover(None if at is None else self._place_at(at.y))

    def on_leave(self, event: Leave) -> None:
        """No row is under the mouse any more."""
        self._hover(None)

    def _hover(self, place: int | None) -> None:
        before, self._hovered = self._hovered, -1 if place is None else place
        for row in {before, self._hovered} - {-1}:
            self.refresh_line(row + 1)
