"""Pictures of a comparison: every scenario stands in each of them, under its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from outreach_sim.market.observers.race import race_days
from outreach_sim.market.state.events import FUNNEL, STAGES, Event
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.report import svg
from outreach_sim.storage.report.frame import Figure
from outreach_sim.storage.report.numbers import short, signed
from outreach_sim.study.statistics import FEWEST_FOR_SPREAD, summarise

if TYPE_CHECKING:
    from outreach_sim.study.run import StudyResult

BAND = (0.1, 0.9)
STAGE_WORDS = {"sent": "mails sent", "opened": "opened"}
SERIES = ("heads", "hires")
"""What the two series of a race count."""


@dataclass(slots=True)
class Arm:
    """One scenario of a comparison, looked at from one lab.

    Attributes:
        called: its name, or its letter.
        words: what it is, in a line.
        scenario: what is played.
        changes: ``KEY=VALUE``.
        lab: index of the lab.
        log_hash: over all its worlds.
    """

    called: str
    words: str
    scenario: Scenario
    changes: tuple[str, ...]
    lab: int
    log_hash: str = ""
    _funnel: list[NDArray[np.int64]] = field(default_factory=list)
    _race: list[NDArray[np.int32]] = field(default_factory=list)

    def take(self, result: StudyResult) -> None:
        """Keep what pictures need of the next worlds."""
        self._funnel.append(result.funnel[:, self.lab].copy())
        self._race.append(result.race[:, :, self.lab].copy())

    @property
    def funnel(self) -> NDArray[np.int64]:
        """Counts by world and stage."""
        return np.concatenate(self._funnel)

    @property
    def race(self) -> NDArray[np.int32]:
        """Heads and hires by world and point in time."""
        return np.concatenate(self._race)


def arm_figures(arms: Sequence[Arm]) -> Iterator[Figure]:
    """All scenarios side by side: hires, the funnel, and how hires and heads came."""
    yield _hires(arms)
    yield _funnel(arms)
    if len({arm.scenario.days for arm in arms}) == 1:  # else the axis of time is not one
        yield from (_race(arms, series) for series in (1, 0))


def _hires(arms: Sequence[Arm]) -> Figure:
    column = FUNNEL.index(Event.ACCEPTED)
    found = [summarise(arm.funnel[:, column]) for arm in arms]
    rows = [(arm.called, summary.mean, summary.ci95) for arm, summary in zip(arms, found, strict=True)]
    title = "Hires, scenario by scenario"
    some = any(ends is not None for *_, ends in rows)
    unit = "hires a world" + (", with the 95 % interval of the mean" if some else "")
    drawn = Markup(svg.intervals(rows, title, unit, "arms-hires"))  # noqa: S704 - escaped there
    table = tuple(
        (name, f"{mean:.2f}", " to ".join(f"{end:.2f}" for end in ends or ()) or "too few worlds")
        for name, mean, ends in rows
    )
    note = "Each by itself; which of two is better is said by their difference on the same luck, above."
    return Figure(title, note, drawn, ("scenario", "hires a world", "95 % interval"), table)


def _funnel(arms: Sequence[Arm]) -> Figure:
    means = [arm.funnel.mean(axis=0).tolist() for arm in arms]
    title = "From a mail to a first day, scenario by scenario"
    groups = [
        (STAGE_WORDS.get(stage, stage), [(mean[i], short(mean[i])) for mean in means])
        for i, stage in enumerate(STAGES)
    ]
    names = [arm.called for arm in arms]
    drawn = Markup(svg.grouped_bars(groups, names, title, "arms-funnel"))  # noqa: S704 - escaped there
    rows = tuple((stage, *(words for _, words in values)) for stage, values in groups)
    note = "Means per world. Follow-ups count as sent; opening counts once for a person approached."
    return Figure(title, note, drawn, ("mean per world", *names), rows, _legend(arms, svg.block))


def _race(arms: Sequence[Arm], series: int) -> Figure:
    days = race_days(arms[0].scenario.days)
    values = [arm.race[:, :, series].astype(np.float64) for arm in arms]
    x = [0.0, *map(float, days)]
    chart = [
        svg.Line(arm.called, i, x, [0.0, *v.mean(axis=0).tolist()])
        for i, (arm, v) in enumerate(zip(arms, values, strict=True))
    ]
    what = "Hires so far" if series else "Heads won and lost"
    title = f"{what}, scenario by scenario"
    unit = "accepted offers" if series else "researchers against the first day"
    scenario = arms[0].scenario
    dates = (str(scenario.start), str(scenario.date_of(scenario.days)))
    drawn = Markup(svg.lines(chart, title, unit, dates, f"arms-{SERIES[series]}"))  # noqa: S704
    rows = tuple(
        (arm.called, signed(float(v[:, -1].mean()), series), _between(v[:, -1], series))
        for arm, v in zip(arms, values, strict=True)
    )
    header = ("scenario", "at the end", "eight worlds in ten end between")
    return Figure(title, "Means over worlds.", drawn, header, rows, _legend(arms, svg.swatch))


def _between(ends: NDArray[np.float64], series: int) -> str:
    """Where eight worlds in ten end, where there are enough to say so."""
    if len(ends) < FEWEST_FOR_SPREAD:
        return "too few worlds"
    low, high = np.quantile(ends, BAND).tolist()
    return f"{signed(low, series)} to {signed(high, series)}"


def _legend(arms: Sequence[Arm], mark: svg.Mark) -> tuple[tuple[Markup, str], ...]:
    return tuple((Markup(mark(i)), arm.called) for i, arm in enumerate(arms))  # noqa: S704 - no text of others
