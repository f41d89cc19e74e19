"""What happens, by name: what an event's value is and what is said of it stand beside the name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Self

from outreach_sim.market.setup import Sender
from outreach_sim.market.state.told import Gain, Line, Loss, Told

WRITER = "who writes"
THREAD = "a mail in the thread"
"""Where an event shows that is no news: the person says so."""


class Event(IntEnum):
    """Kinds of event. A number is never reused for something else; the log hash depends on them.

    Attributes:
        whose: the lab of the row. "News" is of labs and of no candidate.
        means: what its ``value`` is.
        told: what is said of it; or where it shows, if that is no news.
    """

    whose: str
    means: str
    told: Told | str

    def __new__(cls, number: int, whose: str = "", means: str = "", told: Told | str = "") -> Self:
        """An event is its number; the rest is known of it.

        Raises:
            TypeError: something of it is left out.
        """
        if not (whose and means and told):
            raise TypeError(f"event {number} says whose it is, what its value means, and what is told of it")
        self = int.__new__(cls, number)
        self._value_ = number
        self.whose, self.means, self.told = whose, means, told
        return self

    # fmt: off
    SENT = 1, WRITER, "logit of an answer to this mail, in millionths", "a letter in the thread"
    OPENED = 2, WRITER, "0", "nowhere: nobody is told"
    REPLIED = 3, WRITER, "logit of the answer, in millionths", "what is replied, in the thread"
    INTERESTED = 4, WRITER, "logit of interest in the sequence, in millionths", THREAD
    NOT_INTERESTED = 5, WRITER, "0, or the fleet asked for if only the gate stood in the way, h100e", THREAD
    INVITED = 6, WRITER, "days until the interviews end", THREAD
    NO_OFFER = 7, WRITER, "0", THREAD
    OFFERED = 8, WRITER, "yearly pay offered, USD", THREAD
    COUNTERED = (
        9, "whose offer opened the decision", "yearly pay of the counter-offer, USD",
        Told(own=Loss("{home} makes {who} a counter-offer."),
             employer=Line("{who} has an offer from {lab}; you offer {value:usd} to stay.")),
    )
    ACCEPTED = (
        10, WRITER, "logit of yes, in millionths",
        Told(own=Gain("{who} of {home} signs with you."), employer=Loss("{who} leaves you for {lab}.")),
    )
    DECLINED = 11, WRITER, "logit of yes, in millionths", THREAD
    STARTED = (
        12, WRITER, "yearly pay, USD",
        Told(own=Gain("{who} starts with you."), rivals=Line("{who} has gone from {home} to {lab}.")),
    )
    QUIT = (
        13, "the new employer", "0",
        Told(own=Loss("{who} quits within half a year: it did not fit."),
             rivals=Line("{who} has quit {lab} within half a year.")),
    )
    EXITED = 14, "the employer", "0", Told(own=Loss("{who} leaves you, for no lab on the board."))
    CLOSED = (
        15, WRITER, "0 no answer to the last mail, 1 interest went cold",
        Told(own=Loss("{who} has waited too long, and is no longer interested."), only=1),
    )
    REFUSED = (
        16, "who asked", "why, see below",
        Told(own=Loss("{about}: an order was refused, {value:refusal}.")),
    )
    RAISED = (
        17, "the employer", "yearly pay after an accepted counter-offer, USD",
        Told(own=Gain("{who} stays with you, for {value:usd} a year.")),
    )
    IMPROVED = 18, WRITER, "yearly pay of the bettered offer, USD", THREAD
    WITHDRAWN = 19, WRITER, "the state the approach was in", THREAD
    DRAWN_UP = 20, WRITER, "days until the offer without interviews is ready", "nowhere: the offer follows"
    HIRE_LOST = (
        21, "who had hired", "yearly pay that is not paid, USD",
        Told(own=Loss("{who}, who had signed with you, has left for no lab on the board and will not come.")),
    )
    LOOKED = (
        30, "the employer that notices", "days since it last noticed this person, 0 the first time",
        Told(own=Loss("{who} of your staff is {value:again}seen talking to a rival.")),
    )
    PAY_RAISED = (
        31, "the employer", "yearly pay after a raise given unasked, USD",
        Told(own=Gain("You raise {who} to {value:usd} a year.")),
    )
    PEERS_HEARD = (
        32, "the employer; news", "how many heard of pay above their own",
        Told(own=Loss("{value:colleague} heard what others are paid here, and get less.")),
    )
    ORDERED = (
        33, "the lab; news", "machines bought, h100e",
        Told(own=Line("You order {value:H100}."), rivals=Line("{lab} places an order for {value:H100}.")),
    )
    DELIVERED = (
        34, "the lab; news", "machines that came, h100e",
        Told(own=Line("You get {value:H100}, as ordered."),
             rivals=Line("{lab} gets {value:H100}, as ordered.")),
    )
    RENTED = (
        35, "the lab; news", "machines rented, h100e",
        Told(own=Line("You rent {value:H100}."), rivals=Line("{lab} rents {value:H100}.")),
    )
    RENT_ENDED = (
        36, "the lab; news", "machines given back, h100e",
        Told(own=Line("You give back {value:H100}, rented until today."),
             rivals=Line("{lab} gives back {value:H100}, rented until today.")),
    )
    MARKET_PAY = (
        37, "who lacks most people; news", "market pay over that of the first day, in thousandths",
        Told(world=Line(
            "Experts are scarce, at {lab} most of all; pay is {value:more} above the first day.")),
    )
    TACTIC_SEEN = (
        38, "who won most by it; news", "which tactic",
        Told(world=Line("Everybody talks of what works for {whose}: {value:tactic}.")),
    )
    ADOPTED = (
        39, "who copies it; news", "which tactic",
        Told(rivals=Line("{lab} does it too: {value:tactic}.")),
    )
    CAME_BACK = (
        45, WRITER, "the fleet the person had asked for, h100e",
        Told(own=Gain("{who} comes back: you have the {value:H100} asked for.")),
    )
    CONFERENCE_OPENED = (
        46, "the first; news", "how many candidates are there",
        Told(world=Line("{conference} opens with {value:researcher}.")),
    )
    CONFERENCE_CLOSED = (
        47, "the first; news", "how many people were met there", "the line above the tabs of the desk",
    )
    MET = (
        48, "whose people met the candidate", "days since the conference opened",
        Told(own=Gain("Your people meet {who} of {home}.")),
    )
    LED_AWAY = (
        49, "where the leader goes", "team mates who stay behind, or the staff of the lab (then it is news)",
        # That somebody signs is said of the hire itself to the two labs that know of it.
        Told(own=Gain("{who} makes {value:colleague} think of following."),
             employer=Loss("{who} makes {value:colleague} think of following."),
             rivals=Line("{who} goes to {lab}{value:following}."),
             nobody=Line("{who} goes to {lab}{value:following}.")),
    )
    REINSTATED = (
        50, "whose leader is back; news", "how many who had signed stay after all",
        Told(world=Line(
            "The leader of {lab} is back{value:kept}.")),
    )
    LEAVE = (
        51, "who hired", "days of garden leave or non-compete before the start",
        Told(own=Line("{who} may not start with you for {value:day}.")),
    )
    TURNED_BACK = (
        52, "who had hired", "yearly pay that is not paid, USD",
        Told(own=Loss("{who} stays at {home} after all."), employer=Gain("{who} stays with you after all.")),
    )
    LEFT_LATER = (
        53, "the employer", "days since the accepted counter-offer",
        Told(own=Loss("{who}, whom a raise had kept, leaves you after {value:day}.")),
    )
    TAKEN_FOR_SPAM = 54, WRITER, "0", "nowhere: nobody knows"
    NAME_WORN = (
        55, "the lab; news", "weight of its name, in thousandths",
        Told(own=Loss("People talk of your mass mail: your letters have {value:share} of their odds left."),
             rivals=Line("People talk of {lab}'s mass mail.")),
    )
    RETURNED = (
        56, "the employer before", "yearly pay, USD",
        Told(own=Gain("{who} comes back to you from {home}, where it did not fit."),
             employer=Line("{who} goes back to {lab}."), rivals=Line("{who} is back at {lab}.")),
    )
    SAID_SO = (
        58, "where the leader goes; news", "how many of the staff left behind would follow by now",
        Told(world=Line("{value:colleague} of the leader who went to {lab} would follow.")),
    )
    TOLD = 60, WRITER, "days to decide", Told(
        employer=Loss("{who} tells you of an offer from {writer}, and has {value:day} to decide."))
    GRANTED = (
        61, "the lab; news", "money that its board pays in, USD",
        Told(own=Gain("Your board pays in {value:usd}.")),
    )
    FRESH = (
        62, "the player; news", "how many come onto the market",
        Told(own=Line("{value:researcher} can be written to from now on.")),
    )
    # fmt: on


class Refusal(IntEnum):
    """Why a command does not apply. A refusal is an event, never an error. 4 and 46 stood for others once.

    Attributes:
        why: in words.
        about: what the order was about, if not a person.
    """

    why: str
    about: str

    def __new__(cls, number: int, why: str = "", about: str = "") -> Self:
        """A refusal is its number; the rest is known of it.

        Raises:
            TypeError: it does not say why.
        """
        if not why:
            raise TypeError(f"refusal {number} says why")
        self = int.__new__(cls, number)
        self._value_ = number
        self.why, self.about = why, about
        return self

    QUOTA = 1, "this sender has no letters left this week", "Letters"
    NOT_FREE = 2, "this person may not be written to now"
    CASH = 5, "the money does not suffice"
    NO_APPROACH = 6, "nothing is under way with this person"
    WRONG_STATE = 7, "it is not the time for that"
    COMPUTE = 8, "not so many machines are left to pledge"
    SLOTS = 9, "all interview slots of the week are taken"
    NOT_STAFF = 30, "this person does not work for you"
    NO_RAISE = 31, "that would be no raise"
    NOT_FOR_SALE = 32, "machines cannot be ordered here", "Machines"
    NO_MACHINES = 33, "so many machines are not to be had", "Machines"
    NO_CONFERENCE = 45, "there is no conference today", "Meetings"
    HOURS = 60, "the CEO has no hour left this week"
    NO_OFFER = 62, "nobody has made this person an offer"
    COUNTERED = 63, "this person has your counter-offer already"
    NO_COUNTERS = 64, "nobody makes them here", "Counter-offers"
    LETTER_HOURS = 61, "the CEO has no hour left for letters this week", "Letters"


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
