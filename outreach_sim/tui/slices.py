"""Long work done a little at a time between keys, so that none of them waits for it."""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from time import perf_counter
from typing import Any, TypeVar

Result = TypeVar("Result")

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
    rested = loop.create_future()
    alarm = loop.call_later(seconds, _wake, rested)
    try:
        await rested
    finally:
        alarm.cancel()


async def result_of(work: Future[Result]) -> Result:
    """What comes of work done elsewhere; whatever waits has its turn until then.

    Raises:
        Exception: what the work has raised.
    """
    loop = get_running_loop()
    told = loop.create_future()

    def tell(_: object) -> None:
        with suppress(RuntimeError):  # nobody waits any more: the loop is closed
            loop.call_soon_threadsafe(_wake, told)

    work.add_done_callback(tell)
    await told
    return work.result()


def _wake(rested: Any) -> None:
    """End the rest, unless whoever rests was called off in the same moment."""
    if not rested.done():
        rested.set_result(None)


def _go_on(steps: Iterator[None]) -> bool:
    """Some steps; whether there may be more."""
    begun = perf_counter()
    return any(perf_counter() - begun > SLICE_SECONDS for _ in steps)
