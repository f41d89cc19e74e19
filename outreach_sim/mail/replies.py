"""Which template words a step of an approach: by what happened, and by the reason for it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outreach_sim.mail.template import Template


class Step(StrEnum):
    """A step of an approach that somebody writes a mail about; the ``outcome`` of reply templates."""

    INTERESTED = "interested"
    NOT_INTERESTED = "not-interested"
    COME_BACK = "gate"
    CAME_BACK = "came-back"
    INVITED = "invited"
    NO_OFFER = "no-offer"
    OFFERED = "offered"
    COUNTERED = "countered"
    IMPROVED = "improved"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TURNED_BACK = "turned-back"
    QUIT = "quit"


_LAB_WRITES = (Step.INVITED, Step.NO_OFFER, Step.OFFERED, Step.IMPROVED, Step.WITHDRAWN)
FROM_CANDIDATE = frozenset(Step).difference(_LAB_WRITES)
"""The steps that the candidate writes about; the lab writes about the others."""


class Reason(StrEnum):
    """Why, as far as one thing decided: the largest term of the model, or what happened that day."""

    PAY = "pay"
    COMPUTE = "compute"
    LAB = "lab"  # how the person takes to the lab, or its name
    MISSION = "mission"  # mission or products
    COLLEAGUES = "colleagues"  # people who went there, or who would be left
    CONFERENCE = "conference"  # met there
    SENDER = "sender"  # who signed
    HOME = "home"  # what holds people at their employer
    LETTERS = "letters"  # too many of them, from everybody or from this lab
    COUNTER_OFFER = "counter-offer"
    OTHER_OFFER = "other-offer"
    DEADLINE = "deadline"
    BROKEN_WORD = "broken-word"
    WAIT = "wait"  # garden leave or a non-compete
    DIRECT = "direct"  # without interviews


def reply_to(templates: Mapping[str, Template], step: Step, reason: Reason | None, choice: int) -> Template:
    """The template for a step.

    Args:
        templates: all that there are, those that word every step among them.
        step: what is written about.
        reason: why; where no template gives it, one without any reason is taken.
        choice: any whole number; picks among several, the same one each time.
    """
    fitting = [templates[key] for key in sorted(templates) if templates[key].outcome == step]
    exact = [template for template in fitting if reason is not None and template.reason == reason]
    chosen = exact or [template for template in fitting if not template.reason]
    return chosen[choice % len(chosen)]


def missing_steps(templates: Mapping[str, Template]) -> list[Step]:
    """Steps that no template words without a reason, so that something might be left unsaid."""
    said = {template.outcome for template in templates.values() if not template.reason}
    return [step for step in Step if step not in said]
