"""``run --uncertain``: the parameters are drawn too, and luck is told from ignorance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from outreach_sim.cli import output
from outreach_sim.cli.progress import Progress
from outreach_sim.cli.run_view import as_dict, show_funnel
from outreach_sim.errors import ExitCode, UsageError
from outreach_sim.formatting import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from outreach_sim.cli.study_run import Where
    from outreach_sim.scenario.load import Scenario
    from outreach_sim.study.report import Report
    from outreach_sim.study.statistics import Interval
    from outreach_sim.study.uncertain import Uncertainty

METRIC = "hires"
MOST_RANKED = 8


def run_uncertain(
    scenario: Scenario, seed: int, worlds: int, draws: int, where: Where, as_json: bool, again: str
) -> int:
    """Play every draw of the parameters in the same worlds, and say what is luck and what is ignorance."""
    from outreach_sim.scenario.parameters import load_cards
    from outreach_sim.study import uncertain
    from outreach_sim.study.executors import run_study
    from outreach_sim.study.ignorance import draw
    from outreach_sim.study.plan import plan_draws
    from outreach_sim.study.sweep import scipy_stats

    if worlds < uncertain.FEWEST_WORLDS:
        raise UsageError(f"--uncertain needs {uncertain.FEWEST_WORLDS} worlds or more a draw; try -n 20")
    scipy_stats("--uncertain")  # said before the work, not after it
    setup, player = scenario.setup, scenario.setup.player
    drawn = draw(setup.parameters, load_cards(), scenario.spec.parameters, draws, seed)
    with Progress(scenario.title) as progress:
        result = run_study(plan_draws(setup, seed, worlds, drawn.sets), where.jobs, progress, where.cluster)
    report = uncertain.pooled_report(result, player, worlds)
    found = uncertain.uncertainty(result, drawn, player, METRIC, seed)
    if as_json:
        data = as_dict(scenario, report, seed, worlds * draws)
        output.print_json(data | {"uncertainty": found})
    else:
        show(scenario, report, found, again)
    return ExitCode.OK


def show(scenario: Scenario, report: Report, found: Uncertainty, again: str) -> None:
    """The same for people."""
    worlds = counted(found.worlds, "world")
    output.heading(f"{scenario.title}: {found.draws:,} sets of parameters, each in the same {worlds}")
    click.echo()
    show_funnel(scenario, report)
    hires = report.metrics[METRIC]
    player = scenario.setup.labs[scenario.setup.player].name
    click.echo()
    sure = _sure("interval of the mean", hires.ci95, "{:.2f}".format)
    between = " and ".join(output.nine_in_ten(hires.quantiles))
    output.sentence(f"{player} hires {hires.mean:.2f} a world ({sure}; nine in ten lie between {between}).")
    share = found.parts.parameters_share
    output.sentence(
        f"Of that spread {output.percent(1 - share)} is luck, {output.percent(share)} is not knowing the "
        f"parameters ({_sure('interval', found.ci95, output.percent)})."
    )
    clear = [ranked for ranked in found.ranking if ranked.clear]
    if not clear:
        click.echo("No single parameter is told from nothing; try more --draws.")
    else:
        click.echo()
        output.sentence(
            f"Parameters that matter, by {clear[0].measure} with {METRIC} ({found.draws:,} draws):"
        )
        rows = [
            [
                " + ".join((r.parameter, *r.followers)),
                f"{r.value:+.2f}",
                f"{r.ci95[0]:+.2f} to {r.ci95[1]:+.2f}",
            ]
            for r in clear[:MOST_RANKED]
        ]
        output.table(["parameter", "value", "95 % interval"], rows, right=(1, 2))
    if scenario.expectations:
        click.echo("Expectations are judged at the default parameters, not here.")
    click.echo(f"\nLog hash {report.log_hash[:16]}; again: {again}")


def _sure(what: str, interval: Interval | None, form: Callable[[float], str]) -> str:
    """How sure a number is, or how to learn it."""
    return f"95 % {what} {' to '.join(map(form, interval))}" if interval else output.too_few_worlds()
