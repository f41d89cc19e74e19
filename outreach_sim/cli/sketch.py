"""Small pictures in block characters; only where somebody watches, so that a log stays plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from outreach_sim.cli import output

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_BAR = 40
_FUNNEL_BAR = 24
_MOST_ROWS = 12


def watched() -> bool:
    """Whether stdout is a terminal that can show blocks."""
    import os
    import sys

    out = sys.stdout
    encoding = (getattr(out, "encoding", "") or "").lower().replace("-", "")
    return (
        out is not None and out.isatty() and os.environ.get("TERM") != "dumb" and encoding.startswith("utf")
    )


def block(value: float, full: float, size: int) -> str:
    """A bar of eighths of a character; never empty for more than nothing."""
    eighths = round(8 * size * value / full) if full > 0 else 0
    eighths = max(eighths, 1) if value > 0 else 0
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def show_hires(counts: NDArray[np.int64]) -> None:
    """How many worlds ended with how many hires, a line each."""
    import numpy as np

    low, high = int(counts.min()), int(counts.max())
    if not watched() or low == high:
        return
    width = -(-(high - low + 1) // _MOST_ROWS)
    totals = np.bincount((counts - low) // width).tolist()
    labels = [low + place * width for place in range(len(totals))]
    names = [f"{n:,}" if width == 1 else f"{n:,} to {n + width - 1:,}" for n in labels]
    _show_rows(names, totals)


def show_shares(values: NDArray[np.float64]) -> None:
    """How differences of shares are spread, a line for each range of whole points of percentage."""
    import numpy as np

    points = np.floor(100 * values).astype(np.int64)
    low, high = int(points.min()), int(points.max())
    if not watched() or low == high:
        return
    width = -(-(high - low + 1) // _MOST_ROWS)
    low = low // width * width  # so that a range begins at nothing, and none holds both signs
    totals = np.bincount((points - low) // width).tolist()
    _show_rows([f"{n} to {n + width}" for n in range(low, low + width * len(totals), width)], totals)


def _show_rows(names: list[str], totals: list[int]) -> None:
    """A bar a line, as long as the share that it stands for."""
    size = max(map(len, names))
    for name, total in zip(names, totals, strict=True):
        bar = block(total, max(totals), min(_BAR, output.width() - size - 14))
        click.echo(f"  {name:>{size}} {bar} {output.percent(total / sum(totals))}")


def beside(value: float, full: float) -> str:
    """A bar to stand at the end of a row of the funnel; empty where nobody watches."""
    return block(value, full, _FUNNEL_BAR) if watched() else ""
