"""``compare``: which of two or more scenarios does better, on the same luck, and who makes the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import complete, output
from outreach_sim.cli.arms import arm_in_words, with_names
from outreach_sim.cli.compare_page import Drawn, figures_of, heard_by, page_of
from outreach_sim.cli.options import (
    POLICIES,
    Whole,
    cluster_option,
    jobs_option,
    json_option,
    lab_option,
    letters_option,
    metric_option,
    policy_option,
    seed_option,
    set_option_of,
    worlds_option,
)
from outreach_sim.cli.progress import Progress
from outreach_sim.cli.study_files import Files, files_options
from outreach_sim.cli.study_run import Where, check_policies
from outreach_sim.cli.world_csv import ArmLines
from outreach_sim.market.metrics import metric_of
from outreach_sim.storage.report.causes import in_words

if TYPE_CHECKING:
    from pathlib import Path

    from outreach_sim.cli.arms import NamedArm
    from outreach_sim.study.compare import Comparison, Difference, Pair

MOST_PARTINGS = 8


@click.command("compare")
@click.argument("scenarios", nargs=-1, required=True, metavar="A [B]...", shell_complete=complete.scenarios)
@worlds_option(200, "How many worlds, each played under every scenario.", least=2)
@set_option_of("Replace a value in all scenarios, or in one: --set b:scenario.days=90.", "[b:]KEY=VALUE")
@click.option("--b", "for_b", multiple=True, metavar="KEY=VALUE", shell_complete=complete.keys,
              help="The same as --set b:KEY=VALUE.")  # fmt: skip
@letters_option
@policy_option(
    f"Let a policy act for a lab in all, or in one, b:LAB=POLICY: {POLICIES}; may be repeated.",
    "[b:]LAB=POLICY",
)
@metric_option
@lab_option("whose results count")
@click.option("--name", "names", multiple=True, metavar="LETTER=NAME",
              help='What a scenario is called in tables and pictures: --name b="High pay".')  # fmt: skip
@click.option("--flips", "most", type=Whole(0, 10_000), default=10, show_default=True,
              help="How many candidates to list.")  # fmt: skip
@seed_option
@jobs_option
@cluster_option
@files_options(
    "every metric of every world (from 1), lab and scenario", ": the comparison, who flips and why"
)
@json_option
def command(
    scenarios: tuple[str, ...], replications: int, overrides: tuple[str, ...], for_b: tuple[str, ...],
    letters: Path | None, policies: tuple[str, ...], metrics: tuple[str, ...], lab_id: str | None,
    most: int, seed: int, jobs: int, cluster: str | None, names: tuple[str, ...], files: Files, as_json: bool,
) -> None:  # fmt: skip
    """Compare scenarios world by world on the same luck; more than two, all against the first.

    Where only one is named, the others are the same one, changed.

    \b
    Examples:
      outreach-sim compare personal-email --b 'script.*.offer.pay_ratio=3'
      outreach-sim compare personal-email small-lab -n 500
      outreach-sim compare personal-email --set b:labs.meta.compute=600000 --set c:labs.meta.appeal=0.3
      outreach-sim compare small-lab --policy a:pocket-lab=sniper --policy b:pocket-lab=mine.py:Mine
    """
    from outreach_sim.cli.arms import lab_index, named_arms
    from outreach_sim.study.compare import Arm, compare

    where = Where(jobs, cluster)
    check_policies(where, bool(policies))
    arms = named_arms(scenarios, overrides, for_b, letters, names, policies, jobs)
    files.check()
    played = [
        Arm(arm.letter, arm.scenario.setup, lab_index(arm.scenario, lab_id), arm.makers) for arm in arms
    ]
    lines, drawn = ArmLines(arms), Drawn(arms, played)
    heard = heard_by(lines if files.csv else None, drawn if files.page or files.pictures else None)
    with Progress("comparing") as progress:
        result = compare(played, seed, replications, where.parts, progress, cluster=cluster, each=heard)
    asked = metrics or ("hires",)
    told = as_dict(arms, result, asked, seed, replications, most)
    again = reproduce(
        scenarios, replications, overrides, for_b, metrics, lab_id, most, seed, letters, names, policies
    )
    files.write_page(lambda rest: page_of(arms, drawn, told, where, again + rest))
    files.write_pictures(lambda: figures_of(arms, drawn, told))
    files.write_csv(lines.text)
    if as_json:
        output.print_json(told)
    else:
        show(arms, result, asked, replications, most)


def reproduce(
    scenarios: tuple[str, ...],
    replications: int,
    overrides: tuple[str, ...],
    for_b: tuple[str, ...],
    metrics: tuple[str, ...],
    lab_id: str | None,
    most: int,
    seed: int,
    letters: Path | None = None,
    names: tuple[str, ...] = (),
    policies: tuple[str, ...] = (),
) -> str:
    """The command that gives the same numbers."""
    import shlex

    words = ["outreach-sim", "compare", *scenarios, "-n", str(replications), "--seed", str(seed)]
    named = (
        ("--set", overrides),
        ("--b", for_b),
        ("--letters", (str(letters),) if letters is not None else ()),
        ("--policy", policies),
        ("--metric", metrics),
        ("--lab", (lab_id,) if lab_id else ()),
        ("--name", names),
    )
    for option, values in named:
        for value in values:
            words += [option, value]
    return shlex.join([*words, "--flips", str(most)])


def as_dict(
    arms: list[NamedArm],
    result: Comparison,
    metrics: tuple[str, ...],
    seed: int,
    replications: int,
    most: int,
) -> dict[str, Any]:
    """What ``compare --json`` prints."""
    return {
        "seed": seed,
        "replications": replications,
        "arms": [
            {
                "arm": arm.letter,
                "name": arm.name or None,
                "scenario": arm.scenario.name,
                "changes": list(arm.changes),
                "lab": arm.scenario.lab_ids[result.arms[i].lab],
                "metrics": result.metrics[i],
                "log_hash": result.log_hashes[i],
            }
            for i, arm in enumerate(arms)
        ],
        "pairs": [
            {"a": arms[pair.a].letter, "b": arms[pair.b].letter}
            | output.fields_of(pair.differences[metric])
            | flips_of(arms[pair.a], arms[pair.b], pair, most)
            for pair in result.pairs
            for metric in metrics
        ],
    }


def flips_of(a: NamedArm, b: NamedArm, pair: Pair, most: int) -> dict[str, Any]:
    """Who flipped, where paths part, and lost yeses, with names; letters are those of the arms."""
    from outreach_sim.study.flips import flips_as_dicts, lost_as_dict, partings_as_dicts

    if pair.flips is None:
        return {"flips": None, "why_no_flips": pair.why_no_flips, "partings": None, "lost_yeses": None}
    letters = {"a": a, "b": b}
    lost = lost_as_dict(pair.flips, most)
    flips, partings = flips_as_dicts(pair.flips, most), partings_as_dicts(pair.flips)
    for row in [*flips, *lost["candidates"]]:
        arm = letters[row["won_by"]]
        people = arm.scenario.setup.people
        index = row["candidate"] - 1
        row["name"] = arm.scenario.population.book.name(index)
        row["employer"] = arm.scenario.lab_ids[int(people.employer[index])]
    for row in [*flips, *partings, *lost["candidates"]]:
        row["won_by"] = letters[row["won_by"]].letter
    return {"flips": flips, "why_no_flips": None, "partings": partings, "lost_yeses": lost}


def show(
    arms: list[NamedArm], result: Comparison, metrics: tuple[str, ...], replications: int, most: int
) -> None:
    """The same for people."""
    output.heading(f"{replications:,} worlds, each played under {len(arms)} scenarios on the same luck")
    for arm, found, played in zip(arms, result.metrics, result.arms, strict=True):
        output.sentence(arm_in_words(arm, played.lab, found["hires"].mean), indent=2)
    for pair in result.pairs:
        a, b = arms[pair.a], arms[pair.b]
        click.echo()
        output.heading(f"{b.called} against {a.called}")
        for metric in metrics:
            show_difference(a.called, b.called, pair.differences[metric])
        show_flips(a, b, pair, most)


def show_difference(a: str, b: str, found: Difference) -> None:
    """One metric in a sentence or two."""
    word = metric_of(found.metric).words
    middle, *ends = output.alike((found.difference, *(found.ci95 or ())), signs=True)
    sure = f"95 % interval {' to '.join(ends)}" if ends else output.too_few_worlds()
    output.sentence(
        f"{word}: {middle} a world ({sure}); "
        f"{b} has more in {output.percent(found.b_wins)} of worlds, {a} in {output.percent(found.a_wins)}, "
        f"even in {output.percent(found.ties)}."
    )
    apart = found.unpaired_ci95
    if apart is not None and found.correlation is not None and found.correlation >= 0.1:
        low, high = output.alike(apart, signs=True)
        output.sentence(
            f"The worlds go together (correlation {found.correlation:.2f}): on separate luck the interval "
            f"would be {low} to {high}.",
            indent=2,
        )


def show_flips(a: NamedArm, b: NamedArm, pair: Pair, most: int) -> None:
    """Who comes under one scenario only, where the paths part, and who is lost to a raise."""
    if pair.flips is None:
        output.sentence(f"Nobody can be followed from one to the other: {pair.why_no_flips}.")
        return
    told = with_names(flips_of(a, b, pair, most), [a, b])
    if not told["partings"]:
        click.echo("Nobody flips.")
        return
    click.echo("\nWhere paths part, yeses a world:")
    most_often = told["partings"][:MOST_PARTINGS]
    rest = sum(row["per_world"] for row in told["partings"][MOST_PARTINGS:])
    *yeses, rarer = output.alike([*(row["per_world"] for row in most_often), rest])
    rows = [[n, row["won_by"], row["link"], _why(row)] for n, row in zip(yeses, most_often, strict=True)]
    output.table(["yeses", "under", "link", "on"], rows, right=(0,))
    if rest:
        click.echo(f"… and {rarer} in rarer ways")
    if told["flips"]:
        click.echo("\nWho flips most often:")
        header = ["candidate", "name", "employer", "comes under", "worlds", "mostly at", "on", "by"]
        output.table(header, [_flip_row(row) for row in told["flips"]], right=(0, 4, 7), keep=2)
    show_lost(told["lost_yeses"], pair.flips.raised is not None)


def _why(row: dict[str, Any]) -> str:
    """The term, or what kept the other path from being weighed at all."""
    return row["term"] or in_words(row["cause"])


def _flip_row(row: dict[str, Any]) -> list[str]:
    by = f"{row['difference']:+.2f}" if row["term"] else ""
    who = [str(row["candidate"]), row["name"], row["employer"], row["won_by"]]
    return [*who, output.percent(row["share"]), row["link"], _why(row), by]


def show_lost(lost: dict[str, Any], raised: bool) -> None:
    """People who said yes to less and no to more."""
    if not lost["causes"]:
        if raised:
            click.echo()
            output.sentence("Nobody who says yes to the weaker offer is lost by the raise.")
        return
    per_world, *times = output.alike([lost["per_world"], *lost["causes"].values()])
    causes = "; ".join(f"{in_words(cause)} {t}" for cause, t in zip(lost["causes"], times, strict=True))
    click.echo()
    output.sentence(f"Lost yeses, to the weaker offer only: {per_world} a world ({causes}).")
    for row in lost["candidates"][:5]:
        why = in_words(row["cause"])
        who = f"{row['name']} (candidate {row['candidate']})"
        output.sentence(f"{who} in {output.percent(row['share'])} of worlds: {why}", indent=2)
