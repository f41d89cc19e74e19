"""Help: what a screen is for, what its keys do, what the numbers mean."""

from __future__ import annotations

from textwrap import dedent
from typing import Any, ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen as AnyScreen
from textual.widgets import Markdown, Static

from outreach_sim.tui.screens.base import Screen
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import commands_of, key, with_keys

_EVERYWHERE = (
    ("Tab", "from field to field, and back with Shift+Tab"),
    ("Up Down", "through lists; in a field for numbers, by a step (1.5m and 800k are understood)"),
    ("Ctrl+P", "the palette: every command by name, colours, people, a picture of the screen"),
)
_NUMBERS = """
**The chance** is that of the whole way from a first mail to a yes: opened, answered, interested, offered,
accepted. Each link is the chance given the one before, as far as your lab can know: tastes, true pay and
thresholds of compute are hidden, so they are averaged over what is likely.

**The reasons** are log-odds: what is shown adds up to the chance shown. +0.7 doubles the odds, −0.7 halves
them. **Fit** is how a person takes to a lab; it is hidden, and middling unless they tell you.

**H100s by name** are promised to one person, and are missing for everybody else. **Impact** is a person's
contribution against an average researcher.

**An order** goes out when the next day is played, and can be taken back. What does not apply by then (no
letters left, no money) is refused, and the news says so. Live offers reserve the first year's pay.

**Everything is kept** the moment it is done; leave whenever you like. A game is also a script:
`outreach-sim save script NAME` prints it as a scenario that gives the same events.
"""


class HelpScreen(Screen[None]):
    """What the screen below is for, its keys, then the numbers.

    Attributes:
        keys: the keys and what they do.
    """

    CSS_PATH = "card.tcss"
    BINDINGS: ClassVar = [
        key("help.back", "escape,f1,question_mark,enter,q", "dismiss", "Back", "back to where you were")
    ]

    def __init__(self, about: AnyScreen[Any]) -> None:
        super().__init__()
        self._purpose = with_keys(dedent(about.HELP or ""))
        self.keys = [
            (shown, says) for where in (about, about.app) for shown, _, says, _ in commands_of(where)
        ]
        self.keys += _EVERYWHERE

    def compose(self) -> ComposeResult:
        """One page."""
        with VerticalScroll(id="paper"):
            yield Markdown(self._purpose, open_links=False)
            yield Static(self._table(), id="keys")
            yield Markdown(_NUMBERS, open_links=False)
        yield KeyBar()

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column()
        for shown, says in self.keys:
            table.add_row(Text(shown, "bold"), Text(says))
        return table
