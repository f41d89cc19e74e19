"""What a player would do next, in one line: whoever waits first, then what can still be sent, then time."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text

from outreach_sim.formatting import counted, dated, percent
from outreach_sim.market.setup import Do
from outreach_sim.market.state.approaches import State
from outreach_sim.tui.colours import WARN
from outreach_sim.tui.play import Play
from outreach_sim.tui.story import next_beat
from outreach_sim.tui.widgets.keys import pressed, with_keys


def next_step(play: Play) -> Text:
    """The line, with the keys to press."""
    for advice in _ADVICE:
        said = advice(play)
        if said:
            return Text(said, f"bold {WARN}", no_wrap=True, overflow="ellipsis")
    return Text("")


def _looking_on(play: Play) -> str:
    return "You can look, not play: reading only." if play.game.read_only else ""


def _over(play: Play) -> str:
    ways = "<desk.outcome>: the outcome; <desk.undo>: take back the last turn; <desk.leave>: another."
    return with_keys(f"The game is over. {ways}") if play.over else ""


def _your_turn(play: Play) -> str:
    waiting = play.your_turn()
    if not waiting:
        return ""
    own = waiting[0]
    date = "" if own.due is None else dated(play.scenario.date_of(own.due), "%-d %b")
    said = "is interested, until" if own.state == State.INTERESTED else "has a counter-offer, and decides on"
    others = f"; {counted(len(waiting) - 1, 'other')} after that" if len(waiting) > 1 else ""
    return f"{play.name(own.candidate)[:24]} {said} {date}. {pressed('desk.answer')}: answer{others}"


def _staff(play: Play) -> str:
    """Whom a counter-offer might keep; where it is not worth it, the offer is in the inbox and no task."""
    points = play.worths.counters(play)
    offers = [offer for offer in play.offers_to_answer() if points[offer.candidate] > 0.0]
    if not offers:
        return ""
    first, others = offers[0], len(offers) - 1
    lab, date = play.lab_called(first.lab), dated(play.scenario.date_of(first.until), "%-d %b")
    more = f"; {counted(others, 'other')} too" if others else ""
    return f"Your {play.name(first.candidate)[:24]} has an offer from {lab} until {date}. y: your staff{more}"


def _reminder(play: Play) -> str:
    due = play.notes.due(play.session.day)
    return f"{play.name(due[0])[:24]}: {play.notes.about(due[0])[:40]} i: the note" if due else ""


def _unread(play: Play) -> str:
    unread = len(play.unread)
    return f"{counted(unread, 'new reply', 'new replies')}. {pressed('desk.inbox')}: read" if unread else ""


def _story(play: Play) -> str:
    beat = next_beat(play)
    return with_keys(f"{beat} <desk.write>: write; <app.help>: what this is about") if beat else ""


def _conference(play: Play) -> str:
    sent = any(order.do is Do.ATTEND for order in play.ordered())
    there = play.view.attending is not None and not sent
    said = "A conference is on today. <desk.meet>: send your people to meet researchers"
    return with_keys(said) if there else ""


def _ordered(play: Play) -> str:
    orders, left = len(play.ordered()), play.letters_left()["CEO"]
    more = f"; the CEO can write {left} more" if left else ""
    said = f"{counted(orders, 'order')} for today{more}. <desk.week>: play a week, <desk.day>: a day"
    return with_keys(said) if orders else ""


def _decided(play: Play) -> str:
    """That nothing more can be expected to change the medal, and the way to the end."""
    band = play.forecasts.now
    if band is None or not band.agreed:
        return ""
    medal, worlds = band.medal or "no medal", percent(band.agreed, 0)
    return with_keys(f"As good as decided: {medal} in {worlds} of worlds. <desk.end>: play to the end")


def _begin(play: Play) -> str:
    began = play.session.day > 0
    said = "<desk.write>: write to the person under the cursor; <app.help>: what this is about"
    return "" if began else with_keys(said)


def _letters(play: Play) -> str:
    left = play.letters_left()["CEO"]
    if left == 0 or not play.view.free.any():
        return ""
    ceo = "The CEO can write" if left is None else f"The CEO can write {counted(left, 'letter')} this week"
    return with_keys(f"{ceo}. <desk.write>: write, <desk.volume>: recruiters, <desk.week>: play a week")


def _time(play: Play) -> str:
    return with_keys("<desk.week>: play a week")


_ADVICE: tuple[Callable[[Play], str], ...] = (
    _looking_on, _over, _your_turn, _staff, _reminder, _unread, _conference, _story, _ordered, _decided,
    _begin, _letters, _time,
)  # fmt: skip
"""Whatever comes first and has something to say is said."""
