"""Long work done a little at a time between keys, so that none of them waits for it."""

from __future__ import annotations

from asyncio import Future, get_running_loop
from collections.abc import Iterator
from time import perf_counter

SLICE_SECONDS = 0.010
"""Steps are done for so long at a stretch; a single step is never cut short."""
REST_SECONDS = 0.005
"""Then whatever waits has its turn."""


async def in_slices(steps: Iterator[None]) -> None:
    """Do all steps of some work; it can be cancelled between them."""
    while _go_on(steps):
        await rest(REST_SECONDS)


async def rest(seconds: float = 0) -> None:
    """Whatever waits has its turn, for so long at least."""
    loop = get_running_loop()
    rested: Future[None] = loop.create_future()
    alarm = loop.call_later(seconds, _wake, rested)
    try:
        await rested
    finally:
        alarm.cancel()


def _wake(rested: Future[None]) -> None:
    """Its rest is over, where nobody has called it off in the same round of the loop."""
    if not rested.done():
        rested.set_result(None)


def _go_on(steps: Iterator[None]) -> bool:
    """Some steps; whether there may be more."""
    begun = perf_counter()
    return any(perf_counter() - begun > SLICE_SECONDS for _ in steps)
