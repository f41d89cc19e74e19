"""The hall of fame, as texts to be shown."""

from __future__ import annotations

from datetime import datetime

from rich.text import Text

from outreach_sim.formatting import counted, dated, signed
from outreach_sim.market.points import POINT
from outreach_sim.storage.fame import Entry
from outreach_sim.tui.colours import BAD, STRONG
from outreach_sim.tui.widgets.table import Heading

COLUMNS = (
    Heading("Game", 26, most=60),
    Heading("Seed", 9, True, most=19),
    Heading("Points", 7, True),
    Heading("Medal", 6),
    Heading("Luck", 10, True),
    Heading("Entered", 9, True),
)
"""Columns of the table."""


def row(entry: Entry) -> tuple[str, ...]:
    """A line of the table, as ``COLUMNS`` has it."""
    hard = "" if entry.difficulty == "normal" else f", {entry.difficulty}"
    luck = "" if entry.luck is None else f"{entry.luck[0]} of {entry.luck[1]}"
    points = signed(entry.points / POINT)
    return (f"{entry.title}{hard}", str(entry.seed), points, entry.medal, luck, _date(entry.entered))


def _date(entered: str) -> str:
    """A day as short as it can be; whatever stands there, where it is none."""
    try:
        return dated(datetime.fromisoformat(entered).date(), "%-d %b %y")
    except ValueError:
        return entered


def style(entry: Entry) -> str:
    """An entry that was changed stands out; one that cannot be played again here steps back."""
    return BAD if not entry.is_sealed else "" if entry.is_of_this_engine else "dim"


def detail(entry: Entry, said: str) -> Text:
    """All that is known of an entry, and what a check has said of it."""
    text = Text().append(f"Entry {entry.number}: {entry.title}", "bold")
    goal = "" if entry.goal is None else f" of {entry.goal:g}"
    text.append(f", {signed(entry.points / POINT)}{goal} points", STRONG)
    text.append(f", kept as {entry.save}{', a branch of ' + entry.origin if entry.origin else ''}.\n")
    taken = f"taken back {counted(entry.undone, 'time')}" if entry.undone else "nothing taken back"
    text.append(f"{entry.difficulty.capitalize()}, {counted(entry.days, 'day')}, {taken}. ")
    text.append(f"Rules of {entry.engine}{'' if entry.is_of_this_engine else ', others than these'}.\n")
    text.append(f"Log hash {entry.log_hash[:16]}, script {entry.script_hash[:16]}\n", "dim")
    return text.append(said if entry.is_sealed or said else "It is not as it was written.")


EMPTY = "No game has been finished yet. Whoever plays one to its end stands here, with points, luck and seed."
"""What is said of a hall without entries."""
