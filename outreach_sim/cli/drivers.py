"""``drivers``: what decides who comes to a lab, and how far compute and pay move it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import complete, output
from outreach_sim.cli.options import Ratio, Whole, json_option, letters_option, seed_option, set_option
from outreach_sim.cli.progress import Progress
from outreach_sim.cli.template_find import with_letters
from outreach_sim.formatting import counted
from outreach_sim.inputs.amounts import Unit
from outreach_sim.market.limits import MAX_H100E

if TYPE_CHECKING:
    from pathlib import Path

    from outreach_sim.market.setup import Setup
    from outreach_sim.scenario.load import Scenario
    from outreach_sim.study.drivers import Drivers, Grid, Scope
    from outreach_sim.study.readers import Question
    from outreach_sim.study.statistics import Interval

FLEETS_OF_TODAYS = (0.1, 0.4, 1.0, 4.0, 10.0)
FLEET_OF_NONE_H100E = 1_000
"""For a lab without machines, fractions and multiples of so many are tried."""
RATIOS = (1.0, 1.5, 2.0, 3.0, 4.0)
NONE = "0.0 %"


@click.command("drivers")
@click.argument("scenario", shell_complete=complete.scenarios)
@click.option("--lab", "lab_id", shell_complete=complete.labs,
              help="Id of the lab that writes.  [default: the player's]")  # fmt: skip
@click.option("--from", "from_id", shell_complete=complete.labs,
              help="Whose people stand in the first column.  [default: the rival with most]")  # fmt: skip
@click.option("--pay-ratio", type=Ratio(), default=2.0, show_default=True,
              help="Pay offered over what the lab believes people earn, as in a script.")  # fmt: skip
@click.option("--sender", type=click.Choice(["recruiter", "hiring-manager", "ceo"]), default="ceo",
              show_default=True, help="Who signs.")  # fmt: skip
@click.option("--template", default="ceo-personal", show_default=True, shell_complete=complete.letters,
              help="The letter.")  # fmt: skip
@click.option("--deadline", type=Whole(1, 365, Unit.DAYS), default=7, show_default=True,
              help="Days to decide.")  # fmt: skip
@click.option("--direct", is_flag=True, help="Offer without interviews.")
@click.option("--grid-fleet", "fleets", type=Whole(0, MAX_H100E, Unit.H100E), multiple=True,
              help="A fleet of the lab to try, H100s; may be repeated.  [default: a tenth of today's to "
              "ten times it]")  # fmt: skip
@click.option("--grid-pay", "ratios", type=Ratio(), multiple=True, default=RATIOS, show_default=True,
              help="Pay to try, over believed pay; may be repeated.")  # fmt: skip
@click.option("--h100e", type=Whole(1, MAX_H100E, Unit.H100E), default=1_000, show_default=True,
              help="Compute by name whose worth in pay is told, H100s.")  # fmt: skip
@click.option("-n", "worlds", type=Whole(1, 10_000), default=20, show_default=True,
              help="How many worlds of tastes.")  # fmt: skip
@seed_option
@set_option
@letters_option
@json_option
def command(
    scenario: str, lab_id: str | None, from_id: str | None, pay_ratio: float, sender: str, template: str,
    deadline: int, direct: bool, fleets: tuple[int, ...], ratios: tuple[float, ...], h100e: int, worlds: int,
    seed: int, overrides: tuple[str, ...], letters: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Say what decides who comes in SCENARIO: pay, compute, or what else.

    Everybody at a rival gets the same letter on the first day. Told is how much of the variance of V, what
    draws them, goes with each term; how likely the letter wins somebody at other fleets and other pay; and
    what compute by name is worth in pay, beside its price. Nothing is played: chances are those of the model
    for people as they are, whom each world gives other tastes.

    \b
    Example:
      outreach-sim drivers personal-email --from openai --pay-ratio 2
    """
    from outreach_sim.cli.explain import letter_sent, place_of
    from outreach_sim.market.setup import Order
    from outreach_sim.scenario.build import SENDERS
    from outreach_sim.study.drivers import drivers
    from outreach_sim.study.readers import Question

    loaded = with_letters(scenario, overrides, (template,), letters)
    lab = place_of(lab_id or loaded.spec.scenario.player, loaded.lab_ids, "lab")
    letter = Order(
        lab, (0,), template=letter_sent(loaded, template),
        sender=SENDERS[sender], pay_ratio=pay_ratio, direct=direct, deadline_days=deadline,
    )  # fmt: skip
    employer = None if from_id is None else place_of(from_id, loaded.lab_ids, "lab")
    fleets = fleets or usual_fleets(int(loaded.setup.labs[lab].fleet_h100e[0]))
    tried = tuple(dict.fromkeys(fleets)), tuple(dict.fromkeys(ratios))
    asked = Question(lab, employer, letter, *tried, h100e)
    with Progress("asking") as progress:
        found = drivers(loaded.setup, asked, seed, worlds, progress)
    if as_json:
        head = {"scenario": scenario, "seed": seed, "worlds": worlds, "lab": loaded.lab_ids[lab]}
        letter_says = {"template": template, "sender": sender, "pay_ratio": pay_ratio}
        letter_says |= {"direct": direct, "deadline_days": deadline}
        output.print_json(head | {"letter": letter_says} | as_dict(loaded, found))
    else:
        show(loaded.setup, asked, found, worlds)


def usual_fleets(today_h100e: int) -> tuple[int, ...]:
    """Fleets to try where none are named: from a tenth of today's to ten times it."""
    base = today_h100e or FLEET_OF_NONE_H100E
    return tuple(min(round(share * base), MAX_H100E) for share in FLEETS_OF_TODAYS)


def as_dict(loaded: Scenario, found: Drivers) -> dict[str, Any]:
    """What was found, as ``--json`` prints it."""
    from dataclasses import asdict

    return {
        "from": loaded.lab_ids[found.employer],
        "gated": found.gated,
        "shares": [scope.as_dict() for scope in found.scopes],
        "grid": found.grid.as_dict(),
        "compute": {"h100e": found.h100e, "rent_usd": found.rent_usd, "price_usd": found.price_usd},
        "worth": [asdict(worth) for worth in found.worths],
    }


def show(setup: Setup, asked: Question, found: Drivers, worlds: int) -> None:
    """The same for people."""
    from outreach_sim.market.setup import SENDER_NAMES

    lab, letter = setup.labs[asked.lab], asked.letter
    signed = SENDER_NAMES[letter.sender].replace("-", " ").replace("ceo", "CEO")
    output.heading(
        f"What decides who comes to {lab.name}? Everybody at a rival gets a letter signed by the {signed}, "
        f"at {letter.pay_ratio:g} times the pay."
    )
    click.echo()
    show_shares(found.scopes, setup.labs[found.employer].name)
    show_precision([share.ci95 for scope in found.scopes for share in scope.shares], worlds)
    if found.gated:
        output.sentence(
            f"{output.percent(found.gated)} of rivals' people will not work with so few machines at all: "
            "their gate is no term of V; the chances below have it."
        )
    click.echo()
    show_grid(found.grid, lab.name, int(lab.fleet_h100e[0]))
    show_precision([ci95 for row in found.grid.ci95 for ci95 in row], worlds)
    click.echo()
    show_worth(found)


def show_shares(scopes: tuple[Scope, ...], employer: str) -> None:
    """A row a term, a column a scope; shown digits add up, and what is nothing everywhere is left out."""
    from outreach_sim.model.terms import COMPUTE, PAY

    output.heading(
        "Shares of the variance of V, what draws people: Cov(term, V) / Var(V), which add up to 100 %"
    )
    columns = [in_percent(scope) for scope in scopes]
    names = dict.fromkeys(name for column in columns for name in column)
    cells = {name: [column.get(name, "") for column in columns] for name in names}
    said = [name for name in names if name in (PAY, COMPUTE) or set(cells[name]) - {NONE, ""}]
    output.table(
        ["term", f"people of {employer}", "people of all rivals", "fleets and pay below"],
        [
            *([name, *cells[name]] for name in said),
            ["sd of V, log-odds", *(f"{scope.sd:.2f}" for scope in scopes)],
            ["how many", *(f"{scope.count:,}" for scope in scopes)],
        ],
        range(1, 4),
    )
    across = {"employer": f"the people of {employer}", "rivals": "rivals' people", "conditions": "conditions"}
    for scope in scopes:
        if not scope.shares:
            output.sentence(
                f"Nothing of V differs between {across[scope.across]}: there is nothing to share out."
            )


def in_percent(scope: Scope) -> dict[str, str]:
    """Shares by term, with digits that add up to 100."""
    from outreach_sim.model.explain import rounded

    shares = rounded([share.share for share in scope.shares], 3)
    return {
        share.term: f"{output.rounded(100 * value, 1)} %"
        for share, value in zip(scope.shares, shares, strict=True)
    }


def show_precision(intervals: Sequence[Interval | None], worlds: int) -> None:
    """How well the least certain of these numbers is known, in percentage points."""
    from outreach_sim.study.statistics import FEWEST_FOR_SPREAD

    known = [interval for interval in intervals if interval is not None]
    if known:
        points = math.ceil(max(5_000 * (high - low) for low, high in known)) / 100
        over = f"95 %, {counted(worlds, 'world')} of tastes"
        output.sentence(f"Each is known to {points:.2f} percentage points or better ({over}).")
    elif intervals and worlds < FEWEST_FOR_SPREAD:
        output.sentence(f"{output.too_few_worlds()}.")


def show_grid(grid: Grid, lab: str, today: int) -> None:
    """Chances by fleet and pay, and which of the two moves them."""
    output.heading(
        f"A letter's whole way to a yes, mean over rivals' people, by fleet of {lab} (today {today:,} "
        "H100s) and pay over believed pay"
    )
    rows = [
        [f"{fleet:,}", *(output.percent(chance, 2) for chance in chances)]
        for fleet, chances in zip(grid.fleets, grid.chance, strict=True)
    ]
    header = ["H100s", *(f"{ratio:g} ×" for ratio in grid.ratios)]
    output.table(header, rows, range(len(header)))
    if not grid.parts:
        output.sentence("Neither fleet nor pay changes them.")
        return
    fleet, pay, both = (output.percent(part.share) for part in grid.parts)
    output.sentence(
        f"Of the variance of these chances {fleet} come from the fleet, {pay} from pay, {both} from both "
        "together."
    )


def show_worth(found: Drivers) -> None:
    """What compute by name is worth in pay, and what it costs."""
    from outreach_sim.formatting import usd

    def amount(value: float | None) -> str:
        if value is None:
            return "more than any pay"
        return f"{usd(value)} or more" if value >= 1.0 else "nothing"

    worths, first = found.worths, found.worths[0]
    rows = [
        ["half of people", *(amount(worth.median_usd) for worth in worths)],
        ["one in four", *(amount(worth.quarter_usd) for worth in worths)],
        ["one in ten", *(amount(worth.tenth_usd) for worth in worths)],
    ]
    if first.keen:
        rows.append(["half of those who care for compute", *(amount(worth.keen_usd) for worth in worths)])
    if first.keen < first.people:
        rows.append(["half of the others", *(amount(worth.others_usd) for worth in worths)])
    rows.append(
        ["worth their rent to", *(f"{output.percent(worth.above_rent)} of people" for worth in worths)]
    )
    output.heading(f"{counted(found.h100e, 'H100')} by name: worth in pay, a year, on top of")
    beside = ["believed pay" if one.pay_ratio == 1.0 else f"{one.pay_ratio:g} times it" for one in worths]
    output.table(["to", *beside], rows, range(1, len(beside) + 1))
    output.sentence(f"To rent them costs ${found.rent_usd:,} a year, to buy them ${found.price_usd:,}.")
    output.sentence(
        f"{counted(first.people, 'person', 'people')} asked, of whom {first.keen:,} care: their taste for "
        "compute is the mean or more."
    )
