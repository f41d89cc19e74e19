"""``explain``: why a candidate would come, and what it would take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from outreach_sim.cli import complete, output
from outreach_sim.cli.labs import one_that_acts
from outreach_sim.cli.options import (
    Share,
    Whole,
    game_seed_option,
    json_option,
    lab_option,
    letters_option,
    scenario_argument,
    set_option,
)
from outreach_sim.cli.score_view import LetterPoints, show_letter
from outreach_sim.cli.template_find import with_letters
from outreach_sim.errors import UsageError
from outreach_sim.formatting import counted
from outreach_sim.inputs.amounts import Unit

if TYPE_CHECKING:
    from pathlib import Path

    from outreach_sim.model.explain import Explanation, Link
    from outreach_sim.model.prospect import Prospect
    from outreach_sim.model.what_if import Lever, WhatItTakes
    from outreach_sim.scenario.load import Scenario


STAGES = ("open", "reply", "interested", "offer", "accept", "chain")


@click.command("explain")
@scenario_argument
@lab_option("that writes")
@click.option("--candidate", type=Whole(1), required=True, help="Id of the candidate, from 1.")
@click.option("--as", "view", type=click.Choice(["lab", "truth"]), default="lab", show_default=True,
              help="What the lab can believe, or how it is.")  # fmt: skip
@click.option(
    "--pay", type=Whole(1_000, 10**12, Unit.USD), help="Yearly pay offered, USD.  [default: present pay]"
)
@click.option("--h100e", type=Whole(0, 10**9, Unit.H100E), default=0, help="Compute pledged by name, H100s.")
@click.option("--sender", type=click.Choice(["recruiter", "hiring-manager", "ceo"]), default="recruiter",
              show_default=True, help="Who signs.")  # fmt: skip
@click.option("--template", default="recruiter", show_default=True, shell_complete=complete.letters,
              help="The letter.")  # fmt: skip
@click.option(
    "--named",
    type=Whole(1_000, 10**12, Unit.USD),
    help="Yearly pay that the letter named, USD, where the offer is another.  [default: as offered]",
)
@click.option(
    "--deadline", type=Whole(1, 365, Unit.DAYS), default=7, show_default=True, help="Days to decide."
)
@click.option("--direct", is_flag=True, help="Offer without interviews.")
@click.option("--short", is_flag=True, help="Interviews in their short form.")
@click.option("--target", type=Share(),
              help="Chance to be reached.  [default: twice today's]")  # fmt: skip
@click.option(
    "--link",
    type=click.Choice(STAGES),
    default="chain",
    show_default=True,
    help="What TARGET is a chance of.",
)
@game_seed_option
@set_option
@letters_option
@json_option
def command(
    scenario: str, lab_id: str | None, candidate: int, view: str, pay: int | None, h100e: int, sender: str,
    template: str, named: int | None, deadline: int, direct: bool, short: bool, target: float | None,
    link: str, seed: int | None,
    overrides: tuple[str, ...], letters: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Say why a candidate of SCENARIO would come to a lab, on the first day, and what it would take.

    A letter is weighed mail by mail, as it would go out: each with its own words, on its weekday. With
    --named, it is the offer to somebody interested whose letter named another pay.
    """
    from outreach_sim.model.explain import explain
    from outreach_sim.model.what_if import what_would_it_take

    if direct and short:
        raise UsageError("--direct means no interviews, not short ones: leave out one of the two")
    loaded = with_letters(scenario, overrides, (template,), letters)
    seed = loaded.luck(seed)
    offer = Offer(pay, h100e, sender, template, direct, deadline, named, short)
    who = find_prospect(loaded, lab_id, candidate, view, offer, seed)
    p = loaded.setup.parameters
    explanation, takes = explain(p, who), what_would_it_take(p, who, target, link, signers(offer))
    worth = None
    if view == "lab" and named is None:
        worth = points_of_letter(loaded, lab_id, candidate, offer, int(who.offered_usd), seed)
    if as_json:
        lab = lab_id or loaded.spec.scenario.player
        head = {"candidate": candidate, "name": who.candidate, "lab": lab, "as": view}
        asked = output.fields_of(takes)
        levers = {"what_would_it_take": asked.pop("levers")}
        points = {"points": worth and output.fields_of(worth)}
        output.print_json(head | explanation.as_dict() | points | levers | {"asked": asked})
    else:
        show(who, explanation, takes, view)
        show_letter(worth)


@dataclass(frozen=True, slots=True)
class Offer:
    """The letter and its terms, as the options say them."""

    pay_usd: int | None
    h100e: int = 0
    sender: str = "recruiter"
    template: str = "recruiter"
    direct: bool = False
    deadline_days: int = 7
    named_usd: int | None = None
    short: bool = False


def signers(offer: Offer) -> tuple[str, ...]:
    """Who may sign the letter, besides who does; a letter of one's own may be signed by anybody."""
    from outreach_sim.mail.template import shipped_templates
    from outreach_sim.model.prospect import SENDERS

    template = shipped_templates().get(offer.template)
    return SENDERS if template is None else (*template.senders, offer.sender)


def find_prospect(
    loaded: Scenario, lab_id: str | None, candidate: int, view: str, offer: Offer, seed: int
) -> Prospect:
    """The candidate and the lab as numbers, or a sentence why not."""
    from outreach_sim.market.plan import Plan, having_named
    from outreach_sim.market.prospects import weigh
    from outreach_sim.market.state.world import World
    from outreach_sim.scenario.build import SENDERS

    lab = one_that_acts(loaded.setup, place_of(lab_id or loaded.spec.scenario.player, loaded.lab_ids, "lab"))
    letter = letter_sent(loaded, offer.template)
    if candidate > len(loaded.population):
        raise UsageError(f"there is no candidate {candidate}, ids run from 1 to {len(loaded.population):,}")
    if loaded.setup.people.employer[candidate - 1] == lab:
        raise UsageError(f"candidate {candidate} works at {loaded.lab_ids[lab]} already")
    world = World(loaded.setup, seed, [0])
    sender, name = SENDERS[offer.sender], loaded.population.book.name(candidate - 1)
    plan = Plan(offer.pay_usd or 0, letter, sender, offer.h100e, offer.direct, offer.deadline_days)
    plan = replace(plan, short=offer.short)
    if offer.named_usd:
        plan = having_named(plan, candidate - 1, offer.named_usd)
    if not offer.pay_usd:
        # Present pay as this view knows it: a lab must not learn the true figure from a default.
        present = weigh(world, lab, candidate - 1, plan, name, view == "truth").features.present_usd
        plan = replace(plan, pay_usd=int(float(present)))
    return weigh(world, lab, candidate - 1, plan, name, view == "truth")


def letter_sent(loaded: Scenario, name: str) -> int:
    """The place of a letter with which somebody is written to.

    Raises:
        UsageError: there is none of that name, or it is an answer.
    """
    from outreach_sim.mail.template import gallery_ids

    own = loaded.own_letters.get(name)
    if own is not None and own.stage == "answer":
        raise UsageError(f"{name!r} is an answer: it is said to who has answered, and opens nothing")
    return place_of(name, loaded.setup.letters.ids, "template", gallery_ids())


def points_of_letter(
    loaded: Scenario, lab_id: str | None, candidate: int, offer: Offer, pay_usd: int, seed: int
) -> LetterPoints:
    """What the letter is worth to the lab on the first day, and on which pay it would be worth most."""
    import numpy as np

    from outreach_sim.market.outlook import outlook
    from outreach_sim.market.plan import Plans
    from outreach_sim.market.state.world import World
    from outreach_sim.market.values import best_pay, letter
    from outreach_sim.scenario.build import SENDERS

    lab = loaded.lab_ids.index(lab_id or loaded.spec.scenario.player)
    template = loaded.setup.letters.ids.index(offer.template)
    terms = (template, SENDERS[offer.sender], offer.h100e, offer.direct, offer.deadline_days, offer.short)
    plans = Plans(pay_usd, *terms)
    before, people = outlook(World(loaded.setup, seed, [0]), lab), np.array([candidate - 1])
    worth = letter(before, people, plans)
    advised_usd, advised = best_pay(before, people, plans)
    return LetterPoints.of(worth, int(advised_usd[0]), float(advised.expected[0]))


def place_of(name: str, known: tuple[str, ...], kind: str, more: Sequence[str] = ()) -> int:
    """Where a name stands among those there are, or a sentence which is the nearest, of these and of more."""
    from difflib import get_close_matches

    if name in known:
        return known.index(name)
    close = get_close_matches(name, [*known, *more], 1)
    hint = f"did you mean {close[0]!r}?" if close else f"the {kind}s are {', '.join(known)}"
    raise UsageError(f"there is no {kind} {name!r}, {hint}")


def show(who: Prospect, explanation: Explanation, takes: WhatItTakes, view: str) -> None:
    """The same for people."""
    from outreach_sim.formatting import usd

    seen = f"as {who.lab} can see it" if view == "lab" else "as it is"
    output.heading(f"{who.candidate}, {who.employer}: {usd(who.offered_usd)} a year from {who.lab}, {seen}")
    for link in explanation.links:
        show_link(link, explanation.expected[link.stage], view)
        if link.stage == "reply" and len(explanation.mails) > 1:
            by_mail = ", ".join(output.percent(mail.probability) for mail in explanation.mails)
            output.sentence(f"Each mail for itself, from the first: {by_mail}.", indent=2)
    click.echo()
    click.echo(f"The whole way from a mail to a yes: {output.percent(explanation.chain)}.")
    if 0 < explanation.gate_chance < 1:
        output.sentence(
            f"Links are as if not gated; the chance of a gate is {output.percent(explanation.gate_chance)}."
        )
    output.sentence(
        f"If {who.employer} counters, yes falls to {output.percent(explanation.accept_if_countered)}."
    )
    show_takes(takes)


def show_link(link: Link, expected: float, view: str) -> None:
    """One link: its chance, and its terms as signed bars; shown digits add up."""
    from outreach_sim.model.explain import rounded_terms

    click.echo()
    chance = f"{link.stage}: {output.percent(link.probability)}"
    if link.stage == "interested":
        chance += f" of sequences, {output.percent(link.given_before)} of those who reply"
    if output.percent(expected) != output.percent(link.given_before):
        over = "all this lab cannot know" if view == "lab" else "all mails and counter-offers"
        chance += f" (over {over}, given the link before: {output.percent(expected)})"
    output.heading(chance)
    values = rounded_terms(link.terms)
    full = max((abs(value) for value in values), default=1.0)
    for term, value in zip(link.terms, values, strict=True):
        output.beside(f"  {value:+6.2f} {output.bar(value, full)} ", f"{term.name}: {term.sentence}")
    click.echo(f"  {sum(values):+6.2f} {' ' * 25} sum, in log-odds")


def show_takes(takes: WhatItTakes) -> None:
    """The levers, one line each."""
    from outreach_sim.formatting import usd

    what = "the whole way" if takes.link == "chain" else takes.link
    now, target = output.percent(takes.now), output.percent(takes.target)
    click.echo()
    if takes.target <= takes.now:
        output.sentence(f"It takes nothing to bring {what} to {target}: it is at {now}.")
        return
    output.sentence(f"What would it take to bring {what} from {now} to {target}?")
    for lever in takes.levers:
        output.sentence(f"{lever.lever}: {_lever(lever)}", indent=2)
    worth = takes.usd_for_1000_h100e
    if worth is None:
        output.sentence("No pay is worth 1,000 H100s pledged by name here.", indent=2)
    else:
        output.sentence(f"1,000 H100s pledged by name are worth about {usd(worth)} a year here.", indent=2)


def _lever(lever: Lever) -> str:
    if not lever.possible:
        return lever.reason
    if isinstance(lever.value, str):
        text = f"signed by the {lever.value.replace('-', ' ').replace('ceo', 'CEO')}"
    elif lever.unit == "h100e pledged":
        text = f"{counted(round(lever.h100e), 'H100')} pledged by name, about ${lever.cost_usd:,.0f} a year"
    else:
        text = f"${lever.value or 0:,.0f} a year"
        if lever.h100e:
            text += f" and {counted(round(lever.h100e), 'H100')} pledged by name"
        text += f", ${lever.cost_usd:,.0f} more than now"
    return f"{text} (reaches {output.percent(lever.reaches)})"
