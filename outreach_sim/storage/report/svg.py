"""Inline SVG by a few pure functions: text is escaped, numbers rounded; the same input gives the same bytes.

Colours and fonts are the page's: elements carry classes, so that one picture serves light and dark.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from outreach_sim.storage.report.numbers import short
from outreach_sim.storage.report.numbers import tick as tick_text

WIDTH = 400
"""Of every picture, in its own units: so narrow that its text can be read on a phone."""
SERIES_CLASSES = 8
MOST_CHARACTERS = 54
"""Of a line of text across a whole picture."""
Mark = Callable[[int], str]
"""What stands for a series in a legend."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart: ``y`` by ``x``; worlds spread from ``low`` to ``high`` where that is known.

    ``series`` gives its colour and dashes: the same one in every chart that it stands in.
    """

    name: str
    series: int
    x: Sequence[float]
    y: Sequence[float]
    low: Sequence[float] = ()
    high: Sequence[float] = ()


def picture(height: float, title: str, description: str, inner: Sequence[str], key: str) -> str:
    """A whole picture with its name and description for those who do not see it."""
    return (
        f'<svg viewBox="0 0 {WIDTH} {_n(height)}" role="img" aria-labelledby="{key}-t {key}-d">'
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(description)}</desc>'
        f"{''.join(inner)}</svg>"
    )


def text(x: float, y: float, words: str, anchor: str = "start", kind: str = "") -> str:
    """A line of text."""
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}"{named}>{escape(words)}</text>'


def rule(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A straight line."""
    return f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" class="{kind}"/>'


def box(x: float, y: float, width: float, height: float, kind: str) -> str:
    """A filled rectangle."""
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" class="{kind}"/>'


def columns(bins: Sequence[tuple[str, int]], title: str, unit: str, key: str) -> str:
    """A histogram: columns from labelled bins, their counts on the left."""
    left, right, top, base = 44.0, WIDTH - 8.0, 12.0, 170.0
    most = max((count for _, count in bins), default=1) or 1
    ticks = [tick for tick in ticks_for(0, most) if tick.is_integer()]
    full = max(ticks[-1], most)
    step = (right - left) / max(len(bins), 1)
    inner = []
    for tick in ticks:
        y = base - (base - top) * tick / full
        inner += [rule(left, y, right, y, "grid"), text(left - 6, y + 4, tick_text(tick), "end")]
    every = -(-sum(len(label) + 2 for label, _ in bins) * 7 // int(right - left)) or 1
    for place, (label, count) in enumerate(bins):
        x, height = left + place * step, (base - top) * count / full
        inner.append(box(x + step * 0.06, base - height, step * 0.88, height, "bar"))
        if place % every == 0:
            inner.append(text(x + step / 2, base + 17, label, "middle"))
    inner += [
        rule(left, base, right, base, "axis"),
        text((left + right) / 2, base + 36, unit, "middle", "unit"),
    ]
    said = ", ".join(f"{label}: {count:,}" for label, count in bins)
    return picture(base + 44, title, f"{unit}: {said}", inner, key)


def bars(rows: Sequence[tuple[str, float, str]], title: str, key: str) -> str:
    """Horizontal bars: name, value, and what is written behind the bar."""
    left, right, row = 124.0, WIDTH - 84.0, 24.0
    full = max((value for _, value, _ in rows), default=1.0) or 1.0
    inner = []
    for place, (name, value, words) in enumerate(rows):
        y, width = place * row + 4, (right - left) * value / full
        inner.append(text(left - 8, y + 14, name, "end"))
        inner.append(box(left, y + 2, max(width, 1.0 if value > 0 else 0.0), row - 8, "bar"))
        inner.append(text(left + width + 6, y + 14, words))
    said = ", ".join(f"{name}: {words}" for name, _, words in rows)
    return picture(len(rows) * row + 8, title, said, inner, key)


def grouped_bars(
    groups: Sequence[tuple[str, Sequence[tuple[float, str]]]], names: Sequence[str], title: str, key: str
) -> str:
    """Horizontal bars in groups, one of each series: the group's name, and value and words of each bar.

    Args:
        groups: name, then value and what is written behind the bar, in the order of ``names``.
        names: of the series.
        title: of the picture.
        key: for ids.
    """
    left, right, row, gap = 124.0, WIDTH - 84.0, 16.0, 8.0
    full = max((value for _, bars_ in groups for value, _ in bars_), default=1.0) or 1.0
    inner, y = [], 4.0
    for name, of_group in groups:
        inner.append(text(left - 8, y + row * len(of_group) / 2 + 4, name, "end"))
        for series, (value, words) in enumerate(of_group):
            width = (right - left) * value / full
            kind = f"block s{series % SERIES_CLASSES}"
            inner.append(box(left, y + 2, max(width, 1.0 if value > 0 else 0.0), row - 4, kind))
            inner.append(text(left + width + 6, y + 12, words))
            y += row
        y += gap
    told = [f"{name}: {', '.join(words for _, words in of_group)}" for name, of_group in groups]
    return picture(y, title, f"{', '.join(names)}. {'; '.join(told)}", inner, key)


def lines(chart: Sequence[Line], title: str, unit: str, names: tuple[str, str], key: str) -> str:
    """Lines through time, each with a dash pattern of its own.

    Args:
        chart: at most as many lines as there are classes look different.
        title: of the picture.
        unit: what the upright axis counts.
        names: what stands under the left and the right end of the axis of time.
        key: for ids.
    """
    left, right, top, base = 48.0, WIDTH - 8.0, 24.0, 190.0
    lows = [min([*line.y, *line.low]) for line in chart]
    highs = [max([*line.y, *line.high]) for line in chart]
    ticks = ticks_for(min([0.0, *lows]), max([0.0, *highs]))
    low, high = ticks[0], ticks[-1]
    last = max((line.x[-1] for line in chart), default=1.0) or 1.0

    def at(x: float, y: float) -> str:
        return f"{_n(left + (right - left) * x / last)},{_n(base - (base - top) * (y - low) / (high - low))}"

    inner = [text(left - 40, 12, unit, kind="unit")]
    for tick in ticks:
        y = base - (base - top) * (tick - low) / (high - low)
        inner.append(rule(left, y, right, y, "axis" if tick == 0 else "grid"))
        inner.append(text(left - 6, y + 4, tick_text(tick), "end"))
    for line in chart:
        kind = line.series % SERIES_CLASSES
        if line.low:
            upper = [at(x, y) for x, y in zip(line.x, line.high, strict=True)]
            lower = [at(x, y) for x, y in zip(line.x, line.low, strict=True)]
            inner.append(f'<polygon points="{" ".join([*upper, *lower[::-1]])}" class="band s{kind}"/>')
    for line in chart:
        points = " ".join(at(x, y) for x, y in zip(line.x, line.y, strict=True))
        inner.append(f'<polyline points="{points}" class="line s{line.series % SERIES_CLASSES}"/>')
    inner += [text(left, base + 18, names[0]), text(right, base + 18, names[1], "end")]
    said = ", ".join(f"{line.name}: {short(line.y[-1])} at the end" for line in chart)
    return picture(base + 26, title, said, inner, key)


def swatch(series: int) -> str:
    """A short piece of a line, for the legend."""
    kind = series % SERIES_CLASSES
    return (
        '<svg viewBox="0 0 28 10" class="swatch" aria-hidden="true">'
        f'<line x1="1" y1="5" x2="27" y2="5" class="line s{kind}"/></svg>'
    )


def block(series: int) -> str:
    """A short piece of a bar, for the legend."""
    kind = series % SERIES_CLASSES
    return (
        '<svg viewBox="0 0 28 10" class="swatch" aria-hidden="true">'
        f'<rect x="1" y="0" width="26" height="10" class="block s{kind}"/></svg>'
    )


def intervals(
    rows: Sequence[tuple[str, float, Sequence[float] | None]], title: str, unit: str, key: str
) -> str:
    """Points around a line at zero, with their intervals where they have one: name, middle, its two ends.

    Names that would take half of the picture stand above their lines, in as many lines as they need.
    """
    wide = 8 + 7 * max((len(name) for name, *_ in rows), default=0)
    above = wide > WIDTH // 2
    left, right = (20.0 if above else wide + 20.0), WIDTH - 20.0
    named = [wrap(name, MOST_CHARACTERS) or [""] if above else [name] for name, *_ in rows]
    ends = [0.0, *(end for _, middle, interval in rows for end in (middle, *(interval or ())))]
    ticks = ticks_for(min(ends), max(ends))
    low, span = ticks[0], (ticks[-1] - ticks[0]) or 1.0
    heights = [30.0 + (14.0 * len(lines_) if above else 0.0) for lines_ in named]
    base = sum(heights) + 8

    def at(value: float) -> float:
        return left + (right - left) * (value - low) / span

    inner = []
    for tick in ticks:
        inner.append(rule(at(tick), 4, at(tick), base, "axis" if tick == 0 else "grid"))
        inner.append(text(at(tick), base + 16, tick_text(tick), "middle"))
    top = 0.0
    for (_, middle, interval), lines_, height in zip(rows, named, heights, strict=True):
        y, top = top + height - 10, top + height
        first = y - 14 * len(lines_) if above else y + 4
        inner += [text(4, first + 14 * n, line) for n, line in enumerate(lines_)]
        if interval:
            inner.append(rule(at(interval[0]), y, at(interval[1]), y, "line s0"))
        inner.append(f'<circle cx="{_n(at(middle))}" cy="{_n(y)}" r="4" class="bar"/>')
    inner.append(text((left + right) / 2, base + 34, unit, "middle", "unit"))
    said = ", ".join(
        f"{name}: {short(middle)}" + (f" ({short(interval[0])} to {short(interval[1])})" if interval else "")
        for name, middle, interval in rows
    )
    return picture(base + 42, title, said, inner, key)


def ticks_for(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers that span ``low`` to ``high``."""
    span = high - low
    if not math.isfinite(span) or span <= 0:
        high, span = low + 1.0, 1.0
    power = 10.0 ** math.floor(math.log10(span / about))
    step = next(power * m for m in (1, 2, 5, 10) if span / (power * m) <= about + 0.5)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(i * step, 9) for i in range(first, last + 1)]


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
