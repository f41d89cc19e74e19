"""A scenario's story at the desk: what has just happened, and what to do next. No widgets."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from outreach_sim.market.session import Session
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.view import LabView
from outreach_sim.scenario.story import Beat, beats, filled, happened, to_do

if TYPE_CHECKING:
    from outreach_sim.tui.play import Play


def told_since(play: Play, day: int) -> tuple[str, ...]:
    """What the story says of all that happened for the first time since the morning of a day."""
    story = beats(play.scenario.spec)
    found = happened(story, play.game.log) if story else ()
    return tuple(once.told(play.name) for once in found if once.day >= day)


def next_beat(play: Play) -> str:
    """What the story would have the player do today; empty where it waits for time, or is over."""
    story = beats(play.scenario.spec)
    ordered = {candidate for order in play.ordered() for candidate in order.candidates}
    for beat in to_do(story, play.game.log, play.session.day) if story else ():
        if _can_be_done(beat, play.view, play.left.letters.values(), ordered):
            return wish(play, beat)
    return ""


def _can_be_done(
    beat: Beat, view: LabView, letters: Iterable[int | None], ordered: Collection[int] = ()
) -> bool:
    """Whether it is still to be ordered, and can be this week.

    Args:
        beat: what the story waits for.
        view: of the lab.
        letters: how many are left by sender, none said where there is no limit.
        ordered: to whom letters wait for the next day, which are as good as sent.
    """
    if beat.event != Event.SENT or beat.candidate is None:
        return True
    some = any(left is None or left > 0 for left in letters)
    return some and beat.candidate not in ordered and bool(view.free[beat.candidate])


class Asking:
    """Looks on while days are played: a turn should stop when the story asks for something new.

    Args:
        play: the game as the turn begins. What was asked for by then does not stop it.
    """

    def __init__(self, play: Play) -> None:
        story, log = beats(play.scenario.spec), play.game.log
        done = {id(once.beat) for once in happened(story, log)} if story else set()
        self._open = [beat for beat in story if id(beat) not in done]
        self._known = {id(beat) for beat in to_do(story, log, play.session.day)} if story else set()

    def calls(self, session: Session, log: Log) -> list[Beat]:
        """What of the day just played should stop the turn: what has happened, then what can be done."""
        done = {id(once.beat) for once in happened(self._open, log)} if self._open else set()
        asks = [beat for beat in self._open if beat.stops and id(beat) in done]
        self._open = [beat for beat in self._open if id(beat) not in done]
        new = [beat for beat in to_do(self._open, log, session.day) if id(beat) not in self._known]
        view = session.observe() if new else None
        if view is None:
            return asks
        return asks + [beat for beat in new if _can_be_done(beat, view, view.letters_left.values())]


def wish(play: Play, beat: Beat) -> str:
    """What the player can do for it, a sentence; empty where it asks for nothing."""
    return filled(beat.todo, "" if beat.candidate is None else play.name(beat.candidate))
