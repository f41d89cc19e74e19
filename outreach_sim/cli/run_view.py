"""What ``run`` found, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import cohort_view, output, score_view, sketch, tactic_view
from outreach_sim.cli.tables import natural_width
from outreach_sim.formatting import counted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from outreach_sim.scenario.load import Scenario
    from outreach_sim.study.report import Report
    from outreach_sim.study.run import StudyResult
    from outreach_sim.study.statistics import Summary


def as_dict(scenario: Scenario, report: Report, seed: int, replications: int) -> dict[str, Any]:
    """What ``run --json`` prints."""
    return (
        {
            "scenario": scenario.name,
            "title": scenario.title,
            "seed": seed,
            "replications": replications,
            "days": scenario.days,
            "metrics": report.metrics,
            "labs": {
                lab: {
                    "metrics": metrics,
                    "funnel": funnel,
                    "cohort": report.cohorts[index] if report.cohorts else None,
                }
                for index, (lab, metrics, funnel) in enumerate(
                    zip(scenario.lab_ids, report.labs, report.funnels, strict=True)
                )
            },
            "funnel": report.funnel,
            "cohort": report.cohorts[scenario.setup.player] if report.cohorts else None,
            "per_hire": report.per_hire,
            "per_hire_ci95": report.per_hire_ci95,
            "expectations": report.verdicts,
            "log_hash": report.log_hash,
        }
        | tactic_view.as_dict(report.tactics)
        | retention_of_labs(scenario, report)
        | score_view.of_worlds(report.scores)
    )


def retention_of_labs(scenario: Scenario, report: Report) -> dict[str, Any]:
    """Who is still there, by lab; nothing where the scenario does not count tenure."""
    if not report.retention:
        return {}
    cohorts = zip(scenario.setup.labs, report.retention, strict=True)
    return {"retention": {lab.id: found for lab, found in cohorts if not lab.outside}}


def show(scenario: Scenario, result: StudyResult, report: Report, seed: int, command_line: str) -> None:
    """The same for people."""
    replications = result.replications
    worlds = "one world" if replications == 1 else f"{replications:,} worlds"
    output.heading(f"{scenario.title}: {scenario.start} to {scenario.date_of(scenario.days)}, {worlds}")
    if scenario.summary:
        output.paragraph(scenario.summary)
    click.echo()
    show_funnel(scenario, report)
    click.echo()
    hires = report.metrics["hires"]
    player = scenario.setup.labs[scenario.setup.player].name
    if replications == 1:
        click.echo(f"{player} hires {hires.mean:.0f}.")
        show_hires(scenario, hires_of(scenario, result, seed))
    else:
        counts = hires_by_world(result, scenario.setup.player)
        output.sentence(f"{player} hires {hires.mean:.2f} a world ({spread(hires, counts)}).")
        sketch.show_hires(counts)
    show_price(report)
    if report.cohorts:
        cohort_view.show(scenario, report.cohorts[scenario.setup.player], replications)
    show_retention(scenario, report)
    tactic_view.show(report.tactics)
    score_view.show_worlds(player, report.scores)
    show_verdicts(report, replications)
    click.echo(f"\nLog hash {report.log_hash[:16]}; again: {command_line}")


def spread(hires: Summary, counts: NDArray[np.int64]) -> str:
    """How sure a mean over worlds is, and how far single worlds lie from it."""
    if hires.ci95 is None:
        low, high = int(counts.min()), int(counts.max())
        between = f"{low} in each of" if low == high else f"{low} to {high} in"
        return f"{between} these {len(counts)} worlds; {output.too_few_worlds()}"
    low95, high95 = hires.ci95
    between = " and ".join(output.nine_in_ten(hires.quantiles))
    return f"95 % interval of the mean {low95:.2f} to {high95:.2f}; nine worlds in ten lie between {between}"


_COHORTS = {"staff": "of those there at first", "hires": "of those hired"}


def show_retention(scenario: Scenario, report: Report) -> None:
    """How many of those who came are still there, a line a lab; months that have begun count."""
    if not report.retention:
        return
    rows = []
    for lab, cohorts in zip(scenario.setup.labs, report.retention, strict=True):
        told = {c.cohort: f"{output.percent(c.share)} in month {c.months}" for c in cohorts}
        if not lab.outside:  # many employers, and nobody sees who moves between them
            rows.append([lab.name, *(told.get(cohort, "") for cohort in _COHORTS)])
    player = sum(not lab.outside for lab in scenario.setup.labs[: scenario.setup.player])
    click.echo()
    header = ["still there", *_COHORTS.values()]
    output.table(header, [rows[player], *rows[:player], *rows[player + 1 :]], right=(1, 2))


def hires_by_world(result: StudyResult, lab: int) -> NDArray[np.int64]:
    """Accepted offers of a lab, one number per world."""
    from outreach_sim.market.state.events import FUNNEL, Event

    return result.funnel[:, lab, FUNNEL.index(Event.ACCEPTED)]


_ROWS = {"sent": "mails sent", "opened": "first mails opened"}
"""Follow-ups count as sent, opening only once: without these words the rate would look too low."""


def show_funnel(scenario: Scenario, report: Report) -> None:
    """Mean counts per world, a column per lab that wrote anything; the player's first."""
    order = [scenario.setup.player] + [i for i in range(len(scenario.lab_ids)) if i != scenario.setup.player]
    wrote = [i for i in order if i == scenario.setup.player or report.funnels[i]["sent"] > 0]
    header = ["mean per world", *(scenario.setup.labs[i].name for i in wrote)]
    rows = [
        [_ROWS.get(stage, stage), *(output.number(report.funnels[i][stage]) for i in wrote)]
        for stage in report.funnel
    ]
    if sketch.watched():
        full = max(report.funnel.values())
        bars = ["", *(sketch.beside(value, full) for value in report.funnel.values())]
        drawn = [[*row[:2], bar, *row[2:]] for row, bar in zip([header, *rows], bars, strict=True)]
        # A picture is for those who have room for it.
        if natural_width(drawn) <= output.width():
            header, *rows = drawn
    output.table(header, rows, right=[1, *range(len(header) - len(wrote) + 1, len(header))])


def show_price(report: Report) -> None:
    """What a hire took, where there was one; the money of those who never start comes back."""
    mails, usd = report.per_hire["mails"], report.per_hire["committed_usd"]
    if mails is not None and usd is not None:
        money = f"${usd:,.0f} of first-year pay and sign-on a hire stay committed"
        took = f"A hire takes {counted(mails, 'mail')}" if mails else "Nobody is written to"
        output.sentence(f"{took}; {money}.")


def show_verdicts(report: Report, replications: int) -> None:
    """Each expectation as a sentence."""
    from outreach_sim.study.expectations import FEWEST_WORLDS, Call

    if not report.verdicts:
        return
    if replications < FEWEST_WORLDS:
        what = "The expectation is" if len(report.verdicts) == 1 else "Expectations are"
        click.echo(f"\n{what} judged over many worlds; try -n 200.")
        return
    click.echo("\nExpected:")
    for verdict in report.verdicts:
        colour = {Call.HELD: "green", Call.FAILED: "red"}.get(verdict.call, "yellow")
        share = f"in {output.percent(verdict.share)} of worlds, {output.percent(verdict.needed)} expected"
        output.sentence(f"{click.style(verdict.call.value, fg=colour)}: {verdict.that} ({share})", indent=2)


def hires_of(scenario: Scenario, result: StudyResult, seed: int) -> NDArray[np.int64]:
    """Those of the player, as the result has them; a world that a file holds is played again for them."""
    from outreach_sim.market.stack import run_worlds

    hires = result.hires
    if hires is None:
        hires = run_worlds(scenario.setup, seed, [0], hires_of=scenario.setup.player).hires
    assert hires is not None
    return hires


def show_hires(scenario: Scenario, hires: NDArray[np.int64]) -> None:
    """Who said yes to the player in the one world that was played, and when."""
    people = scenario.setup.people
    for _, day, candidate in hires.tolist():
        employer = scenario.setup.labs[people.employer[candidate]].name
        name = scenario.population.book.name(candidate)
        when = scenario.date_of(day)
        who = f"{name} (candidate {candidate + 1}, {employer}, level {people.level[candidate]})"
        output.sentence(f"{when}  {who}", indent=2)
