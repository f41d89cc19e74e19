"""Numbers stay numbers: whatever is no longer one stops the worlds, in words.

Every non-finite value is born in one operation (an overflow, a division by 0, a logarithm of what is
negative), and there it is caught; comparisons and copies never make one.
"""

from __future__ import annotations

from contextlib import ContextDecorator
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

import numpy as np

from outreach_sim.errors import RunError

HERE = str(Path(__file__).parents[2])


class OnlyNumbers(ContextDecorator):
    """Work that must not make a number that is none.

    Args:
        what: could not be done if it did; the first part of a sentence.

    Raises:
        RunError: it did.
    """

    def __init__(self, what: str) -> None:
        self._what = what

    def _recreate_cm(self) -> OnlyNumbers:
        """A state of its own for every call of what is decorated: saves are read by several threads."""
        return OnlyNumbers(self._what)

    def __enter__(self) -> None:
        self._state = strict_state()
        self._state.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._state.__exit__(kind, error, trace)
        if isinstance(error, ArithmeticError):
            raise stopped(self._what, error) from error


def strict_state() -> np.errstate:
    """Floating-point errors are raised; what is too small to be told from 0 is 0, on purpose."""
    return np.errstate(all="raise", under="ignore")


def stopped(what: str, error: ArithmeticError) -> RunError:
    """What to say when a number has left its bounds: what was under way, where, and how it did."""
    frames = [frame for frame, _ in walk_tb(error.__traceback__) if frame.f_code.co_filename.startswith(HERE)]
    code = frames[-1].f_code
    where = f"{Path(code.co_filename).stem}.{code.co_name}"
    return RunError(f"{what}: a number left its bounds ({error}, in {where}); please report it")
