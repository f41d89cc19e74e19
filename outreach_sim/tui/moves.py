"""The same moves in everything that can be gone through: tables, lists, pages."""

from __future__ import annotations

from textual.widget import Widget
from textual.widgets import Input, OptionList

from outreach_sim.tui.widgets.keys import key
from outreach_sim.tui.widgets.table import PlainTable

KEYS = [
    key("lists.first", "g,home", "move('first')", "First", "the first line of a list or page", footer=False),
    key("lists.last", "G,end", "move('last')", "Last", "the last line of a list or page", footer=False),
    key("lists.down", "j", "move('down')", "Down", "one line down", footer=False),
    key("lists.up", "k", "move('up')", "Up", "one line up", footer=False),
]


def move(widget: Widget | None, where: str) -> bool:
    """Go ``first``, ``last``, ``down`` or ``up`` in what has the cursor; whether it can be gone through."""
    from textual.widgets import TextArea  # no first frame has one

    if widget is None or isinstance(widget, Input | TextArea):
        return False
    if isinstance(widget, PlainTable):
        _in_table(widget, where)
    elif isinstance(widget, OptionList):
        actions = {"down": widget.action_cursor_down, "up": widget.action_cursor_up}
        (actions | {"first": widget.action_first, "last": widget.action_last})[where]()
    elif widget.allow_vertical_scroll or widget.max_scroll_y:
        _in_page(widget, where)
    else:
        return False
    return True


def _in_table(table: PlainTable, where: str) -> None:
    last, now = table.row_count - 1, table.cursor_row
    table.move_cursor({"first": 0, "last": last, "down": now + 1, "up": now - 1}[where])


def _in_page(page: Widget, where: str) -> None:
    steps = {
        "first": page.scroll_home, "last": page.scroll_end,
        "down": page.scroll_down, "up": page.scroll_up,
    }  # fmt: skip
    steps[where](animate=False)
