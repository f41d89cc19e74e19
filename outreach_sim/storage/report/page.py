"""Puts a study's page together: what is computed elsewhere becomes pictures, tables and sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from outreach_sim.formatting import counted, percent
from outreach_sim.market.metrics import metric_of
from outreach_sim.market.observers.race import race_days
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.model.explain import rounded_terms
from outreach_sim.scenario.load import Scenario
from outreach_sim.scenario.parameters import load_cards
from outreach_sim.storage.report import svg
from outreach_sim.storage.report.arms import BAND, STAGE_WORDS, Arm, arm_figures
from outreach_sim.storage.report.frame import Figure, played_text, rendered
from outreach_sim.storage.report.movers import MOST_PEOPLE, Mover, movers
from outreach_sim.storage.report.numbers import minus, money, short, signed, whole
from outreach_sim.storage.report.pairs import by_metric, difference_rows, difference_table, flips_of
from outreach_sim.study.expectations import FEWEST_WORLDS
from outreach_sim.study.report import Report
from outreach_sim.study.run import StudyResult
from outreach_sim.study.statistics import FEWEST_FOR_SPREAD

MOST_BINS = 16
_ACCEPTED = FUNNEL.index(Event.ACCEPTED)


def page(
    scenario: Scenario,
    result: StudyResult,
    report: Report,
    seed: int,
    command: str,
    pairs: Sequence[Mapping[str, Any]] = (),
    own_policies: bool = False,
    arms: Sequence[Arm] = (),
    changes: Sequence[str] = (),
) -> str:
    """The whole page as HTML; byte for byte the same for the same run.

    Args:
        scenario: what was played; of a comparison the first.
        result: all worlds.
        report: the same summed up.
        seed: luck seed.
        command: the command line that gives this page again.
        pairs: comparisons as ``compare --json`` prints them, with what people call the scenarios, if any.
        own_policies: whether code of the user's own acted for a lab: its worlds are not told again.
        arms: the scenarios of the comparisons.
        changes: ``KEY=VALUE`` of the scenario, where it is the only one.
    """
    texts = [played_text(arm.scenario, arm.changes, arm.called) for arm in arms]
    return rendered(
        "page.html",
        command,
        texts or [played_text(scenario, changes)],
        [(f" of {arm.called}", arm.log_hash) for arm in arms] or [("", report.log_hash)],
        who_they_are(scenario),
        scenario=scenario,
        end=scenario.date_of(scenario.days),
        player=scenario.setup.labs[scenario.setup.player].name,
        worlds=result.replications,
        seed=seed,
        hires=report.metrics["hires"],
        few=few_worlds(scenario, result),
        verdicts=report.verdicts if result.replications >= FEWEST_WORLDS else (),
        figures=list(study_figures(scenario, result, report, pairs, arms)),
        movers=[mover_view(scenario, mover) for mover in ([] if own_policies else movers(scenario, seed))],
        own_policies=own_policies,
        flips=flips_of(pairs),
        arms=[arm.words for arm in arms],
        first=arms[0].called if arms else "",
        too_many=len(scenario.setup.people) > MOST_PEOPLE,
        parameters=parameter_rows(scenario),
        lab_sources=[(lab.name, lab.sources) for lab in scenario.spec.labs if lab.sources],
        money=money,
        percent=percent,
        safe_link=safe_link,
    )


def study_figures(
    scenario: Scenario,
    result: StudyResult,
    report: Report,
    pairs: Sequence[Mapping[str, Any]] = (),
    arms: Sequence[Arm] = (),
) -> Iterator[Figure]:
    """Every figure of a page: of one scenario, or of all that are compared."""
    yield from comparison_figures(pairs, arms)
    if arms:
        return
    if result.replications > 1:
        yield hires_figure(scenario, result)
    yield funnel_figure(scenario, report, result.replications == 1)
    yield from (race_figure(scenario, result, 1), race_figure(scenario, result, 0))


def comparison_figures(pairs: Sequence[Mapping[str, Any]], arms: Sequence[Arm]) -> Iterator[Figure]:
    """What differs on the same luck, and all scenarios beside each other."""
    yield from (pairs_figure(metric, of_metric) for metric, of_metric in by_metric(pairs).items())
    if arms:
        yield from arm_figures(arms)


def who_they_are(scenario: Scenario) -> str:
    """Whether the people on the page are made up."""
    if scenario.spec.population.file is None:
        return "All people are made up."
    return "People are those of the scenario's own file; what they do here is made up."


def few_worlds(scenario: Scenario, result: StudyResult) -> str:
    """How far a few worlds lie apart; nothing where there are enough for an interval."""
    if result.replications >= FEWEST_FOR_SPREAD:
        return ""
    counts = result.funnel[:, scenario.setup.player, _ACCEPTED]
    return f"{counts.min()} to {counts.max()} in these {result.replications} worlds"


def hires_figure(scenario: Scenario, result: StudyResult) -> Figure:
    """How many the player's lab hires, over worlds."""
    player = scenario.setup.player
    name = scenario.setup.labs[player].name
    bins = binned(result.funnel[:, player, _ACCEPTED])
    title = f"How many {name} hires, over {counted(result.replications, 'world')}"
    drawn = svg.columns(bins, title, "hires in a world", "hires")
    rows = tuple((label, f"{n:,}", percent(n / result.replications)) for label, n in bins)
    note = "Each column counts the worlds that ended with so many accepted offers."
    return Figure(title, note, Markup(drawn), ("hires", "worlds", "share"), rows)  # noqa: S704 - escaped there


def binned(counts: NDArray[np.int64]) -> list[tuple[str, int]]:
    """Whole numbers in at most ``MOST_BINS`` bins of one width; labels name the numbers in a bin."""
    low, high = int(counts.min()), int(counts.max())
    width = -(-(high - low + 1) // MOST_BINS)
    edges = range(low, high + 1, width)
    totals = np.bincount((counts - low) // width, minlength=len(edges)).tolist()
    return [
        (f"{e:,}" if width == 1 else f"{e:,}–{e + width - 1:,}", n)
        for e, n in zip(edges, totals, strict=True)
    ]


def funnel_figure(scenario: Scenario, report: Report, one_world: bool = False) -> Figure:
    """From mails to starts, the player's lab; all labs in the table. One world holds people, not means."""
    labs, player = scenario.setup.labs, scenario.setup.player
    form = whole if one_world else short
    bars = [(STAGE_WORDS.get(stage, stage), value, form(value)) for stage, value in report.funnel.items()]
    wrote = [player] + [i for i in range(len(labs)) if i != player and report.funnels[i]["sent"] > 0]
    rows = tuple(
        (STAGE_WORDS.get(stage, stage), *(form(report.funnels[i][stage]) for i in wrote))
        for stage in report.funnel
    )
    title = f"From a mail to a first day at {labs[player].name}"
    first = "in this world" if one_world else "mean per world"
    note = "One world." if one_world else "Means per world."
    note += " Follow-ups count as sent; opening counts once for a person approached."
    drawn = Markup(svg.bars(bars, title, "funnel"))  # noqa: S704 - escaped there
    return Figure(title, note, drawn, (first, *(labs[i].name for i in wrote)), rows)


def race_figure(scenario: Scenario, result: StudyResult, series: int) -> Figure:
    """Heads (0) or hires (1) of all labs through time; the player's lab first, with its spread."""
    labs, player, days = scenario.setup.labs, scenario.setup.player, race_days(scenario.days)
    values = result.race[:, :, :, series].astype(np.float64)
    mean = values.mean(axis=0)
    low, high = np.quantile(values[:, :, player], BAND, axis=0).tolist()
    spread = result.replications >= FEWEST_FOR_SPREAD
    ends = mean[-1].tolist()
    moving = [i for i in range(len(labs)) if i != player and (values[:, :, i] != 0).any()]
    order = [player, *sorted(moving, key=lambda i: (-ends[i], i))]
    x = [0.0, *map(float, days)]
    # The player's lab first, the others as the file has them: a lab looks the same in every chart.
    looks = {i: 0 if i == player else i + (i < player) for i in range(len(labs))}
    chart = [
        svg.Line(
            labs[i].name,
            looks[i],
            x,
            [0.0, *mean[:, i].tolist()],
            [0.0, *low] if spread and i == player else (),
            [0.0, *high] if spread and i == player else (),
        )
        for i in order
    ]
    what = "Hires so far" if series else "Heads won and lost"
    if not (values != 0).any():
        nothing = "Nobody is hired by any lab." if series else "No lab wins or loses anybody."
        return Figure(f"{what}, lab by lab", nothing, Markup(""), (), ())
    unit = "accepted offers" if series else "researchers against the first day"
    key = "race-hires" if series else "race-heads"
    dates = (str(scenario.start), str(scenario.date_of(scenario.days)))
    drawn = Markup(svg.lines(chart, f"{what}, lab by lab", unit, dates, key))  # noqa: S704 - escaped there
    marks = sorted({len(days) * part // 3 - 1 for part in (1, 2, 3) if len(days) * part // 3 > 0})
    header = ("lab", *(str(scenario.date_of(days[m])) for m in marks))
    rows = tuple((labs[i].name, *(signed(float(mean[m, i]), series) for m in marks)) for i in order)
    if spread:
        header = (*header, "80 % end between")
        rows = tuple((*row, between(values[:, -1, i], series)) for row, i in zip(rows, order, strict=True))
    note = "One world." if result.replications == 1 else "Means over worlds."
    if spread:
        note = f"Means over worlds; eight worlds in ten of {labs[player].name} lie in the shaded band."
    if len(order) < len(labs):
        note += f" Labs that never change are left out: {len(labs) - len(order)}."
    legend = tuple((Markup(svg.swatch(looks[i])), labs[i].name) for i in order)  # noqa: S704
    return Figure(f"{what}, lab by lab", note, drawn, header, rows, legend)


def between(ends: NDArray[np.float64], series: int) -> str:
    """Where eight worlds in ten end."""
    low, high = np.quantile(ends, BAND).tolist()
    return f"{signed(low, series)} to {signed(high, series)}"


def pairs_figure(metric: str, pairs: Sequence[Mapping[str, Any]]) -> Figure:
    """Differences of one metric between scenarios on the same luck."""
    rows, words = difference_rows(pairs), metric_of(metric).words
    title, unit = f"Compared on the same luck: {words}", "difference a world"
    if all(interval for *_, interval in rows):
        unit += ", with its 95 % interval"
    drawn = Markup(svg.intervals(rows, title, unit, f"pairs-{metric}"))  # noqa: S704 - escaped there
    note = "Every pair of worlds lives through the same draws, so what differs is what was done."
    header = ("pair", "difference", "95 % interval", "second has more", "first has more")
    return Figure(title, note, drawn, header, difference_table(pairs))


def mover_view(scenario: Scenario, mover: Mover) -> dict[str, Any]:
    """A mover as the page shows it; terms are rounded so that they add up."""
    values = rounded_terms(mover.link.terms)
    terms = [(t.name, minus(f"{v:+.2f}"), t.sentence) for t, v in zip(mover.link.terms, values, strict=True)]
    return {
        "who": mover,
        "date": scenario.date_of(mover.day),
        "chance": percent(mover.link.probability),
        "terms": terms,
        "sum": minus(f"{sum(values):+.2f}"),
    }


def parameter_rows(scenario: Scenario) -> list[dict[str, Any]]:
    """Every parameter's card, with the value that was played."""
    played, cards = scenario.setup.parameters, load_cards()
    rows = []
    for field in fields(type(played)):
        card, value = cards[field.name], float(getattr(played, field.name))
        rows.append({"card": card, "value": f"{value:.6g}", "changed": not math.isclose(value, card.value)})
    return rows


def safe_link(url: object) -> str:
    """A web address, or nothing: a scenario may hold any text."""
    words = str(url or "")
    return words if words.startswith(("https://", "http://")) else ""
