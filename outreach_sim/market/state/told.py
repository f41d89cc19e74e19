"""What an event is to those who hear of it, as sentences with fields; doors fill them in.

Fields: ``{who}`` is the candidate, ``{lab}`` the lab of the row, ``{writer}`` the same with the name of who
recruits for it, ``{home}`` where the candidate works,
``{whose}`` the lab or "your lab", ``{about}`` what a refused order was about, ``{conference}`` today's;
``{value:FORM}`` is the value, as ``usd``, as a bare number (``,``), as a ``share`` or as so much ``more``
(of thousandths), as ``again``, a ``tactic`` or a ``refusal``, as those who are ``kept`` or think of
``following`` (nothing where there is nobody), or counted: ``{value:day}``,
``{value:person|people}``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class Line(str):
    """A sentence, which is neither good nor bad for who hears it."""

    __slots__ = ()
    good: ClassVar[bool | None] = None


class Gain(Line):
    """Good news."""

    __slots__ = ()
    good: ClassVar[bool | None] = True


class Loss(Line):
    """Bad news."""

    __slots__ = ()
    good: ClassVar[bool | None] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who hears what of an event; ``None`` for nothing.

    Attributes:
        own: said to the lab of the row.
        employer: to the lab where the candidate works just before.
        rivals: to every other lab.
        world: to everybody alike, instead of all these.
        nobody: the same, of an event that is about no candidate.
        only: the one value of the event of which anything is said; ``None`` for any.
    """

    own: Line | None = None
    employer: Line | None = None
    rivals: Line | None = None
    world: Line | None = None
    nobody: Line | None = None
    only: int | None = None
