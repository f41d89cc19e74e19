"""The script and the calendar of a scenario in sentences: who does what, when, to whom, on which terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from outreach_sim.cli import output
from outreach_sim.formatting import counted

if TYPE_CHECKING:
    from outreach_sim.scenario.dated_events import ConferenceTable, WalkoutTable
    from outreach_sim.scenario.schema import Offer, ScriptLine, To

MOST = 20
MOST_NAMED = 8
_SENDERS = {"recruiter": "a recruiter", "hiring-manager": "the hiring manager", "ceo": "the CEO"}
_WORDS = {
    "invite": "invites",
    "offer": "makes an offer to",
    "withdraw": "withdraws its offer to",
    "counter": "makes a counter-offer to",
    "attend": "meets at a conference",
    "raise": "raises the pay of",
}


def show(script: Sequence[ScriptLine], player: str) -> None:
    """A line for each line of the script; of a long one, such as a game gives, the first."""
    for line in script[:MOST]:
        output.sentence(sentence(line, player))
    if len(script) > MOST:
        click.echo(f"… and {counted(len(script) - MOST, 'more line')} of script")


def sentence(line: ScriptLine, player: str) -> str:
    """One line of a script.

    Args:
        line: as the file says it.
        player: the lab that acts where the line names none.
    """
    return f"script: {line.lab or player}, {_when(line)}: {_what(line)}"


def conference(table: ConferenceTable) -> str:
    """One conference."""
    days, share = counted(table.days, "day"), output.percent(table.share)
    return f"conference: {table.name} from {table.start}, {days}, with {share} of all candidates"


def walkout(table: WalkoutTable) -> str:
    """One leader who goes, and what those are offered who follow."""
    told = f"walkout: on {table.on} the leader of {table.lab} goes to {table.to}"
    if table.pay_ratio is not None:
        pay = "the pay they have" if table.pay_ratio == 1.0 else f"{table.pay_ratio:g} times their pay"
        told += f", which offers everybody there {pay}"
    return told + (f"; back on {table.back}" if table.back else "")


def _when(line: ScriptLine) -> str:
    if line.on is not None:
        days = line.on if isinstance(line.on, list) else [line.on]
        return f"on {_some([str(day) for day in days])}"
    first = f" from {line.start}" if line.start else ""
    last = f" until {line.until}" if line.until else ""
    return f"every {line.every}{first}{last}"


def _what(line: ScriptLine) -> str:
    if line.do == "buy":
        return f"buys {line.h100e:,} h100e"
    if line.do == "rent":
        days = f" for {counted(line.rent_days, 'day')}" if line.rent_days else ""
        return f"rents {line.h100e:,} h100e{days}"
    if line.do == "stand":
        return _standing(line)
    whom = _whom(line.to)
    if line.do == "send":
        form = "; short interviews" if line.interviews == "short" else ""
        return f"sends {line.template} to {whom}, signed by {_SENDERS[line.sender]}{_terms(line.offer)}{form}"
    terms = _terms(line.offer) if line.do in ("offer", "raise") else ""
    words = f", in the words of {line.template}" if line.template else ""
    form = ", short interviews" if line.interviews == "short" else ""
    return f"{_WORDS[line.do]} {whom}{words}{terms}{form}"


def _standing(line: ScriptLine) -> str:
    if not line.keep_hours:
        return "answers no more offers to its own people unasked"
    who = f" of impact {line.counter_from:g} or more" if line.counter_from else ""
    return f"answers up to {counted(line.keep_hours, 'offer')} a week to people of its own{who}"


def _whom(to: To) -> str:
    if to.candidates:
        return f"candidate{'s' if len(to.candidates) > 1 else ''} {_some([str(c) for c in to.candidates])}"
    at = f" at {_some(to.employers)}" if to.employers else ""
    return f"the {to.top:,} highest by {to.by}{at}"


def _terms(offer: Offer) -> str:
    """What is offered, after a semicolon; nothing where nothing is said."""
    found = []
    if offer.pay_ratio is not None:
        found.append(f"{offer.pay_ratio:g} times the pay it takes them to have")
    if offer.pay_usd is not None:
        found.append(f"${offer.pay_usd:,} a year")
    if offer.sign_on_usd:
        found.append(f"${offer.sign_on_usd:,} to sign")
    if offer.pledge_h100e:
        found.append(f"{offer.pledge_h100e:,} h100e by name")
    if offer.direct:
        found.append("no interviews")
    return f"; {', '.join(found)}" if found else ""


def _some(words: Sequence[str]) -> str:
    rest = len(words) - MOST_NAMED
    return ", ".join(words[:MOST_NAMED]) + (f" and {rest:,} more" if rest > 0 else "")
