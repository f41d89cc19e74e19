"""What replies are about, and the reasons they can give: words that template files use."""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    """A step of an approach that somebody writes a mail about; the ``outcome`` of reply templates."""

    INTERESTED = "interested"
    FOLLOWS = "follows"
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
    LEADER_BACK = "leader-back"  # the leader who went to the lab that writes is with the employer again
    WAIT = "wait"  # garden leave or a non-compete
    DIRECT = "direct"  # without interviews
    GOOD_LETTER = "good-letter"  # from here on: what the letter says, and how
    FORM_LETTER = "form-letter"
    SLIP = "slip"  # a hole, a misspelt name
    NOT_MY_LANGUAGE = "not-my-language"
    OFFENCE = "offence"  # a threat, an insult
    FALSE_CLAIM = "false-claim"  # untrue, whatever it is
    FALSE_NAME = "false-name"
    FALSE_PAPER = "false-paper"
    FALSE_LAB = "false-lab"
    FALSE_EMPLOYER = "false-employer"
    NEVER_MET = "never-met"
    FALSE_FLEET = "false-fleet"  # more machines than there are
    FALSE_DEADLINE = "false-deadline"
