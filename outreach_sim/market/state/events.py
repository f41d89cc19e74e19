"""What happened, as rows of integers; and how rows become counts, queries, logs and one hash."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from outreach_sim.market.setup import Sender


class Event(IntEnum):
    """Kinds of event. A number is never reused for something else; the log hash depends on them.

    The comment names the lab of the row and the meaning of its ``value``.
    """

    SENT = 1  # writer; reply logit of this mail, micro-log-odds
    OPENED = 2  # writer; 0
    REPLIED = 3  # writer; reply logit, micro-log-odds
    INTERESTED = 4  # writer; logit of interest in the sequence, micro-log-odds
    NOT_INTERESTED = 5  # writer; 0, or the threshold in h100e if only the gate stood in the way
    INVITED = 6  # writer; days until the interviews end
    NO_OFFER = 7  # writer; 0
    OFFERED = 8  # writer; yearly pay offered, USD
    COUNTERED = 9  # writer whose offer opened the decision; yearly pay of the counter-offer, USD
    ACCEPTED = 10  # writer; logit of yes, micro-log-odds
    DECLINED = 11  # writer; logit of yes, micro-log-odds
    STARTED = 12  # writer; yearly pay, USD
    QUIT = 13  # the new employer, after a misfit; 0
    EXITED = 14  # the employer; 0
    CLOSED = 15  # writer; 0 no answer to the last mail, 1 interest went cold
    REFUSED = 16  # the lab that asked; a Refusal
    RAISED = 17  # employer; yearly pay after an accepted counter-offer, USD
    IMPROVED = 18  # writer; yearly pay of the bettered offer, USD
    WITHDRAWN = 19  # writer; the State the approach was in
    DRAWN_UP = 20  # writer; days until the offer without interviews is ready
    LOOKED = 30  # employer that notices; days since its latest notice of this person, 0 for the first
    PAY_RAISED = 31  # employer; yearly pay after a raise it gave unasked, USD
    PEERS_HEARD = 32  # news of the employer; how many staff heard of pay above their own
    ORDERED = 33  # news of the lab; machines bought, h100e
    DELIVERED = 34  # news of the lab; machines that came, h100e
    RENTED = 35  # news of the lab; machines rented, h100e
    RENT_ENDED = 36  # news of the lab; machines given back, h100e
    MARKET_PAY = 37  # news, of the lab that lacks most people; market pay over that of day 0, thousandths
    TACTIC_SEEN = 38  # news of the lab that won most people by it; a Tactic
    ADOPTED = 39  # news of the lab that copies it; a Tactic
    CAME_BACK = 45  # writer; the threshold in h100e that the person had named, met at last
    CONFERENCE_OPENED = 46  # news; how many candidates are there
    CONFERENCE_CLOSED = 47  # news; how many people were met there
    MET = 48  # the lab whose people met the candidate; days since the conference opened
    LED_AWAY = 49  # the lab the leader goes to; team mates who stay behind, or staff of the lab (news)
    REINSTATED = 50  # the lab whose leader is back; how many signed people stay after all
    LEAVE = 51  # the lab that hired; days of garden leave or non-compete before the start
    TURNED_BACK = 52  # the lab that had hired; yearly pay that is not paid, USD
    LEFT_LATER = 53  # the employer; days since the accepted counter-offer
    TAKEN_FOR_SPAM = 54  # writer; 0
    NAME_WORN = 55  # news of this lab; weight of its name, thousandths


class Refusal(IntEnum):
    """Why a command does not apply. A refusal is an event, never an error. 4 and 46 stood for others once."""

    QUOTA = 1
    NOT_FREE = 2
    CASH = 5
    NO_APPROACH = 6
    WRONG_STATE = 7
    COMPUTE = 8
    SLOTS = 9
    NOT_STAFF = 30
    NO_RAISE = 31
    NOT_FOR_SALE = 32
    NO_MACHINES = 33
    NO_CONFERENCE = 45


FUNNEL = (
    Event.SENT,
    Event.OPENED,
    Event.REPLIED,
    Event.INTERESTED,
    Event.INVITED,
    Event.OFFERED,
    Event.COUNTERED,
    Event.ACCEPTED,
    Event.STARTED,
)
"""The events counted per world and lab, in the order of the funnel."""
STAGES = (
    "sent", "opened", "replied", "interested", "interviewed", "offered", "countered", "accepted", "started",
)  # fmt: skip
"""Their names at every door: past participles, so the invitation is called by what it leads to."""


@dataclass(frozen=True, slots=True)
class Query:
    """Count events of one kind in each world, filtered. ``None`` means any.

    Attributes:
        event: what is counted.
        lab: index of the lab of the row.
        employer: index of the lab the candidate works at when it happens.
        sender: who signed the approach (only for a writer's events).
        gated: whether the candidate has a compute threshold at all.
        gate_closed: whether it is the gate alone that stood in the way (NOT_INTERESTED with value > 0).
    """

    event: Event
    lab: int | None = None
    employer: int | None = None
    sender: Sender | None = None
    gated: bool | None = None
    gate_closed: bool | None = None
