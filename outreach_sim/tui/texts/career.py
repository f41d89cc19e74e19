"""The career as texts: boards, rivals with who recruits for them, people who remember the lab."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from outreach_sim.formatting import cells, counted, dated, signed, usd
from outreach_sim.storage.correspondence.boards import Board, below_nothing, next_board
from outreach_sim.storage.correspondence.remembered import Remembering
from outreach_sim.storage.correspondence.rivals import Rival
from outreach_sim.study.breakdown import MEDALS
from outreach_sim.tui.colours import BAD, GOOD, QUIET, STRONG, WARN
from outreach_sim.tui.play import Play
from outreach_sim.tui.widgets.table import Heading

BOARDS = (
    Heading("", 3),
    Heading("Board of", 11),
    Heading("Goal", 6, right=True),
    Heading("Points", 7, right=True),
    Heading("Medal", 6),
    Heading("Pays in", 8, right=True),
)
_LONGEST_LAB = 24
"""Cells that the name of a lab gets at most."""
_MEMORIES = 40
"""Cells of a lab's name and of what somebody remembers together, on the narrowest screen."""


def rivals_headings(play: Play) -> tuple[Heading, ...]:
    """Columns of rivals: names of labs are never cut."""
    return (
        Heading("Lab", _lab(play)),
        Heading("Recruiter", 24, most=36),
        Heading("Offers", 6, right=True),
        Heading("Won", 4, right=True),
        Heading("Latest", 11),
    )


def people_headings(play: Play) -> tuple[Heading, ...]:
    """Columns of people: the same; what they remember takes the room there is."""
    lab = _lab(play)
    return (
        Heading("Name", 20, most=24),
        Heading("Lab", lab),
        Heading("Impact", 6, right=True),
        Heading("Remembers", max(_MEMORIES - lab, 12), most=90),
    )


def _lab(play: Play) -> int:
    """Cells of the longest name of another lab: one's own is in neither table."""
    others = (cells(lab.name) for index, lab in enumerate(play.scenario.setup.labs) if index != play.lab)
    return min(max(others, default=len("Lab")), _LONGEST_LAB)


def date_of(play: Play, day: int) -> str:
    """A day of the game with its year: a career has several."""
    return dated(play.scenario.date_of(day), "%-d %b %Y")


def summary(play: Play, every: Sequence[Board]) -> Text:
    """Which quarter it is, what its board asks for, and what a board that finds less than nothing means."""
    coming, goals = next_board(every), [board for board in every if board.goal is not None]
    if not goals:
        return Text("No board asks for points here.", QUIET)
    if coming is None:
        return Text("The board is over." if len(goals) == 1 else f"All {len(goals)} boards are over.", QUIET)
    text = Text(
        f"Quarter {goals.index(coming) + 1} of {len(goals)}" if len(goals) > 1 else "One board", STRONG
    )
    text.append(f", up to {date_of(play, coming.day)}: {coming.goal:g} points asked for", QUIET)
    total = play.score.total
    text.append("" if total is None else f", {signed(total)} so far", QUIET).append("\n")
    return text.append_text(_judged(below_nothing(every), len(goals)))


def _judged(below: int, boards: int) -> Text:
    if boards < 2:
        return Text()
    if below >= 2:
        return Text(f"The last {below} boards found you below nothing: look for another post.", BAD)
    if below:
        return Text("The last board found you below nothing; a second in a row, and it wants another.", WARN)
    return Text("Points are of the whole game. Two boards in a row below nothing end a career.", QUIET)


# -- boards --------------------------------------------------------------------------------------------


def board_cells(play: Play, board: Board, coming: Board | None) -> tuple[str, ...]:
    """One row."""
    now = board is coming
    points = play.score.total if now else board.points
    told = "" if points is None or not (board.met or now) else signed(points)
    return (
        "now" if now else "", date_of(play, board.day), "" if board.goal is None else f"{board.goal:g}",
        told if board.goal is not None else "", board.medal, usd(board.grant_usd) if board.grant_usd else "",
    )  # fmt: skip


def board_style(board: Board, coming: Board | None) -> str:
    """What is over stands back, what is now stands out."""
    return "bold" if board is coming else "dim" if board.met else ""


def board_detail(play: Play, board: Board) -> Text:
    """What it asks for and what it gives, on a page of its own."""
    text = Text().append(f"{date_of(play, board.day)}\n", STRONG)
    if board.goal is not None:
        medals = ", ".join(f"{name} from {times * board.goal:g}" for name, times in reversed(MEDALS))
        text.append(f"{board.goal:g} points asked for: {medals}.\n")
    if board.met and board.points is not None:
        gave = f"gave {board.medal}" if board.medal else "gave no medal"
        style = GOOD if board.medal else BAD
        text.append(f"It found {signed(board.points)} points, and {gave}.\n", style)
    elif not board.met:
        days = counted(board.day - play.session.day, "day")
        text.append(f"It meets in {days}.\n", QUIET)
        text.append_text(_ahead(play, board))
    if board.grant_usd:
        verb = "paid in" if board.met else "pays in"
        text.append(f"It {verb} {usd(board.grant_usd)}, whatever the points are.\n")
    return text


def _ahead(play: Play, board: Board) -> Text:
    band = play.forecasts.now
    if band is None or band.place.until != board.day:
        return Text()
    low, high = signed(band.low), signed(band.high)
    return Text(f"Forecast: from {low} to {high} in eight worlds of ten, if you write nothing more.\n")


# -- rivals --------------------------------------------------------------------------------------------


def rival_cells(play: Play, rival: Rival) -> tuple[str, ...]:
    """One row."""
    latest = date_of(play, rival.lately[0].day) if rival.lately else ""
    name = play.lab_called(rival.lab)
    return name, rival.recruiter or "nobody", f"{rival.offers}", f"{rival.hires}", latest


def rival_detail(play: Play, rival: Rival) -> Text:
    """Who it is, what they do by the engine's own figures, and what they have done to the lab."""
    lab = play.lab_called(rival.lab)
    text = Text().append(f"{rival.recruiter} of {lab}\n" if rival.recruiter else f"{lab}\n", STRONG)
    text.append(f"{rival.style or 'Nobody writes for this lab.'}\n\n")
    offers, hires = counted(rival.offers, "offer"), counted(rival.hires, "hire")
    text.append(f"{offers} to people of yours that you have heard of, {hires} from you so far.\n", QUIET)
    if not rival.lately:
        return text.append("Nothing within the last quarter.\n", QUIET)
    text.append("\nWithin the last quarter\n", STRONG)
    for item in rival.lately:
        style = "" if item.good is None else GOOD if item.good else BAD
        text.append(f"{dated(play.scenario.date_of(item.day), '%-d %b')}  ", QUIET)
        text.append(f"{item.text}\n", style)
    return text


# -- people --------------------------------------------------------------------------------------------


def person_cells(play: Play, one: Remembering) -> tuple[str, ...]:
    """One row."""
    who = one.candidate
    impact = play.scenario.setup.people.impact[who] / 100
    said = "; ".join(memory.short for memory in one.memories)
    return play.name(who), play.lab_called(int(play.view.employer[who])), f"{impact:.1f}", said


def person_detail(one: Remembering) -> Text:
    """What they remember, and what would change it."""
    text = Text()
    for memory in one.memories:
        text.append(f"{memory.said} ", WARN).append(f"{memory.change}\n")
    return text
