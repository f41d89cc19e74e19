"""A candidate's card, a chance with its reasons, and what it would take: as texts to be shown."""

from __future__ import annotations

import math

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from outreach_sim.formatting import bar, counted, dated, percent, usd
from outreach_sim.market.setup import Fact, number_of
from outreach_sim.market.state.approaches import Flag, State
from outreach_sim.market.view import OwnApproach
from outreach_sim.model.explain import Explanation, Link, rounded_terms
from outreach_sim.model.what_if import Lever, WhatItTakes
from outreach_sim.tui.colours import BAD, GOOD, QUIET, STRONG, WARN
from outreach_sim.tui.draft import Draft, first_draft, standing_draft, weighed
from outreach_sim.tui.notes import shown_tags
from outreach_sim.tui.play import Play
from outreach_sim.tui.status import role
from outreach_sim.tui.texts import stakes
from outreach_sim.tui.worths import best_answer

LEAST_FEARED = 0.005
"""Below half a percent a feared gate is not worth a line."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_SEQUENCES = ("two mails", "three mails", "four mails", "five mails", "six mails")
_LEVELS = {1: "researcher", 2: "senior researcher", 3: "staff researcher", 4: "principal", 5: "distinguished"}
_LINKS = {
    "open": "opens the mail",
    "reply": "answers",
    "interested": "is interested",
    "offer": "gets an offer",
    "accept": "says yes",
}


def whole(play: Play, candidate: int) -> Group:
    """What is known of a person, the chance as things stand or of a first letter, and why."""
    head = facts(play, candidate).append("\n\n")
    own = play.approach(candidate)
    if int(play.view.employer[candidate]) in (-1, play.lab):
        return Group(head)
    draft = _next_step(play, own) if own else first_draft(play, (candidate,))
    explanation = weighed(play, draft)
    head.append(f"{terms_line(draft) if own else first_terms(draft)}\n", "italic")
    worth = play.worths.of(play, candidate)
    if worth is not None:
        head.append_text(stakes.if_yes(worth)).append_text(stakes.expected(worth)).append("\n")
    return Group(head.append_text(chances(explanation, own)), why(explanation, own))


def _next_step(play: Play, own: OwnApproach) -> Draft:
    """An approach as it stands; of somebody interested with the answer whose points stand beside it."""
    draft = standing_draft(play, own)
    if own.state != State.INTERESTED:
        return draft
    form, _ = best_answer(play, own)
    return draft.changed(direct=bool(form.flag & Flag.DIRECT), short=bool(form.flag & Flag.SHORT))


def facts(play: Play, candidate: int) -> Text:
    """Who this is, as far as the lab can know."""
    people, profile = play.scenario.setup.people, play.profile(candidate)
    employer = play.lab_called(int(play.view.employer[candidate]))
    level = _LEVELS.get(int(people.level[candidate]), "researcher")
    text = Text()
    text.append(f"{profile.name}\n", "bold")
    text.append(f"{level}, {employer}   id {number_of(candidate)}\n")
    text.append(f"impact {people.impact[candidate] / 100:.1f} of an average researcher\n")
    text.append(f"{paid(play, candidate)}\n")
    mask = int(people.known[candidate])
    known = [
        (Fact.TOPIC, "works on", profile.topic),
        (Fact.PAPER, "wrote", profile.paper),
        (Fact.TEAM, "came from", profile.former_team),
        (Fact.CITY, "lives in", profile.city),
    ]
    for fact, verb, value in known:
        if mask >> fact & 1:
            text.append(f"{verb} ", "dim").append(f"{value}\n")
    asked, attending = play.view.asked_h100e, play.view.attending
    if asked is not None and asked[candidate] > 0:
        text.append(f"wants a fleet of {counted(int(asked[candidate]), 'H100')}\n", WARN)
    if attending is not None and attending[candidate]:
        text.append("is at the conference today\n", WARN)
    note = play.notes.of(candidate)
    if note is not None and note.tags:
        text.append(f"{shown_tags(note.tags)}\n", WARN)
    if note is not None and note.text:
        on = "" if note.day is None else f" ({dated(play.scenario.date_of(note.day), '%-d %B')})"
        text.append(f"note: {note.text}{on}\n", WARN)
    text.append(f"{play.status(candidate)}", "italic")
    rests, again = play.free_on(candidate), "again on" if play.has_written_to(candidate) else "from"
    return (
        text
        if rests is None
        else text.append(f", can be written to {again} {dated(rests, '%-d %B')}", "italic")
    )


def addressees(play: Play, draft: Draft) -> Text:
    """Whom a letter goes to, on one line."""
    text = Text(no_wrap=True, overflow="ellipsis")
    others, employer = len(draft.candidates) - 1, play.lab_called(int(play.view.employer[draft.first]))
    # A span never begins with a space: pictures of the screen lose those.
    text.append("To ", "dim").append(play.name(draft.first) + " " * (others > 0), "bold")
    if others:
        text.append(f"and {counted(others, 'other')}")
    return text.append(f", {employer}", "dim")


def terms_line(own: OwnApproach | Draft) -> str:
    """The offer as it stands, on one line."""
    parts = [f"{usd(own.pay_usd)} a year"]
    if own.sign_on_usd:
        parts.append(f"{usd(own.sign_on_usd)} to sign")
    if own.pledge_h100e:
        parts.append(f"{counted(own.pledge_h100e, 'H100')} by name")
    interviewed = "short interviews" if own.short else "with interviews"
    parts.append("no interviews" if own.direct else interviewed)
    return ", ".join(parts)


def paid(play: Play, candidate: int) -> str:
    """What this person earns, and how far the lab knows it."""
    pay = usd(int(play.view.pay.of(candidate)))
    known = play.scenario.setup.people.pay_known[candidate] or play.view.employer[candidate] == play.lab
    return f"paid {pay} a year" if known else f"paid about {pay} a year, by the public band"


def first_terms(draft: Draft) -> str:
    """What the chance of somebody who has no letter yet is based on."""
    who = role(draft.sender)
    return f"If {who[0].lower()}{who[1:]} wrote today, with {usd(draft.pay_usd)} a year:"


def chances(explanation: Explanation, own: OwnApproach | None = None) -> Text:
    """The way that is left and its links, each conditional on the one before."""
    text = Text()
    ahead = links_ahead(own)
    if ahead:
        whole = math.prod(explanation.expected[stage] for stage in ahead)
        text.append(f"{percent(whole)} ", STRONG)
        text.append("from the first mail to a yes\n" if len(ahead) == len(_LINKS) else "from here to a yes\n")
    for stage in ahead:
        said = _LINKS[stage]
        chance = explanation.expected[stage]
        filled, shown = round(chance * 10), percent(chance)
        # A span never begins with a space: pictures of the screen lose those.
        text.append("█" * filled, GOOD).append("░" * (10 - filled) + " " * (9 - len(shown)), QUIET)
        text.append(f"{shown} {said}\n")
    if ahead and explanation.gate_chance > LEAST_FEARED:
        text.append(f"{percent(explanation.gate_chance)} that only a larger fleet would do\n", WARN)
    return text


def links_ahead(own: OwnApproach | None) -> tuple[str, ...]:
    """Links of the chain that somebody has not passed yet; silence is the whole way."""
    passed = {State.INTERESTED: 3, State.PROCESS: 3, State.OFFERED: 4, State.SIGNED: 5}
    return tuple(_LINKS)[passed.get(own.state, 0) if own is not None else 0 :]


def reasons(link: Link, title: str) -> Group:
    """The terms of one link; shown digits add up to its logit, and the logit to its chance."""
    values = rounded_terms(link.terms)
    full = max((abs(value) for value in values), default=1.0)
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(width=5, no_wrap=True)
    table.add_column(width=9, no_wrap=True)
    table.add_column(ratio=1)
    for term, value in zip(link.terms, values, strict=True):
        style = GOOD if value > 0 else BAD if value < 0 else QUIET
        said = Text(f"{term.name}: ", STRONG).append(term.sentence, "not bold")
        table.add_row(Text(f"{value:+.2f}"), _bar(value, full, style), said)
    total = f"in log-odds, which is {percent(link.probability)}"
    table.add_row(Text(f"{sum(values):+.2f}", STRONG), Text(), Text(total, QUIET))
    return Group(Text(f"{title}: {percent(link.probability)}", STRONG), table)


def _bar(value: float, full: float, style: str) -> Text:
    drawn = bar(value, full, 4)
    blocks = drawn.lstrip()
    return Text(" " * (len(drawn) - len(blocks))).append(blocks, style)


def why(explanation: Explanation, own: OwnApproach | None = None) -> Group:
    """Reasons for what lies ahead, as if nothing were feared that is not certain."""
    by_stage, ahead = {link.stage: link for link in explanation.links}, links_ahead(own)
    titles = {
        "open": "Opens the first mail",
        "reply": f"Answers {_likeliest(explanation)}, if the fit is middling",
        "accept": "Says yes to the offer, if the fit is middling",
    }
    parts: list[RenderableType] = []
    for stage in ("reply", "accept", "open"):
        if stage in ahead:
            parts += [reasons(by_stage[stage], titles[stage]), Text()]
    if "accept" in ahead and 0.0 < explanation.counter_chance < 1.0:
        parts.append(Text(f"If the employer counters: {percent(explanation.accept_if_countered)}."))
    return Group(*parts)


def _likeliest(explanation: Explanation) -> str:
    """The mail that the reasons are about: of several that which is likeliest to be answered."""
    mails = explanation.mails
    if len(mails) == 1:
        return "the mail"
    reply = next(link for link in explanation.links if link.stage == "reply")
    return f"the {_ORDINALS[mails.index(reply)]} of {_SEQUENCES[len(mails) - 2]}, the likeliest"


def levers(answer: WhatItTakes) -> Text:
    """What it would take, a line or two for each lever."""
    what = "the whole way" if answer.link == "chain" else _LINKS[answer.link]
    text = Text()
    text.append(f"From {percent(answer.now)} to {percent(answer.target)} ({what}):\n", "bold")
    for lever in answer.levers:
        style = "" if lever.possible else "dim"
        text.append(f"{lever.lever}: ", "bold").append(f"{_lever(lever)}\n", style)
    if answer.usd_for_1000_h100e is None:
        text.append("No pay is worth 1,000 H100s by name here.\n", "dim")
    else:
        text.append(f"1,000 H100s by name are worth {usd(answer.usd_for_1000_h100e)} a year here.\n", "dim")
    return text


def _lever(lever: Lever) -> str:
    if not lever.possible:
        return lever.reason
    if isinstance(lever.value, str):
        return f"signed by the {lever.value.replace('-', ' ').replace('ceo', 'CEO')}"
    if lever.unit == "h100e pledged":
        return f"{counted(round(lever.h100e), 'H100')} by name ({usd(lever.cost_usd)} a year)"
    text = f"{usd(lever.value or 0.0)} a year"
    return f"{text} and {counted(round(lever.h100e), 'H100')} by name" if lever.h100e else text
