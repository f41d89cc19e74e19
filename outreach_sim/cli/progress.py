"""Progress on stderr, only for what takes longer than a second, only where somebody watches."""

from __future__ import annotations

import sys
import time
from types import TracebackType

PATIENCE_SECONDS = 1.0
REFRESH_SECONDS = 0.1
_BAR = 30


class Progress:
    """Call it with the share done, from 0 to 1; silent where stderr is no terminal."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._start = self._last = time.monotonic()
        self._shown = False
        self._watched = sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self

    def __call__(self, share: float) -> None:
        """Show this share, if it is time to."""
        now = time.monotonic()
        if not self._watched or now - self._start < PATIENCE_SECONDS or now - self._last < REFRESH_SECONDS:
            return
        self._last, self._shown = now, True
        left = (now - self._start) * (1 - share) / max(share, 1e-9)
        done = round(_BAR * share)
        line = f"\r{self._label} [{'#' * done}{'.' * (_BAR - done)}] {share:4.0%}, {left:.0f} s left "
        sys.stderr.write(line)
        sys.stderr.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
