"""What is counted of a lab in a world, declared once: the vocabulary of every door.

``[[expect]]``, ``run``, ``compare``, ``sweep``, ``balance``, pages and their JSON take their names from here.
Nothing is imported: the command line needs the names before it needs numbers.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metric:
    """One number a lab and world.

    Attributes:
        name: in files, on the command line and in JSON.
        words: the same in a sentence or a heading.
        unit: of the number.
        event: name of the ``Event`` that is counted; empty for money, which is a column of a study's result.
        also: another name that means the same, where one was usual.
        gate_closed: only events in which the compute gate alone stood in the way.
    """

    name: str
    words: str
    unit: str
    event: str = ""
    also: str = ""
    gate_closed: bool = False


_PEOPLE, _LETTERS, _TIMES, _USD = "people", "letters", "times", "USD"

METRICS = (
    Metric("hires", "hires", _PEOPLE, "ACCEPTED", also="accepted"),
    Metric("started", "starts", _PEOPLE, "STARTED"),
    Metric("offers", "offers", "offers", "OFFERED", also="offered"),
    Metric("mails", "mails", _LETTERS, "SENT", also="sent"),
    Metric("committed_usd", "first-year pay committed, USD", _USD),
    Metric("raises_usd", "raises for its own staff, USD", _USD),
    Metric("opened", "first mails opened", _LETTERS, "OPENED"),
    Metric("replied", "replies", _LETTERS, "REPLIED"),
    Metric("interested", "replies with interest; who would follow a leader", _LETTERS, "INTERESTED"),
    Metric("gate_replies", "replies that name a fleet to come back with", _LETTERS, "NOT_INTERESTED",
           gate_closed=True),
    Metric("invited", "invitations to interviews", _PEOPLE, "INVITED", also="interviewed"),
    Metric("countered", "offers met by a counter-offer", "offers", "COUNTERED"),
    Metric("declined", "offers declined", "offers", "DECLINED"),
    Metric("quit", "hires who did not fit and left", _PEOPLE, "QUIT"),
    Metric("returned", "staff who came back from another lab that did not fit", _PEOPLE, "RETURNED"),
    Metric("exited", "staff who left for none of the labs", _PEOPLE, "EXITED"),
    Metric("came_back", "people who wrote again when the machines were there", _PEOPLE, "CAME_BACK"),
    Metric("met", "people met at a conference", _PEOPLE, "MET"),
    Metric("leave", "hires who wait out a garden leave or a non-compete", _PEOPLE, "LEAVE"),
    Metric("turned_back", "hires who stayed with their employer after all", _PEOPLE, "TURNED_BACK"),
    Metric("left_later", "staff who left within two years of taking a counter-offer", _PEOPLE, "LEFT_LATER"),
    Metric("raised", "staff kept by a counter-offer", _PEOPLE, "RAISED"),
    Metric("taken_for_spam", "letters taken for spam", _LETTERS, "TAKEN_FOR_SPAM"),
    Metric("looked", "staff noticed talking to a rival", _TIMES, "LOOKED"),
    Metric("pay_raised", "raises given unasked", _TIMES, "PAY_RAISED"),
    Metric("peers_heard", "days on which staff heard of pay above their own", _TIMES, "PEERS_HEARD"),
    Metric("ordered", "orders of machines", _TIMES, "ORDERED"),
    Metric("delivered", "deliveries of machines", _TIMES, "DELIVERED"),
    Metric("rented", "rents of machines", _TIMES, "RENTED"),
    Metric("tactic_seen", "tactics that became news by this lab", _TIMES, "TACTIC_SEEN"),
    Metric("adopted", "tactics copied from rivals", _TIMES, "ADOPTED"),
)  # fmt: skip

NAMES = tuple(metric.name for metric in METRICS)
KNOWN = (*NAMES, *(metric.also for metric in METRICS if metric.also))
"""Every name that may be written."""
_BY_NAME = {name: metric for metric in METRICS for name in (metric.name, metric.also) if name}


def metric_of(name: str) -> Metric:
    """The metric of this name, by either of its names.

    Raises:
        KeyError: there is none.
    """
    return _BY_NAME[name]
