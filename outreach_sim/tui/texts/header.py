"""The two lines above every screen: where and when, and what is at stake; as much of it as fits."""

from __future__ import annotations

from itertools import product

from rich.text import Text

from outreach_sim.formatting import cells, dated, signed, usd
from outreach_sim.market.setup import Sender
from outreach_sim.tui.agenda import agenda, when
from outreach_sim.tui.colours import BAD, GOOD, STRONG
from outreach_sim.tui.play import Play
from outreach_sim.tui.score import SHOWN_DECIMALS

_SENDERS = {Sender.CEO: "CEO", Sender.HIRING_MANAGER: "manager", Sender.RECRUITER: "recruiters"}
_APART = " · "
_MARGIN = 2
"""Columns of the bar that hold no text."""
_LEAST_NEXT = 12
"""Columns of what comes next that are seen, its day at least; the forecast gives way to them."""
_NARROW = 3.0
"""Below so many points between its ends a band is told with decimals."""


def status_bar(play: Play, columns: int) -> Text:
    """Lab, day and what may still be sent; points, goal, hours, money and what comes next.

    Means are those that are left after the orders that wait for the next day.

    Args:
        play: the game.
        columns: of the screen.
    """
    text = Text(no_wrap=True, overflow="ellipsis")
    text.append(f"{play.lab_name}  ", STRONG)
    room = columns - _MARGIN - cells(play.lab_name) - 2
    text.append_text(_day_and_means(play, room)).append("\n")
    return text.append_text(_stakes(play, columns - _MARGIN))


def _day_and_means(play: Play, room: int) -> Text:
    """The longest way to say it that fits."""
    tried = list(product(_means(play), _days(play)))
    means, day = next((pair for pair in tried if cells("  ".join(pair)) <= room), tried[-1])
    text = Text(day)
    return text.append("  ").append(means, "dim") if means else text


def _days(play: Play) -> tuple[str, ...]:
    now, last, date = play.session.day, play.scenario.days, play.scenario.date_of(play.session.day)
    return (
        dated(date, f"%a %-d %b %Y, day {now} of {last}"),
        dated(date, f"%-d %b %Y, day {now} of {last}"),
        dated(date, f"%-d %b, day {now}/{last}"),
    )


def _means(play: Play) -> tuple[str, ...]:
    """Letters and slots that are left this week, where limited, by who writes at all."""
    if play.over:
        return "the game is over", "over"
    left, quotas = play.letters_left(), play.scenario.setup.labs[play.lab].letters_per_week
    writing = [(word, left[s.name]) for s, word in _SENDERS.items() if quotas.get(s) != 0]
    letters = [f"{word} {number}" for word, number in writing if number is not None]
    slots = play.left.interviews
    if not letters and slots is None:
        return ("",)
    sent = ", ".join(letters)

    def said(before: str, called: str) -> str:
        parts = [f"{before}{sent}"] * bool(letters) + [f"{called} {slots}"] * (slots is not None)
        return _APART.join(parts)

    long, short = said("letters left this week: ", "interview slots"), said("letters: ", "slots")
    return long, short, said("", "slots"), sent, ""


def _stakes(play: Play, room: int) -> Text:
    """Points, goal, hours, money and what comes next, in short words where long ones do not fit.

    Once the game is over no hour is left to be spent, and nothing comes next.
    """
    if play.over:
        said = (part for part in (_points(play), _goal(play), _money(play, "left", "left")) if part)
        return Text(_APART, "dim", no_wrap=True, overflow="ellipsis").join(said)
    points, goal, coming = _points(play), _goal(play), _next(play)
    short = (goal, _hours(play), _money(play, "left", "free"), coming)
    shortest = (goal, _hours(play, short=True), _money(play, "", ""), coming)
    ways = [
        ((points, goal, _hours(play), _money(play, "after today's orders", "free"), coming), coming.cell_len),
        ((points, *short), coming.cell_len),
        ((_points(play, band=False), *short), coming.cell_len),
    ]
    if _band(play):
        ways.insert(2, ((points, *shortest), min(_LEAST_NEXT, coming.cell_len)))
    for parts, seen in ways:
        text = Text(_APART, "dim", no_wrap=True, overflow="ellipsis").join(part for part in parts if part)
        if text.cell_len - (coming.cell_len - seen) <= room:
            break
    text.truncate(room, overflow="ellipsis")
    return text


def _next(play: Play) -> Text:
    coming = agenda(play)
    return Text(f"next {when(play, coming[0].day)}: {coming[0].text}" if coming else "")


def _points(play: Play, band: bool = True) -> Text:
    total = play.score.total
    if total is None:
        return Text("… points", "dim")
    style = GOOD if total > 0 else BAD if total < 0 else ""
    said, ahead = f"{signed(total, SHOWN_DECIMALS)} points", _band(play) if band else ""
    # A span never begins with a space: pictures of the screen lose those.
    text = Text().append(said + ", " * bool(ahead), f"{STRONG} {style}".strip())
    return text.append(ahead, "dim")


def _band(play: Play) -> str:
    """Between which points eight worlds in ten stand at the next board; empty while that is not known, and
    where it says no more than the points do.
    """
    found, total = play.forecasts.now, play.score.total
    if found is None or total is None:
        return ""
    decimals = SHOWN_DECIMALS if found.high - found.low < _NARROW else 0
    low, high = (round(value, decimals) + 0.0 for value in (found.low, found.high))
    if low < high:
        return f"forecast {low:g} to {high:g}"
    return "" if low == round(total, decimals) else f"forecast {low:g}"


def _goal(play: Play) -> Text:
    board = play.score.board
    if board is None:
        return Text()
    day, goal = board
    end, now = play.scenario.date_of(day), play.scenario.date_of(play.session.day)
    won = f" ({play.score.medal})" if play.score.medal else ""
    by = dated(end, "%-d %b" if end.year == now.year else "%-d %b %Y")
    return Text(f"goal {goal:g} by {by}{won}")


def _hours(play: Play, short: bool = False) -> Text:
    left = play.left.hours
    if left is None:
        return Text()
    kept = f", {play.left.kept} kept" if play.left.kept else ""
    of = f"{left}/{play.scenario.setup.rules.ceo_hours}"
    return Text(f"{of} h{kept}" if short else f"hours {of}{kept}")


def _money(play: Play, after_orders: str, without: str) -> Text:
    free = play.left.free_usd
    if free is None:
        return Text()
    words = after_orders if play.ordered() else without
    return Text(f"{usd(free)} {words}".rstrip(), BAD if free < 0 else "")
