"""Where people stand with the lab, in two or three words; and what who signs is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outreach_sim.formatting import dated
from outreach_sim.mail.steps import Step
from outreach_sim.market.setup import Sender
from outreach_sim.market.state.approaches import State
from outreach_sim.market.view import OwnApproach

if TYPE_CHECKING:
    from outreach_sim.tui.known import Known

UNREAD = "…"
"""Until the letters of a game are read."""


def status_of(play: Known, candidate: int) -> str:
    """Where a person stands with the lab."""
    own = play.approach(candidate)
    if candidate in play.to_be_answered:
        return "to be answered"
    if own is not None:
        return _STANDS[own.state].format(mails=own.mails, due=_due(play, own))
    employer = int(play.view.employer[candidate])
    if play.view.free[candidate] and not play.left.free[candidate]:
        return "to be sent"
    if employer == play.lab:
        return "on your staff"
    if employer < 0:
        return "left research"
    if play.view.free[candidate]:
        return "free again" if play.has_written_to(candidate) else "free"
    return how_it_ended(play, candidate) if play.has_read else UNREAD


def how_it_ended(play: Known, candidate: int) -> str:
    """What came of the last approach to somebody, once it is over and the letters are read."""
    thread = play.inbox.threads.get(candidate)
    if not thread:
        return "rests"
    ended = [_ENDED[mail.step] for mail in thread if mail.step in _ENDED]
    return ended[-1] if ended else "closed" if any(m.from_candidate for m in thread) else "no answer"


def _due(play: Known, own: OwnApproach) -> str:
    return "" if own.due is None else dated(play.scenario.date_of(own.due), "%-d %b")


_ENDED = {
    Step.NOT_INTERESTED: "said no",
    Step.COME_BACK: "wants machines",
    Step.NO_OFFER: "no offer made",
    Step.WITHDRAWN: "withdrawn",
    Step.DECLINED: "declined",
    Step.TURNED_BACK: "turned back",
    Step.QUIT: "quit",
}
"""How an approach that is over ended, by its last mail."""
_STANDS = {
    State.WAITING: "letter {mails}",
    State.REPLYING: "letter {mails}",
    State.INTERESTED: "interested!",
    State.PROCESS: "result {due}",
    State.OFFERED: "offer {due}",
    State.SIGNED: "starts {due}",
}


def role(sender: Sender) -> str:
    """A sender as sentences call them."""
    return {
        Sender.CEO: "The CEO",
        Sender.HIRING_MANAGER: "The hiring manager",
        Sender.RECRUITER: "The recruiters",
    }[sender]
