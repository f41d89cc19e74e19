"""Columns of tables: what each says, which are shown in so many cells, and how wide they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from outreach_sim.formatting import MoneyUnit, money_unit
from outreach_sim.formatting import cells as text_cells
from outreach_sim.tui.widgets.table import Heading, shared_out

if TYPE_CHECKING:
    from outreach_sim.tui.play import Play

GAP = 2
"""Cells between two columns."""
ASKED = -1
"""The place of a column that is shown where somebody has chosen it."""
NAME = "Name"
"""The column that every table has: without it nobody would know whose line it is."""
_WITH_LABS = ("Lab", "For")
Row = TypeVar("Row")


def _nothing(play: Play, row: object) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look(Generic[Row]):
    """One column.

    Attributes:
        heading: above it, and what it is called.
        width: cells it gets at least. most: cells it may grow to where there is room; 0 where it never does.
        means: what it says, in a few words.
        text: what it says of a row.
        usd: the amount that it says instead, in the unit of the column; ``None`` for no amount.
        right: whether it is set to the right.
        place: 0 for what is shown at any width, n for what comes n-th where there is room, ``ASKED`` for what
            is shown only where somebody has chosen it.
    """

    heading: str
    width: int
    means: str
    text: Callable[[Play, Row], str] = _nothing
    usd: Callable[[Play, Row], int | None] | None = None
    right: bool = False
    place: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Fit(Generic[Row]):
    """The columns of a table as they are laid out.

    Attributes:
        looks: those that are shown. widths: cells of each.
        left_out: those that were chosen and have no room.
    """

    looks: tuple[Look[Row], ...] = ()
    widths: tuple[int, ...] = ()
    left_out: tuple[Look[Row], ...] = ()

    def headings(self, units: Mapping[str, MoneyUnit]) -> list[Heading]:
        """What stands above them, an amount with its unit."""
        return [
            Heading(_titled(look, units), width, look.right)
            for look, width in zip(self.looks, self.widths, strict=True)
        ]

    @property
    def told(self) -> str:
        """What was chosen and is not seen, for the end of a line; empty where all is."""
        return f" · no room for {', '.join(look.heading for look in self.left_out)}" if self.left_out else ""


def _titled(look: Look[Row], units: Mapping[str, MoneyUnit]) -> str:
    return f"{look.heading} {units[look.heading].sign}" if look.heading in units else look.heading


def units_of(looks: Iterable[Look[Row]], play: Play, rows: Sequence[Row]) -> dict[str, MoneyUnit]:
    """One unit for each column of amounts, by heading; none where there are no rows."""
    return {
        look.heading: money_unit(max(abs(look.usd(play, row) or 0) for row in rows))
        for look in looks
        if look.usd is not None and rows
    }


def cells(
    play: Play, row: Row, looks: Iterable[Look[Row]], units: Mapping[str, MoneyUnit]
) -> tuple[str, ...]:
    """One row, a text for each column."""
    return tuple(_cell(play, row, look, units) for look in looks)


def _cell(play: Play, row: Row, look: Look[Row], units: Mapping[str, MoneyUnit]) -> str:
    if look.usd is None:
        return look.text(play, row)
    amount = look.usd(play, row)
    return "" if amount is None else units[look.heading].text(amount)


def lab_cells(play: Play) -> dict[str, int]:
    """Cells that the columns with names of labs need to be whole, by heading."""
    longest = max(text_cells(lab.name) for lab in play.scenario.setup.labs)
    return dict.fromkeys(_WITH_LABS, longest)


def fit(
    looks: Sequence[Look[Row]], room: int, chosen: Sequence[str] = (), whole: Mapping[str, int] | None = None
) -> Fit[Row]:
    """The columns that are shown.

    Args:
        looks: all that there are, in the order in which they stand.
        room: cells there are.
        chosen: headings in the order chosen; empty for those that fit.
        whole: cells in which nothing of a column is cut, by heading: they come before further columns.
    """
    looks = _made_whole(looks, room, chosen, whole or {})
    if chosen:
        by_heading = {look.heading: look for look in looks}
        wanted = [by_heading[heading] for heading in chosen]
        kept = _with_room([look for look in wanted if look.heading == NAME], wanted, room)
    else:
        wanted = kept = _as_room_grows(looks, room)
    shown = tuple(look for look in wanted if look in kept)
    return Fit(shown, _widths(shown, room), tuple(look for look in wanted if look not in kept))


def _made_whole(
    looks: Sequence[Look[Row]], room: int, chosen: Sequence[str], whole: Mapping[str, int]
) -> list[Look[Row]]:
    """The same with cells for what is cut most often, as far as those that are shown anyway leave any."""
    anyway = [look for look in looks if (look.heading in chosen if chosen else not look.place)]
    left, made = room - _taken(anyway), []
    for look in looks:
        more = min(max(whole.get(look.heading, 0) - look.width, 0), max(left, 0)) if look in anyway else 0
        left -= more
        grown = max(look.most, whole.get(look.heading, 0))
        made.append(replace(look, width=look.width + more, most=grown))
    return made


def _taken(looks: Iterable[Look[Row]]) -> int:
    return sum(look.width + GAP for look in looks)


def _with_room(kept: list[Look[Row]], wanted: Sequence[Look[Row]], room: int) -> list[Look[Row]]:
    """Those that are kept anyway, and as many of the others as there is room for, the first ones first."""
    for look in wanted:
        if look not in kept and _taken([*kept, look]) <= room:
            kept.append(look)
    return kept


def _as_room_grows(looks: Sequence[Look[Row]], room: int) -> list[Look[Row]]:
    """What is always there, and one column after the other as long as there is room: never another set."""
    kept = [look for look in looks if not look.place]
    for look in sorted((look for look in looks if look.place > 0), key=lambda look: look.place):
        if _taken([*kept, look]) > room:
            break
        kept.append(look)
    return [look for look in looks if look in kept]


def _widths(looks: Sequence[Look[Row]], room: int) -> tuple[int, ...]:
    """Cells of each; what is left goes to those that can use it."""
    widths, most = [look.width for look in looks], [look.most for look in looks]
    return tuple(shared_out(widths, most, room - _taken(looks)))
