"""``scenario``: begin, list, show and check scenarios, and print their schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import checking, output, script_view
from outreach_sim.cli.options import force_option, json_option, letters_option, scenario_argument, set_option
from outreach_sim.errors import Problem, UsageError
from outreach_sim.formatting import counted
from outreach_sim.inputs.text import clean

if TYPE_CHECKING:
    from outreach_sim.mail.own import LetterText
    from outreach_sim.scenario.load import Scenario


@click.group("scenario")
def command() -> None:
    """Begin, list, show and check scenarios."""


@command.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the shipped scenarios."""
    from outreach_sim.formatting import counted
    from outreach_sim.scenario.load import list_scenarios, load_scenario

    loaded = [load_scenario(name) for name in list_scenarios()]
    if as_json:
        facts = [
            {
                "name": s.name,
                "title": s.title,
                "summary": s.summary,
                "days": s.days,
                "candidates": len(s.population),
            }
            for s in loaded
        ]
        output.print_json({"scenarios": facts})
        return
    for scenario in loaded:
        output.heading(f"{scenario.name}: {scenario.title}")
        people, days = counted(len(scenario.population), "candidate"), counted(scenario.days, "day")
        output.paragraph(f"{scenario.summary} {people}, {days}.")
        click.echo()


@command.command("show")
@scenario_argument
@set_option
@letters_option
@click.option("--toml", "as_toml", is_flag=True, help="Print its text as a file, with --set written into it.")
@json_option
def show(
    scenario: str, overrides: tuple[str, ...], letters: Path | None, as_toml: bool, as_json: bool
) -> None:
    """Show what SCENARIO says: labs with their sources, calendar, script, expectations."""
    from outreach_sim.scenario.load import load_scenario

    loaded = load_scenario(scenario, overrides, letters=letters)
    if as_toml:
        from outreach_sim.scenario.text import text_with

        click.echo(text_with(scenario, overrides), nl=False)
        return
    if as_json:
        output.print_json(loaded.spec.model_dump(mode="json", by_alias=True, exclude_none=True))
        return
    _show_labs(loaded)
    _show_events(loaded)
    show_sources(loaded.spec.labs)


def _show_labs(loaded: Scenario) -> None:
    """What it is, and a table of its labs."""
    output.heading(
        f"{loaded.title}: {loaded.start}, {counted(loaded.days, 'day')}, player {loaded.spec.scenario.player}"
    )
    output.paragraph(loaded.summary)
    click.echo()
    labs = loaded.setup.labs
    rows = [
        [
            lab.id, lab.name, f"{lab.researchers:,}", f"{lab.fleet_h100e[0]:,}", f"{lab.fleet_h100e[-1]:,}",
            f"{lab.pay_median_usd:,}", f"{lab.pay_top_usd:,}", "outside" if table.outside else table.policy,
        ]
        for lab, table in zip(labs, loaded.spec.labs, strict=True)
    ]  # fmt: skip
    header = [
        "id",
        "name",
        "researchers",
        "h100e at start",
        "at end",
        "median pay, $",
        "top pay, $",
        "policy",
    ]
    output.table(header, rows, right=range(2, 7))
    click.echo(f"\n{counted(len(loaded.population), 'candidate')}.")


def _show_events(loaded: Scenario) -> None:
    """Its calendar, its script and what it expects."""
    from outreach_sim.scenario.build import put_aside

    for conference in loaded.spec.conference:
        output.sentence(script_view.conference(conference))
    for walkout in loaded.spec.walkout:
        output.sentence(script_view.walkout(walkout))
    script_view.show(loaded.spec.script, loaded.spec.scenario.player)
    for told in put_aside(loaded.spec):
        output.sentence(told)
    for expectation in loaded.expectations:
        share = output.percent(expectation.in_share_of_worlds)
        output.sentence(f"expects: {expectation.that} (in {share} of worlds)")
    if loaded.spec.scenario.real_outcome:
        click.echo()
        output.paragraph(f"What really happened: {loaded.spec.scenario.real_outcome}")


def show_sources(labs: Any) -> None:
    """Where the figures come from."""
    if any(lab.sources for lab in labs):
        click.echo()
    for lab in labs:
        for source in lab.sources:
            known = source.value is not None and not isinstance(source.value, str)
            value = f" {source.value:,}" if known else ""
            told = f"{lab.id}: {source.what}{value}: {source.source}, {source.date}, trust {source.trust}"
            _with_link(told, source.url)


def _with_link(text: str, url: str | None) -> None:
    """A sentence and its address, which stays in one piece where the sentence is folded."""
    if url is None or output.limit() is None:
        output.sentence(f"{text} <{url}>" if url else text)
        return
    output.sentence(text)
    click.echo(f"  <{url}>")


@command.command("new")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.toml")
@force_option("a file that is there")
@json_option
def new(file: Path, force: bool, as_json: bool) -> None:
    """Write a small scenario to FILE.toml to begin with, with comments."""
    from outreach_sim.inputs.paths import printable, read_text
    from outreach_sim.inputs.shipped import shipped_folder
    from outreach_sim.inputs.toml import MAX_BYTES
    from outreach_sim.inputs.writing import write_text

    if file.suffix != ".toml":
        raise UsageError(f"a scenario is a TOML file: name it {printable(file)}.toml")
    write_text(file, read_text(shipped_folder("fixtures") / "new-scenario.toml", MAX_BYTES), force)
    if as_json:
        output.print_json({"file": str(file)})
    else:
        click.echo(f"{printable(file)} is written: change it, then")
        click.echo(f"  outreach-sim scenario check {printable(file)}")


@command.command("check")
@scenario_argument
@set_option
@letters_option
@json_option
def check(scenario: str, overrides: tuple[str, ...], letters: Path | None, as_json: bool) -> int:
    """Check SCENARIO and report everything that is wrong with it, with line and column.

    What is not wrong but will look so as it is played, such as letters with holes, is a warning.
    """
    from outreach_sim.scenario.build import put_aside
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.scenario.remarks import remarks_on

    own: list[LetterText] = []
    warnings: list[Problem] = []

    def look() -> tuple[str, dict[str, Any]]:
        loaded = load_scenario(scenario, overrides, letters=letters)
        for sentence in put_aside(loaded.spec):
            click.echo(sentence, err=True)
        people = loaded.population
        own.extend(loaded.letter_texts.values())
        warnings.extend([*people.left_out, *people.oddities, *remarks_on(loaded)])
        sizes = f"{counted(len(loaded.setup.labs), 'lab')}, {counted(len(people), 'candidate')}"
        return f"{clean(loaded.name)} is sound: {sizes}.", {}

    def looks_wrong() -> list[Problem]:
        return [*warnings, *(found for text in own for found in text.warnings())]

    return checking.answer(as_json, look, looks_wrong)


@command.command("schema")
@json_option
def schema(as_json: bool) -> None:
    """Print the JSON Schema of scenario files, for editors; it is JSON with or without --json."""
    from outreach_sim.scenario.json_schema import json_schema

    output.print_json(json_schema())
