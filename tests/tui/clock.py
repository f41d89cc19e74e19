"""A desk's own time: it passes only when nothing is left to do, and then at once.

Textual's own pilot guesses from the processor's load whether a screen has settled, so a busy machine made
tests fail. Here a sleep of 20 ms ends as soon as everything that was to be done is done, however long that
takes: what is seen afterwards does not depend on the machine, and nobody waits. Only threads are waited for
in real time.
"""

import asyncio
import selectors
import time
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from typing import Any, TypeVar
from unittest.mock import patch

from tests.waiting import PATIENCE_SECONDS

Ready = list[tuple[selectors.SelectorKey, int]]
Result = TypeVar("Result")


class _Selector(selectors.DefaultSelector):
    """Says what is ready, and lets time pass.

    Attributes:
        now: the time of the loop, seconds.
        threads: jobs under way in threads.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now, self.threads = 0.0, 0

    def select(self, timeout: float | None = None) -> Ready:
        ready: Ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None or self.threads:
            return self._from_outside(timeout)
        self.now += timeout
        return ready

    def _from_outside(self, timeout: float | None) -> Ready:
        """Only a thread or a signal can go on."""
        begun = time.monotonic()
        ready: Ready = super().select(PATIENCE_SECONDS if timeout is None else timeout)
        assert ready or timeout is not None, "everybody waits for something that does not come"
        self.now += time.monotonic() - begun
        return ready


class OwnTime(asyncio.SelectorEventLoop):
    """An event loop whose clock runs ahead to the next thing to do."""

    def __init__(self) -> None:
        self._own = _Selector()
        super().__init__(self._own)

    def time(self) -> float:
        return self._own.now

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:  # type: ignore[override]
        future = super().run_in_executor(executor, func, *args)
        self._own.threads += 1
        future.add_done_callback(self._ended)
        return future

    def _ended(self, _: object) -> None:
        self._own.threads -= 1


def run_in_own_time(steps: Coroutine[Any, Any, Result]) -> Result:
    """What `asyncio.run` does, with Textual's timers, animations and notices on the clock of the loop."""
    with asyncio.Runner(loop_factory=OwnTime) as runner, ExitStack() as patches:
        patches.enter_context(patch("textual._time.get_time", runner.get_loop().time))
        patches.enter_context(
            patch("textual.notifications.Notification.has_expired", False)
        )  # a timer ends it
        return runner.run(steps)
