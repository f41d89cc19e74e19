"""A scenario's story at the desk: what has just happened, and what to do next. No widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outreach_sim.market.state.events import Event
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
    for beat in to_do(story, play.game.log, play.session.day) if story else ():
        if _can_be_done(play, beat):
            return filled(beat.todo, "" if beat.candidate is None else play.name(beat.candidate))
    return ""


def _can_be_done(play: Play, beat: Beat) -> bool:
    """Whether it is still to be ordered: a letter that waits for the next day is as good as sent."""
    if beat.event != Event.SENT or beat.candidate is None:
        return True
    ordered = any(beat.candidate in order.candidates for order in play.ordered())
    return not ordered and bool(play.view.free[beat.candidate])
