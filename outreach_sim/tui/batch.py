"""A batch of letters that is larger than what may still be sent: who of them comes first."""

from __future__ import annotations

import numpy as np

from outreach_sim.formatting import counted
from outreach_sim.tui.draft import Draft
from outreach_sim.tui.play import Play
from outreach_sim.tui.stakes import of_every_letter
from outreach_sim.tui.status import role

_NAMED = 3


def room_for(play: Play, draft: Draft) -> int:
    """How many letters of a batch can go out this week."""
    left = play.left.letters[draft.sender]
    open_ = sum(bool(play.left.free[c]) for c in draft.candidates)
    return open_ if left is None else min(open_, max(left, 0))


def that_fit(play: Play, draft: Draft) -> Draft:
    """The same letter to as many as can be written to this week, those of whom most is expected; each on the
    terms that they had in the whole batch.

    Raises:
        BadInputError: own words that are no letter.
    """
    points, room = of_every_letter(play, draft).expected, room_for(play, draft)
    open_ = np.array([play.left.free[c] for c in draft.candidates])
    best = np.lexsort((np.array(draft.candidates), -points, ~open_))[:room]
    kept = [draft.candidates[place] for place in best.tolist()]
    pay = {single.first: single.pay_usd for single in draft.for_each(play.view.pay_guess_usd.tolist())}
    return draft.changed(candidates=tuple(kept), pay_usd=pay[kept[0]]) if kept else draft


def fits_in_part(play: Play, draft: Draft) -> bool:
    """Whether a part of the batch can go out, and not all of it."""
    return 0 < room_for(play, draft) < len(draft.candidates)


def offered(play: Play, draft: Draft, pressed: str) -> str:
    """What can be done where not all of a batch can go out, in a sentence.

    Args:
        play: the game.
        draft: the batch.
        pressed: the key that does it, as it is shown.
    """
    fits = f"{room_for(play, draft)} of these {len(draft.candidates)} this week."
    best = f"{pressed} keeps those of whom most points can be expected."
    return f"{role(draft.sender)} can write to {fits} {best}"


def named(play: Play, draft: Draft) -> str:
    """Who that would be, in a sentence.

    Raises:
        BadInputError: own words that are no letter.
    """
    fit = that_fit(play, draft).candidates
    told = [play.name(c) for c in fit[:_NAMED]]
    told += [counted(len(fit) - _NAMED, "other")] if len(fit) > _NAMED else []
    return f"They are {', '.join(told[:-1])} and {told[-1]}." if len(told) > 1 else f"That is {told[0]}."
