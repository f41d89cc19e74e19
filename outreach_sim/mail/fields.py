"""Everything a template may insert: a fixed dictionary of plain text, and what it counts as."""

from __future__ import annotations

from dataclasses import dataclass

from outreach_sim.market.setup import Fact


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a template can name.

    Attributes:
        meaning: for help texts.
        width: characters it counts as when a letter is measured, so that a long name is no long letter.
        sample: what previews show.
        fact: the contact fact it gives away; ``None`` for everything else.
        offer: whether it states the terms.
        reply: whether only replies have it.
    """

    meaning: str
    width: int
    sample: str
    fact: Fact | None = None
    offer: bool = False
    reply: bool = False


FIELDS: dict[str, Field] = {
    "name": Field("the candidate's full name, in the order in which it is spoken", 16, "Robin Sample"),
    "first_name": Field(
        "what the candidate is called by, without titles; the whole name where that cannot be told",
        7,
        "Robin",
    ),
    "employer": Field("the lab they work at", 12, "Quiet Labs"),
    "topic": Field("what they work on", 20, "theorem proving", Fact.TOPIC),
    "paper": Field("the title of a paper of theirs", 36, "Patient Critics without Labels", Fact.PAPER),
    "former_team": Field("where they worked before", 18, "the speech team", Fact.TEAM),
    "city": Field("where they live", 9, "Zurich", Fact.CITY),
    "lab": Field("the lab that writes", 10, "Meta AI"),
    "sender": Field("the role that signs", 18, "The CEO"),
    "pay": Field("yearly pay offered, with currency", 10, "$1,300,000", offer=True),
    "terms": Field("the whole offer in words", 60, "$1,300,000 a year, without interviews", offer=True),
    "deadline_days": Field("days to decide", 2, "7", offer=True),
    "fleet": Field("the lab's fleet in H100s", 7, "350,000"),
    "compute_per_researcher": Field("H100s for each researcher at the lab", 3, "58"),
    "threshold": Field("the fleet a reply asks for, in H100s", 6, "10,000", reply=True),
    "deadline": Field("time to decide, in words", 7, "7 days", reply=True),
    "named_pay": Field("yearly pay, where the letter named it", 10, "$1,300,000", reply=True),
    "who": Field("who wrote, as the reader would say", 11, "a recruiter", reply=True),
    "today": Field("the day of the week on which the reply is written", 9, "Tuesday", reply=True),
    "day_proposed": Field("a working day soon after", 9, "Thursday", reply=True),
    "their_day": Field("the day of the letter, where it was within a week", 9, "Monday", reply=True),
    "nth": Field("which of the lab's mails it answers, from the second on", 6, "third", reply=True),
    "said_in": Field("the month of the reader's last answer, in an earlier round", 8, "March", reply=True),
    "wrote_in": Field("the month of the lab's round before, if it had no answer", 8, "March", reply=True),
    "colleague": Field("who went there last from the reader's lab", 16, "Alex Beispiel", reply=True),
    "rival": Field("the other lab with which the reader has signed", 10, "Anthropic", reply=True),
}
"""Names are all a template can use; values are text, empty where there is nothing to say."""
GONE_FIELDS = {
    "counter": "the field is gone: the sum of a counter-offer would tell what somebody earns; say it without",
}
"""Fields that letters once had, and why they have them no more."""
