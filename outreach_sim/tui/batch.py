"""A batch of letters that is larger than what may still be sent: who of them comes first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from outreach_sim.formatting import counted
from outreach_sim.tui.draft import Draft, first_draft
from outreach_sim.tui.play import Play
from outreach_sim.tui.stakes import of_every_letter
from outreach_sim.tui.status import role

_NAMED = 3


def room_for(play: Play, draft: Draft) -> int:
    """How many letters of a batch can go out this week."""
    left = play.left.letters[draft.sender]
    open_ = sum(bool(play.left.free[c]) for c in draft.candidates)
    return open_ if left is None else min(open_, max(left, 0))


def draft_for(play: Play, candidates: tuple[int, ...]) -> Draft:
    """The letter that waits for these people, or else a first one; the first of them is shown."""
    waits = play.unsent.get(whom(candidates))
    return first_draft(play, candidates) if waits is None else _of_these(play, waits, candidates)


def whom(candidates: Sequence[int]) -> tuple[int, ...]:
    """What a batch that waits is called by: its people, whoever is shown."""
    return tuple(sorted(candidates))


def that_fit(play: Play, draft: Draft) -> Draft:
    """The same letter to as many as can be written to this week, those of whom most is expected, in the order
    in which they stood; each on the terms that they had in the whole batch.

    Raises:
        BadInputError: own words that are no letter.
    """
    points, room = of_every_letter(play, draft).expected, room_for(play, draft)
    open_ = np.array([play.left.free[c] for c in draft.candidates])
    best = np.lexsort((np.array(draft.candidates), -points, ~open_))[:room]
    return _of_these(play, draft, tuple(draft.candidates[place] for place in np.sort(best).tolist()))


def _of_these(play: Play, draft: Draft, candidates: tuple[int, ...]) -> Draft:
    """The letter to people who are among those it goes to, each on the terms that they had."""
    pay = {single.first: single.pay_usd for single in draft.for_each(play.view.pay)}
    return draft.changed(candidates=candidates, pay_usd=pay[candidates[0]]) if candidates else draft


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
