"""What is written at each step after the first letters: a template's words, or plain ones of our own."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

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
    IMPROVED = "improved"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TURNED_BACK = "turned-back"


_LAB_WRITES = (Step.INVITED, Step.NO_OFFER, Step.OFFERED, Step.IMPROVED, Step.WITHDRAWN)
FROM_CANDIDATE = frozenset(Step).difference(_LAB_WRITES)
"""The steps that the candidate writes about; the lab writes about the others."""

_LAB_SIGNS = "\n\n{{ sender }}, {{ lab }}"
_CANDIDATE_SIGNS = "\n\n{{ first_name }}"
_PLAIN = {
    Step.INTERESTED: "Thank you for writing. I would like to hear more. When can we talk?",
    Step.NOT_INTERESTED: "Thank you for thinking of me. I am staying where I am for now.",
    Step.COME_BACK: "Thank you, I like what you are building. But my work needs machines. Come back to me "
    "when you have {{ threshold }} H100 GPUs.",
    Step.CAME_BACK: "I wrote that my work needs machines, {{ threshold }} H100 GPUs of them. I hear that you "
    "have them now. If you still want to talk, so do I.",
    Step.INVITED: "{{ first_name }},\n\nwe would like you to meet the team. We will arrange the interviews "
    "around your week.",
    Step.NO_OFFER: "{{ first_name }},\n\nthank you for your time. We will not make you an offer this time.",
    Step.OFFERED: "{{ first_name }},\n\nhere is our offer: {{ terms }}. You have {{ deadline_days }} days to "
    "decide.",
    Step.IMPROVED: "{{ first_name }},\n\nwe have thought again. The offer is now: {{ terms }}. The day to "
    "decide by stays the same.",
    Step.WITHDRAWN: "{{ first_name }},\n\nwe have to end this here, and are sorry for it.",
    Step.ACCEPTED: "Yes. I accept, and look forward to starting.",
    Step.DECLINED: "Thank you for the offer. I thought about it for a long time, and decided against it.",
    Step.TURNED_BACK: "I am sorry. I had signed, but I am staying where I am after all.",
}


def wording(templates: Mapping[str, Template], step: Step, choice: int) -> Template:
    """The template for a step.

    Args:
        templates: all that there are; those whose ``outcome`` is the step word it.
        step: what is written about.
        choice: any whole number; picks among several.
    """
    fitting = [templates[key] for key in sorted(templates) if templates[key].outcome == step]
    return fitting[choice % len(fitting)] if fitting else _plain(step)


def _plain(step: Step) -> Template:
    writes = step in FROM_CANDIDATE
    return Template(
        id=step.value,
        name=step.value,
        stage="reply",
        senders=("candidate",) if writes else ("recruiter", "hiring-manager", "ceo"),
        subject="",
        body=_PLAIN[step] + (_CANDIDATE_SIGNS if writes else _LAB_SIGNS),
        follow_ups=(),
        outcome=step.value,
    )
