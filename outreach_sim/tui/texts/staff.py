"""The lab's own people as texts to be shown."""

from __future__ import annotations

import math

from rich.console import Group, RenderableType
from rich.text import Text

from outreach_sim.formatting import counted, dated, percent, signed, usd
from outreach_sim.model.explain import Explanation
from outreach_sim.tui.colours import BAD, GOOD, QUIET, STRONG, WARN
from outreach_sim.tui.columns import ASKED, NAME, Look
from outreach_sim.tui.play import Play
from outreach_sim.tui.score import FINE
from outreach_sim.tui.staff import Member, Staff, rule_of, why_not_counter
from outreach_sim.tui.texts.card import reasons
from outreach_sim.tui.widgets.keys import pressed


def _impact(play: Play, member: Member) -> str:
    return f"{play.scenario.setup.people.impact[member.candidate] / 100:.1f}"


def _rival(play: Play, member: Member) -> str:
    """Whose offer they have, or else who is likeliest to win them; empty where nobody writes."""
    if member.offer is None and not member.going.letters:
        return ""
    return play.lab_called(member.going.rival if member.offer is None else member.offer.lab)


def _worth(play: Play, member: Member) -> str:
    return signed(member.worth, 2 if abs(member.worth) < 9.995 else 1)


def _decides(play: Play, member: Member) -> str:
    until = None if member.offer is None else play.scenario.date_of(member.offer.until)
    return "" if until is None else dated(until, "%-d %b")


def _counter(play: Play, member: Member) -> str:
    if member.candidate in play.left.countered:
        return "made"
    return "" if math.isnan(member.counter) else signed(member.counter, FINE)


LOOKS: tuple[Look[Member], ...] = (
    Look(heading=NAME, width=18, means="who it is", most=26,
         text=lambda play, member: play.name(member.candidate)),
    Look(heading="L", width=1, means="level, 1 researcher to 5 distinguished", place=1,
         text=lambda play, member: str(play.scenario.setup.people.level[member.candidate])),
    Look(heading="Impact", width=6, means="work of so many average researchers", right=True, text=_impact),
    Look(heading="Pay", width=7, means="a year", right=True, place=2,
         usd=lambda play, member: play.pay_of_staff(member.candidate)),
    Look(heading="Leaves", width=7, means="chance that rivals win them within a year", right=True,
         text=lambda play, member: percent(member.going.leaves)),
    Look(heading="For", width=10, means="the rival with the largest part in it", text=_rival),
    Look(heading="Letters", width=7, means="that rival's to people like them, a year", right=True, place=3,
         text=lambda _, member: f"{member.going.letters:.1f}"),
    Look(heading="Worth", width=5, means="points of having them", right=True, text=_worth),
    Look(heading="At stake", width=8, means="worth, times the chance that they leave", right=True, place=4,
         text=lambda _, member: signed(member.at_stake, FINE)),
    Look(heading="Decides", width=7, means="the day to decide on an offer", text=_decides),
    Look(heading="Counter", width=8, means="points to be expected of a counter-offer", right=True,
         text=_counter),
    Look(heading="Cost", width=7, means="of a counter-offer a year, if they stay", right=True, place=ASKED,
         usd=lambda _, member: member.cost_usd),
    Look(heading="Note", width=16, means="what you have noted", place=ASKED, most=60,
         text=lambda play, member: play.notes.about(member.candidate)),
)  # fmt: skip
"""All columns of the lab's own people."""


def summary(play: Play, found: Staff) -> Text:
    """How many there are, how many are expected to leave, and the standing rule."""
    if not found.whole:
        return Text("Your people are being weighed …", QUIET)
    if not found.found:
        return Text("Nobody of yours is among the candidates, so nobody is named who could leave.", QUIET)
    leave = math.fsum(member.going.leaves for member in found.members)
    offers = len(play.offers_to_answer())
    shown = counted(len(found.members), "person", "people")
    of = f"the best {shown} of {found.found:,}" if found.found > len(found.members) else shown
    text = Text(f"{of} · {leave:.1f} departures expected within a year", QUIET)
    if offers:
        text.append(f" · {counted(offers, 'offer')} to answer", WARN)
    return text.append(f"\n{rule_told(play)}", QUIET)


def rule_told(play: Play) -> str:
    """The standing rule in a sentence."""
    counter_from, keep = rule_of(play)
    if not keep:
        key = pressed("staff.rule")
        return f"Standing rule: off; offers to your people wait for your answer. {key} sets it."
    hours = counted(keep, "counter-offer")
    return (
        f"Standing rule: {hours} a week, the best first, to whoever has an impact of {counter_from:g} "
        f"or more. {pressed('staff.rule')} changes it."
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
    rival = play.lab_called(member.going.rival)
    head.append(f"{percent(member.going.leaves)} to leave within a year; likeliest for {rival}, ")
    head.append(
        f"whose letters ({member.going.letters:.1f} a year to people like them) win "
        f"{percent(member.going.chance)}."
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
        return text.append(f"{percent(member.going.if_countered)} to leave all the same.\n")
    why = why_not_counter(play, member)
    if offer.until <= play.session.day:
        return text.append(f"{percent(member.going.taken)} to leave. ").append(f"{why}\n", BAD)
    after = percent(member.going.if_countered)
    text.append(f"{percent(member.going.taken)} to leave; {after} after a counter-offer, ")
    text.append(f"which costs {usd(member.cost_usd)} a year if they stay, and an hour of the CEO. ")
    style = GOOD if member.counter > 0 else BAD
    text.append("Expected: ").append(f"{signed(member.counter, FINE)} points", f"{STRONG} {style}").append(
        ".\n"
    )
    return text.append(f"{why}\n", BAD) if why else text
