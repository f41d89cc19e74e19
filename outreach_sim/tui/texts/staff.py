"""The lab's own people as texts to be shown."""

from __future__ import annotations

import math

from rich.console import Group, RenderableType
from rich.text import Text

from outreach_sim.formatting import counted, dated, percent, usd
from outreach_sim.model.explain import Explanation
from outreach_sim.tui.colours import BAD, GOOD, QUIET, STRONG, WARN
from outreach_sim.tui.play import Play
from outreach_sim.tui.score import FINE, signed
from outreach_sim.tui.staff import Member, Staff, rule_of, why_not_counter
from outreach_sim.tui.texts.card import reasons
from outreach_sim.tui.widgets.table import Heading

COLUMNS = (
    Heading("Name", 18),
    Heading("Impact", 6, right=True),
    Heading("Leaves", 7, right=True),
    Heading("For", 10),
    Heading("Worth", 5, right=True),
    Heading("Decides", 7),
    Heading("Counter", 8, right=True),
)


def cells(play: Play, member: Member) -> tuple[str, ...]:
    """One row of the table."""
    impact = play.scenario.setup.people.impact[member.candidate] / 100
    offer = member.offer
    until = "" if offer is None else dated(play.scenario.date_of(offer.until), "%-d %b")
    answer = "made" if member.candidate in play.left.countered else ""
    if not answer and not math.isnan(member.counter):
        answer = signed(member.counter, FINE)
    rival = play.lab_called(offer.lab if offer is not None else member.rival)
    worth = signed(member.worth, 2 if abs(member.worth) < 9.995 else 1)
    return (
        play.name(member.candidate), f"{impact:.1f}", percent(member.leaves),
        rival if member.letters or offer else "", worth, until, answer,
    )  # fmt: skip


def summary(play: Play, found: Staff) -> Text:
    """How many there are, how many are expected to leave, and the standing rule."""
    if not found.whole:
        return Text("Your people are being weighed …", QUIET)
    if not found.found:
        return Text("Nobody of yours is among the candidates, so nobody is named who could leave.", QUIET)
    leave = math.fsum(member.leaves for member in found.members)
    offers = sum(member.offer is not None for member in found.members)
    shown = counted(len(found.members), "person", "people")
    of = f"the best {shown} of {found.found:,}" if found.found > len(found.members) else shown
    text = Text(f"{of} · {leave:.1f} of them expected to leave within a year", QUIET)
    if offers:
        text.append(f" · {counted(offers, 'offer')} to answer", WARN)
    return text.append(f"\n{rule_told(play)}", QUIET)


def rule_told(play: Play) -> str:
    """The standing rule in a sentence."""
    counter_from, keep = rule_of(play)
    if not keep:
        return "Standing rule: off; offers to your people wait for your answer. r sets it."
    hours = counted(keep, "counter-offer")
    return (
        f"Standing rule: {hours} a week, the best first, to whoever has an impact of {counter_from:g} or more. r changes it."
    )


def detail(play: Play, member: Member, explanation: Explanation | None) -> Group:
    """One of them: how likely they leave and for whom, their offer and an answer to it; why."""
    head = Text(f"{play.name(member.candidate)}\n", STRONG)
    pay = usd(int(play.session.world.pay_usd[member.candidate]))
    head.append(f"paid {pay} a year; having them is worth {signed(member.worth)} points\n")
    head.append_text(_offer(play, member) if member.offer is not None else _price(play, member))
    parts: list[RenderableType] = [head]
    if explanation is None:
        head.append("Nobody writes to your people as a habit.\n", QUIET)
        return Group(*parts)
    rival = play.lab_called(member.rival)
    head.append(f"{percent(member.leaves)} to leave within a year; likeliest for {rival}, ")
    head.append(
        f"whose letters ({member.letters:.1f} a year to people like them) win {percent(member.chance)}."
    )
    accept = next(link for link in explanation.links if link.stage == "accept")
    parts += [Text(), reasons(accept, f"Says yes to {rival}, if the fit is middling")]
    return Group(*parts)


def _price(play: Play, member: Member) -> Text:
    """What a counter-offer will cost when somebody has made them an offer."""
    if not play.scenario.setup.mechanisms.counter_offers:
        return Text()
    hour = "" if play.left.hours is None else ", and an hour of the CEO"
    return Text(f"A counter-offer, once they have an offer, costs {usd(member.cost_usd)} a year{hour}.\n")


def _offer(play: Play, member: Member) -> Text:
    """The offer they have told of, and what a counter-offer would be."""
    offer = member.offer
    assert offer is not None, "asked only of who has one"
    until = dated(play.scenario.date_of(offer.until), "%a %-d %b")
    text = Text(f"Has an offer from {play.lab_called(offer.lab)}, and decides on {until}.\n", WARN)
    if member.candidate in play.left.countered:
        text.append("Your counter-offer is made: ")
        return text.append(f"{percent(member.if_countered)} to leave all the same.\n")
    text.append(f"{percent(member.taken)} to leave; {percent(member.if_countered)} after a counter-offer, ")
    text.append(f"which costs {usd(member.cost_usd)} a year if they stay, and an hour of the CEO. ")
    style = GOOD if member.counter > 0 else BAD
    text.append("Expected: ").append(f"{signed(member.counter, FINE)} points", f"{STRONG} {style}").append(
        ".\n"
    )
    why = why_not_counter(play, member)
    return text.append(f"{why}\n", BAD) if why else text
