"""``candidates``: make, check and show candidates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import checking, complete, output
from outreach_sim.cli.options import Whole, force_option, json_option, scenario_argument, set_option
from outreach_sim.cli.progress import Progress
from outreach_sim.errors import Problem, UsageError
from outreach_sim.formatting import counted

if TYPE_CHECKING:
    from outreach_sim.scenario.population import Population


@click.group("candidates")
def command() -> None:
    """Make, check and show candidates."""


@command.command("make")
@scenario_argument
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, help="CSV file to write.")
@force_option("a file that is there")
@click.option("--no-bom", is_flag=True, help="Leave out the mark by which a spreadsheet knows UTF-8.")
@set_option
@json_option
def make(
    scenario: str, target: Path, force: bool, no_bom: bool, overrides: tuple[str, ...], as_json: bool
) -> None:
    """Write the candidates of SCENARIO to a CSV file, to keep or to edit.

    A spreadsheet opens it with every name right.
    """
    from outreach_sim.inputs.paths import BYTE_ORDER_MARK
    from outreach_sim.inputs.writing import write_text
    from outreach_sim.scenario.candidates_csv import write_candidates
    from outreach_sim.scenario.load import load_scenario

    loaded = load_scenario(scenario, overrides)
    with Progress("writing") as progress:
        text = write_candidates(loaded.population, loaded.lab_ids, progress)
    write_text(target, text if no_bom else BYTE_ORDER_MARK + text, force)
    if as_json:
        output.print_json({"file": str(target), "candidates": len(loaded.population)})
    else:
        click.echo(f"{counted(len(loaded.population), 'candidate')} written to {target}.")


@command.command("check")
@click.argument("file", type=click.Path(path_type=Path), shell_complete=complete.candidate_files)
@click.option(
    "--scenario", shell_complete=complete.scenarios, help="Check the labs against this scenario's, too."
)
@json_option
def check(file: Path, scenario: str | None, as_json: bool) -> int:
    """Check a CSV of candidates and report everything that is wrong with it, with line and column.

    First, in one sentence, what keeps the table from being read; then what is wrong with its rows. What will
    merely look wrong in a letter, such as a title in a name, is a warning.
    """
    from outreach_sim.formatting import counted
    from outreach_sim.inputs.paths import printable
    from outreach_sim.scenario.candidates_csv import read_candidates
    from outreach_sim.scenario.load import load_scenario

    warnings: list[Problem] = []

    def look() -> tuple[str, dict[str, Any]]:
        labs = load_scenario(scenario).lab_ids if scenario else None
        with Progress("reading") as progress:
            population = read_candidates(file, labs, progress)
        warnings.extend([*population.left_out, *population.oddities])
        return f"{printable(file)} is sound: {counted(len(population), 'candidate')}.", {}

    return checking.answer(as_json, look, lambda: warnings)


@command.command("show")
@click.argument("source", metavar="SCENARIO|FILE.csv", shell_complete=complete.people)
@click.option("--limit", type=Whole(1, 1_000_000), default=20, show_default=True, help="How many.")
@click.option(
    "--by", type=click.Choice(["id", "impact", "pay"]), default="id", show_default=True, help="Order."
)
@set_option
@json_option
def show(source: str, limit: int, by: str, overrides: tuple[str, ...], as_json: bool) -> None:
    """Show the candidates of a scenario or of a CSV file."""
    population, labs = _population(source, overrides)
    rows = people_rows(population, labs, limit, by)
    if as_json:
        output.print_json({"candidates": rows})
        return
    header = ["id", "name", "employer", "level", "impact", "pay_usd", "pay_known", "topic", "city"]
    table = [[_printable(row[key]) for key in header] for row in rows]
    output.table(header, table, right=(0, 3, 4, 5))
    if len(population) > limit:
        click.echo(f"… and {len(population) - limit:,} more")


def _population(source: str, overrides: tuple[str, ...]) -> tuple[Population, tuple[str, ...]]:
    """The people of a scenario or of a file, and the labs they work at."""
    from outreach_sim.scenario.candidates_csv import read_with_labs
    from outreach_sim.scenario.load import load_scenario

    if not source.lower().endswith(".csv"):
        loaded = load_scenario(source, overrides)
        return loaded.population, loaded.lab_ids
    if overrides:
        raise UsageError("--set replaces a value of a scenario; a list of candidates has none")
    with Progress("reading") as progress:
        population, labs = read_with_labs(Path(source), progress=progress)
    checking.warn(population.left_out)
    return population, labs


def _printable(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def people_rows(population: Population, labs: tuple[str, ...], limit: int, by: str) -> list[dict[str, Any]]:
    """The first candidates in this order, highest first, ties by id; facts that are not known are empty."""
    import numpy as np

    from outreach_sim.market.setup import Fact

    people = population.people
    keys = {"id": np.zeros(len(people)), "impact": -people.impact.astype(np.int64), "pay": -people.pay_usd}
    ids = np.argsort(keys[by], kind="stable")[:limit].tolist()
    employers = [labs[people.employer[i]] for i in ids]
    facts = {"topic": Fact.TOPIC, "paper": Fact.PAPER, "former_team": Fact.TEAM, "city": Fact.CITY}
    return [
        {
            "id": i + 1,
            "name": profile.name,
            "email": profile.email,
            "employer": lab,
            "level": int(people.level[i]),
            "impact": int(people.impact[i]),
            "pay_usd": int(people.pay_usd[i]),
            "pay_known": bool(people.pay_known[i]),
            "stake_usd": int(people.stake_usd[i]),
        }
        | {key: getattr(profile, key) if people.known[i] >> fact & 1 else "" for key, fact in facts.items()}
        for i, lab, profile in zip(ids, employers, population.book.profiles(ids, employers), strict=True)
    ]
