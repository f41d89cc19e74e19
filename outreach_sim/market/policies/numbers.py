"""Candidates are numbered from 1 wherever a person or a policy sees them; places from 0 are the engine's own.

The one conversion for policies: what they see passes ``numbered``, whom they name passes ``place_of``.
"""

from __future__ import annotations

from dataclasses import fields, replace
from operator import attrgetter

from outreach_sim.market.policies.blame import UnfitError
from outreach_sim.market.setup import index_of, number_of
from outreach_sim.market.view import LabView, OwnApproach

REST = attrgetter(*(field.name for field in fields(OwnApproach) if field.name != "candidate"))
"""All else of an approach; ``dataclasses.replace`` would take as long as the rest of a view."""


def numbered(view: LabView) -> LabView:
    """What a lab sees with everybody's number in place of their position."""
    approaches = tuple(OwnApproach(number_of(own.candidate), *REST(own)) for own in view.approaches)
    offered = tuple(replace(one, candidate=number_of(one.candidate)) for one in view.offered)
    judged, first = number_of(view.judged), number_of(0)
    return replace(view, judged=judged, approaches=approaches, offered=offered, first=first)


def place_of(number: int, candidates: int) -> int:
    """The array position of the candidate with this number.

    Raises:
        UnfitError: nobody has it.
    """
    if not 1 <= number <= candidates:
        raise UnfitError(f"named candidate {number}, but they are 1 to {candidates}")
    return index_of(number)
