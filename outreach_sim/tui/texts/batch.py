"""Who of many cannot be written to, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from outreach_sim.formatting import counted
from outreach_sim.tui.play import Play

_NAMED = 3


def left_out(play: Play, closed: Sequence[int]) -> Iterator[str]:
    """One sentence about those who are left out, the first of them by name; none where nobody is."""
    if not closed:
        return
    told = [f"{play.name(c)} ({play.status(c)})" for c in closed[:_NAMED]]
    more = len(closed) - len(told)
    told += [counted(more, "other")] if more else []
    listed = ", ".join(told[:-1]) + " and " + told[-1] if len(told) > 1 else told[0]
    yield f"Left out, for nobody can write to them now: {listed}."
