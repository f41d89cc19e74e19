"""What somebody has answered to a lab so far, as the model can make use of it."""

from __future__ import annotations

from collections.abc import Iterable

from outreach_sim.mail.steps import Step
from outreach_sim.model.prospect import Answer
from outreach_sim.storage.correspondence.threads import Mail

_ANSWERS = {
    Step.INTERESTED: Answer.YES,
    Step.FOLLOWS: Answer.YES,
    Step.CAME_BACK: Answer.YES,
    Step.NOT_INTERESTED: Answer.NO,
    Step.COME_BACK: Answer.MACHINES,
}


def heard_in(thread: Iterable[Mail]) -> Answer:
    """The latest answer to letters in a thread with a lab, in its order."""
    found = [_ANSWERS[mail.step] for mail in thread if mail.step in _ANSWERS]
    return found[-1] if found else Answer.NOTHING
