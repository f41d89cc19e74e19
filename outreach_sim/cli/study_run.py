"""Runs the worlds of a command: wherever it says, with progress on stderr, kept in a file if it names one."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from outreach_sim.cli.progress import Progress
from outreach_sim.errors import OutreachError, UsageError
from outreach_sim.formatting import are, counted

if TYPE_CHECKING:
    from outreach_sim.cli.study_files import Files
    from outreach_sim.market.observers.by_group import Grouping
    from outreach_sim.market.policies.own import Makers
    from outreach_sim.scenario.groups import Groups
    from outreach_sim.scenario.load import Scenario
    from outreach_sim.storage.studies import StudyFile
    from outreach_sim.study.run import StudyResult


@dataclass(frozen=True, slots=True)
class Where:
    """Processes of this machine, or the address of a cluster's scheduler.

    Raises:
        UsageError: both are named.
    """

    jobs: int = 1
    cluster: str | None = None

    def __post_init__(self) -> None:
        if self.cluster is not None and self.jobs > 1:
            raise UsageError("--jobs and --cluster are two places to run; name one")

    @property
    def parts(self) -> int:
        """Into how many parts a study is cut at least."""
        return CLUSTER_PARTS if self.cluster is not None else self.jobs


def check_options(
    where: Where,
    to: str | None,
    files: Files,
    uncertain: bool,
    own: bool,
    scored: bool = False,
    by: str | None = None,
) -> None:
    """Refuse what does not go together, before any work.

    Raises:
        UsageError: two of these options, and why not both.
    """
    check_policies(where, own)
    file, page = to is not None, files.page is not None
    kept = "--uncertain plays each world under many sets of parameters"
    refused = [
        (uncertain and file, f"{kept}, which --to has no place for; leave one of them out"),
        (
            uncertain and page,
            f"{kept}, which --report has no pictures for; leave one of them out",
        ),
        (
            uncertain and files.pictures is not None,
            f"{kept}, which --pictures has none for; leave one of them out",
        ),
        (
            scored and file,
            "--score plays a twin of each world, which --to has no place for; leave one of them out",
        ),
        (scored and uncertain, f"{kept}, and --score a twin of each; leave one of them out"),
        (by is not None and file, "--by counts candidates, whom --to does not keep; leave one of them out"),
        (by is not None and uncertain, f"{kept}, and --by counts one; leave one of them out"),
        (
            files.csv is not None and uncertain,
            f"{kept}, and --csv has a line for each; leave one of them out",
        ),
        (uncertain and own, "--uncertain does not play policies of your own; leave --policy out"),
        (
            own and file,
            "--policy runs code that --to cannot keep or know again; leave one of them out",
        ),
    ]
    for wrong, why in refused:
        if wrong:
            raise UsageError(why)


def check_policies(where: Where, own: bool) -> None:
    """Refuse policies that a cluster could not find.

    Raises:
        UsageError: both are named.
    """
    if own and where.cluster is not None:
        raise UsageError("--policy runs on this machine, it is not sent to a cluster; leave --cluster out")


def check_file(file: str, option: str, force: bool = True) -> None:
    """Say at once what would keep a file from being written after hours of work.

    Raises:
        UsageError: the name is empty.
        BadInputError: it is no regular file, its folder is not there or cannot be written to, or it is there
            and may not be written over.
    """
    from pathlib import Path

    from outreach_sim.inputs.writing import may_write

    if not file:
        raise UsageError(f"{option} names no file")
    may_write(Path(file), force)


CLUSTER_PARTS = 16
"""A study on a cluster is cut into at least so many parts: nobody knows how many workers will join."""


def run_kept(
    loaded: Scenario,
    seed: int,
    worlds: int,
    where: Where,
    to: str | None,
    own: Makers | None = None,
    scored: bool = False,
    groups: Groups | None = None,
) -> StudyResult:
    """All worlds of a study; those that a file named by ``to`` holds are not played again."""
    from outreach_sim.study.executors import run_study
    from outreach_sim.study.plan import plan, without

    planned = plan(loaded.setup, seed, worlds, loaded.queries, where.parts, own=own, sequences=True)
    planned = replace(planned, scored=scored, grouping=_grouping(loaded, groups))
    if worlds == 1 and to is None:  # a world that goes on from a file has not seen all its hires
        planned = replace(planned, hires_of=loaded.setup.player)
    with _file(to, loaded, seed) as file:
        done = file.done(worlds) if file is not None else []
        if file is not None and file.other_rules and not done:
            known = (
                f"{counted(file.other_rules, 'world')} of this scenario and seed in {to} follow other rules"
            )
            click.echo(f"{known} (another version of outreach-sim); they are left alone", err=True)
        todo = without(planned, [range(int(r.replications[0]), int(r.replications[-1]) + 1) for r in done])
        if done and todo.chunks:
            there = worlds - sum(len(chunk.replications) for chunk in todo.chunks)
            known = f"{there:,} of {counted(worlds, 'world')} {are(there)} in {to}"
            click.echo(f"{known}; playing the rest", err=True)
        try:
            with Progress(loaded.title) as progress:
                return run_study(todo, where.jobs, progress, where.cluster, file, done)
        except (KeyboardInterrupt, OutreachError):
            if file is not None:
                kept = f"{file.kept_worlds:,} of {counted(worlds, 'world')} {are(file.kept_worlds)} in {to}"
                click.echo(f"{kept}; the same command goes on from there", err=True)
            raise


def _grouping(loaded: Scenario, groups: Groups | None) -> Grouping | None:
    """Whose approaches are counted by these groups: the player's."""
    from outreach_sim.market.observers.by_group import Grouping

    return None if groups is None else Grouping(loaded.setup.player, groups.group_of, len(groups.names))


def _file(to: str | None, loaded: Scenario, seed: int) -> StudyFile | nullcontext[None]:
    if to is None:
        return nullcontext()
    from pathlib import Path

    from outreach_sim.storage.studies import StudyFile

    return StudyFile(Path(to), loaded, seed, loaded.queries)
