"""What a player would do next, in one line: whoever waits first, then what can still be sent, then time."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text

from outreach_sim.mail.replies import Step
from outreach_sim.market.approaches import State
from outreach_sim.market.setup import Do
from outreach_sim.market.view import OwnApproach
from outreach_sim.model.shown import counted
from outreach_sim.tui.colours import WARN
from outreach_sim.tui.play import Play


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
    return "The game is over. o: the outcome; u: take back the last turn; q: another." if play.over else ""


def _countered(play: Play) -> str:
    """Offers that an employer has answered with more pay, and that can still be bettered."""
    bid = [own for own in play.view.approaches if own.state == State.OFFERED and _is_countered(play, own)]
    return _for_first(play, bid, "{who} has a counter-offer and decides on {date}. a: answer")


def _is_countered(play: Play, own: OwnApproach) -> bool:
    steps = [mail.step for mail in play.inbox.threads.get(own.candidate, ())]
    return bool(steps) and steps[-1] is Step.COUNTERED and own.candidate not in play.to_be_answered


def _awaiting(play: Play) -> str:
    return _for_first(play, play.awaiting(), "{who} is interested, until {date}. a: answer")


def _for_first(play: Play, those: list[OwnApproach], said: str) -> str:
    if not those:
        return ""
    own = those[0]
    date = "" if own.due is None else f"{play.scenario.date_of(own.due):%-d %b}"
    others = f"; {len(those) - 1} more wait" if len(those) > 1 else ""
    return said.format(who=play.name(own.candidate)[:24], date=date) + others


def _unread(play: Play) -> str:
    unread = len(play.unread)
    return f"{counted(unread, 'new reply', 'new replies')}. 2: read" if unread else ""


def _conference(play: Play) -> str:
    sent = any(order.do is Do.ATTEND for order in play.ordered())
    there = play.view.attending is not None and not sent
    return "A conference is on today. m: send your people to meet researchers" if there else ""


def _ordered(play: Play) -> str:
    orders, left = len(play.ordered()), play.letters_left()["CEO"]
    more = f"; the CEO can write {left} more" if left else ""
    return f"{counted(orders, 'order')} for today{more}. n: play a week, d: a day" if orders else ""


def _begin(play: Play) -> str:
    began = play.session.day > 0
    return "" if began else "w: write to the person under the cursor; F1: what this is about"


def _letters(play: Play) -> str:
    left = play.letters_left()["CEO"]
    if left == 0 or not play.view.free.any():
        return ""
    ceo = "The CEO can write" if left is None else f"The CEO can write {counted(left, 'letter')} this week"
    return f"{ceo}. w: write, v: recruiters, n: play a week"


def _time(play: Play) -> str:
    return "n: play a week"


_ADVICE: tuple[Callable[[Play], str], ...] = (
    _looking_on, _over, _countered, _awaiting, _unread, _conference, _ordered, _begin, _letters, _time,
)  # fmt: skip
"""Whatever comes first and has something to say is said."""
