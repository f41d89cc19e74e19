"""Puts the page of a sweep together: a picture for each metric, and every point in its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from outreach_sim.market.metrics import metric_of
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.report import svg
from outreach_sim.storage.report.frame import Figure, played_text, rendered
from outreach_sim.storage.report.numbers import short, signed
from outreach_sim.storage.report.page import who_they_are
from outreach_sim.study.statistics import Interval
from outreach_sim.study.sweep import Row

MOST_DRAWN = 60
"""A picture of more points cannot be read; their table has all of them."""


def sweep_page(
    scenario: Scenario,
    rows: Sequence[Row],
    metrics: Sequence[str],
    worlds: int,
    seed: int,
    lab: int,
    command: str,
    changes: Sequence[str] = (),
) -> str:
    """The whole page as HTML; byte for byte the same for the same sweep.

    Args:
        scenario: before anything varies.
        rows: what became of each point.
        metrics: those that are shown.
        worlds: how many at each point.
        seed: luck seed.
        lab: index of the lab whose results count.
        command: the command line that gives this page again.
        changes: ``KEY=VALUE`` of all points.
    """
    return rendered(
        "sweep.html",
        command,
        [played_text(scenario, changes)],
        [],
        who_they_are(scenario),
        scenario=scenario,
        lab=scenario.setup.labs[lab].name,
        worlds=worlds,
        seed=seed,
        keys=list(rows[0].point.values),
        figures=list(sweep_figures(rows, metrics)),
        failed=[(_label(row), row.failed) for row in rows if row.failed],
    )


def sweep_figures(rows: Sequence[Row], metrics: Sequence[str]) -> Iterator[Figure]:
    """For each metric its means, and how they differ from the first point's, where there is a second."""
    played = [row for row in rows if not row.failed]
    for metric in metrics if played else ():
        yield _means(played, metric)
        if len(played) > 1:
            yield _differences(played, metric)


def _means(rows: Sequence[Row], metric: str) -> Figure:
    found = [(_label(row), row.metrics[metric].mean, row.metrics[metric].ci95) for row in rows]
    title = f"Point by point: {metric_of(metric).words}"
    return _figure(found, title, "mean a world", ("mean", "95 % interval"), f"sweep-{metric}", False)


def _differences(rows: Sequence[Row], metric: str) -> Figure:
    differences = [(_label(row), row.differences[metric]) for row in rows[1:]]
    found = [(label, d.difference, d.ci95) for label, d in differences]
    title = f"Against {_label(rows[0])}: {metric_of(metric).words}"
    header = ("difference", "95 % interval")
    return _figure(found, title, "difference a world", header, f"sweep-{metric}-to-first", True)


def _figure(
    found: Sequence[tuple[str, float, Interval | None]],
    title: str,
    unit: str,
    header: tuple[str, str],
    key: str,
    signs: bool,
) -> Figure:
    some = any(ends is not None for *_, ends in found)
    words = f"{unit}, with its 95 % interval" if some else unit
    few = len(found) <= MOST_DRAWN
    drawn = Markup(svg.intervals(found, title, words, key)) if few else Markup("")  # noqa: S704 - escaped there
    form = (lambda value: signed(value, 0)) if signs else short
    table = tuple(
        (label, form(middle), " to ".join(map(form, ends or ())) or "too few worlds")
        for label, middle, ends in found
    )
    rest = "" if few else f" More than {MOST_DRAWN} points are not drawn."
    luck = " Every point is played in the same worlds." if signs else ""
    note = f"{words[0].upper()}{words[1:]}.{luck}{rest}"
    return Figure(title, note, drawn, ("point", *header), table)


def _label(row: Row) -> str:
    """The values of a point."""
    return ", ".join(row.point.values.values())
