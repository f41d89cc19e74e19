"""``template``: list, show, check and render letters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import checking, output
from outreach_sim.cli.options import json_option
from outreach_sim.errors import UsageError

if TYPE_CHECKING:
    from outreach_sim.mail.template import Template


@click.group("template")
def command() -> None:
    """List, show, check and render letters and replies."""


def find(name: str) -> Template:
    """A shipped template by id, or one from a file."""
    from difflib import get_close_matches

    from outreach_sim.mail.template import read_template, shipped_templates

    if name in shipped_templates():
        return shipped_templates()[name]
    if "/" in name or name.endswith(".md"):
        return read_template(Path(name))
    close = get_close_matches(name, shipped_templates(), 1)
    hint = f"did you mean {close[0]!r}?" if close else f"shipped are {', '.join(shipped_templates())}"
    raise UsageError(f"there is no template {name!r}, {hint}")


def facts(template: Template) -> dict[str, Any]:
    """What can be said of a template."""
    from outreach_sim.mail.compile import features_of
    from outreach_sim.market.mechanisms.pitch import PITCH_NAMES
    from outreach_sim.market.setup import Fact

    everything = features_of(template)[-1]
    used = [fact.name.lower() for fact in Fact if everything.facts_used >> fact & 1]
    return {
        "id": template.id,
        "name": template.name,
        "stage": template.stage,
        "outcome": template.outcome,
        "reason": template.reason,
        "senders": list(template.senders),
        "follow_ups": list(template.follow_ups),
        "length": everything.length,
        "facts_used": used,
        "names_offer": everything.names_offer,
        "pitches": [name for bit, name in PITCH_NAMES.items() if everything.pitches & bit],
    }


@command.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the shipped letters, and the replies by what they answer."""
    from outreach_sim.mail.template import shipped_templates

    every = [facts(template) for template in shipped_templates().values()]
    if as_json:
        output.print_json({"templates": every})
        return
    rows = [row for row in every if row["stage"] != "reply"]
    header = ["id", "stage", "length", "offer", "facts used", "name"]
    table = [
        [
            r["id"],
            r["stage"],
            str(r["length"]),
            "yes" if r["names_offer"] else "no",
            ", ".join(r["facts_used"]),
            r["name"],
        ]
        for r in rows
    ]
    output.table(header, table, right=(2,))
    click.echo()
    replies = [[r["id"], r["outcome"], r["reason"], r["name"]] for r in every if r["stage"] == "reply"]
    output.table(["id", "answers", "reason", "name"], sorted(replies, key=lambda row: (row[1], row[2])))


@command.command("show")
@click.argument("template")
@json_option
def show(template: str, as_json: bool) -> None:
    """Show a letter's text and what a reader notices of it."""
    found = find(template)
    if as_json:
        output.print_json(facts(found) | {"subject": found.subject, "body": found.body})
        return
    output.heading(f"{found.id}: {found.name}")
    click.echo(f"Subject: {found.subject}\n\n{found.body}" if found.subject else found.body)


@command.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def check(file: Path, as_json: bool) -> int:
    """Check a template file and report everything that is not allowed, with line and column."""
    from outreach_sim.mail.template import read_template

    def look() -> tuple[str, dict[str, Any]]:
        found = facts(read_template(file))
        return f"{file} is sound: {found['length']} characters.", found

    return checking.answer(as_json, look)


@command.command("render")
@click.argument("template")
@click.option("--scenario", help="Render for a person of this scenario, on its first day.")
@click.option("--candidate", type=click.IntRange(1), help="Id of the person, from 1.")
@click.option("--lab", "lab_id", help="Id of the lab that writes.  [default: the player's]")
@json_option
def render(
    template: str, scenario: str | None, candidate: int | None, lab_id: str | None, as_json: bool
) -> None:
    """Render a letter or reply for a sample person, or for somebody in a scenario."""
    from outreach_sim.mail.letter import render as fill
    from outreach_sim.mail.letter import sample_values

    if (scenario is None) != (candidate is None) or (lab_id and not scenario):
        raise UsageError("--scenario and --candidate go together, --lab with them")
    found, values = find(template), sample_values()
    if scenario is not None and candidate is not None:
        values |= values_in(scenario, candidate - 1, lab_id)
    letter = fill(found, values)
    if as_json:
        output.print_json({"subject": letter.subject, "body": letter.body})
    else:
        click.echo(f"Subject: {letter.subject}\n\n{letter.body}" if letter.subject else letter.body)


def values_in(scenario: str, candidate: int, lab_id: str | None) -> dict[str, str]:
    """What a letter of a lab to a person of a scenario can insert; terms are left as in the sample."""
    from outreach_sim.market.session import Session
    from outreach_sim.notebook.values import lab_values, person_values
    from outreach_sim.scenario.load import load_scenario

    loaded = load_scenario(scenario)
    if candidate >= len(loaded.population):
        raise UsageError(
            f"there is no candidate {candidate + 1}, ids run from 1 to {len(loaded.population):,}"
        )
    lab = lab_id or loaded.spec.scenario.player
    if lab not in loaded.lab_ids:
        raise UsageError(f"there is no lab {lab!r}, the labs are {', '.join(loaded.lab_ids)}")
    session = Session(loaded.setup, 1)
    people = person_values(loaded, session, candidate)
    return people | lab_values(loaded, session, loaded.lab_ids.index(lab), session.day)
