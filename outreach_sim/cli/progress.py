"""Progress on stderr of what takes longer than a second: a bar where somebody watches, else rare lines."""

from __future__ import annotations

import os
import shutil
import sys
import time
from types import TracebackType

from outreach_sim.cli.streams import control
from outreach_sim.formatting import percent

PATIENCE_SECONDS = 1.0
REFRESH_SECONDS = 0.1
LOG_SECONDS = 30.0
_BAR = 30


class Progress:
    """Call it with the share done, from 0 to 1; where stderr is no terminal, a line in half a minute."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._start = self._last = time.monotonic()
        self._shown = False
        self._watched = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def __enter__(self) -> Progress:
        return self

    def __call__(self, share: float) -> None:
        """Show this share, if it is time to."""
        now = time.monotonic()
        pause = REFRESH_SECONDS if self._watched else LOG_SECONDS
        if sys.stderr is None or now - self._start < PATIENCE_SECONDS or now - self._last < pause:
            return
        self._last = now
        if self._watched:
            self._draw(share, now)
        else:
            sys.stderr.write(f"{self._label}: {percent(share, 0)} after {now - self._start:.0f} s\n")
            sys.stderr.flush()

    def _draw(self, share: float, now: float) -> None:
        left = (now - self._start) * (1 - share) / max(share, 1e-9)
        columns = _room()
        self._shown = True
        end = f" {percent(share, 0):>5}, {left:.0f} s left "
        bar = max(min(_BAR, columns - len(self._label) - len(end) - 3), 0)
        done = round(bar * share)
        drawn = f" [{'#' * done}{'.' * (bar - done)}]" if bar else ""
        control(sys.stderr, "\r")
        sys.stderr.write(f"{self._label}{drawn}{end}"[-columns:])
        sys.stderr.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            # Blanks, for not every console knows how to erase a line.
            control(sys.stderr, f"\r{' ' * _room()}\r")
            sys.stderr.flush()


def _room() -> int:
    """Columns that may be drawn in: a line that is folded by the terminal could not be drawn over."""
    return max(_columns() - 1, 1)


def _columns() -> int:
    """Columns of the terminal that stderr is; that of stdout, which may be a file, does not matter."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return shutil.get_terminal_size((80, 24)).columns
