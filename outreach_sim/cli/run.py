"""``run``: play a scenario in many worlds and sum up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from outreach_sim.cli import group_view, output
from outreach_sim.cli.options import (
    POLICIES,
    Whole,
    cluster_option,
    game_seed_option,
    given,
    jobs_option,
    json_option,
    letters_option,
    policy_option,
    scenario_argument,
    set_option,
    worlds_option,
)
from outreach_sim.cli.run_view import as_dict, show
from outreach_sim.cli.study_files import Files, files_options
from outreach_sim.cli.world_csv import HEADER, csv_text, world_lines
from outreach_sim.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from outreach_sim.scenario.load import Scenario
    from outreach_sim.study.report import Report
    from outreach_sim.study.run import StudyResult


@click.command("run")
@scenario_argument
@worlds_option(1, "How many worlds.")
@game_seed_option
@jobs_option
@click.option(
    "--uncertain",
    is_flag=True,
    help="Draw the parameters from their ranges too: how much is luck, how much ignorance?",
)
@click.option(
    "--draws",
    type=Whole(10, 100_000),
    default=100,
    show_default=True,
    help="Parameter sets of --uncertain, each played in the same N worlds.",
)
@cluster_option
@click.option(
    "--to",
    metavar="FILE.db",
    type=click.Path(),
    help="Keep worlds as they are finished; the same command goes on.",
)
@files_options("every metric of every world (from 1) and lab", "; it needs no network")
@click.option(
    "--by",
    type=click.Choice(["level", "city", "employer"]),
    help="Count the player's approaches by group of candidate too.",
)
@click.option("--score", is_flag=True, help="Play a twin of each world that does nothing, and say points.")
@set_option
@letters_option
@policy_option(f"Let a policy act for a lab, in place of its script: {POLICIES}; may be repeated.")
@json_option
def command(
    scenario: str, replications: int, seed: int | None, jobs: int, uncertain: bool, draws: int,
    cluster: str | None, to: str | None, files: Files, overrides: tuple[str, ...], letters: Path | None,
    policies: tuple[str, ...], as_json: bool, score: bool, by: str | None,
) -> int:  # fmt: skip
    """Play SCENARIO, a shipped name or a TOML file, in one world or many.

    Exits with 1 if an expectation of the scenario clearly failed.
    """
    from outreach_sim.api.policies import in_hands, pairs
    from outreach_sim.cli.study_run import Where, check_file, check_options, run_kept
    from outreach_sim.scenario.groups import groups_by
    from outreach_sim.study.expectations import Call
    from outreach_sim.study.report import report

    where = Where(jobs, cluster)
    check_options(where, to, files, uncertain, bool(policies), score, by)
    if not uncertain and given("draws"):
        raise UsageError("--draws goes with --uncertain; one set of parameters is played without it")
    loaded = _loaded(scenario, overrides, letters)
    seed = loaded.luck(seed)
    again = reproduce(scenario, seed, replications, overrides, policies, letters) + " --score" * score
    again += f" --by {by}" if by is not None else ""
    if uncertain:
        from outreach_sim.cli.uncertain import run_uncertain

        again += f" --uncertain --draws {draws}"
        return run_uncertain(loaded, seed, replications, draws, where, as_json, again)
    hands = in_hands(loaded, pairs(policies, loaded.lab_ids), jobs)
    loaded = replace(loaded, setup=hands.setup)
    files.check()
    if to is not None:
        check_file(to, "--to")
    groups = groups_by(loaded, by) if by is not None else None
    result = run_kept(loaded, seed, replications, where, to, hands.own, score, groups)
    summed = report(result, loaded.setup.player, loaded.expectations, loaded.goal)
    write_files(files, loaded, result, summed, seed, again, bool(policies), overrides)
    if as_json:
        data = as_dict(loaded, summed, seed, replications)
        output.print_json(data | group_view.as_dict(by, groups, result))
    else:
        show(loaded, result, summed, seed, again)
        group_view.show(by, groups, result)
    failed = any(verdict.call is Call.FAILED for verdict in summed.verdicts)
    return ExitCode.FAILED if failed else ExitCode.OK


def _loaded(scenario: str, overrides: tuple[str, ...], letters: Path | None) -> Scenario:
    """The scenario; what should be known of it before it is played goes to stderr."""
    from outreach_sim.cli.checking import warn
    from outreach_sim.scenario.build import put_aside
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.scenario.remarks import remarks_on

    loaded = load_scenario(scenario, overrides, letters=letters)
    for sentence in put_aside(loaded.spec):
        click.echo(sentence, err=True)
    warn([*loaded.population.left_out, *remarks_on(loaded)])
    return loaded


def reproduce(
    scenario: str,
    seed: int,
    replications: int,
    overrides: tuple[str, ...],
    policies: tuple[str, ...] = (),
    letters: Path | None = None,
) -> str:
    """The command that gives the same numbers."""
    import shlex

    words = ["outreach-sim", "run", scenario, "-n", str(replications), "--seed", str(seed)]
    for override in overrides:
        words += ["--set", override]
    if letters is not None:
        words += ["--letters", str(letters)]
    for policy in policies:
        words += ["--policy", policy]
    return shlex.join(words)


def write_files(
    files: Files,
    scenario: Scenario,
    result: StudyResult,
    report: Report,
    seed: int,
    again: str,
    own: bool,
    changes: tuple[str, ...],
) -> None:
    """The study as a page, as pictures, as lines of a CSV: what is asked for."""
    if files.page is not None or files.pictures is not None:
        from outreach_sim.storage.report.page import page, study_figures

        files.write_page(
            lambda rest: page(scenario, result, report, seed, again + rest, own_policies=own, changes=changes)
        )
        files.write_pictures(lambda: study_figures(scenario, result, report))
    files.write_csv(lambda: csv_text(HEADER, world_lines(result, scenario.lab_ids)))
