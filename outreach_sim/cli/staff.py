"""``staff``: who of a lab's own people may leave it, for whom, why, and what would keep them."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from outreach_sim.cli import complete, output
from outreach_sim.cli.explain import place_of, show_link
from outreach_sim.cli.labs import one_that_acts
from outreach_sim.cli.options import Whole, game_seed_option, json_option, lab_option, set_option
from outreach_sim.errors import UsageError
from outreach_sim.formatting import MoneyUnit, counted, money_unit, usd

if TYPE_CHECKING:
    from outreach_sim.api.at_risk import AtRisk
    from outreach_sim.market.state.world import World
    from outreach_sim.model.explain import Explanation
    from outreach_sim.scenario.load import Scenario


@click.command("staff")
@click.argument("scenario", required=False, shell_complete=complete.scenarios)
@click.option("--save", "game", shell_complete=complete.saves, help="The day that this saved game stands at.")
@lab_option("whose people they are")
@click.option("--limit", type=Whole(1, 1_000_000), default=20, show_default=True, help="How many.")
@click.option("--candidate", type=Whole(1), help="Id of one of them: say why, link by link.")
@game_seed_option
@set_option
@json_option
def command(
    scenario: str | None, game: str | None, lab_id: str | None, limit: int, candidate: int | None,
    seed: int | None,    overrides: tuple[str, ...], as_json: bool,
) -> None:  # fmt: skip
    """Say who of a lab's own people may leave it within a year, likeliest first, as the lab can know it.

    Of SCENARIO it is the first day, of a saved game the day it stands at. For each of them: the chance that a
    usual letter of some rival wins them, the rival with the largest, and the pay that would halve the rate.
    """
    from outreach_sim.api.at_risk import at_risk

    with ExitStack() as stack:
        loaded, world = _standing(stack, scenario, game, overrides, seed)
        named = place_of(lab_id or loaded.spec.scenario.player, loaded.lab_ids, "lab")
        rows = at_risk(loaded, world, one_that_acts(loaded.setup, named))
        lab = loaded.setup.labs[named]
        if candidate is not None:
            _tell_one(loaded, world, named, _one_of(rows, candidate, lab.id), as_json)
        elif as_json:
            output.print_json(
                {"lab": lab.id, "day": world.day, "staff": [row.as_dict() for row in rows[:limit]]}
            )
        else:
            show(rows, limit, lab.name)


def _standing(
    stack: ExitStack, scenario: str | None, game: str | None, overrides: tuple[str, ...], seed: int | None
) -> tuple[Scenario, World]:
    """The scenario, and its world on the day that is meant."""
    from outreach_sim.market.state.world import World
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.storage.saves.game import Game

    if (scenario is None) == (game is None):
        raise UsageError("name a SCENARIO, or a saved game: --save NAME")
    if game is not None:
        if overrides:
            raise UsageError("--set changes a scenario; a save stays as it was played")
        played = stack.enter_context(Game.open(game, write=False))
        return played.scenario, played.session.world
    assert scenario is not None
    loaded = load_scenario(scenario, overrides)
    return loaded, World(loaded.setup, loaded.luck(seed), [0])


def show(rows: list[AtRisk], limit: int, lab: str) -> None:
    """The same for people."""
    if not rows:
        output.sentence(f"Nobody of {lab} is among the candidates, so nobody is named who could leave.")
        return
    unit = money_unit(max(max(row.pay_usd, row.halves_usd) for row in rows[:limit]))
    pay, halved = f"pay {unit.sign}", f"halved by {unit.sign}"
    header = ["id", "name", "level", "impact", pay, "within a year", "for", "letters a year", halved]
    table = [_cells(row, unit) for row in rows[:limit]]
    output.table(header, table, right=(0, 2, 3, 4, 5, 7, 8), keep=2)
    if len(rows) > limit:
        click.echo(f"… and {len(rows) - limit:,} more")
    expected, people = sum(row.leaves for row in rows), counted(len(rows), "person", "people")
    output.sentence(f"In all {expected:.1f} of {people} in a year, if nothing is done.")


def _cells(row: AtRisk, unit: MoneyUnit) -> list[str]:
    """One line of the table."""
    halved = unit.text(row.halves_usd) if row.halves_usd else "no pay"
    offer = f", has an offer: {output.percent(row.offer_taken)}" if row.offer_taken else ""
    name = f"{row.name}{offer}"
    who = [str(row.id), name, str(row.level), f"{row.impact:.1f}", unit.text(row.pay_usd)]
    return [*who, output.percent(row.leaves), row.rival_name, f"{row.letters:.1f}", halved]


def _one_of(rows: list[AtRisk], candidate: int, lab: str) -> AtRisk:
    for row in rows:
        if row.id == candidate:
            return row
    raise UsageError(f"candidate {candidate} does not work for {lab}")


def _tell_one(loaded: Scenario, world: World, lab: int, row: AtRisk, as_json: bool) -> None:
    """Why one of them would leave: the links of the likeliest letter, with their terms."""
    from outreach_sim.market.flight import why_leave
    from outreach_sim.model.explain import explain

    if row.rival < 0 or not row.letters:
        raise UsageError(f"nobody writes to {row.name} as a habit, so there is nothing to explain")
    who = why_leave(world, lab, row.id - 1, row.rival, row.name)
    explanation: Explanation = explain(loaded.setup.parameters, who)
    if as_json:
        output.print_json(row.as_dict() | explanation.as_dict())
        return
    rival, leaves, chance = row.rival_name, output.percent(row.leaves), output.percent(row.chance)
    output.heading(f"{row.name}: {leaves} to leave within a year, most likely for {rival}")
    output.sentence(
        f"{rival} writes {row.letters:.1f} times a year to people like {row.name}, with "
        f"{usd(who.offered_usd)} a year; the whole way of such a letter has a chance of {chance} on average."
    )
    for link in explanation.links:
        show_link(link, explanation.expected[link.stage], "lab")
    click.echo()
    if row.offer_taken:
        taken, countered = output.percent(row.offer_taken), output.percent(row.if_countered)
        output.sentence(
            f"The offer on the table is taken with {taken}, after a counter-offer with {countered}."
        )
    countered = output.percent(explanation.accept_if_countered)
    output.sentence(f"After a counter-offer such an offer would be taken with a chance of {countered}.")
    if row.halves_usd:
        output.sentence(f"{usd(row.halves_usd)} a year in place of {usd(row.pay_usd)} would halve the rate.")
    else:
        output.sentence("No pay would halve the rate.")
