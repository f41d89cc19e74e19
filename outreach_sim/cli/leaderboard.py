"""``leaderboard``: who plays a scenario best, in worlds that nobody has learned from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach_sim.cli import complete, output
from outreach_sim.cli.options import (
    POLICIES,
    force_option,
    jobs_option,
    json_option,
    seed_option,
    set_option,
    worlds_option,
)
from outreach_sim.cli.progress import Progress
from outreach_sim.cli.study_run import check_file
from outreach_sim.errors import UsageError

if TYPE_CHECKING:
    from outreach_sim.contest.board import Leaderboard

FILE = click.Path(path_type=Path)


@click.command("leaderboard")
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO]...", shell_complete=complete.scenarios)
@worlds_option(64, "How many worlds, from number 1,000 on.", least=2)
@click.option(
    "--entry",
    "entries",
    multiple=True,
    metavar="NAME=POLICY",
    shell_complete=complete.own_policies,
    help=f"Let a policy play under this name: {POLICIES}; may be repeated.",
)
@click.option(
    "--transcripts",
    multiple=True,
    metavar="[NAME=]FILES",
    shell_complete=complete.transcripts,
    help="Games of an agent, 'games/*.jsonl'; may be repeated.  [default name: what it calls itself]",
)
@click.option(
    "--saves",
    multiple=True,
    metavar="[NAME=]SAVE",
    shell_complete=complete.entered_saves,
    help="A saved game of a person; may be repeated.  [default name: saves]",
)
@click.option(
    "--held-out",
    type=FILE,
    metavar="FILE",
    shell_complete=complete.rings,
    help="A private ring: its luck, people and parameters in place of the public ones.",
)
@click.option(
    "--scenario-to",
    type=FILE,
    metavar="FILE.toml",
    help="Write the scenario as it is in the ring of --held-out, for agents to play, and play nothing.",
)
@click.option("--new-ring", type=FILE, metavar="FILE", help="Draw a private ring, and tell its SHA-256.")
@set_option
@seed_option
@jobs_option
@click.option("--markdown", is_flag=True, help="Print tables for a page.")
@click.option("--csv", type=FILE, metavar="FILE", help="Write every world (from 0) of every entry as CSV.")
@force_option("a CSV file, a scenario or a ring that is there")
@json_option
def command(
    scenarios: tuple[str, ...], replications: int, entries: tuple[str, ...], transcripts: tuple[str, ...],
    saves: tuple[str, ...], held_out: Path | None, scenario_to: Path | None, new_ring: Path | None,
    overrides: tuple[str, ...], seed: int, jobs: int, markdown: bool, csv: Path | None, force: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Rank who plays the player's lab of each SCENARIO, in worlds that nobody has learned from.

    All policies that ship play in the same worlds. Agents and people have played worlds of their own: there
    the policies play too, on the same luck. Whom so many worlds
    do not tell apart share a rank.

    \b
    Examples:
      outreach-sim leaderboard small-lab --entry mine=mine.py:Mine
      outreach-sim leaderboard personal-email --transcripts 'games/*.jsonl'
      outreach-sim leaderboard --new-ring ring.json
    """
    from outreach_sim.cli import leaderboard_view as view
    from outreach_sim.inputs.writing import write_text

    if new_ring is not None:
        _draw(new_ring, scenarios, force)
        return
    check(scenarios, transcripts, saves, markdown, as_json)
    if scenario_to is not None:
        _write_scenario(scenario_to, scenarios, overrides, held_out, force)
        return
    if csv is not None:
        check_file(str(csv), "--csv", force)
    found = _tables(scenarios, replications, entries, transcripts, saves, held_out, overrides, seed, jobs)
    if csv is not None:
        write_text(csv, view.csv_of(found), force)
    if as_json:
        output.print_json(view.as_dict(found))
    elif markdown:
        click.echo(view.as_markdown(found))
    else:
        view.show(found)


def _draw(path: Path, scenarios: tuple[str, ...], force: bool) -> None:
    """A new private ring."""
    from outreach_sim.contest.ring import drawn_ring, write_ring

    if scenarios:
        raise UsageError("--new-ring goes without a scenario: a ring serves for any")
    sha256 = write_ring(drawn_ring(), path, force)
    output.sentence(f"{sha256}  {path}")
    output.sentence("Publish this SHA-256 before anybody plays, and the file once everybody has.")


def _write_scenario(
    path: Path, scenarios: tuple[str, ...], overrides: tuple[str, ...], held_out: Path | None, force: bool
) -> None:
    """The scenario of a private ring, as a file."""
    from outreach_sim.contest.ring import read_ring
    from outreach_sim.inputs.writing import write_text

    if held_out is None or len(scenarios) != 1:
        raise UsageError("--scenario-to writes one scenario as it is in a ring: name both, with --held-out")
    write_text(path, read_ring(held_out).text(scenarios[0], overrides), force)
    output.sentence(f"{scenarios[0]} as it is in the ring: {path}")


def check(
    scenarios: tuple[str, ...],
    transcripts: tuple[str, ...],
    saves: tuple[str, ...],
    markdown: bool,
    as_json: bool,
) -> None:
    """Object to options that do not go together.

    Raises:
        UsageError: they do not.
    """
    if not scenarios:
        raise UsageError("name at least one scenario, e.g. outreach-sim leaderboard small-lab")
    if len(scenarios) > 1 and (transcripts or saves):
        raise UsageError("games of agents and people are of one scenario: name that alone")
    if markdown and as_json:
        raise UsageError("--markdown and --json are two ways to print the same: ask for one of them")


def _tables(
    scenarios: tuple[str, ...], replications: int, entries: tuple[str, ...], transcripts: tuple[str, ...],
    saves: tuple[str, ...], held_out: Path | None, overrides: tuple[str, ...], seed: int, jobs: int,
) -> list[Leaderboard]:  # fmt: skip
    """The table of each scenario, one after the other."""
    from outreach_sim.contest.board import played_out
    from outreach_sim.contest.ring import Ring, read_ring
    from outreach_sim.contest.saves import named_saves, people
    from outreach_sim.contest.transcripts import agents, named_files
    from outreach_sim.study.many import kept

    ring = Ring(seed) if held_out is None else read_ring(held_out)
    ready = [ring.scenario(name, overrides) for name in scenarios]
    others = agents(named_files(transcripts), ready[0]) + people(named_saves(saves), ready[0])
    own, tables = named_policies(entries), []
    with Progress("leaderboard") as progress, kept(jobs) as where:
        for number, scenario in enumerate(ready):

            def told(share: float, before: int = number) -> None:
                progress((before + share) / len(ready))

            tables.append(played_out(scenario, ring, replications, own, others, where, jobs, told))
    return tables


def named_policies(options: tuple[str, ...]) -> dict[str, str]:
    """``NAME=POLICY`` as options say it.

    Raises:
        UsageError: one does not read so, or a name comes twice.
    """
    found: dict[str, str] = {}
    for text in options:
        name, is_pair, policy = text.partition("=")
        if not (is_pair and name and policy):
            raise UsageError(f"--entry {text!r} must read NAME=POLICY, e.g. mine=mine.py:Mine")
        if name in found:
            raise UsageError(f"two entries are called {name!r}, give one of them another name")
        found[name] = policy
    return found
