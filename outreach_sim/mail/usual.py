"""The letter that each sender usually signs: what a desk begins with, and what is weighed for everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from outreach_sim.market.setup import Sender

USUAL = {
    Sender.CEO: "ceo-personal",
    Sender.HIRING_MANAGER: "hiring-manager",
    Sender.RECRUITER: "recruiter",
}


def usual_letters(ids: Sequence[str], quotas: Mapping[Sender, int]) -> dict[Sender, str]:
    """The usual letters of those whom a lab lets write; of all senders where it lets nobody.

    Args:
        ids: of the letters there are.
        quotas: letters a week by sender; who is not in it may write without end.
    """
    there = {sender: letter for sender, letter in USUAL.items() if letter in ids}
    return {sender: letter for sender, letter in there.items() if quotas.get(sender, 1)} or there
